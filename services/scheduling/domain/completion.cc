#include "services/scheduling/domain/completion.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"

namespace binadaya::scheduling::domain {
namespace {

// The fewest whole minutes that are at least this share of `minutes`. 0.85 of 540 are 459 although
// the machine's 0.85 is a hair off; the nudge is far below a minute.
int LeastMinutes(double share, int minutes) {
  return static_cast<int>(std::ceil(share * minutes - 1e-6));
}

double ShareOf(int part, int whole, double of_nothing) {
  return whole == 0 ? of_nothing : static_cast<double>(part) / whole;
}

// Where `need` minutes are found: the largest first, in the given order where they are equal.
std::vector<MakeUp> Cover(std::vector<MakeUp> missing, int need) {
  std::stable_sort(missing.begin(), missing.end(), [](const MakeUp& a, const MakeUp& b) {
    return a.minutes > b.minutes;
  });
  std::vector<MakeUp> cover;
  for (MakeUp& one : missing) {
    one.minutes = std::min(one.minutes, need);
    if (one.minutes <= 0) break;
    need -= one.minutes;
    cover.push_back(std::move(one));
  }
  return cover;
}

struct Minutes {
  int credited = 0, delivered = 0;
};
Minutes SumOf(std::span<const SessionCredit> sessions) {
  Minutes sum;
  for (const SessionCredit& one : sessions) {
    sum.credited += std::min(one.credited, one.delivered);
    sum.delivered += one.delivered;
  }
  return sum;
}

// CMP-01 to CMP-05: without these nobody completes.
Findings CheckParts(const CompletionFacts& facts, const CompletionRule& rule, const Minutes& sum) {
  Findings findings;
  if (!rule.attendance_min.has_value()) {
    findings.push_back(
        {"CMP-08",
         "program",
         {"Aturan kelulusan program ini belum diketahui. Tunggu sampai program memberitahukannya.",
          "What completes this program is not known yet. Wait until the program says so."}});
  } else if (const int missing = LeastMinutes(*rule.attendance_min, sum.delivered) - sum.credited;
             missing > 0) {
    findings.push_back(
        {"CMP-01",
         "attendance",
         {absl::StrCat(
              "Kehadiran ", sum.credited, " dari ", sum.delivered, " menit belajar; kurang ",
              missing, " menit. Ikuti pembelajaran pengganti."),
          absl::StrCat(
              sum.credited, " of ", sum.delivered, " learning minutes were attended; ", missing,
              " are missing. Take part in make-up learning.")},
         {{"credited", absl::StrCat(sum.credited)},
          {"delivered", absl::StrCat(sum.delivered)},
          {"missing", absl::StrCat(missing)}}});
  }
  if (rule.pre_test && !facts.pre_test) {
    findings.push_back(
        {"CMP-02",
         "pre_test",
         {"Tes awal belum dikerjakan. Kerjakan sebelum pembelajaran dimulai.",
          "The pre-test was not sat. Sit it before learning begins."}});
  }
  if (rule.post_test && !facts.post_test.has_value()) {
    findings.push_back(
        {"CMP-03",
         "post_test",
         {"Tes akhir belum dikerjakan. Kerjakan selama masih dibuka.",
          "The post-test was not sat. Sit it while it is open."}});
  }
  if (rule.reaction && !facts.reaction) {
    findings.push_back(
        {"CMP-04",
         "reaction",
         {"Survei reaksi belum dikirim. Kirim selama masih dibuka.",
          "The reaction survey was not handed in. Do so while it is open."}});
  }
  if (rule.action_plan && !facts.action_plan) {
    findings.push_back(
        {"CMP-05",
         "action_plan",
         {"Rencana tindak lanjut belum disusun. Susun dan simpan drafnya.",
          "The action plan was not drafted. Draft it and save it."}});
  }
  return findings;
}

// CMP-06, CMP-07.
void CheckMark(const CompletionFacts& facts, int mark, Findings& findings) {
  const auto values = [&](double score) {
    return std::map<std::string, std::string>{
        {"score", absl::StrCat(score)}, {"pass_mark", absl::StrCat(mark)}};
  };
  findings.push_back(
      {"CMP-06",
       "post_test",
       {absl::StrCat(
            "Nilai tes akhir ", *facts.post_test, ", batas lulus ", mark,
            ". Kerjakan remedial, satu kali."),
        absl::StrCat(
            "The post-test scored ", *facts.post_test, ", the pass mark is ", mark,
            ". Sit the remedial test, once.")},
       values(*facts.post_test)});
  if (!facts.remedial.has_value()) return;
  findings.push_back(
      {"CMP-07",
       "remedial",
       {absl::StrCat(
            "Nilai remedial ", *facts.remedial, ", batas lulus ", mark,
            ". Ikuti program ini lagi di kelas berikutnya."),
        absl::StrCat(
            "The remedial test scored ", *facts.remedial, ", the pass mark is ", mark,
            ". Join the program again in another batch.")},
       values(*facts.remedial)});
}

}  // namespace

std::string_view ToString(CompletionStatus status) {
  switch (status) {
    case CompletionStatus::kPending:
      return "PENDING";
    case CompletionStatus::kCompleted:
      return "COMPLETED";
    case CompletionStatus::kAttendedOnly:
      return "ATTENDED_ONLY";
    case CompletionStatus::kNotPassed:
      return "NOT_PASSED";
    case CompletionStatus::kWithdrawn:
      return "WITHDRAWN";
    case CompletionStatus::kNoShow:
      return "NO_SHOW";
  }
  return "";
}

// Of what was delivered: nobody needs a letter for a session that fell away.
bool ExcusedFromAll(std::span<const SessionCredit> sessions) {
  bool any = false;
  for (const SessionCredit& one : sessions) {
    if (one.delivered == 0) continue;
    if (!one.excused) return false;
    any = true;
  }
  return any;
}

Completion Complete(const CompletionFacts& facts, const CompletionRule& rule) {
  const Minutes sum = SumOf(facts.sessions);
  Completion completion;
  completion.credited = sum.credited;
  completion.delivered = sum.delivered;
  if (facts.withdrawn) {
    completion.status = CompletionStatus::kWithdrawn;
    return completion;
  }
  completion.findings = CheckParts(facts, rule, sum);
  const bool whole = completion.findings.empty();
  const bool absent = !whole && completion.findings.front().rule == "CMP-01";
  const bool waits = !whole && (!facts.evaluated || !rule.attendance_min.has_value());
  const auto passes = [&](double score) { return score >= rule.pass_mark; };
  const bool below = facts.post_test.has_value() && !passes(*facts.post_test);
  const bool remedied = below && facts.remedial.has_value() && passes(*facts.remedial);
  if (below && !remedied) CheckMark(facts, rule.pass_mark, completion.findings);
  if (!facts.closed) return completion;
  if (sum.credited == 0) {
    completion.status =
        ExcusedFromAll(facts.sessions) ? CompletionStatus::kWithdrawn : CompletionStatus::kNoShow;
  } else if (waits && !absent) {
    return completion;
  } else if (!whole) {
    completion.status = CompletionStatus::kAttendedOnly;
  } else if (below && !remedied) {
    completion.status = CompletionStatus::kNotPassed;
  } else {
    completion.status = CompletionStatus::kCompleted;
    completion.by_remedial = remedied;
  }
  return completion;
}

int Hours(const Completion& completion, const HoursRule& rule) {
  if (completion.status != CompletionStatus::kCompleted) return 0;
  return rule.fixed.value_or(completion.credited / rule.minutes_per_hour);
}

int SessionMinutes::counted() const { return std::min(planned, delivered + made_up); }

double Fidelity::share() const { return ShareOf(delivered, planned, 1); }

Fidelity FidelityOf(std::span<const SessionMinutes> sessions, const FidelityPolicy& policy) {
  Fidelity fidelity;
  for (const SessionMinutes& one : sessions) {
    fidelity.planned += one.planned;
    fidelity.delivered += one.counted();
  }
  fidelity.make_up = std::max(0, LeastMinutes(policy.min, fidelity.planned) - fidelity.delivered);
  return fidelity;
}

std::vector<MakeUp> MakeUpOf(
    std::span<const SessionMinutes> sessions, const FidelityPolicy& policy) {
  std::vector<MakeUp> missing;
  for (const SessionMinutes& one : sessions) missing.push_back({one.session, one.missing()});
  return Cover(std::move(missing), FidelityOf(sessions, policy).make_up);
}

std::vector<MakeUp> MakeUpFor(std::span<const SessionCredit> sessions, const CompletionRule& rule) {
  std::vector<MakeUp> missing;
  for (const SessionCredit& one : sessions) {
    missing.push_back({one.session, one.delivered - one.credited});
  }
  const Minutes sum = SumOf(sessions);
  const int least = LeastMinutes(rule.attendance_min.value_or(0), sum.delivered);
  return Cover(std::move(missing), least - sum.credited);
}

double Stability::stability() const { return 1 - ShareOf(lost, planned, 0); }
double Stability::change_rate() const { return ShareOf(changed, sessions, 0); }

Stability StabilityOf(
    std::span<const SessionMinutes> planned, std::span<const SessionChange> changes) {
  Stability all;
  all.sessions = static_cast<int>(planned.size());
  for (const SessionMinutes& one : planned) {
    all.planned += one.planned;
    int lost = 0;
    bool changed = false;
    for (const SessionChange& change : changes) {
      if (change.session != one.session) continue;
      changed = true;
      lost += change.minutes_lost;
    }
    all.changed += changed ? 1 : 0;
    all.lost += std::min(lost, one.planned);  // no more is lost than there was
  }
  return all;
}

}  // namespace binadaya::scheduling::domain
