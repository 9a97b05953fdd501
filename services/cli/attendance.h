#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/find.h"

// Who was there (daftar hadir), what of a batch took place, and what everybody made of it.
namespace binadaya::cli {

// People by name or whole employment number; batches as in schedule.h; sessions by their number in
// the order of time.
struct AttendanceOptions {
  std::string batch = {}, person = {};
  std::vector<std::string> people = {};
  int session = 0;
  std::string decision = {}, cause = {}, reason = {};
  std::string from = {}, until = {};  // "08:00" of the session's day, or with the day before it
  bool absent = false;
  std::string excused = {};  // the document
  std::string by = {};       // in whose name
  int rating = 0;
};
// What a command does with a session, in the name of `by`.
enum class SheetAct { kEnter, kClose, kVerify, kCorrect };

absl::StatusOr<Answer> RunDelivery(
    const Environment& environment, const AttendanceOptions& options);
absl::StatusOr<Answer> RunSheet(const Environment& environment, const AttendanceOptions& options);
absl::StatusOr<Answer> RunDecideSession(
    const Environment& environment, const AttendanceOptions& options);
absl::StatusOr<Answer> RunPlanMakeUp(
    const Environment& environment, const AttendanceOptions& options);
absl::StatusOr<Answer> RunSheetAct(
    const Environment& environment, const AttendanceOptions& options, SheetAct act);
absl::StatusOr<Answer> RunOutcome(const Environment& environment, const AttendanceOptions& options);

// In the name of a participant, or of one of the committee.
absl::StatusOr<Answer> RunRateSpeaker(
    const Environment& environment, const AttendanceOptions& options);

// Pure.
std::string DeliveryText(const scheduling::v1::Delivery& delivery);
std::string SheetText(const scheduling::v1::Sheet& sheet, const Names& names);
std::string CompletionText(const scheduling::v1::Completion& completion, const std::string& name);

}  // namespace binadaya::cli
