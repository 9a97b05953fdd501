#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/tls.h"

struct MHD_Daemon;

// Pages that a process answers over HTTP, by libmicrohttpd. Not the server that comes with
// prometheus-cpp: that one gives its threads a stack of 100 KB, of which the thread-local data of a
// library (OpenBLAS: 60 KB) may leave too little.
namespace binadaya::http {

struct Page {
  int status = 404;
  std::string type = {};  // Content-Type
  std::string body = {};
  // Told as ETag; whoever has it already (If-None-Match) gets 304 and no body.
  bool tagged = false;
};
// What stands at a path. From several threads at once; what it throws is answered with 500.
using Handler = std::function<Page(std::string_view path)>;

// Answers GET and HEAD; what is asked for in another way is as what is not there, and whatever is
// not there looks alike. Nothing of a request is logged: a path may be a secret.
class Server {
 public:
  struct Options {
    unsigned threads = 1;
    unsigned connections = 64;  // more are closed; one that is silent for ten seconds, too
    std::function<void(int status)> answered = nullptr;
  };

  // Serves at an address, "127.0.0.1:9101" (port 0 picks one), until this is gone. `what` names it
  // in errors. InvalidArgument: it is none. Unavailable: it cannot be bound.
  absl::Status Serve(
      const std::string& what, const std::string& address, Handler handler, Options options);
  void Stop() { daemon_.reset(); }
  int port() const;  // 0: it does not serve

 private:
  friend struct Callback;
  struct End {
    void operator()(MHD_Daemon* daemon) const;
  };

  Handler handler_;
  Options options_;
  std::unique_ptr<MHD_Daemon, End> daemon_;
};

// The status with which a server at `address` ("127.0.0.1:9101") answers GET `path`; 0: it does not
// within two seconds.
int StatusOf(const std::string& address, const std::string& path);

struct Answer {
  int status = 0;  // 0: none came
  std::string body = {};
};
// What `url` ("http://host:4318/v1/traces") answers to a POST of `body`; connecting, sending and
// waiting may take `patience` each. To https both ends show a certificate of the CA in `tls`.
Answer Post(
    const std::string& url, const tls::Files& tls, const std::string& type, const std::string& body,
    absl::Duration patience);

}  // namespace binadaya::http
