#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace grpc {
class AuthContext;
class ChannelCredentials;
class ServerCredentials;
}  // namespace grpc

// Who a program is on its connections, and whom it trusts there (docs/adr/0048).
namespace binadaya::tls {

// Two files in PEM; without them connections are plain text. One that is replaced, by renaming
// another onto it, holds for every connection made from then on.
struct Files {
  std::string identity;  // private key, its certificate, and those that lead from it to the CA
  std::string ca;        // whose certificates are trusted

  bool on() const { return !identity.empty(); }
  // A text that is another one after each replacement; for libraries that read a file once.
  std::string Version() const;
};

// One that is trusted: who it is, as whatever it signs is known to be by it, and when it ends.
struct Ca {
  std::string id;  // SHA-256 of its public key
  absl::Time ends;
};
// Those in a file; none where it cannot be read.
std::vector<Ca> CasOf(const std::string& file);

// A certificate of somebody else: when it ends, whether it has or not, and by which CA it is.
struct Issued {
  absl::Time ends;
  std::string ca;  // its id
};
// FailedPrecondition unless the identity is by a CA of the file and holds one of CN `name`.
absl::StatusOr<Issued> ReadIssued(const Files& files, std::string_view name);

// When a program's own ends. FailedPrecondition, with what is wrong, unless the files can be used
// by the program `name`: the key fits the certificate, which names it (SAN), is issued by the CA
// and holds now.
absl::StatusOr<absl::Time> Check(const Files& files, std::string_view name);

// When the certificate ends that the other side of a connection (SSL*) showed.
absl::Time EndOfPeer(const void* connection);

// What gRPC's connections go by. Both sides show a certificate of the CA.
std::shared_ptr<grpc::ServerCredentials> ServerCredentials(const Files& files);
std::shared_ptr<grpc::ChannelCredentials> ChannelCredentials(const Files& files);

// Whether the certificate that the other side showed names `name`.
bool Names(const grpc::AuthContext& peer, std::string_view name);

}  // namespace binadaya::tls
