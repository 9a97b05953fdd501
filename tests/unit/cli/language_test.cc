#include "services/cli/language.h"

#include "binadaya/needs/v1/needs.pb.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/answer.h"
#include "services/cli/words.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/reporting/domain/chain.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using ::testing::HasSubstr;

constexpr Language kId = Language::kIndonesian, kEn = Language::kEnglish;

TEST(Language, IsDecidedByTheFlagThenTheVariableThenTheLocale) {
  EXPECT_EQ(LanguageOf("id", "en", "en_US.UTF-8"), kId);
  EXPECT_EQ(LanguageOf("en", "id", "id_ID.UTF-8"), kEn);
  EXPECT_EQ(LanguageOf("", "id", "en_US.UTF-8"), kId);
  EXPECT_EQ(LanguageOf("", "en", "id_ID.UTF-8"), kEn);
  EXPECT_EQ(LanguageOf("", "", "id_ID.UTF-8"), kId);
  EXPECT_EQ(LanguageOf("", "", "en_US.UTF-8"), kEn);
  EXPECT_EQ(LanguageOf("", "", ""), kEn);
}

TEST(Language, IsIndonesianByBothOfItsCodesAndElseEnglish) {
  for (const char* text : {"id", "id_ID", "ID", "in", "in_ID.UTF-8"})
    EXPECT_EQ(LanguageOf("", "", text), kId) << text;
  for (const char* text : {"C", "C.UTF-8", "POSIX", "jv_ID", "de", "ms_MY"})
    EXPECT_EQ(LanguageOf("", "", text), kEn) << text;
}

TEST(Language, IsOneAtATime) {
  EXPECT_EQ(Say("ya", "yes"), "yes");
  const SpeakingIndonesian id;
  EXPECT_EQ(Say("ya", "yes"), "ya");
  EXPECT_EQ(Say("", "yes"), "yes");
}

TEST(Words, ExistForEveryCodeThatIsSaidOrRead) {
  EXPECT_GT(SpokenEnums().size(), 50U);
  for (const google::protobuf::EnumDescriptor* kind : SpokenEnums()) {
    // SD, D3, S1: the same in every language.
    if (kind == google::protobuf::GetEnumDescriptor<registry::v1::EducationLevel>()) continue;
    for (int i = 0; i < kind->value_count(); ++i) {
      const std::string& code = kind->value(i)->name();
      if (code.ends_with("_UNSPECIFIED")) continue;
      const SpeakingIndonesian id;
      EXPECT_NE(WordOf(*kind, code), code) << kind->full_name();
    }
  }
}

// Every kind of link that a chain can have, with all its facts.
std::vector<reporting::domain::Link> EveryLink() {
  namespace rd = reporting::domain;
  rd::NeedFacts facts;
  facts.need.state = "CLOSED";
  facts.need.closed_because = "GAP_GONE";
  facts.need.from_levels = "1:2";
  facts.need.next_family = "CAMAT";
  facts.need.training = "PKP";
  facts.need.rank = 1;
  facts.need.provisional = true;
  facts.need.breakdown.emplace_back();
  facts.directives.emplace_back();
  facts.programs.push_back({.id = {}, .state = "PROGRAM_APPROVED", .title = "Judul"});
  rd::PlanItem item{.id = "i"};
  item.lines.push_back({.id = "l", .frozen = 1});
  item.drafted.push_back(
      {.state = "BATCH_CANCELLED",
       .first_day = "2027-04-12",
       .last_day = "2027-04-13",
       .cause = "CAUSE_VENUE",
       .seats = {{"ENROLMENT_CONFIRMED", 1}}});
  facts.programs[0].items = {item, {.id = "j", .removed = true}};
  facts.ratings["r"] = {};
  facts.appraisals.emplace_back().ended_at = "2026-01-01";
  facts.appraisals_in_all = 2;
  rd::PersonFacts person;
  person.profile.valid_until = "2029-01-01";
  person.profile.disputed = {"M.01"};
  person.profile.match = 80;
  person.profile.required = 9;
  for (const std::string basis : {"CALIBRATION", "CORRECTION", "APPEAL"}) {
    for (const std::string next : {"", "CAMAT"}) {
      rd::Gap gap;
      gap.measurement = basis + next;
      gap.person = "p";
      gap.standard = "LURAH@2026-01-01";
      gap.ratings = {"r"};
      gap.basis = basis;
      gap.closed_at = next.empty() ? "" : "2026-02-01";
      gap.next_family = next;
      facts.gaps.push_back(gap);
      person.gaps.push_back(gap);
    }
  }
  person.enrolments.push_back(
      {.title = "Judul",
       .state = "ENROLMENT_WITHDRAWN",
       .cause = "END_GATE",
       .batch = "b",
       .first_day = "2027-04-12",
       .number = 1,
       .jp = 20,
       .minutes = 900});
  facts.later["p"] = facts.gaps[0];
  std::vector<rd::Link> links = rd::PersonChain(person);
  for (const char* type : {"CAREER", "MANDATORY", "PERFORMANCE_GAP"}) {
    facts.need.type = type;
    for (rd::Link& link : rd::NeedChain(facts)) links.push_back(std::move(link));
  }
  return links;
}

TEST(Words, ExistForWhateverAChainShows) {
  const SpeakingIndonesian id;
  for (const reporting::domain::Link& link : EveryLink()) {
    EXPECT_NE(Term(link.kind), link.kind);
    if (!link.state.empty()) {
      EXPECT_NE(Term(link.state), link.state);
    }
    if (link.missing) continue;  // says what was expected in both languages
    for (const auto& [name, value] : link.facts) EXPECT_NE(Term(name), name) << link.kind;
  }
}

TEST(Words, OfTheSameCodeMayMeanTwoThings) {
  EXPECT_EQ(Word(registry::v1::ADMINISTRATOR), "administrator");
  const SpeakingIndonesian id;
  EXPECT_EQ(Word(registry::v1::SUPERVISOR), "pengawas");
  EXPECT_EQ(Word(registry::v1::RATER_SUPERVISOR), "atasan");
  EXPECT_EQ(Word(static_cast<needs::v1::NeedState>(77)), "77");
}

TEST(Words, AreReadInEitherLanguageAndSpelling) {
  for (const char* text :
       {"supervisor", "atasan", "RATER_SUPERVISOR", "Rater-Supervisor", "ATASAN"})
    EXPECT_EQ(*Parse<registry::v1::RaterRole>("--role", text), registry::v1::RATER_SUPERVISOR)
        << text;
  EXPECT_EQ(
      *Parse<registry::v1::ProfileFilter>("--profile", "belum-dinilai"),
      registry::v1::PROFILE_UNRATED);
  for (const char* text : {"", "boss", "supervisors", "RATER_ROLE_UNSPECIFIED"}) {
    const auto role = Parse<registry::v1::RaterRole>("--role", text);
    EXPECT_EQ(ExitCodeOf(role.status()), ExitCode::kUsage) << text;
    EXPECT_THAT(FindingsOf(role.status()).at(0).message.en, HasSubstr("self, supervisor, peer"));
  }
}

}  // namespace
}  // namespace binadaya::cli
