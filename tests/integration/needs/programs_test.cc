// Programs: from a draft through the gate to one in force, over two years, by the public API.
#include "services/cli/planning.h"
#include "tests/integration/needs/analysis.h"
#include "tests/support/policy.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Programs : public NeedsAnalysis {
 protected:
  Programs() {
    Detect();
    VerifyAndValidateAll();
    Rank();
    need_ = NeedIn("M.08").id();
    platform_.Told("needs");
  }
  // The example of the operator's program in its first variant: 600 minutes, 450 of learning, 300
  // of them active; 10 JP and Rp3.600.000.
  nv::ProgramDesign Design(const std::vector<std::string>& needs) {
    nv::ProgramDesign design = *cli::ReadDesign(cli::ExampleDesign());
    design.clear_needs();
    design.mutable_modules(0)->set_minutes(150);
    design.mutable_variants()->RemoveLast();
    design.mutable_variants(0)->mutable_costs()->RemoveLast();
    for (const std::string& need : needs) design.add_needs(need);
    return design;
  }
  absl::StatusOr<nv::Program> Draft(const nv::ProgramDesign& design, int year = 2027) {
    nv::DraftProgramRequest request;
    request.set_request_id(platform_.Id());
    request.set_year(year);
    *request.mutable_design() = design;
    return platform_.needs().DraftProgram(By("drafter", v1::ANALYST), request);
  }
  nv::Program Drafted() { return Drafted(Design({need_})); }
  nv::Program Drafted(const nv::ProgramDesign& design) {
    const auto program = Draft(design);
    EXPECT_THAT(program, IsOk());
    return program.ok() ? *program : nv::Program();
  }
  absl::StatusOr<nv::Program> Edit(const nv::Program& program, const nv::ProgramDesign& design) {
    nv::EditProgramRequest request;
    request.set_request_id(platform_.Id());
    request.set_program(program.id());
    request.set_version(program.version());
    *request.mutable_design() = design;
    return platform_.needs().EditProgram(By("drafter", v1::ANALYST), request);
  }
  nv::DecideProgramRequest About(const nv::Program& program, const std::string& reason = "") {
    nv::DecideProgramRequest request;
    request.set_request_id(platform_.Id());
    request.set_program(program.id());
    request.set_version(program.version());
    request.set_reason(reason);
    return request;
  }
  Call By(const std::string& who, v1::Role role) { return platform_.As(who, {{role, "/"}}); }
  absl::StatusOr<nv::Program> Submit(const nv::Program& program) {
    return platform_.needs().SubmitProgram(By("drafter", v1::ANALYST), About(program));
  }
  absl::StatusOr<nv::Program> Review(const nv::Program& program, const std::string& who) {
    return platform_.needs().ReviewProgram(By(who, v1::ANALYST), About(program));
  }
  absl::StatusOr<nv::Program> Approve(const nv::Program& program, const std::string& who) {
    return platform_.needs().ApproveProgram(By(who, v1::AGENCY_HEAD), About(program));
  }
  // All the way from a draft.
  nv::Program InForce(nv::Program program) {
    auto step = Submit(program);
    EXPECT_THAT(step, IsOk());
    if (step.ok()) step = Review(*step, "second");
    EXPECT_THAT(step, IsOk());
    if (step.ok()) step = Approve(*step, "head");
    EXPECT_THAT(step, IsOk());
    return step.ok() ? *step : nv::Program();
  }
  nv::Program Got(const std::string& id, int number = 0) {
    nv::GetProgramRequest request;
    request.set_program(id);
    request.set_number(number);
    const auto program = platform_.needs().GetProgram(By("reader", v1::AUDITOR), request);
    EXPECT_THAT(program, IsOk());
    return program.ok() ? *program : nv::Program();
  }
  std::vector<std::string> Titles(const nv::ListProgramsRequest& request) {
    const auto listed = platform_.needs().ListPrograms(By("reader", v1::AUDITOR), request);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> titles;
    if (!listed.ok()) return titles;
    for (const nv::Program& program : listed->programs())
      titles.push_back(program.design().title());
    return titles;
  }
  static std::vector<std::string> FindingsIn(const nv::Program& program) {
    std::vector<std::string> rules;
    for (const v1::Finding& finding : program.findings()) rules.push_back(finding.rule());
    return rules;
  }
  absl::StatusOr<nv::Program> Copy(
      const nv::Program& program, int year, const std::vector<std::string>& needs) {
    nv::CopyProgramRequest request;
    request.set_request_id(platform_.Id());
    request.set_program(program.id());
    request.set_year(year);
    for (const std::string& need : needs) request.add_needs(need);
    return platform_.needs().CopyProgram(By("drafter", v1::ANALYST), request);
  }
  // A validated need of 2028.
  std::string NeedOfNextYear(const std::string& competency) {
    campaign_ = Open("/", 2028);
    Detect();
    VerifyAndValidateAll();
    return NeedIn(competency).id();
  }
  // A directive for which nothing was measured, ranked: the id of its need.
  std::string DirectedNeed() {
    const auto directed = Direct("M.01", "CAMAT");
    EXPECT_THAT(directed, IsOk());
    EXPECT_FALSE(directed->linked());
    const std::string need = directed->need();
    EXPECT_THAT(platform_.needs().VerifyNeed(By("a", v1::ANALYST), Decision(need)), IsOk());
    EXPECT_THAT(platform_.needs().ValidateNeed(By("b", v1::AGENCY_HEAD), Decision(need)), IsOk());
    Rank();
    return need;
  }
  // A design for a need that nothing was measured of, of Rp1.200.000.
  nv::ProgramDesign Directed(const std::string& need, const std::string& title) {
    nv::ProgramDesign design = Design({need});
    design.set_title(title);
    design.set_families(0, "CAMAT");
    design.mutable_targets(0)->set_competency("M.01");
    design.mutable_targets(0)->set_to_level(3);
    design.mutable_variants(0)->mutable_costs(0)->set_price(20'000);
    return design;
  }
  // How much of the year stands on what was measured.
  nv::Traceability Traced() {
    nv::GetTraceabilityRequest request;
    request.set_year(2027);
    const auto trace = platform_.needs().GetTraceability(By("reader", v1::AUDITOR), request);
    EXPECT_THAT(trace, IsOk());
    return trace.value_or(nv::Traceability());
  }

  std::string need_;
};

TEST_F(Programs, GoFromADraftToOneInForceAndTellIt) {
  const nv::Program draft = Drafted();
  EXPECT_EQ(draft.state(), nv::PROGRAM_DRAFT);
  EXPECT_THAT(FindingsIn(draft), IsEmpty());
  const nv::Program program = InForce(draft);
  EXPECT_EQ(program.state(), nv::PROGRAM_APPROVED);
  EXPECT_THAT(
      platform_.Told("needs"),
      ElementsAre("program.drafted", "program.submitted", "program.reviewed", "program.approved"));
  const nv::Program got = Got(program.id());
  EXPECT_EQ(got.version(), program.version());
  EXPECT_EQ(got.version(), 4);
  EXPECT_TRUE(got.plannable());
  EXPECT_FALSE(got.without_measured_need());
  EXPECT_EQ(got.scheduled_minutes(), 600);
  EXPECT_EQ(got.learning_minutes(), 450);
  EXPECT_EQ(got.active_minutes(), 300);
  EXPECT_EQ(got.rupiah(), 3'600'000);
  EXPECT_EQ(draft.rupiah_per_participant_jp(), 12'000);
  EXPECT_EQ(got.needs(0).state(), nv::RANKED);
  EXPECT_EQ(got.design().SerializeAsString(), draft.design().SerializeAsString());
}

TEST_F(Programs, AreRefusedByTheGateWithEverythingAtOnceAndMendedBeforeTheyGoOn) {
  nv::ProgramDesign design = Design({});
  design.mutable_modules(0)->set_minutes(301);
  design.mutable_modules(2)->clear_objectives();
  design.mutable_variants(0)->clear_costs();
  design.clear_action_plan();
  const nv::Program draft = Drafted(design);
  const absl::Status refused = Submit(draft).status();
  std::vector<std::string> rules;
  for (const Finding& finding : FindingsOf(refused)) rules.push_back(finding.rule);
  EXPECT_THAT(rules, ElementsAre("PRG-01", "PRG-04", "PRG-05", "PRG-08", "PRG-09"));
  EXPECT_EQ(FindingsIn(Got(draft.id())), rules);
  const auto mended = Edit(draft, Design({need_}));
  ASSERT_THAT(mended, IsOk());
  EXPECT_THAT(Submit(*mended), IsOk());
}

TEST_F(Programs, FollowThePolicyOfTheDayOnWhichTheyAreSubmitted) {
  const nv::Program draft = Drafted();
  const auto learning_share = [&](double share) {
    return SetPolicy(platform_, "needs", "design.learning_share_min", {share});
  };
  ASSERT_THAT(learning_share(0.76), IsOk());
  EXPECT_THAT(Submit(draft), RefusedBy("PRG-05"));  // 450 of 600 minutes are 75 %
  EXPECT_THAT(learning_share(1.5), RefusedBy("PRG-50"));
  EXPECT_THAT(SetPolicy(platform_, "needs", "jp.per_activity.NKL02", {9, 8}), RefusedBy("PRG-51"));
  EXPECT_THAT(SetPolicy(platform_, "needs", "jp.minutes", {45.9}), RefusedBy("PRG-52"));
  ASSERT_THAT(learning_share(0.75), IsOk());
  EXPECT_THAT(Submit(draft), IsOk());
}

TEST_F(Programs, AreDecidedByThreePeopleAndReturnedWithAReason) {
  const auto submitted = Submit(Drafted());
  ASSERT_THAT(submitted, IsOk());
  EXPECT_THAT(Review(*submitted, "drafter"), RefusedBy("PRG-38"));
  EXPECT_THAT(Approve(*submitted, "head"), RefusedBy("PRG-33"));
  const auto reviewed = Review(*submitted, "second");
  ASSERT_THAT(reviewed, IsOk());
  EXPECT_THAT(Approve(*reviewed, "second"), RefusedBy("PRG-38"));
  EXPECT_THAT(
      platform_.needs().ApproveProgram(By("x", v1::ANALYST), About(*reviewed)),
      HasCode(absl::StatusCode::kPermissionDenied));
  const Call head = By("head", v1::AGENCY_HEAD);
  EXPECT_THAT(platform_.needs().ReturnProgram(head, About(*reviewed)), RefusedBy("PRG-39"));
  const auto returned = platform_.needs().ReturnProgram(head, About(*reviewed, "biaya per orang?"));
  ASSERT_THAT(returned, IsOk());
  EXPECT_EQ(returned->state(), nv::PROGRAM_DRAFT);
  EXPECT_EQ(returned->note(), "biaya per orang?");
  EXPECT_EQ(InForce(*returned).state(), nv::PROGRAM_APPROVED);
}

// Two analysts save on what they have both read.
TEST_F(Programs, AreSavedOnTheVersionThatWasReadOnly) {
  const nv::Program draft = Drafted();
  nv::ProgramDesign design = Design({need_});
  design.set_batch_max(28);
  ASSERT_THAT(Edit(draft, design), IsOk());
  design.set_batch_max(26);
  const absl::Status stale = Edit(draft, design).status();
  EXPECT_TRUE(absl::IsAborted(stale)) << stale;
  EXPECT_THAT(stale, RefusedBy("VERSION-01"));
  EXPECT_EQ(Got(draft.id()).design().batch_max(), 28);
}

TEST_F(Programs, AreDraftedOnceWhateverIsAskedAgain) {
  nv::DraftProgramRequest request;
  request.set_request_id(platform_.Id());
  request.set_year(2027);
  *request.mutable_design() = Design({need_});
  const Call drafter = By("drafter", v1::ANALYST);
  const auto first = platform_.needs().DraftProgram(drafter, request);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(platform_.needs().DraftProgram(drafter, request)->id(), first->id());
  // A week later, under another request id.
  request.set_request_id(platform_.Id());
  EXPECT_THAT(platform_.needs().DraftProgram(drafter, request), RefusedBy("PRG-43"));
  request.set_year(2028);
  EXPECT_THAT(platform_.needs().DraftProgram(drafter, request), IsOk());
  nv::ProgramDesign design = Design({platform_.Id()});
  design.set_title("Lain");
  EXPECT_THAT(Draft(design), RefusedBy("PRG-44"));
}

TEST_F(Programs, StayInForceWhileANewVersionIsWorkedOn) {
  const nv::Program first = InForce(Drafted());
  const Call drafter = By("drafter", v1::ANALYST);
  const auto revision = platform_.needs().ReviseProgram(drafter, About(first));
  ASSERT_THAT(revision, IsOk());
  EXPECT_EQ(revision->number(), 2);
  nv::ProgramDesign design = Design({need_});
  design.set_batch_max(25);
  const auto saved = Edit(*revision, design);
  ASSERT_THAT(saved, IsOk());
  EXPECT_EQ(Got(first.id()).design().batch_max(), 30);
  EXPECT_EQ(Got(first.id(), 2).design().batch_max(), 25);
  const nv::Program second = InForce(*saved);
  EXPECT_EQ(second.number(), 2);
  EXPECT_EQ(Got(first.id()).design().batch_max(), 25);
  EXPECT_EQ(Got(first.id(), 1).state(), nv::PROGRAM_REPLACED);
}

TEST_F(Programs, UnderReviewAreNotPlannedAgainWithoutARedesign) {
  const nv::Program program = InForce(Drafted());
  const Call head = By("head", v1::AGENCY_HEAD), drafter = By("drafter", v1::ANALYST);
  const auto reviewed =
      platform_.needs().PutProgramUnderReview(head, About(program, "dua kelas lemah"));
  ASSERT_THAT(reviewed, IsOk());
  EXPECT_FALSE(reviewed->plannable());
  EXPECT_THAT(Copy(*reviewed, 2028, {}), RefusedBy("PRG-41", "PRG-40"));
  const auto revision = platform_.needs().ReviseProgram(drafter, About(*reviewed));
  ASSERT_THAT(revision, IsOk());
  EXPECT_THAT(Submit(*revision), RefusedBy("PRG-45"));
  nv::ProgramDesign design = Design({need_});
  design.mutable_modules(1)->set_method(nv::SIMULATION);
  const auto saved = Edit(*revision, design);
  ASSERT_THAT(saved, IsOk());
  const nv::Program redesigned = InForce(*saved);
  EXPECT_TRUE(redesigned.plannable());
  EXPECT_THAT(
      platform_.needs().RetireProgram(drafter, About(redesigned, "selesai")), RefusedBy("PRG-42"));
  const auto retired = platform_.needs().RetireProgram(head, About(redesigned, "selesai"));
  ASSERT_THAT(retired, IsOk());
  EXPECT_EQ(retired->state(), nv::PROGRAM_RETIRED);
  EXPECT_EQ(platform_.Told("needs").back(), "program.retired");
  // As the program before this one left it: why it was under review stands in the note alone.
  platform_.sql("needs").Execute("UPDATE program_version SET doubt = ''");
  EXPECT_THAT(Submit(Drafted()), RefusedBy("PRG-45"));
}

// Each way to have it planned again as it is: as a version that was submitted before, under another
// title, retired and drafted anew, and the year after.
TEST_F(Programs, UnderReviewAreNotPlannedAgainByAnyWayAroundTheRedesign) {
  const Call head = By("head", v1::AGENCY_HEAD), drafter = By("drafter", v1::ANALYST);
  const nv::Program program = InForce(Drafted());
  const auto revision = platform_.needs().ReviseProgram(drafter, About(program));
  ASSERT_THAT(revision, IsOk());
  ASSERT_THAT(Submit(*revision), IsOk());
  const auto doubted =
      platform_.needs().PutProgramUnderReview(head, About(Got(program.id()), "dua kelas lemah"));
  ASSERT_THAT(doubted, IsOk());
  const auto second = Review(Got(program.id(), 2), "second");
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(FindingsIn(Got(program.id(), 2)), ElementsAre("PRG-45"));
  EXPECT_THAT(Approve(*second, "head"), RefusedBy("PRG-45"));
  EXPECT_FALSE(Got(program.id()).plannable());

  const auto returned =
      platform_.needs().ReturnProgram(head, About(*second, "rancangannya masih sama"));
  ASSERT_THAT(returned, IsOk());
  nv::ProgramDesign design = Design({need_});
  design.set_title("Judul baru");
  const auto renamed = Edit(*returned, design);
  ASSERT_THAT(renamed, IsOk());
  EXPECT_THAT(Submit(*renamed), RefusedBy("PRG-45"));

  ASSERT_THAT(platform_.needs().RetireProgram(head, About(*renamed, "selesai")), IsOk());
  EXPECT_THAT(Submit(Drafted()), RefusedBy("PRG-45"));
  const std::string next = NeedOfNextYear("M.08");
  const auto later = Draft(Design({next}), 2028);
  ASSERT_THAT(later, IsOk());
  EXPECT_THAT(Submit(*later), RefusedBy("PRG-45"));
  design = Design({next});
  design.mutable_modules(1)->set_method(nv::SIMULATION);
  const auto redesigned = Edit(*later, design);
  ASSERT_THAT(redesigned, IsOk());
  EXPECT_TRUE(InForce(*redesigned).plannable());
}

TEST_F(Programs, ShowWhenANeedOfTheirsClosesAndAreNotApprovedOnIt) {
  const nv::Program program = InForce(Drafted());
  nv::ProgramDesign other = Design({need_});
  other.set_title("Klinik keputusan");
  const auto submitted = Submit(Drafted(other));
  ASSERT_THAT(submitted, IsOk());
  const auto reviewed = Review(*submitted, "second");
  ASSERT_THAT(reviewed, IsOk());
  ASSERT_THAT(platform_.needs().CloseNeed(platform_.Analyst(), Decision(need_)), IsOk());
  const nv::Program got = Got(program.id());
  EXPECT_EQ(got.state(), nv::PROGRAM_APPROVED);  // what was approved, was
  EXPECT_EQ(got.needs(0).state(), nv::CLOSED);
  EXPECT_THAT(FindingsIn(got), ElementsAre("PRG-02"));
  EXPECT_FALSE(got.without_measured_need());
  EXPECT_THAT(Approve(*reviewed, "head"), RefusedBy("PRG-02"));
}

// The rows of before there was one need a group: the detection makes one of them.
TEST_F(Programs, GoOnWithTheNeedThatTheirsWasMergedInto) {
  (void)platform_.sql("needs").Query(
      "INSERT INTO need (id, campaign, type, state, competency, from_level, to_level, family, path,"
      " affected, population, mean_gap, criticality, score, score_values, score_weights, rank,"
      " decision_note, detected_on)"
      " SELECT '019baf00-0000-7000-8000-000000000001', campaign, type, 4, competency, 0, to_level,"
      " family, path, 1, population, 2, criticality, 0, '{}', '{}', 0, '', detected_on"
      " FROM need WHERE id = $1",
      pg::Params(need_));
  const std::string older = "019baf00-0000-7000-8000-000000000001";
  const nv::Program program = InForce(Drafted(Design({older})));
  platform_.Told("needs");
  Detect();
  EXPECT_EQ(Get(older).closed_because(), nv::MERGED);
  const nv::Program got = Got(program.id());
  ASSERT_THAT(got.needs(), SizeIs(1));
  EXPECT_EQ(got.needs(0).need(), need_);
  EXPECT_EQ(got.version(), program.version() + 1);
  EXPECT_THAT(FindingsIn(got), IsEmpty());
  EXPECT_THAT(platform_.Told("needs"), testing::Contains("program.relinked"));
}

TEST_F(Programs, OfLastYearAreCopiedForAValidatedNeedOfThisYearOnly) {
  const nv::Program program = InForce(Drafted());
  EXPECT_THAT(Copy(program, 2028, {}), RefusedBy("PRG-40"));
  EXPECT_THAT(Copy(program, 2028, {need_}), RefusedBy("PRG-40"));  // of 2027
  campaign_ = Open("/", 2028);
  Detect();
  const std::string next = NeedIn("M.08").id();
  EXPECT_THAT(Copy(program, 2028, {next}), RefusedBy("PRG-40"));  // only detected
  VerifyAndValidateAll();
  const auto copy = Copy(program, 2028, {next});
  ASSERT_THAT(copy, IsOk());
  EXPECT_EQ(copy->copy_of(), program.id());
  EXPECT_EQ(copy->state(), nv::PROGRAM_DRAFT);
  EXPECT_EQ(copy->design().title(), program.design().title());
  EXPECT_THAT(FindingsIn(*copy), IsEmpty());
  EXPECT_THAT(Copy(program, 2028, {next}), RefusedBy("PRG-43"));  // again, a week later
  nv::ListProgramsRequest of_year;
  of_year.set_year(2028);
  EXPECT_THAT(Titles(of_year), SizeIs(1));
}

TEST_F(Programs, WithoutAMeasuredNeedAreFlaggedWhereverTheyAreShown) {
  InForce(Drafted());
  const nv::Program program = InForce(Drafted(Directed(DirectedNeed(), "Arahan saja")));
  EXPECT_TRUE(program.without_measured_need());
  EXPECT_TRUE(Got(program.id()).without_measured_need());
  const auto listed =
      platform_.needs().ListPrograms(By("reader", v1::UNIT_HEAD), nv::ListProgramsRequest());
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->programs(), SizeIs(2));
  EXPECT_TRUE(listed->programs(0).without_measured_need());
  EXPECT_FALSE(listed->programs(1).without_measured_need());
  const nv::Traceability trace = Traced();
  ASSERT_THAT(trace.without(), SizeIs(1));
  EXPECT_EQ(trace.without(0).id(), program.id());
}

TEST_F(Programs, AreTraceableByCountAndByRupiah) {
  const std::string directed = DirectedNeed();
  for (int i = 0; i < 24; ++i) {
    nv::ProgramDesign design = i < 18 ? Design({need_}) : Directed(directed, "Arahan");
    design.set_title(Cat(design.title(), " ", i));
    InForce(Drafted(design));
  }
  const nv::Traceability trace = Traced();
  EXPECT_EQ(trace.programs(), 24);
  EXPECT_EQ(trace.measured(), 18);
  EXPECT_EQ(trace.share(), 0.75);
  EXPECT_EQ(trace.rupiah(), 18 * 3'600'000 + 6 * 1'200'000);
  EXPECT_EQ(trace.share_of_rupiah(), 0.9);
  EXPECT_EQ(trace.target(), 0.95);
  EXPECT_THAT(trace.without(), SizeIs(6));
}

TEST_F(Programs, AreInTheChainOfTheNeedThatTheyServe) {
  const auto links = [&](const std::string& need) {
    EXPECT_TRUE(platform_.Settle());
    reporting::v1::GetNeedChainRequest request;
    request.set_need(need);
    const auto chain = platform_.reporting().GetNeedChain(platform_.Analyst(), request);
    EXPECT_THAT(chain, IsOk());
    std::vector<std::string> found;
    if (!chain.ok()) return found;
    for (const auto& link : chain->links()) {
      if (link.kind() != "program") continue;
      const auto& facts = link.facts();
      found.push_back(
          Cat(link.state(), " ", facts.at("version"), facts.contains("title") ? " titled" : ""));
    }
    return found;
  };
  const nv::Program draft = Drafted();
  EXPECT_THAT(links(need_), ElementsAre("PROGRAM_DRAFT 1"));
  const nv::Program first = InForce(draft);
  EXPECT_THAT(links(need_), ElementsAre("PROGRAM_APPROVED 1 titled"));
  // A new version that serves another need leaves the chain as it is until it is in force.
  const std::string other = NeedIn("M.04").id();
  const auto revision = platform_.needs().ReviseProgram(By("drafter", v1::ANALYST), About(first));
  ASSERT_THAT(revision, IsOk());
  nv::ProgramDesign design = Design({other});
  design.mutable_targets(0)->set_competency("M.04");
  const auto saved = Edit(*revision, design);
  ASSERT_THAT(saved, IsOk());
  EXPECT_THAT(links(need_), ElementsAre("PROGRAM_APPROVED 1 titled"));
  EXPECT_THAT(links(other), IsEmpty());
  const nv::Program second = InForce(*saved);
  EXPECT_THAT(links(need_), IsEmpty());
  EXPECT_THAT(links(other), ElementsAre("PROGRAM_APPROVED 2 titled"));
  const Call head = By("head", v1::AGENCY_HEAD);
  const auto reviewed = platform_.needs().PutProgramUnderReview(head, About(second, "lemah"));
  ASSERT_THAT(reviewed, IsOk());
  EXPECT_THAT(links(other), ElementsAre("PROGRAM_UNDER_REVIEW 2 titled"));
  ASSERT_THAT(platform_.needs().RetireProgram(head, About(*reviewed, "selesai")), IsOk());
  EXPECT_THAT(links(other), ElementsAre("PROGRAM_RETIRED 2 titled"));
}

TEST_F(Programs, AreListedByYearStateNeedFamilyAndTitleInPages) {
  const nv::Program first = InForce(Drafted());
  for (const char* title : {"Klinik keputusan", "Lokakarya keputusan"}) {
    nv::ProgramDesign design = Design({});
    design.set_title(title);
    Drafted(design);
  }
  nv::ListProgramsRequest request;
  request.set_page_size(2);
  const auto page = platform_.needs().ListPrograms(By("reader", v1::AUDITOR), request);
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->programs(), SizeIs(2));
  request.set_page_token(page->next_page_token());
  EXPECT_THAT(Titles(request), ElementsAre(first.design().title()));
  request.Clear();
  request.set_state(nv::PROGRAM_APPROVED);
  EXPECT_THAT(Titles(request), ElementsAre(first.design().title()));
  request.Clear();
  request.set_need(need_);
  EXPECT_THAT(Titles(request), ElementsAre(first.design().title()));
  request.Clear();
  request.set_text("klinik");
  EXPECT_THAT(Titles(request), ElementsAre("Klinik keputusan"));
  request.Clear();
  request.set_family("CAMAT");
  EXPECT_THAT(Titles(request), IsEmpty());
  request.set_family("LURAH");
  EXPECT_THAT(Titles(request), SizeIs(3));
  request.Clear();
  request.set_year(2026);
  EXPECT_THAT(Titles(request), IsEmpty());
}

TEST_F(Programs, HaveFormsWithTheIdsOfSiasnAndUnverifiedNumbersUntilSomebodyHasCheckedThem) {
  const auto form = [&](const std::string& code) {
    const auto listed = platform_.needs().ListProgramForms(
        By("reader", v1::AUDITOR), nv::ListProgramFormsRequest());
    EXPECT_THAT(listed, IsOk());
    EXPECT_THAT(listed->forms(), SizeIs(26));
    for (const nv::ProgramForm& one : listed->forms())
      if (one.code() == code) return one;
    return nv::ProgramForm();
  };
  EXPECT_EQ(form("KL03").siasn_id(), 3);
  EXPECT_EQ(form("NKL12").siasn_id(), 10);
  EXPECT_EQ(form("KL04").method(), nv::BY_SYLLABUS);
  EXPECT_FALSE(form("KL03").unverified());
  EXPECT_TRUE(form("NKL02").unverified());
  nv::ProgramDesign design = Design({need_});
  design.mutable_variants(0)->set_form("NKL02");
  design.mutable_variants(0)->set_activities(3);
  design.mutable_variants(0)->set_jp(6);
  const nv::Program draft = Drafted(design);
  EXPECT_TRUE(draft.jp_unverified());
  EXPECT_THAT(FindingsIn(draft), ElementsAre("PRG-12"));
  operations::v1::SetPolicyRequest checked;
  checked.set_request_id(platform_.Id());
  checked.mutable_policy()->set_key("jp.per_activity.NKL02");
  checked.mutable_policy()->set_valid_from(absl::FormatCivilTime(platform_.clock().Today()));
  checked.mutable_policy()->add_values(3);
  checked.mutable_policy()->add_values(9);
  checked.mutable_policy()->set_legal_basis("lampiran PerLAN 10/2018");
  checked.mutable_policy()->set_verified_by("analis hukum");
  ASSERT_THAT(platform_.operations("needs").SetPolicy(platform_.Admin(), checked), IsOk());
  EXPECT_FALSE(form("NKL02").unverified());
  EXPECT_FALSE(Got(draft.id()).jp_unverified());
  EXPECT_THAT(Submit(draft), RefusedBy("PRG-10"));  // 3 activities are 9 JP now
}

}  // namespace
}  // namespace binadaya::test
