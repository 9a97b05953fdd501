// Documents of a batch, printed from the command line.
#include <filesystem>

#include "binadaya/reporting/v1/reporting.rpc.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/document.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/scheduling_commands.h"

namespace binadaya::cli {
namespace {

namespace pv = reporting::v1;
namespace sv = scheduling::v1;
using test::IsOk;

constexpr char kEarly[] = "01a3f000-0000-7000-8000-000000000001";
constexpr char kNoon[] = "01a3f000-0000-7000-8000-000000000002";
constexpr char kLate[] = "01a3f000-0000-7000-8000-000000000003";
constexpr char kAgain[] = "01a3f000-0000-7000-8000-000000000004";

class PrintingOfABatch : public SchedulingCommands {
 protected:
  PrintingOfABatch() {
    Answers<sv::ListBatchesRequest>("ListBatches", [](const sv::ListBatchesRequest&) {
      return Of<sv::ListBatchesResponse>(
          Cat("batches { id: '", kFirstBatch, "' unit: 'OPD04' program: '", kDecisions,
              "' number: 1 released: 3 }"));
    });
    options_.batch = "OPD04/1";
    options_.out = ::testing::TempDir() + "batch_document_test.html";
  }
  ~PrintingOfABatch() override { std::filesystem::remove(options_.out); }
  // Keeps what is asked of reporting.
  template <class Request>
  void Prints(const char* name, Request& asked) {
    reporting_.On<Request, pv::RenderedPersonalDocument>(
        name, [&asked](const Request& request) -> absl::StatusOr<pv::RenderedPersonalDocument> {
          asked = request;
          return Of<pv::RenderedPersonalDocument>(
              "document { kind: BATCH_RUNDOWN } content: 'printed'");
        });
    Serve();
    CommandsTest::Serve("REPORTING_ADDRESS", reporting_);
  }
  // Its sessions are those of `delivery_`, of whatever moment.
  void Holds() {
    Answers<sv::GetDeliveryRequest>(
        "GetDelivery", [this](const auto&) { return Of<sv::Delivery>(delivery_); });
    Answers<sv::GetRundownRequest>("GetRundown", [](const sv::GetRundownRequest& request) {
      EXPECT_EQ(request.number(), 3);
      return Of<sv::Rundown>(
          Cat("content { items { id: '", kLate, "' day: '2027-04-07' from: 480 kind: LEARNING }",
              " items { id: '", kNoon, "' day: '2027-04-06' from: 780 kind: PRACTICE }",
              " items { id: 'pause' day: '2027-04-06' from: 600 kind: BREAK }", " items { id: '",
              kEarly, "' day: '2027-04-06' from: 480 kind: LEARNING } }"));
    });
  }

  Fake reporting_;
  std::string delivery_;
  DocumentOptions options_;
};

TEST_F(PrintingOfABatch, NamesABatchAndARelease) {
  pv::RenderRundownRequest asked;
  Prints("RenderRundown", asked);
  options_.number = 2;
  ASSERT_THAT(RunPrintRundown(environment(), options_), IsOk());
  EXPECT_EQ(asked.unit(), "OPD04");
  EXPECT_EQ(asked.batch(), kFirstBatch);
  EXPECT_EQ(asked.number(), 2);
  EXPECT_EQ(asked.format(), pv::HTML);
  EXPECT_TRUE(std::filesystem::exists(options_.out));
}

TEST_F(PrintingOfABatch, NamesASessionByItsNumberAlsoBeforeTheFirstDay) {
  pv::RenderAttendanceSheetRequest asked;
  Holds();
  Prints("RenderAttendanceSheet", asked);
  std::vector<std::string> sessions;
  for (options_.session = 1; options_.session <= 3; ++options_.session) {
    ASSERT_THAT(RunPrintSheet(environment(), options_), IsOk());
    sessions.push_back(asked.session());
  }
  EXPECT_THAT(sessions, ::testing::ElementsAre(kEarly, kNoon, kLate));
  EXPECT_FALSE(RunPrintSheet(environment(), options_).ok());
  options_.session = 0;
  EXPECT_FALSE(RunPrintSheet(environment(), options_).ok());
  // As they are held, with one that makes another up.
  delivery_ = Cat("sessions { id: '", kEarly, "' } sessions { id: '", kAgain, "' }");
  options_.session = 2;
  ASSERT_THAT(RunPrintSheet(environment(), options_), IsOk());
  EXPECT_EQ(asked.session(), kAgain);
}

TEST_F(PrintingOfABatch, AddsToALetterWhatTheOfficeSays) {
  pv::RenderAssignmentLetterRequest asked;
  Prints("RenderAssignmentLetter", asked);
  options_.letter_number = "893/12/2027";
  options_.letter_date = "2027-03-02";
  options_.signed_by = "sekar";
  ASSERT_THAT(RunPrintAssignment(environment(), options_), IsOk());
  EXPECT_EQ(asked.head().number(), "893/12/2027");
  EXPECT_EQ(asked.head().date(), "2027-03-02");
  EXPECT_EQ(asked.head().signed_by(), kSekar);
}

TEST_F(PrintingOfABatch, InvitesParticipantsOrSpeakers) {
  pv::RenderInvitationRequest asked;
  Prints("RenderInvitation", asked);
  options_.invited = "speakers";
  ASSERT_THAT(RunPrintInvitation(environment(), options_), IsOk());
  EXPECT_EQ(asked.invited(), pv::SPEAKERS);
  EXPECT_EQ(asked.head().signed_by(), "");
  options_.invited = "semua";
  EXPECT_FALSE(RunPrintInvitation(environment(), options_).ok());
}

}  // namespace
}  // namespace binadaya::cli
