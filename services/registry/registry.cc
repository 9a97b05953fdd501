#include "services/registry/registry.h"

#include "services/common/app.h"
#include "services/common/status.h"
#include "services/registry/campaign_store.h"
#include "services/registry/directory_store.h"
#include "services/registry/reporting_line.h"

namespace binadaya::registry {

absl::Status LevelMissing() {
  return Refuse(
      absl::StatusCode::kInvalidArgument,
      {{.rule = "RATE-09",
        .where = "level",
        .message = {
            "Tingkat yang diputuskan tidak diisi. Isi 0 sampai 5.",
            "The level that was decided is missing. Enter 0 to 5."}}});
}

absl::CivilDay DayOr(const std::string& text, absl::CivilDay otherwise) {
  absl::CivilDay day = otherwise;
  if (!text.empty()) absl::ParseCivilTime(text, &day);
  return day;
}

Registry::Registry(App& app)
    : db_(app.db()), clock_(app.clock()), policies_(app.policies()), pages_(app.pages()) {
  db_.On(
      "one_definitive",
      Refuse(
          absl::StatusCode::kAborted,
          {{.rule = "PER-09",
            .where = "person",
            .message = {
                "Penempatan pegawai ini baru saja diubah pihak lain. Baca ulang, lalu putuskan "
                "lagi.",
                "Someone else has just placed this person. Read again and decide anew."}}}));
  db_.On(
      "employment_number_pkey",
      Refuse(absl::StatusCode::kAlreadyExists, {domain::NumberTaken("number")}));
}

Parts Wire(App& app) {
  auto registry = std::make_shared<Registry>(app);
  const auto by = [self = registry.get()](auto handler) {
    return [self, handler](const Call& call, const std::string& subject) {
      return (self->*handler)(call, subject);
    };
  };
  return {
      .service = registry.get(),
      .subscriptions = {},
      .timers =
          {{"profile_expiry", by(&Registry::Expire)},
           {"appeal_due", by(&Registry::AppealDue)},
           {"holidays", by(&Registry::TellHolidaysByTimer)},
           {"rating_reminder", by(&Registry::Remind)},
           {"rating_campaign_end", by(&Registry::EndCampaign)},
           {"act", by(&Registry::TakeEffectByTimer)},
           {"unit_act", by(&Registry::TakeUnitActsByTimer)},
           {"post_version", by(&Registry::BeginVersion)},
           {"post_measuring", by(&Registry::MeasureHolders)},
           {"career_path", by(&Registry::BeginPath)},
           {"required_training", by(&Registry::BeginRequirement)}},
      .jobs = {Jobs::Of<v1::StartImportRequest>(
          Registry::kImportJob,
          [self = registry.get()](JobRun& run, const v1::StartImportRequest& request) {
            return self->DoImport(run, request);
          })},
      .hooks = {},
      .figures = {Awaiting(R"(
          -- consolidated, disputed, verified
          SELECT 'rating case', count(*)
          FROM rating_case
          WHERE state IN (2, 3, 4)
          UNION ALL
          SELECT 'appeal', count(*)
          FROM appeal
          WHERE state = 1)")},
      .owner = registry};
}

absl::StatusOr<std::string> Registry::PathOf(
    Call& call, ::binadaya::v1::ScopeKind kind, const std::string& id) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<std::string> {
    switch (kind) {
      case ::binadaya::v1::UNIT:
        return directory_store::PathOfUnit(tx, id);
      case ::binadaya::v1::PERSON:
        return directory_store::PathOfPerson(tx, id);
      case ::binadaya::v1::CAMPAIGN: {
        ASSIGN_OR_RETURN(const campaign_store::Campaign campaign, campaign_store::Get(tx, id));
        return campaign.path;
      }
      case ::binadaya::v1::SUPERIOR: {
        const auto head = reporting_line::Superior(tx, id, call.today());
        if (!head.has_value() || head->person != call.subject())
          return absl::NotFoundError("not the superior");
        return directory_store::PathOfPerson(tx, id);
      }
      default:
        return RegistryService::PathOf(call, kind, id);
    }
  });
}

void Registry::Await(Tx& tx, const char* timer, const std::string& code, absl::CivilDay day) {
  tx.At(clock_.StartOf(day), timer, Cat(code, "@", absl::FormatCivilTime(day)));
}

std::pair<std::string, std::string> Registry::Halves(const std::string& subject) {
  const std::size_t at = subject.rfind('@');
  return {subject.substr(0, at), subject.substr(at + 1)};
}

absl::StatusOr<absl::CivilDay> Registry::DayAsked(const Call& call, const std::string& as_of) {
  const absl::CivilDay day = DayOr(as_of, call.today());
  if (day <= call.today()) return day;
  return Refuse(
      absl::StatusCode::kInvalidArgument,
      {{.rule = "ASOF-01",
        .where = "as_of",
        .message = {
            "Hari itu belum tiba, jadi keadaannya belum diketahui. Isi hari ini atau sebelumnya.",
            "That day has not come, so nobody knows how things will stand. Enter today or a day "
            "before."}}});
}

domain::RatingPolicy Registry::RatingPolicy(Tx& tx) {
  const std::vector<double> weights = rating_weights_.Today(tx);
  const std::vector<double> years = validity_years_.Today(tx);
  return {
      .supervisor = weights[0],
      .peer = weights[1],
      .self = weights[2],
      .min_peers = static_cast<int>(min_peers_.Today(tx)[0]),
      .dispute_distance = dispute_distance_.Today(tx)[0],
      .assessment_validity_years = static_cast<int>(years[0]),
      .profile_validity_years = static_cast<int>(years[1]),
      .seen_within_months = static_cast<int>(seen_within_.Today(tx)[0]),
      .coverage_min = coverage_min_.Today(tx)[0]};
}

domain::LevelTable Registry::LevelsOf(
    Tx& tx, const Policy& groups, const Policy& expert, const Policy& skilled) {
  const std::vector<double> group = groups.Today(tx);
  domain::LevelTable table{
      .senior_leader = static_cast<int>(group[0]),
      .administrator = static_cast<int>(group[1]),
      .supervisor = static_cast<int>(group[2]),
      .executor = static_cast<int>(group[3])};
  const std::vector<double> of_expert = expert.Today(tx), of_skilled = skilled.Today(tx);
  for (std::size_t i = 0; i < 4; ++i) {
    table.expert[i] = static_cast<int>(of_expert[i]);
    table.skilled[i] = static_cast<int>(of_skilled[i]);
  }
  return table;
}

domain::BandPolicy Registry::BandPolicy(Tx& tx) {
  const std::vector<double> severity = gap_severity_.Today(tx);
  const std::vector<double> match = match_bands_.Today(tx);
  return {
      .medium = severity[0],
      .high = severity[1],
      .match_fair = match[0],
      .match_optimal = match[1]};
}

domain::AgePolicy Registry::AgePolicy(Tx& tx) {
  const std::vector<double> ages = ages_.Today(tx);
  return {
      .working_age = static_cast<int>(ages[0]),
      .civil_servant_max = static_cast<int>(ages[1]),
      .contract_min = static_cast<int>(ages[2])};
}

domain::LevelTable Registry::StandardLevels(Tx& tx) {
  return LevelsOf(tx, standard_level_, standard_expert_, standard_skilled_);
}

int Registry::HorizonYears(Tx& tx) { return static_cast<int>(horizon_years_.Today(tx)[0]); }

domain::LevelTable Registry::RetirementAges(Tx& tx) {
  return LevelsOf(tx, retirement_age_, retirement_expert_, retirement_skilled_);
}

}  // namespace binadaya::registry
