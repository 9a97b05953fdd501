// When training takes place: the old rundown, which is refused; batches for the same money that
// keep every rule; and a leader's agenda that changes without costing a minute of learning.
#include <array>
#include <map>

#include "absl/strings/str_join.h"
#include "services/cli/language.h"
#include "services/cli/render.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/reference.h"
#include "services/simulator/story.h"

namespace binadaya::simulator {
namespace {

namespace sv = scheduling::v1;
using scheduling::SchedulingClient;

constexpr char kHall[] = "Aula BKPP (rekaan)";
constexpr char kExpert[] = "Narasumber Rekaan";
constexpr int kHallSeats = 60;
constexpr std::int64_t kHallRate = 4'500'000;
// All camat and lurah, so that each can come to one.
constexpr std::array<int, 4> kSeatsOfBatches = {49, 48, 48, 48};
constexpr int kTwoWeeks = 14;

std::string Today(const World& world) { return absl::FormatCivilTime(world.today()); }

// The first of each kind, with how many there are and where.
std::vector<std::vector<std::string>> Kinds(const sv::RundownCheck& check) {
  std::map<std::string, std::vector<const v1::Finding*>> kinds;
  for (const v1::Finding& finding : check.findings())
    if (!finding.warning()) kinds[finding.rule()].push_back(&finding);
  std::vector<std::vector<std::string>> table = {
      {cli::Say("aturan", "rule"), cli::Say("di mana", "where"),
       cli::Say("apa yang salah, dan apa yang harus dilakukan", "what is wrong, and what to do")}};
  for (const auto& [rule, findings] : kinds) {
    const std::string where = absl::StrJoin(
        findings, ", ",
        [](std::string* out, const v1::Finding* finding) { *out += finding->where(); });
    table.push_back({rule, where, cli::Say(findings.front()->id(), findings.front()->en())});
  }
  return table;
}

}  // namespace

absl::StatusOr<registry::v1::Person> Story::OfAgency(const std::string& post, std::size_t skip) {
  registry::v1::ListPeopleRequest request;
  request.set_unit(kAgency);
  request.set_post(post);
  request.set_page_size(kPage);
  ASSIGN_OR_RETURN(
      const auto people,
      world_.Ask(Analyst(), world_.registry(), &registry::RegistryClient::ListPeople, request));
  for (const registry::v1::Person& person : people.people())
    if (person.active() && skip-- == 0) return person;
  return Stopped(
      {Cat("Tidak ada ", post, " di ", kAgency, "."),
       Cat("There is no ", post, " in ", kAgency, ".")});
}

absl::StatusOr<sv::Speaker> Story::Speaker(sv::Speaker wanted) {
  sv::ListSpeakersRequest list;
  list.set_page_size(kPage);
  ASSIGN_OR_RETURN(
      const auto listed,
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::ListSpeakers, list));
  for (const sv::Speaker& one : listed.speakers())
    if (one.name() == wanted.name() && one.person() == wanted.person()) return one;
  wanted.set_rate_class("PAKAR");
  wanted.set_city("Kota Semarang");
  sv::Expertise& expertise = *wanted.add_expertise();
  expertise.set_competency("M.08");
  expertise.set_level(3);
  return OnceHeard("scheduling has heard of the speaker", [&] {
    sv::SetSpeakerRequest request;
    request.set_request_id(world_.NewRequestId());
    *request.mutable_speaker() = wanted;
    return world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::SetSpeaker, request);
  });
}

absl::StatusOr<std::string> Story::Venue(
    const std::string& name, int seats, std::int64_t day_rate) {
  sv::ListVenuesRequest venues;
  venues.set_words(name);
  venues.set_page_size(1);
  ASSIGN_OR_RETURN(
      const auto listed,
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::ListVenues, venues));
  if (!listed.venues().empty()) return listed.venues(0).id();
  sv::SetVenueRequest set;
  set.set_request_id(world_.NewRequestId());
  sv::Venue& venue = *set.mutable_venue();
  venue.set_name(name);
  venue.set_kind(sv::HALL);
  venue.set_city("Kota Semarang");
  venue.set_province("JAWA TENGAH");
  venue.set_capacity(seats);
  venue.set_accessible(true);
  venue.set_day_rate(day_rate);
  ASSIGN_OR_RETURN(
      const auto entered,
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::SetVenue, set));
  return entered.id();
}

absl::Status Story::FoundSchedule() {
  registry::v1::ListHolidaysRequest of_year;
  of_year.set_year(plan_year_);
  ASSIGN_OR_RETURN(
      const auto holidays,
      world_.Ask(Analyst(), world_.registry(), &registry::RegistryClient::ListHolidays, of_year));
  if (holidays.holidays().empty()) {
    registry::v1::SetHolidaysRequest set;
    set.set_request_id(world_.NewRequestId());
    set.set_year(plan_year_);
    for (const auto& [day, name] :
         {std::pair("-01-01", "Tahun Baru"),
          {"-05-01", "Hari Buruh Internasional"},
          {"-06-01", "Hari Lahir Pancasila"},
          {"-08-17", "Proklamasi Kemerdekaan"},
          {"-12-25", "Natal"}}) {
      registry::v1::Holiday& holiday = *set.add_holidays();
      holiday.set_day(Cat(plan_year_, day));
      holiday.set_name(name);
    }
    RETURN_IF_ERROR(
        world_.Ask(Administrator(), world_.registry(), &registry::RegistryClient::SetHolidays, set)
            .status());
  }
  ASSIGN_OR_RETURN(resources_.hall, Venue(kHall, kHallSeats, kHallRate));
  sv::Speaker expert, trainer, mentor;
  expert.set_name(kExpert);
  expert.set_organisation("Universitas Rekaan");
  ASSIGN_OR_RETURN(const auto first, OfAgency("KABID"));
  ASSIGN_OR_RETURN(const auto second, OfAgency("KABID", 1));
  trainer.set_person(first.id());
  mentor.set_person(second.id());
  for (const auto& [wanted, id] :
       {std::pair(&expert, &resources_.expert),
        {&trainer, &resources_.trainer},
        {&mentor, &resources_.mentor}}) {
    ASSIGN_OR_RETURN(const sv::Speaker speaker, Speaker(*wanted));
    *id = speaker.id();
  }
  return absl::OkStatus();
}

absl::Status Story::DraftRundown(const sv::Batch& batch, const sv::RundownContent& content) {
  auto request = InAgency<sv::DraftRundownRequest>();
  request.set_batch(batch.id());
  *request.mutable_content() = content;
  return world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::DraftRundown, request)
      .status();
}

absl::StatusOr<sv::RundownCheck> Story::CheckRundown(const sv::Batch& batch) {
  sv::GetRundownCheckRequest request;
  request.set_unit(kAgency);
  request.set_batch(batch.id());
  return world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::GetRundownCheck, request);
}

absl::StatusOr<sv::RundownRelease> Story::ReleaseRundown(const sv::Batch& batch) {
  auto request = InAgency<sv::ReleaseRundownRequest>();
  request.set_batch(batch.id());
  return world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::ReleaseRundown, request);
}

absl::Status Story::TryPrintedRundown() {
  absl::CivilDay monday = world_.today();
  while (absl::GetWeekday(monday) != absl::Weekday::monday) ++monday;
  RETURN_IF_ERROR(world_.MoveTo(monday));
  tell_.Step(
      {Cat("Susunan acara yang lama ditolak, pada ", Today(world_)),
       Cat("The old rundown is refused, on ", Today(world_))});
  RETURN_IF_ERROR(FoundSchedule());
  int seats = 0;
  for (const int of_batch : kSeatsOfBatches) {
    ASSIGN_OR_RETURN(batches_.emplace_back(), OnceHeard("scheduling has heard of the plan", [&] {
                       auto request = InAgency<sv::DraftBatchRequest>();
                       request.set_plan_item(plan_item_);
                       request.set_capacity(of_batch);
                       request.set_accessible(true);
                       return world_.Ask(
                           Organiser(), world_.scheduling(), &SchedulingClient::DraftBatch,
                           request);
                     }));
    seats += of_batch;
  }
  RETURN_IF_ERROR(DraftRundown(batches_.front(), PrintedRundown()));
  if (ReleaseRundown(batches_.front()).ok())
    return absl::InternalError("the printed rundown went through");
  ASSIGN_OR_RETURN(const sv::RundownCheck check, CheckRundown(batches_.front()));
  ASSIGN_OR_RETURN(const budgeting::v1::UnitCost cost, UnitCost(check.jp()));
  const std::vector<std::vector<std::string>> kinds = Kinds(check);
  const std::string price = Rupiah({cost.per_participant_lesson_hour()});
  tell_.Say(
      {Cat("Tempat dan narasumber dicatat, dan ", batches_.size(), " kelas untuk ", seats,
           " camat dan lurah disusun dari rencana ", plan_year_,
           ". Susunan acara 2024 dimasukkan ke kelas pertama seperti tercetak. Saat diberlakukan, "
           "semua yang salah disebut sekaligus; yang pertama dari tiap jenisnya:"),
       Cat("A venue and speakers are entered, and ", batches_.size(), " batches for ", seats,
           " camat and lurah are drafted from the plan of ", plan_year_,
           ". The rundown of 2024 is put into the first as it was printed. When it is released, "
           "all "
           "that is wrong is named at once; of each kind the first:")});
  tell_.Table(kinds);
  tell_.Say(
      {Cat(kinds.size() - 1, " jenis temuan. Belajar ", check.learning_minutes(), " dari ",
           check.scheduled_minutes(), " menit: ", check.jp(), " JP; dengan ", Rupiah({cost.cost()}),
           " untuk ", seats, " orang, satu JP seorang peserta ", price, "."),
       Cat(kinds.size() - 1, " kinds of finding. Learning is ", check.learning_minutes(), " of ",
           check.scheduled_minutes(), " minutes: ", check.jp(), " JP; with ", Rupiah({cost.cost()}),
           " for ", seats, " people a lesson hour (JP) of one costs ", price, ".")});
  return absl::OkStatus();
}

absl::StatusOr<std::vector<BatchDays>> Story::DaysOfBatches(std::size_t batches) {
  sv::GetCalendarRequest request;
  request.set_unit(kAgency);
  request.set_from(Cat(plan_year_, "-04-01"));
  request.set_until(Cat(plan_year_, "-08-01"));
  sv::CalendarDays calendar;
  RETURN_IF_ERROR(WaitUntil("scheduling has heard of the holidays", [&]() -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(
        calendar,
        world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::GetCalendar, request));
    return !calendar.days(0).unknown();
  }));
  const auto free = [&](int at) {
    if (at >= calendar.days_size()) return false;
    const sv::CalendarDay& day = calendar.days(at);
    return !day.worked().empty() && day.holiday().empty() && day.blackouts().empty();
  };
  const absl::CivilDay first(plan_year_, 4, 1);
  std::vector<BatchDays> found;
  for (int at = 0; at < calendar.days_size() && found.size() < batches; ++at) {
    // The class on Tuesday and Wednesday, the guidance on a Thursday.
    const int at_work = at + kTwoWeeks + 2;
    if (absl::GetWeekday(first + at) != absl::Weekday::tuesday) continue;
    if (free(at) && free(at + 1) && free(at_work))
      found.push_back({first + at, first + (at + 1), first + at_work});
  }
  if (found.size() < batches)
    return Stopped({"Tidak cukup hari kerja.", "There are not enough working days."});
  return found;
}

absl::Status Story::ScheduleBatches() {
  tell_.Step(
      {Cat("Uang yang sama: ", batches_.size(), " kelas yang menaati setiap aturan"),
       Cat("The same money: ", batches_.size(), " batches that keep every rule")});
  ASSIGN_OR_RETURN(const std::vector<BatchDays> days, DaysOfBatches(batches_.size()));
  first_days_ = days.front();
  const std::vector<std::string> objectives = ObjectivesOf(programs_.front());
  std::vector<std::vector<std::string>> table = {
      {cli::Say("kelas", "batch"), cli::Say("di aula", "in the hall"),
       cli::Say("di tempat kerja", "at work"), cli::Say("kursi", "seats"),
       cli::Say("menit belajar", "learning"), "JP", cli::Say("temuan", "findings"),
       cli::Say("susunan acara", "rundown")}};
  int seats = 0, hours = 0;
  for (std::size_t i = 0; i < batches_.size(); ++i) {
    const sv::Batch& batch = batches_[i];
    RETURN_IF_ERROR(DraftRundown(batch, DesignedRundown(days[i], resources_, objectives)));
    ASSIGN_OR_RETURN(const sv::RundownCheck check, CheckRundown(batch));
    ASSIGN_OR_RETURN(const sv::RundownRelease release, ReleaseRundown(batch));
    table.push_back(
        {Cat(kAgency, "/", batch.number()),
         Cat(absl::FormatCivilTime(days[i].first), ", ", absl::FormatCivilTime(days[i].second)),
         absl::FormatCivilTime(days[i].at_work), Cat(batch.capacity()),
         Cat(check.learning_minutes()), Cat(check.jp()), Cat(check.findings_size()),
         cli::Say(
             Cat("versi ", release.number(), " berlaku"),
             Cat("version ", release.number(), " released"))});
    seats += batch.capacity();
    hours = check.jp();
  }
  ASSIGN_OR_RETURN(const budgeting::v1::UnitCost cost, UnitCost(hours));
  const std::string price = Rupiah({cost.per_participant_lesson_hour()});
  tell_.Table(table);
  tell_.Say(
      {Cat("Dua hari di dalam kota pada jam kerja, dua minggu kemudian pendampingan. Aula dan "
           "narasumber terpesan, tidak ada yang bentrok. Dengan ",
           Rupiah({cost.cost()}), " untuk ", seats, " orang, satu JP seorang peserta ", price, " (",
           hours, " JP)."),
       Cat("Two days in the city, in working time, and guidance at work two weeks later. The hall "
           "and the speakers are booked, nothing collides. With ",
           Rupiah({cost.cost()}), " for ", seats, " people a lesson hour (JP) of one costs ", price,
           " (", hours, " JP).")});
  return absl::OkStatus();
}

absl::StatusOr<sv::Hold> Story::DecideHold(
    const sv::Hold& hold, sv::HoldDecision decision, const std::string& reason) {
  auto request = InAgency<sv::DecideHoldRequest>();
  request.set_id(hold.id());
  request.set_decision(decision);
  request.set_reason(reason);
  return world_.Ask(Protocol(), world_.scheduling(), &SchedulingClient::DecideHold, request);
}

absl::StatusOr<sv::Hold> Story::RequestHold(
    const Actor& actor, const std::string& leader, const sv::Slot& slot, sv::HoldPriority priority,
    const std::string& batch) {
  return OnceHeard("scheduling has heard of the leader", [&] {
    auto request = InAgency<sv::RequestHoldRequest>();
    request.set_leader(leader);
    *request.mutable_slot() = slot;
    request.set_priority(priority);
    request.set_batch(batch);
    return world_.Ask(actor, world_.scheduling(), &SchedulingClient::RequestHold, request);
  });
}

absl::StatusOr<sv::Hold> Story::HoldOpening(
    const std::string& leader, const sv::Slot& slot, const std::string& batch) {
  ASSIGN_OR_RETURN(
      const sv::Hold opening, RequestHold(Organiser(), leader, slot, sv::TRAINING_OPENING, batch));
  RETURN_IF_ERROR(DecideHold(opening, sv::PENCIL).status());
  return DecideHold(opening, sv::CONFIRM);
}

absl::StatusOr<sv::Hold> Story::InviteElsewhere(const std::string& leader, const sv::Slot& slot) {
  ASSIGN_OR_RETURN(
      const sv::Hold invitation, RequestHold(Protocol(), leader, slot, sv::STATE_INVITATION, ""));
  return DecideHold(invitation, sv::PENCIL);
}

absl::Status Story::ChangeAgenda() {
  tell_.Step(
      {"Agenda pimpinan berubah, kelasnya tidak", "A leader's agenda changes, the batch does not"});
  ASSIGN_OR_RETURN(const auto leader, OfAgency("KEPALA_OPD"));
  ASSIGN_OR_RETURN(const auto deputy, OfAgency("SEKRETARIS"));
  const sv::Batch& batch = batches_.front();
  ASSIGN_OR_RETURN(
      const sv::Hold opening,
      HoldOpening(leader.id(), OnThatDay(first_days_.first, "07:45", "08:00"), batch.id()));
  ASSIGN_OR_RETURN(
      const sv::Hold stands,
      InviteElsewhere(leader.id(), OnThatDay(first_days_.first, "07:00", "12:00")));
  if (stands.displaces_size() != 1 || stands.displaces(0) != opening.id())
    return absl::InternalError("the invitation does not displace the opening");
  RETURN_IF_ERROR(DecideHold(opening, sv::CHANGE, "undangan provinsi (rekaan)").status());
  auto fall_back = InAgency<sv::FallBackRequest>();
  fall_back.set_id(opening.id());
  fall_back.set_fallback(sv::DELEGATE);
  fall_back.set_delegate(deputy.id());
  RETURN_IF_ERROR(
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::FallBack, fall_back)
          .status());
  ASSIGN_OR_RETURN(const sv::RundownCheck check, CheckRundown(batch));
  tell_.Say(
      {Cat("Kepala BKPP akan membuka kelas pertama pada ", absl::FormatCivilTime(first_days_.first),
           ", 07.45: diminta panitia, dipastikan protokol. Lalu undangan provinsi pada jam yang "
           "sama: menurut prioritasnya didahulukan, dan yang harus memberi jalan disebut, yaitu "
           "pembukaan ini. Penggantinya dipilih, wakil (sekretaris BKPP): kelas tetap berjalan, ",
           check.learning_minutes(), " menit belajar dan ", check.jp(), " JP seperti semula."),
       Cat("The head of BKPP is to open the first batch on ",
           absl::FormatCivilTime(first_days_.first),
           " at 07:45: asked for by the organiser, confirmed by protocol. Then an invitation of "
           "the "
           "province for the same hours: by its priority it goes before, and what must make way is "
           "named, this opening. A fallback is chosen, a delegate (the secretary of BKPP): the "
           "batch goes on, ",
           check.learning_minutes(), " minutes of learning and ", check.jp(), " JP as before.")});
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
