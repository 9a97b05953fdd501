#include "services/scheduling/domain/checklist.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/domain/step.h"

namespace binadaya::scheduling::domain {
namespace {

constexpr std::string_view kOrganiser = "PENYELENGGARA";  // may stand in for each owner
constexpr std::array<ChecklistDuty, 9> kDuties = {{
    {ChecklistKind::kReleaseLetters, "PIC_OPD", "KABAN", "ATASAN", "PESERTA", 5},
    {ChecklistKind::kLeaderHold, "PROTOKOL", "KABAN", "PENYELENGGARA", "PESERTA", 5},
    {ChecklistKind::kSpeakers, "PENYELENGGARA", "KABAN", "NARASUMBER", "ANALIS_BANGKOM", 7},
    {ChecklistKind::kVenueContract, "PPTK", "PA_KPA", "PENYELENGGARA", "BENDAHARA", 7},
    {ChecklistKind::kBudgetCommitment, "PPTK", "PA_KPA", "BENDAHARA", "PENYELENGGARA", 10},
    {ChecklistKind::kHealthSafety, "PENYELENGGARA", "KABAN", "PIC_OPD", "PESERTA", 3},
    {ChecklistKind::kAccessibility, "PENYELENGGARA", "KABAN", "PESERTA", "NARASUMBER", 5},
    {ChecklistKind::kMaterials, "NARASUMBER", "ANALIS_BANGKOM", "PENYELENGGARA", "PESERTA", 3},
    {ChecklistKind::kCertificateTemplate, "PENYELENGGARA", "KABAN", "ANALIS_BANGKOM", "PESERTA", 3},
}};

Finding NoSuchItem() {
  return {
      "CHL-01",
      "kind",
      {"Butir ini tidak ada dalam daftar periksa kegiatan. Periksa jenisnya.",
       "The checklist of this batch has no such item. Check its kind."}};
}
Finding Settled() {
  return {
      "CHL-02",
      "kind",
      {"Butir ini sudah selesai atau tidak diperlukan. Buka kembali lebih dahulu bila keliru.",
       "This item is done or not needed. Open it again first if that is wrong."}};
}
void RequireItemReason(const std::string& reason, Findings& findings) {
  RequireReason(
      reason,
      {"CHL-05",
       "reason",
       {"Alasan kosong. Tuliskan mengapa butir ini dibuka kembali atau tidak diperlukan.",
        "The reason is missing. Write why the item is opened again or not needed."}},
      findings);
}
bool IsOpen(const ChecklistItem& item) { return item.applies() && !item.done.has_value(); }

}  // namespace

std::string_view ToString(ChecklistKind kind) {
  switch (kind) {
    case ChecklistKind::kReleaseLetters:
      return "RELEASE_LETTERS";
    case ChecklistKind::kLeaderHold:
      return "LEADER_HOLD";
    case ChecklistKind::kSpeakers:
      return "SPEAKERS";
    case ChecklistKind::kVenueContract:
      return "VENUE_CONTRACT";
    case ChecklistKind::kBudgetCommitment:
      return "BUDGET_COMMITMENT";
    case ChecklistKind::kHealthSafety:
      return "HEALTH_SAFETY";
    case ChecklistKind::kAccessibility:
      return "ACCESSIBILITY";
    case ChecklistKind::kMaterials:
      return "MATERIALS";
    case ChecklistKind::kCertificateTemplate:
      return "CERTIFICATE_TEMPLATE";
  }
  return "";
}

std::string_view ToString(Rag rag) {
  switch (rag) {
    case Rag::kGreen:
      return "GREEN";
    case Rag::kAmber:
      return "AMBER";
    case Rag::kRed:
      return "RED";
  }
  return "";
}

std::span<const ChecklistDuty> ChecklistDuties() { return kDuties; }

Findings CheckDuty(ChecklistKind kind, std::span<const std::string_view> roles) {
  const auto holds = [&](std::string_view role) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
  };
  const auto duty = std::find_if(
      kDuties.begin(), kDuties.end(), [&](const ChecklistDuty& one) { return one.kind == kind; });
  if (duty == kDuties.end() || holds(kOrganiser) || holds(duty->responsible)) return {};
  return {
      {"CHL-06",
       "kind",
       {absl::StrCat(
            "Butir ini tugas ", duty->responsible, ". Mintalah kepadanya atau kepada panitia."),
        absl::StrCat(
            "This item is the duty of ", duty->responsible, ". Ask them, or the committee.")},
       {{"owner", duty->responsible}}}};
}

Findings CheckSpeakersConfirmed(int unconfirmed) {
  if (unconfirmed == 0) return {};
  return {
      {"CHL-07",
       "kind",
       {absl::StrCat(
            "Narasumber ", unconfirmed,
            " sesi belum memastikan. Butir ini selesai dengan sendirinya bila semua memastikan."),
        absl::StrCat(
            "Speakers of ", unconfirmed,
            " sessions have not confirmed. This item is done by itself when all have.")},
       {{"sessions", absl::StrCat(unconfirmed)}}}};
}

Rag RagOf(const ChecklistItem& item, absl::CivilDay today, const ChecklistPolicy& policy) {
  if (!IsOpen(item) || item.due - today > policy.amber_days) return Rag::kGreen;
  return today > item.due ? Rag::kRed : Rag::kAmber;
}

absl::Status Checklist::Done(
    ChecklistKind kind, absl::CivilDay on, absl::CivilDay today, std::string by, std::string note) {
  ChecklistItem* const item = Find(kind);
  if (item == nullptr) return Refuse(NoSuchItem());
  Findings findings;
  if (!IsOpen(*item)) findings.push_back(Settled());
  if (on > today) {
    findings.push_back(
        {"CHL-03",
         "on",
         {"Hari itu belum tiba. Isi hari ini atau sebelumnya.",
          "That day has not come. Enter today or a day before."}});
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  item->done = on;
  item->by = std::move(by);
  item->note = std::move(note);
  return absl::OkStatus();
}

absl::Status Checklist::Undo(ChecklistKind kind, std::string by, std::string reason) {
  ChecklistItem* const item = Find(kind);
  if (item == nullptr) return Refuse(NoSuchItem());
  Findings findings;
  if (IsOpen(*item)) {
    findings.push_back(
        {"CHL-04",
         "kind",
         {"Butir ini masih terbuka. Tidak ada yang perlu dibuka kembali.",
          "This item is open. There is nothing to open again."}});
  }
  RequireItemReason(reason, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  item->done.reset();
  item->not_needed.clear();
  item->by = std::move(by);
  item->note = std::move(reason);
  return absl::OkStatus();
}

absl::Status Checklist::NotNeeded(ChecklistKind kind, std::string by, std::string reason) {
  ChecklistItem* const item = Find(kind);
  if (item == nullptr) return Refuse(NoSuchItem());
  Findings findings;
  if (!IsOpen(*item)) findings.push_back(Settled());
  RequireItemReason(reason, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  item->not_needed = std::move(reason);
  item->by = std::move(by);
  return absl::OkStatus();
}

int Checklist::applicable() const {
  return static_cast<int>(std::count_if(
      items.begin(), items.end(), [](const ChecklistItem& item) { return item.applies(); }));
}

int Checklist::done() const {
  return static_cast<int>(std::count_if(items.begin(), items.end(), [](const ChecklistItem& item) {
    return item.applies() && item.done.has_value();
  }));
}

Phrase NameOf(ChecklistKind kind) {
  switch (kind) {
    case ChecklistKind::kReleaseLetters:
      return {"surat izin perangkat daerah", "release letters"};
    case ChecklistKind::kLeaderHold:
      return {"agenda pimpinan", "leader's agenda"};
    case ChecklistKind::kSpeakers:
      return {"kesediaan narasumber", "speakers"};
    case ChecklistKind::kVenueContract:
      return {"kontrak tempat", "venue contract"};
    case ChecklistKind::kBudgetCommitment:
      return {"ikatan anggaran", "budget commitment"};
    case ChecklistKind::kHealthSafety:
      return {"kesehatan dan keselamatan", "health and safety"};
    case ChecklistKind::kAccessibility:
      return {"aksesibilitas", "accessibility"};
    case ChecklistKind::kMaterials:
      return {"materi", "materials"};
    case ChecklistKind::kCertificateTemplate:
      return {"format sertifikat", "certificate template"};
  }
  return {};
}

Findings Checklist::Check(const ChecklistPolicy& policy) const {
  // The nudge: 0.8 of 5 are 4, whatever the machine makes of 0.8.
  if (done() >= policy.share_min * applicable() - 1e-9) return {};
  std::vector<std::string> open, id, en;
  for (const ChecklistItem& item : items) {
    if (!IsOpen(item)) continue;
    open.emplace_back(ToString(item.kind));
    id.emplace_back(NameOf(item.kind).id);
    en.emplace_back(NameOf(item.kind).en);
  }
  return {
      {"CHL-10",
       "checklist",
       {absl::StrCat(
            "Baru ", done(), " dari ", applicable(),
            " butir daftar periksa selesai. Selesaikan: ", absl::StrJoin(id, ", "), "."),
        absl::StrCat(
            "Only ", done(), " of ", applicable(),
            " items of the checklist are done. Finish: ", absl::StrJoin(en, ", "), ".")},
       {{"done", absl::StrCat(done())},
        {"applicable", absl::StrCat(applicable())},
        {"open", absl::StrJoin(open, ", ")}}}};
}

ChecklistItem* Checklist::Find(ChecklistKind kind) {
  const auto item = std::find_if(
      items.begin(), items.end(), [&](const ChecklistItem& one) { return one.kind == kind; });
  return item == items.end() ? nullptr : &*item;
}

}  // namespace binadaya::scheduling::domain
