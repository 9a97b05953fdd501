#pragma once

#include <condition_variable>
#include <mutex>
#include <ostream>
#include <string>
#include <string_view>
#include <thread>

#include "absl/time/time.h"

namespace binadaya::cli {

// "[======      ] 1/2 dry run 12 s"
std::string ProgressLine(int done, int steps, std::string_view what, absl::Duration took);

// One line that shows how far long work is, redrawn by a thread of its own until End, which also
// wipes the line. Draws nothing unless `out` is a terminal.
class Progress {
 public:
  Progress(std::ostream& out, bool terminal);
  ~Progress() { End(); }

  // So many steps are to come; each begins with Step. Starts the drawing.
  void Begin(int steps);
  void Step(std::string_view what);
  // How far the step is: "3200/16000".
  void Detail(std::string_view how_far);
  void End();

 private:
  void Draw();

  std::ostream& out_;
  const bool terminal_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int steps_ = 0;
  int begun_ = 0;
  std::string what_, how_far_;
  absl::Time since_;
  bool ended_ = false;
  std::thread drawer_;
};

}  // namespace binadaya::cli
