#include <functional>
#include <sstream>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/acts.h"
#include "services/cli/audit.h"
#include "services/cli/chain.h"
#include "services/cli/dead_letters.h"
#include "services/cli/every_service.h"
#include "services/cli/import.h"
#include "services/cli/jobs.h"
#include "services/cli/lists.h"
#include "services/cli/policy.h"
#include "services/cli/views.h"
#include "tests/unit/cli/samples.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(ProfileText, NamesCampaignsAndWhoIsAwaitedAndOfAPastDayCountsNothing) {
  const auto profile = Of<registry::v1::Profile>(R"(
      person: "a" as_of: "2026-02-01" state: SUBMITTED required: 9 rated: 3
      cases {
        campaign: "c1" campaign_name: "Penilaian 2026" state: SUBMITTED missing: "M.08"
        awaited { rater: "b" role: RATER_PEER } awaited { role: RATER_SUPERVISOR }
      })");
  const std::string text = ProfileText(profile, {{"a", "Sekar"}, {"b", "Tirsek"}});
  EXPECT_THAT(text, HasSubstr("Sekar\n"));
  EXPECT_THAT(text, HasSubstr("Penilaian 2026"));
  EXPECT_THAT(text, HasSubstr("peer Tirsek, supervisor\n"));
  EXPECT_THAT(text, HasSubstr("3 of 9 that the post demands"));
  EXPECT_THAT(
      ProfileText(Of<registry::v1::Profile>("person: 'a' as_of: '2026-01-01'"), {}),
      Not(HasSubstr("0 of 0")));
}

TEST(ImportAnswer, SumsUpEachKindOfFindingAndHoldsBackTheWrite) {
  auto report = Of<registry::v1::ImportReport>(R"(
      new_count: 2 wrong_count: 16000 row_count: 16002
      kinds {
        finding { rule: "NIP-03" where: "nip" id: "salah 198001012005011001" en: "wrong" }
        lines: [ 3, 4 ]
      }
      kinds {
        finding {
          rule: "IMP-09" where: "since" id: "tanggal" en: "date"
          values { key: "date_format" value: "dd/mm/yyyy" }
        }
      }
      kinds { finding { rule: "IMP-01" where: "grade" id: "kolom" en: "column" } lines: 0 })");
  for (int line = 2; line < 16'002; ++line) report.mutable_kinds(1)->add_lines(line);
  const Answer answer = ImportAnswer(report, {}, "");
  EXPECT_EQ(answer.exit, ExitCode::kRefused);
  EXPECT_THAT(
      answer.text,
      AllOf(
          HasSubstr("NIP-03  nip, line 3, 4\n"),
          HasSubstr("IMP-09  since, line 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … (16000)\n"),
          HasSubstr("→ --date-format dd/mm/yyyy\n"), HasSubstr("IMP-01  grade\n"),
          Not(HasSubstr("date_format")), HasSubstr("--skip-line"), HasSubstr("--findings")));
  EXPECT_LT(answer.text.size(), 2'000u);
  EXPECT_THAT(answer.text, HasSubstr("new       2\n"));
  EXPECT_THAT(answer.text + answer.json, Not(HasSubstr("198001012005011001")));
}

TEST(ImportAnswer, ShowsWhoChangesAndEachFieldBeforeAndAfter) {
  const Answer answer = ImportAnswer(
      Of<registry::v1::ImportReport>(R"(
      changed_count: 1 acceptable: true
      rows {
        line: 12 outcome: CHANGED who: "Siti"
        changes { field: "legal_position" before: "AKTIF" after: "PENSIUN" }
        changes { field: "grade" before: "III/c" after: "III/d" }
      })"),
      {}, "");
  EXPECT_EQ(answer.exit, ExitCode::kDone);
  EXPECT_THAT(
      answer.text, AllOf(
                       HasSubstr("12    Siti  legal_position  AKTIF  PENSIUN\n"),
                       HasSubstr("12    Siti  grade           III/c  III/d\n")));
}

TEST(ImportAnswer, SaysWhatToAddToTheCommandForAFewLinesOrTheFile) {
  auto report = Of<registry::v1::ImportReport>(R"(
      kinds { finding { rule: "PER-16" where: "legal_position" } lines: [ 12, 15 ] }
      kinds { finding { rule: "PER-15" where: "name" } }
      kinds { finding { rule: "PER-06" where: "unit" } lines: 4 }
      kinds { finding { rule: "PER-21" where: "nip" } lines: 5 }
      kinds { finding { rule: "IMP-09" where: "since" } lines: 6 }
      kinds { finding { rule: "IMP-10" where: "berkas" } lines: 0 })");
  for (int line = 2; line < 12; ++line) report.mutable_kinds(1)->add_lines(line);
  EXPECT_THAT(
      ImportAnswer(report, {}, "").text,
      AllOf(
          HasSubstr("→ --allow EXIT:12,15\n"), HasSubstr("→ --allow NAME:2,3,4,5,6,7,8,9,10,11\n"),
          HasSubstr("→ binadaya list units NAME\n"), HasSubstr("→ --allow NAMESAKE:5\n"),
          HasSubstr("→ --sheet NAME\n"), Not(HasSubstr("--date-format"))));
  report.mutable_kinds(1)->add_lines(12);
  EXPECT_THAT(ImportAnswer(report, {}, "").text, HasSubstr("→ --allow NAME\n"));
}

TEST(ImportAnswer, ListsWhoIsNotInACompleteFile) {
  EXPECT_THAT(
      ImportAnswer(
          Of<registry::v1::ImportReport>(R"(acceptable: true missing: "Siti" missing_count: 1)"),
          {}, "")
          .text,
      HasSubstr("not in the file: 1; not removed\n  Siti\n"));
}

TEST(ImportAnswer, ADryRunAsksForConfirmation) {
  const Answer answer =
      ImportAnswer(Of<registry::v1::ImportReport>("new_count: 1 acceptable: true"), {}, "");
  EXPECT_EQ(answer.exit, ExitCode::kDone);
  EXPECT_THAT(answer.text, HasSubstr("add --confirm"));
}

TEST(ImportAnswer, AWriteNamesItsRequestAndSaysIfNothingCameOfIt) {
  const auto said = [](const char* counts) {
    return ImportAnswer(
               Of<registry::v1::ImportReport>(Cat("written: true acceptable: true ", counts)), {},
               "r-1")
        .text;
  };
  EXPECT_THAT(said("new_count: 1"), HasSubstr("written (request r-1)"));
  EXPECT_THAT(said("changed_count: 1 same_count: 11"), HasSubstr("written (request r-1)"));
  EXPECT_THAT(
      said("same_count: 12"),
      AllOf(
          HasSubstr("nothing has changed"), HasSubstr("(request r-1)"), Not(HasSubstr("written"))));
}

TEST(ImportAnswer, SpeaksIndonesianAlsoInTheValuesOfAFinding) {
  const SpeakingIndonesian id;
  const Answer answer = ImportAnswer(
      Of<registry::v1::ImportReport>(R"(
          kinds {
            finding {
              rule: "ASG-05" where: "post" id: "Dua kepala." en: "Two heads."
              values { key: "units" value: "33.74" } values { key: "value" value: "LURAH" }
            }
            lines: 2
          })"),
      {}, "");
  EXPECT_THAT(
      answer.text,
      AllOf(
          HasSubstr("  unit = 33.74\n"), HasSubstr("  nilai = LURAH\n"), Not(HasSubstr("units"))));
}

TEST(ChainText, DrawsATreeWithItsMissingLinks) {
  const auto chain = Of<reporting::v1::Chain>(R"(
      links { kind: "need" id: "n1" depth: 0 state: "RANKED" }
      links {
        kind: "gap" id: "g1" depth: 1
        facts { key: "required" value: "3" } facts { key: "actual" value: "1.5" }
      }
      links { kind: "rating" id: "r1" depth: 2 }
      links { kind: "rating" depth: 2 missing: true facts { key: "expected" value: "r2" } }
      links { kind: "score" depth: 1 }
      links { kind: "standard" depth: 7 })");
  EXPECT_EQ(
      ChainText(chain, absl::UTCTimeZone()),
      "need n1 [ranked]\n"
      "├─ gap g1  actual=1.5  required=3\n"
      "│  ├─ rating r1\n"
      "│  └─ MISSING rating  expected=r2\n"
      "└─ score\n"
      "   └─ standard\n");
  EXPECT_EQ(ChainText({}, absl::UTCTimeZone()), "the chain is empty\n");
}

TEST(ChainText, WritesAmountsAsMoney) {
  const auto chain = Of<reporting::v1::Chain>(R"(
      links {
        kind: "budget_line" id: "l1"
        facts { key: "bound" value: "0" } facts { key: "amount" value: "143248000" }
        facts { key: "year" value: "2027" }
      })");
  EXPECT_EQ(
      ChainText(chain, absl::UTCTimeZone()),
      "budget line l1  amount=Rp143.248.000  bound=Rp0  year=2027\n");
}

TEST(ChainText, SpeaksOneLanguageAndTheTimeOfTheCity) {
  const auto chain = Of<reporting::v1::Chain>(R"(
      links {
        kind: "need" id: "n1" state: "CLOSED"
        facts { key: "closed_because" value: "GAP_GONE" }
        facts { key: "closed_at" value: "2026-01-27T01:00:02Z" }
      }
      links {
        kind: "gap" depth: 1 missing: true
        facts { key: "id" value: "tidak tertelusur" } facts { key: "en" value: "not traced" }
      })");
  EXPECT_EQ(
      ChainText(chain, absl::FixedTimeZone(7 * 3600)),
      "need n1 [closed]  closed_at=2026-01-27 08:00:02 +07  closed_because=gap gone\n"
      "└─ MISSING gap  not traced\n");
  const SpeakingIndonesian id;
  EXPECT_THAT(
      ChainText(chain, absl::FixedTimeZone(7 * 3600)),
      AllOf(
          HasSubstr("kebutuhan n1 [ditutup]"), HasSubstr("ditutup_karena=kesenjangan hilang"),
          HasSubstr("PUTUS kesenjangan  tidak tertelusur\n")));
}

TEST(AuditAnswer, AFaultIsNotDone) {
  EXPECT_EQ(
      AuditAnswer(Of<operations::v1::VerifyAuditResponse>("rows: 12 intact: true unsealed: 3"))
          .text,
      "12 rows checked, intact; 3 not sealed yet\n");
  const Answer fault = AuditAnswer(
      Of<operations::v1::VerifyAuditResponse>(R"(rows: 12 fault: "CHANGED" audit_id: "7")"));
  EXPECT_EQ(fault.text, "12 rows checked, CHANGED at audit id 7\n");
  EXPECT_EQ(fault.exit, ExitCode::kRefused);
}

TEST(AskEach, GoesOnAfterOneThatIsAway) {
  std::ostringstream nowhere;
  Progress progress(nowhere, false);
  const Answer answer = AskEach<operations::v1::VerifyAuditResponse>(
      {"a", "b", "c"}, progress,
      [](std::string_view service) -> absl::StatusOr<operations::v1::VerifyAuditResponse> {
        if (service == "b") return absl::UnavailableError("b is away");
        return Of<operations::v1::VerifyAuditResponse>("intact: true");
      },
      &AuditAnswer);
  EXPECT_EQ(answer.exit, ExitCode::kTryAgain);
  EXPECT_THAT(
      answer.text, AllOf(HasSubstr("a: 0 rows"), HasSubstr("b is away"), HasSubstr("c: 0 rows")));
  EXPECT_THAT(answer.json, AllOf(HasSubstr(R"("b":{"error":{)"), HasSubstr(R"("c":{"rows":"0")")));
  EXPECT_EQ(nowhere.str(), "");
}

TEST(ParkedAnswer, SaysWhyEachWaits) {
  EXPECT_EQ(ParkedAnswer({}).text, "nothing is parked\n");
  EXPECT_EQ(
      ParkedAnswer(Of<operations::v1::ListParkedResponse>(R"(
                parked {
                  aggregate_type: "need" aggregate_id: "n" version: 2 error: "bad payload" attempts: 1
                }
                parked { aggregate_type: "need" aggregate_id: "n" version: 3 })"))
          .text,
      "AGGREGATE  ID  VERSION  ATTEMPTS  WHY\n"
      "need       n   2        1         bad payload\n"
      "need       n   3        0         waits for an earlier event\n");
}

TEST(DeadLettersAnswer, NamesWhatCannotBeReadByItsPlaceAndSaysWhoSettledIt) {
  EXPECT_EQ(DeadLettersAnswer({}, absl::UTCTimeZone()).text, "there are no dead letters\n");
  EXPECT_EQ(
      DeadLettersAnswer(
          Of<operations::v1::ListDeadLettersResponse>(R"(
              letters {
                id: "a" at: "2026-01-27T01:00:02Z" topic: "t" partition: 3 offset: 7 error: "no header"
              }
              letters {
                id: "b" at: "2026-01-27T01:00:02Z" aggregate_type: "unit" aggregate_id: "X" version: 2
                error: "bad" discarded_at: "2026-01-28T01:00:02Z" discarded_by: "operator"
                discarded_because: "told by mistake"
              })"),
          absl::UTCTimeZone())
          .text,
      "AT                       ABOUT      WHY        ID  DISCARDED\n"
      "2026-01-27 01:00:02 UTC  t 3@7      no header  a   -\n"
      "2026-01-27 01:00:02 UTC  unit X v2  bad        b   2026-01-28 01:00:02 UTC operator: told "
      "by "
      "mistake\n");
}

TEST(JobsAnswer, SaysHowFarEachIsAndWhoAskedForIt) {
  EXPECT_EQ(
      JobsAnswer(
          Of<operations::v1::ListJobsResponse>(R"(
              jobs {
                id: "a" kind: "registry.Import" state: RUNNING done: 3 total: 10 cancelling: true
                asked_by: "operator" asked_at: "2026-01-27T01:00:02Z"
              }
              jobs {
                id: "b" kind: "registry.Import" state: WAITING asked_by: "operator"
                asked_at: "2026-01-27T01:00:02Z"
              })"),
          absl::UTCTimeZone())
          .text,
      "ASKED                    BY        KIND             STATE            PROGRESS  ID\n"
      "2026-01-27 01:00:02 UTC  operator  registry.Import  running, to end  3/10      a\n"
      "2026-01-27 01:00:02 UTC  operator  registry.Import  waiting          -         b\n");
}

TEST(JobAnswer, OfOneThatWasRefusedSaysWhy) {
  const std::string text = JobAnswer(
                               Of<operations::v1::Job>(R"(
      id: "a" kind: "registry.Import" state: REFUSED asked_by: "operator" attempts: 1
      asked_at: "2026-01-27T01:00:02Z" ended_at: "2026-01-27T01:00:04Z"
      findings { rule: "PER-06" where: "line 3" id: "Tidak dikenal." en: "It is unknown." })"),
                               absl::UTCTimeZone())
                               .text;
  EXPECT_THAT(text, HasSubstr("refused"));
  EXPECT_THAT(text, HasSubstr("2026-01-27 01:00:04 UTC"));
  EXPECT_THAT(text, HasSubstr("PER-06"));
  EXPECT_THAT(text, HasSubstr("It is unknown."));
}

TEST(AuditText, SaysWhoDidWhatToWhomInTheTimeOfTheCity) {
  const auto done = Of<operations::v1::AuditEntry>(R"(
      at: "2026-01-27T01:00:02Z" actor: "operator" method: "registry.AssignPost"
      target: "01890a5d-ac96-774b-bcce-b302099a8057")");
  const auto refused = Of<operations::v1::AuditEntry>(R"(
      at: "2026-01-26T01:00:02Z" actor: "x" method: "M" target: "33.74" refused: true reason: "PROF-06")");
  EXPECT_EQ(
      AuditText(
          {{"registry", done}, {"needs", refused}},
          {{"01890a5d-ac96-774b-bcce-b302099a8057", "Sekar"}}, absl::UTCTimeZone()),
      "AT                       WHO       DID WHAT             TO WHOM            RESULT\n"
      "2026-01-27 01:00:02 UTC  operator  registry AssignPost  Sekar (01890a5d…)  done\n"
      "2026-01-26 01:00:02 UTC  x         needs M              33.74              refused "
      "PROF-06\n");
}

TEST(AuditText, SaysOfAnImportWhichFileAndHowManyRows) {
  const auto entry = Of<operations::v1::AuditEntry>(R"(
      at: "2026-01-27T01:00:02Z" actor: "operator" method: "registry.ImportPeople" target: "i"
      reason: "file=c325d24aa6028d4b3117 new=12 changed=3 same=4 skipped=5,6 confirmed=EXIT:12,15 NAME")");
  EXPECT_THAT(
      AuditText({{"registry", entry}}, {}, absl::UTCTimeZone()),
      HasSubstr("i        done: file c325d24aa602, new 12, changed 3, same 4, skipped line 5,6, "
                "confirmed "
                "EXIT:12,15 NAME\n"));
  const SpeakingIndonesian id;
  const auto plain = Of<operations::v1::AuditEntry>(
      R"(target: "i" reason: "file=c325d24aa6028d4b3117 new=0 changed=0 same=12 skipped= confirmed=")");
  EXPECT_THAT(
      AuditText({{"registry", plain}}, {}, absl::UTCTimeZone()),
      HasSubstr("dilakukan: berkas c325d24aa602, baru 0, berubah 0, sama 12\n"));
}

TEST(PeopleText, ShowsHowFarEachProfileIs) {
  const auto people = Of<registry::v1::ListPeopleResponse>(R"(
      people { id: "1" name: "Sekar" post: "LURAH" unit: "U" grade: "III/c" legal_position: "AKTIF" profile: DISPUTED }
      people { id: "2" name: "Tirsek" })");
  EXPECT_THAT(
      PeopleText(people), AllOf(HasSubstr("AKTIF     disputed  1\n"), HasSubstr("-         2\n")));
  EXPECT_EQ(PeopleText({}), "none\n");
  const SpeakingIndonesian id;
  EXPECT_THAT(PeopleText(people), AllOf(HasSubstr("NAMA "), HasSubstr("disengketakan")));
}

TEST(StandingText, CountsPeopleByStateAndForms) {
  EXPECT_THAT(
      StandingText(
          Of<registry::v1::RatingCampaignStanding>(R"(
              campaign { id: "c" name: "2026" unit_path: "/" closed_because: "banjir" }
              people: 9 unrated: 4 disputed: 2 valid: 3)"),
          Of<registry::v1::ListReturnRatesResponse>(
              R"(units { unit: "U" people: 4 invited: 20 returned: 18 rate: 90 passes: true })")),
      AllOf(
          HasSubstr("closed because  banjir"), HasSubstr("unrated         4\n"),
          HasSubstr("18 of 20"), HasSubstr("U     4       20     18        90  yes")));
}

TEST(PoliciesText, ShowsWhatNobodyVerified) {
  EXPECT_EQ(
      PoliciesText({Of<operations::v1::Policy>(
          R"(key: "k" valid_from: "2026-01-01" values: [0.25, 3] legal_basis: "PP 11/2017")")}),
      "KEY  VALID FROM  VALUES  BASIS       VERIFIED BY\n"
      "k    2026-01-01  0.25 3  PP 11/2017  (not verified)\n");
}

TEST(NeedsText, LeavesTheRankOfAnUnrankedNeedOpen) {
  EXPECT_THAT(
      NeedsText(Of<needs::v1::ListNeedsResponse>(R"(
                  needs {
                    id: "n1" state: RANKED rank: 1 score: 71.25 competency: "MK-1"
                    from_levels { level: 1 people: 3 } from_levels { level: 2 people: 1 }
                    to_level: 3 affected: 4 population: 9 rated: 5
                  }
                  needs { id: "n2" state: DETECTED competency: "MK-2" }
                  needs { id: "n3" state: RANKED rank: 2 provisional: true }
                  needs { id: "n4" state: CLOSED closed_because: PEOPLE_LEFT }
                  needs { id: "n5" type: MANDATORY training: "PKP" family: "LURAH" }
                  needs { id: "n6" type: CAREER competency: "M.08" to_level: 3 family: "LURAH"
                          next_family: "CAMAT" })")),
      AllOf(
          HasSubstr("1     71.25  ranked"), HasSubstr("1:3 2:1 → 3"), HasSubstr("4/9     5 "),
          HasSubstr("-     -      detected"), HasSubstr("2?    0      ranked"),
          HasSubstr("closed (people left)"), ContainsRegex("mandatory +PKP +- +LURAH"),
          ContainsRegex("career +M.08 +→ 3 +LURAH → CAMAT")));
}

TEST(DashboardText, ShowsCompetenciesAndNeeds) {
  EXPECT_THAT(
      DashboardText(Of<reporting::v1::Dashboard>(R"(
                  unit_path: "/" people: 10 rated: 8 mean_match: 81.5
                  competencies { code: "MK-1" people: 3 mean_gap: 1.5 severity_high: 1 }
                  needs { state: "RANKED" needs: 2 })")),
      AllOf(
          HasSubstr("10, rated 8"), HasSubstr("81.5 %"), HasSubstr("MK-1        3       1.5"),
          HasSubstr("ranked  2")));
}

}  // namespace
}  // namespace binadaya::cli
