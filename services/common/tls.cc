#include "services/common/tls.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "grpcpp/security/auth_context.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "openssl/err.h"
#include "openssl/pem.h"
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
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(BIO* file) const { BIO_free(file); }
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

Ca CaOf(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  X509_pubkey_digest(certificate, EVP_sha256(), digest.data(), &size);
  return {
      .id = absl::BytesToHexString({reinterpret_cast<const char*>(digest.data()), size}),
      .ends = TimeOf(X509_get0_notAfter(certificate))};
}

// Which CA of the file issued the certificate that was loaded, if that holds; `flags` as of
// X509_VERIFY_PARAM.
absl::StatusOr<Ca> IssuerOf(SSL_CTX* context, const Files& files, unsigned long flags) {
  if (SSL_CTX_load_verify_locations(context, files.ca.c_str(), nullptr) != 1)
    return Unusable(files.ca, LastError());
  STACK_OF(X509)* between = nullptr;
  SSL_CTX_get0_chain_certs(context, &between);
  const std::unique_ptr<X509_STORE_CTX, Free> check(X509_STORE_CTX_new());
  X509_STORE_CTX_init(
      check.get(), SSL_CTX_get_cert_store(context), SSL_CTX_get0_certificate(context), between);
  X509_STORE_CTX_set_flags(check.get(), flags);
  if (X509_verify_cert(check.get()) != 1) {
    return Unusable(
        files.identity, X509_verify_cert_error_string(X509_STORE_CTX_get_error(check.get())));
  }
  const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(check.get());
  return CaOf(sk_X509_value(chain, sk_X509_num(chain) - 1));
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

std::vector<Ca> CasOf(const std::string& file) {
  std::vector<Ca> all;
  const std::unique_ptr<BIO, Free> in(BIO_new_file(file.c_str(), "r"));
  while (in != nullptr) {
    const std::unique_ptr<X509, Free> one(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
    if (one == nullptr) break;
    all.push_back(CaOf(one.get()));
  }
  ERR_clear_error();  // each file ends with one
  return all;
}

absl::StatusOr<Issued> ReadIssued(const Files& files, std::string_view name) {
  const std::unique_ptr<SSL_CTX, Free> context(SSL_CTX_new(TLS_method()));
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.identity.c_str()) != 1)
    return Unusable(files.identity, LastError());
  const X509* certificate = SSL_CTX_get0_certificate(context.get());
  std::array<char, 65> named{};  // as long as a CN may be
  X509_NAME_get_text_by_NID(
      X509_get_subject_name(certificate), NID_commonName, named.data(), int{named.size()});
  if (named.data() != name) {
    return Unusable(
        files.identity, Cat("its certificate is that of ", named.data(), ", not of ", name));
  }
  ASSIGN_OR_RETURN(const Ca ca, IssuerOf(context.get(), files, X509_V_FLAG_NO_CHECK_TIME));
  return Issued{.ends = TimeOf(X509_get0_notAfter(certificate)), .ca = ca.id};
}

absl::StatusOr<absl::Time> Check(const Files& files, std::string_view name) {
  const std::unique_ptr<SSL_CTX, Free> context(SSL_CTX_new(TLS_method()));
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.identity.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context.get(), files.identity.c_str(), SSL_FILETYPE_PEM) != 1)
    return Unusable(files.identity, LastError());
  X509* certificate = SSL_CTX_get0_certificate(context.get());
  if (X509_check_host(
          certificate, name.data(), name.size(), X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, nullptr) != 1)
    return Unusable(files.identity, Cat("its certificate does not name ", name, " (SAN)"));
  RETURN_IF_ERROR(IssuerOf(context.get(), files, 0).status());
  return TimeOf(X509_get0_notAfter(certificate));
}

absl::Time EndOfPeer(const void* connection) {
  const X509* shown = SSL_get0_peer_certificate(static_cast<const SSL*>(connection));
  return shown == nullptr ? absl::UnixEpoch() : TimeOf(X509_get0_notAfter(shown));
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
