// Rules of continuity that the head of an agency lets a batch break, with a reason.
#include "tests/integration/scheduling/continuity.h"

namespace binadaya::test {
namespace {

using ::testing::Contains;

class ContinuityOverrides : public ContinuityOfService {
 protected:
  // Two of a unit of three have a seat in it; by now one of three may be away.
  sv::Batch TwoOfThree(const std::string& item = kPlanItem, const std::string& day = "2027-04-08") {
    MayBeAway("{100,1,100,60}");
    People("LURAH", kKelurahan, 3);
    const sv::Batch batch = Lessons({day}, 800, 900, 2, item);
    EXPECT_EQ(Selected({batch}).chosen(), 2);
    MayBeAway("{66,1,100,60}");
    return batch;
  }
  Call HeadOfAgency(const std::string& path = "/33.74.14/") {
    return platform_.As("kepala-perangkat-daerah", {{v1::UNIT_HEAD, path}});
  }
  sv::OverrideContinuityRequest Letting(
      const sv::Batch& batch, const std::string& rule = "SVC-01") {
    sv::OverrideContinuityRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit("33.74.14");
    request.set_batch(batch.id());
    request.set_rule(rule);
    request.set_reason(sv::UNIT_REQUEST);
    return request;
  }
  // Rules that it breaks by nobody's leave.
  std::string Blocking(const sv::Batch& batch) {
    std::string rules;
    const auto checked = Check(batch);
    for (const v1::Finding& finding : checked.findings())
      if (!finding.warning()) absl::StrAppend(&rules, rules.empty() ? "" : " ", finding.rule());
    return rules;
  }
  // "overridden of batches"
  std::string Counted(int year) {
    sv::GetFairnessRequest request;
    request.set_unit("/");
    request.set_year(year);
    const auto fairness = client().GetFairness(Auditor(), request);
    EXPECT_THAT(fairness, IsOk());
    return Cat(fairness->continuity_overridden(), " of ", fairness->batches());
  }
};

TEST_F(ContinuityOverrides, LetABatchBePublished) {
  const sv::Batch batch = TwoOfThree();
  ASSERT_EQ(Told(Check(batch)), "SVC-01 1");
  EXPECT_THAT(Publishing(batch), RefusedBy("SVC-01"));
  EXPECT_EQ(Counted(2027), "0 of 1");
  (void)platform_.Told("scheduling");
  const auto made = client().OverrideContinuity(HeadOfAgency(), Letting(batch));
  ASSERT_THAT(made, IsOk());
  ASSERT_EQ(made->overrides_size(), 1);
  EXPECT_EQ(made->overrides(0).allows(), 2);
  EXPECT_EQ(made->overrides(0).period(), "2027-04-08");
  EXPECT_THAT(platform_.Told("scheduling"), Contains("continuity.overridden"));
  const sv::RundownCheck check = Check(batch);
  ASSERT_EQ(Told(check), "SVC-01 1") << "it is still said, with who let it be and why";
  EXPECT_TRUE(check.findings(0).warning());
  EXPECT_EQ(check.findings(0).values().at("allowed_by"), "kepala-perangkat-daerah");
  EXPECT_EQ(check.findings(0).values().at("allowed_for"), "UNIT_REQUEST");
  EXPECT_EQ(Counted(2027), "1 of 1");
  Publish(batch);
  EXPECT_EQ(Listed(batch.id(), sv::ENROLMENT_OFFERED).size(), 2u) << "both keep their seats";
}

TEST_F(ContinuityOverrides, AreMadeByTheHeadOfTheAgencyAlone) {
  const sv::Batch batch = TwoOfThree();
  EXPECT_THAT(
      client().OverrideContinuity(Organiser(), Letting(batch)),
      HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(
      client().OverrideContinuity(HeadOfAgency("/33.74.02/"), Letting(batch)),
      HasCode(absl::StatusCode::kPermissionDenied))
      << "not over that unit";
  sv::OverrideContinuityRequest elsewhere = Letting(batch);
  elsewhere.set_unit("33.74.02");
  EXPECT_THAT(
      client().OverrideContinuity(HeadOfAgency("/33.74.02/"), elsewhere), RefusedBy("SVC-11"))
      << "no people of his";
  EXPECT_THAT(
      client().OverrideContinuity(HeadOfAgency(), Letting(batch, "SVC-04")), RefusedBy("SVC-11"));
  EXPECT_THAT(Publishing(batch), RefusedBy("SVC-01"));
}

TEST_F(ContinuityOverrides, AreMadeByHeadsWhoReadWhatABatchBreaksInTheirUnits) {
  const sv::Batch batch = TwoOfThree();
  const auto read = [&](const Call& by, const std::string& unit, const std::string& of) {
    sv::GetRundownCheckRequest request;
    request.set_unit(unit);
    request.set_batch(of);
    return client().GetRundownCheck(by, request);
  };
  const auto own = read(HeadOfAgency(), "33.74.14", batch.id());
  ASSERT_THAT(own, IsOk());
  EXPECT_EQ(Told(*own), "SVC-01 1");
  EXPECT_GT(own->scheduled_minutes(), 0) << "of a batch of his own unit all of it";
  EXPECT_THAT(
      read(HeadOfAgency("/33.74.02/"), "33.74.14", batch.id()),
      HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(read(HeadOfAgency("/33.74.02/"), "33.74.02", batch.id())->findings_size(), 0)
      << "no people of his";
  // The batch is another unit's: what concerns his people, drafted and released, and nothing else.
  (void)sql().Query(
      "UPDATE batch SET unit = $2 WHERE id = $1", pg::Params(batch.id(), std::string(kOther)));
  const auto theirs = read(HeadOfAgency(), "33.74.14", batch.id());
  ASSERT_THAT(theirs, IsOk());
  EXPECT_EQ(Told(*theirs), "SVC-01 1");
  EXPECT_EQ(theirs->scheduled_minutes(), 0);
  EXPECT_EQ(theirs->rupiah(), 0);
  EXPECT_THAT(read(HeadOfAgency(), "33.74.14", kNobody), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(
      read(Organiser("/33.74.14/"), "33.74.14", batch.id()), HasCode(absl::StatusCode::kNotFound))
      << "who organises elsewhere";
}

TEST_F(ContinuityOverrides, AreListedByTheUnitOfTheBatchAndOfTheHead) {
  const sv::Batch batch = TwoOfThree();
  ASSERT_THAT(Draft(batch, LessonsOn({"2027-05-11"}, 800, 900)), IsOk());
  ASSERT_THAT(client().OverrideContinuity(HeadOfAgency(), Letting(batch)), IsOk());
  const auto listed = [&](const Call& by, const std::string& of = "", int page = 0,
                          const std::string& token = "") {
    sv::ListContinuityOverridesRequest request;
    request.set_batch(of);
    request.set_page_size(page);
    request.set_page_token(token);
    const auto answer = client().ListContinuityOverrides(by, request);
    EXPECT_THAT(answer, IsOk());
    return answer.value_or(sv::ListContinuityOverridesResponse());
  };
  const auto first = listed(Auditor(), "", 1);
  ASSERT_EQ(first.overrides_size(), 1);
  EXPECT_EQ(first.overrides(0).batch(), batch.id());
  EXPECT_EQ(first.overrides(0).rule(), "SVC-01");
  EXPECT_EQ(first.overrides(0).period(), "2027-04-08");
  EXPECT_EQ(first.overrides(0).allows(), 2);
  EXPECT_EQ(first.overrides(0).reason(), sv::UNIT_REQUEST);
  EXPECT_EQ(first.overrides(0).unit(), "33.74.14");
  EXPECT_EQ(first.overrides(0).made_by(), "kepala-perangkat-daerah");
  const auto second = listed(Auditor(), "", 1, first.next_page_token());
  ASSERT_EQ(second.overrides_size(), 1);
  EXPECT_EQ(second.overrides(0).period(), "2027-05-11");
  EXPECT_EQ(listed(Auditor(), "", 1, second.next_page_token()).overrides_size(), 0);
  EXPECT_EQ(listed(HeadOfAgency(), batch.id()).overrides_size(), 2);
  EXPECT_EQ(listed(HeadOfAgency(), kNobody).overrides_size(), 0);
  EXPECT_EQ(listed(HeadOfAgency("/33.74.02/")).overrides_size(), 0) << "neither unit is his";
  // Of a batch of his unit, whosever people it takes.
  (void)sql().Query(
      "UPDATE batch SET unit = $2 WHERE id = $1", pg::Params(batch.id(), std::string(kOther)));
  EXPECT_EQ(listed(Organiser("/33.74.02/")).overrides_size(), 2);
  EXPECT_EQ(listed(HeadOfAgency()).overrides_size(), 2);
}

TEST_F(ContinuityOverrides, SayWhy) {
  const sv::Batch batch = TwoOfThree();
  sv::OverrideContinuityRequest request = Letting(batch);
  request.clear_reason();
  EXPECT_THAT(
      client().OverrideContinuity(HeadOfAgency(), request),
      HasCode(absl::StatusCode::kInvalidArgument));
  request.set_reason(sv::OTHER);
  EXPECT_THAT(client().OverrideContinuity(HeadOfAgency(), request), RefusedBy("SVC-12"));
  request.set_request_id(platform_.Id());
  request.set_note("peresmian kantor baru");
  EXPECT_THAT(client().OverrideContinuity(HeadOfAgency(), request), IsOk());
}

// Whatever else is declared meanwhile asks for people as before, in checks and of their seats.
TEST_F(ContinuityOverrides, OfABlackoutAreOfThatOneAndItsDay) {
  const std::string person = People("LURAH", kKelurahan, 1)[0];
  batch_ = Lessons({"2027-04-08", "2027-04-09"});
  Selected({batch_});
  const sv::Blackout musrenbang = Closed("2027-04-08T08:00", "2027-04-08T12:00");
  ASSERT_EQ(Blocking(batch_), "SVC-05");
  sv::OverrideContinuityRequest below = Letting(batch_, "SVC-05");
  below.set_unit(kKelurahan);
  EXPECT_THAT(
      client().OverrideContinuity(HeadOfAgency(Cat("/33.74.14/", kKelurahan, "/")), below),
      RefusedBy("SVC-13"))
      << "he could not lift it either";
  const auto made = client().OverrideContinuity(HeadOfAgency(), Letting(batch_, "SVC-05"));
  ASSERT_THAT(made, IsOk());
  ASSERT_EQ(made->overrides_size(), 1);
  EXPECT_EQ(made->overrides(0).about(), musrenbang.id());
  EXPECT_EQ(made->overrides(0).period(), "2027-04-08");
  EXPECT_EQ(Blocking(batch_), "");
  for (const char* day : {"2027-04-08", "2027-04-09"}) {
    const sv::Blackout flood = Closed(Cat(day, "T08:30"), Cat(day, "T17:00"));
    EXPECT_EQ(Blocking(batch_), "SVC-05") << day;
    EXPECT_EQ(Questioned(person), "OPEN SEL-04") << day;
    Lift(flood);
    EXPECT_EQ(Questioned(person), "PASSES SEL-04") << day;
  }
  Publish(batch_);
  EXPECT_EQ(StateOf(person), "OFFERED");
}

TEST_F(ContinuityOverrides, AreOfWhatIsReleasedToo) {
  const sv::Batch batch = TwoOfThree();
  ASSERT_THAT(Draft(batch, LessonsOn({"2027-05-11"}, 800, 900)), IsOk());
  const auto made = client().OverrideContinuity(HeadOfAgency(), Letting(batch));
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->overrides_size(), 2) << "of the day of the draft, and of that which is published";
  Publish(batch);
}

// Whoever comes is away on each of its days, also on those of which nothing is let be.
TEST_F(ContinuityOverrides, LeaveRoomOnTheirDayAlone) {
  People("LURAH", kKelurahan, 3);
  const sv::Batch beside = Lessons({"2027-04-08"});
  batch_ = Lessons({"2027-04-08", "2027-04-09"});
  ASSERT_EQ(Figures(Selected({beside, batch_})), "3 3 2 1");
  MayBeAway("{66,1,100,60}");
  const auto made = client().OverrideContinuity(HeadOfAgency(), Letting(batch_));
  ASSERT_THAT(made, IsOk());
  ASSERT_EQ(made->overrides_size(), 1) << "on the ninth one is away";
  EXPECT_EQ(made->overrides(0).period(), "2027-04-08");
  EXPECT_EQ(made->overrides(0).allows(), 2);
  const auto offered = [&] { return Listed(batch_.id(), sv::ENROLMENT_OFFERED).size(); };
  Publish(batch_);
  EXPECT_EQ(offered(), 1u) << "two on the eighth, one on the ninth";
  Cancel(beside);
  ASSERT_THAT(Capacity(2), IsOk());
  EXPECT_EQ(offered(), 1u) << "of two on the ninth nobody has said anything";
  MayBeAway("{67,1,100,60}");
  ASSERT_THAT(Capacity(3), IsOk());
  EXPECT_EQ(offered(), 2u);
}

TEST_F(ContinuityOverrides, AreOfOneBatchAndCountInItsYear) {
  const sv::Batch batch = TwoOfThree();
  ASSERT_THAT(client().OverrideContinuity(HeadOfAgency(), Letting(batch)), IsOk());
  Approve(kNextProgram);
  Plan(2028, kNextItem, kNextProgram);
  const sv::Batch next = TwoOfThree(kNextItem, "2027-05-11");
  MayBeAway("{33,1,100,60}");
  EXPECT_EQ(Told(Check(next)), "SVC-01 1");
  EXPECT_THAT(Publishing(next), RefusedBy("SVC-01")) << "another batch is another matter";
  EXPECT_EQ(Counted(2027), "1 of 1");
  EXPECT_EQ(Counted(2028), "0 of 1");
  EXPECT_EQ(Counted(0), "1 of 2");
}

}  // namespace
}  // namespace binadaya::test
