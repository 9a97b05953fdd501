#include "services/cli/clock.h"

#include "absl/time/clock.h"
#include "services/cli/language.h"
#include "services/cli/render.h"
#include "services/common/clock.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

Answer Shown(const Clock& clock, absl::TimeZone zone) {
  const absl::Time now = clock.Now();
  // The clock's two readings are a moment apart.
  const absl::Duration moved = absl::Trunc(
      now - absl::Now() + absl::Milliseconds(now < absl::Now() ? -500 : 500), absl::Seconds(1));
  const std::string text = absl::FormatTime(absl::RFC3339_sec, now, zone);
  const std::string day = absl::FormatCivilTime(clock.DayOf(now));
  return {
      .text = Table(
          {{Say("sekarang", "now"), Cat(text, " ", absl::FormatTime("%Z", now, zone))},
           {Say("hari ini", "today"), day},
           {Say("zona waktu", "zone"), zone.name()},
           {Say("digeser", "moved by"), absl::FormatDuration(moved)}}),
      .json = JsonObject(
          {{"now", JsonString(text)},
           {"today", JsonString(day)},
           {"zone", JsonString(zone.name())},
           {"movedBySeconds", Cat(absl::ToInt64Seconds(moved))}})};
}

}  // namespace

absl::StatusOr<absl::Time> ParseInstant(std::string_view text, absl::TimeZone zone) {
  const std::string copy(text);
  absl::CivilDay day;
  // Only the whole form: absl would also take "2026-3".
  if (copy.size() == 10 && absl::ParseCivilTime(copy, &day) && absl::FormatCivilTime(day) == copy)
    return absl::FromCivil(day, zone);
  absl::Time instant;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, copy, &instant, &error) &&
      instant != absl::InfiniteFuture() && instant != absl::InfinitePast()) {
    return instant;
  }
  return UsageError(
      {Cat("\"", text, "\" bukan tanggal (2026-03-01) dan bukan waktu (2026-03-01T08:00:00+07:00)"),
       Cat("\"", text,
           "\" is neither a date (2026-03-01) nor an instant (2026-03-01T08:00:00+07:00)")});
}

absl::StatusOr<Answer> RunClockShow(const Environment& environment) {
  ASSIGN_OR_RETURN(const absl::TimeZone zone, environment.Zone());
  ASSIGN_OR_RETURN(const Clock clock, environment.PlatformClock());
  return Shown(clock, zone);
}

absl::StatusOr<Answer> RunClockTo(const Environment& environment, const std::string& when) {
  ASSIGN_OR_RETURN(const absl::TimeZone zone, environment.Zone());
  ASSIGN_OR_RETURN(const absl::Time instant, ParseInstant(when, zone));
  if (environment.production()) {
    return Refuse(
        {.rule = "CLOCK-01",
         .where = "BINADAYA_DEPLOYMENT",
         .message = {
             "Waktu di lingkungan produksi tidak boleh digeser. Pakai lingkungan demo atau uji.",
             "The clock of production may not be moved. Use a demo or test deployment."}});
  }
  ASSIGN_OR_RETURN(Clock clock, environment.PlatformClock());
  RETURN_IF_ERROR(clock.MoveTo(instant));
  return Shown(clock, zone);
}

}  // namespace binadaya::cli
