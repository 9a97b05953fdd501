#include "services/scheduling/domain/speaker_rating.h"

#include "services/common/domain/text.h"

namespace binadaya::scheduling::domain {
namespace {

// The same day so many months before; the last of a shorter month.
absl::CivilDay MonthsBefore(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) - months;
  const absl::CivilDay same(month.year(), month.month(), day.day());
  return absl::CivilMonth(same) == month ? same : absl::CivilDay(month + 1) - 1;
}

}  // namespace

absl::CivilDay RateUntil(absl::CivilDay day, const SpeakerPolicy& policy) {
  return day + policy.rate_days;
}

Findings CheckSpeakerRating(const RatingSetting& setting, const SpeakerPolicy& policy) {
  Findings findings;
  if (!setting.has_speaker) {
    findings.push_back(
        {.rule = "SPK-20",
         .where = "session",
         .message = {
             "Sesi ini tidak punya narasumber yang tercatat. Pilih sesi lain.",
             "This session has no speaker on record. Choose another session."}});
  }
  if (setting.today < setting.day || setting.today > RateUntil(setting.day, policy)) {
    findings.push_back(
        {.rule = "SPK-21",
         .where = "session",
         .message =
             {Cat("Narasumber dinilai sesudah sesinya selesai, paling lambat ", policy.rate_days,
                  " hari. Sampaikan di luar waktu itu kepada penyelenggara."),
              Cat("A speaker is rated when the session is over, within ", policy.rate_days,
                  " days. Outside of them tell the organiser.")},
         .values = {{"days", Cat(policy.rate_days)}}});
  }
  if (!setting.was_there) {
    findings.push_back(
        {.rule = "SPK-22",
         .where = "session",
         .message = {
             "Hanya yang hadir menurut daftar hadir yang terverifikasi, atau panitia yang "
             "mencatatnya, yang menilai. Tunggu verifikasinya.",
             "Only who was there by the verified sheet rates, or who kept it for the committee. "
             "Wait until it is verified."}});
  }
  if (setting.himself) {
    findings.push_back(
        {.rule = "SPK-23",
         .where = "session",
         .message = {
             "Narasumber tidak menilai dirinya sendiri. Serahkan kepada peserta.",
             "A speaker does not rate himself. Leave it to the participants."}});
  }
  return findings;
}

SpeakerRating RatingOf(
    std::span<const RatedSession> sessions, const SpeakerPolicy& policy, absl::CivilDay on) {
  SpeakerRating rating;
  int total = 0;
  for (const RatedSession& one : sessions) {
    if (RateUntil(one.day, policy) >= on || one.day < MonthsBefore(on, policy.months)) continue;
    if (one.ratings < policy.small) {
      rating.hides = rating.hides || one.ratings > 0;
      continue;
    }
    rating.ratings += one.ratings;
    rating.sessions += 1;
    total += one.total;
  }
  if (rating.ratings > 0) rating.mean = 1.0 * total / rating.ratings;
  return rating;
}

}  // namespace binadaya::scheduling::domain
