#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

struct zip;  // libzip's

// Zip archives in memory (libzip).
namespace binadaya::zip {

// Unpacks one file of an archive after the other. Lives no longer than the bytes.
class Reader {
 public:
  explicit Reader(std::string_view bytes);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  bool ok() const { return archive_ != nullptr; }
  // NotFound when there is no such file, ResourceExhausted when it is larger than `limit`, DataLoss
  // when it is damaged or encrypted.
  absl::StatusOr<std::string> Read(const std::string& name, std::size_t limit) const;

 private:
  ::zip* archive_ = nullptr;
};

// An archive of these files, by name. The same files make the same bytes.
std::string Pack(const std::map<std::string, std::string>& files);

}  // namespace binadaya::zip
