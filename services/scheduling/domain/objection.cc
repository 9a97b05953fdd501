#include "services/scheduling/domain/objection.h"

#include <utility>

#include "services/common/domain/step.h"

namespace binadaya::scheduling::domain {
namespace {

void RequireGrounds(const std::string& reason, Findings& findings) {
  RequireReason(
      reason,
      {"OBJ-04",
       "reason",
       {"Alasan kosong. Tuliskan apa yang keliru, atau mengapa diputus demikian.",
        "The reason is missing. Write what is wrong, or why it is decided so."}},
      findings);
}

}  // namespace

std::string_view ToString(ObjectionState state) {
  switch (state) {
    case ObjectionState::kFiled:
      return "FILED";
    case ObjectionState::kUpheld:
      return "UPHELD";
    case ObjectionState::kRejected:
      return "REJECTED";
    case ObjectionState::kLapsed:
      return "LAPSED";
  }
  return "";
}

Findings Objection::Check(
    const Objectionable& about, const std::string& reason, absl::CivilDay today) {
  Findings findings;
  if (!about.considered) {
    findings.push_back(
        {"OBJ-01",
         "selection",
         {"Pemilihan ini tidak menilai Anda, jadi tidak ada keputusan tentang Anda. Pilih "
          "pemilihan "
          "yang benar.",
          "This selection did not judge you, so nothing was decided about you. Choose the right "
          "one."}});
  } else if (today > about.last_day) {
    const std::string day = absl::FormatCivilTime(about.last_day);
    findings.push_back(
        {"OBJ-02",
         "selection",
         {absl::StrCat(
              "Batas waktu keberatan berakhir pada ", day,
              ". Hubungi penyelenggara bila ada kekeliruan."),
          absl::StrCat(
              "The time to object ended on ", day, ". Tell the organiser if there is a mistake.")},
         {{"last_day", day}}});
  }
  if (about.objected) {
    findings.push_back(ObjectedAlready());
  }
  RequireGrounds(reason, findings);
  return findings;
}

Finding ObjectedAlready() {
  return {
      "OBJ-03",
      "selection",
      {"Keberatan atas pemilihan ini sudah diajukan; hanya sekali. Lihat keputusannya.",
       "You objected to this selection already; that is possible once. See the decision."}};
}

absl::Status Objection::Decide(
    bool upheld, const std::string& decider, const std::set<std::string>& part_in,
    const std::string& words, absl::CivilDay today) {
  Findings findings;
  if (state != ObjectionState::kFiled) {
    findings.push_back(
        {"OBJ-05",
         "state",
         {"Keberatan ini sudah diputus atau gugur; tidak ada yang perlu dilakukan.",
          "This objection is decided or has lapsed; nothing is left to do."},
         {{"state", std::string(ToString(state))}}});
  }
  if (part_in.contains(decider)) {
    findings.push_back(
        {"OBJ-06",
         "by",
         {"Anda ikut menetapkan pemilihan ini. Serahkan keputusannya kepada pejabat lain.",
          "You had a part in this selection. Leave the decision to another official."}});
  }
  if (decider == person) {
    findings.push_back(
        {"OBJ-07",
         "by",
         {"Keberatan sendiri tidak diputus sendiri. Serahkan kepada pejabat lain.",
          "Nobody decides his own objection. Leave it to another official."}});
  }
  RequireGrounds(words, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = upheld ? ObjectionState::kUpheld : ObjectionState::kRejected;
  decided = today;
  by = decider;
  why = words;
  return absl::OkStatus();
}

bool Objection::Lapse(absl::CivilDay today) {
  if (state != ObjectionState::kFiled) return false;
  state = ObjectionState::kLapsed;
  decided = today;
  return true;
}

}  // namespace binadaya::scheduling::domain
