// Needs that come from required trainings and from appraisals.
#include "tests/integration/needs/analysis.h"

namespace binadaya::test {
namespace {

class Shortfalls : public NeedsAnalysis {
 protected:
  // PKP of holders of posts of pengawas, since 2020.
  void SetUp() override { ASSERT_THAT(Require("2020-01-01", false), IsOk()); }
  absl::StatusOr<rv::TrainingRequirement> Require(const std::string& from, bool not_any_more) {
    rv::RequireTrainingRequest request;
    request.set_request_id(platform_.Id());
    request.set_training("PKP");
    request.set_group(rv::SUPERVISOR);
    request.set_valid_from(from);
    request.set_not_any_more(not_any_more);
    request.set_legal_basis("Perwal 2/2020");
    return platform_.registry().RequireTraining(platform_.Analyst(), request);
  }
  absl::StatusOr<rv::Record> Train(const std::string& person) {
    rv::RecordTrainingRequest request;
    request.set_request_id(platform_.Id());
    request.set_person(person);
    request.set_training("PKP");
    request.set_completed_on("2024-05-05");
    request.set_document("SERT-1");
    return platform_.registry().RecordTraining(platform_.Analyst(), request);
  }
  absl::StatusOr<rv::Record> Appraise(
      const std::string& person, int years_ago, rv::Predicate predicate,
      const std::string& reason = "") {
    rv::RecordAppraisalRequest request;
    request.set_request_id(platform_.Id());
    request.set_person(person);
    request.set_year(static_cast<int>(platform_.clock().Today().year()) - years_ago);
    request.set_predicate(predicate);
    request.set_reason(reason);
    return platform_.registry().RecordAppraisal(platform_.Analyst(), request);
  }
  void Move(const std::string& person, const std::string& post) {
    ASSERT_THAT(city_.Assign(person, post, "33.74.14.1003"), IsOk());
  }
  std::vector<nv::Need> Of(nv::NeedType type) {
    std::vector<nv::Need> needs = List();
    std::erase_if(needs, [&](const nv::Need& need) { return need.type() != type; });
    return needs;
  }
  // The only one of its type.
  nv::Need Only(nv::NeedType type) {
    const std::vector<nv::Need> needs = Of(type);
    EXPECT_EQ(needs.size(), 1);
    return needs.empty() ? nv::Need() : needs.front();
  }
  bool Closes(const std::string& need, nv::ClosedBecause because) {
    return Eventually([&] {
      const nv::Need now = Get(need);
      return now.state() == nv::CLOSED && now.closed_because() == because;
    });
  }
  bool Affects(const std::string& need, int people) {
    return Eventually([&] { return Get(need).affected() == people; });
  }
};

TEST_F(Shortfalls, OfTheTrainingOfThePostHeldAreMandatoryWithTheirPopulationAndReason) {
  ASSERT_THAT(Train(lurah_[0]), IsOk());
  Detect();
  const nv::Need need = Only(nv::MANDATORY);
  EXPECT_EQ(need.training(), "PKP");
  EXPECT_EQ(need.competency(), "");
  EXPECT_EQ(need.family(), "LURAH");
  EXPECT_EQ(need.affected(), 2);
  EXPECT_EQ(need.population(), 3);
  EXPECT_EQ(need.regulated_on(), "2020-01-01");
  EXPECT_EQ(need.legal_basis(), "Perwal 2/2020");
  ASSERT_THAT(Train(lurah_[1]), IsOk());
  ASSERT_TRUE(Affects(need.id(), 1));
  EXPECT_EQ(Get(need.id()).state(), nv::DETECTED);
  const auto last = Train(lurah_[2]);
  ASSERT_TRUE(Closes(need.id(), nv::GAP_GONE));
  // The certificate was somebody else's.
  rv::AnnulRecordRequest annul;
  annul.set_request_id(platform_.Id());
  annul.set_person(lurah_[2]);
  annul.set_record(last->id());
  annul.set_reason("orang lain");
  ASSERT_THAT(platform_.registry().AnnulRecord(platform_.Analyst(), annul), IsOk());
  EXPECT_EQ(Detect().reopened(), 1);
  EXPECT_EQ(Get(need.id()).affected(), 1);
  ASSERT_TRUE(platform_.Settle());
  EXPECT_EQ(Shown(need.id())["training"], "PKP");
}

TEST_F(Shortfalls, OfATrainingEndWithWhoeverLeavesThePost) {
  // Two years of lurah: one who has done it stays.
  const std::string fourth = city_.Person("LURAH", "33.74.14.1004");
  ASSERT_THAT(Train(fourth), IsOk());
  Detect();
  const std::string need = Only(nv::MANDATORY).id();
  Retire(0);
  Move(lurah_[1], "STAF");
  ASSERT_TRUE(Affects(need, 1));
  Move(lurah_[2], "STAF");
  EndPatience();
  EXPECT_TRUE(Closes(need, nv::PEOPLE_LEFT));
}

TEST_F(Shortfalls, OfATrainingAreGoneWhenThoseHaveDoneItWhosePostIsOfAnotherFamilyNow) {
  city_.Post("LURAH", rv::SUPERVISOR, [&](rv::DefinePostRequest& post) {
    post.set_family("LURAH_KOTA");
    post.set_valid_from(absl::FormatCivilTime(platform_.clock().Today()));
  });
  ASSERT_TRUE(Rechecked());
  Detect();
  const nv::Need need = Only(nv::MANDATORY);
  EXPECT_EQ(need.family(), "LURAH_KOTA");
  EXPECT_EQ(need.affected(), 3);
  for (const std::string& person : lurah_) ASSERT_THAT(Train(person), IsOk());
  EXPECT_TRUE(Closes(need.id(), nv::GAP_GONE));
}

TEST_F(Shortfalls, OfATrainingEndWithItsRequirement) {
  Detect();
  const std::string need = Only(nv::MANDATORY).id();
  const absl::CivilDay ends = platform_.clock().Today() + 30;
  ASSERT_THAT(Require(absl::FormatCivilTime(ends), true), IsOk());
  ASSERT_TRUE(platform_.Settle());
  EXPECT_EQ(Get(need).state(), nv::DETECTED);
  ASSERT_THAT(platform_.clock().MoveTo(platform_.clock().StartOf(ends) + absl::Hours(1)), IsOk());
  EXPECT_TRUE(Closes(need, nv::REQUIREMENT_ENDED));
}

TEST_F(Shortfalls, OfATrainingWeighAsDemandedByLawSinceTheDayOfTheRegulation) {
  Detect();
  VerifyAndValidateAll();
  Rank();
  const nv::Need need = Only(nv::MANDATORY);
  std::map<std::string, double> values;
  for (const nv::ScoreComponent& one : need.breakdown()) values[one.code()] = one.value();
  EXPECT_DOUBLE_EQ(values["G"], 0);
  EXPECT_DOUBLE_EQ(values["R"], 1);
  EXPECT_DOUBLE_EQ(values["C"], 0.9);
  EXPECT_DOUBLE_EQ(values["M"], 1);
  EXPECT_DOUBLE_EQ(values["U"], 1);
  EXPECT_DOUBLE_EQ(need.score(), 53);  // 15 + 18 + 10 + 10
  const nv::Need beside = Of(nv::COMPETENCY_GAP)[0];
  for (const nv::ScoreComponent& one : beside.breakdown()) {
    if (one.code() == "M" || one.code() == "U") {
      EXPECT_DOUBLE_EQ(one.value(), 0);
    }
  }
}

TEST_F(Shortfalls, OfAppraisalsCloseWithACorrectionAndOpenWithTheNextYear) {
  for (const std::string& person : lurah_) ASSERT_THAT(Appraise(person, 2, rv::BAIK), IsOk());
  Detect();
  EXPECT_TRUE(Of(nv::PERFORMANCE_GAP).empty());
  ASSERT_THAT(Appraise(lurah_[0], 1, rv::KURANG), IsOk());
  ASSERT_THAT(Appraise(lurah_[1], 1, rv::BUTUH_PERBAIKAN), IsOk());
  Detect();
  const nv::Need need = Only(nv::PERFORMANCE_GAP);
  EXPECT_EQ(need.affected(), 2);
  EXPECT_EQ(need.population(), 3);
  EXPECT_EQ(need.rated(), 3);
  EXPECT_DOUBLE_EQ(need.mean_gap(), 1.5);
  ASSERT_TRUE(platform_.Settle());
  reporting::v1::GetNeedChainRequest chain;
  chain.set_need(need.id());
  const auto links = platform_.reporting().GetNeedChain(platform_.Analyst(), chain);
  ASSERT_THAT(links, IsOk());
  ASSERT_EQ(links->links_size(), 3);
  EXPECT_EQ(links->links(1).kind(), "appraisal");
  EXPECT_EQ(links->links(1).facts().at("predicate"), "KURANG");
  ASSERT_THAT(Appraise(lurah_[0], 1, rv::BAIK, "keberatan diterima"), IsOk());
  ASSERT_TRUE(Affects(need.id(), 1));
  ASSERT_THAT(Appraise(lurah_[1], 1, rv::BAIK, "salah ketik"), IsOk());
  ASSERT_TRUE(Closes(need.id(), nv::GAP_GONE));
  ASSERT_THAT(Appraise(lurah_[2], 0, rv::SANGAT_KURANG), IsOk());
  EXPECT_EQ(Detect().reopened(), 1);
  EXPECT_DOUBLE_EQ(Get(need.id()).mean_gap(), 3);
  Retire(2);
  EXPECT_TRUE(Closes(need.id(), nv::PEOPLE_LEFT));
}

TEST_F(Shortfalls, OfFewAreWithheldFromWhoMaySeeGroupsOnly) {
  for (int i = 0; i < 5; ++i) {
    const std::string person = city_.Person("LURAH", "33.74.02.1002");
    ASSERT_THAT(Appraise(person, 1, i < 4 ? rv::KURANG : rv::BAIK), IsOk());
  }
  Detect();
  const auto withheld = [&](nv::NeedType type) {
    return Get(Only(type).id(), By(v1::AGENCY_HEAD))->withheld();
  };
  EXPECT_FALSE(withheld(nv::MANDATORY));  // eight have not done it
  EXPECT_TRUE(withheld(nv::PERFORMANCE_GAP));
}

// Of another group it still is required.
TEST_F(Shortfalls, OfATrainingEndWithItsRequirementForTheirGroup) {
  rv::RequireTrainingRequest request;
  request.set_request_id(platform_.Id());
  request.set_training("PKP");
  request.set_group(rv::ADMINISTRATOR);
  request.set_valid_from("2020-01-01");
  request.set_legal_basis("Perwal 2/2020");
  ASSERT_THAT(platform_.registry().RequireTraining(platform_.Analyst(), request), IsOk());
  Detect();
  const std::string need = Only(nv::MANDATORY).id();
  ASSERT_THAT(Require(absl::FormatCivilTime(platform_.clock().Today()), true), IsOk());
  ASSERT_TRUE(platform_.Settle());
  // So long it could be that their events are still on their way.
  ASSERT_TRUE(Eventually([&] {
    return !platform_.sql("needs")
                .Query("SELECT FROM timer WHERE kind = 'empty' AND subject = $1", {need})
                .empty();
  }));
  EXPECT_EQ(Get(need).state(), nv::DETECTED);
  ASSERT_THAT(platform_.clock().MoveTo(platform_.clock().Now() + absl::Minutes(2)), IsOk());
  EXPECT_TRUE(Closes(need, nv::REQUIREMENT_ENDED));
}

TEST_F(Shortfalls, OfAppraisalsAreShownWhereThePeopleStandWhereverTheyWereAppraised) {
  for (const std::string& person : lurah_) ASSERT_THAT(Appraise(person, 1, rv::KURANG), IsOk());
  ASSERT_THAT(city_.Assign(lurah_[1], "LURAH", "33.74.02.1001"), IsOk());
  Retire(0);
  ASSERT_TRUE(platform_.Settle());
  // Each agency's own list, after the one moved and the other retired.
  const auto need_of = [&](const std::string& unit) {
    campaign_ = Open(unit);
    Detect();
    return Only(nv::PERFORMANCE_GAP).id();
  };
  const std::string utara = need_of("33.74.02"), mijen = need_of("33.74.14");
  const auto shown = [&](const std::string& need, const std::string& kind) {
    EXPECT_TRUE(platform_.Settle());
    reporting::v1::GetNeedChainRequest request;
    request.set_need(need);
    const auto chain = platform_.reporting().GetNeedChain(platform_.Analyst(), request);
    EXPECT_THAT(chain, IsOk());
    std::vector<std::string> people;
    for (const auto& link : chain->links())
      if (link.kind() == kind && !link.missing()) people.push_back(link.facts().at("person"));
    return people;
  };
  EXPECT_THAT(shown(utara, "appraisal"), testing::ElementsAre(lurah_[1]));
  EXPECT_THAT(shown(mijen, "appraisal"), testing::ElementsAre(lurah_[2]));
  // Nor is a gap shown of who had left before it was a need.
  campaign_ = Open("33.74.02");
  Detect();
  EXPECT_THAT(shown(NeedIn("M.08").id(), "gap"), testing::ElementsAre(lurah_[1]));
  // Who goes takes his appraisal along; the need that he leaves behind says what it was about.
  ASSERT_THAT(city_.Assign(lurah_[2], "LURAH", "33.74.02.1001"), IsOk());
  EndPatience();
  ASSERT_TRUE(Closes(mijen, nv::PEOPLE_LEFT));
  EXPECT_THAT(shown(mijen, "appraisal"), testing::ElementsAre(lurah_[2]));
  EXPECT_THAT(shown(utara, "appraisal"), testing::UnorderedElementsAre(lurah_[1], lurah_[2]));
}

TEST_F(Shortfalls, OfAllOthersAreNotMeasuredAnewForARecordOfWhoHasLeft) {
  Detect();
  Retire(0);
  ASSERT_TRUE(platform_.Settle());
  ASSERT_TRUE(Eventually([&] {
    return platform_.sql("needs").Query("SELECT FROM timer WHERE kind = 'recheck'", {}).empty();
  }));
  platform_.sql("needs").Execute(R"(
      CREATE TABLE rechecked (need text);
      GRANT INSERT ON rechecked TO PUBLIC;
      CREATE FUNCTION note_recheck() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO rechecked VALUES (new.subject); RETURN NULL; END $$;
      CREATE TRIGGER note_recheck AFTER INSERT ON timer FOR EACH ROW
        WHEN (new.kind = 'recheck') EXECUTE FUNCTION note_recheck())");
  ASSERT_THAT(Appraise(lurah_[0], 1, rv::KURANG), IsOk());
  ASSERT_THAT(Train(lurah_[0]), IsOk());
  ASSERT_TRUE(platform_.Settle());
  const auto rechecked = [&] {
    return platform_.sql("needs").Query("SELECT count(*) FROM rechecked", {}).Int(0, 0);
  };
  EXPECT_EQ(rechecked(), 0);
  ASSERT_THAT(Train(lurah_[1]), IsOk());
  ASSERT_TRUE(platform_.Settle());
  EXPECT_GT(rechecked(), 0) << "of who is here they are";
}

}  // namespace
}  // namespace binadaya::test
