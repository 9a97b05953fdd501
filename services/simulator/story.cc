#include "services/simulator/story.h"

#include "absl/strings/str_format.h"
#include "services/cli/language.h"
#include "services/cli/views.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/reference.h"

namespace binadaya::simulator {
namespace {

constexpr absl::CivilDay kFirstDay(2026, 1, 5);
constexpr int kDaysToNeeds = 7;
constexpr int kDaysToSecondRating = 15;
// To 9 March, 1 April and 4 May.
constexpr int kDaysToSecondCampaign = 41;
constexpr int kDaysToMove = 23;
constexpr int kDaysToCareer = 33;
// To 15 June, 6 July, 27 July and 1 December.
constexpr int kDaysToPrograms = 14;
constexpr int kDaysToPortfolio = 21;
constexpr int kDaysToPlan = 21;
constexpr int kDaysToBudget = 127;
constexpr char kShownKecamatan[] = "33.74.14";

}  // namespace

absl::Status Stopped(const Message& why) {
  return Refuse({.rule = "DEMO", .where = "", .message = why});
}

absl::Status Story::Play() {
  RETURN_IF_ERROR(Begin());
  RETURN_IF_ERROR(ImportUnitsAndPosts());
  RETURN_IF_ERROR(TryBadFile());
  RETURN_IF_ERROR(ImportPeople());
  RETURN_IF_ERROR(RateLeaders());
  RETURN_IF_ERROR(ShowGapGroups());
  RETURN_IF_ERROR(world_.MoveTo(world_.today() + kDaysToNeeds));
  RETURN_IF_ERROR(DetectNeeds());
  RETURN_IF_ERROR(RecordDirective());
  RETURN_IF_ERROR(RankNeeds());
  RETURN_IF_ERROR(world_.MoveTo(world_.today() + kDaysToSecondRating));
  RETURN_IF_ERROR(RateOneGroupAgain());
  RETURN_IF_ERROR(WatchNeedClose());
  RETURN_IF_ERROR(ShowDashboard());
  RETURN_IF_ERROR(ShowChain());
  RETURN_IF_ERROR(world_.MoveTo(world_.today() + kDaysToSecondCampaign));
  RETURN_IF_ERROR(RateAFewInOneCompetency());
  RETURN_IF_ERROR(CorrectOneLevel());
  RETURN_IF_ERROR(world_.MoveTo(world_.today() + kDaysToMove));
  RETURN_IF_ERROR(MoveKelurahan());
  RETURN_IF_ERROR(world_.MoveTo(world_.today() + kDaysToCareer));
  RETURN_IF_ERROR(OpenCareerPath());
  RETURN_IF_ERROR(RetireTheLast());
  RETURN_IF_ERROR(world_.MoveTo(world_.today() + kDaysToPrograms));
  RETURN_IF_ERROR(TryProgramAsBefore());
  RETURN_IF_ERROR(DesignPrograms());
  RETURN_IF_ERROR(world_.MoveTo(world_.today() + kDaysToPortfolio));
  RETURN_IF_ERROR(ChoosePortfolio());
  RETURN_IF_ERROR(world_.MoveTo(world_.today() + kDaysToPlan));
  RETURN_IF_ERROR(SetPlan());
  RETURN_IF_ERROR(world_.MoveTo(world_.today() + kDaysToBudget));
  RETURN_IF_ERROR(TryPrintedBudget());
  RETURN_IF_ERROR(BringBudgetIntoForce());
  RETURN_IF_ERROR(BindAndSpend());
  RETURN_IF_ERROR(TryPrintedRundown());
  RETURN_IF_ERROR(ScheduleBatches());
  RETURN_IF_ERROR(PlaceTheRest());
  RETURN_IF_ERROR(ChooseParticipants());
  RETURN_IF_ERROR(PublishBatches());
  RETURN_IF_ERROR(AnswerSeats());
  RETURN_IF_ERROR(MakeLetters());
  RETURN_IF_ERROR(ChangeAgenda());
  RETURN_IF_ERROR(CheckInByCode());
  RETURN_IF_ERROR(KeepTheSheets());
  RETURN_IF_ERROR(MakeUpWhatWasLost());
  RETURN_IF_ERROR(PrintSheets());
  RETURN_IF_ERROR(CreditHours());
  RETURN_IF_ERROR(ShowWhatWasDone());
  RETURN_IF_ERROR(ShowWorkedExample());
  ShowWhereToLook();
  return absl::OkStatus();
}

absl::Status Story::Begin() {
  registry::v1::ListUnitsRequest request;
  request.set_page_size(1);
  ASSIGN_OR_RETURN(
      const auto units,
      world_.Ask(Analyst(), world_.registry(), &registry::RegistryClient::ListUnits, request));
  // Time goes back only where nothing has happened yet.
  if (units.units().empty() || world_.today() < kFirstDay) return world_.MoveTo(kFirstDay);
  return absl::OkStatus();
}

void Story::Show(const v1::ErrorDetails& refused) {
  std::vector<std::vector<std::string>> table = {
      {cli::Say("aturan", "rule"), cli::Say("di mana", "where"),
       cli::Say("apa yang salah, dan apa yang harus dilakukan", "what is wrong, and what to do")}};
  for (const v1::Finding& finding : refused.findings()) {
    if (!finding.warning())
      table.push_back({finding.rule(), finding.where(), cli::Say(finding.id(), finding.en())});
  }
  tell_.Table(table);
}

absl::Status Story::ShowDashboard() {
  tell_.Step(
      {Cat("Dasbor kecamatan ", NameOfUnit(kShownKecamatan), ", seperti yang dilihat camatnya"),
       Cat("The dashboard of kecamatan ", NameOfUnit(kShownKecamatan), ", as its camat sees it")});
  const auto see = [this](const Actor& actor, const std::string& unit) {
    reporting::v1::GetDashboardRequest request;
    request.set_unit(unit);
    return world_.Ask(
        actor, world_.reporting(), &reporting::ReportingClient::GetDashboard, request);
  };
  // Reporting learns from events; it is a moment behind.
  const int rated = static_cast<int>(leadership_->leaders().size());
  RETURN_IF_ERROR(
      WaitUntil("reporting has heard of every valid profile", [&]() -> absl::StatusOr<bool> {
        ASSIGN_OR_RETURN(const auto city, see(As("wali-kota", v1::APPOINTING_AUTHORITY, "/"), ""));
        return city.rated() >= rated && city.people() > 0;
      }));
  ASSIGN_OR_RETURN(
      const auto dashboard,
      see(As("camat", v1::UNIT_HEAD, Cat("/", kShownKecamatan, "/")), kShownKecamatan));
  const std::string match = absl::StrFormat("%.1f", dashboard.mean_match());
  tell_.Say(
      {Cat(dashboard.people(), " pegawai di ", dashboard.units(), " unit, ", dashboard.rated(),
           " di antaranya dinilai; kesesuaian jabatan (JPM) rata-rata ", match, " %: ",
           dashboard.match_optimal(), " optimal, ", dashboard.match_fair(), " cukup optimal, ",
           dashboard.match_poor(), " kurang optimal. Semuanya dipelajari dari peristiwa."),
       Cat(dashboard.people(), " people in ", dashboard.units(), " units, ", dashboard.rated(),
           " of them rated; job-person match (JPM) ", match, " % on average: ",
           dashboard.match_optimal(), " optimal, ", dashboard.match_fair(), " cukup optimal, ",
           dashboard.match_poor(), " kurang optimal. Learned from events only.")});
  tell_.Block(cli::DashboardText(dashboard));
  return absl::OkStatus();
}

void Story::ShowWhereToLook() {
  const cli::Environment& env = world_.environment();
  const std::string local = env.Get("LOCAL", ".local");
  using cli::Say;
  tell_.Step({"Lihat sendiri", "Where to look"});
  tell_.Table(
      {{Say("apa", "what"), Say("di mana", "where")},
       {"registry, needs, budgeting, scheduling, reporting (gRPC)",
        Cat(env.Get("REGISTRY_ADDRESS"), ", ", env.Get("NEEDS_ADDRESS"), ", ",
            env.Get("BUDGETING_ADDRESS"), ", ", env.Get("SCHEDULING_ADDRESS"), ", ",
            env.Get("REPORTING_ADDRESS"))},
       {Say("proses, port", "processes, ports"),
        Say("deploy/status; port kedua sebuah layanan menyajikan /metrics",
            "deploy/status; the second port of a service serves /metrics")},
       {Say("log", "logs"), Say("deploy/logs [proses] [-f]", "deploy/logs [process] [-f]")},
       {Say("cerita ini sebagai halaman", "this story as a page"), Cat(local, "/demo.html")},
       {Say("berkas yang diimpor", "the files that were imported"), Cat(local, "/demo/")},
       {Say("dokumen dan kalender", "documents and calendars"), Cat(KeptIn(), "/")},
       {Say("menghentikannya", "stop it"), Say("deploy/down (--wipe juga menghapus datanya)",
                                               "deploy/down (--wipe removes the data too)")}});
  tell_.Say(
      {"Silakan dicoba (programnya ada di tempat dibangun, build/release/bin):",
       "To try (the programs lie where they were built, build/release/bin):"});
  tell_.Block(
      Cat("source ", local, "/env\n", "binadaya list needs --campaign ", needs_campaign_, "\n",
          "binadaya list people --profile disputed\n", "binadaya chain need ",
          programs_.front().design().needs(0), "\n", "binadaya list retirements --unit ",
          kShownKecamatan, "\n", "binadaya list candidates --target ", chosen_.competency(),
          "=1 --unit ", kShownKecamatan, "\n", "binadaya get dashboard ", kShownKecamatan, "\n",
          "binadaya schedule week ", kAgency, " --from ", absl::FormatCivilTime(first_days_.first),
          "\n", "binadaya get rundown ", batches_.front().id(), "\n", "binadaya participants list ",
          batches_.front().id(), "\n", "binadaya schedule checklist ", batches_.front().id(), "\n",
          "binadaya attendance delivery ", batches_.front().id(), "\n", "binadaya document sheet ",
          batches_.front().id(), " 2 --out daftar-hadir.pdf\n", "binadaya list documents --unit ",
          kAgency, "\n", "binadaya audit --method ValidateProfile\n", "binadaya verify-audit\n",
          "kcat -C -b ", env.Get("KAFKA"), " -t binadaya.needs.v1 -o beginning -e -f '%k  %h\\n'"));
}

}  // namespace binadaya::simulator
