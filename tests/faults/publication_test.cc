// Batches are published while what carries them is killed between the steps: money is bound for
// what is published, once, and for nothing else.
#include <iostream>
#include <map>

#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "tests/faults/trial.h"
#include "tests/support/budget.h"
#include "tests/support/ledger_checkers.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"
#include "tests/support/with_id.h"

namespace binadaya::test {
namespace {

namespace sv = ::binadaya::scheduling::v1;

constexpr char kBudgeted[] = "33.74.14.1004";
constexpr char kItem[] = "019c0000-0000-7000-8000-0000000000f1";
constexpr std::int64_t kPrice = 1'000'000, kTooMuch = 900'000'000'000;
constexpr absl::Duration kComes = absl::Seconds(20), kAgain = absl::Seconds(15);

// A step of a publication that is alive, and who dies in it. Undone from the first step: the budget
// refuses what is too much.
struct Moment {
  const char* name;
  int state, step;
  const char* killed;
};
constexpr Moment kMoments[] = {
    {"money, scheduling", 1, 0, "scheduling"},
    {"money, budgeting", 1, 0, "budgeting"},
    {"venue", 1, 1, "scheduling"},
    {"seats", 1, 2, "scheduling"},
    {"undo, scheduling", 3, 0, "scheduling"},
    {"undo, budgeting", 3, 0, "budgeting"}};

class PublicationsUnderFaults : public Trial {
 protected:
  pg::Connection& sql() { return cluster().sql("scheduling"); }
  Call Organiser() { return cluster().As("panitia", {{v1::ORGANISER, "/"}}); }

  void Found() {
    year_ = static_cast<int>(Organiser().today().year()) + 1;
    const auto lines = PutInForce(
        cluster().budgeting(), target().as, kBudgeted, year_, BudgetOf({1'000 * kPrice}));
    ASSERT_THAT(lines, IsOk());
    line_ = lines->front();
    (void)sql().Query(
        "INSERT INTO plan_item (id, program, year, batches, batch_size, rupiah_per_batch, gone)"
        " VALUES ($1, $1, $2, 1000, 100, $3, false)",
        {kItem, year_, kTooMuch});
    // What pays has something for the plan item.
    auto earmark = WithId<budgeting::v1::EarmarkRequest>();
    earmark.set_unit(kBudgeted);
    earmark.set_plan_item(kItem);
    budgeting::v1::Part& part = *earmark.add_parts();
    part.set_line(line_);
    part.set_amount(kPrice);
    part.set_year(year_);
    ASSERT_THAT(
        cluster().budgeting().Earmark(cluster().As("pptk", {{v1::ACTIVITY_OFFICER, "/"}}), earmark),
        IsOk());
  }
  // With days and all of its checklist done, published for an amount; sent until it is answered.
  void Publish(std::int64_t amount) {
    auto draft = WithId<sv::DraftBatchRequest>();
    draft.set_unit(kBudgeted);
    draft.set_plan_item(kItem);
    draft.set_capacity(30);
    absl::StatusOr<sv::Batch> batch = absl::UnavailableError("not asked");
    ASSERT_TRUE(Eventually(
        [&] {
          batch = cluster().scheduling().DraftBatch(Organiser(), draft);
          return batch.ok();
        },
        kComes))
        << batch.status();
    (void)sql().Query(
        "UPDATE batch SET state = 2, first_day = $2, last_day = $2, change_until = $2"
        " WHERE id = $1",
        {batch->id(), Cat(year_, "-04-12")});
    (void)sql().Query(
        "INSERT INTO checklist_item (batch, kind, due, done)"
        " SELECT $1, kind, $2, $2 FROM generate_series(1, 9) kind",
        {batch->id(), Cat(year_, "-04-01")});
    auto publish = WithId<sv::PublishBatchRequest>();
    publish.set_unit(kBudgeted);
    publish.set_batch(batch->id());
    sv::Payment& payment = *publish.add_payments();
    payment.set_line(line_);
    payment.set_amount(amount);
    absl::Status answer;
    ASSERT_TRUE(Eventually(
        [&] {
          answer = cluster().scheduling().PublishBatch(Organiser(), publish).status();
          return answer.ok();
        },
        kComes))
        << answer;
    asked_[batch->id()] = amount;
  }
  // Whether a publication is seen in that step before none is alive any more.
  bool IsIn(const Moment& moment) {
    for (const absl::Time give_up = absl::Now() + kComes; absl::Now() < give_up;) {
      const pg::Result alive = sql().Query(
          "SELECT count(*), count(*) FILTER (WHERE state = $1 AND step = $2) FROM saga"
          " WHERE state IN (1, 3)",
          {moment.state, moment.step});
      if (alive.Int(0, 1) > 0) return true;
      if (alive.Int(0, 0) == 0) return false;
    }
    return false;
  }

  int year_ = 0;
  std::string line_;
  std::map<std::string, std::int64_t> asked_;  // of each batch
};

TEST_F(PublicationsUnderFaults, BindMoneyOfWhatIsPublishedAndOfNothingElse) {
  Found();
  ASSERT_FALSE(HasFatalFailure());
  const int rounds = std::max(2, Kills() / 8);
  std::map<std::string, int> hits;
  absl::Duration worst;
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    for (const Moment& moment : kMoments) {
      for (int i = 0; i < 3; ++i) Publish(moment.state == 1 ? kPrice : kTooMuch);
      if (!IsIn(moment)) continue;
      ++hits[moment.name];
      const absl::Duration back = cluster().Kill(moment.killed);
      EXPECT_LE(back, kAgain) << moment.killed;
      worst = std::max(worst, back);
    }
  }
  ASSERT_TRUE(Eventually(
      [&] {
        return sql().Query("SELECT count(*) FROM saga WHERE state IN (1, 3)", {}).Int(0, 0) == 0;
      },
      kBacklog));
  std::string figures;
  for (const Moment& moment : kMoments) {
    figures += Cat(" ", moment.name, " ", hits[moment.name], ";");
    EXPECT_GT(hits[moment.name], 0) << moment.name;
  }
  std::map<std::string, std::int64_t> bound;
  pg::Connection& money = cluster().sql("budgeting");
  const pg::Result held = money.Query(
      "SELECT c.batch, sum(p.committed - p.released), count(*) FROM commitment c"
      " JOIN commitment_part p ON p.commitment = c.id WHERE c.unit = $1 GROUP BY c.batch",
      {kBudgeted});
  for (int i = 0; i < held.rows(); ++i) {
    bound[held.String(i, 0)] = held.Int(i, 1);
    EXPECT_EQ(held.Int(i, 2), 1) << "bound once: " << held.String(i, 0);
  }
  for (const auto& [batch, amount] : asked_) {
    const bool paid = amount == kPrice;
    EXPECT_EQ(bound[batch], paid ? kPrice : 0) << batch;
    const pg::Result state = sql().Query("SELECT state FROM batch WHERE id = $1", {batch});
    EXPECT_EQ(state.Int(0, 0), paid ? 4 : 2) << batch;
    // Drafted, begun, ended.
    const pg::Result told = sql().Query(
        "SELECT count(*) FROM event_log WHERE aggregate_type = 'batch' AND aggregate_id = $1",
        {batch});
    EXPECT_EQ(told.Int(0, 0), 3) << batch;
  }
  const Violations seen = MoneyConserved(money);
  EXPECT_TRUE(seen.empty()) << Text(seen);
  std::cout << "[ FAULT    ] publications under kills, in the step of:" << figures << " of "
            << asked_.size() << " batches; worst recovery " << Seconds(worst)
            << "; money: " << Text(seen) << std::endl;
}

}  // namespace
}  // namespace binadaya::test
