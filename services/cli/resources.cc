#include "services/cli/resources.h"

#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/time/civil_time.h"
#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/cli/budget_find.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/planning.h"
#include "services/cli/render.h"
#include "services/cli/schedule.h"
#include "services/cli/schedule_find.h"
#include "services/cli/times.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using scheduling::SchedulingClient;
namespace sv = scheduling::v1;

constexpr int kHighestLevel = 5;

// In place of those that there were; none said: they stay.
template <class Thing>
absl::Status ReadWindows(const std::vector<std::string>& texts, Thing& thing) {
  if (!texts.empty()) thing.clear_windows();
  for (const std::string& text : texts) {
    ASSIGN_OR_RETURN(*thing.add_windows(), SlotIn("--window", text));
  }
  return absl::OkStatus();
}

absl::Status ReadExpertise(
    const Operator& caller, const std::vector<std::string>& texts, sv::Speaker& speaker) {
  if (!texts.empty()) speaker.clear_expertise();
  for (const std::string& text : texts) {
    const std::size_t equals = text.rfind('=');
    int level = 0;
    if (equals == std::string::npos || !absl::SimpleAtoi(text.substr(equals + 1), &level) ||
        level < 1 || level > kHighestLevel) {
      return UsageError(
          {Cat("--versed ", text, ": tulis KOMPETENSI=TINGKAT, misalnya M.08=3"),
           Cat("--versed ", text, ": write COMPETENCY=LEVEL, such as M.08=3")});
    }
    ASSIGN_OR_RETURN(
        const registry::v1::Competency competency, FindCompetency(caller, text.substr(0, equals)));
    sv::Expertise& one = *speaker.add_expertise();
    one.set_competency(competency.code());
    one.set_level(level);
  }
  return absl::OkStatus();
}

// The speaker who is meant, with what makes him one: a person, or a name.
absl::StatusOr<sv::Speaker> SpeakerMeant(const Operator& caller, const SpeakerOptions& options) {
  if (options.employee) {
    ASSIGN_OR_RETURN(const registry::v1::Person person, FindPerson(caller, options.name));
    ASSIGN_OR_RETURN(const sv::ListSpeakersResponse listed, NamedSpeakers(caller));
    for (const sv::Speaker& speaker : listed.speakers())
      if (speaker.person() == person.id()) return speaker;
    sv::Speaker speaker;
    speaker.set_person(person.id());
    return speaker;
  }
  ASSIGN_OR_RETURN(sv::Speaker speaker, FindSpeaker(caller, options.name));
  if (speaker.id().empty()) speaker.set_name(options.name);
  return speaker;
}

absl::Status NewOneNeeds(const std::string& name, const Message& options) {
  return UsageError(
      {Cat(name, ": tidak ada di daftar. Bila baru, sebut ", options.id,
           "; bila bukan, tulis namanya seperti di daftar"),
       Cat(name, ": is not on the list. If it is new, say ", options.en,
           "; if not, write its name as the list does")});
}

std::string NewOrChanged(bool is_new) {
  return is_new ? Say("baru:\n", "new:\n") : Say("diubah:\n", "changed:\n");
}

// Of the unit itself, that the slot touches.
absl::StatusOr<sv::Blackout> FindBlackout(
    const Operator& caller, const std::string& unit, const sv::Slot& slot) {
  absl::CivilMinute from, until;
  absl::ParseCivilTime(slot.from(), &from);
  absl::ParseCivilTime(slot.until(), &until);
  sv::GetCalendarRequest request;
  request.set_unit(unit);
  request.set_from(absl::FormatCivilTime(absl::CivilDay(from)));
  request.set_until(absl::FormatCivilTime(absl::CivilDay(until - 1) + 1));
  ASSIGN_OR_RETURN(
      const sv::CalendarDays calendar,
      caller.Ask("scheduling", &SchedulingClient::GetCalendar, request));
  std::set<std::string> met;
  std::vector<Candidate> candidates;
  std::vector<sv::Blackout> found;
  for (const sv::CalendarDay& day : calendar.days()) {
    for (const sv::Blackout& one : day.blackouts()) {
      if (one.unit() != unit || !met.insert(one.id()).second) continue;
      found.push_back(one);
      candidates.push_back(
          {.id = one.id(),
           .shown = Cat(SlotText(one.slot()), "  ", one.reason()),
           .exact = one.slot().from() == slot.from() && one.slot().until() == slot.until()});
    }
  }
  ASSIGN_OR_RETURN(
      const std::size_t chosen,
      Choose({"masa larangan", "blackouts"}, Cat(unit, " ", SlotText(slot)), candidates));
  return found[chosen];
}

}  // namespace

absl::StatusOr<Answer> RunSetVenue(const Environment& environment, const VenueOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(sv::Venue venue, FindVenue(caller, options.name));
  const bool is_new = venue.id().empty();
  if (is_new) {
    if (options.kind.empty() || options.capacity == 0)
      return NewOneNeeds(options.name, {"--kind dan --capacity", "--kind and --capacity"});
    venue.set_name(options.name);
  }
  if (!options.rename.empty()) venue.set_name(options.rename);
  RETURN_IF_ERROR(Put<sv::VenueKind>(
      "--kind", options.kind, [&](sv::VenueKind kind) { venue.set_kind(kind); }));
  if (!options.city.empty()) venue.set_city(options.city);
  if (!options.province.empty()) venue.set_province(options.province);
  if (options.capacity != 0) venue.set_capacity(options.capacity);
  if (!options.rate.empty()) {
    ASSIGN_OR_RETURN(const std::int64_t rate, RupiahIn(options.rate));
    venue.set_day_rate(rate);
  }
  if (options.accessible || options.not_accessible) venue.set_accessible(options.accessible);
  if (options.out_of_use || options.in_use) venue.set_out_of_use(options.out_of_use);
  RETURN_IF_ERROR(ReadWindows(options.windows, venue));
  sv::SetVenueRequest request;
  request.set_request_id(caller.NewRequestId());
  *request.mutable_venue() = std::move(venue);
  request.set_despite_batches(options.despite_batches);
  sv::ListVenuesResponse one;
  ASSIGN_OR_RETURN(
      *one.add_venues(), caller.Ask("scheduling", &SchedulingClient::SetVenue, request));
  return AnswerOf(Cat(NewOrChanged(is_new), VenuesText(one)), one.venues(0));
}

absl::StatusOr<Answer> RunSetSpeaker(
    const Environment& environment, const SpeakerOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(sv::Speaker speaker, SpeakerMeant(caller, options));
  const bool is_new = speaker.id().empty(), internal = !speaker.person().empty();
  if (is_new && (options.rate_class.empty() || (!internal && options.organisation.empty()))) {
    return NewOneNeeds(
        options.name, {"--rate-class, dan --organisation atau --employee",
                       "--rate-class, and --organisation or --employee"});
  }
  if (internal) speaker.clear_name();  // the registry's
  if (!options.organisation.empty()) speaker.set_organisation(options.organisation);
  if (!options.rate_class.empty()) speaker.set_rate_class(options.rate_class);
  if (!options.city.empty()) speaker.set_city(options.city);
  RETURN_IF_ERROR(ReadExpertise(caller, options.versed, speaker));
  RETURN_IF_ERROR(ReadWindows(options.windows, speaker));
  if (!options.interests.empty()) speaker.clear_interests();
  for (const std::string& program : options.interests) {
    ASSIGN_OR_RETURN(const needs::v1::Program found, FindProgram(caller, program));
    speaker.add_interests(found.id());
  }
  if (options.out_of_use || options.in_use) speaker.set_out_of_use(options.out_of_use);
  sv::SetSpeakerRequest request;
  request.set_request_id(caller.NewRequestId());
  *request.mutable_speaker() = std::move(speaker);
  ASSIGN_OR_RETURN(
      const sv::Speaker set, caller.Ask("scheduling", &SchedulingClient::SetSpeaker, request));
  sv::ListSpeakersResponse shown;
  *shown.add_speakers() = set;
  if (internal)
    shown.mutable_speakers(0)->set_name(NameIn(NamesOf(caller, {set.person()}), set.person()));
  return AnswerOf(Cat(NewOrChanged(is_new), SpeakersText(shown)), set);
}

absl::StatusOr<Answer> RunSpeakerRating(
    const Environment& environment, const SpeakerOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const sv::Speaker speaker, FindSpeaker(caller, options.name));
  if (speaker.id().empty()) return Choose({"narasumber", "speakers"}, options.name, {}).status();
  sv::GetSpeakerRatingRequest request;
  request.set_speaker(speaker.id());
  ASSIGN_OR_RETURN(
      const sv::SpeakerRating of,
      caller.Ask("scheduling", &SchedulingClient::GetSpeakerRating, request));
  std::string text =
      of.has_mean() ? Say(Cat("Nilai ", Number(of.mean(), 2), " dari ", of.ratings(),
                              " penilaian dalam ", of.sessions(), " sesi; sedikitnya ",
                              Number(of.least(), 2), " dari ", of.least_ratings(), " penilaian.\n"),
                          Cat("Rated ", Number(of.mean(), 2), " by ", of.ratings(), " ratings in ",
                              of.sessions(), " sessions; at least ", Number(of.least(), 2),
                              " from ", of.least_ratings(), " ratings on.\n"))
                    : Say("Belum ada penilaian yang dihitung.\n", "No rating counts yet.\n");
  if (of.hides()) {
    text +=
        Say("Sesi yang sedikit penilainya tidak dihitung.\n",
            "Sessions that few rated do not count.\n");
  }
  return AnswerOf(text, of);
}

absl::StatusOr<Answer> RunBlackout(const Environment& environment, const BlackoutOptions& options) {
  ASSIGN_OR_RETURN(const sv::Slot slot, SlotIn("--at", options.at));
  if (options.lift != options.reason.empty()) {
    return UsageError(
        {"sebut --reason alasannya, atau --lift untuk mencabut yang ada",
         "say --reason why, or --lift to lift the one there is"});
  }
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const registry::v1::Unit unit, FindUnit(caller, options.unit));
  sv::Blackout blackout;
  if (options.lift) {
    ASSIGN_OR_RETURN(const sv::Blackout found, FindBlackout(caller, unit.code(), slot));
    sv::LiftBlackoutRequest request;
    request.set_request_id(caller.NewRequestId());
    request.set_unit(unit.code());
    request.set_id(found.id());
    ASSIGN_OR_RETURN(blackout, caller.Ask("scheduling", &SchedulingClient::LiftBlackout, request));
  } else {
    sv::SetBlackoutRequest request;
    request.set_request_id(caller.NewRequestId());
    request.set_unit(unit.code());
    *request.mutable_slot() = slot;
    request.set_reason(options.reason);
    ASSIGN_OR_RETURN(blackout, caller.Ask("scheduling", &SchedulingClient::SetBlackout, request));
  }
  return AnswerOf(
      Cat(blackout.unit(), "  ", SlotText(blackout.slot()), "  ", blackout.reason(), "  ",
          blackout.lifted() ? Say("dicabut", "lifted")
                            : Say("tidak ada pelatihan bagi unit ini dan yang di bawahnya",
                                  "no training for this unit and all below it"),
          "\n"),
      blackout);
}

}  // namespace binadaya::cli
