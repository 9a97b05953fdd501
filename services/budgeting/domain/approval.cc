#include "services/budgeting/domain/approval.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"

namespace binadaya::budgeting::domain {
namespace {

const char* NameOf(VersionState state) {
  switch (state) {
    case VersionState::kDraft:
      return "DRAFT";
    case VersionState::kSubmitted:
      return "SUBMITTED";
    case VersionState::kVerified:
      return "VERIFIED";
    case VersionState::kValid:
      return "VALID";
    case VersionState::kSuperseded:
      return "SUPERSEDED";
  }
  return "";
}

Message NameOf(Approver approver) {
  switch (approver) {
    case Approver::kBudgetUser:
      return {"Pengguna Anggaran (PA/KPA)", "the budget user (PA/KPA)"};
    case Approver::kFinanceAuthority:
      return {"PPKD", "the finance authority (PPKD)"};
    case Approver::kAuthorisedOfficial:
      return {"Sekda", "the authorised official (Sekda)"};
  }
  return {"", ""};
}

absl::Status From(VersionState state, VersionState expected) {
  if (state == expected) return absl::OkStatus();
  return Refuse(
      {"BV-01",
       "id",
       {Cat("Versi ini berstatus ", NameOf(state), "; langkah ini hanya dari ", NameOf(expected),
            ". Baca ulang versinya."),
        Cat("This version is ", NameOf(state), "; this step is taken from ", NameOf(expected),
            " only. Read it again.")},
       {{"found", NameOf(state)}, {"expected", NameOf(expected)}}});
}

absl::Status AnotherPerson(bool same) {
  if (!same) return absl::OkStatus();
  return Refuse(
      {"BV-02",
       "id",
       {"Yang menyusun, memverifikasi, dan mengesahkan harus tiga orang berbeda. Minta pejabat "
        "lain.",
        "Who drafts, verifies and validates must be three different people. Ask another "
        "official."}});
}

}  // namespace

Approver ApproverOf(const Version& version) {
  if (version.kind != VersionKind::kPergeseran) return Approver::kBudgetUser;
  return LevelOf(version) == ShiftLevel::kRincian ? Approver::kFinanceAuthority
                                                  : Approver::kAuthorisedOfficial;
}

absl::Status Approval::Draft(const std::string& by) {
  if (absl::Status from = From(state, VersionState::kDraft); !from.ok()) return from;
  if (!Contains(drafted_by, by)) drafted_by.push_back(by);
  return absl::OkStatus();
}

absl::Status Approval::Submit(const std::string& by) {
  if (absl::Status draft = Draft(by); !draft.ok()) return draft;
  state = VersionState::kSubmitted;
  reason.clear();
  return absl::OkStatus();
}

absl::Status Approval::Verify(const std::string& by) {
  if (absl::Status from = From(state, VersionState::kSubmitted); !from.ok()) return from;
  if (absl::Status other = AnotherPerson(Contains(drafted_by, by)); !other.ok()) return other;
  state = VersionState::kVerified;
  verified_by = by;
  return absl::OkStatus();
}

absl::Status Approval::Return(const std::string& why) {
  if (state != VersionState::kVerified) {
    if (absl::Status from = From(state, VersionState::kSubmitted); !from.ok()) return from;
  }
  if (absl::StripAsciiWhitespace(why).empty()) {
    return Refuse(
        {"BV-03",
         "reason",
         {"Alasan pengembalian belum diisi. Isi apa yang harus diperbaiki.",
          "The reason is missing. Say what is to be corrected."}});
  }
  state = VersionState::kDraft;
  verified_by.clear();
  reason = why;
  return absl::OkStatus();
}

absl::Status Approval::Validate(
    const std::string& by, const std::vector<Approver>& as, Approver approver) {
  if (absl::Status from = From(state, VersionState::kVerified); !from.ok()) return from;
  if (absl::Status other = AnotherPerson(Contains(drafted_by, by) || verified_by == by);
      !other.ok()) {
    return other;
  }
  if (std::find(as.begin(), as.end(), approver) == as.end()) {
    const Message name = NameOf(approver);
    return Refuse(
        absl::StatusCode::kPermissionDenied,
        {{"BV-04",
          "id",
          {Cat("Versi ini disahkan oleh ", name.id, ". Serahkan kepadanya."),
           Cat("This version is validated by ", name.en, ". Leave it to that official.")},
          {{"expected", name.en}}}});
  }
  state = VersionState::kValid;
  return absl::OkStatus();
}

}  // namespace binadaya::budgeting::domain
