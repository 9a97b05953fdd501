#pragma once

#include <atomic>
#include <list>
#include <mutex>
#include <string>
#include <thread>

#include "absl/time/time.h"

namespace binadaya::test {

// 5432 of "127.0.0.1:5432".
int PortOf(const std::string& address);

// A network between two programs that a test can break: listens on a port of this machine and
// passes on what it hears, both ways. Any thread may change how; the first byte that it is passed
// differently is the next one.
class TcpGate {
 public:
  // To an address as "127.0.0.1:5432". Open at first.
  explicit TcpGate(const std::string& to);
  ~TcpGate();  // resets whoever is connected
  TcpGate(const TcpGate&) = delete;

  int port() const { return port_; }
  std::string address() const;

  // Passes everything on; what was held while it stalled first.
  void Open();
  // Accepts connections and bytes and holds them, without an end or a reset: a network that
  // swallows. A peer's kernel is content, so only the program's own deadlines notice.
  void Stall();
  // Resets every connection, and new ones at once.
  void Cut();
  // Passes everything on, each piece this much later in each direction.
  void Slow(absl::Duration delay);

  int connections() const { return connections_; }
  // Bytes that it passed on, both ways together.
  std::size_t passed() const { return passed_; }

 private:
  enum class Mode { kOpen, kStall, kCut };
  class Way;
  struct Connection;

  void Set(Mode mode, absl::Duration delay);
  void Run();
  void Accept();

  const int to_port_;
  int listener_ = -1;
  int port_ = 0;
  int wake_ = -1;  // eventfd
  std::atomic<int> connections_ = 0;
  std::atomic<std::size_t> passed_ = 0;
  std::mutex mutex_;  // held whenever bytes are moved, so a change is heeded at once
  Mode mode_ = Mode::kOpen;
  absl::Duration delay_;
  bool stop_ = false;
  std::list<Connection> all_;  // the thread's own
  std::thread thread_;
};

}  // namespace binadaya::test
