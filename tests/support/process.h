#pragma once

#include <sys/types.h>

#include <map>
#include <string>

#include "absl/time/time.h"

namespace binadaya::test {

// The registry's program on a platform's database, in a process of its own. It is gone with this.
class Process {
 public:
  explicit Process(const std::map<std::string, std::string>& settings);
  ~Process();
  Process(const Process&) = delete;

  void Signal(int signal) const;
  bool Ended(absl::Duration patience);
  // Its exit code once it has ended; -1 when a signal ended it.
  int code() const;
  // What it said so far.
  std::string Log() const;

 private:
  const std::string log_;
  pid_t pid_ = 0;
  bool ended_ = false;
  int status_ = 0;
};

}  // namespace binadaya::test
