#pragma once

#include <string>
#include <vector>

#include "grpcpp/support/byte_buffer.h"

namespace binadaya::rpc {

// The bytes of a message as gRPC hands them over, in one piece.
inline std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  (void)buffer.Dump(&slices);
  std::string bytes;
  bytes.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices)
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

}  // namespace binadaya::rpc
