// The checkers of the ledger meet the faults that they are meant for: see mutants_test.cc.
#include <iostream>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/text.h"
#include "tests/faults/ledger_load.h"
#include "tests/support/city.h"
#include "tests/support/ledger_checkers.h"
#include "tests/support/platform.h"
#include "tests/support/with_id.h"

namespace binadaya::test {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

class LedgerMutants : public ::testing::Test {
 protected:
  LedgerMutants() : platform_({"registry", "budgeting"}) {
    City(platform_).Found();
    EXPECT_TRUE(platform_.Settle());
    absl::StatusOr<Funds> funds = Funds::Found(platform_.budgeting(), as_, 40);
    EXPECT_TRUE(funds.ok()) << funds.status();
    if (funds.ok()) funds_ = *std::move(funds);
  }
  void Start() {
    load_ = std::make_unique<Load>(
        LedgerWork(
            {.registry = {}, .needs = {}, .budgeting = {&platform_.budgeting()}, .as = as_},
            funds_),
        Load::Options{.clients = 6, .rate = 300, .patience = {}, .refusals = kLedgerRefusals});
    load_->Start();
  }
  void Work() {
    Start();
    ASSERT_TRUE(Eventually([&] { return load_->answered() >= 200; })) << load_->Summary();
    load_->Stop();
  }
  pg::Connection& sql() { return platform_.sql("budgeting"); }
  Violations Told() {
    const auto topic = Dump(Stack::Get()["KAFKA"], platform_.topic("binadaya.budgeting.v1"));
    EXPECT_TRUE(topic.ok()) << topic.status();
    return topic.ok() ? EntriesTold(*topic, sql()) : Violations();
  }
  // Both checkers of the money.
  void ExpectConserved() {
    ASSERT_TRUE(platform_.Settle());
    EXPECT_THAT(MoneyConserved(sql()), IsEmpty());
    EXPECT_THAT(Told(), IsEmpty());
  }
  static void ExpectFound(const char* fault, const Violations& violations) {
    EXPECT_THAT(violations, Not(IsEmpty())) << fault;
    std::cout << "[ FOUND    ] " << fault << ": " << Text(violations) << std::endl;
  }

  Platform platform_;
  const CallAs as_ = [this](
                         const std::string& who, const std::vector<Grant>& grants,
                         absl::Duration patience) { return platform_.As(who, grants, patience); };
  Funds funds_;
  std::unique_ptr<Load> load_;
};

TEST_F(LedgerMutants, AreTheOnlyReasonForViolations) {
  MoneyWatch watch(platform_.settings("budgeting").at("DATABASE_OWNER"));
  Work();
  load_->Repeat(1000);
  ExpectConserved();
  EXPECT_THAT(PostedOnce(load_->journal(), sql()), IsEmpty());
  EXPECT_THAT(watch.Stop(), IsEmpty());
  EXPECT_GT(watch.looks(), 0);
}

// The lines are a view now, which FOR UPDATE does not see through: whoever reads a line reads it as
// it was, and whoever writes it writes that back.
TEST_F(LedgerMutants, ALedgerOutsideTheLockLosesMoney) {
  sql().Execute(
      "ALTER TABLE line RENAME TO locked_line;"
      "CREATE VIEW line AS WITH l AS MATERIALIZED (SELECT * FROM locked_line) SELECT * FROM l;"
      "CREATE FUNCTION save_line() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
      " UPDATE locked_line SET committed = NEW.committed, realised = NEW.realised,"
      " frozen = NEW.frozen WHERE id = NEW.id; RETURN NEW; END $$;"
      "CREATE TRIGGER save INSTEAD OF UPDATE ON line FOR EACH ROW EXECUTE FUNCTION save_line();"
      "GRANT SELECT, UPDATE ON line TO budgeting");
  MoneyWatch watch(platform_.settings("budgeting").at("DATABASE_OWNER"));
  Start();
  EXPECT_TRUE(Eventually([&] { return !MoneyConserved(sql()).empty(); })) << load_->Summary();
  load_->Stop();
  ExpectFound("I5", MoneyConserved(sql()));
  ExpectFound("I5 at a look", watch.Stop());
}

TEST_F(LedgerMutants, AnEntryThatNobodyToldIsFound) {
  Work();
  ExpectConserved();
  sql().Execute(
      "INSERT INTO entry (id, line, kind, amount, commitment, plan_item, doc_ref, on_day, made_by)"
      " SELECT gen_random_uuid(), line, 6, 1, commitment, '', 'SPJ/0', current_date, 'tamperer'"
      " FROM commitment_part WHERE realised > returned ORDER BY commitment, line LIMIT 1;"
      "UPDATE commitment_part p SET returned = returned + 1 FROM entry e"
      " WHERE e.made_by = 'tamperer' AND (p.commitment, p.line) = (e.commitment, e.line);"
      "UPDATE line l SET realised = realised - 1 FROM entry e"
      " WHERE e.made_by = 'tamperer' AND l.id = e.line");
  EXPECT_THAT(MoneyConserved(sql()), IsEmpty());
  ExpectFound("I5 entries told", Told());
}

TEST_F(LedgerMutants, ADatabaseWithoutIdempotencyPostsTwice) {
  platform_.Restart("budgeting", {{"MUTANT", "no_idempotency"}});
  Work();
  EXPECT_THAT(PostedOnce(load_->journal(), sql()), IsEmpty());
  load_->Repeat(1000);
  ExpectFound("I7", PostedOnce(load_->journal(), sql()));
}

TEST_F(LedgerMutants, ADatabaseThatAnswersBeforeItCommitsForgetsWhatItAcknowledged) {
  platform_.Restart("budgeting", {{"MUTANT", "no_commit"}});
  Work();
  ExpectFound("I8", PostedOnce(load_->journal(), sql()));
}

TEST_F(LedgerMutants, ATableWithoutItsConstraintLetsADocumentCommitTwice) {
  sql().Execute("ALTER TABLE commitment DROP CONSTRAINT a_document_commits_once");
  Journal journal;
  const auto both_have_one = [&] {
    journal.clear();
    std::vector<budgeting::v1::CommitRequest> requests;
    for (const int line : {0, 4}) {  // of one unit, so that no lock is in the way
      auto& request = requests.emplace_back(WithId<budgeting::v1::CommitRequest>());
      request.set_unit(funds_.lines[0].unit);
      request.set_doc_ref(Cat("SPK/", requests[0].request_id()));
      request.set_plan_item(request.request_id());
      budgeting::v1::Part& part = *request.add_parts();
      part.set_line(funds_.lines[static_cast<std::size_t>(line)].id);
      part.set_amount(1);
      part.set_year(funds_.lines[0].year);
      Operation& act =
          journal.emplace_back(OperationOf("budgeting", request.request_id(), "funds.committed"));
      act.document = request.doc_ref();
      act.asked[part.line()] = 1;
    }
    std::vector<std::thread> officers;
    for (std::size_t i = 0; i < requests.size(); ++i) {
      officers.emplace_back([&, i] {
        const Call call = as_("pptk", {{v1::ACTIVITY_OFFICER, "/"}}, absl::Seconds(20));
        const bool done = platform_.budgeting().Commit(call, requests[i]).ok();
        journal[i].outcome = done ? Operation::Outcome::kOk : Operation::Outcome::kFail;
      });
    }
    for (std::thread& officer : officers) officer.join();
    return journal[0].outcome == journal[1].outcome;
  };
  EXPECT_TRUE(Eventually(both_have_one));
  ExpectFound("I7 a document once", PostedOnce(journal, sql()));
}

}  // namespace
}  // namespace binadaya::test
