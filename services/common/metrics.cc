#include "services/common/metrics.h"

#include <microhttpd.h>
#include <netdb.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "prometheus/text_serializer.h"
#include "services/common/domain/text.h"

namespace binadaya {
namespace {

// GET or HEAD of /metrics; whatever else is asked for is not there.
MHD_Result Answer(
    void* metrics, MHD_Connection* connection, const char* url, const char* method, const char*,
    const char*, std::size_t*, void**) {
  const std::string_view how = method;
  const bool found = std::string_view(url) == "/metrics" &&
                     (how == MHD_HTTP_METHOD_GET || how == MHD_HTTP_METHOD_HEAD);
  std::string page = found ? static_cast<const Metrics*>(metrics)->Text() : "";
  const std::unique_ptr<MHD_Response, decltype(&MHD_destroy_response)> response(
      MHD_create_response_from_buffer(page.size(), page.data(), MHD_RESPMEM_MUST_COPY),
      &MHD_destroy_response);
  MHD_add_response_header(
      response.get(), MHD_HTTP_HEADER_CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
  return MHD_queue_response(connection, found ? MHD_HTTP_OK : MHD_HTTP_NOT_FOUND, response.get());
}

}  // namespace

prometheus::Counter& Metrics::Counter(
    const std::string& name, const std::string& help, const Labels& labels) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry_).Add(labels);
}

prometheus::Gauge& Metrics::Gauge(
    const std::string& name, const std::string& help, const Labels& labels) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry_).Add(labels);
}

prometheus::Histogram& Metrics::Duration(
    const std::string& name, const std::string& help, const Labels& labels) {
  const prometheus::Histogram::BucketBoundaries bounds = {
      0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry_).Add(labels, bounds);
}

// libmicrohttpd, not the server that comes with prometheus-cpp: that one gives its threads a stack
// of 100 KB, of which the thread-local data of a library (OpenBLAS: 60 KB) may leave too little.
absl::Status Metrics::Serve(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos)
    return absl::InvalidArgumentError(Cat("metrics address ", address, " has no port"));
  addrinfo wanted{};
  wanted.ai_flags = AI_PASSIVE;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failed = getaddrinfo(
      address.substr(0, colon).c_str(), address.substr(colon + 1).c_str(), &wanted, &found);
  if (failed != 0)
    return absl::InvalidArgumentError(Cat("metrics address ", address, ": ", gai_strerror(failed)));
  constexpr unsigned kSecondsOfSilence = 10;
  const unsigned family = found->ai_family == AF_INET6 ? MHD_USE_IPv6 : MHD_NO_FLAG;
  server_.reset(MHD_start_daemon(
      MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_AUTO | family, 0, nullptr, nullptr, &Answer, this,
      MHD_OPTION_SOCK_ADDR, found->ai_addr, MHD_OPTION_CONNECTION_TIMEOUT, kSecondsOfSilence,
      MHD_OPTION_END));
  freeaddrinfo(found);
  if (server_ == nullptr)
    return absl::UnavailableError(Cat("metrics address ", address, ": ", std::strerror(errno)));
  return absl::OkStatus();
}

void Metrics::Stop::operator()(MHD_Daemon* server) const { MHD_stop_daemon(server); }

int Metrics::port() const {
  if (server_ == nullptr) return 0;
  return MHD_get_daemon_info(server_.get(), MHD_DAEMON_INFO_BIND_PORT)->port;
}

std::string Metrics::Text() const {
  return prometheus::TextSerializer().Serialize(registry_.Collect());
}

}  // namespace binadaya
