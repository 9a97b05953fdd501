// The checker of publications meets the faults that it is meant for: see mutants_test.cc.
#include <iostream>
#include <memory>
#include <optional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/text.h"
#include "tests/faults/publishing.h"
#include "tests/support/city.h"
#include "tests/support/ledger_checkers.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"
#include "tests/support/publication_checkers.h"

namespace binadaya::test {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

class PublicationMutants : public ::testing::Test {
 protected:
  // Services, perhaps with a fault, in this process.
  void Begin(const std::string& mutant = "") {
    platform_ = std::make_unique<Platform>(
        std::vector<std::string>{"registry", "needs", "budgeting", "scheduling"},
        std::map<std::string, std::string>{{"MUTANT", mutant}});
    City(*platform_).Found();
    ASSERT_TRUE(platform_->Settle());
    publishing_.emplace(
        Target{
            .registry = {},
            .needs = {},
            .budgeting = {&platform_->budgeting()},
            .scheduling = {&platform_->scheduling()},
            .as = [this](
                      const std::string& who, const std::vector<Grant>& grants,
                      absl::Duration patience) { return platform_->As(who, grants, patience); }},
        [this]() -> pg::Connection& { return sql(); });
    ASSERT_THAT(publishing_->Found(), IsOk());
  }
  pg::Connection& sql() { return platform_->sql("scheduling"); }
  pg::Connection& money() { return platform_->sql("budgeting"); }
  Violations Whole() { return PublishedWhole(sql(), money()); }
  std::int64_t Commitments() {
    return money().Query("SELECT count(*) FROM commitment WHERE batch <> ''", {}).Int(0, 0);
  }
  // Publications a turn of which has failed.
  std::int64_t Died() {
    return sql()
        .Query("SELECT count(*) FROM timer WHERE kind = 'saga.publication' AND attempts > 0", {})
        .Int(0, 0);
  }
  // One batch is published, one is not, since its hall is gone; after the first step everybody
  // dies before he can write down that it is done.
  void Publish() {
    sql().Execute(
        "CREATE FUNCTION dies() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'dies'; END $$;"
        "CREATE TRIGGER dies BEFORE UPDATE ON saga FOR EACH ROW EXECUTE FUNCTION dies()");
    const auto stays = publishing_->Open(), goes = publishing_->Open();
    ASSERT_THAT(stays, IsOk());
    ASSERT_THAT(goes, IsOk());
    for (const Publishing::Room& room : {*stays, *goes}) {
      const auto batch = publishing_->Ready(room);
      ASSERT_THAT(batch, IsOk());
      ASSERT_THAT(publishing_->Begin(*batch, Publishing::kPrice), IsOk());
    }
    ASSERT_THAT(publishing_->Close(*goes), IsOk());
    ASSERT_TRUE(Eventually([&] { return Died() == 2 && Commitments() >= 2; }));
    sql().Execute("DROP TRIGGER dies ON saga");
    (void)LetGo(sql());  // a turn that is on its way goes on without
    ASSERT_TRUE(Eventually(
        [&] { return sql().Query("SELECT FROM saga WHERE state IN (1, 3)", {}).empty(); }));
    EXPECT_EQ(sql().Query("SELECT count(*) FROM saga WHERE state = 2", {}).Int(0, 0), 1);
  }
  // What a commitment was made for cannot be found again: neither by who makes it anew, nor by who
  // releases it.
  void LoseDocuments() {
    money().Execute(
        "CREATE FUNCTION lost() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN NEW.doc_ref := NEW.doc_ref || '#' || NEW.id; RETURN NEW; END $$;"
        "CREATE TRIGGER lost BEFORE INSERT ON commitment FOR EACH ROW EXECUTE FUNCTION lost()");
  }
  static void ExpectFound(const char* fault, const Violations& violations) {
    EXPECT_THAT(violations, Not(IsEmpty())) << fault;
    std::cout << "[ FOUND    ] " << fault << ": " << Text(violations) << std::endl;
  }
  // What a statement does to scheduling's tables, which is undone then.
  void ExpectFoundOf(const char* fault, const char* statement) {
    EXPECT_THAT(Whole(), IsEmpty());
    sql().Execute("BEGIN");
    sql().Execute(statement);
    ExpectFound(fault, Whole());
    sql().Execute("ROLLBACK");
  }

  std::unique_ptr<Platform> platform_;
  std::optional<Publishing> publishing_;
};

TEST_F(PublicationMutants, AreTheOnlyReasonForViolations) {
  Begin();
  Publish();
  EXPECT_EQ(Commitments(), 2);
  ExpectFoundOf(
      "a seat too many",
      "UPDATE enrolment SET state = 2, batch = (SELECT id FROM batch WHERE state = 4)"
      " WHERE state = 1");
  ExpectFoundOf(
      "a hall for two",
      "UPDATE booking SET (id, starts, ends) = (SELECT id, starts, ends"
      " FROM booking WHERE resource = 1 ORDER BY batch, starts LIMIT 1)"
      " WHERE resource = 1");
  ExpectFoundOf("published, and undone", "UPDATE saga SET state = 4");
  ExpectFoundOf("under way for ever", "UPDATE batch SET state = 3");
  EXPECT_THAT(Whole(), IsEmpty());
  EXPECT_THAT(MoneyConserved(money()), IsEmpty());
}

TEST_F(PublicationMutants, AnUndoThatDoesNothingKeepsMoneyOfWhatIsNotPublished) {
  Begin();
  LoseDocuments();
  Publish();
  EXPECT_EQ(Commitments(), 2);
  ExpectFound("I6 undo missing", Whole());
}

TEST_F(PublicationMutants, AStepThatIsDoneAgainAfterADeathBindsMoneyTwice) {
  Begin("no_idempotency");
  LoseDocuments();
  Publish();
  EXPECT_GT(Commitments(), 2);
  ExpectFound("I6 step not idempotent", Whole());
}

}  // namespace
}  // namespace binadaya::test
