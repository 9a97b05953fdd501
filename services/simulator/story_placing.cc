// Days, rooms and speakers that the solver finds; and all the rest of the plan, placed at once.
#include <algorithm>

#include "services/cli/language.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/reference.h"
#include "services/simulator/story.h"

namespace binadaya::simulator {
namespace {

namespace sv = scheduling::v1;
using operations::OperationsClient;
using scheduling::SchedulingClient;

constexpr char kRoom[] = "Ruang Kelas BKPP (rekaan)";
constexpr int kRoomSeats = 36;
constexpr std::int64_t kRoomRate = 1'500'000;

std::string NameOfPlaced(const sv::Batch& batch) { return Cat(kAgency, "/", batch.number()); }

}  // namespace

absl::StatusOr<std::vector<std::string>> Story::DraftTheRest() {
  RETURN_IF_ERROR(Venue(kRoom, kRoomSeats, kRoomRate).status());
  absl::CivilDay provisional(plan_year_, 9, 1);
  while (absl::GetWeekday(provisional) != absl::Weekday::tuesday) ++provisional;
  std::vector<std::string> titles;
  for (const needs::v1::PlanItem& item : other_items_) {
    const auto program = std::find_if(
        programs_.begin(), programs_.end(),
        [&](const needs::v1::Program& one) { return one.id() == item.program(); });
    if (program == programs_.end()) continue;  // of an earlier year's story
    const std::vector<std::string> objectives = ObjectivesOf(*program);
    for (int i = 0; i < item.batches(); ++i) {
      auto draft = InAgency<sv::DraftBatchRequest>();
      draft.set_plan_item(item.id());
      draft.set_capacity(item.batch_size());
      ASSIGN_OR_RETURN(
          const sv::Batch batch,
          world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::DraftBatch, draft));
      RETURN_IF_ERROR(DraftRundown(batch, GuidanceRundown(provisional, resources_, objectives)));
      placed_.push_back(batch);
      titles.push_back(item.title());
    }
  }
  return titles;
}

absl::Status Story::JobIsDone(const std::string& job) {
  operations::v1::Job seen;
  RETURN_IF_ERROR(WaitUntil("the job has ended", [&]() -> absl::StatusOr<bool> {
    operations::v1::GetJobRequest request;
    request.set_job(job);
    ASSIGN_OR_RETURN(
        seen, world_.Ask(Organiser(), world_.operations(), &OperationsClient::GetJob, request));
    return !seen.ended_at().empty();
  }));
  if (seen.state() == operations::v1::Job::DONE) return absl::OkStatus();
  return Stopped({Cat("Pekerjaan ", job, " gagal."), Cat("The job ", job, " failed.")});
}

absl::StatusOr<sv::Placement> Story::FindPlaces(
    const std::vector<sv::Batch>& batches, absl::CivilDay from, absl::CivilDay until,
    std::int64_t steps) {
  auto start = InAgency<sv::StartPlacementRequest>();
  for (const sv::Batch& batch : batches) start.add_batches(batch.id());
  start.set_year(plan_year_);
  start.set_from(absl::FormatCivilTime(from));
  start.set_until(absl::FormatCivilTime(until));
  start.set_steps(steps);
  start.set_seed(options_.seed);
  ASSIGN_OR_RETURN(
      const auto started,
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::StartPlacement, start));
  RETURN_IF_ERROR(JobIsDone(started.job()));
  sv::GetPlacementRequest get;
  get.set_unit(kAgency);
  get.set_placement(started.job());
  return world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::GetPlacement, get);
}

void Story::ShowTraded(const sv::Placement& placement) {
  std::vector<std::vector<std::string>> wishes = {
      {cli::Say("yang dikorbankan", "what was traded"), cli::Say("banyaknya", "amount"),
       cli::Say("bobot", "weight")}};
  for (const sv::WishCount& one : placement.wishes())
    if (one.amount() > 0)
      wishes.push_back({cli::Word(one.wish()), Cat(one.amount()), Cat(one.weight())});
  if (wishes.size() > 1) tell_.Table(wishes);
}

absl::Status Story::TakePlaces(const sv::Placement& placement, const std::string& note) {
  auto accept = InAgency<sv::AcceptPlacementRequest>();
  accept.set_placement(placement.id());
  accept.set_note(note);
  return world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::AcceptPlacement, accept)
      .status();
}

absl::Status Story::PlaceTheRest() {
  tell_.Step(
      {"Seluruh sisa rencana ditempatkan sekaligus", "All the rest of the plan is placed at once"});
  ASSIGN_OR_RETURN(const std::vector<std::string> titles, DraftTheRest());
  const absl::Time begun = absl::Now();
  // Behind all batches of camat and lurah.
  ASSIGN_OR_RETURN(
      const sv::Placement placement,
      FindPlaces(placed_, absl::CivilDay(plan_year_, 8, 2), absl::CivilDay(plan_year_, 12, 1)));
  const std::string took = Took(begun);
  int sessions = 0;
  std::vector<std::vector<std::string>> table = {
      {cli::Say("kelas", "batch"), cli::Say("program", "program"), cli::Say("hari", "day"),
       cli::Say("sesi", "sessions")}};
  for (std::size_t i = 0; i < placed_.size(); ++i) {
    for (const sv::PlacedBatch& one : placement.batches()) {
      if (one.batch() != placed_[i].id()) continue;
      table.push_back(
          {NameOfPlaced(placed_[i]), titles[i],
           one.first_day() == one.last_day() ? one.first_day()
                                             : Cat(one.first_day(), " – ", one.last_day()),
           Cat(one.sessions())});
      sessions += one.sessions();
    }
  }
  tell_.Say(
      {Cat(placed_.size(), " kelas dari ", other_items_.size(),
           " kegiatan disusun, semuanya pada hari, di aula dan dengan narasumber yang sama: hanya "
           "untuk dicari tempatnya. ",
           sessions, " sesi ditempatkan antara ", placement.from(), " dan ", placement.until(),
           " dalam ", took, ": ", placement.broken(), " aturan dilanggar."),
       Cat(placed_.size(), " batches of ", other_items_.size(),
           " items are drafted, all on the same day, in the same hall and with the same speakers: "
           "only to be placed. ",
           sessions, " sessions are placed between ", placement.from(), " and ", placement.until(),
           " in ", took, ": ", placement.broken(), " rules broken.")});
  tell_.Table(table);
  ShowTraded(placement);
  RETURN_IF_ERROR(TakePlaces(placement, "Sesuai kalender; jadwal pimpinan diminta menyusul."));
  for (sv::Batch& batch : placed_) {
    sv::GetBatchRequest now;
    now.set_unit(kAgency);
    now.set_id(batch.id());
    ASSIGN_OR_RETURN(
        batch, world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::GetBatch, now));
  }
  const auto released =
      std::ranges::count_if(placed_, [](const sv::Batch& batch) { return batch.released() > 0; });
  tell_.Say(
      {Cat("Diterima panitia dengan catatan: ", released, " susunan acara berlaku sekaligus."),
       Cat("Accepted by the organiser with a note: ", released,
           " rundowns are released at once.")});
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
