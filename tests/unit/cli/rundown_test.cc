// Batches and rundowns on the command line: what is named, in whose name, and what is shown.
#include <filesystem>

#include "gmock/gmock.h"
#include "services/cli/schedule.h"
#include "services/cli/schedule_find.h"
#include "services/common/domain/refusal.h"
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
namespace nv = needs::v1;
namespace sv = scheduling::v1;

constexpr char kPlan[] = "019c0000-07b2-7153-a111-105640ac0003";
constexpr char kWrong[] =
    "findings { rule: 'SC-02' where: '1' id: 'Lengkapi waktunya.' en: 'Complete its time.' } "
    "findings { rule: 'SC-06' where: 'items' id: 'Tambah belajarnya.' en: 'Learn more.' } "
    "scheduled_minutes: 810 learning_minutes: 120 jp: 2 rupiah: 143248000 "
    "rupiah_per_participant_jp: 371109";
constexpr char kRight[] =
    "scheduled_minutes: 500 learning_minutes: 360 jp: 8 "
    "rupiah_per_participant_jp: 37111";

class RundownCommands : public SchedulingCommands {
 protected:
  RundownCommands() {
    options_.batch = "OPD04/1";
    options_.by = "jatisasih";
  }
  void Checks(const std::string& check) {
    Answers<sv::GetRundownCheckRequest>(
        "GetRundownCheck", [check](const sv::GetRundownCheckRequest& request) {
          EXPECT_EQ(request.unit(), "OPD04");
          EXPECT_EQ(request.batch(), kFirstBatch);
          return Of<sv::RundownCheck>(check);
        });
  }

  ScheduleOptions options_;
};

TEST_F(RundownCommands, NameABatchByItsUnitOrProgramAndItsNumberOrTheBeginningOfItsId) {
  Serve();
  const auto caller = Operator::Make(environment());
  ASSERT_THAT(caller, IsOk());
  const auto found = [&](const std::string& text) {
    const auto batch = FindBatch(*caller, text);
    return batch.ok() ? batch->id() : FindingsOf(batch.status()).at(0).rule;
  };
  EXPECT_EQ(found("OPD04/1"), kFirstBatch);
  EXPECT_EQ(found("opd04/2"), kSecondBatch);
  EXPECT_EQ(found("keputusan/2"), kSecondBatch);
  EXPECT_EQ(found(kFirstBatch), kFirstBatch);
  EXPECT_EQ(found("019c1111-07b2-7153-a111-105640ac0012"), kSecondBatch);
  EXPECT_EQ(found("019c1111"), "FIND-02");
  EXPECT_EQ(found("OPD04/3"), "FIND-01");
  EXPECT_EQ(found("/1"), "FIND-01");
  EXPECT_EQ(found("OPD05/1"), "FIND-01");
  EXPECT_EQ(found("019"), "FIND-01") << "three letters could be of many";
}

TEST_F(RundownCommands, DraftABatchOfAnItemOfThePlan) {
  needs_.On<nv::ListPlansRequest, nv::ListPlansResponse>("ListPlans", [](const auto&) {
    return Of<nv::ListPlansResponse>(Cat("plans { id: '", kPlan, "' year: 2027 }"));
  });
  needs_.On<nv::GetPlanRequest, nv::Plan>("GetPlan", [](const auto&) {
    return Of<nv::Plan>(
        Cat("id: '", kPlan, "' items { id: '", kItem,
            "' title: 'Keputusan dan pelayanan' batch_size: 49 } items { id: 'other' title: "
            "'Keputusan cepat' batch_size: 30 }"));
  });
  sv::DraftBatchRequest asked;
  Keeps<sv::DraftBatchRequest, sv::Batch>(
      "DraftBatch", asked,
      "id: 'b' unit: 'OPD04' number: 3 state: BATCH_PLANNED capacity: 49 program: 'x'");
  Serve();
  options_.program = "pelayanan";
  options_.year = 2027;
  options_.unit = "bkpp";
  options_.accessible = true;
  const auto answer = RunDraftBatch(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.unit(), "OPD04");
  EXPECT_EQ(asked.plan_item(), kItem);
  EXPECT_EQ(asked.capacity(), 49) << "as many as the plan pays for";
  EXPECT_TRUE(asked.accessible());
  EXPECT_EQ(scheduling_.asked_by.back(), kHead);
  EXPECT_THAT(answer->text, ContainsRegex("OPD04/3 +Keputusan dan pelayanan +planned +49"));
  options_.program = "keputusan";
  EXPECT_THAT(RunDraftBatch(environment(), options_), RefusedBy("FIND-02"));
  options_.program = "renang";
  EXPECT_THAT(RunDraftBatch(environment(), options_), RefusedBy("FIND-01"));
}

TEST_F(RundownCommands, DraftASheetAndShowAllThatIsWrongWithItAndItsPrice) {
  sv::DraftRundownRequest asked;
  Answers<sv::DraftRundownRequest>("DraftRundown", [&](const sv::DraftRundownRequest& request) {
    asked = request;
    sv::Rundown rundown;
    *rundown.mutable_content() = request.content();
    return rundown;
  });
  Checks(kWrong);
  Serve();
  options_.file = File(
      "No;Hari/Tanggal;Waktu;Durasi;Kegiatan;Jenis;Tempat;Narasumber\n"
      "1;Kamis, 8 April 2027;13.00;240;Keberangkatan;perjalanan;Bus;\n"
      "2;;15.00-17.00;;Materi;belajar;Aula Balai Kota;sekar lowanda\n");
  options_.compensation = "jam pengganti";
  const SpeakingIndonesian id;
  const auto answer = RunDraftRundown(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->exit, ExitCode::kDone) << "it is drafted as it is";
  EXPECT_EQ(asked.unit(), "OPD04");
  EXPECT_EQ(asked.batch(), kFirstBatch);
  EXPECT_EQ(asked.version(), 7);
  EXPECT_EQ(asked.content().compensation(), "jam pengganti");
  ASSERT_EQ(asked.content().items_size(), 2);
  EXPECT_EQ(asked.content().items(1).venue(), kHall);
  EXPECT_EQ(asked.content().items(1).speaker(), kInternal) << "whose name is the registry's";
  EXPECT_EQ(asked.content().days(0).printed(), "Kamis");
  EXPECT_THAT(
      answer->text,
      AllOf(
          HasSubstr("SC-02  1\n  Lengkapi waktunya."), HasSubstr("SC-06"),
          HasSubstr("Belajar 120 dari 810 menit: 2 JP. Satu JP seorang peserta Rp371.109."),
          HasSubstr("2 acara; perbaiki temuannya sebelum diberlakukan")));
  EXPECT_THAT(answer->json, AllOf(HasSubstr("\"check\""), HasSubstr("\"rundown\"")));
}

TEST_F(RundownCommands, SayOfASheetThatHasNothingWrongThatItIsReady) {
  Answers<sv::DraftRundownRequest>("DraftRundown", [&](const sv::DraftRundownRequest& request) {
    sv::Rundown rundown;
    *rundown.mutable_content() = request.content();
    return rundown;
  });
  Checks(kRight);
  Serve();
  options_.file =
      File("Date,Time,Item,Kind,Place\n2027-04-08,08:00-10:00,Case study,learning,Elsewhere\n");
  const auto answer = RunDraftRundown(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(
      answer->text, AllOf(
                        HasSubstr("RDS-08  line 2, Tempat  (warning)"),
                        HasSubstr("drafted, 1 items; ready to be released")));
}

TEST_F(RundownCommands, RefuseASheetThatCannotBeReadBeforeAnythingIsWritten) {
  Serve();
  options_.file = File("No;Hari/Tanggal;Waktu\n1;2027-04-08;08.00-10.00\n");
  EXPECT_THAT(RunDraftRundown(environment(), options_), RefusedBy("IMP-01", "IMP-01"));
  options_.file = File("Tanggal;Kegiatan;Jenis\nbesok;Materi;rapat\n");
  EXPECT_THAT(RunDraftRundown(environment(), options_), RefusedBy("RDS-01", "RDS-04"));
  options_.file = File("");
  EXPECT_FALSE(RunDraftRundown(environment(), options_).ok());
  options_.file = folder_ / "none.csv";
  EXPECT_THAT(RunDraftRundown(environment(), options_), RefusedBy("FILE-01"));
  options_.file.clear();
  EXPECT_THAT(RunDraftRundown(environment(), options_), RefusedBy("USAGE"));
}

TEST_F(RundownCommands, TellWhatTheServiceRefusesByItsLine) {
  scheduling_.On<sv::DraftRundownRequest, sv::Rundown>(
      "DraftRundown", [](const sv::DraftRundownRequest&) -> absl::StatusOr<sv::Rundown> {
        return Refuse(
            absl::StatusCode::kInvalidArgument,
            {{"FIELD-02", "content.items[1].title", {"Persingkat.", "Shorten it."}}});
      });
  Serve();
  options_.file = File(
      "Tanggal;Kegiatan;Jenis\nKamis, 8 April 2027;;\n;Materi;belajar\n;Materi lagi;belajar\n");
  const auto refused = RunDraftRundown(environment(), options_);
  ASSERT_THAT(refused, RefusedBy("FIELD-02"));
  EXPECT_EQ(FindingsOf(refused.status())[0].where, "baris 4, Kegiatan");
}

TEST_F(RundownCommands, WriteASheetToBeFilledInAndTakeItsExampleForNoData) {
  Serve();
  const SpeakingIndonesian id;
  options_.form = folder_ / "susunan.xlsx";
  ASSERT_THAT(RunDraftRundown(environment(), options_), IsOk());
  EXPECT_THAT(RunDraftRundown(environment(), options_), RefusedBy("USAGE")) << "it is there";
  options_.file = options_.form;
  options_.form.clear();
  EXPECT_THAT(RunDraftRundown(environment(), options_), RefusedBy("CSV-04"));
  options_.form = folder_ / "susunan.pdf";
  EXPECT_THAT(RunDraftRundown(environment(), options_), RefusedBy("USAGE"));
}

TEST_F(RundownCommands, ThatReleaseWhatIsWrongShowAllOfItNotOnlyWhatARefusalHolds) {
  scheduling_.On<sv::ReleaseRundownRequest, sv::RundownRelease>(
      "ReleaseRundown",
      [](const sv::ReleaseRundownRequest& request) -> absl::StatusOr<sv::RundownRelease> {
        EXPECT_EQ(request.version(), 7);
        return Refuse(
            absl::StatusCode::kFailedPrecondition,
            {{"RUN-04", "reason", {"Sebut alasannya.", "Say why."}},
             {"SC-02", "1", {"Lengkapi waktunya.", "Complete its time."}}});
      });
  Checks(kWrong);
  Serve();
  const auto answer = RunReleaseRundown(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->exit, ExitCode::kRefused);
  EXPECT_THAT(
      answer->text,
      AllOf(HasSubstr("RUN-04"), HasSubstr("SC-02"), HasSubstr("SC-06"), HasSubstr("Rp371.109")));
}

TEST_F(RundownCommands, ThatAreRefusedForAnotherReasonSayJustThat) {
  scheduling_.On<sv::ReleaseRundownRequest, sv::RundownRelease>(
      "ReleaseRundown", [](const sv::ReleaseRundownRequest&) -> absl::StatusOr<sv::RundownRelease> {
        return Refuse({"RUN-03", "batch", {"Tidak ada yang berubah.", "Nothing changes."}});
      });
  Serve();
  EXPECT_THAT(RunReleaseRundown(environment(), options_), RefusedBy("RUN-03"));
}

TEST_F(RundownCommands, ShowADraftWithItsCheckAndRefuseWhereItIsBlocked) {
  Answers<sv::GetRundownRequest>("GetRundown", [](const sv::GetRundownRequest& request) {
    EXPECT_EQ(request.number(), 0);
    return Of<sv::Rundown>(
        "content { items { number: '1' day: '2027-04-08' from: 780 kind: TRAVEL title: "
        "'Keberangkatan' } }");
  });
  Checks(kWrong);
  Serve();
  const auto answer = RunGetRundown(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->exit, ExitCode::kRefused);
  EXPECT_THAT(answer->text, AllOf(HasSubstr("Keberangkatan"), HasSubstr("SC-06")));
}

TEST_F(RundownCommands, ListBatchesAsTheyAreNamed) {
  Serve();
  const auto answer = RunListBatches(environment(), {});
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(
      answer->text, AllOf(
                        ContainsRegex("OPD04/2 +Keputusan dan pelayanan +planned +49"),
                        HasSubstr(kFirstBatch), Not(HasSubstr(kDecisions))));
}

TEST_F(RundownCommands, ListBatchesThatThePlanHasNoMore) {
  sv::ListBatchesRequest asked;
  Keeps<sv::ListBatchesRequest, sv::ListBatchesResponse>(
      "ListBatches", asked,
      "batches { unit: 'OPD04' number: 3 state: BATCH_SCHEDULED unplanned: true }");
  Serve();
  options_.unplanned = true;
  const auto answer = RunListBatches(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_TRUE(asked.unplanned());
  EXPECT_THAT(answer->text, ContainsRegex("OPD04/3 .*scheduled \\(planned no more\\)"));
}

}  // namespace
}  // namespace binadaya::cli
