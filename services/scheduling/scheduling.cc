#include "services/scheduling/scheduling.h"

#include "services/common/app.h"
#include "services/common/domain/text.h"
#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/scheduling/attendance_store.h"
#include "services/scheduling/domain/attendance_policy.h"
#include "services/scheduling/people_store.h"
#include "services/scheduling/rating_store.h"

namespace binadaya::scheduling {

Scheduling::Scheduling(App& app)
    : Invitations(app),
      budgeting_(app.Neighbour("budgeting")),
      registry_(app.Neighbour("registry")),
      needs_(app.Neighbour("needs")),
      wrong_codes_(app.cache().Own("wrong-codes")),
      arrivals_(
          db_, &TouchedBy,
          [this](Tx& tx, std::span<Arrivals::Member* const> members) {
            return Arrive(tx, members);
          },
          {.waiting = app.metrics().Gauge(
               "binadaya_check_ins_waiting",
               "Check-ins that wait until those before them are committed."),
           .alone = app.metrics().Counter(
               "binadaya_check_ins_alone_total",
               "Check-ins written each by itself, for what they were written together with "
               "failed.")}) {
  db_.On(
      "speaker_person_key",
      Refuse(
          {.rule = "SPK-12",
           .where = "speaker.person",
           .message = {
               "Pegawai ini sudah tercatat sebagai narasumber. Ubah yang sudah ada.",
               "This person is on record as a speaker already. Change that record."}}));
  db_.On(
      "objection_selection_person_key",
      Refuse(absl::StatusCode::kFailedPrecondition, {domain::ObjectedAlready()}));
  CheckIns("accepted");  // from 0 on, so that those of the first door count as a rise
}

Parts Wire(App& app) {
  auto scheduling = std::make_shared<Scheduling>(app);
  return {
      .service = scheduling.get(),
      .subscriptions = {registry::Listen(*scheduling), needs::Listen(*scheduling)},
      .timers =
          {saga::TimerOf(app.db(), scheduling->PublicationSaga()),
           scheduling->BatchTimer(),
           {kSuperiorTimer,
            [scheduling](const Call& call, const std::string& enrolment) {
              return scheduling->AskSuperior(call, enrolment);
            }},
           {kHeadTimer,
            [scheduling](const Call& call, const std::string& subject) {
              return scheduling->LookAtHead(call, subject);
            }},
           {kLeaderTimer,
            [scheduling](const Call& call, const std::string& subject) {
              return scheduling->LookAtLeader(call, subject);
            }},
           {kLapseTimer,
            [scheduling](const Call& call, const std::string& batch) {
              return scheduling->LapseSeats(call, batch);
            }},
           {kNewsTimer,
            [scheduling](const Call& call, const std::string& person) {
              return scheduling->LookAtSeats(call, person);
            }},
           {kBlackoutTimer,
            [scheduling](const Call& call, const std::string& blackout) {
              return scheduling->LookAtBlackout(call, blackout);
            }},
           {kDaysTimer,
            [scheduling](const Call& call, const std::string& days) {
              return scheduling->LookAtDays(call, days);
            }},
           {kGatesTimer,
            [scheduling](const Call& call, const std::string& enrolment) {
              return scheduling->Recheck(call, enrolment);
            }},
           {kListTimer,
            [scheduling](const Call& call, const std::string& list) {
              return scheduling->CloseList(call, list);
            }},
           {kSpeakerTimer,
            [scheduling](const Call& call, const std::string& invitation) {
              return scheduling->LookAtInvitation(call, invitation);
            }},
           {kRuleTimer,
            [scheduling](const Call& call, const std::string& program) {
              return scheduling->LearnRule(call, program);
            }}},
      .jobs = scheduling->Kinds(),
      .hooks = {.reset_projection = nullptr, .check_policy = &domain::CheckAttendancePolicy},
      .purged =
          {attendance_store::RawEntries(), placement_store::NotAccepted(), feed_store::Closed(),
           rating_store::OldRatings()},
      .pages = [scheduling](std::string_view path) { return scheduling->PageAt(path); },
      .figures = {Awaiting(R"(
          SELECT 'leader hold', count(*)
          FROM hold
          WHERE state = 1
          UNION ALL
          SELECT 'objection', count(*)
          FROM objection
          WHERE state = 1
          UNION ALL
          SELECT 'superior', count(*)
          FROM enrolment
          WHERE state = 2
          UNION ALL
          SELECT 'participant', count(*)
          FROM enrolment
          WHERE state = 3
          UNION ALL
          SELECT 'seat in question', count(*)
          FROM seat_question
          WHERE state = 1
          UNION ALL
          -- once its batch is delivered there is nothing left to answer
          SELECT 'speaker', count(*)
          FROM speaker_invitation i
          JOIN batch b ON b.id = i.batch
          WHERE i.state = 1 AND b.state < 7
          UNION ALL
          -- it took place, and somebody who was expected is not verified
          SELECT 'attendance sheet', count(*)
          FROM learning_session s
          WHERE s.took_from IS NOT NULL
            AND EXISTS (
              SELECT 1
              FROM enrolment e
              LEFT JOIN attendance a ON a.session = s.id AND a.enrolment = e.id
              WHERE e.batch = s.batch AND e.state IN (4, 5) AND a.verified_at IS NULL))")},
      .owner = scheduling};
}

absl::StatusOr<std::string> Scheduling::PathOf(
    Call& call, ::binadaya::v1::ScopeKind kind, const std::string& id) {
  switch (kind) {
    case ::binadaya::v1::UNIT:
      return db_.Read(call, [&](Tx& tx) { return learned::PathOfUnit(tx, id); });
    case ::binadaya::v1::PERSON:
      return db_.Read(call, [&](Tx& tx) { return people_store::PathOf(tx, id); });
    case ::binadaya::v1::SUPERIOR: {
      // One who is above the superior may be asked as well: the rules know how many were.
      ASSIGN_OR_RETURN(const std::vector<std::string> line, LineOf(call, id));
      if (!Contains(line, call.subject())) return NoSuchObject("person");
      return db_.Read(call, [&](Tx& tx) { return people_store::PathOf(tx, id); });
    }
    default:
      return SchedulingService::PathOf(call, kind, id);
  }
}

absl::CivilMinute Scheduling::Minute(absl::Time at) const {
  const absl::CivilDay day = app_.clock().DayOf(at);
  return absl::CivilMinute(day) + absl::ToInt64Minutes(at - app_.clock().StartOf(day));
}

}  // namespace binadaya::scheduling
