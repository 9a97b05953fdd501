#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/faults/load.h"
#include "tests/support/good_days.h"

namespace binadaya::test {

// Batches of three seats of which two are kept, in a hall on days of their own, with all that takes
// a publication to its end or back. What nobody answers is asked again.
class Publishing : GoodDays {
 public:
  static constexpr std::int64_t kPrice = 1'000'000, kTooDear = 900'000'000'000;
  static constexpr int kSeats = 3, kKept = 2;
  static constexpr absl::Duration kComes = absl::Seconds(20);  // the answer

  // On a platform that knows the units of the load; `sql` is scheduling's.
  Publishing(Target target, std::function<pg::Connection&()> sql)
      : target_(std::move(target)), sql_(std::move(sql)) {}

  // Next year's plan item and its program, which scheduling alone knows of.
  void Plan();
  // The same with the budget of a unit that pays for it; once.
  absl::Status Found();
  // A hall, and who teaches in it.
  struct Room {
    sv::Venue hall;
    sv::Speaker teacher;
  };
  absl::StatusOr<Room> Open();
  // The hall is not to be had any more.
  absl::Status Close(const Room& room);
  // Drafted, released on the next day of next year on which nothing of this is, its checklist done,
  // its seats kept, and one more person on the waiting list, of whom only scheduling knows; the id.
  absl::StatusOr<std::string> Ready(const Room& room);
  // A batch with a rundown that is only drafted; the id.
  absl::StatusOr<std::string> Drafted(const Room& room);
  // Its publication is begun.
  absl::Status Begin(const std::string& batch, std::int64_t rupiah);

  static constexpr char kUnit[] = "33.74.14.1004";
  int year() const { return year_; }
  Call Organiser() const;

 private:
  absl::CivilDay NextDay();

  const Target target_;
  const std::function<pg::Connection&()> sql_;
  int year_ = 0, ranks_ = 0;
  absl::CivilDay day_;
  std::string line_;
};

// As if nobody hastened the turns of publications: the next one of each waits for a day, or for
// LetGo.
void RestBetweenTurns(pg::Connection& sql);
void GoOnByThemselves(pg::Connection& sql);
// Those that rest are due; how many there are.
int LetGo(pg::Connection& sql);
// How many are due, or will be tried again soon.
int Turning(pg::Connection& sql, absl::Time now);

}  // namespace binadaya::test
