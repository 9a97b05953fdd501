#include "services/scheduling/scheduling.h"

#include "services/common/app.h"
#include "services/common/domain/text.h"
#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/scheduling/attendance_store.h"
#include "services/scheduling/domain/attendance_policy.h"
#include "services/scheduling/people_store.h"

namespace binadaya::scheduling {

Scheduling::Scheduling(App& app)
    : app_(app),
      db_(app.db()),
      pages_(app.pages()),
      lesson_minutes_(app.policies(), "rundown.lesson_minutes", 1),
      learning_percent_(app.policies(), "rundown.learning_percent", 2),
      breaks_(app.policies(), "rundown.breaks", 2),
      learning_minutes_(app.policies(), "rundown.learning_minutes", 3),
      travel_(app.policies(), "clash.travel_minutes", 2),
      spare_(app.policies(), "clash.spare_percent", 1),
      change_days_(app.policies(), "batch.change_days", 1),
      publication_hours_(app.policies(), "publication.hours", 1),
      checklist_share_(app.policies(), "checklist.share_percent", 1),
      checklist_amber_(app.policies(), "checklist.amber_days", 1),
      budgeting_(app.Neighbour("budgeting")),
      cooldown_(app.policies(), "selection.cooldown_months", 1),
      jp_(app.policies(), "selection.jp", 2),
      override_rate_(app.policies(), "selection.override_rate", 1),
      objection_days_(app.policies(), "selection.objection_days", 1),
      enrolment_days_(app.policies(), "enrolment.days", 2),
      continuity_(app.policies(), "continuity.away", 4),
      least_ratio_(app.policies(), "fairness.least_ratio", 1),
      smallest_group_(app.policies(), "eval.k_anon", 1),
      registry_(app.Neighbour("registry")),
      code_(app.policies(), "checkin.code", 3),
      window_(app.policies(), "checkin.window", 4),
      attendance_minutes_(app.policies(), "attendance.minutes", 3),
      correct_days_(app.policies(), "attendance.correct_days", 1),
      spread_(app.policies(), "session.spread_minutes", 1),
      fidelity_(app.policies(), "fidelity.min", 1),
      reaction_(app.policies(), "completion.reaction", 1),
      tests_(app.policies(), "completion.tests", 1),
      needs_(app.Neighbour("needs")),
      wrong_codes_(app.cache().Shared("wrong-codes")) {
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
           {kLapseTimer,
            [scheduling](const Call& call, const std::string& batch) {
              return scheduling->LapseSeats(call, batch);
            }},
           {kNewsTimer,
            [scheduling](const Call& call, const std::string& person) {
              return scheduling->LookAtSeats(call, person);
            }},
           {kGatesTimer,
            [scheduling](const Call& call, const std::string& enrolment) {
              return scheduling->Recheck(call, enrolment);
            }},
           {kListTimer,
            [scheduling](const Call& call, const std::string& list) {
              return scheduling->CloseList(call, list);
            }},
           {kRuleTimer,
            [scheduling](const Call& call, const std::string& program) {
              return scheduling->LearnRule(call, program);
            }}},
      .jobs = {},
      .hooks = {.reset_projection = nullptr, .check_policy = &domain::CheckAttendancePolicy},
      .purged = {attendance_store::RawEntries()},
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

domain::RundownPolicy Scheduling::Rules(Tx& tx) const {
  const auto whole = [&tx](const Policy& policy, std::size_t i) {
    return static_cast<int>(policy.Today(tx)[i]);
  };
  domain::RundownPolicy policy;
  policy.lesson_minutes = whole(lesson_minutes_, 0);
  policy.learning_percent = whole(learning_percent_, 0);
  policy.learning_percent_travel = whole(learning_percent_, 1);
  policy.break_minutes = whole(breaks_, 0);
  policy.run_minutes = whole(breaks_, 1);
  policy.least_learning = whole(learning_minutes_, 0);
  policy.most_learning = whole(learning_minutes_, 1);
  policy.day_learning = whole(learning_minutes_, 2);
  return policy;
}

domain::ClashPolicy Scheduling::Clash(Tx& tx) const {
  const std::vector<double> travel = travel_.Today(tx);
  return {
      .travel_minutes = static_cast<int>(travel[0]),
      .inter_city_minutes = static_cast<int>(travel[1]),
      .spare_percent = static_cast<int>(spare_.Today(tx)[0])};
}

int Scheduling::ChangeDays(Tx& tx) const { return static_cast<int>(change_days_.Today(tx)[0]); }

absl::CivilMinute Scheduling::Minute(absl::Time at) const {
  const absl::CivilDay day = app_.clock().DayOf(at);
  return absl::CivilMinute(day) + absl::ToInt64Minutes(at - app_.clock().StartOf(day));
}

}  // namespace binadaya::scheduling
