// What an operator names without an id, and what reaches the services for it.
#include "binadaya/needs/v1/needs.rpc.h"
#include "binadaya/operations/v1/operations.rpc.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "gmock/gmock.h"
#include "services/cli/acts.h"
#include "services/cli/audit.h"
#include "services/cli/dead_letters.h"
#include "services/cli/find.h"
#include "services/cli/lists.h"
#include "services/cli/operator.h"
#include "services/cli/views.h"
#include "services/common/domain/refusal.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/fake_services.h"
#include "tests/unit/cli/samples.h"

namespace binadaya::cli {
namespace {

using test::IsOk;
using test::RefusedBy;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
namespace nv = needs::v1;
namespace ov = operations::v1;
namespace rv = registry::v1;

constexpr char kImportOfTirsek[] = "019c0000-07b2-7153-a111-105640aa0007";
constexpr char kCampaign[] = "019c0000-07b2-7153-a111-105640aa0001";

// A registry with two people of similar names, two units of one name, and a campaign.
class NamingTest : public CommandsTest {
 protected:
  NamingTest() {
    registry_.On<rv::ListPeopleRequest, rv::ListPeopleResponse>(
        "ListPeople",
        [this](const rv::ListPeopleRequest& request) -> absl::StatusOr<rv::ListPeopleResponse> {
          asked_.push_back(Cat("name=", request.name(), " id=", request.id_prefix()));
          rv::ListPeopleResponse response;
          for (const auto& [id, name] :
               {std::pair{kSekar, "Sekar Lowanda"}, std::pair{kTirsek, "Sekar Lowanda Tirsek"}}) {
            const bool named = !request.name().empty() &&
                               absl::AsciiStrToLower(name).find(
                                   absl::AsciiStrToLower(request.name())) != std::string::npos;
            const bool begun =
                !request.id_prefix().empty() && std::string(id).starts_with(request.id_prefix());
            if (!named && !begun) continue;
            rv::Person& person = *response.add_people();
            person.set_id(id);
            person.set_name(name);
          }
          return response;
        });
    registry_.On<rv::FindPersonByNumberRequest, rv::Person>(
        "FindPersonByNumber",
        [this](const rv::FindPersonByNumberRequest& request) -> absl::StatusOr<rv::Person> {
          asked_.push_back(Cat("number of ", request.number().size()));
          if (!request.number().starts_with("1980")) return absl::NotFoundError("nobody");
          rv::Person person;
          person.set_id(kSekar);
          return person;
        });
    registry_.On<rv::GetPersonRequest, rv::Person>(
        "GetPerson", [this](const rv::GetPersonRequest& request) -> absl::StatusOr<rv::Person> {
          got_.push_back(request.person());
          rv::Person person;
          person.set_id(request.person());
          return person;
        });
    registry_.On<rv::ResolvePeopleRequest, rv::ResolvePeopleResponse>(
        "ResolvePeople",
        [this](
            const rv::ResolvePeopleRequest& request) -> absl::StatusOr<rv::ResolvePeopleResponse> {
          rv::ResolvePeopleResponse response;
          for (const std::string& id : request.people()) {
            resolved_.push_back(id);
            rv::ResolvedPerson& person = *response.add_people();
            person.set_id(id);
            person.set_name(
                id == kHead     ? "Jatisasih Larisdewi"
                : id == kTirsek ? "Sekar Lowanda Tirsek"
                                : "Sekar Lowanda");
          }
          return response;
        });
    registry_.On<rv::ListUnitsRequest, rv::ListUnitsResponse>(
        "ListUnits",
        [this](const rv::ListUnitsRequest& request) -> absl::StatusOr<rv::ListUnitsResponse> {
          kind_asked_ = request.kind();
          rv::ListUnitsResponse response;
          if (request.text() == "-") return response;
          if (request.text() == "miroto") {
            response.add_units()->set_code("33.74.02.1001");
            return response;
          }
          for (const char* code : {"33.74.14", "33.74.14.1003"}) {
            rv::Unit& unit = *response.add_units();
            unit.set_code(code);
            unit.set_name("Purwosari");
          }
          return response;
        });
    registry_.On<rv::ListImportsRequest, rv::ListImportsResponse>(
        "ListImports",
        [this](const rv::ListImportsRequest& request) -> absl::StatusOr<rv::ListImportsResponse> {
          imports_of_.push_back(request.subject());
          rv::ListImportsResponse response;
          response.add_imports()->set_id(kImportOfTirsek);
          return response;
        });
    registry_.On<rv::ListRatingCampaignsRequest, rv::ListRatingCampaignsResponse>(
        "ListRatingCampaigns",
        [](const rv::ListRatingCampaignsRequest& request)
            -> absl::StatusOr<rv::ListRatingCampaignsResponse> {
          rv::ListRatingCampaignsResponse response;
          if (request.text() != "2026") return response;
          rv::RatingCampaign& campaign = *response.add_campaigns();
          campaign.set_id(kCampaign);
          campaign.set_name("Penilaian 2026");
          return response;
        });
    registry_.On<rv::ListCompetenciesRequest, rv::ListCompetenciesResponse>(
        "ListCompetencies",
        [](const rv::ListCompetenciesRequest& request)
            -> absl::StatusOr<rv::ListCompetenciesResponse> {
          rv::ListCompetenciesResponse response;
          response.add_competencies()->set_code(
              request.text() == "keputusan" ? "M.08" : request.text());
          return response;
        });
    registry_.On<rv::GetSuperiorRequest, rv::Superior>(
        "GetSuperior", [this](const rv::GetSuperiorRequest&) -> absl::StatusOr<rv::Superior> {
          rv::Superior superior;
          superior.set_person(superior_);
          return superior;
        });
    registry_.On<rv::RecordRatingsRequest, rv::RecordRatingsResponse>(
        "RecordRatings",
        [this](
            const rv::RecordRatingsRequest& request) -> absl::StatusOr<rv::RecordRatingsResponse> {
          rated_.push_back(request);
          return rv::RecordRatingsResponse();
        });
    Serve("REGISTRY_ADDRESS", registry_);
  }
  Operator caller() const { return *Operator::Make(environment()); }

  Fake registry_, needs_;
  std::vector<std::string> asked_, imports_of_, got_, resolved_;
  std::vector<rv::RecordRatingsRequest> rated_;
  std::string superior_ = kHead, kind_asked_;
};

TEST_F(NamingTest, APersonIsNamedByNameOrTheFirstLettersOfTheId) {
  EXPECT_EQ(FindPerson(caller(), "sekar lowanda")->id(), kSekar);
  EXPECT_EQ(FindPerson(caller(), "tirsek")->id(), kTirsek);
  EXPECT_EQ(FindPerson(caller(), "019b8bab-07b2-7153-a111-105640aa19")->id(), kTirsek);
  EXPECT_EQ(FindPerson(caller(), kTirsek)->id(), kTirsek);
  EXPECT_THAT(FindPerson(caller(), "sekar"), RefusedBy("FIND-02"));
  EXPECT_THAT(FindPerson(caller(), "019b8bab"), RefusedBy("FIND-02"));
  EXPECT_THAT(FindPerson(caller(), "nobody"), RefusedBy("FIND-01"));
}

TEST_F(NamingTest, APersonIsNamedByTheWholeNumberAndByNoPartOfIt) {
  EXPECT_EQ(FindPerson(caller(), "19800101 200501 1 001")->id(), kSekar);
  EXPECT_THAT(asked_, ElementsAre("number of 18"));
  EXPECT_THAT(FindPerson(caller(), "197001012005011001"), RefusedBy("FIND-01"));
  asked_.clear();
  EXPECT_THAT(FindPerson(caller(), "19800101"), RefusedBy("FIND-03"));
  EXPECT_THAT(asked_, ElementsAre("name= id=19800101"));
}

TEST_F(NamingTest, ACodeIsOneUnitThoughOthersBeginWithIt) {
  EXPECT_EQ(FindUnit(caller(), "33.74.14")->code(), "33.74.14");
  EXPECT_EQ(FindUnit(caller(), "/")->path(), "/");
  EXPECT_THAT(FindUnit(caller(), "purwosari"), RefusedBy("FIND-02"));
}

TEST_F(NamingTest, AFormIsEnteredInTheNameOfWhoFilledItIn) {
  const auto rate = [&](const std::string& role, const std::string& rater = "") {
    return RunRate(
        environment(), {.person = kSekar,
                        .campaign = "2026",
                        .role = role,
                        .rater = rater,
                        .seen_on = "",
                        .levels = {"keputusan=3", "M.04=2.5"}});
  };
  const auto by_superior = rate("atasan");
  ASSERT_THAT(by_superior, IsOk());
  EXPECT_THAT(by_superior->text, HasSubstr("in the name of Jatisasih Larisdewi (supervisor)"));
  ASSERT_EQ(rated_.size(), 1u);
  EXPECT_EQ(rated_[0].campaign(), kCampaign);
  EXPECT_EQ(rated_[0].rater_role(), rv::RATER_SUPERVISOR);
  EXPECT_EQ(rated_[0].judgements(0).competency(), "M.08");
  EXPECT_EQ(rated_[0].judgements(1).level(), 2.5);
  EXPECT_THAT(rate("self")->text, HasSubstr("in the name of Sekar Lowanda ("));
  EXPECT_THAT(rate("peer", "tirsek")->text, HasSubstr("in the name of Sekar Lowanda Tirsek ("));
  EXPECT_THAT(rate("test", "Lembaga Uji")->text, HasSubstr("in the name of Lembaga Uji"));
  // Who else it was has to be said.
  EXPECT_EQ(ExitCodeOf(rate("peer").status()), ExitCode::kUsage);
  superior_ = "";
  EXPECT_EQ(ExitCodeOf(rate("supervisor").status()), ExitCode::kUsage);
  EXPECT_EQ(rated_.size(), 4u);
}

TEST_F(NamingTest, ADeadLetterIsSettledByTheFirstLettersOfItsId) {
  Fake reporting;
  std::vector<std::string> settled;
  reporting.On<ov::ListDeadLettersRequest, ov::ListDeadLettersResponse>(
      "ListDeadLetters",
      [](const ov::ListDeadLettersRequest&) -> absl::StatusOr<ov::ListDeadLettersResponse> {
        ov::ListDeadLettersResponse response;
        response.add_letters()->set_id(kSekar);
        response.add_letters()->set_id(kTirsek);
        return response;
      });
  reporting.On<ov::DiscardDeadLetterRequest, ov::DiscardDeadLetterResponse>(
      "DiscardDeadLetter",
      [&](const ov::DiscardDeadLetterRequest& request)
          -> absl::StatusOr<ov::DiscardDeadLetterResponse> {
        settled.push_back(Cat(request.letter(), " ", request.reason()));
        ov::DiscardDeadLetterResponse response;
        response.set_applied(2);
        return response;
      });
  Serve("REPORTING_ADDRESS", reporting);
  EXPECT_THAT(RunDiscard(environment(), "reporting", "019b", "r"), RefusedBy("FIND-02"));
  EXPECT_THAT(RunDiscard(environment(), "reporting", "f", "r"), RefusedBy("FIND-01"));
  EXPECT_THAT(settled, IsEmpty());
  const auto done =
      RunDiscard(environment(), "reporting", "019b8bab-07b2-7153-a111-105640aa19", "keliru");
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->text, "discarded; 2 events that had waited behind it were applied\n");
  EXPECT_THAT(settled, ElementsAre(Cat(kTirsek, " keliru")));
}

TEST_F(NamingTest, AKindOfUnitIsMeantInAnyCaseAndAnUnknownOneNamesThoseThereAre) {
  registry_.On<rv::GetImportTemplateRequest, rv::ImportTemplate>(
      "GetImportTemplate", [](const auto&) -> absl::StatusOr<rv::ImportTemplate> {
        return Of<rv::ImportTemplate>(
            "columns { name: 'code' } columns { name: 'kind' allowed { value: 'DINAS' } "
            "allowed { value: 'KECAMATAN' } }");
      });
  Serve("REGISTRY_ADDRESS", registry_);
  ListOptions options;
  options.text = "miroto";
  options.kind = "kecamatan";
  ASSERT_THAT(RunListUnits(environment(), options), IsOk());
  EXPECT_EQ(kind_asked_, "KECAMATAN");
  options.kind = "KECAMATN";
  const auto unknown = RunListUnits(environment(), options).status();
  EXPECT_EQ(ExitCodeOf(unknown), ExitCode::kUsage);
  EXPECT_THAT(
      FindingsOf(unknown)[0].message.en,
      HasSubstr("--kind KECAMATN: choose one of DINAS, KECAMATAN"));
}

TEST_F(NamingTest, TheAuditLogIsAskedByNameAndNamesPeople) {
  Fake reporting;
  std::vector<ov::ListAuditRequest> asked;
  reporting.On<ov::ListAuditRequest, ov::ListAuditResponse>(
      "ListAudit",
      [&](const ov::ListAuditRequest& request) -> absl::StatusOr<ov::ListAuditResponse> {
        asked.push_back(request);
        ov::ListAuditResponse response;
        ov::AuditEntry& entry = *response.add_entries();
        entry.set_at("2026-01-27T01:00:02Z");
        entry.set_actor("operator");
        entry.set_method("reporting.GetPersonChain");
        entry.set_target(kTirsek);
        return response;
      });
  Serve("REPORTING_ADDRESS", reporting);
  const auto answer = RunAudit(
      environment(),
      {.service = "reporting", .actor = "operator", .target = "tirsek", .method = "GetPersonChain"},
      progress_);
  ASSERT_THAT(answer, IsOk());
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].actor(), "operator");  // nobody of the registry is called so
  EXPECT_EQ(asked[0].target(), kTirsek);
  EXPECT_THAT(
      answer->text, AllOf(
                        HasSubstr("2026-01-27 08:00:02 WIB"), HasSubstr("reporting GetPersonChain"),
                        HasSubstr("Sekar Lowanda Tirsek (019b8bab…)")));
  // A name that several bear is no name.
  EXPECT_THAT(
      RunAudit(environment(), {.service = "reporting", .actor = "sekar"}, progress_),
      RefusedBy("FIND-02"));
}

// Else the registry would refuse to show the import as a person, and the log would hold that.
TEST_F(NamingTest, TheAuditLogAsksOfNothingButPeopleWhoTheyAre) {
  Fake operations;
  operations.On<ov::ListAuditRequest, ov::ListAuditResponse>(
      "ListAudit", [](const ov::ListAuditRequest&) -> absl::StatusOr<ov::ListAuditResponse> {
        return Of<ov::ListAuditResponse>(
            Cat("entries { actor: 'operator' method: 'registry.ImportPeople' target: '",
                kImportOfTirsek, "' }", "entries { actor: '", kHead,
                "' method: 'registry.ValidateProfile' target: '", kSekar, "' }",
                "entries { actor: 'operator' method: 'registry.CloseRatingCampaign' target: '",
                kCampaign, "' }",
                "entries { actor: 'operator' method: 'operations.CancelJob' target: '", kCampaign,
                "' }"));
      });
  Serve("REGISTRY_ADDRESS", registry_, operations);
  const auto answer = RunAudit(environment(), {.service = "registry"}, progress_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(resolved_, UnorderedElementsAre(kHead, kSekar));
  EXPECT_THAT(got_, IsEmpty());
  EXPECT_THAT(
      answer->text, AllOf(
                        HasSubstr(kImportOfTirsek), HasSubstr("Jatisasih Larisdewi (019b8bab…)"),
                        HasSubstr("Sekar Lowanda (019b8bab…)")));
}

TEST_F(NamingTest, TheAuditLogOfSomebodyHoldsTheImportsThatWroteHim) {
  Fake operations;
  std::vector<std::string> asked;
  operations.On<ov::ListAuditRequest, ov::ListAuditResponse>(
      "ListAudit",
      [&](const ov::ListAuditRequest& request) -> absl::StatusOr<ov::ListAuditResponse> {
        asked.push_back(request.target());
        ov::ListAuditResponse response;
        ov::AuditEntry& entry = *response.add_entries();
        entry.set_at(
            request.target() == kImportOfTirsek ? "2026-01-28T01:00:02Z" : "2026-01-27T01:00:02Z");
        entry.set_method(
            request.target() == kImportOfTirsek ? "registry.ImportPeople" : "registry.Other");
        entry.set_target(request.target());
        return response;
      });
  Serve("REGISTRY_ADDRESS", registry_, operations);
  const auto ask = [&](const std::string& target) {
    asked.clear();
    const auto answer =
        RunAudit(environment(), {.service = "registry", .target = target}, progress_);
    EXPECT_THAT(answer, IsOk());
    return answer.value_or(Answer()).text;
  };
  const std::string text = ask("tirsek");
  EXPECT_THAT(asked, ElementsAre(kTirsek, kImportOfTirsek));
  EXPECT_EQ(imports_of_, std::vector<std::string>{kTirsek});
  EXPECT_LT(text.find("ImportPeople"), text.find("Other"));  // the newest first
  ask("miroto");                                             // a unit, by its name
  EXPECT_THAT(asked, ElementsAre("33.74.02.1001", kImportOfTirsek));
  ask("-");  // nothing that is known
  EXPECT_THAT(asked, ElementsAre("-", kImportOfTirsek));
  ask("");
  EXPECT_THAT(asked, ElementsAre(""));
}

}  // namespace
}  // namespace binadaya::cli
