// When all the rest of the plan takes place: days, rooms and speakers for everything at once; and a
// day on which the leader is called away, with the ways to mend it.
#include <algorithm>

#include "services/cli/language.h"
#include "services/cli/words.h"
#include "services/common/domain/money_text.h"
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

// Behind all batches of camat and lurah.
std::string WindowBegins(int year) { return Cat(year, "-08-02"); }
std::string WindowEnds(int year) { return Cat(year, "-12-01"); }

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

absl::Status Story::PlaceTheRest() {
  tell_.Step(
      {"Seluruh sisa rencana ditempatkan sekaligus", "All the rest of the plan is placed at once"});
  ASSIGN_OR_RETURN(const std::vector<std::string> titles, DraftTheRest());
  const absl::Time begun = absl::Now();
  auto start = InAgency<sv::StartPlacementRequest>();
  for (const sv::Batch& batch : placed_) start.add_batches(batch.id());
  start.set_year(plan_year_);
  start.set_from(WindowBegins(plan_year_));
  start.set_until(WindowEnds(plan_year_));
  start.set_seed(options_.seed);
  ASSIGN_OR_RETURN(
      const auto started,
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::StartPlacement, start));
  RETURN_IF_ERROR(JobIsDone(started.job()));
  const std::string took = Took(begun);
  sv::GetPlacementRequest get;
  get.set_unit(kAgency);
  get.set_placement(started.job());
  ASSIGN_OR_RETURN(
      const sv::Placement placement,
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::GetPlacement, get));
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
  std::vector<std::vector<std::string>> wishes = {
      {cli::Say("yang dikorbankan", "what was traded"), cli::Say("banyaknya", "amount"),
       cli::Say("bobot", "weight")}};
  for (const sv::WishCount& one : placement.wishes())
    if (one.amount() > 0)
      wishes.push_back({cli::Word(one.wish()), Cat(one.amount()), Cat(one.weight())});
  if (wishes.size() > 1) tell_.Table(wishes);
  auto accept = InAgency<sv::AcceptPlacementRequest>();
  accept.set_placement(placement.id());
  accept.set_note("Sesuai kalender; jadwal pimpinan diminta menyusul.");
  RETURN_IF_ERROR(
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::AcceptPlacement, accept)
          .status());
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

absl::Status Story::MendOneDay() {
  tell_.Step(
      {"Pimpinan berhalangan: setiap cara memperbaiki, dengan harganya",
       "The leader cannot come: each way to mend it, with its price"});
  const sv::Batch& batch = placed_.front();
  sv::GetRundownRequest get;
  get.set_unit(kAgency);
  get.set_batch(batch.id());
  get.set_number(batch.released());
  ASSIGN_OR_RETURN(
      const sv::Rundown rundown,
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::GetRundown, get));
  const auto& items = rundown.content().items();
  const auto address = std::find_if(items.begin(), items.end(), [](const sv::RundownItem& item) {
    return item.kind() == sv::LEADER_ADDRESS;
  });
  if (address == items.end()) return absl::InternalError("nobody opens the batch");
  absl::CivilDay day;
  if (!absl::ParseCivilTime(address->day(), &day)) return absl::InternalError("a day");
  const auto clock = [](int minute) {
    return absl::FormatTime(
        "%H:%M", absl::UnixEpoch() + absl::Minutes(minute), absl::UTCTimeZone());
  };
  ASSIGN_OR_RETURN(const auto leader, OfAgency("KEPALA_OPD"));
  ASSIGN_OR_RETURN(const auto deputy, OfAgency("SEKRETARIS"));
  const sv::Slot opening = OnThatDay(day, clock(address->from()), clock(address->until()));
  RETURN_IF_ERROR(HoldOpening(leader.id(), opening, batch.id()).status());
  RETURN_IF_ERROR(InviteElsewhere(leader.id(), OnThatDay(day, "07:00", "12:00")).status());
  auto start = InAgency<sv::StartRepairRequest>();
  start.mutable_disruption()->set_cause(sv::CAUSE_LEADER_AGENDA);
  start.mutable_disruption()->set_reason("undangan provinsi (rekaan)");
  start.mutable_disruption()->set_leader(leader.id());
  ASSIGN_OR_RETURN(
      const auto started,
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::StartRepair, start));
  RETURN_IF_ERROR(JobIsDone(started.job()));
  sv::GetRepairRequest asked;
  asked.set_unit(kAgency);
  asked.set_repair(started.job());
  ASSIGN_OR_RETURN(
      const sv::Repair repair,
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::GetRepair, asked));
  std::vector<std::vector<std::string>> table = {
      {cli::Say("cara", "way"), cli::Say("sesi berubah", "sessions that change"),
       cli::Say("terbukti paling sedikit", "proven the fewest"),
       cli::Say("menit hilang", "minutes lost"), cli::Say("terselamatkan", "recovered"),
       cli::Say("diberi tahu", "told"), cli::Say("biaya", "cost")}};
  for (const sv::RepairOption& option : repair.options()) {
    std::string way = cli::Word(option.kind());
    if (option.fallback() != sv::FALLBACK_UNSPECIFIED)
      way += Cat(" (", cli::Word(option.fallback()), ")");
    table.push_back(
        {way, Cat(option.changes_size()),
         option.fewest() ? cli::Say("ya", "yes") : cli::Say("tidak", "no"),
         Cat(option.minutes_lost()), Cat(option.minutes_recovered()),
         Cat(option.people_size() + option.speakers_size()), Rupiah({option.rupiah()})});
  }
  tell_.Say(
      {Cat("Kepala BKPP akan membuka ", NameOfPlaced(batch), " pada ", address->day(), ", ",
           clock(address->from()), ". Lalu undangan provinsi pada jam yang sama. Yang terdampak: ",
           repair.affected_size(), " sesi. Usulannya:"),
       Cat("The head of BKPP is to open ", NameOfPlaced(batch), " on ", address->day(), " at ",
           clock(address->from()),
           ". Then an invitation of the province for the same hours. What it disturbs: ",
           repair.affected_size(), " session. What is proposed:")});
  tell_.Table(table);
  const auto fallback = std::find_if(
      repair.options().begin(), repair.options().end(),
      [](const sv::RepairOption& one) { return one.kind() == sv::REPAIR_FALLBACK; });
  if (fallback == repair.options().end())
    return Stopped({"Tidak ada pengganti.", "There is no fallback."});
  auto accept = InAgency<sv::AcceptRepairRequest>();
  accept.set_repair(repair.id());
  accept.set_option(sv::REPAIR_FALLBACK);
  accept.set_note("Sekretaris mewakili; kelas tidak berubah.");
  if (fallback->fallback() == sv::DELEGATE) accept.set_delegate(deputy.id());
  RETURN_IF_ERROR(
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::AcceptRepair, accept)
          .status());
  ASSIGN_OR_RETURN(const sv::RundownCheck check, CheckRundown(batch));
  tell_.Say(
      {Cat("Yang pertama dipilih, dan dijalankan: ", check.learning_minutes(),
           " menit belajar seperti semula."),
       Cat("The first is chosen and carried out: ", check.learning_minutes(),
           " minutes of learning as before.")});
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
