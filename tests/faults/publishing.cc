#include "tests/faults/publishing.h"

#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "tests/support/budget.h"
#include "tests/support/platform.h"
#include "tests/support/with_id.h"

namespace binadaya::test {
namespace {

constexpr char kPlanned[] = "019c0000-0000-7000-8000-0000000000f1";  // and its program
constexpr int kBatches = 1'000;

// Until somebody answers.
template <class F>
auto Answered(F ask) -> decltype(ask()) {
  decltype(ask()) answer = absl::UnavailableError("not asked");
  (void)Eventually(
      [&] {
        answer = ask();
        return answer.ok() || !IsTransient(answer.status());
      },
      Publishing::kComes);
  return answer;
}

}  // namespace

Call Publishing::Organiser() const { return target_.as("panitia", {{v1::ORGANISER, "/"}}, kComes); }

void Publishing::Plan() {
  year_ = static_cast<int>(Organiser().today().year()) + 1;
  pg::Connection& sql = sql_();
  (void)sql.Query(
      "INSERT INTO program (id, origin, families, competencies, lifts, weights, lottery, plannable)"
      " VALUES ($1, $1, '{LURAH}', '{M.03}', '{1}', '{1}', false, true) ON CONFLICT DO NOTHING",
      {kPlanned});
  (void)sql.Query(
      "INSERT INTO plan_item (id, program, year, batches, batch_size, rupiah_per_batch, gone)"
      " VALUES ($1, $1, $2, $3, $4, $5, false) ON CONFLICT DO NOTHING",
      {kPlanned, year_, kBatches, kSeats, kTooDear});
  (void)sql.Query(
      "INSERT INTO selection (id, unit, program, year, number, from_unit, considered, qualified,"
      "  chosen, overridden, made_by, made_at, made_on, content)"
      " VALUES ($1, $2, $1, $3, 1, '/', 1, 1, 1, 0, 'panitia', now(), current_date, '')"
      " ON CONFLICT DO NOTHING",
      {kPlanned, kUnit, year_});
}

absl::Status Publishing::Found() {
  Plan();
  ASSIGN_OR_RETURN(
      const std::vector<std::string> lines,
      PutInForce(
          *target_.budgeting.front(), target_.as, kUnit, year_, BudgetOf({kBatches * kPrice})));
  line_ = lines.front();
  // What pays has something for the plan item.
  auto earmark = WithId<budgeting::v1::EarmarkRequest>();
  earmark.set_unit(kUnit);
  earmark.set_plan_item(kPlanned);
  budgeting::v1::Part& part = *earmark.add_parts();
  part.set_line(line_);
  part.set_amount(kPrice);
  part.set_year(year_);
  return target_.budgeting.front()
      ->Earmark(target_.as("pptk", {{v1::ACTIVITY_OFFICER, "/"}}, kComes), earmark)
      .status();
}

absl::StatusOr<Publishing::Room> Publishing::Open() {
  day_ = absl::CivilDay(year_, 2, 1);
  Room room;
  const auto hall = Hall(Cat("Aula ", NewId(absl::Now())));
  ASSIGN_OR_RETURN(
      room.hall, Answered([&] { return target_.scheduling.front()->SetVenue(Organiser(), hall); }));
  const auto teacher = Teacher();
  ASSIGN_OR_RETURN(room.teacher, Answered([&] {
                     return target_.scheduling.front()->SetSpeaker(Organiser(), teacher);
                   }));
  return room;
}

absl::Status Publishing::Close(const Room& room) {
  auto gone = WithId<sv::SetVenueRequest>();
  *gone.mutable_venue() = room.hall;
  gone.mutable_venue()->set_out_of_use(true);
  return Answered([&] { return target_.scheduling.front()->SetVenue(Organiser(), gone); }).status();
}

// Monday to Thursday: at noon on Friday the day of a rundown would be another one.
absl::CivilDay Publishing::NextDay() {
  do ++day_;
  while (absl::GetWeekday(day_) >= absl::Weekday::friday);
  return day_;
}

absl::StatusOr<std::string> Publishing::Drafted(const Room& room) {
  scheduling::SchedulingClient& client = *target_.scheduling.front();
  auto draft = WithId<sv::DraftBatchRequest>();
  draft.set_unit(kUnit);
  draft.set_plan_item(kPlanned);
  draft.set_capacity(kSeats);
  ASSIGN_OR_RETURN(
      const sv::Batch batch, Answered([&] { return client.DraftBatch(Organiser(), draft); }));
  auto rundown = WithId<sv::DraftRundownRequest>();
  rundown.set_unit(kUnit);
  rundown.set_batch(batch.id());
  *rundown.mutable_content() = GoodDay(absl::FormatCivilTime(NextDay()), room.hall, room.teacher);
  RETURN_IF_ERROR(Answered([&] { return client.DraftRundown(Organiser(), rundown); }).status());
  return batch.id();
}

absl::StatusOr<std::string> Publishing::Ready(const Room& room) {
  ASSIGN_OR_RETURN(std::string batch, Drafted(room));
  auto release = WithId<sv::ReleaseRundownRequest>();
  release.set_unit(kUnit);
  release.set_batch(batch);
  RETURN_IF_ERROR(Answered([&] {
                    return target_.scheduling.front()->ReleaseRundown(Organiser(), release);
                  }).status());
  pg::Connection& sql = sql_();
  (void)sql.Query("UPDATE checklist_item SET done = due WHERE batch = $1", {batch});
  sv::Considered lurah;
  lurah.set_family("LURAH");
  lurah.set_active(true);
  for (int i = 0; i <= kKept; ++i) {
    const std::string id = NewId(absl::Now());
    lurah.set_person(id);
    (void)sql.Query(
        "INSERT INTO enrolment (id, unit, program, person, batch, state, origin, override, arm,"
        "  drawn, upheld, selection, turn, rank, candidate)"
        " VALUES ($1, $2, $3, $1, nullif($4, '')::uuid, 1, 1, 0, 1, false, false, $3, 1, $5, $6)",
        pg::Params(
            id, kUnit, kPlanned, i < kKept ? batch : "", ++ranks_,
            pg::Bytes{lurah.SerializeAsString()}));
  }
  return batch;
}

absl::Status Publishing::Begin(const std::string& batch, std::int64_t rupiah) {
  auto publish = WithId<sv::PublishBatchRequest>();
  publish.set_unit(kUnit);
  publish.set_batch(batch);
  sv::Payment& payment = *publish.add_payments();
  payment.set_line(line_);
  payment.set_amount(rupiah);
  return Answered([&] { return target_.scheduling.front()->PublishBatch(Organiser(), publish); })
      .status();
}

void RestBetweenTurns(pg::Connection& sql) {
  sql.Execute(
      "CREATE FUNCTION rests() RETURNS trigger LANGUAGE plpgsql AS"
      " $$ BEGIN NEW.due := NEW.due + interval '1 day'; RETURN NEW; END $$;"
      "CREATE TRIGGER rests BEFORE INSERT ON timer FOR EACH ROW"
      " WHEN (NEW.kind = 'saga.publication') EXECUTE FUNCTION rests()");
}

void GoOnByThemselves(pg::Connection& sql) {
  sql.Execute("DROP TRIGGER IF EXISTS rests ON timer; DROP FUNCTION IF EXISTS rests()");
  (void)LetGo(sql);
}

int LetGo(pg::Connection& sql) {
  return static_cast<int>(
      sql.Query("UPDATE timer SET due = '2020-01-01' WHERE kind = 'saga.publication'", {})
          .affected());
}

int Turning(pg::Connection& sql, absl::Time now) {
  return sql
      .Query(
          "SELECT count(*) FROM timer WHERE kind = 'saga.publication' AND due < $1",
          {now + absl::Hours(1)})
      .Int32(0, 0);
}

}  // namespace binadaya::test
