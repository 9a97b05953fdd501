// What is done to one person, and lists that somebody asks with a question in mind.
#include "binadaya/registry/v1/registry.rpc.h"
#include "gmock/gmock.h"
#include "services/cli/employment.h"
#include "services/cli/lists.h"
#include "services/cli/profiles.h"
#include "services/cli/records.h"
#include "services/cli/regulations.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/fake_services.h"
#include "tests/unit/cli/samples.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using test::IsOk;
using test::RefusedBy;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ContainsRegex;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
namespace rv = registry::v1;

constexpr char kOtherThing[] = "019c0000-07b2-7153-a111-105640aa0002";
constexpr char kThing[] = "019c0000-07b2-7153-a111-105640aa0001";

// A registry with Sekar, her head, and what a test puts there.
class PeopleTest : public CommandsTest {
 protected:
  PeopleTest() {
    Answers<rv::ListPeopleRequest>("ListPeople", [](const rv::ListPeopleRequest& request) {
      return Of<rv::ListPeopleResponse>(
          request.name() == "sekar"
              ? Cat("people { id: '", kSekar, "' name: 'Sekar Lowanda' }")
              : Cat("people { id: '", kHead, "' name: 'Jatisasih Larisdewi' }"));
    });
    Answers<rv::GetPersonRequest>("GetPerson", [](const rv::GetPersonRequest& request) {
      return Of<rv::Person>(Cat("id: '", request.person(), "' name: 'Sekar Lowanda'"));
    });
    Answers<rv::ResolvePeopleRequest>("ResolvePeople", [](const rv::ResolvePeopleRequest& request) {
      rv::ResolvePeopleResponse response;
      for (const std::string& id : request.people()) {
        rv::ResolvedPerson& person = *response.add_people();
        person.set_id(id);
        person.set_name("Sekar Lowanda");
      }
      return response;
    });
    Answers<rv::ListCompetenciesRequest>(
        "ListCompetencies", [](const rv::ListCompetenciesRequest&) {
          return Of<rv::ListCompetenciesResponse>("competencies { code: 'M.08' }");
        });
  }
  // What a method answers, which is asked `request_` last of those that are kept.
  template <class Request, class Answer>
  void Answers(const char* name, Answer answer) {
    registry_.On<Request, decltype(answer(Request()))>(
        name, [answer](const Request& request) -> absl::StatusOr<decltype(answer(request))> {
          return answer(request);
        });
  }
  void Serve() { CommandsTest::Serve("REGISTRY_ADDRESS", registry_); }

  Fake registry_;
};

TEST_F(PeopleTest, AnAppealIsFiledByThePersonHimself) {
  rv::AppealLevelRequest asked;
  Answers<rv::AppealLevelRequest>("AppealLevel", [&](const rv::AppealLevelRequest& request) {
    asked = request;
    return Of<rv::Appeal>(Cat(
        "person: '", kSekar,
        "' competency: 'M.08' level: 1 claimed: 3 filed_on: '2026-01-06' decide_by: '2026-02-02' "
        "state: APPEAL_FILED reason: 'banjir'"));
  });
  Serve();
  DecisionOptions options;
  options.person = "sekar";
  options.competency = "keputusan";
  options.reason = "banjir";
  options.level = 3;
  const auto filed = RunAppealSubmit(environment(), options);
  ASSERT_THAT(filed, IsOk());
  EXPECT_EQ(registry_.asked_by.back(), kSekar);
  EXPECT_EQ(asked.person(), kSekar);
  EXPECT_EQ(asked.competency(), "M.08");
  EXPECT_EQ(asked.claimed(), 3);
  EXPECT_THAT(
      filed->text, ContainsRegex("Sekar Lowanda +M.08 +1 +3 +2026-01-06 +2026-02-02 +filed"));
  options.level.reset();
  ASSERT_THAT(RunAppealSubmit(environment(), options), IsOk());
  EXPECT_FALSE(asked.has_claimed());
}

TEST_F(PeopleTest, AnAppealIsFoundByItsPersonAndCompetencyAndDecidedByWhoIsNamed) {
  rv::DecideAppealRequest asked;
  Answers<rv::ListAppealsRequest>("ListAppeals", [](const rv::ListAppealsRequest&) {
    return Of<rv::ListAppealsResponse>(
        Cat("appeals { id: '", kOtherThing, "' person: '", kSekar, "' competency: 'M.04' } ",  //
            "appeals { id: '", kOtherThing, "' person: '", kHead, "' competency: 'M.08' } ",   //
            "appeals { id: '", kThing, "' person: '", kSekar, "' competency: 'M.08' }"));
  });
  Answers<rv::DecideAppealRequest>("DecideAppeal", [&](const rv::DecideAppealRequest& request) {
    asked = request;
    return Of<rv::Appeal>(
        "competency: 'M.08' level: 1 state: APPEAL_UPHELD decided_on: '2026-01-20' reason: 'banjir'"
        " decision { level: 2 note: 'ada bukti' }");
  });
  Serve();
  DecisionOptions options;
  options.person = "sekar";
  options.competency = "M.08";
  options.outcome = "dikabulkan";
  options.reason = "ada bukti";
  options.level = 2;
  const auto decided = RunAppealDecide(environment(), options);
  ASSERT_THAT(decided, IsOk());
  EXPECT_EQ(registry_.asked_by.back(), "operator");
  EXPECT_EQ(asked.appeal(), kThing);
  EXPECT_EQ(asked.decision(), rv::APPEAL_UPHELD);
  EXPECT_EQ(asked.level(), 2);
  EXPECT_THAT(decided->text, HasSubstr("upheld → 2 (2026-01-20)  banjir | ada bukti"));
  options.by = "jatisasih";
  ASSERT_THAT(RunAppealDecide(environment(), options), IsOk());
  EXPECT_EQ(registry_.asked_by.back(), kHead);
  options.outcome = "mungkin";
  EXPECT_EQ(ExitCodeOf(RunAppealDecide(environment(), options).status()), ExitCode::kUsage);
}

TEST_F(PeopleTest, AnAppealThatDoesNotWaitIsNoAppeal) {
  Answers<rv::ListAppealsRequest>(
      "ListAppeals", [](const rv::ListAppealsRequest&) { return rv::ListAppealsResponse(); });
  Serve();
  DecisionOptions options;
  options.person = "sekar";
  options.outcome = "ditolak";
  EXPECT_THAT(RunAppealDecide(environment(), options), RefusedBy("FIND-01"));
}

TEST_F(PeopleTest, ADecisionIsEnteredInTheNameOfWhoMadeIt) {
  rv::CorrectLevelRequest asked;
  Answers<rv::CorrectLevelRequest>("CorrectLevel", [&](const rv::CorrectLevelRequest& request) {
    asked = request;
    return Of<rv::Profile>(Cat("person: '", kSekar, "'"));
  });
  Serve();
  DecisionOptions options;
  options.person = "sekar";
  options.by = "jatisasih";
  options.competency = "keputusan";
  options.level = 0;  // a level of 0 is one
  options.reason = "salah orang";
  const auto corrected = RunCorrectLevel(environment(), options);
  ASSERT_THAT(corrected, IsOk());
  EXPECT_THAT(registry_.asked_by, Contains(kHead));
  EXPECT_TRUE(asked.has_level());
  EXPECT_EQ(asked.reason(), "salah orang");
  EXPECT_THAT(corrected->text, HasSubstr("decided in the name of Jatisasih Larisdewi\n"));
}

TEST_F(PeopleTest, OnesOwnFileAndReportsAreAskedInOnesOwnName) {
  Answers<rv::GetOwnFileRequest>("GetOwnFile", [](const rv::GetOwnFileRequest&) {
    return Of<rv::OwnFile>(
        Cat("person { name: 'Sekar Lowanda' } numbers { number: '198001012005011001' valid_from: "
            "'2005-01-01' } superior: '",
            kHead,
            "' profile { levels { competency: 'M.08' level: 3 } } job_person_match: 81.5 "
            "appealable { competency: 'M.08' last_day: '2026-01-20' }"));
  });
  Answers<rv::ListReportsRequest>(
      "ListReports", [](const rv::ListReportsRequest&) { return rv::ListPeopleResponse(); });
  Serve();
  const auto file = RunGetOwnFile(environment(), "sekar");
  ASSERT_THAT(file, IsOk());
  EXPECT_THAT(registry_.asked_by, ElementsAre("operator", kSekar, "operator"));
  EXPECT_THAT(
      file->text, AllOf(
                      ContainsRegex("\\*\\*\\* +2005-01-01"), HasSubstr("81.5 %"),
                      ContainsRegex("M.08 +2026-01-20"), Not(HasSubstr("1980"))));
  EXPECT_THAT(file->json, Not(HasSubstr("198001012005011001")));
  registry_.asked_by.clear();
  ListOptions options;
  options.text = "sekar";
  ASSERT_THAT(RunListReports(environment(), options), IsOk());
  EXPECT_THAT(registry_.asked_by, ElementsAre("operator", kSekar));
}

TEST(OwnFileText, OfWhoWasNeverRatedDoesNotCallTheMatchNothing) {
  const SpeakingIndonesian id;
  for (const char* unrated : {"", "profile { state: SUBMITTED }"}) {
    EXPECT_THAT(
        OwnFileText(Of<rv::OwnFile>(unrated), {}),
        AllOf(ContainsRegex("\\(JPM\\) +belum dinilai\n"), Not(HasSubstr("%"))));
  }
  EXPECT_THAT(
      OwnFileText(Of<rv::OwnFile>("profile { levels { competency: 'M.08' } }"), {}),
      HasSubstr("0 %"));
}

TEST_F(PeopleTest, ARecordIsAnnulledByTheFirstLettersOfItsId) {
  rv::AnnulRecordRequest asked;
  Answers<rv::ListRecordsRequest>("ListRecords", [](const rv::ListRecordsRequest&) {
    return Of<rv::ListRecordsResponse>(
        Cat("records { id: '", kThing, "' kind: RECORD_LEAVE code: 'TAHUNAN' } records { id: '",
            kOtherThing, "' kind: RECORD_APPRAISAL code: 'BAIK' year: 2025 }"));
  });
  Answers<rv::AnnulRecordRequest>("AnnulRecord", [&](const rv::AnnulRecordRequest& request) {
    asked = request;
    return Of<rv::Record>(
        "kind: RECORD_APPRAISAL code: 'BAIK' year: 2025 ended_on: '2026-02-01' ended_because: "
        "'keliru'");
  });
  Serve();
  RecordOptions options;
  options.person = "sekar";
  options.record = "019c0000";
  options.reason = "keliru";
  EXPECT_THAT(RunRecordAnnul(environment(), options), RefusedBy("FIND-02"));
  options.record = kOtherThing;
  const auto annulled = RunRecordAnnul(environment(), options);
  ASSERT_THAT(annulled, IsOk());
  EXPECT_EQ(asked.record(), kOtherThing);
  EXPECT_THAT(
      annulled->text, AllOf(
                          HasSubstr("Sekar Lowanda:\n"),
                          ContainsRegex("appraisal +good +2025 .*2026-02-01: keliru")));
}

TEST_F(PeopleTest, AnActThatNoLongerStandsIsNotAnnulled) {
  rv::AnnulActRequest asked;
  Answers<rv::ListActsRequest>("ListActs", [](const rv::ListActsRequest&) {
    return Of<rv::ListActsResponse>(
        Cat("acts { id: '", kThing, "' state: ACT_ANNULLED } acts { id: '", kOtherThing,
            "' state: ACT_PENDING kind: ACT_RETIREMENT effective: '2026-06-01' }"));
  });
  Answers<rv::AnnulActRequest>("AnnulAct", [&](const rv::AnnulActRequest& request) {
    asked = request;
    return Of<rv::Act>("state: ACT_ANNULLED ended_because: 'keliru'");
  });
  Serve();
  ActOptions options;
  options.person = "sekar";
  options.act = "019c";
  options.reason = "keliru";
  const auto annulled = RunAnnulAct(environment(), options);
  ASSERT_THAT(annulled, IsOk());
  EXPECT_EQ(asked.act(), kOtherThing);
  EXPECT_THAT(annulled->text, HasSubstr("annulled (keliru)"));
  options.act = kThing;
  EXPECT_THAT(RunAnnulAct(environment(), options), RefusedBy("FIND-01"));
}

TEST_F(PeopleTest, ATargetHasALiftAndAWeight) {
  std::vector<rv::ListCandidatesRequest> asked;
  Answers<rv::ListCandidatesRequest>(
      "ListCandidates", [&](const rv::ListCandidatesRequest& request) {
        asked.push_back(request);
        return Of<rv::ListCandidatesResponse>(
            Cat("candidates { person: '", kSekar, "' post: 'LURAH' score: 66.66 in_family: true ",
                "reasons { competency: 'M.08' known: true gap: 2 points: 66.66 } ",
                "reasons { competency: 'M.04' } }"));
      });
  Serve();
  ListOptions options;
  options.targets = {"M.08=1", "keputusan=2:0.5"};
  const auto listed = RunListCandidates(environment(), options);
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].targets(0).lift(), 1);
  EXPECT_EQ(asked[0].targets(0).weight(), 1);
  EXPECT_EQ(asked[0].targets(1).competency(), "M.08");
  EXPECT_EQ(asked[0].targets(1).lift(), 2);
  EXPECT_EQ(asked[0].targets(1).weight(), 0.5);
  EXPECT_THAT(
      listed->text, ContainsRegex("66.7 +Sekar Lowanda +LURAH +yes +M.08 2 → 66.7, M.04 \\?"));
  for (const char* wrong : {"M.08", "M.08=x", "M.08=1:", "M.08=1:x"}) {
    options.targets = {wrong};
    EXPECT_EQ(ExitCodeOf(RunListCandidates(environment(), options).status()), ExitCode::kUsage)
        << wrong;
  }
}

TEST_F(PeopleTest, ACareerPathGoesOnOrEndsButNotBoth) {
  std::vector<rv::SetCareerPathRequest> asked;
  Answers<rv::SetCareerPathRequest>("SetCareerPath", [&](const rv::SetCareerPathRequest& request) {
    asked.push_back(request);
    return Of<rv::CareerPath>("family: 'LURAH' valid_from: '2026-03-02' basis: 'Perwal'");
  });
  Serve();
  RegulationOptions options;
  options.family = "LURAH";
  options.basis = "Perwal";
  EXPECT_EQ(ExitCodeOf(RunCareerSet(environment(), options).status()), ExitCode::kUsage);
  options.ends = true;
  const auto ended = RunCareerSet(environment(), options);
  ASSERT_THAT(ended, IsOk());
  EXPECT_THAT(ended->text, ContainsRegex("LURAH +\\(ends\\) +2026-03-02 +Perwal"));
  options.next_families = {"PIMPINAN_KECAMATAN"};
  EXPECT_EQ(ExitCodeOf(RunCareerSet(environment(), options).status()), ExitCode::kUsage);
  options.ends = false;
  ASSERT_THAT(RunCareerSet(environment(), options), IsOk());
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_THAT(asked[0].next_families(), IsEmpty());
  EXPECT_THAT(asked[1].next_families(), ElementsAre("PIMPINAN_KECAMATAN"));
}

TEST_F(PeopleTest, AHolidayHasADayAndAName) {
  rv::SetHolidaysRequest asked;
  Answers<rv::SetHolidaysRequest>("SetHolidays", [&](const rv::SetHolidaysRequest& request) {
    asked = request;
    return rv::Holidays();
  });
  Serve();
  RegulationOptions options;
  options.year = 2026;
  options.holidays = {"2026-01-01=Tahun Baru", "2026-03-19=Nyepi = sunyi"};
  ASSERT_THAT(RunHolidaysSet(environment(), options), IsOk());
  EXPECT_EQ(asked.year(), 2026);
  EXPECT_EQ(asked.holidays(0).day(), "2026-01-01");
  EXPECT_EQ(asked.holidays(1).name(), "Nyepi = sunyi");
  EXPECT_FALSE(asked.holidays(1).provisional());
  options.provisional = {"2026-03-19"};
  ASSERT_THAT(RunHolidaysSet(environment(), options), IsOk());
  EXPECT_FALSE(asked.holidays(0).provisional());
  EXPECT_TRUE(asked.holidays(1).provisional());
  options.provisional = {"2026-03-20"};
  EXPECT_EQ(ExitCodeOf(RunHolidaysSet(environment(), options).status()), ExitCode::kUsage);
  options.provisional.clear();
  options.holidays = {"2026-01-01"};
  EXPECT_EQ(ExitCodeOf(RunHolidaysSet(environment(), options).status()), ExitCode::kUsage);
}

TEST(PeopleTexts, NamePeopleAndSpeakOneLanguage) {
  const auto retirements = Of<rv::ListRetirementsResponse>(
      "retirements { person: 'p' post: 'LURAH' unit: 'U' leaves_on: '2026-06-01' exit: "
      "EXIT_RETIREMENT } retirements { person: 'q' exit: EXIT_CONTRACT_END }");
  EXPECT_THAT(
      RetirementsText(retirements, {{"p", "Sekar"}}),
      AllOf(
          ContainsRegex("2026-06-01 +Sekar +LURAH +U +retirement +p"),
          ContainsRegex("q +contract end +q")));
  const auto gaps = Of<rv::ListGapsResponse>(
      "gaps { person: 'p' competency: 'M.08' required: 3 actual: 1.5 gap: 1.5 severity: 'LOW' "
      "family: 'LURAH' next_family: 'CAMAT' }");
  EXPECT_THAT(GapsText(gaps.gaps(), {}), Not(HasSubstr("NAME")));
  EXPECT_THAT(
      GapsText(gaps.gaps(), {{"p", "Sekar"}}),
      ContainsRegex("Sekar +M.08 +3 +1.5 +1.5 +low +LURAH → CAMAT"));
  EXPECT_THAT(
      GapGroupsText(Of<rv::ListGapGroupsResponse>(
          "groups { competency: 'M.08' to_level: 2 family: 'LURAH' affected: 94 population: 177 "
          "rated: 176 mean_gap: 0.93 from_levels { level: 0 people: 23 } from_levels { level: 1 "
          "people: 71 } } withheld: true")),
      AllOf(
          ContainsRegex("M.08 +0:23 1:71 → 2 +LURAH +94/177 +176 +0.93 +87.4"),
          HasSubstr("some are withheld")));
  const auto people = Of<rv::ListPeopleResponse>("people { id: '1' name: 'Sekar' profile: VALID }");
  EXPECT_THAT(PeopleText(people), ContainsRegex("Sekar +valid +1"));
  EXPECT_THAT(PeopleText(people, false), AllOf(ContainsRegex("Sekar +1"), Not(HasSubstr("PROF"))));
  EXPECT_THAT(
      TrainingsText(Of<rv::ListTrainingRequirementsResponse>(
          "requirements { training: 'PKP' group: SUPERVISOR valid_from: '2026-01-01' } "
          "requirements { training: 'LATSAR' employment_type: 'CPNS' not_any_more: true }")),
      AllOf(
          ContainsRegex("PKP +supervisor +any +2026-01-01"),
          ContainsRegex("LATSAR +any +CPNS +not any more")));
  EXPECT_THAT(
      ShortfallsText(Of<rv::ListShortfallsResponse>(
          "groups { family: 'LURAH' affected: 3 population: 9 rated: 7 mean_steps: 1.5 } withheld: "
          "true")),
      AllOf(ContainsRegex("- +LURAH +3/9 +7 +1.5"), HasSubstr("some are withheld")));
  EXPECT_THAT(
      HolidaysText(
          Of<rv::Holidays>(
              "holidays { day: '2026-01-01' name: 'Tahun Baru' } holidays { day: '2026-05-01' "
              "name: 'Hari Buruh' set_by: 'admin' set_at: '2026-01-02T01:00:00Z' document: 'SKB' "
              "} holidays { day: '2026-03-20' name: 'Idulfitri' provisional: true }"),
          absl::FixedTimeZone(7 * 60 * 60)),
      AllOf(
          ContainsRegex("2026-01-01 +Tahun Baru +- +- +-"),
          ContainsRegex("2026-03-20 +Idulfitri .provisional. +-"),
          ContainsRegex("2026-05-01 +Hari Buruh +SKB +admin +2026-01-02 08:00:00")));
  const SpeakingIndonesian id;
  EXPECT_THAT(RetirementsText(retirements, {}), ContainsRegex("LURAH +U +pensiun +p"));
  EXPECT_EQ(RetirementsText({}, {}), "tidak ada\n");
}

TEST_F(PeopleTest, HolidaysAreOfTheYearThatIsNamedOrOfThisOne) {
  std::vector<int> asked;
  Answers<rv::ListHolidaysRequest>("ListHolidays", [&](const rv::ListHolidaysRequest& request) {
    asked.push_back(request.year());
    return Of<rv::Holidays>("holidays { day: '2027-01-01' name: 'Tahun Baru' }");
  });
  Serve();
  RegulationOptions options;
  EXPECT_THAT(RunListHolidays(environment(), options)->text, HasSubstr("2027-01-01"));
  options.year = 2027;
  EXPECT_THAT(RunListHolidays(environment(), options)->text, HasSubstr("Tahun Baru"));
  EXPECT_THAT(asked, ElementsAre(0, 2027));
}

}  // namespace
}  // namespace binadaya::cli
