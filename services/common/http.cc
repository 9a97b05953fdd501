#include "services/common/http.h"

#include <microhttpd.h>
#include <netdb.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <typeinfo>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/log.h"

namespace binadaya::http {
namespace {

constexpr unsigned kSecondsOfSilence = 10;
constexpr std::size_t kMostHeaders = std::size_t{16} * 1024;
constexpr std::size_t kTag = 32;  // digits of the content's hash

// RFC 9110, 13.1.2: a list of tags, each perhaps weak, or "*".
bool Names(const char* list, const std::string& tag) {
  if (list == nullptr) return false;
  for (const absl::string_view piece : absl::StrSplit(list, ',')) {
    absl::string_view one = absl::StripAsciiWhitespace(piece);
    if (one == "*") return true;
    if (one.substr(0, 2) == "W/") one.remove_prefix(2);
    if (one == tag) return true;
  }
  return false;
}

}  // namespace

struct Callback {
  static Page PageAt(const Server& server, const char* path) {
    try {
      return server.handler_(path);
    } catch (const std::exception& error) {
      log::Error("an exception left a page", {{"type", typeid(error).name()}});
      return {.status = MHD_HTTP_INTERNAL_SERVER_ERROR};
    }
  }

  static MHD_Result Answer(
      void* of, MHD_Connection* connection, const char* path, const char* method, const char*,
      const char*, std::size_t*, void**) {
    const auto& server = *static_cast<const Server*>(of);
    const std::string_view how = method;
    Page page;
    if (how == MHD_HTTP_METHOD_GET || how == MHD_HTTP_METHOD_HEAD) page = PageAt(server, path);
    std::string tag;
    if (page.tagged) {
      tag = Cat("\"", absl::BytesToHexString(Sha256(page.body)).substr(0, kTag), "\"");
      if (Names(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match"), tag)) {
        page.status = MHD_HTTP_NOT_MODIFIED;
        page.body.clear();
      }
    }
    const std::unique_ptr<MHD_Response, decltype(&MHD_destroy_response)> response(
        MHD_create_response_from_buffer(page.body.size(), page.body.data(), MHD_RESPMEM_MUST_COPY),
        &MHD_destroy_response);
    const auto say = [&](const char* name, const std::string& value) {
      if (!value.empty()) MHD_add_response_header(response.get(), name, value.c_str());
    };
    say(MHD_HTTP_HEADER_CONTENT_TYPE, page.type);
    say(MHD_HTTP_HEADER_ETAG, tag);
    // Nobody on the way keeps it; who asks again asks us.
    say(MHD_HTTP_HEADER_CACHE_CONTROL, tag.empty() ? "no-store" : "private, no-cache");
    if (server.options_.answered) server.options_.answered(page.status);
    return MHD_queue_response(connection, static_cast<unsigned>(page.status), response.get());
  }
};

absl::Status Server::Serve(
    const std::string& what, const std::string& address, Handler handler, Options options) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos)
    return absl::InvalidArgumentError(Cat(what, " address ", address, " has no port"));
  addrinfo wanted{};
  wanted.ai_flags = AI_PASSIVE;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failed = getaddrinfo(
      address.substr(0, colon).c_str(), address.substr(colon + 1).c_str(), &wanted, &found);
  if (failed != 0)
    return absl::InvalidArgumentError(Cat(what, " address ", address, ": ", gai_strerror(failed)));
  handler_ = std::move(handler);
  options_ = std::move(options);
  std::vector<MHD_OptionItem> more;
  if (options_.threads > 1)
    more.push_back(
        {MHD_OPTION_THREAD_POOL_SIZE, static_cast<std::intptr_t>(options_.threads), nullptr});
  more.push_back({MHD_OPTION_END, 0, nullptr});
  const unsigned family = found->ai_family == AF_INET6 ? MHD_USE_IPv6 : MHD_NO_FLAG;
  daemon_.reset(MHD_start_daemon(
      MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_AUTO | family, 0, nullptr, nullptr,
      &Callback::Answer, this, MHD_OPTION_SOCK_ADDR, found->ai_addr, MHD_OPTION_CONNECTION_TIMEOUT,
      kSecondsOfSilence, MHD_OPTION_CONNECTION_LIMIT, options_.connections,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, kMostHeaders, MHD_OPTION_ARRAY, more.data(),
      MHD_OPTION_END));
  freeaddrinfo(found);
  if (daemon_ == nullptr)
    return absl::UnavailableError(Cat(what, " address ", address, ": ", std::strerror(errno)));
  return absl::OkStatus();
}

void Server::End::operator()(MHD_Daemon* daemon) const { MHD_stop_daemon(daemon); }

int Server::port() const {
  if (daemon_ == nullptr) return 0;
  return MHD_get_daemon_info(daemon_.get(), MHD_DAEMON_INFO_BIND_PORT)->port;
}

}  // namespace binadaya::http
