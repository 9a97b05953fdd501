// Publishing a batch, cancelling it, and how its days turn; with budgeting.
#include <future>

#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "tests/integration/scheduling/scheduling.h"
#include "tests/support/budget.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace bv = ::binadaya::budgeting::v1;

constexpr std::int64_t kPrice = 143'248'000;  // of a batch, by its plan item

class Publications : public SchedulingTest {
 protected:
  Publications() : SchedulingTest({"registry", "needs", "budgeting", "scheduling"}) {}

  // Lines of the unit's budget of these amounts, behind those of another year.
  void Budget(const std::vector<std::int64_t>& amounts, int year = 2027) {
    const CallAs as = [this](const auto& who, const auto& grants, absl::Duration patience) {
      return platform_.As(who, grants, patience);
    };
    const auto lines = PutInForce(platform_.budgeting(), as, kUnit, year, BudgetOf(amounts));
    ASSERT_THAT(lines, IsOk());
    lines_.insert(lines_.end(), lines->begin(), lines->end());
  }
  void Earmark(std::size_t line, std::int64_t amount, int year = 2027) {
    bv::EarmarkRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_plan_item(kPlanItem);
    request.add_parts()->set_line(lines_[line]);
    request.mutable_parts(0)->set_amount(amount);
    request.mutable_parts(0)->set_year(year);
    ASSERT_THAT(
        platform_.budgeting().Earmark(platform_.As("pptk", {{v1::ACTIVITY_OFFICER, "/"}}), request),
        IsOk());
  }
  // "free + committed, earmarked" of a line.
  std::string Money(std::size_t line = 0) {
    bv::GetBalanceRequest request;
    request.set_unit(kUnit);
    request.set_line(lines_[line]);
    const auto balance = platform_.budgeting().GetBalance(Auditor(), request);
    EXPECT_THAT(balance, IsOk());
    return Cat(balance->free(), " + ", balance->committed(), ", ", balance->earmarked());
  }
  std::int64_t Entries(int kind) {
    return platform_.sql("budgeting")
        .Query("SELECT count(*) FROM entry WHERE kind = $1", pg::Params(kind))
        .Int(0, 0);
  }

  // What was told until the three sessions of a day were over.
  std::vector<std::string> ToldUntilAllClosed() {
    std::vector<std::string> told;
    EXPECT_TRUE(Eventually([&] {
      for (std::string& type : platform_.Told("scheduling")) told.push_back(std::move(type));
      return std::count(told.begin(), told.end(), "session.closed") == 3;
    }));
    return told;
  }
  // Released on a day, or two, with its checklist done but for two items.
  sv::Batch Ready(const std::string& day = "2027-04-12", const std::string& then = "") {
    const sv::Batch batch = Batch();
    if (venue_.id().empty()) {
      venue_ = Venue("Aula Rekaan");
      speaker_ = Speaker();
    }
    sv::RundownContent content = GoodDay(day, venue_, speaker_);
    if (!then.empty()) {
      sv::RundownContent second = GoodDay(then, venue_, speaker_);
      for (sv::RundownItem& item : *second.mutable_items()) {
        item.set_number(Cat(content.items_size() + 1));
        *content.add_items() = item;
      }
    }
    Released(batch, content);
    for (int kind = 1; kind <= 7; ++kind)
      EXPECT_THAT(Item(batch, static_cast<sv::ChecklistKind>(kind), sv::CHECK_DONE), IsOk());
    EXPECT_THAT(Item(batch, sv::CHECK_MATERIALS, sv::CHECK_NOT_NEEDED, "dari batch lalu"), IsOk());
    return batch;
  }
  sv::Checklist ListOf(const sv::Batch& batch) {
    sv::GetChecklistRequest request;
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    const auto found = client().GetChecklist(Auditor(), request);
    EXPECT_THAT(found, IsOk());
    return found.value_or(sv::Checklist());
  }
  absl::StatusOr<sv::Checklist> Item(
      const sv::Batch& batch, sv::ChecklistKind kind, sv::ChecklistDecision decision,
      const std::string& note = "", const std::string& on = "") {
    return ItemBy(Organiser(), batch, kind, decision, note, on);
  }
  absl::StatusOr<sv::Checklist> ItemBy(
      const Call& by, const sv::Batch& batch, sv::ChecklistKind kind,
      sv::ChecklistDecision decision = sv::CHECK_DONE, const std::string& note = "",
      const std::string& on = "") {
    sv::SetChecklistItemRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    request.set_kind(kind);
    request.set_decision(decision);
    request.set_note(note);
    request.set_on(on);
    return client().SetChecklistItem(by, request);
  }
  sv::PublishBatchRequest Publishing(const sv::Batch& batch) {
    sv::PublishBatchRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    return request;
  }
  absl::StatusOr<sv::Publication> Publish(const sv::Batch& batch) {
    return client().PublishBatch(Organiser(), Publishing(batch));
  }
  sv::Publication Publication(const sv::Batch& batch, int number = 0) {
    sv::GetPublicationRequest request;
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    request.set_number(number);
    const auto found = client().GetPublication(Auditor(), request);
    EXPECT_THAT(found, IsOk());
    return found.value_or(sv::Publication());
  }
  // As soon as it has ended.
  sv::Publication Ended(const sv::Batch& batch) {
    EXPECT_TRUE(Eventually([&] { return Publication(batch).step().empty(); }));
    return Publication(batch);
  }
  bool Becomes(const sv::Batch& batch, sv::BatchState state) {
    return Eventually([&] { return Shown(batch).state() == state; });
  }
  absl::StatusOr<sv::Batch> Cancel(
      const sv::Batch& batch, sv::ChangeCause cause = sv::CAUSE_BUDGET,
      const std::string& reason = "anggaran dialihkan") {
    sv::CancelBatchRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    request.set_cause(cause);
    request.set_reason(reason);
    return client().CancelBatch(Organiser(), request);
  }
  static std::vector<std::string> Rules(const sv::Publication& publication) {
    std::vector<std::string> rules;
    for (const v1::Finding& finding : publication.findings()) rules.push_back(finding.rule());
    return rules;
  }

  std::vector<std::string> lines_;
  sv::Venue venue_;
  sv::Speaker speaker_;
};

TEST_F(Publications, CommitWhatThePlanItemHasForABatchAndItsEarmarkFirst) {
  Budget({100'000'000, 200'000'000});
  Earmark(1, 60'000'000);
  const sv::Batch batch = Ready();
  (void)platform_.Told("scheduling");
  const auto begun = Publish(batch);
  ASSERT_THAT(begun, IsOk());
  EXPECT_EQ(begun->number(), 1);
  EXPECT_EQ(begun->state(), sv::PUBLICATION_RUNNING);
  EXPECT_EQ(begun->step(), "FUNDS");
  EXPECT_EQ(begun->batch_state(), sv::BATCH_PUBLISHING);
  EXPECT_EQ(begun->begun_by(), "panitia");
  const sv::Publication done = Ended(batch);
  EXPECT_EQ(done.state(), sv::PUBLICATION_DONE);
  EXPECT_EQ(done.batch_state(), sv::BATCH_PUBLISHED);
  EXPECT_FALSE(done.commitment().empty());
  // Only the earmarked line is the plan item's; it gives all of the price.
  ASSERT_EQ(done.payments_size(), 1);
  EXPECT_EQ(done.payments(0).amount(), kPrice);
  EXPECT_EQ(Money(1), Cat(200'000'000 - kPrice, " + ", kPrice, ", 0"));
  EXPECT_EQ(Money(0), "100000000 + 0, 0");
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("batch.publishing", "batch.published"));
  bv::GetCommitmentRequest request;
  request.set_unit(kUnit);
  request.set_commitment(done.commitment());
  const auto commitment = platform_.budgeting().GetCommitment(Auditor(), request);
  ASSERT_THAT(commitment, IsOk());
  EXPECT_EQ(commitment->doc_ref(), Cat(batch.id(), "/1"));
  EXPECT_EQ(commitment->batch(), batch.id());
  EXPECT_EQ(commitment->plan_item(), kPlanItem);
  EXPECT_EQ(commitment->parts(0).earmarked(), 60'000'000);
  // Published is published.
  EXPECT_THAT(Publish(batch), RefusedBy("BATCH-02"));
  sv::RundownContent content = GoodDay("2027-04-12", venue_, speaker_);
  content.mutable_items(7)->set_title("Penutupan dan doa");
  ASSERT_THAT(Draft(batch, content), IsOk());
  EXPECT_THAT(Release(batch, "lagi"), RefusedBy("BATCH-01"));
}

TEST_F(Publications, AreNotPaidByWhoBeganThem) {
  Budget({kPrice});
  Earmark(0, kPrice);
  const sv::Batch batch = Ready();
  ASSERT_THAT(Publish(batch), IsOk());
  bv::ChangeCommitmentRequest request;
  request.set_request_id(platform_.Id());
  request.set_unit(kUnit);
  request.set_commitment(Ended(batch).commitment());
  request.set_doc_ref("SPJ/1");
  const auto paid = [&](const std::string& by) {
    return platform_.budgeting().Realise(platform_.As(by, {{v1::TREASURER, "/"}}), request);
  };
  EXPECT_THAT(paid("panitia"), RefusedBy("LED-08"));
  EXPECT_THAT(paid("bendahara"), IsOk());
}

TEST_F(Publications, AreRefusedWithAllThatStandsInTheWay) {
  Budget({200'000'000});
  const sv::Batch batch = Batch();
  EXPECT_THAT(Publish(batch), RefusedBy("BATCH-02", "BATCH-20"));
  venue_ = Venue("Aula Rekaan");
  speaker_ = Speaker();
  Released(batch, GoodDay("2027-04-12", venue_, speaker_));
  // No line is the plan item's, nothing is done of the checklist, and the venue is gone.
  sv::SetVenueRequest gone = Hall("Aula Rekaan");
  gone.mutable_venue()->set_id(venue_.id());
  gone.mutable_venue()->set_out_of_use(true);
  ASSERT_THAT(client().SetVenue(Organiser(), gone), IsOk());
  const auto refused = Publish(batch);
  std::vector<std::string> rules;
  for (const Finding& finding : FindingsOf(refused.status())) rules.push_back(finding.rule);
  EXPECT_THAT(rules, ElementsAre("SC-09", "CHL-10", "BATCH-20"));
  EXPECT_EQ(Shown(batch).state(), sv::BATCH_SCHEDULED);
  EXPECT_EQ(Shown(batch).publications(), 0);
}

TEST_F(Publications, RefusedByTheBudgetLeaveNothingAndSayWhy) {
  Budget({kPrice - 1, 50'000'000});
  Earmark(0, 1);
  const sv::Batch batch = Ready();
  (void)platform_.Told("scheduling");
  ASSERT_THAT(Publish(batch), IsOk());
  const sv::Publication undone = Ended(batch);
  EXPECT_EQ(undone.state(), sv::PUBLICATION_UNDONE);
  EXPECT_THAT(Rules(undone), ElementsAre("BL-08"));
  EXPECT_EQ(undone.batch_state(), sv::BATCH_SCHEDULED);
  EXPECT_EQ(Money(0), Cat(kPrice - 1, " + 0, 1"));
  EXPECT_EQ(Entries(3), 0);
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("batch.publishing", "batch.unpublished"));
  // With lines that have enough it is published, a second time.
  Earmark(1, 1);
  sv::PublishBatchRequest request = Publishing(batch);
  for (const auto& [line, amount] : {std::pair(0, kPrice - 1), {1, std::int64_t{1}}}) {
    sv::Payment& payment = *request.add_payments();
    payment.set_line(lines_[static_cast<std::size_t>(line)]);
    payment.set_amount(amount);
  }
  ASSERT_THAT(client().PublishBatch(Organiser(), request), IsOk());
  EXPECT_EQ(Ended(batch).state(), sv::PUBLICATION_DONE);
  EXPECT_EQ(Publication(batch).number(), 2);
  EXPECT_EQ(Publication(batch, 1).state(), sv::PUBLICATION_UNDONE);
  EXPECT_EQ(Money(0), Cat("0 + ", kPrice - 1, ", 0"));
  EXPECT_EQ(Money(1), "49999999 + 1, 0");
  // The same request again has the same answer and no effect.
  ASSERT_THAT(client().PublishBatch(Organiser(), request), IsOk());
  EXPECT_EQ(Publication(batch).number(), 2);
}

TEST_F(Publications, ArePaidByLinesOfThePlanItemAlone) {
  Budget({kPrice, kPrice});
  Earmark(0, kPrice);
  const sv::Batch batch = Ready();
  (void)platform_.Told("scheduling");
  sv::PublishBatchRequest request = Publishing(batch);
  sv::Payment& payment = *request.add_payments();
  payment.set_line(lines_[1]);
  payment.set_amount(kPrice);
  EXPECT_THAT(client().PublishBatch(Organiser(), request), RefusedBy("PUB-03"));
  // Nor with a part of it.
  request.set_request_id(platform_.Id());
  payment.set_amount(1);
  sv::Payment& own = *request.add_payments();
  own.set_line(lines_[0]);
  own.set_amount(kPrice - 1);
  EXPECT_THAT(client().PublishBatch(Organiser(), request), RefusedBy("PUB-03"));
  EXPECT_EQ(Shown(batch).state(), sv::BATCH_SCHEDULED);
  EXPECT_EQ(Shown(batch).publications(), 0);
  EXPECT_THAT(platform_.Told("scheduling"), IsEmpty());
  EXPECT_EQ(Entries(3), 0);
  EXPECT_EQ(Money(1), Cat(kPrice, " + 0, 0"));
}

TEST_F(Publications, OfTwoYearsAreBoundOnLinesOfEachAndFreedOnBoth) {
  constexpr std::int64_t kHalf = kPrice / 2;
  registry::v1::SetHolidaysRequest holidays;
  holidays.set_request_id(platform_.Id());
  holidays.set_year(2028);
  holidays.add_holidays()->set_day("2028-01-01");
  holidays.mutable_holidays(0)->set_name("Tahun Baru");
  ASSERT_THAT(platform_.registry().SetHolidays(platform_.Admin(), holidays), IsOk());
  ASSERT_TRUE(platform_.Settle());
  Budget({kPrice});
  Budget({kPrice}, 2028);
  Earmark(0, 1);
  const sv::Batch batch = Ready("2027-12-30", "2028-01-04");
  const auto refused = Publish(batch);
  ASSERT_THAT(refused, RefusedBy("PUB-04")) << "there is no line of 2028 for it";
  for (const Finding& finding : FindingsOf(refused.status())) {
    if (finding.rule != "PUB-04") continue;
    EXPECT_EQ(finding.values.at("year"), "2028");
    EXPECT_EQ(finding.values.at("amount"), Cat(kHalf));
  }
  Earmark(1, 1, 2028);
  ASSERT_THAT(Publish(batch), IsOk());
  EXPECT_EQ(Ended(batch).state(), sv::PUBLICATION_DONE) << Ended(batch).DebugString();
  for (const std::size_t line : {std::size_t{0}, std::size_t{1}})
    EXPECT_EQ(Money(line), Cat(kHalf, " + ", kHalf, ", 0"));
  ASSERT_THAT(Cancel(batch), IsOk());
  EXPECT_TRUE(Eventually(
      [&] { return Money(0) == Cat(kPrice, " + 0, 1") && Money(1) == Cat(kPrice, " + 0, 1"); }));
}

TEST_F(Publications, WhoseVenueIsLostMeanwhileGiveTheMoneyBack) {
  Budget({200'000'000});
  Earmark(0, kPrice);
  const sv::Batch batch = Ready();
  HoldSaga();
  sv::PublishBatchRequest request = Publishing(batch);
  request.add_payments()->set_line(lines_[0]);
  request.mutable_payments(0)->set_amount(kPrice);
  ASSERT_THAT(client().PublishBatch(Organiser(), request), IsOk());
  // Nothing else happens to it meanwhile.
  request.set_request_id(platform_.Id());
  EXPECT_THAT(client().PublishBatch(Organiser(), request), RefusedBy("BATCH-02"));
  EXPECT_THAT(Cancel(batch), RefusedBy("BATCH-11"));
  sv::SetVenueRequest gone = Hall("Aula Rekaan");
  gone.mutable_venue()->set_id(venue_.id());
  gone.mutable_venue()->set_out_of_use(true);
  ASSERT_THAT(client().SetVenue(Organiser(), gone), IsOk());
  EXPECT_TRUE(Eventually([&] { return Entries(3) == 1; }));
  platform_.Restart("scheduling");
  LetSagaGoOn();
  const sv::Publication undone = Ended(batch);
  EXPECT_EQ(undone.state(), sv::PUBLICATION_UNDONE);
  EXPECT_THAT(Rules(undone), ElementsAre("SC-09"));
  EXPECT_EQ(Money(), Cat("200000000 + 0, ", kPrice));
  EXPECT_EQ(Entries(3), 1);
  EXPECT_EQ(Entries(4), 1);
}

// Killed between what budgeting did and its record: done once, or undone once.
TEST_F(Publications, WhoseRecordIsLostCommitOnceAndReleaseOnce) {
  Budget({200'000'000});
  Earmark(0, kPrice);
  const sv::Batch batch = Ready();
  HoldSaga();
  pg::Connection& sql = platform_.sql("scheduling");
  ASSERT_THAT(Publish(batch), IsOk());
  EXPECT_TRUE(Eventually([&] { return Entries(3) == 1; }));
  const auto attempts = [&] {
    return sql.Query("SELECT attempts FROM timer WHERE kind = 'saga.publication'", {}).Int(0, 0);
  };
  EXPECT_TRUE(Eventually([&] { return attempts() >= 2; }));
  EXPECT_EQ(Publication(batch).step(), "FUNDS");
  EXPECT_EQ(Entries(3), 1);
  // Its time is up before anybody could write down that the money is committed.
  ASSERT_TRUE(platform_.clock().MoveTo(platform_.clock().Now() + absl::Hours(25)).ok());
  EXPECT_TRUE(Eventually([&] {
    sql.Execute("UPDATE timer SET due = '2020-01-01' WHERE kind = 'saga.publication'");
    return attempts() >= 4;
  }));
  LetSagaGoOn();
  const sv::Publication undone = Ended(batch);
  EXPECT_EQ(undone.state(), sv::PUBLICATION_UNDONE);
  EXPECT_THAT(Rules(undone), ElementsAre("PUB-01"));
  EXPECT_EQ(Money(), Cat("200000000 + 0, ", kPrice));
  EXPECT_EQ(Entries(3), 1);
  EXPECT_EQ(Entries(4), 1);
}

TEST_F(Publications, OfTwoWhoPublishAtOnceOneDoes) {
  Budget({500'000'000});
  Earmark(0, kPrice);
  const sv::Batch batch = Ready();
  std::vector<std::future<absl::StatusOr<sv::Publication>>> publishers;
  for (int i = 0; i < 4; ++i) {
    publishers.push_back(std::async(std::launch::async, [&, request = Publishing(batch)] {
      return client().PublishBatch(Organiser(), request);
    }));
  }
  int published = 0;
  for (auto& one : publishers) {
    const auto answer = one.get();
    if (answer.ok()) {
      ++published;
    } else {
      EXPECT_THAT(answer, RefusedBy("BATCH-02"));
    }
  }
  EXPECT_EQ(published, 1);
  EXPECT_EQ(Ended(batch).number(), 1);
  EXPECT_EQ(Entries(3), 1);
}

TEST_F(Publications, OfACancelledBatchGiveTheirMoneyAndTheirVenueBackOnce) {
  Budget({200'000'000});
  Earmark(0, kPrice);
  const sv::Batch batch = Ready();
  ASSERT_THAT(Publish(batch), IsOk());
  EXPECT_EQ(Ended(batch).state(), sv::PUBLICATION_DONE);
  EXPECT_THAT(Cancel(batch, sv::CHANGE_CAUSE_UNSPECIFIED, " "), RefusedBy("BATCH-31", "BATCH-32"));
  (void)platform_.Told("scheduling");
  const auto cancelled = Cancel(batch);
  ASSERT_THAT(cancelled, IsOk());
  EXPECT_EQ(cancelled->state(), sv::BATCH_CANCELLED);
  EXPECT_EQ(cancelled->cause(), sv::CAUSE_BUDGET);
  EXPECT_EQ(cancelled->reason(), "anggaran dialihkan");
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("batch.cancelled"));
  ASSERT_TRUE(platform_.Settle());
  EXPECT_EQ(Money(), Cat("200000000 + 0, ", kPrice));
  EXPECT_EQ(Entries(4), 1);
  EXPECT_THAT(
      Conflicts(sv::VENUE, venue_.id(), SlotOf("2027-04-12T08:00", "2027-04-12T10:00")), IsEmpty());
  EXPECT_THAT(Cancel(batch), RefusedBy("BATCH-11"));
  EXPECT_THAT(Publish(batch), RefusedBy("BATCH-02"));
  // Told twice it changes nothing.
  ASSERT_THAT(
      platform_.app("scheduling")
          .db()
          .Background(
              platform_.Admin(),
              [&](Tx& tx) {
                sv::BatchCancelled event;
                event.set_batch(batch.id());
                event.set_unit(kUnit);
                scheduling::Tell(tx, event);
                return absl::OkStatus();
              }),
      IsOk());
  ASSERT_TRUE(platform_.Settle());
  EXPECT_EQ(Entries(4), 1);
  // Its place in the plan is free: another one may take it.
  const sv::Batch second = Batch(), third = Batch();
  EXPECT_EQ(second.number(), 2);
  EXPECT_EQ(third.number(), 3);
  EXPECT_THAT(
      client().DraftBatch(Organiser(), Drafting()), HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(Publications, AreCarriedThroughTheirDays) {
  Budget({200'000'000});
  Earmark(0, kPrice);
  const sv::Batch batch = Ready("2027-04-12");  // a Monday; H-3 is Wednesday, the 7th
  ASSERT_THAT(Publish(batch), IsOk());
  EXPECT_EQ(Ended(batch).state(), sv::PUBLICATION_DONE);
  EXPECT_EQ(Shown(batch).change_until(), "2027-04-07");
  MoveTo(absl::CivilDay(2027, 4, 7), 23);
  EXPECT_EQ(Shown(batch).state(), sv::BATCH_PUBLISHED);
  MoveTo(absl::CivilDay(2027, 4, 8), 0);
  EXPECT_TRUE(Becomes(batch, sv::BATCH_LOCKED));
  MoveTo(absl::CivilDay(2027, 4, 12), 0);
  EXPECT_TRUE(Becomes(batch, sv::BATCH_RUNNING));
  MoveTo(absl::CivilDay(2027, 4, 12), 16);
  (void)ToldUntilAllClosed();
  // Nobody takes part in it: it is delivered to nobody, and may be cancelled.
  EXPECT_EQ(Shown(batch).state(), sv::BATCH_RUNNING);
  EXPECT_THAT(Cancel(batch), IsOk());
}

TEST_F(Publications, AreCarriedThroughAllTheirDaysAtOnceByAClockThatJumps) {
  Budget({200'000'000});
  Earmark(0, kPrice);
  const sv::Batch batch = Ready("2027-04-12");
  ASSERT_THAT(Publish(batch), IsOk());
  EXPECT_EQ(Ended(batch).state(), sv::PUBLICATION_DONE);
  (void)platform_.Told("scheduling");
  MoveTo(absl::CivilDay(2027, 5, 1), 0);
  std::vector<std::string> told = ToldUntilAllClosed();
  std::erase_if(told, [](const std::string& type) { return !type.starts_with("batch."); });
  EXPECT_THAT(told, ElementsAre("batch.locked", "batch.started"));
  EXPECT_EQ(Shown(batch).state(), sv::BATCH_RUNNING);
}

// Too near for changes already: published is locked at once.
TEST_F(Publications, LateAreLockedAtOnceAndOnTheDayItselfRefused) {
  Budget({200'000'000});
  Earmark(0, kPrice);
  const sv::Batch batch = Ready("2027-04-12");
  MoveTo(absl::CivilDay(2027, 4, 11), 23);
  ASSERT_THAT(Publish(batch), IsOk());
  EXPECT_TRUE(Becomes(batch, sv::BATCH_LOCKED));
  const sv::Batch other = Ready("2027-04-13");
  MoveTo(absl::CivilDay(2027, 4, 13), 0);
  EXPECT_THAT(Publish(other), RefusedBy("BATCH-21"));
}

// The last day for changes, and those of a checklist, are others by a list that came later.
TEST_F(Publications, AreLockedBeforeAHolidayThatWasHeardLater) {
  Budget({200'000'000});
  Earmark(0, kPrice);
  const sv::Batch batch = Ready("2027-04-12"), other = Ready("2027-04-13");
  ASSERT_THAT(Publish(batch), IsOk());
  EXPECT_EQ(Ended(batch).state(), sv::PUBLICATION_DONE);
  MoveTo(absl::CivilDay(2027, 4, 7));
  EXPECT_EQ(Shown(batch).state(), sv::BATCH_PUBLISHED);
  EXPECT_EQ(Shown(batch).change_until(), "2027-04-07");
  EXPECT_EQ(Shown(other).change_until(), "2027-04-08");
  EXPECT_EQ(ListOf(other).items(0).due(), "2027-04-06");
  Holidays({{"2027-03-22", "Idulfitri (rekaan)"}, {"2027-04-08", "Cuti bersama (rekaan)"}});
  EXPECT_TRUE(Becomes(batch, sv::BATCH_LOCKED));
  EXPECT_EQ(Shown(batch).change_until(), "2027-04-06");
  EXPECT_TRUE(Eventually([&] { return Shown(other).change_until() == "2027-04-07"; }));
  EXPECT_EQ(Shown(other).state(), sv::BATCH_SCHEDULED);
  EXPECT_EQ(ListOf(other).items(0).due(), "2027-04-05");
}

TEST_F(Publications, AreArrangedByWhoseDutyItIs) {
  const sv::Batch batch = Batch();
  Released(batch, GoodDay("2027-04-12", Venue("Aula Rekaan"), Speaker()));
  const Call hr = platform_.As("kepegawaian", {{v1::UNIT_HR_OFFICER, "/33.74.14/"}});
  const Call officer = platform_.As("pptk", {{v1::ACTIVITY_OFFICER, "/"}});
  sv::GetChecklistRequest request;
  request.set_unit(kUnit);
  request.set_batch(batch.id());
  EXPECT_THAT(client().GetChecklist(hr, request), IsOk());
  EXPECT_THAT(ItemBy(officer, batch, sv::CHECK_RELEASE_LETTERS), RefusedBy("CHL-06"));
  const Call elsewhere = platform_.As("kepegawaian", {{v1::UNIT_HR_OFFICER, "/33.74.02/"}});
  EXPECT_THAT(
      ItemBy(elsewhere, batch, sv::CHECK_RELEASE_LETTERS),
      HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(ItemBy(hr, batch, sv::CHECK_RELEASE_LETTERS), IsOk());
  EXPECT_THAT(ItemBy(hr, batch, sv::CHECK_VENUE_CONTRACT), RefusedBy("CHL-06"));
  EXPECT_THAT(ItemBy(officer, batch, sv::CHECK_VENUE_CONTRACT), IsOk());
  EXPECT_THAT(ItemBy(officer, batch, sv::CHECK_MATERIALS), RefusedBy("CHL-06"));
  EXPECT_THAT(ItemBy(Protocol(), batch, sv::CHECK_LEADER_HOLD), IsOk());
  EXPECT_THAT(Item(batch, sv::CHECK_MATERIALS, sv::CHECK_DONE), IsOk());
}

TEST_F(Publications, NeedFourFifthsOfAChecklistThatIsThereWithTheFirstRelease) {
  const sv::Batch batch = Batch();
  const auto list = [&] { return ListOf(batch); };
  EXPECT_EQ(list().items_size(), 0);
  EXPECT_THAT(Item(batch, sv::CHECK_MATERIALS, sv::CHECK_DONE), RefusedBy("CHL-01"));
  const sv::Venue venue = Venue("Aula Rekaan");
  const sv::Speaker speaker = Speaker();
  Released(batch, GoodDay("2027-03-15", venue, speaker));
  ASSERT_EQ(list().items_size(), 9);
  // Ten working days before Monday, the 15th: today, the 1st.
  const sv::ChecklistItem money = list().items(4);
  EXPECT_EQ(money.kind(), sv::CHECK_BUDGET_COMMITMENT);
  EXPECT_EQ(money.owner(), "PPTK");
  EXPECT_EQ(money.due(), "2027-03-01");
  EXPECT_EQ(money.rag(), sv::RAG_AMBER);
  EXPECT_EQ(list().items(0).due(), "2027-03-08");
  EXPECT_EQ(list().items(0).rag(), sv::RAG_GREEN);
  MoveTo(absl::CivilDay(2027, 3, 2), 0);
  EXPECT_EQ(list().items(4).rag(), sv::RAG_RED);
  (void)platform_.Told("scheduling");
  const auto done = Item(batch, sv::CHECK_BUDGET_COMMITMENT, sv::CHECK_DONE, "SPK/1", "2027-03-01");
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->done(), 1);
  EXPECT_EQ(done->items(4).done(), "2027-03-01");
  EXPECT_EQ(done->items(4).note(), "SPK/1");
  EXPECT_EQ(done->items(4).by(), "panitia");
  EXPECT_EQ(list().items(4).rag(), sv::RAG_GREEN);
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("checklist.changed"));
  EXPECT_THAT(
      Item(batch, sv::CHECK_BUDGET_COMMITMENT, sv::CHECK_DONE, "", "2027-03-03"),
      RefusedBy("CHL-02", "CHL-03"));
  EXPECT_THAT(Item(batch, sv::CHECK_BUDGET_COMMITMENT, sv::CHECK_UNDO), RefusedBy("CHL-05"));
  EXPECT_THAT(Item(batch, sv::CHECK_BUDGET_COMMITMENT, sv::CHECK_UNDO, "keliru"), IsOk());
  EXPECT_EQ(list().done(), 0);
  EXPECT_THAT(Item(batch, sv::CHECK_MATERIALS, sv::CHECK_NOT_NEEDED), RefusedBy("CHL-05"));
  const auto without = Item(batch, sv::CHECK_MATERIALS, sv::CHECK_NOT_NEEDED, "milik peserta");
  ASSERT_THAT(without, IsOk());
  EXPECT_EQ(without->applicable(), 8);
  // 6 of 8 are too few, 7 are enough.
  for (const sv::ChecklistKind kind :
       {sv::CHECK_RELEASE_LETTERS, sv::CHECK_LEADER_HOLD, sv::CHECK_SPEAKERS,
        sv::CHECK_VENUE_CONTRACT, sv::CHECK_HEALTH_SAFETY, sv::CHECK_ACCESSIBILITY}) {
    EXPECT_THAT(Item(batch, kind, sv::CHECK_DONE), IsOk());
  }
  Budget({200'000'000});
  Earmark(0, kPrice);
  EXPECT_THAT(Publish(batch), RefusedBy("CHL-10"));
  EXPECT_THAT(Item(batch, sv::CHECK_BUDGET_COMMITMENT, sv::CHECK_DONE), IsOk());
  // Not for more than the plan has, whoever names the lines.
  sv::PublishBatchRequest dear = Publishing(batch);
  sv::Payment& payment = *dear.add_payments();
  payment.set_line(lines_[0]);
  payment.set_amount(kPrice + 1);
  EXPECT_THAT(client().PublishBatch(Organiser(), dear), RefusedBy("PUB-02"));
  EXPECT_THAT(Publish(batch), IsOk());
  EXPECT_EQ(Ended(batch).state(), sv::PUBLICATION_DONE);
}

}  // namespace
}  // namespace binadaya::test
