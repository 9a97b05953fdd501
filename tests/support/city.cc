#include "tests/support/city.h"

#include "absl/strings/str_format.h"
#include "tests/support/letters.h"
#include "tests/support/matchers.h"

namespace binadaya::test {

const std::vector<std::string>& City::Competencies() {
  static const std::vector<std::string> all = {"M.01", "M.02", "M.03", "M.04", "M.05",
                                               "M.06", "M.07", "M.08", "SK.01"};
  return all;
}

std::string City::PeopleHeader() {
  return "nip,name,gender,birth_date,employment_type,grade,legal_position,unit,post,since\n";
}

absl::StatusOr<registry::v1::ImportReport> City::ImportPeople(
    const std::string& csv, bool confirm, const std::vector<int>& skip) {
  registry::v1::ImportRequest request;
  request.set_request_id(platform_.Id());
  request.set_file(csv);
  request.set_confirm(confirm);
  request.mutable_skip_lines()->Add(skip.begin(), skip.end());
  return platform_.registry().ImportPeople(platform_.Admin(absl::Minutes(2)), request);
}

absl::StatusOr<registry::v1::ImportReport> City::ImportUnits(
    const std::string& csv, bool confirm, const std::vector<int>& skip) {
  registry::v1::ImportRequest request;
  request.set_request_id(platform_.Id());
  request.set_file(csv);
  request.set_confirm(confirm);
  request.mutable_skip_lines()->Add(skip.begin(), skip.end());
  return platform_.registry().ImportUnits(platform_.Admin(), request);
}

void City::Found() {
  const absl::StatusOr<registry::v1::ImportReport> units = ImportUnits(
      "code,name,kind,parent,direct_service\n"
      "OPD04,\"Badan Kepegawaian, Pendidikan dan Pelatihan\",BADAN,,tidak\n"
      "33.74.14,Mijen,KECAMATAN,,ya\n"
      "33.74.14.1003,Purwosari,KELURAHAN,33.74.14,ya\n"
      "33.74.14.1004,Polaman,KELURAHAN,33.74.14,ya\n"
      "33.74.02,Semarang Utara,KECAMATAN,,ya\n"
      "33.74.02.1001,Purwosari,KELURAHAN,33.74.02,ya\n"
      "33.74.02.1002,Bulu Lor,KELURAHAN,33.74.02,ya\n",
      true);
  ASSERT_TRUE(units.ok()) << units.status();
  Post("CAMAT", registry::v1::ADMINISTRATOR, [](auto& post) { post.set_criticality(0.8); });
  Post("LURAH", registry::v1::SUPERVISOR, [](auto& post) { post.set_criticality(0.9); });
  Post("STAF", registry::v1::EXECUTOR, [](auto& post) { post.set_criticality(0.5); });
}

void City::Post(
    const std::string& code, registry::v1::PostGroup group,
    const std::function<void(registry::v1::DefinePostRequest&)>& further) {
  registry::v1::DefinePostRequest request;
  request.set_request_id(platform_.Id());
  request.set_code(code);
  request.set_title(code);
  request.set_group(group);
  request.set_family(code);
  request.set_valid_from("2020-01-01");
  further(request);
  const auto defined = platform_.registry().DefinePost(platform_.Analyst(), request);
  EXPECT_TRUE(defined.ok()) << defined.status();
}

void City::Move(const std::string& parent) {
  const auto report = ImportUnits(
      Cat("code,name,kind,parent,direct_service\n33.74.14.1003,Purwosari,KELURAHAN,", parent,
          ",ya\n"),
      true);
  EXPECT_TRUE(report.ok()) << report.status();
}

std::string City::Row(const std::string& post, const std::string& unit) {
  ++serial_;
  const int year = 1970 + serial_ / 100 % 25;
  const std::string birth =
      absl::StrFormat("%04d-%02d-%02d", year, 1 + serial_ % 12, 1 + serial_ % 28);
  const std::string number = absl::StrFormat(
      "%04d%02d%02d%04d031%03d", year, 1 + serial_ % 12, 1 + serial_ % 28, year + 24,
      900 + serial_ % 100);
  return Cat(
      number, ",Pegawai ", Letters(serial_), ",L,", birth, ",PNS,III/c,AKTIF,", unit, ",", post,
      ",2024-01-01\n");
}

std::string City::Person(const std::string& post, const std::string& unit) {
  const std::string row = Row(post, unit);
  const absl::StatusOr<registry::v1::ImportReport> report =
      ImportPeople(PeopleHeader() + row, true);
  EXPECT_TRUE(report.ok()) << report.status();
  const pg::Result id =
      platform_.sql("registry")
          .Query("SELECT person FROM employment_number WHERE value = $1", {row.substr(0, 18)});
  return id.empty() ? "" : id.String(0, 0);
}

std::string City::Head(const std::string& unit) {
  Post("KEPALA", registry::v1::ADMINISTRATOR, [](auto& post) { post.set_is_head(true); });
  return Person("KEPALA", unit);
}

absl::StatusOr<registry::v1::Person> City::Assign(
    const std::string& person, const std::string& post, const std::string& unit,
    const std::string& from, registry::v1::AssignmentKind kind, const std::string& to) {
  registry::v1::AssignPostRequest request;
  request.set_request_id(platform_.Id());
  request.set_person(person);
  request.set_post(post);
  request.set_unit(unit);
  request.set_kind(kind);
  request.set_valid_from(from.empty() ? absl::FormatCivilTime(platform_.clock().Today()) : from);
  request.set_valid_to(to);
  request.set_decree("800/1/2026");
  return platform_.registry().AssignPost(platform_.Analyst(), request);
}

std::string City::RatingCampaign(const std::string& unit) {
  registry::v1::OpenRatingCampaignRequest request;
  request.set_request_id(platform_.Id());
  request.set_name("Penilaian");
  request.set_unit(unit);
  request.set_opens(absl::FormatCivilTime(platform_.clock().Today() - 7));
  request.set_closes(absl::FormatCivilTime(platform_.clock().Today() + 63));
  const auto campaign = platform_.registry().OpenRatingCampaign(platform_.Analyst(), request);
  EXPECT_TRUE(campaign.ok()) << campaign.status();
  return campaign.ok() ? campaign->id() : "";
}

City::Levels City::Nine(double level) {
  Levels levels;
  for (const std::string& competency : Competencies()) levels.emplace_back(competency, level);
  return levels;
}

absl::StatusOr<registry::v1::Profile> City::Rate(
    const std::string& campaign, const std::string& person, registry::v1::RaterRole role,
    const Levels& levels, const std::string& rater, const std::string& seen_on) {
  registry::v1::RecordRatingsRequest request;
  request.set_request_id(platform_.Id());
  request.set_campaign(campaign);
  request.set_person(person);
  request.set_rater_role(role);
  request.set_seen_on(seen_on);
  for (const auto& [competency, level] : levels) {
    registry::v1::Judgement& judgement = *request.add_judgements();
    judgement.set_competency(competency);
    if (level >= 1) {
      judgement.set_level(level);
    } else {  // below level 1: none of its indicators
      registry::v1::Checklist& ticks = *judgement.add_checklist();
      ticks.set_level(1);
      ticks.set_indicators(3);
    }
  }
  const std::string subject = !rater.empty() ? rater
                              : role == registry::v1::RATER_SELF
                                  ? person
                                  : "0190a000-0000-7000-8000-000000000001";
  const v1::Role held = role == registry::v1::RATER_SUPERVISOR ? v1::SUPERVISOR
                        : role == registry::v1::RATER_ASSESSMENT_CENTER ||
                                role == registry::v1::RATER_TEST ||
                                role == registry::v1::RATER_EVIDENCE
                            ? v1::ASSESSOR
                            : v1::EMPLOYEE;
  if (const auto recorded =
          platform_.registry().RecordRatings(platform_.As(subject, {{held, "/"}}), request);
      !recorded.ok())
    return recorded.status();
  registry::v1::GetProfileRequest get;
  get.set_person(person);
  get.set_campaign(campaign);
  return platform_.registry().GetProfile(platform_.Analyst(), get);
}

absl::StatusOr<registry::v1::Profile> City::Profile(
    const std::string& person, const std::string& as_of) {
  registry::v1::GetProfileRequest get;
  get.set_person(person);
  get.set_as_of(as_of);
  return platform_.registry().GetProfile(platform_.Analyst(), get);
}

absl::StatusOr<registry::v1::Profile> City::Calibrate(
    const std::string& person, const std::string& competency, double level,
    const std::string& campaign) {
  registry::v1::CalibrateRatingRequest request;
  request.set_request_id(platform_.Id());
  request.set_person(person);
  request.set_competency(competency);
  request.set_level(level);
  request.set_note("rapat kalibrasi");
  request.set_campaign(campaign);
  return platform_.registry().CalibrateRating(
      platform_.As("pic", {{v1::UNIT_HR_OFFICER, "/"}}), request);
}

absl::StatusOr<registry::v1::Profile> City::Verify(
    const std::string& person, const std::string& campaign, const std::string& by) {
  registry::v1::DecideProfileRequest request;
  request.set_request_id(platform_.Id());
  request.set_person(person);
  request.set_campaign(campaign);
  return platform_.registry().VerifyProfile(
      platform_.As(by, {{v1::UNIT_HR_OFFICER, "/"}}), request);
}

absl::StatusOr<registry::v1::Profile> City::Validate(
    const std::string& person, const std::string& campaign, const std::string& by) {
  registry::v1::DecideProfileRequest request;
  request.set_request_id(platform_.Id());
  request.set_person(person);
  request.set_campaign(campaign);
  return platform_.registry().ValidateProfile(platform_.As(by, {{v1::UNIT_HEAD, "/"}}), request);
}

absl::StatusOr<registry::v1::Profile> City::Assess(
    const std::string& campaign, const std::string& person, const Levels& levels) {
  for (const auto role : {registry::v1::RATER_SUPERVISOR, registry::v1::RATER_SELF}) {
    if (auto rated = Rate(campaign, person, role, levels); !rated.ok()) return rated;
  }
  if (auto verified = Verify(person, campaign); !verified.ok()) return verified;
  return Validate(person, campaign);
}

Platform* RegistryTest::platform_ = nullptr;
City* RegistryTest::city_ = nullptr;

void RegistryTest::SetUpTestSuite() {
  platform_ = new Platform({"registry"});
  city_ = new City(*platform_);
  city_->Found();
}

void RegistryTest::TearDownTestSuite() {
  delete city_;
  delete platform_;
}

bool RegistryTest::NothingIsDue() {
  return platform_->sql("registry")
      .Query("SELECT 1 FROM timer WHERE due <= $1", {platform_->clock().Now()})
      .empty();
}

std::vector<std::string> RegistryTest::ToldAbout(const std::string& type, const std::string& id) {
  return platform_->sql("registry")
      .Query(
          "SELECT substring(encode(headers, 'escape') FROM 'registry[.]([a-z_]+[.][a-z_]+)[.]v1')"
          " FROM event_log WHERE aggregate_type = $1 AND aggregate_id = $2"
          " ORDER BY aggregate_version",
          {type, id})
      .Map([](pg::Row row) { return row.String(); });
}

operations::v1::Job RegistryTest::Ended(const std::string& id) {
  operations::v1::GetJobRequest request;
  request.set_job(id);
  operations::v1::Job job;
  EXPECT_TRUE(Eventually([&] {
    job = *platform_->operations("registry").GetJob(platform_->Admin(), request);
    return !job.ended_at().empty();
  }));
  return job;
}

void RegistryOverTime::TearDown() {
  EXPECT_TRUE(Eventually([] { return NothingIsDue(); }));
  ASSERT_THAT(platform_->clock().MoveTo(now_), IsOk());
}

void RegistryOverTime::MoveTo(absl::CivilDay day) {
  ASSERT_THAT(platform_->clock().MoveTo(platform_->clock().StartOf(day) + absl::Hours(8)), IsOk());
}

}  // namespace binadaya::test
