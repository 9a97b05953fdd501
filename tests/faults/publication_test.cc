// Batches are published while scheduling and budgeting are killed at every step: money is bound for
// what is published, once, and for nothing else; its seats are offered, and nobody else's hall is.
#include <algorithm>
#include <iostream>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/domain/text.h"
#include "tests/faults/publishing.h"
#include "tests/faults/trial.h"
#include "tests/support/ledger_checkers.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"
#include "tests/support/publication_checkers.h"

namespace binadaya::test {
namespace {

constexpr absl::Duration kAgain = absl::Seconds(15);
constexpr int kOfEach = 10;    // batches that end each way, in a round
constexpr int kLeastHits = 5;  // of each step, by each kill

constexpr const char* kSteps[] = {"FUNDS", "RESOURCES", "SEATS"};
constexpr int kActs = 1, kUndoes = 3;  // states of a saga that is alive

// How a publication ends: done; or undone, from each of its steps on.
enum class End { kDone, kTooDear, kHallGone, kLate };
constexpr End kEnds[] = {End::kDone, End::kTooDear, End::kHallGone, End::kLate};

class PublicationsUnderFaults : public Trial {
 protected:
  void SetUp() override {
    ASSERT_THAT(publishing_.Found(), IsOk());
    RestBetweenTurns(sql());
  }
  void TearDown() override {
    GoOnByThemselves(sql());
    // The registry knows none of these people: who their superiors are would be asked for ever.
    sql().Execute("DELETE FROM timer WHERE kind = 'superior'");
  }
  pg::Connection& sql() { return cluster().sql("scheduling"); }

  // Batches that end each way go through their steps together, a turn of each at a time, and in
  // each of these turns a service dies.
  void KillInEachTurn(const std::string& service) {
    const auto stays = publishing_.Open(), goes = publishing_.Open();
    ASSERT_THAT(stays, IsOk());
    ASSERT_THAT(goes, IsOk());
    for (int i = 0; i < kOfEach; ++i) {
      for (const End end : kEnds) {
        const auto batch = publishing_.Ready(end == End::kHallGone ? *goes : *stays);
        ASSERT_THAT(batch, IsOk());
        const bool dear = end == End::kTooDear;
        ASSERT_THAT(
            publishing_.Begin(*batch, dear ? Publishing::kTooDear : Publishing::kPrice), IsOk());
        ends_[*batch] = end;
      }
    }
    ASSERT_THAT(publishing_.Close(*goes), IsOk());
    while (!HasFailure() && KillAmid(service)) {
    }
  }
  // False when none is alive any more.
  bool KillAmid(const std::string& service) {
    pg::Array late;
    for (const auto& [batch, end] : ends_)
      if (end == End::kLate) late.Add(batch);
    (void)sql().Query(
        "UPDATE saga SET deadline = begun_at"
        " WHERE state = $1 AND step = $2 AND subject = ANY ($3::text[])",
        {kActs, static_cast<int>(std::size(kSteps)) - 1, late});
    const int alive = LetGo(sql());
    if (alive == 0) return false;
    const auto turning = [&] { return Turning(sql(), publishing_.Organiser().now()); };
    EXPECT_TRUE(Eventually([&] { return turning() < alive; }));
    cluster().Signal(service, SIGKILL);
    const pg::Result left = sql().Query(
        "SELECT state, step, count(*) FROM saga WHERE state IN (1, 3) GROUP BY state, step", {});
    const absl::Duration back = cluster().Kill(service);  // and who has come since
    EXPECT_LE(back, kAgain) << service;
    worst_ = std::max(worst_, back);
    ++kills_;
    for (int i = 0; i < left.rows(); ++i)
      hits_[service][{left.Int32(i, 0), left.Int32(i, 1)}] += left.Int32(i, 2);
    EXPECT_TRUE(Eventually([&] { return turning() == 0; }, kBacklog)) << "a turn hangs";
    return true;
  }
  // Every step, done and undone, was hit by the death of either; how often.
  std::string ExpectAllHit() {
    std::string figures;
    for (const char* service : {"scheduling", "budgeting"}) {
      absl::StrAppend(&figures, figures.empty() ? "" : "; ", service, " dies at");
      for (const int state : {kActs, kUndoes}) {
        for (int step = 0; step < static_cast<int>(std::size(kSteps)); ++step) {
          const int hits = hits_[service][{state, step}];
          const std::string name = Cat(state == kUndoes ? "undo " : "", kSteps[step]);
          EXPECT_GE(hits, kLeastHits) << service << " at " << name;
          absl::StrAppend(&figures, " ", name, " ", hits);
        }
      }
    }
    return figures;
  }
  // Of an event about a batch.
  std::int64_t Told(const std::string& batch, const std::string& what) {
    return sql()
        .Query(
            "SELECT count(*) FROM event_log WHERE aggregate_type = 'batch' AND aggregate_id = $1"
            " AND position($2 IN headers) > 0",
            pg::Params(batch, pg::Bytes{Cat("scheduling.batch.", what, ".v1")}))
        .Int(0, 0);
  }
  // Enrolments of a batch between these states.
  std::int64_t Enrolled(const std::string& batch, int from, int to) {
    return sql()
        .Query(
            "SELECT count(*) FROM enrolment WHERE batch = $1 AND state BETWEEN $2 AND $3",
            {batch, from, to})
        .Int(0, 0);
  }

  Publishing publishing_{target(), [this]() -> pg::Connection& { return sql(); }};
  std::map<std::string, End> ends_;                                 // of each batch
  std::map<std::string, std::map<std::pair<int, int>, int>> hits_;  // by service; state and step
  int kills_ = 0;
  absl::Duration worst_;
};

TEST_F(PublicationsUnderFaults, BindMoneyOfWhatIsPublishedAndOfNothingElse) {
  for (int round = 0; round < std::max(1, Kills() / 20); ++round) {
    KillInEachTurn("scheduling");
    ASSERT_FALSE(HasFailure());
    KillInEachTurn("budgeting");
    ASSERT_FALSE(HasFailure());
  }
  const std::string figures = ExpectAllHit();
  for (const auto& [batch, end] : ends_) {
    const bool done = end == End::kDone;
    const pg::Result state = sql().Query("SELECT state FROM batch WHERE id = $1", {batch});
    EXPECT_EQ(state.Int32(0, 0), done ? sv::BATCH_PUBLISHED : sv::BATCH_SCHEDULED) << batch;
    EXPECT_EQ(Told(batch, "publishing"), 1) << batch;
    EXPECT_EQ(Told(batch, "published"), done ? 1 : 0) << batch;
    EXPECT_EQ(Told(batch, "unpublished"), done ? 0 : 1) << batch;
    // Offered, to those for whom they are kept and to one who waits; or kept still.
    EXPECT_EQ(Enrolled(batch, 2, 5), done ? Publishing::kSeats : 0) << batch;
    EXPECT_EQ(Enrolled(batch, 1, 1), done ? 0 : Publishing::kKept) << batch;
  }
  pg::Connection& money = cluster().sql("budgeting");
  const Violations whole = PublishedWhole(sql(), money), conserved = MoneyConserved(money);
  EXPECT_TRUE(whole.empty()) << Text(whole);
  EXPECT_TRUE(conserved.empty()) << Text(conserved);
  std::cout << "[ FAULT    ] publications: " << figures << "; " << ends_.size() << " batches, "
            << kills_ << " kills, worst recovery " << Seconds(worst_)
            << "; published whole: " << Text(whole) << "; money: " << Text(conserved) << std::endl;
}

}  // namespace
}  // namespace binadaya::test
