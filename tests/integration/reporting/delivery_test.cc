// From a need on to the plan, its money, its batches and who had a seat; told by all services.
#include "binadaya/needs/v1/needs_events.tell.h"
#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "tests/integration/scheduling/participants.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
namespace bv = ::binadaya::budgeting::v1;

constexpr char kNeed[] = "019c0000-0000-7000-8000-0000000000a1";

class Delivered : public ParticipantsTest {
 protected:
  Delivered() : ParticipantsTest({"registry", "needs", "budgeting", "scheduling", "reporting"}) {
    AsNeeds([](Tx& tx) {
      needs::v1::NeedDetected need;
      need.set_need(kNeed);
      need.set_campaign("019c0000-0000-7000-8000-0000000000a0");
      need.set_type(needs::v1::COMPETENCY_GAP);
      need.set_competency("M.03");
      need.set_to_level(2);
      need.set_family("LURAH");
      need.set_unit_path("/");
      need.set_state(needs::v1::DETECTED);
      needs::Tell(tx, need);
      needs::v1::ProgramApproved program;
      program.set_program(kProgram);
      program.set_number(2);
      program.mutable_design()->set_title("Keputusan bagi lurah");
      program.mutable_design()->add_families("LURAH");
      program.mutable_design()->add_needs(kNeed);
      needs::v1::CompetencyTarget& target = *program.mutable_design()->add_targets();
      target.set_competency("M.03");
      target.set_lift(1);
      target.set_weight(1);
      needs::Tell(tx, program);
    });
  }
  // The plan of 2027, revised: with the item, or without.
  void Revise(int number, bool with_item) {
    AsNeeds([&](Tx& tx) {
      needs::v1::PlanRevised event;
      event.set_plan("019c0000-0000-7000-8000-000000000002");
      event.set_year(2027);
      event.set_number(number);
      if (!with_item) {
        event.add_removed(kPlanItem);
      } else {
        needs::v1::PlanItem& item = *event.add_items();
        item.set_id(kPlanItem);
        item.set_program(kProgram);
        item.set_quarter(2);
        item.set_batches(4);
        item.set_batch_size(49);
        item.set_seats(193);
        item.set_rupiah(143'248'000);
        item.set_source(needs::v1::PAD);
      }
      needs::Tell(tx, event);
    });
  }
  std::string Commit(const std::string& line, std::int64_t amount, const std::string& batch) {
    bv::CommitRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_doc_ref(Cat("SPK/", amount));
    request.set_batch(batch);
    request.set_plan_item(kPlanItem);
    bv::Part& part = *request.add_parts();
    part.set_line(line);
    part.set_amount(amount);
    part.set_year(2027);
    const auto committed = platform_.budgeting().Commit(Officer(), request);
    EXPECT_THAT(committed, IsOk());
    return committed.ok() ? committed->id() : "";
  }
  bv::ChangeCommitmentRequest Of(
      const std::string& commitment, const std::string& line, std::int64_t amount) {
    bv::ChangeCommitmentRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_commitment(commitment);
    request.set_doc_ref(Cat("SPJ/", amount));
    bv::Part& part = *request.add_parts();
    part.set_line(line);
    part.set_amount(amount);
    return request;
  }
  Call Officer() { return platform_.As("pptk", {{v1::ACTIVITY_OFFICER, "/"}}); }
  Call Treasurer() { return platform_.As("bendahara", {{v1::TREASURER, "/"}}); }

  using Links = std::vector<reporting::v1::Chain::Link>;
  static Links LinksOf(const absl::StatusOr<reporting::v1::Chain>& chain, const std::string& kind) {
    EXPECT_THAT(chain, IsOk());
    Links links;
    if (!chain.ok()) return links;
    for (const auto& link : chain->links())
      if (link.kind() == kind) links.push_back(link);
    return links;
  }
  Links Need(const std::string& kind) {
    EXPECT_TRUE(platform_.Settle());
    reporting::v1::GetNeedChainRequest request;
    request.set_need(kNeed);
    return LinksOf(platform_.reporting().GetNeedChain(platform_.Analyst(), request), kind);
  }
  Links Person(const std::string& person, const std::string& kind) {
    EXPECT_TRUE(platform_.Settle());
    reporting::v1::GetPersonChainRequest request;
    request.set_person(person);
    return LinksOf(platform_.reporting().GetPersonChain(platform_.Analyst(), request), kind);
  }
  // The first of a kind; an empty one when there is none.
  reporting::v1::Chain::Link First(const std::string& kind) {
    const Links links = Need(kind);
    EXPECT_FALSE(links.empty()) << kind;
    return links.empty() ? reporting::v1::Chain::Link() : links.front();
  }
  static std::string Fact(const reporting::v1::Chain::Link& link, const std::string& name) {
    const auto fact = link.facts().find(name);
    return fact == link.facts().end() ? "" : fact->second;
  }
};

TEST_F(Delivered, GoesFromTheNeedToThePlanAndBack) {
  Revise(1, true);
  Links items = Need("plan_item");
  ASSERT_EQ(items.size(), 1);
  EXPECT_EQ(items[0].id(), kPlanItem);
  EXPECT_EQ(items[0].state(), "PLAN_SET");
  EXPECT_EQ(items[0].depth(), 2);
  EXPECT_EQ(Fact(items[0], "revision"), "1");
  EXPECT_EQ(Fact(items[0], "amount"), "143248000");
  EXPECT_EQ(Fact(items[0], "source"), "PAD");
  EXPECT_TRUE(First("budget_line").missing());
  EXPECT_TRUE(First("batch").missing());
  // Another plan of the same year says nothing of it.
  AsNeeds([](Tx& tx) {
    needs::v1::PlanSet other;
    other.set_plan("019c0000-0000-7000-8000-000000000003");
    other.set_year(2027);
    other.add_items()->set_id("019c0000-0000-7000-8000-000000000004");
    other.mutable_items(0)->set_program("019c0000-0000-7000-8000-00000000000c");
    needs::Tell(tx, other);
  });
  EXPECT_EQ(First("plan_item").state(), "PLAN_SET");
  // Out of the plan, and in again.
  Revise(2, false);
  EXPECT_EQ(First("plan_item").state(), "PLAN_ITEM_REMOVED");
  EXPECT_THAT(Need("batch"), ElementsAre());
  Revise(3, true);
  items = Need("plan_item");
  EXPECT_EQ(items[0].state(), "PLAN_SET");
  EXPECT_EQ(Fact(items[0], "revision"), "3");
}

// Every entry of the ledger shows where its money is: bound, paid, come back, free again.
TEST_F(Delivered, FollowsTheMoneyOfAnItemAndOfABatch) {
  const sv::Batch batch = OnDay("2027-04-12", 30);
  const std::vector<std::string> lines = Lines();
  ASSERT_EQ(lines.size(), 2);
  const auto money = [&] {
    std::string text;
    for (const auto& line : Need("budget_line"))
      text += Cat(Fact(line, "amount"), ":", Fact(line, "bound"), ":", Fact(line, "realised"), " ");
    return Cat(text, "| ", Fact(First("batch"), "bound"), ":", Fact(First("batch"), "realised"));
  };
  std::vector<std::string> ids;
  for (const auto& line : Need("budget_line")) ids.push_back(line.id());
  EXPECT_THAT(ids, ::testing::UnorderedElementsAreArray(lines));
  const std::string bound = Commit(lines[0], 13'500'000, batch.id());
  Commit(lines[0], 1'000'000, "");  // for no batch
  // The lines are in the order of their ids where all else is the same.
  const bool first = lines[0] < lines[1];
  const auto expect = [&](const std::string& one, const std::string& of_batch) {
    const std::string other = "5000000:0:0 ";
    EXPECT_EQ(money(), Cat(first ? Cat(one, " ", other) : Cat(other, one, " "), "| ", of_batch));
  };
  expect("36000000:14500000:0", "13500000:0");
  ASSERT_THAT(platform_.budgeting().Realise(Treasurer(), Of(bound, lines[0], 13'000'000)), IsOk());
  expect("36000000:1500000:13000000", "500000:13000000");
  ASSERT_THAT(platform_.budgeting().Release(Officer(), Of(bound, lines[0], 500'000)), IsOk());
  expect("36000000:1000000:13000000", "0:13000000");
  ASSERT_THAT(platform_.budgeting().Return(Treasurer(), Of(bound, lines[0], 250'000)), IsOk());
  expect("36000000:1000000:12750000", "0:12750000");
  const auto frozen = [&] {
    std::string all;
    for (const auto& line : Need("budget_line")) all += Fact(line, "frozen");
    return all;
  };
  EXPECT_EQ(frozen(), "");
  bv::FreezeRequest order;
  order.set_request_id(platform_.Id());
  order.set_unit(kUnit);
  order.set_doc_ref("SE/1");
  bv::Part& part = *order.add_parts();
  part.set_line(lines[0]);
  part.set_amount(2'000'000);
  const Call user = platform_.As("pa", {{v1::BUDGET_USER, "/"}});
  ASSERT_THAT(platform_.budgeting().Freeze(user, order), IsOk());
  EXPECT_EQ(frozen(), "2000000");
  order.set_request_id(platform_.Id());
  order.set_doc_ref("SE/2");
  ASSERT_THAT(platform_.budgeting().Unfreeze(user, order), IsOk());
  EXPECT_EQ(frozen(), "");
}

TEST_F(Delivered, FollowsABatchAndWhoHasASeatInIt) {
  std::string first = Lurah(kKelurahan, {{"M.03", 1}});
  std::string next = Lurah(kKelurahan, {{"M.03", 1}});
  const sv::Batch batch = OnDay("2027-04-12", 1);
  Links batches = Need("batch");
  ASSERT_EQ(batches.size(), 1);
  EXPECT_EQ(batches[0].state(), "BATCH_SCHEDULED");
  EXPECT_EQ(Fact(batches[0], "first_day"), "2027-04-12");
  EXPECT_EQ(Fact(batches[0], "last_day"), "2027-04-12");
  EXPECT_EQ(Fact(batches[0], "capacity"), "1");
  ASSERT_EQ(Selected({batch}).chosen(), 1);
  EXPECT_EQ(Fact(First("batch"), "ENROLMENT_WAITLISTED"), "1");
  if (ParticipantsTest::Of(next).batch() == batch.id()) std::swap(first, next);
  EXPECT_EQ(Fact(Person(next, "enrolment").at(0), "batch"), "");
  Publish(batch);
  batches = Need("batch");
  EXPECT_EQ(batches[0].state(), "BATCH_PUBLISHED");
  EXPECT_EQ(Fact(batches[0], "ENROLMENT_OFFERED"), "1");
  EXPECT_EQ(Fact(batches[0], "ENROLMENT_WAITLISTED"), "");
  Links seats = Person(first, "enrolment");
  ASSERT_EQ(seats.size(), 1);
  EXPECT_EQ(seats[0].state(), "ENROLMENT_OFFERED");
  EXPECT_EQ(Fact(seats[0], "title"), "Keputusan bagi lurah");
  EXPECT_EQ(Fact(seats[0], "batch"), batch.id());
  EXPECT_EQ(Fact(seats[0], "first_day"), "2027-04-12");
  EXPECT_EQ(seats[0].depth(), 3);  // below the need that it is for
  ASSERT_THAT(Withdraw(first), IsOk());
  seats = Person(first, "enrolment");
  EXPECT_EQ(seats[0].state(), "ENROLMENT_WITHDRAWN");
  EXPECT_EQ(Fact(seats[0], "cause"), "END_REQUEST");
  // The seat passes on, and is lost with the batch.
  seats = Person(next, "enrolment");
  EXPECT_EQ(seats.at(0).state(), "ENROLMENT_OFFERED");
  EXPECT_EQ(Fact(seats.at(0), "batch"), batch.id());
  Cancel(batch);
  batches = Need("batch");
  EXPECT_EQ(batches[0].state(), "BATCH_CANCELLED");
  EXPECT_EQ(Fact(batches[0], "cause"), "CAUSE_VENUE");
  seats = Person(next, "enrolment");
  EXPECT_EQ(seats.at(0).state(), "ENROLMENT_WAITLISTED");
  EXPECT_EQ(Fact(seats.at(0), "batch"), "");
}

TEST_F(Delivered, EndsWithWhatCameOfASeatUntilThatIsPutRight) {
  const std::string person = Lurah(kKelurahan, {{"M.03", 1}});
  const sv::Batch batch = OnDay("2027-04-12", 1);
  ASSERT_EQ(Selected({batch}).chosen(), 1);
  const std::string id = ParticipantsTest::Of(person).id();
  const auto seat = [&](auto event) {
    event.set_enrolment(id);
    event.set_person(person);
    event.set_program(kProgram);
    event.set_batch(batch.id());
    return event;
  };
  const auto tell = [&](const auto& event) {
    As("scheduling", [&](Tx& tx) { scheduling::Tell(tx, event); });
  };
  const auto shown = [&] {
    const auto link = Person(person, "enrolment").at(0);
    return Cat(link.state(), " ", Fact(link, "jp"), " ", Fact(link, "minutes"));
  };
  sv::EnrolmentCompleted outcome = seat(sv::EnrolmentCompleted());
  outcome.set_outcome(sv::ENROLMENT_COMPLETED);
  outcome.set_jp(20);
  outcome.set_minutes(900);
  tell(outcome);
  sv::BatchCompleted completed;
  completed.set_batch(batch.id());
  tell(completed);
  EXPECT_EQ(shown(), "ENROLMENT_COMPLETED 20 900");
  EXPECT_EQ(First("batch").state(), "BATCH_COMPLETED");
  sv::BatchReopened reopened;
  reopened.set_batch(batch.id());
  reopened.set_state(sv::BATCH_DELIVERED);
  tell(reopened);
  tell(seat(sv::EnrolmentAttending()));
  EXPECT_EQ(shown(), "ENROLMENT_ATTENDING  ");
  EXPECT_EQ(First("batch").state(), "BATCH_DELIVERED");
}

}  // namespace
}  // namespace binadaya::test
