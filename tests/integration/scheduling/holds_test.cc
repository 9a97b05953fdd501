// The agenda of the leaders.
#include <future>

#include "tests/integration/scheduling/scheduling.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Agenda : public SchedulingTest {
 protected:
  Agenda() : leader_(city_.Person("CAMAT", kUnit)) { EXPECT_TRUE(platform_.Settle()); }

  sv::RequestHoldRequest Asking(
      const std::string& from, const std::string& until, const std::string& batch = "",
      sv::HoldPriority priority = sv::TRAINING_OPENING) {
    sv::RequestHoldRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_leader(leader_);
    *request.mutable_slot() = SlotOf(Cat("2027-04-08T", from), Cat("2027-04-08T", until));
    request.set_priority(priority);
    request.set_batch(batch);
    return request;
  }
  sv::Hold Asked(const sv::RequestHoldRequest& request) {
    const auto hold = client().RequestHold(Organiser(), request);
    EXPECT_THAT(hold, IsOk());
    return *hold;
  }
  absl::StatusOr<sv::Hold> Decide(
      const sv::Hold& hold, sv::HoldDecision decision, const std::string& reason = "",
      const std::optional<sv::Slot>& to = std::nullopt) {
    sv::DecideHoldRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(hold.unit());
    request.set_id(hold.id());
    request.set_decision(decision);
    request.set_reason(reason);
    if (to.has_value()) *request.mutable_to() = *to;
    return client().DecideHold(Protocol(), request);
  }
  sv::Hold Stands(const sv::Hold& hold) {
    EXPECT_THAT(Decide(hold, sv::PENCIL), IsOk());
    const auto confirmed = Decide(hold, sv::CONFIRM);
    EXPECT_THAT(confirmed, IsOk());
    return *confirmed;
  }
  sv::FallBackRequest Fallback(const sv::Hold& hold, sv::Fallback way) {
    sv::FallBackRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(hold.unit());
    request.set_id(hold.id());
    request.set_fallback(way);
    return request;
  }

  // Service, for good.
  void Leaves(const std::string& person) {
    registry::v1::EndEmploymentRequest leaves;
    leaves.set_request_id(platform_.Id());
    leaves.set_person(person);
    leaves.set_exit(registry::v1::EXIT_TRANSFER_OUT);
    leaves.set_effective("2027-03-01");
    leaves.set_decree("800/1/2027");
    ASSERT_THAT(platform_.registry().EndEmployment(platform_.Analyst(), leaves), IsOk());
  }
  absl::StatusOr<sv::Batch> Cancel(const sv::Batch& batch) {
    sv::CancelBatchRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    request.set_cause(sv::CAUSE_BUDGET);
    request.set_reason("efisiensi");
    return client().CancelBatch(Organiser(), request);
  }
  std::vector<sv::Hold> Off() {
    sv::ListHoldsRequest request;
    request.set_state(sv::HOLD_RELEASED);
    const auto listed = client().ListHolds(Auditor(), request);
    EXPECT_THAT(listed, IsOk());
    return {listed->holds().begin(), listed->holds().end()};
  }

  const std::string leader_;
};

TEST_F(Agenda, GoesFromTheRequestToWhatIsDone) {
  const sv::Batch batch = Batch(30);
  (void)platform_.Told("scheduling");
  sv::Hold hold = Asked(Asking("08:00", "09:00", batch.id()));
  EXPECT_EQ(hold.state(), sv::HOLD_REQUESTED);
  EXPECT_THAT(Decide(hold, sv::CONFIRM), RefusedBy("HLD-01"));
  hold = Stands(hold);
  EXPECT_EQ(hold.state(), sv::HOLD_CONFIRMED);
  EXPECT_EQ(hold.version(), 3);
  EXPECT_THAT(Decide(hold, sv::FINISH), RefusedBy("HLD-09"));
  MoveTo(absl::CivilDay(2027, 4, 8), 9);
  const auto done = Decide(hold, sv::FINISH);
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->state(), sv::HOLD_DONE);
  EXPECT_THAT(
      platform_.Told("scheduling"),
      ElementsAre("hold.requested", "hold.pencilled", "hold.confirmed", "hold.finished"));
}

TEST_F(Agenda, NamesWhatGoesBeforeAndWhatMustMakeWay) {
  const sv::Hold opening = Stands(Asked(Asking("08:00", "09:00", Batch(30).id())));
  sv::Hold ceremony = Asked(Asking("09:00", "10:00", "", sv::CITY_CEREMONY));
  EXPECT_THAT(Decide(ceremony, sv::PENCIL)->displaces(), IsEmpty()) << "back to back";
  const sv::Hold council = Asked(Asking("08:59", "10:00", "", sv::COUNCIL));
  const auto stands = Decide(council, sv::PENCIL);
  ASSERT_THAT(stands, IsOk());
  EXPECT_THAT(stands->displaces(), ElementsAre(opening.id(), ceremony.id()));
  const auto refused = Decide(ceremony, sv::CONFIRM);
  ASSERT_THAT(refused, RefusedBy("HLD-02"));
  EXPECT_EQ(FindingsOf(refused.status())[0].values.at("hold"), council.id());
  ASSERT_THAT(Decide(council, sv::RELEASE, "rapat batal"), IsOk());
  EXPECT_THAT(Decide(ceremony, sv::CONFIRM), IsOk());
}

TEST_F(Agenda, ChangesTheEveningBeforeAndFallsBack) {
  sv::Hold hold = Stands(Asked(Asking("08:00", "09:00", Batch(30).id())));
  EXPECT_THAT(Decide(hold, sv::CHANGE), RefusedBy("HLD-03"));
  EXPECT_THAT(
      Decide(hold, sv::CHANGE, "dipanggil", SlotOf("2027-04-08T11:00", "2027-04-08T10:00")),
      RefusedBy("TIME-02"));
  const sv::Slot later = SlotOf("2027-04-08T11:00", "2027-04-08T12:00");
  auto changed = Decide(hold, sv::CHANGE, "dipanggil gubernur", later);
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->state(), sv::HOLD_CHANGED);
  EXPECT_EQ(Written(changed->proposed()), Written(later));
  changed = Decide(hold, sv::TAKE_NEW_TIME);
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(Written(changed->slot()), Written(later));
  EXPECT_FALSE(changed->has_proposed());
  ASSERT_THAT(Decide(hold, sv::CHANGE, "sakit"), IsOk());
  EXPECT_THAT(Decide(hold, sv::TAKE_NEW_TIME), RefusedBy("HLD-05"));

  sv::FallBackRequest request = Fallback(hold, sv::DELEGATE);
  EXPECT_THAT(client().FallBack(Organiser(), request), RefusedBy("HLD-07"));
  request.set_request_id(platform_.Id());
  request.set_delegate(kNobody);
  EXPECT_THAT(client().FallBack(Organiser(), request), HasCode(absl::StatusCode::kNotFound));
  request.set_request_id(platform_.Id());
  request.set_delegate(city_.Person("LURAH", "33.74.14.1003"));
  ASSERT_TRUE(platform_.Settle());
  request.set_version(2);
  EXPECT_THAT(client().FallBack(Organiser(), request), HasCode(absl::StatusCode::kAborted));
  request.set_request_id(platform_.Id());
  request.set_version(6);
  (void)platform_.Told("scheduling");
  const auto fell = client().FallBack(Organiser(), request);
  ASSERT_THAT(fell, IsOk());
  EXPECT_EQ(fell->state(), sv::HOLD_FALLBACK_ACTIVE);
  EXPECT_EQ(fell->fallback(), sv::DELEGATE);
  EXPECT_EQ(fell->delegate(), request.delegate());
  EXPECT_EQ(fell->changes(), 2);
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("hold.fell_back"));
  EXPECT_THAT(Conflicts(sv::LEADER, leader_, later), IsEmpty()) << "the leader is not there";
}

TEST_F(Agenda, RefusesWhoAndWhatItDoesNotKnow) {
  sv::RequestHoldRequest request = Asking("09:00", "08:00");
  EXPECT_THAT(client().RequestHold(Organiser(), request), RefusedBy("HLD-10", "HLD-11"));
  request = Asking("08:00", "09:00", kNobody);
  EXPECT_THAT(client().RequestHold(Organiser(), request), HasCode(absl::StatusCode::kNotFound));
  request = Asking("08:00", "09:00", "", sv::COUNCIL);
  request.set_leader(kNobody);
  EXPECT_THAT(client().RequestHold(Organiser(), request), HasCode(absl::StatusCode::kNotFound));
  request.set_leader(leader_);
  const sv::Hold hold = Asked(request);
  sv::DecideHoldRequest decide;
  decide.set_request_id(platform_.Id());
  decide.set_unit(kUnit);
  decide.set_id(hold.id());
  decide.set_decision(sv::PENCIL);
  EXPECT_THAT(
      client().DecideHold(Organiser(), decide), HasCode(absl::StatusCode::kPermissionDenied));
}

TEST_F(Agenda, IsOfATimeThatIsNotOver) {
  MoveTo(absl::CivilDay(2027, 4, 8), 9);
  EXPECT_THAT(
      client().RequestHold(Organiser(), Asking("08:00", "09:00", "", sv::COUNCIL)),
      RefusedBy("HLD-18"));
  EXPECT_THAT(client().RequestHold(Organiser(), Asking("08:00", "09:01", "", sv::COUNCIL)), IsOk());
}

TEST_F(Agenda, IsListedByTimeAndNarrowedDown) {
  const sv::Hold late = Asked(Asking("10:00", "11:00", "", sv::COUNCIL));
  const sv::Hold early = Asked(Asking("08:00", "09:00", "", sv::COUNCIL));
  ASSERT_THAT(Decide(late, sv::PENCIL), IsOk());
  const auto ids = [&](const std::function<void(sv::ListHoldsRequest&)>& narrow) {
    sv::ListHoldsRequest request;
    request.set_page_size(1);
    narrow(request);
    std::vector<std::string> found;
    do {
      const auto page = client().ListHolds(Auditor(), request);
      EXPECT_THAT(page, IsOk());
      for (const sv::Hold& hold : page->holds()) found.push_back(hold.id());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return found;
  };
  EXPECT_THAT(ids([](auto&) {}), ElementsAre(early.id(), late.id()));
  EXPECT_THAT(ids([](auto& r) { r.set_state(sv::HOLD_TENTATIVE); }), ElementsAre(late.id()));
  EXPECT_THAT(ids([](auto& r) { r.set_from("2027-04-09"); }), IsEmpty());
  EXPECT_THAT(ids([](auto& r) { r.set_until("2027-04-08"); }), IsEmpty());
  EXPECT_THAT(ids([](auto& r) { r.set_leader(kNobody); }), IsEmpty());
  EXPECT_THAT(ids([](auto& r) { r.set_unit(kOther); }), IsEmpty());
}

TEST_F(Agenda, IsFreeAgainWhenABatchIsCancelled) {
  const sv::Batch batch = Batch(30), other = Batch(30);
  const sv::Hold opening = Stands(Asked(Asking("08:00", "09:00", batch.id())));
  const sv::Hold closing = Asked(Asking("15:00", "15:30", batch.id()));
  (void)Stands(Asked(Asking("11:00", "11:30", other.id())));
  (void)platform_.Told("scheduling");
  ASSERT_THAT(Cancel(batch), IsOk());
  EXPECT_THAT(
      platform_.Told("scheduling"),
      ElementsAre("hold.released", "hold.released", "batch.cancelled"));
  const auto released = Off();
  ASSERT_EQ(released.size(), 2u) << "not of another batch";
  EXPECT_EQ(released[0].id(), opening.id());
  EXPECT_EQ(released[0].reason(), "efisiensi");
  EXPECT_EQ(released[1].id(), closing.id());
  EXPECT_THAT(
      Conflicts(sv::LEADER, leader_, SlotOf("2027-04-08T08:00", "2027-04-08T09:00")), IsEmpty());
  EXPECT_THAT(Decide(closing, sv::PENCIL), RefusedBy("HLD-01"));
  EXPECT_THAT(
      client().RequestHold(Organiser(), Asking("08:00", "09:00", batch.id())), RefusedBy("HLD-16"));
}

TEST_F(Agenda, KeepsWhatWasOpenedOfABatchThatIsCancelledLater) {
  const sv::Batch batch = Batch(30);
  const sv::Hold opening = Stands(Asked(Asking("08:00", "09:00", batch.id())));
  MoveTo(absl::CivilDay(2027, 4, 8), 9);
  ASSERT_THAT(Cancel(batch), IsOk());
  EXPECT_THAT(Off(), IsEmpty());
  EXPECT_THAT(Decide(opening, sv::FINISH), IsOk());
}

TEST_F(Agenda, OfALeaderWhoHasLeftServiceFallsBackOrIsFree) {
  const sv::Hold opening = Stands(Asked(Asking("08:00", "09:00", Batch(30).id())));
  const sv::Hold council = Stands(Asked(Asking("10:00", "11:00", "", sv::COUNCIL)));
  const std::string deputy = city_.Person("LURAH", "33.74.14.1003");
  Leaves(leader_);
  ASSERT_TRUE(Eventually([&] { return Off().size() == 1; }));
  EXPECT_EQ(Off()[0].id(), council.id());
  sv::FallBackRequest request = Fallback(opening, sv::DELEGATE);
  request.set_delegate(deputy);
  ASSERT_TRUE(Eventually([&] {
    request.set_request_id(platform_.Id());
    return client().FallBack(Organiser(), request).ok();
  })) << "it has changed, by itself";
}

TEST_F(Agenda, OfADelegateWhoHasLeftServiceFallsBackAnew) {
  const sv::Hold opening = Stands(Asked(Asking("08:00", "09:00", Batch(30).id())));
  const sv::Hold other = Stands(Asked(Asking("10:00", "11:00", Batch(30).id())));
  const std::string deputy = city_.Person("LURAH", "33.74.14.1003");
  const std::string secretary = city_.Person("LURAH", "33.74.14.1003");
  ASSERT_TRUE(platform_.Settle());
  const auto stands_in = [&](const sv::Hold& hold, const std::string& person) {
    ASSERT_THAT(Decide(hold, sv::CHANGE, "dipanggil gubernur"), IsOk());
    sv::FallBackRequest request = Fallback(hold, sv::DELEGATE);
    request.set_delegate(person);
    ASSERT_THAT(client().FallBack(Organiser(), request), IsOk());
  };
  stands_in(opening, deputy);
  stands_in(other, secretary);
  (void)platform_.Told("scheduling");
  Leaves(deputy);
  const auto changed = [&] {
    sv::ListHoldsRequest request;
    request.set_state(sv::HOLD_CHANGED);
    return client().ListHolds(Auditor(), request).value_or(sv::ListHoldsResponse());
  };
  ASSERT_TRUE(Eventually([&] { return changed().holds_size() > 0; }));
  ASSERT_EQ(changed().holds_size(), 1) << "nobody else's";
  const sv::Hold now = changed().holds(0);
  EXPECT_EQ(now.id(), opening.id());
  EXPECT_EQ(now.delegate(), "");
  EXPECT_EQ(now.fallback(), sv::FALLBACK_UNSPECIFIED);
  EXPECT_EQ(now.changes(), 2);
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("hold.changed"));
  sv::FallBackRequest request = Fallback(opening, sv::DELEGATE);
  request.set_delegate(secretary);
  EXPECT_THAT(client().FallBack(Organiser(), request), IsOk());
}

// Of two that are asked for at once for the same hour only one is confirmed.
TEST_F(Agenda, IsDecidedOneAfterTheOther) {
  std::vector<sv::Hold> holds;
  for (int i = 0; i < 2; ++i) {
    holds.push_back(Asked(Asking("08:00", "09:00", "", sv::COUNCIL)));
    ASSERT_THAT(Decide(holds.back(), sv::PENCIL), IsOk());
  }
  std::vector<std::future<absl::StatusOr<sv::Hold>>> asked;
  for (const sv::Hold& hold : holds)
    asked.push_back(std::async(std::launch::async, [&] { return Decide(hold, sv::CONFIRM); }));
  int confirmed = 0;
  for (auto& one : asked) confirmed += one.get().ok() ? 1 : 0;
  EXPECT_EQ(confirmed, 1);
}

}  // namespace
}  // namespace binadaya::test
