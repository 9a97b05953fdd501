// Preloaded into a service: its connections to some ports of this machine go to others, where a
// test's gates stand. BINADAYA_DETOUR says which: "24000=41234 24002=41236". The broker names its
// own address to its clients, so a changed configuration would not do.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace {

// Where connections to `port` go.
std::uint16_t Detour(std::uint16_t port) {
  const char* at = std::getenv("BINADAYA_DETOUR");
  while (at != nullptr && *at != '\0') {
    char* end = nullptr;
    const unsigned long from = std::strtoul(at, &end, 10);
    const unsigned long to = std::strtoul(end + 1, &end, 10);
    if (from == port) return static_cast<std::uint16_t>(to);
    at = *end == ' ' ? end + 1 : end;
  }
  return port;
}

}  // namespace

extern "C" int connect(int socket, const sockaddr* to, socklen_t size) {
  using Connect = int (*)(int, const sockaddr*, socklen_t);
  static const Connect next = reinterpret_cast<Connect>(::dlsym(RTLD_NEXT, "connect"));
  if (to->sa_family != AF_INET || size < sizeof(sockaddr_in)) return next(socket, to, size);
  sockaddr_in address;
  std::memcpy(&address, to, sizeof(address));
  address.sin_port = htons(Detour(ntohs(address.sin_port)));
  return next(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
}
