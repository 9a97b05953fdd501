#include "services/common/tls.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>

#include "absl/status/status.h"
#include "grpcpp/security/auth_context.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "openssl/err.h"
#include "openssl/ssl.h"
#include "openssl/x509v3.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::tls {
namespace {

namespace experimental = grpc::experimental;

constexpr unsigned kLookSeconds = 1;  // between two looks at the files

struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(X509_STORE_CTX* check) const { X509_STORE_CTX_free(check); }
};

// Key and certificate are one file, so that no handshake finds a new key beside an old certificate.
std::shared_ptr<experimental::CertificateProviderInterface> Watched(const Files& files) {
  return std::make_shared<experimental::FileWatcherCertificateProvider>(
      files.identity, files.identity, files.ca, kLookSeconds);
}

void WatchBoth(experimental::TlsCredentialsOptions& options) {
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
}

absl::Status Unusable(std::string_view file, std::string_view why) {
  ERR_clear_error();
  return absl::FailedPreconditionError(Cat(file, " cannot be used: ", why));
}

std::string LastError() {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  return reason == nullptr ? "it is no PEM" : reason;
}

absl::Time TimeOf(const ASN1_TIME* time) {
  std::tm utc{};
  ASN1_TIME_to_tm(time, &utc);
  return absl::FromTM(utc, absl::UTCTimeZone());
}

}  // namespace

std::string Files::Version() const {
  std::string version;
  for (const std::string& file : {identity, ca}) {
    struct stat at {};
    if (file.empty() || ::stat(file.c_str(), &at) != 0) continue;
    version += Cat(at.st_ino, "/", at.st_mtim.tv_sec, ".", at.st_mtim.tv_nsec, " ");
  }
  return version;
}

absl::StatusOr<absl::Time> EndOf(const std::string& file, std::string_view name) {
  const std::unique_ptr<SSL_CTX, Free> context(SSL_CTX_new(TLS_method()));
  if (SSL_CTX_use_certificate_chain_file(context.get(), file.c_str()) != 1)
    return Unusable(file, LastError());
  const X509* certificate = SSL_CTX_get0_certificate(context.get());
  std::array<char, 65> named{};  // as long as a CN may be
  X509_NAME_get_text_by_NID(
      X509_get_subject_name(certificate), NID_commonName, named.data(), int{named.size()});
  if (named.data() != name)
    return Unusable(file, Cat("its certificate is that of ", named.data(), ", not of ", name));
  return TimeOf(X509_get0_notAfter(certificate));
}

absl::StatusOr<absl::Time> Check(const Files& files, std::string_view name) {
  const std::unique_ptr<SSL_CTX, Free> context(SSL_CTX_new(TLS_method()));
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.identity.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context.get(), files.identity.c_str(), SSL_FILETYPE_PEM) != 1)
    return Unusable(files.identity, LastError());
  if (SSL_CTX_load_verify_locations(context.get(), files.ca.c_str(), nullptr) != 1)
    return Unusable(files.ca, LastError());
  X509* certificate = SSL_CTX_get0_certificate(context.get());
  if (X509_check_host(
          certificate, name.data(), name.size(), X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, nullptr) != 1)
    return Unusable(files.identity, Cat("its certificate does not name ", name, " (SAN)"));
  STACK_OF(X509)* between = nullptr;
  SSL_CTX_get0_chain_certs(context.get(), &between);
  const std::unique_ptr<X509_STORE_CTX, Free> check(X509_STORE_CTX_new());
  X509_STORE_CTX_init(check.get(), SSL_CTX_get_cert_store(context.get()), certificate, between);
  if (X509_verify_cert(check.get()) != 1) {
    return Unusable(
        files.identity, X509_verify_cert_error_string(X509_STORE_CTX_get_error(check.get())));
  }
  return TimeOf(X509_get0_notAfter(certificate));
}

std::shared_ptr<grpc::ServerCredentials> ServerCredentials(const Files& files) {
  if (!files.on()) return grpc::InsecureServerCredentials();
  experimental::TlsServerCredentialsOptions options(Watched(files));
  WatchBoth(options);
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return experimental::TlsServerCredentials(options);
}

std::shared_ptr<grpc::ChannelCredentials> ChannelCredentials(const Files& files) {
  if (!files.on()) return grpc::InsecureChannelCredentials();
  experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(Watched(files));
  WatchBoth(options);
  return experimental::TlsCredentials(options);
}

bool Names(const grpc::AuthContext& peer, std::string_view name) {
  return std::ranges::any_of(
      peer.FindPropertyValues(GRPC_PEER_DNS_PROPERTY_NAME), [&](const grpc::string_ref& one) {
        return std::string_view(one.data(), one.size()) == name;
      });
}

}  // namespace binadaya::tls
