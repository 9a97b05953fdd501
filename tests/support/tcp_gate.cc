#include "tests/support/tcp_gate.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"

namespace binadaya::test {
namespace {

constexpr std::size_t kHeld = 1 << 20;  // bytes under way in one direction; then it reads no more

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int Socket() { return ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }

void AtOnce(int socket) {
  const int yes = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
}

void Reset(int socket) {
  const linger now{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
  ::close(socket);
}

bool Later() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

// One direction of a connection.
class TcpGate::Way {
 public:
  Way(int from, int to, std::atomic<std::size_t>& passed) : from_(from), to_(to), passed_(passed) {}

  bool reads() const { return !end_ && held_ < kHeld; }
  bool writes(absl::Time now) const { return !pieces_.empty() && pieces_.front().due <= now; }
  absl::Time next() const { return pieces_.empty() ? absl::InfiniteFuture() : pieces_.front().due; }
  bool done() const { return end_ && pieces_.empty(); }

  // Both return false when the connection is broken.
  bool Read(absl::Time due) {
    char buffer[64 * 1024];
    const ssize_t got = ::recv(from_, buffer, sizeof(buffer), 0);
    if (got < 0) return Later();
    end_ = got == 0;
    pieces_.push_back({due, std::string(buffer, static_cast<std::size_t>(got))});
    held_ += static_cast<std::size_t>(got);
    return true;
  }
  bool Write() {
    std::string& bytes = pieces_.front().bytes;
    if (bytes.empty()) {  // the end
      ::shutdown(to_, SHUT_WR);
      pieces_.pop_front();
      return true;
    }
    const ssize_t put = ::send(to_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (put < 0) return Later();
    held_ -= static_cast<std::size_t>(put);
    passed_ += static_cast<std::size_t>(put);
    bytes.erase(0, static_cast<std::size_t>(put));
    if (bytes.empty()) pieces_.pop_front();
    return true;
  }

 private:
  struct Piece {
    absl::Time due;
    std::string bytes;  // none: the end
  };

  int from_, to_;
  std::atomic<std::size_t>& passed_;
  bool end_ = false;
  std::size_t held_ = 0;
  std::deque<Piece> pieces_;
};

int PortOf(const std::string& address) {
  int port = 0;
  (void)absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port);
  return port;
}

struct TcpGate::Connection {
  Connection(int from, int to, std::atomic<std::size_t>& passed)
      : near(from), far(to), there(from, to, passed), back(to, from, passed) {}
  ~Connection() {
    Reset(near);
    Reset(far);
  }
  Connection(const Connection&) = delete;

  // Which of its sockets are waited for, and for what; none of them while all is held.
  void Wish(bool stalled, absl::Time now, std::vector<pollfd>& fds) const {
    const auto wish = [&](int fd, const Way& from, const Way& to) {
      const int events = (from.reads() ? POLLIN : 0) | (to.writes(now) ? POLLOUT : 0);
      fds.push_back({stalled || events == 0 ? -1 : fd, static_cast<short>(events), 0});
    };
    wish(near, there, back);
    wish(far, back, there);
  }
  // False when it is over.
  bool Move(const pollfd& near_is, const pollfd& far_is, absl::Time now, absl::Duration delay) {
    const auto move = [&](const pollfd& is, Way& from, Way& to) {
      const bool broken = (is.revents & (POLLERR | POLLHUP)) != 0;
      if (((is.revents & POLLIN) != 0 || broken) && from.reads() && !from.Read(now + delay))
        return false;
      return ((is.revents & POLLOUT) == 0 && !broken) || !to.writes(now) || to.Write();
    };
    return move(near_is, there, back) && move(far_is, back, there) &&
           !(there.done() && back.done());
  }

  const int near, far;
  Way there, back;
};

TcpGate::TcpGate(const std::string& to) : to_port_(PortOf(to)) {
  listener_ = Socket();
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof(address);
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(listener_, 256) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::cerr << "a gate to " << to << " found no port\n";
    std::_Exit(2);
  }
  port_ = ntohs(address.sin_port);
  wake_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  thread_ = std::thread([this] { Run(); });
}

TcpGate::~TcpGate() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  ::eventfd_write(wake_, 1);
  thread_.join();
  ::close(listener_);
  ::close(wake_);
}

std::string TcpGate::address() const { return Cat("127.0.0.1:", port_); }

void TcpGate::Open() { Set(Mode::kOpen, {}); }
void TcpGate::Stall() { Set(Mode::kStall, {}); }
void TcpGate::Cut() { Set(Mode::kCut, {}); }
void TcpGate::Slow(absl::Duration delay) { Set(Mode::kOpen, delay); }

void TcpGate::Set(Mode mode, absl::Duration delay) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    mode_ = mode;
    delay_ = delay;
  }
  ::eventfd_write(wake_, 1);
}

void TcpGate::Accept() {
  const int near = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (near < 0) return;
  if (mode_ == Mode::kCut) {
    Reset(near);
    return;
  }
  const int far = Socket();
  AtOnce(near);
  AtOnce(far);
  // Where nobody listens, its first read says so.
  const sockaddr_in address = Loopback(to_port_);
  ::connect(far, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  all_.emplace_back(near, far, passed_);
}

void TcpGate::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stop_) {
    connections_ = static_cast<int>(all_.size());
    const bool stalled = mode_ == Mode::kStall;
    absl::Time now = absl::Now(), next = absl::InfiniteFuture();
    std::vector<pollfd> fds = {{wake_, POLLIN, 0}, {stalled ? -1 : listener_, POLLIN, 0}};
    for (const Connection& connection : all_) {
      connection.Wish(stalled, now, fds);
      for (const Way* way : {&connection.there, &connection.back}) {
        if (!stalled && way->next() > now) next = std::min(next, way->next());
      }
    }
    lock.unlock();
    const int wait = next == absl::InfiniteFuture()
                         ? -1
                         : static_cast<int>(absl::ToInt64Milliseconds(next - now)) + 1;
    ::poll(fds.data(), fds.size(), wait);
    lock.lock();
    eventfd_t woken;
    ::eventfd_read(wake_, &woken);
    if (mode_ == Mode::kStall) continue;
    if (mode_ == Mode::kCut) all_.clear();
    now = absl::Now();
    std::size_t at = 2;
    for (auto connection = all_.begin(); connection != all_.end(); at += 2) {
      const bool lives = connection->Move(fds[at], fds[at + 1], now, delay_);
      connection = lives ? std::next(connection) : all_.erase(connection);
    }
    if ((fds[1].revents & POLLIN) != 0) Accept();
  }
  all_.clear();
}

}  // namespace binadaya::test
