// When training takes place: the old rundown, which is refused, and batches for the same money that
// keep every rule.
#include <array>
#include <map>
#include <set>
#include <utility>

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
constexpr int kTwoWeeks = 14, kTwoMonths = 60;

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
  // On Fridays people pray in it: it is let from Monday to Thursday.
  const absl::CivilDay from(plan_year_, 1, 1);
  for (absl::CivilDay day = from; day.year() == from.year(); ++day) {
    if (absl::GetWeekday(day) != absl::Weekday::monday) continue;
    sv::Slot& week = *venue.add_windows();
    week.set_from(Cat(absl::FormatCivilTime(day), "T00:00"));
    week.set_until(Cat(absl::FormatCivilTime(day + 4), "T00:00"));
  }
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

absl::StatusOr<sv::RundownRelease> Story::ReleaseRundown(
    const sv::Batch& batch, const std::string& reason) {
  auto request = InAgency<sv::ReleaseRundownRequest>();
  request.set_batch(batch.id());
  request.set_reason(reason);
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

absl::StatusOr<std::set<absl::CivilDay>> Story::WorkingDays(
    absl::CivilDay from, absl::CivilDay until) {
  sv::GetCalendarRequest request;
  request.set_unit(kAgency);
  request.set_from(absl::FormatCivilTime(from));
  request.set_until(absl::FormatCivilTime(until));
  sv::CalendarDays calendar;
  RETURN_IF_ERROR(WaitUntil("scheduling has heard of the holidays", [&]() -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(
        calendar,
        world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::GetCalendar, request));
    return !calendar.days(0).unknown();
  }));
  std::set<absl::CivilDay> days;
  for (int at = 0; at < calendar.days_size(); ++at) {
    const sv::CalendarDay& day = calendar.days(at);
    if (!day.worked().empty() && day.holiday().empty() && day.blackouts().empty())
      days.insert(from + at);
  }
  return days;
}

absl::StatusOr<std::vector<BatchDays>> Story::DaysOfBatches(
    const sv::Placement& placement, std::set<absl::CivilDay> free) {
  std::vector<BatchDays> found;
  for (const sv::Batch& batch : batches_) {
    for (const sv::PlacedBatch& placed : placement.batches()) {
      if (placed.batch() != batch.id()) continue;
      BatchDays& days = found.emplace_back();
      if (!absl::ParseCivilTime(placed.first_day(), &days.first) ||
          !absl::ParseCivilTime(placed.last_day(), &days.second)) {
        return absl::InternalError("a day");
      }
      // The day after is worked, too: what is lost may be made up on it.
      const auto fits = [&](absl::CivilDay day) {
        return free.contains(day) && free.contains(day + 1);
      };
      auto day = free.lower_bound(days.second + kTwoWeeks + 1);
      while (day != free.end() && !fits(*day)) ++day;
      if (day == free.end())
        return Stopped({"Tidak cukup hari kerja.", "There are not enough working days."});
      days.at_work = *day;
      free.erase(day);
    }
  }
  if (found.size() < batches_.size()) return absl::InternalError("a batch is placed nowhere");
  return found;
}

absl::StatusOr<std::vector<BatchDays>> Story::PlaceBatches() {
  absl::CivilDay first(plan_year_, 4, 1);
  while (absl::GetWeekday(first) != absl::Weekday::tuesday) ++first;
  // Days on which later chapters rely: the opening stands on the first day of the window, and the
  // window ends with the first guidance at work, so that nobody is in a class on such a day. One
  // step of the search: nobody sits in these batches yet, so the first plan keeps every rule, and
  // more steps would but trade minutes outside the best hours for a third day in the hall.
  constexpr std::int64_t kSteps = 1;
  const absl::CivilDay until = first + kTwoWeeks + 2;
  ASSIGN_OR_RETURN(std::set<absl::CivilDay> free, WorkingDays(first, until + kTwoMonths));
  ASSIGN_OR_RETURN(const auto leader, OfAgency("KEPALA_OPD"));
  ASSIGN_OR_RETURN(
      opening_,
      HoldOpening(leader.id(), OnThatDay(first, "07:45", "08:00"), batches_.front().id()));
  const std::vector<std::string> objectives = ObjectivesOf(programs_.front());
  for (const sv::Batch& batch : batches_) {
    RETURN_IF_ERROR(DraftRundown(
        batch, ClassRundown({.first = first, .second = first + 1}, resources_, objectives)));
  }
  ASSIGN_OR_RETURN(const sv::Placement placement, FindPlaces(batches_, first, until, kSteps));
  tell_.Say(
      {Cat("Pembukaan kelas pertama sudah ada di agenda kepala BKPP, ",
           absl::FormatCivilTime(first),
           " pukul 07.45: diminta panitia, dipastikan protokol. Hari-hari di kelas lainnya dicari "
           "komputer, dari ",
           placement.from(), " sampai sebelum ", placement.until(), ": ", placement.broken(),
           " aturan dilanggar."),
       Cat("The opening of the first batch is in the agenda of the head of BKPP already, on ",
           absl::FormatCivilTime(first),
           " at 07:45: asked for by the organiser, confirmed by protocol. All other days in the "
           "class are found by the solver, from ",
           placement.from(), " to before ", placement.until(), ": ", placement.broken(),
           " rules broken.")});
  ShowTraded(placement);
  RETURN_IF_ERROR(TakePlaces(placement, "Aula kosong pada hari-hari itu."));
  return DaysOfBatches(placement, std::move(free));
}

absl::Status Story::ScheduleBatches() {
  tell_.Step(
      {Cat("Uang yang sama: ", batches_.size(), " kelas yang menaati setiap aturan"),
       Cat("The same money: ", batches_.size(), " batches that keep every rule")});
  ASSIGN_OR_RETURN(const std::vector<BatchDays> days, PlaceBatches());
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
    ASSIGN_OR_RETURN(
        const sv::RundownRelease release, ReleaseRundown(batch, "pendampingan di tempat kerja"));
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
      {Cat("Istirahat sepanjang yang dirancang. Panitia menetapkan jamnya dan menambahkan "
           "pendampingan: dua hari di dalam kota pada jam kerja, dua minggu kemudian di tempat "
           "kerja. Aula dan narasumber terpesan, tidak ada yang bentrok. Dengan ",
           Rupiah({cost.cost()}), " untuk ", seats, " orang, satu JP seorang peserta ", price, " (",
           hours, " JP)."),
       Cat("The breaks are as long as drafted. The organiser sets the hours and adds guidance: two "
           "days in the city, in working time, and at work two weeks later. The hall and the "
           "speakers are booked, nothing collides. With ",
           Rupiah({cost.cost()}), " for ", seats, " people a lesson hour (JP) of one costs ", price,
           " (", hours, " JP).")});
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
