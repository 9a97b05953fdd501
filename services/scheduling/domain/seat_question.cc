#include "services/scheduling/domain/seat_question.h"

#include <algorithm>
#include <utility>

#include "services/common/domain/text.h"

namespace binadaya::scheduling::domain {
namespace {

bool IsSameGate(const Finding& one, const Finding& other) {
  return one.rule == other.rule && one.values == other.values;
}

bool AreSame(const Findings& some, const Findings& others) {
  return std::equal(some.begin(), some.end(), others.begin(), others.end(), &IsSameGate);
}

Findings Blocking(Findings gates) {
  std::erase_if(gates, [](const Finding& gate) { return gate.warning; });
  return gates;
}

Findings CheckOpen(const SeatQuestion& question) {
  if (question.open()) return {};
  return {
      {.rule = "ENR-41",
       .where = "number",
       .message =
           {"Kursi ini tidak dipertanyakan lagi. Lihat daftarnya lagi.",
            "This seat is not in question any more. See the list again."},
       .values = {{"state", std::string(ToString(question.state))}}}};
}

}  // namespace

std::string_view ToString(QuestionState state) {
  switch (state) {
    case QuestionState::kOpen:
      return "OPEN";
    case QuestionState::kKept:
      return "KEPT";
    case QuestionState::kWithdrawn:
      return "WITHDRAWN";
    case QuestionState::kPasses:
      return "PASSES";
    case QuestionState::kEnded:
      return "ENDED";
  }
  return "";
}

absl::Status SeatQuestion::Keep(
    std::optional<OverrideReason> reason, const std::string& words, const std::string& who,
    const EnrolmentSetting& setting) {
  Findings findings = CheckOpen(*this);
  RequireNotOver(setting, findings);
  if (!reason.has_value()) {
    findings.push_back(
        {.rule = "ENR-42",
         .where = "reason",
         .message = {
             "Kursi hanya dipertahankan di luar syarat dengan kode alasan. Pilih salah satu.",
             "A seat is kept past the gates only with a reason code. Choose one."}});
  } else if (*reason == OverrideReason::kOther) {
    RequireReason(
        words,
        {.rule = "ENR-43",
         .where = "note",
         .message =
             {"Alasan OTHER perlu penjelasan. Tuliskan mengapa kursinya dipertahankan.",
              "The reason OTHER needs words. Write why the seat is kept."}},
        findings);
  }
  if (Blocks(findings)) return RefuseIfBlocked(std::move(findings));
  state = QuestionState::kKept;
  why = reason;
  note = words;
  by = who;
  decided_on = setting.today;
  waives = true;
  return absl::OkStatus();
}

absl::Status SeatQuestion::Withdraw(
    Enrolment& of, const std::string& words, const std::string& who,
    const EnrolmentSetting& setting) {
  if (Findings findings = CheckOpen(*this); Blocks(findings))
    return RefuseIfBlocked(std::move(findings));
  if (absl::Status status = of.Withdraw(who, words, setting); !status.ok()) return status;
  of.ending->cause = EndCause::kGate;
  for (const Finding& gate : reasons) of.ending->rules.push_back(gate.rule);
  state = QuestionState::kWithdrawn;
  note = words;
  by = who;
  decided_on = setting.today;
  return absl::OkStatus();
}

bool SeatQuestion::FallDue(absl::CivilDay today) {
  if (!open() || overdue || today <= decide_by) return false;
  overdue = true;
  return true;
}

Findings NotWaived(
    const std::optional<SeatQuestion>& newest, const std::string& place, Findings gates) {
  if (!newest.has_value() || !newest->waives || newest->place != place) return gates;
  std::erase_if(gates, [&](const Finding& gate) {
    return std::any_of(newest->reasons.begin(), newest->reasons.end(), [&](const Finding& waived) {
      return IsSameGate(waived, gate);
    });
  });
  return gates;
}

QuestionStep Judge(
    std::optional<SeatQuestion>& newest, const Enrolment& of, const std::string& place,
    const Findings& gates, absl::CivilDay decide_by, const EnrolmentSetting& setting) {
  const bool open = newest.has_value() && newest->open();
  const Findings blocking = Blocking(gates);
  if (open && blocking.empty()) {
    newest->state = QuestionState::kPasses;
    newest->decided_on = setting.today;
    return QuestionStep::kPasses;
  }
  if (newest.has_value() && newest->waives && blocking.empty()) {
    newest->waives = false;
    return QuestionStep::kNoWaiver;
  }
  const bool may_lose =
      of.TakesSeat() && of.state != EnrolmentState::kAttending && setting.today < setting.starts;
  if (!may_lose || NotWaived(newest, place, blocking).empty()) return QuestionStep::kNone;
  if (open && newest->place == place && AreSame(newest->reasons, blocking))
    return QuestionStep::kNone;
  newest = {
      .enrolment = of.id,
      .number = newest.has_value() ? newest->number + 1 : 1,
      .place = place,
      .reasons = blocking,
      .asked_on = setting.today,
      .decide_by = std::max(std::min(decide_by, setting.change_until), setting.today)};
  return QuestionStep::kAsked;
}

Findings CheckNoneInQuestion(int open) {
  if (open == 0) return {};
  return {
      {.rule = "ENR-44",
       .where = "seats",
       .message =
           {Cat(open,
                " kursi kelas ini masih dipertanyakan. Putuskan dulu: dipertahankan atau dilepas."),
            Cat(open,
                " of its seats are in question. Decide first whether they are kept or "
                "withdrawn.")},
       .values = {{"seats", Cat(open)}}}};
}

}  // namespace binadaya::scheduling::domain
