#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace binadaya::reporting::documents {

// Turns HTML into PDF by a program beside us (WeasyPrint): a child process for each document, with
// the HTML on its standard input. It has so much time and memory, no network, no file descriptor of
// ours; it ends with us, and whatever it started ends with it. Safe from any thread.
class Renderer {
 public:
  struct Limits {
    absl::Duration time = absl::Seconds(45);
    int megabytes = 1024;  // of memory
    int output_megabytes = 16;
    int at_once = 2;  // children; twice as many wait for their turn, more are refused
  };
  // `program`: a path, or a name that is looked up in PATH.
  Renderer(std::string program, Limits limits);

  // The PDF, by `deadline` (system time) at the latest. DOC-01 (FailedPrecondition): the program is
  // not there, failed or answered no PDF. DOC-02 (ResourceExhausted): a limit was reached, and it
  // was ended. DOC-03 (Unavailable): no turn before the deadline, or
  // enough others wait: a caller's worker waits with it.
  absl::StatusOr<std::string> Pdf(std::string_view html, absl::Time deadline) const;

 private:
  // A turn, once there is one; false for none.
  bool Enter(absl::Time deadline) const;
  void Leave() const;
  // One child, from its start to its end.
  absl::StatusOr<std::string> Run(std::string_view html, absl::Time deadline) const;

  const std::string program_;
  const Limits limits_;
  mutable std::mutex mutex_;
  mutable std::condition_variable returned_;
  mutable int inside_ = 0;  // running and waiting
  mutable int running_ = 0;
};

}  // namespace binadaya::reporting::documents
