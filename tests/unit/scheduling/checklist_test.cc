#include "services/scheduling/domain/checklist.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/scheduling/findings_told.h"

namespace binadaya::scheduling::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const ChecklistPolicy kListPolicy;
const absl::CivilDay kDue(2026, 3, 10);

Checklist WithDone(int done) {
  Checklist list;
  for (const ChecklistDuty& duty : ChecklistDuties()) {
    list.items.push_back({.kind = duty.kind, .owner = duty.responsible, .due = kDue});
    if (done-- > 0) list.items.back().done = kDue - 5;
  }
  return list;
}

TEST(Checklist, HasNineDutiesEachWithItsRolesAndDay) {
  std::string names;
  std::set<ChecklistKind> kinds;
  for (const ChecklistDuty& duty : ChecklistDuties()) {
    names += std::string(ToString(duty.kind)) + " " + duty.responsible + " " + duty.accountable +
             " " + std::to_string(duty.working_days_before) + "; ";
    EXPECT_STRNE(duty.responsible, duty.accountable);
    kinds.insert(duty.kind);
  }
  EXPECT_EQ(kinds.size(), 9u);
  EXPECT_EQ(
      names,
      "RELEASE_LETTERS PIC_OPD KABAN 5; LEADER_HOLD PROTOKOL KABAN 5; "
      "SPEAKERS PENYELENGGARA KABAN 7; VENUE_CONTRACT PPTK PA_KPA 7; "
      "BUDGET_COMMITMENT PPTK PA_KPA 10; HEALTH_SAFETY PENYELENGGARA KABAN 3; "
      "ACCESSIBILITY PENYELENGGARA KABAN 5; MATERIALS NARASUMBER ANALIS_BANGKOM 3; "
      "CERTIFICATE_TEMPLATE PENYELENGGARA KABAN 3; ");
}

TEST(Checklist, OfSpeakersIsDoneWhenAllHaveConfirmed) {
  EXPECT_THAT(CheckSpeakersConfirmed(0), IsEmpty());
  EXPECT_THAT(FindingsTold(CheckSpeakersConfirmed(1)), ElementsAre("CHL-07 kind"));
  EXPECT_EQ(CheckSpeakersConfirmed(2)[0].values.at("sessions"), "2");
}

TEST(Checklist, IsTickedByWhoseDutyItIsOrByTheOrganiser) {
  const auto check = [](ChecklistKind kind, const std::vector<std::string_view>& roles) {
    return FindingsTold(CheckDuty(kind, roles));
  };
  using enum ChecklistKind;
  EXPECT_THAT(check(kReleaseLetters, {"PIC_OPD"}), IsEmpty());
  EXPECT_THAT(check(kReleaseLetters, {"PPTK"}), ElementsAre("CHL-06 kind"));
  EXPECT_THAT(check(kVenueContract, {"PROTOKOL", "PPTK"}), IsEmpty());
  EXPECT_THAT(check(kMaterials, {"PIC_OPD", "PROTOKOL", "PPTK"}), ElementsAre("CHL-06 kind"));
  EXPECT_THAT(check(kMaterials, {"PENYELENGGARA"}), IsEmpty());
  EXPECT_THAT(check(kSpeakers, {}), ElementsAre("CHL-06 kind"));
  EXPECT_EQ(CheckDuty(kSpeakers, {})[0].values.at("owner"), "PENYELENGGARA");
}

TEST(Rag, IsGreenThenAmberThenRed) {
  ChecklistItem item = {.kind = ChecklistKind::kSpeakers, .due = kDue};
  const auto rag = [&](int days) {
    return std::string(ToString(RagOf(item, kDue + days, kListPolicy)));
  };
  EXPECT_EQ(rag(-4), "GREEN");
  EXPECT_EQ(rag(-3), "AMBER");
  EXPECT_EQ(rag(0), "AMBER");
  EXPECT_EQ(rag(1), "RED");
  item.done = kDue + 2;
  EXPECT_EQ(rag(9), "GREEN");
  item.done.reset();
  item.not_needed = "no leader comes";
  EXPECT_EQ(rag(9), "GREEN");
}

TEST(Checklist, IsReadyAtEightyPercent) {
  EXPECT_THAT(WithDone(8).Check(kListPolicy), IsEmpty());    // 8 of 9 = 88.9 %
  const Findings findings = WithDone(7).Check(kListPolicy);  // 77.8 %
  EXPECT_THAT(FindingsTold(findings), ElementsAre("CHL-10 checklist"));
  EXPECT_EQ(findings[0].values.at("open"), "MATERIALS, CERTIFICATE_TEMPLATE");
  EXPECT_EQ(findings[0].values.at("done"), "7");
  EXPECT_EQ(findings[0].values.at("applicable"), "9");
  EXPECT_THAT(findings[0].message.en, HasSubstr("7 of 9"));
  EXPECT_THAT(findings[0].message.en, HasSubstr("Finish: materials, certificate template."));
  EXPECT_THAT(findings[0].message.id, HasSubstr("Selesaikan: materi, format sertifikat."));
  // Exactly 80 %: 4 of the 5 that apply.
  Checklist list = WithDone(4);
  for (int i = 5; i < 9; ++i) list.items[i].not_needed = "on the net";
  EXPECT_EQ(list.applicable(), 5);
  EXPECT_EQ(list.done(), 4);
  EXPECT_THAT(list.Check(kListPolicy), IsEmpty());
  list.items[0].done.reset();
  EXPECT_THAT(FindingsTold(list.Check(kListPolicy)), ElementsAre("CHL-10 checklist"));
  EXPECT_THAT(Checklist().Check(kListPolicy), IsEmpty());
}

TEST(Checklist, IsTickedOnceAndNotAhead) {
  Checklist list = WithDone(0);
  list.items.pop_back();
  const auto done = [&](ChecklistKind kind, absl::CivilDay on) {
    return FindingsTold(list.Done(kind, on, kDue, "committee", "letter 12"));
  };
  EXPECT_THAT(done(ChecklistKind::kCertificateTemplate, kDue), ElementsAre("CHL-01 kind"));
  EXPECT_THAT(done(ChecklistKind::kSpeakers, kDue + 1), ElementsAre("CHL-03 on"));
  EXPECT_EQ(list.done(), 0);
  EXPECT_THAT(done(ChecklistKind::kSpeakers, kDue), IsEmpty());
  EXPECT_EQ(list.items[2].done, kDue);
  EXPECT_EQ(list.items[2].by, "committee");
  EXPECT_EQ(list.items[2].note, "letter 12");
  EXPECT_THAT(done(ChecklistKind::kSpeakers, kDue + 1), ElementsAre("CHL-02 kind", "CHL-03 on"));
}

TEST(Checklist, OpensAgainWithAReason) {
  Checklist list = WithDone(1);
  list.items.pop_back();
  const auto undo = [&](ChecklistKind kind, const char* reason) {
    return FindingsTold(list.Undo(kind, "committee", reason));
  };
  EXPECT_THAT(undo(ChecklistKind::kCertificateTemplate, "x"), ElementsAre("CHL-01 kind"));
  EXPECT_THAT(undo(ChecklistKind::kSpeakers, " "), ElementsAre("CHL-04 kind", "CHL-05 reason"));
  EXPECT_THAT(undo(ChecklistKind::kReleaseLetters, "recalled"), IsEmpty());
  EXPECT_EQ(list.done(), 0);
  EXPECT_EQ(list.items[0].note, "recalled");
  EXPECT_EQ(list.items[0].by, "committee");
}

TEST(Checklist, LeavesOutWhatIsNotNeeded) {
  Checklist list = WithDone(1);
  list.items.pop_back();
  const auto without = [&](ChecklistKind kind, const char* reason) {
    return FindingsTold(list.NotNeeded(kind, "committee", reason));
  };
  EXPECT_THAT(without(ChecklistKind::kCertificateTemplate, "x"), ElementsAre("CHL-01 kind"));
  EXPECT_THAT(
      without(ChecklistKind::kReleaseLetters, ""), ElementsAre("CHL-02 kind", "CHL-05 reason"));
  EXPECT_THAT(without(ChecklistKind::kLeaderHold, "no leader comes"), IsEmpty());
  EXPECT_EQ(list.applicable(), 7);
  EXPECT_EQ(list.items[1].not_needed, "no leader comes");
  EXPECT_EQ(list.items[1].by, "committee");
  EXPECT_THAT(without(ChecklistKind::kLeaderHold, "x"), ElementsAre("CHL-02 kind"));
  EXPECT_TRUE(list.Undo(ChecklistKind::kLeaderHold, "committee", "he comes").ok());
  EXPECT_EQ(list.applicable(), 8);
}

}  // namespace
}  // namespace binadaya::scheduling::domain
