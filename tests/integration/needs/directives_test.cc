// Directives (arahan pimpinan).
#include "tests/integration/needs/analysis.h"

namespace binadaya::test {
namespace {

using Directives = NeedsAnalysis;

// He sees groups, not single people; what is recorded is what was measured.
TEST_F(Directives, AreTakenFromTheHeadOfTheAgencyHimself) {
  Detect();
  const auto few = Direct("M.05", "LURAH", By(v1::AGENCY_HEAD));
  ASSERT_THAT(few, IsOk());
  EXPECT_TRUE(few->withheld());
  EXPECT_EQ(few->measured_affected(), 0);
  EXPECT_EQ(NeedIn("M.05").directives(0).measured_affected(), 3);
  for (int i = 0; i < 2; ++i)
    ASSERT_THAT(city_.Assess(ratings_, city_.Person("LURAH", "33.74.14.1004"), 1), IsOk());
  const auto enough = Direct("M.06", "LURAH", By(v1::AGENCY_HEAD));
  ASSERT_THAT(enough, IsOk());
  EXPECT_FALSE(enough->withheld());
  EXPECT_EQ(enough->measured_affected(), 5);
}

TEST_F(Directives, WithoutAMeasuredGapStandWhereTheirScorePutsThem) {
  Detect();
  const auto favourite = Direct("M.07", "CAMAT");
  ASSERT_THAT(favourite, IsOk());
  EXPECT_FALSE(favourite->linked());
  EXPECT_EQ(favourite->measured_affected(), 0);
  VerifyAndValidateAll();
  EXPECT_EQ(Rank(), 10);
  const nv::Need last = List().back();
  EXPECT_EQ(last.id(), favourite->need());
  EXPECT_EQ(last.type(), nv::STRATEGIC);
  EXPECT_EQ(last.rank(), 10);
}

TEST_F(Directives, NameWhatIsMissingInTheirChain) {
  const auto favourite = Direct("M.07", "CAMAT");
  ASSERT_THAT(favourite, IsOk());
  ASSERT_TRUE(platform_.Settle());
  reporting::v1::GetNeedChainRequest request;
  request.set_need(favourite->need());
  const auto chain = platform_.reporting().GetNeedChain(platform_.Analyst(), request);
  ASSERT_THAT(chain, IsOk());
  EXPECT_TRUE(std::any_of(chain->links().begin(), chain->links().end(), [](const auto& link) {
    return link.missing();
  }));
}

// A directive for what does not exist, from whom none comes, and twice.
TEST_F(Directives, AreOfThoseWhoDirectAboutWhatExistsAndOnceADocument) {
  const auto direct = [&](const std::string& role, const std::string& competency,
                          const std::string& family, const std::string& document) {
    nv::RecordDirectiveRequest request = Directive(competency, family);
    request.set_issuer_role(role);
    request.set_doc_ref(document);
    return platform_.needs().RecordDirective(platform_.Analyst(), request).status();
  };
  for (const char* role : {"EMPLOYEE", "UNIT_HEAD", "ANALYST", "WALI_KOTA", "9"})
    EXPECT_THAT(direct(role, "M.03", "LURAH", "800/1"), RefusedBy("NEED-10")) << role;
  EXPECT_THAT(direct("AGENCY_HEAD", "M.99", "LURAH", "800/1"), RefusedBy("NEED-12"));
  EXPECT_THAT(direct("AGENCY_HEAD", "M.0", "LURAH", "800/1"), RefusedBy("NEED-12"));
  EXPECT_THAT(direct("AGENCY_HEAD", "M.03", "LURA", "800/1"), RefusedBy("NEED-13"));
  EXPECT_THAT(direct("AGENCY_HEAD", "m.03", "lurah", "800/1"), RefusedBy("NEED-12", "NEED-13"));
  EXPECT_THAT(
      direct("AGENCY_HEAD", "M.03", "LURAH", ""), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_TRUE(List().empty());

  EXPECT_THAT(direct("APPOINTING_AUTHORITY", "M.03", "LURAH", "800/1"), IsOk());
  EXPECT_THAT(direct("APPOINTING_AUTHORITY", "M.03", "LURAH", "800/1"), RefusedBy("NEED-14"));
  EXPECT_THAT(direct("AUTHORISED_OFFICIAL", "M.03", "LURAH", "800/1"), RefusedBy("NEED-14"));
  // Another subject of the document, and another document of the subject.
  EXPECT_THAT(direct("AUTHORISED_OFFICIAL", "M.04", "LURAH", "800/1"), IsOk());
  EXPECT_THAT(direct("AGENCY_HEAD", "M.03", "LURAH", "800/2"), IsOk());
  EXPECT_EQ(List().size(), 2);  // a subject is ranked once, however often it is directed
  EXPECT_EQ(NeedIn("M.03").directives_size(), 2);
}

TEST_F(Directives, WithoutAGapShowTheirWholePopulation) {
  for (int i = 0; i < 4; ++i) city_.Person("CAMAT", "33.74.14");
  ASSERT_THAT(city_.Assess(ratings_, city_.Person("CAMAT", "33.74.02"), 3), IsOk());
  const auto directive = Direct("M.07", "CAMAT");
  ASSERT_THAT(directive, IsOk());
  EXPECT_EQ(directive->measured_affected(), 0);
  EXPECT_EQ(directive->measured_rated(), 1);
  EXPECT_EQ(directive->measured_population(), 5);
  EXPECT_EQ(NeedIn("M.07", "CAMAT").population(), 5);
  // The need is measured again like any other.
  ASSERT_TRUE(platform_.Settle());
  ASSERT_THAT(city_.Assess(ratings_, city_.Person("CAMAT", "33.74.02"), 1), IsOk());
  EXPECT_TRUE(Eventually([&] { return NeedIn("M.07", "CAMAT").affected() == 1; }));
  EXPECT_EQ(NeedIn("M.07", "CAMAT").population(), 6);
}

}  // namespace
}  // namespace binadaya::test
