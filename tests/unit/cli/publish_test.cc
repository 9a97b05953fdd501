// Publishing on the command line: what is asked, in whose name, and what is shown.
#include "gmock/gmock.h"
#include "services/cli/schedule.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/scheduling_commands.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using test::IsOk;
using test::RefusedBy;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
namespace sv = scheduling::v1;

class PublishCommands : public SchedulingCommands {
 protected:
  PublishCommands() {
    options_.batch = "OPD04/1";
    options_.by = "jatisasih";
  }
  ScheduleOptions options_;
};

TEST_F(PublishCommands, PublishABatchAsItWasSeen) {
  sv::PublishBatchRequest asked;
  Keeps<sv::PublishBatchRequest, sv::Publication>(
      "PublishBatch", asked,
      "number: 1 state: PUBLICATION_RUNNING step: 'FUNDS' batch_state: BATCH_PUBLISHING "
      "payments { amount: 100000000 } payments { amount: 43248000 }");
  Serve();
  const auto answer = RunPublish(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.unit(), "OPD04");
  EXPECT_EQ(asked.batch(), kFirstBatch);
  EXPECT_EQ(asked.version(), 7);
  EXPECT_EQ(asked.payments_size(), 0);
  EXPECT_THAT(
      answer->text,
      AllOf(
          HasSubstr("publication 1: running (money)"), HasSubstr("batch: being published"),
          HasSubstr("Rp143.248.000 of 2 lines\n")));
}

TEST_F(PublishCommands, SayWhyAPublicationWasUndone) {
  sv::GetPublicationRequest asked;
  Keeps<sv::GetPublicationRequest, sv::Publication>(
      "GetPublication", asked,
      "number: 2 state: PUBLICATION_UNDONE batch_state: BATCH_SCHEDULED payments { amount: 7 } "
      "findings { rule: 'BL-08' where: 'parts[0]' id: 'Uangnya kurang.' en: 'Too little.' }");
  Serve();
  options_.number = 2;
  const auto answer = RunPublication(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.batch(), kFirstBatch);
  EXPECT_EQ(asked.number(), 2);
  EXPECT_THAT(
      answer->text, AllOf(
                        HasSubstr("publication 2: undone\n"), HasSubstr("BL-08"),
                        HasSubstr("Too little."), Not(HasSubstr("committed"))));
  const SpeakingIndonesian id;
  EXPECT_THAT(
      PublicationText(Of<sv::Publication>(
          "number: 2 state: PUBLICATION_DONE batch_state: BATCH_PUBLISHED commitment: 'c'")),
      HasSubstr("penerbitan ke-2: selesai\nkelas: diterbitkan\nuang: Rp0 dari 0 rincian, "
                "terikat\n"));
}

TEST_F(PublishCommands, CancelABatchWithACauseInWords) {
  sv::CancelBatchRequest asked;
  Keeps<sv::CancelBatchRequest, sv::Batch>(
      "CancelBatch", asked, "unit: 'OPD04' number: 1 state: BATCH_CANCELLED");
  Serve();
  options_.cause = "cuaca";
  EXPECT_THAT(RunCancelBatch(environment(), options_), RefusedBy("USAGE"));
  options_.cause = "anggaran";
  options_.reason = "dialihkan";
  const auto answer = RunCancelBatch(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.batch(), kFirstBatch);
  EXPECT_EQ(asked.version(), 7);
  EXPECT_EQ(asked.cause(), sv::CAUSE_BUDGET);
  EXPECT_EQ(asked.reason(), "dialihkan");
  EXPECT_THAT(answer->text, ContainsRegex("OPD04/1 .*cancelled"));
}

TEST_F(PublishCommands, ShowAChecklistAndRecordAnItemOfIt) {
  sv::GetChecklistRequest read;
  Keeps<sv::GetChecklistRequest, sv::Checklist>("GetChecklist", read, "");
  sv::SetChecklistItemRequest asked;
  Keeps<sv::SetChecklistItemRequest, sv::Checklist>(
      "SetChecklistItem", asked,
      "items { kind: CHECK_MATERIALS owner: 'NARASUMBER' accountable: 'ANALIS_BANGKOM' "
      "due: '2027-03-01' not_needed: 'dari batch lalu' rag: RAG_GREEN } "
      "items { kind: CHECK_SPEAKERS owner: 'PENYELENGGARA' due: '2027-03-02' rag: RAG_RED } "
      "done: 0 applicable: 1");
  Serve();
  const auto empty = RunChecklist(environment(), options_);
  ASSERT_THAT(empty, IsOk());
  EXPECT_EQ(read.batch(), kFirstBatch);
  EXPECT_THAT(empty->text, HasSubstr("none yet"));
  options_.item = "materi";
  EXPECT_THAT(RunChecklist(environment(), options_), RefusedBy("USAGE"));
  options_.decision = "not-needed";
  options_.reason = "dari batch lalu";
  options_.from = "2027-03-01";
  const auto answer = RunChecklist(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.kind(), sv::CHECK_MATERIALS);
  EXPECT_EQ(asked.decision(), sv::CHECK_NOT_NEEDED);
  EXPECT_EQ(asked.note(), "dari batch lalu");
  EXPECT_EQ(asked.on(), "2027-03-01");
  EXPECT_EQ(asked.version(), 7);
  EXPECT_THAT(
      answer->text,
      AllOf(
          ContainsRegex(
              "materials .*NARASUMBER .*2027-03-01 .*green .*not needed .*dari batch lalu"),
          ContainsRegex("speakers .*2027-03-02 .*red"), HasSubstr("0 of 1 done")));
}

}  // namespace
}  // namespace binadaya::cli
