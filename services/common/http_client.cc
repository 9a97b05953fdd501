#include <openssl/ssl.h>

#include <string>

#include "absl/time/time.h"
#include "httplib.h"
#include "services/common/domain/text.h"
#include "services/common/http.h"

namespace binadaya::http {

int StatusOf(const std::string& address, const std::string& path) {
  constexpr int kPatience = 2;  // seconds
  httplib::Client client(Cat("http://", address));
  client.set_connection_timeout(kPatience);
  client.set_read_timeout(kPatience);
  const httplib::Result answer = client.Get(path);
  return answer ? answer->status : 0;
}

Answer Post(
    const std::string& url, const tls::Files& tls, const std::string& type, const std::string& body,
    absl::Duration patience) {
  const std::size_t scheme = url.find("://");
  const std::size_t path = scheme == std::string::npos ? scheme : url.find('/', scheme + 3);
  if (path == std::string::npos) return {};
  httplib::Client client(url.substr(0, path));
  if (!client.is_valid()) return {};
  const auto time = absl::ToChronoMicroseconds(patience);
  client.set_connection_timeout(time);
  client.set_read_timeout(time);
  client.set_write_timeout(time);
  if (SSL_CTX* context = client.ssl_context(); context != nullptr) {
    client.set_ca_cert_path(tls.ca);
    client.enable_server_certificate_verification(true);
    const char* identity = tls.identity.c_str();
    if (tls.on() && (SSL_CTX_use_certificate_chain_file(context, identity) != 1 ||
                     SSL_CTX_use_PrivateKey_file(context, identity, SSL_FILETYPE_PEM) != 1))
      return {};
  }
  const httplib::Result answer = client.Post(url.substr(path), body, type);
  return answer ? Answer{answer->status, answer->body} : Answer{};
}

}  // namespace binadaya::http
