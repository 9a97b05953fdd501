// The ledger over real rows: nothing is lost or doubled, whoever asks at once.
#include <atomic>
#include <thread>

#include "tests/integration/budgeting/budget.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;

using BudgetLedger = BudgetTest;

bool IsBy(const absl::Status& refusal, const std::string& rule) {
  const Findings findings = FindingsOf(refusal);
  return findings.size() == 1 && findings[0].rule == rule;
}

TEST_F(BudgetLedger, HasFreeWhatIsNeitherCommittedNorRealised) {
  const std::string line = Lines({143'248'000})[0];
  ASSERT_THAT(Commit("SPK/1", {{line, 30'030'000}}), IsOk());
  const auto second = Commit("SPK/2", {{line, 12'600'000}});
  ASSERT_THAT(second, IsOk());
  ASSERT_THAT(Realise(second->id()), IsOk());
  EXPECT_EQ(Balance(line), "143248000 = 100618000 + 30030000 + 12600000 + 0");
  const auto refused = Commit("SPK/3", {{line, 100'618'001}});
  ASSERT_THAT(refused, RefusedBy("BL-08"));
  EXPECT_EQ(
      FindingsOf(refused.status())[0].values.at("entries"),
      "SPK/1: Rp30.030.000 + Rp0; SPK/2: Rp0 + Rp12.600.000");
  ASSERT_THAT(Commit("SPK/3", {{line, 100'618'000}}), IsOk());
  ExpectLedgerHolds();
}

TEST_F(BudgetLedger, GivesAHotLineOutOnce) {
  const std::string line = Lines({1'000})[0];
  std::atomic<int> committed = 0, refused = 0;
  std::vector<std::thread> officers;
  for (int i = 0; i < 8; ++i) {
    officers.emplace_back([&, i] {
      const auto answer = Commit(Cat("SPK/", i), {{line, 300}});
      if (answer.ok()) ++committed;
      if (IsBy(answer.status(), "BL-08")) ++refused;
    });
  }
  for (std::thread& officer : officers) officer.join();
  EXPECT_EQ(committed, 3);
  EXPECT_EQ(refused, 5);
  EXPECT_EQ(Balance(line), "1000 = 100 + 900 + 0 + 0");
  ExpectLedgerHolds();
}

TEST_F(BudgetLedger, LocksLinesInOneOrderWhateverTheirOrderInTheRequest) {
  const std::vector<std::string> lines = Lines({1'000'000, 1'000'000, 1'000'000});
  std::atomic<int> committed = 0;
  std::vector<std::thread> officers;
  for (int i = 0; i < 6; ++i) {
    officers.emplace_back([&, i] {
      for (int k = 0; k < 10; ++k) {
        std::vector<Money> parts = {{lines[0], 1}, {lines[1], 1}, {lines[2], 1}};
        if (i % 2 == 0) std::swap(parts[0], parts[2]);
        if (Commit(Cat("SPK/", i, "/", k), parts).ok()) ++committed;
      }
    });
  }
  for (std::thread& officer : officers) officer.join();
  EXPECT_EQ(committed, 60);
  for (const std::string& line : lines) EXPECT_EQ(Balance(line), "1000000 = 999940 + 60 + 0 + 0");
  ExpectLedgerHolds();
}

TEST_F(BudgetLedger, CommitsOnceForARequestHoweverOftenItIsAsked) {
  const std::string line = Lines({1'000})[0];
  const bv::CommitRequest request = CommitOf("SPK/1", {{line, 300}});
  const auto first = platform_.budgeting().Commit(As("pptk"), request);
  ASSERT_THAT(first, IsOk());
  const auto again = platform_.budgeting().Commit(As("pptk"), request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->id(), first->id());
  EXPECT_EQ(Balance(line), "1000 = 700 + 300 + 0 + 0");
}

TEST_F(BudgetLedger, UsesADocumentOnceWhicheverLinesItNames) {
  const std::vector<std::string> lines = Lines({1'000, 1'000});
  const auto first = Commit("SPK/1", {{lines[0], 300}});
  ASSERT_THAT(first, IsOk());
  const auto again = Commit("SPK/1", {{lines[1], 300}});
  ASSERT_THAT(again, RefusedBy("LED-02"));
  EXPECT_EQ(FindingsOf(again.status())[0].values.at("commitment"), first->id());
  platform_.Restart("budgeting");
  EXPECT_THAT(Commit("SPK/1", {{lines[1], 300}}), RefusedBy("LED-02"));
  // At once, over different lines: no lock of theirs is in the way.
  std::atomic<int> committed = 0, refused = 0;
  std::vector<std::thread> officers;
  for (int i = 0; i < 2; ++i) {
    officers.emplace_back([&, i] {
      for (int k = 0; k < 10; ++k) {
        const auto answer = Commit(Cat("ST/", k), {{lines[static_cast<std::size_t>(i)], 1}});
        if (answer.ok()) ++committed;
        if (IsBy(answer.status(), "LED-02")) ++refused;
      }
    });
  }
  for (std::thread& officer : officers) officer.join();
  EXPECT_EQ(committed, 10);
  EXPECT_EQ(refused, 10);
  ExpectLedgerHolds();
}

TEST_F(BudgetLedger, BindsAllLinesOfADocumentOrNone) {
  const std::vector<std::string> lines = Lines({1'000, 1'000});
  EXPECT_THAT(Commit("SPK/1", {{lines[0], 1'000}, {lines[1], 1'001}}), RefusedBy("BL-08"));
  EXPECT_THAT(Commit("SPK/1", {{lines[0], 1'000}, {platform_.Id(), 1}}), RefusedBy("LED-01"));
  EXPECT_EQ(Balance(lines[0]), "1000 = 1000 + 0 + 0 + 0");
  EXPECT_THAT(Commit("SPK/1", {{lines[0], 1'000}, {lines[1], 1'000}}), IsOk());
}

TEST_F(BudgetLedger, BindsForABatchOrAPlanItemAndOnTheLinesOfThatItem) {
  const std::string item = platform_.Id(), other = platform_.Id();
  const bv::Version version = InForce(Draft({{.price = 1'000, .plan_item = item}, {}}));
  const std::string line = version.budget().groups(0).lines(0).id();
  bv::CommitRequest request = CommitOf("SPK/1", {{line, 1}});
  const auto commit = [&] {
    request.set_request_id(platform_.Id());
    return platform_.budgeting().Commit(As("pptk"), request);
  };
  request.clear_batch();
  EXPECT_THAT(commit(), RefusedBy("LED-12"));
  request.mutable_parts(0)->clear_year();
  EXPECT_THAT(commit(), RefusedBy("LED-09", "LED-12"));
  request.mutable_parts(0)->set_year(kYear);
  request.set_plan_item(other);
  EXPECT_THAT(commit(), RefusedBy("LED-13"));
  request.set_plan_item(item);
  EXPECT_THAT(commit(), IsOk());
  request.set_doc_ref("SPK/2");
  request.clear_plan_item();
  request.set_batch(kAnyBatch);
  EXPECT_THAT(commit(), RefusedBy("LED-13"));
  request.set_plan_item(item);
  EXPECT_THAT(commit(), IsOk());
  EXPECT_EQ(Balance(line), "1000 = 998 + 2 + 0 + 0");
}

TEST_F(BudgetLedger, HasNoLinesOfAnotherUnit) {
  const std::string theirs = Lines({1'000}, kOther)[0];
  EXPECT_THAT(Commit("SPK/1", {{theirs, 1}}), RefusedBy("LED-01"));
}

TEST_F(BudgetLedger, BindsUntilTheYearEndsAndReleasesAfterIt) {
  const std::string line = Lines({1'000})[0];
  MoveTo(absl::CivilDay(kYear, 12, 31));
  const auto last = Commit("SPK/1", {{line, 2}});
  ASSERT_THAT(last, IsOk());
  ASSERT_THAT(Release(last->id(), {{line, 1}}), IsOk());
  MoveTo(absl::CivilDay(kYear + 1, 1, 1));
  EXPECT_THAT(Commit("SPK/2", {{line, 1}}), RefusedBy("BL-09"));
  EXPECT_THAT(Commit("SPK/2", {{line, 1, kYear + 1}}), RefusedBy("LED-01"));
  const std::string next = Lines({1'000}, kUnit, kYear + 1)[0];
  EXPECT_THAT(Commit("SPK/2", {{next, 1, kYear + 1}}), IsOk());
  EXPECT_THAT(Release(last->id()), IsOk());
  // What was released in the year is not taken back: that would bind the money of the year that is
  // over. What was released by mistake after it is.
  const std::vector<bv::Entry> entries = Entries(line);
  ASSERT_EQ(entries.size(), 4u);
  const auto take_back = [&](const bv::Entry& entry) {
    bv::TakeBackEntryRequest back;
    back.set_request_id(platform_.Id());
    back.set_unit(kUnit);
    back.set_entry(entry.id());
    back.set_doc_ref("BA/1");
    return platform_.budgeting().TakeBackEntry(As("verifier"), back);
  };
  EXPECT_THAT(take_back(entries[2]), RefusedBy("BL-09"));
  EXPECT_EQ(Balance(line), "1000 = 1000 + 0 + 0 + 0");
  EXPECT_THAT(take_back(entries[3]), IsOk());
  EXPECT_EQ(Balance(line), "1000 = 999 + 1 + 0 + 0");
}

TEST_F(BudgetLedger, KeepsTheBalanceOfEveryPastDay) {
  const std::string line = Lines({1'000})[0];
  MoveTo(absl::CivilDay(kYear, 3, 8));
  const auto commitment = Commit("SPK/1", {{line, 300}});
  ASSERT_THAT(commitment, IsOk());
  MoveTo(absl::CivilDay(kYear, 3, 15));
  ASSERT_THAT(Realise(commitment->id(), {{line, 200}}, true), IsOk());
  EXPECT_EQ(Balance(line, "2027-02-28"), "0 = 0 + 0 + 0 + 0");
  EXPECT_EQ(Balance(line, "2027-03-01"), "1000 = 1000 + 0 + 0 + 0");
  EXPECT_EQ(Balance(line, "2027-03-08"), "1000 = 700 + 300 + 0 + 0");
  EXPECT_EQ(Balance(line, "2027-03-14"), "1000 = 700 + 300 + 0 + 0");
  EXPECT_EQ(Balance(line, "2027-03-15"), "1000 = 800 + 0 + 200 + 0");
  EXPECT_EQ(Balance(line), "1000 = 800 + 0 + 200 + 0");
}

TEST_F(BudgetLedger, TellsThatALineRunsLowWhenAShiftMakesItSo) {
  const std::vector<std::string> lines = Lines({1'000, 1'000});
  ASSERT_THAT(Commit("SPK/1", {{lines[0], 300}}), IsOk());
  (void)platform_.Told("budgeting");
  InForce(
      Draft({{.price = 320, .id = lines[0]}, {.price = 1'680, .id = lines[1]}}, bv::PERGESERAN),
      "ppkd");
  EXPECT_THAT(
      platform_.Told("budgeting"),
      ElementsAre(
          "version.drafted", "version.submitted", "version.verified", "version.validated",
          "line.changed", "funds.low", "line.changed"));
  ASSERT_THAT(Commit("SPK/2", {{lines[0], 5}}), IsOk());
  EXPECT_THAT(platform_.Told("budgeting"), ElementsAre("funds.committed")) << "it is known";
}

TEST_F(BudgetLedger, IsPaidBySomebodyElseAndTellsWhatBecameOfTheMoney) {
  const std::string line = Lines({1'000})[0];
  (void)platform_.Told("budgeting");
  const auto commitment = Commit("SPK/1", {{line, 901}});
  ASSERT_THAT(commitment, IsOk());
  EXPECT_THAT(platform_.Told("budgeting"), ElementsAre("funds.low", "funds.committed"));
  const Call both = platform_.As("pptk", {{v1::TREASURER, "/"}});
  EXPECT_THAT(platform_.budgeting().Realise(both, ChangeOf(commitment->id())), RefusedBy("LED-08"));
  const auto realised = Realise(commitment->id(), {{line, 500}}, true);
  ASSERT_THAT(realised, IsOk());
  EXPECT_EQ(realised->parts(0).open(), 0);
  EXPECT_EQ(realised->parts(0).released(), 401);
  EXPECT_THAT(platform_.Told("budgeting"), ElementsAre("funds.realised", "funds.released"));
  ASSERT_THAT(
      platform_.budgeting().Return(As("bendahara"), ChangeOf(commitment->id(), {{line, 100}})),
      IsOk());
  EXPECT_THAT(platform_.Told("budgeting"), ElementsAre("funds.returned"));
  EXPECT_EQ(Balance(line), "1000 = 600 + 0 + 400 + 0");
  EXPECT_THAT(Realise(commitment->id()), RefusedBy("LED-04"));
}

TEST_F(BudgetLedger, IsNotPaidByWhoBoundItInAnothersName) {
  const std::vector<std::string> lines = Lines({1'000});
  bv::CommitRequest request = CommitOf("SPK/1", {{lines[0], 500}});
  request.set_decided_by("pptk2");
  const Call both = platform_.As("pptk", {{v1::ACTIVITY_OFFICER, "/"}, {v1::TREASURER, "/"}});
  const auto bound = platform_.budgeting().Commit(both, request);
  ASSERT_THAT(bound, IsOk());
  EXPECT_THAT(platform_.budgeting().Realise(both, ChangeOf(bound->id())), RefusedBy("LED-08"));
}

TEST_F(BudgetLedger, DoesNotGiveWhatIsFrozen) {
  const std::string line = Lines({1'000})[0];
  (void)platform_.Told("budgeting");
  ASSERT_THAT(Freeze(line, 900), IsOk());
  const auto refused = Commit("SPK/1", {{line, 101}});
  ASSERT_THAT(refused, RefusedBy("BL-08"));
  EXPECT_EQ(FindingsOf(refused.status())[0].values.at("orders"), "SE/1: Rp900");
  ASSERT_THAT(Freeze(line, 1, false), IsOk());
  EXPECT_THAT(Freeze(line, 900, false, "SE/2"), RefusedBy("LED-06"));
  EXPECT_THAT(platform_.Told("budgeting"), ElementsAre("line.frozen", "line.unfrozen"));
  ASSERT_THAT(Commit("SPK/1", {{line, 101}}), IsOk());
  EXPECT_EQ(Balance(line), "1000 = 0 + 101 + 0 + 899");
  // An order that only gave back has frozen nothing.
  ASSERT_THAT(Freeze(line, 1, false, "SE/2"), IsOk());
  const auto once_more = Commit("SPK/2", {{line, 2}});
  ASSERT_THAT(once_more, RefusedBy("BL-08"));
  EXPECT_EQ(FindingsOf(once_more.status())[0].values.at("orders"), "SE/1: Rp899");
}

// The answer was lost, and it is typed again: another request, the same document.
TEST_F(BudgetLedger, PaysAndFreezesOnceByADocumentUntilThatIsTakenBack) {
  const std::vector<std::string> lines = Lines({1'000, 1'000});
  const auto bound = Commit("SPK/1", {{lines[0], 300}, {lines[1], 300}});
  const auto other = Commit("SPK/2", {{lines[0], 300}});
  ASSERT_THAT(bound, IsOk());
  ASSERT_THAT(other, IsOk());
  ASSERT_THAT(Realise(bound->id(), {{lines[0], 100}}), IsOk());
  const bv::Entry wrong = Entries(lines[0]).back();
  platform_.Restart("budgeting");
  EXPECT_THAT(Realise(bound->id(), {{lines[0], 100}}), RefusedBy("LED-02"));
  EXPECT_THAT(Realise(bound->id(), {{lines[1], 100}}), IsOk()) << "what it pays on another line";
  EXPECT_THAT(Realise(other->id(), {{lines[0], 100}}), IsOk()) << "and of another commitment";
  const auto give_back = [&](const std::string& doc) {
    return platform_.budgeting().Return(
        As("bendahara"), ChangeOf(bound->id(), {{lines[1], 10}}, doc));
  };
  ASSERT_THAT(give_back("STS/1"), IsOk());
  EXPECT_THAT(give_back("STS/1"), RefusedBy("LED-02"));
  ASSERT_THAT(Freeze(lines[1], 100), IsOk());
  EXPECT_THAT(Freeze(lines[1], 100), RefusedBy("LED-02"));
  EXPECT_EQ(Balance(lines[0]), "1000 = 400 + 400 + 200 + 0");
  EXPECT_EQ(Balance(lines[1]), "1000 = 610 + 200 + 90 + 100");
  bv::TakeBackEntryRequest back;
  back.set_request_id(platform_.Id());
  back.set_unit(kUnit);
  back.set_entry(wrong.id());
  back.set_doc_ref("BA/1");
  ASSERT_THAT(platform_.budgeting().TakeBackEntry(As("verifier"), back), IsOk());
  EXPECT_THAT(Realise(bound->id(), {{lines[0], 60}}), IsOk());
  EXPECT_THAT(Realise(bound->id(), {{lines[0], 60}}), RefusedBy("LED-02"));
  EXPECT_EQ(Balance(lines[0]), "1000 = 400 + 440 + 160 + 0");
  ExpectLedgerHolds();
}

TEST_F(BudgetLedger, IsPutRightByCounterEntriesAlone) {
  const std::string line = Lines({1'000})[0];
  const auto commitment = Commit("SPK/1", {{line, 300}});
  ASSERT_THAT(commitment, IsOk());
  ASSERT_THAT(Realise(commitment->id(), {{line, 200}}), IsOk());
  const auto take_back = [&](const std::string& entry) {
    bv::TakeBackEntryRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_entry(entry);
    request.set_doc_ref("BA/1");
    return platform_.budgeting().TakeBackEntry(As("verifier"), request);
  };
  const std::vector<bv::Entry> entries = Entries(line);
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].kind(), bv::ALLOT);
  EXPECT_THAT(take_back(entries[0].id()), RefusedBy("LED-07"));
  EXPECT_THAT(take_back(entries[1].id()), RefusedBy("LED-07")) << "200 of it are realised";
  const auto counter = take_back(entries[2].id());
  ASSERT_THAT(counter, IsOk());
  EXPECT_EQ(counter->amount(), -200);
  EXPECT_EQ(counter->corrects(), entries[2].id());
  EXPECT_THAT(take_back(entries[2].id()), RefusedBy("LED-07"));
  EXPECT_EQ(Balance(line), "1000 = 700 + 300 + 0 + 0");
  EXPECT_EQ(Entries(line).size(), 4u);
  EXPECT_THROW(
      (void)platform_.sql("budgeting").Query("UPDATE entry SET amount = 1", {}), pg::Error);
  ExpectLedgerHolds();
}

TEST_F(BudgetLedger, SaysWhatAParticipantAndALessonHourCost) {
  const std::string item = "019b8bab-25b4-7187-9582-d547fc7da3e7";
  InForce(Draft({{.price = 143'248'000, .plan_item = item}}));
  bv::GetUnitCostRequest request;
  request.set_unit(kUnit);
  request.set_plan_item(item);
  request.set_participants(193);
  request.set_lesson_hours(2);
  request.set_gap_points(193);
  const auto paper = platform_.budgeting().GetUnitCost(As("auditor"), request);
  ASSERT_THAT(paper, IsOk());
  EXPECT_EQ(paper->cost(), 143'248'000);
  EXPECT_EQ(paper->per_participant(), 742'218);
  EXPECT_EQ(paper->per_participant_lesson_hour(), 371'109);
  EXPECT_EQ(paper->per_gap_point(), 742'218);
  request.set_lesson_hours(20);
  const auto redesign = platform_.budgeting().GetUnitCost(As("auditor"), request);
  ASSERT_THAT(redesign, IsOk());
  EXPECT_EQ(redesign->per_participant(), 742'218);
  EXPECT_EQ(redesign->per_participant_lesson_hour(), 37'111);
}

// What a saga of another service undoes (docs/adr/0017): by the document alone.
TEST_F(BudgetLedger, ADocumentIsReleasedOnceAndOneThatBoundNothingBindsNothingAnyMore) {
  const std::string line = Lines({1'000})[0];
  const auto release = [&](const std::string& doc, const std::string& id = "") {
    bv::ReleaseDocumentRequest request;
    request.set_request_id(id.empty() ? platform_.Id() : id);
    request.set_unit(kUnit);
    request.set_doc_ref(doc);
    const auto key = Signer::Load(Cat(Stack::Get().folder(), "/keys/private/scheduling.pem"));
    const std::string token =
        key->Sign("scheduling", {{v1::SERVICE, "/"}}, "budgeting", platform_.clock().Now());
    return platform_.budgeting().ReleaseDocument(platform_.WithToken(token), request);
  };
  ASSERT_THAT(Commit("K/1", {{line, 600}}), IsOk());
  const std::string id = platform_.Id();
  for (int i = 0; i < 2; ++i) {
    const auto released = release("K/1", id);
    ASSERT_THAT(released, IsOk());
    EXPECT_EQ(released->parts(0).released(), 600);
  }
  ASSERT_THAT(release("K/1"), IsOk());  // nothing is open of it any more
  EXPECT_EQ(Balance(line), "1000 = 1000 + 0 + 0 + 0");
  EXPECT_EQ(Entries(line).size(), 3u);  // allotted, committed, released
  // The commitment comes after its release.
  const auto none = release("K/2");
  ASSERT_THAT(none, IsOk());
  EXPECT_EQ(none->parts_size(), 0);
  EXPECT_THAT(Commit("K/2", {{line, 600}}), RefusedBy("LED-02"));
  ASSERT_THAT(release("K/2"), IsOk());
  EXPECT_EQ(Balance(line), "1000 = 1000 + 0 + 0 + 0");
  // What was spent stays spent.
  const auto spent = Commit("K/3", {{line, 600}});
  ASSERT_THAT(spent, IsOk());
  ASSERT_THAT(Realise(spent->id(), {{line, 150}}), IsOk());
  ASSERT_THAT(release("K/3"), IsOk());
  EXPECT_EQ(Balance(line), "1000 = 850 + 0 + 150 + 0");
  ExpectLedgerHolds();
  bv::ReleaseDocumentRequest request;
  request.set_request_id(platform_.Id());
  request.set_unit(kUnit);
  request.set_doc_ref("K/3");
  EXPECT_THAT(
      platform_.budgeting().ReleaseDocument(As("pptk"), request),
      HasCode(absl::StatusCode::kPermissionDenied));
}

}  // namespace
}  // namespace binadaya::test
