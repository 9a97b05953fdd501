#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "services/common/tls.h"

namespace httplib {
class Server;
}  // namespace httplib

namespace binadaya::test {

// A collector of traces on this machine: takes OTLP over HTTP, or says what a test wants it to.
class Collector {
 public:
  struct Span {
    std::string service, name, trace, id, parent;  // ids in hex
    int kind = 0;
    bool error = false;
    std::map<std::string, std::string> attributes;
  };

  Collector() : Collector(tls::Files()) {}
  // With files: https, and only for who shows a certificate of the same CA.
  explicit Collector(const tls::Files& files);
  ~Collector();
  Collector(const Collector&) = delete;

  const std::string& address() const { return address_; }
  // What came, of a trace or, without one, at all.
  std::vector<Span> Spans(const std::string& trace = "") const;
  int requests() const;
  // From now on it answers with this status, and refuses so many of what it takes.
  void Answer(int status, int rejected = 0);
  // It does not answer until it is let go.
  void Hold(bool held);

 private:
  const std::unique_ptr<httplib::Server> server_;
  std::string address_;
  mutable std::mutex mutex_;
  std::condition_variable released_;
  bool held_ = false;
  int status_ = 200, rejected_ = 0, requests_ = 0;
  std::vector<Span> spans_;
  std::thread thread_;
};

}  // namespace binadaya::test
