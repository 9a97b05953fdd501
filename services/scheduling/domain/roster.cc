#include "services/scheduling/domain/roster.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"

namespace binadaya::scheduling::domain {
namespace {

void RequireFree(int capacity, int held, Findings& findings) {
  if (held < capacity) return;
  findings.push_back(
      {"ENR-30",
       "batch",
       {absl::StrCat(
            "Semua kursi terisi (", held, " dari ", capacity,
            "). Tunggu sampai ada yang kosong, atau tambah kapasitasnya."),
        absl::StrCat(
            "All seats are taken (", held, " of ", capacity,
            "). Wait until one falls free, or raise the capacity.")},
       {{"held", absl::StrCat(held)}, {"capacity", absl::StrCat(capacity)}}});
}

Finding NotOfClass(const std::string& id) {
  return {
      "ENR-34",
      "enrolment",
      {"Kepesertaan ini bukan dari kelas atau daftar tunggu ini. Periksa id-nya.",
       "This enrolment is not of this class or its waiting list. Check the id."},
      {{"enrolment", id}}};
}

}  // namespace

Roster::Roster(
    std::string batch, int capacity, EnrolmentSetting setting, std::vector<Enrolment> enrolments)
    : batch_(std::move(batch)),
      capacity_(capacity),
      setting_(setting),
      enrolments_(std::move(enrolments)) {
  std::sort(enrolments_.begin(), enrolments_.end(), &IsBefore);
}

int Roster::Held() const {
  return static_cast<int>(std::count_if(
      enrolments_.begin(), enrolments_.end(),
      [](const Enrolment& enrolment) { return HoldsSeat(enrolment.state); }));
}

Enrolment* Roster::Find(const std::string& id) {
  const auto found = std::find_if(
      enrolments_.begin(), enrolments_.end(),
      [&](const Enrolment& enrolment) { return enrolment.id == id; });
  return found == enrolments_.end() ? nullptr : &*found;
}

std::vector<Enrolment*> Roster::Waiting() {
  std::vector<Enrolment*> waiting;
  for (Enrolment& enrolment : enrolments_)
    if (enrolment.state == EnrolmentState::kWaitlisted) waiting.push_back(&enrolment);
  return waiting;
}

std::set<std::string> Roster::Seated() const {
  std::set<std::string> seated;
  for (const Enrolment& enrolment : enrolments_)
    if (HoldsSeat(enrolment.state)) seated.insert(enrolment.person);
  return seated;
}

Findings Roster::CheckComes(
    const Enrolment* comes, const std::string& id, const std::set<std::string>& seated,
    const Judge& judge) const {
  Findings findings;
  RequireChangeable(setting_, findings);
  if (comes == nullptr) {
    findings.push_back(NotOfClass(id));
    return findings;
  }
  if (!HoldsSeat(comes->state) && seated.contains(comes->person)) {
    findings.push_back(
        {"ENR-31",
         "enrolment",
         {"Pegawai ini sudah memegang kursi di kelas ini. Tidak ada yang perlu dilakukan.",
          "The person holds a seat of this class already. Nothing is left to do."},
         {{"enrolment", id}}});
  }
  for (Finding& finding : judge(*comes))
    if (!finding.warning) findings.push_back(std::move(finding));
  return findings;
}

absl::Status Roster::Offer(const std::string& id, const Judge& judge, absl::CivilDay answer_by) {
  Enrolment* const enrolment = Find(id);
  Findings findings = CheckComes(enrolment, id, Seated(), judge);
  RequireFree(capacity_, Held(), findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  return enrolment->Offer(batch_, answer_by, setting_);
}

absl::StatusOr<Roster::Promotion> Roster::Promote(const Judge& judge, absl::CivilDay answer_by) {
  Findings findings;
  RequireChangeable(setting_, findings);
  RequireFree(capacity_, Held(), findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  Promotion promotion;
  const std::set<std::string> seated = Seated();
  for (Enrolment* const enrolment : Waiting()) {
    Findings against = CheckComes(enrolment, enrolment->id, seated, judge);
    if (!against.empty()) {
      promotion.skipped.push_back({enrolment->id, std::move(against)});
      continue;
    }
    promotion.id = enrolment->id;
    if (absl::Status status = enrolment->Offer(batch_, answer_by, setting_); !status.ok())
      return status;
    break;
  }
  return promotion;
}

absl::Status Roster::Substitute(
    const std::string& out, const std::string& in, std::optional<OverrideReason> out_of_turn,
    const std::string& by, const std::string& reason, const Judge& judge,
    absl::CivilDay answer_by) {
  Enrolment* const leaves = Find(out);
  Enrolment* const comes = Find(in);
  const std::set<std::string> seated = Seated();
  Findings findings = CheckComes(comes, in, seated, judge);
  if (leaves == nullptr) findings.push_back(NotOfClass(out));
  if (comes == nullptr || leaves == nullptr) return RefuseIfBlocked(std::move(findings));
  int passed = 0;
  for (const Enrolment* const ahead : Waiting())
    if (IsBefore(*ahead, *comes) && CheckComes(ahead, ahead->id, seated, judge).empty()) ++passed;
  if (passed > 0 && !out_of_turn.has_value()) {
    findings.push_back(
        {"ENR-32",
         "out_of_turn",
         {absl::StrCat(
              passed,
              " orang di depannya dalam daftar tunggu juga memenuhi syarat. Pilih yang "
              "pertama, atau sebutkan alasannya."),
          absl::StrCat(
              passed,
              " ahead on the waiting list meet the conditions too. Choose the first, or "
              "give the reason.")},
         {{"passed", absl::StrCat(passed)}}});
  }
  // Both are tried on copies: either both change or none.
  Enrolment left = *leaves;
  Enrolment came = *comes;
  for (const absl::Status& status :
       {left.Substitute(by, came.person, reason, setting_),
        came.Offer(batch_, answer_by, setting_)}) {
    for (Finding& finding : FindingsOf(status)) {
      const auto same = [&](const Finding& other) { return other.rule == finding.rule; };
      if (std::none_of(findings.begin(), findings.end(), same))
        findings.push_back(std::move(finding));
    }
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  came.origin = Origin::kSubstitute;
  if (passed > 0) came.override = out_of_turn;
  *leaves = std::move(left);
  *comes = std::move(came);
  return absl::OkStatus();
}

bool Roster::Takes(const Enrolment& enrolment) const {
  return enrolment.TakesSeat() && enrolment.batch == batch_;
}

bool Roster::CanLeave(const Enrolment& enrolment) const {
  return Takes(enrolment) && enrolment.state != EnrolmentState::kAttending;
}

std::vector<const Enrolment*> Roster::Leaving() const {
  std::vector<const Enrolment*> seated;
  for (const Enrolment& enrolment : enrolments_)
    if (CanLeave(enrolment)) seated.push_back(&enrolment);
  std::reverse(seated.begin(), seated.end());
  return seated;
}

absl::Status Roster::SetCapacity(int capacity, std::span<const std::string> leaving) {
  if (capacity < 1) {
    return Refuse(
        absl::StatusCode::kInvalidArgument,
        {{"ENR-35",
          "capacity",
          {"Kapasitas paling sedikit satu. Batalkan kelasnya bila tidak jadi diadakan.",
           "A capacity is at least one. Cancel the class if it does not take place."}}});
  }
  const auto taken = std::count_if(
      enrolments_.begin(), enrolments_.end(), [&](const Enrolment& one) { return Takes(one); });
  const int over = std::max(static_cast<int>(taken) - capacity, 0);
  std::vector<Enrolment*> go;
  for (const std::string& id : std::set<std::string>(leaving.begin(), leaving.end())) {
    Enrolment* const enrolment = Find(id);
    if (enrolment != nullptr && CanLeave(*enrolment)) go.push_back(enrolment);
  }
  Findings findings;
  if (over > 0) RequireNotBegun(setting_, findings);
  if (go.size() != static_cast<std::size_t>(over) || go.size() != leaving.size()) {
    std::vector<std::string> would;
    for (const Enrolment* const enrolment : Leaving())
      if (would.size() < static_cast<std::size_t>(over)) would.push_back(enrolment->id);
    findings.push_back(
        {"ENR-33",
         "leaving",
         {absl::StrCat(
              over, " orang harus melepas kursinya, tetapi ", go.size(),
              " pemegang kursi yang disebut. Tentukan siapa; menurut peringkat, dari yang "
              "terakhir, disebut di sini."),
          absl::StrCat(
              over, " people must give up their seats, but ", go.size(),
              " holders of one were named. Decide who; by rank, from the last on, they are named "
              "here.")},
         {{"over", absl::StrCat(over)},
          {"named", absl::StrCat(go.size())},
          {"by_rank", absl::StrJoin(would, ", ")}}});
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  for (Enrolment* const enrolment : go)
    if (absl::Status status = enrolment->Requeue(); !status.ok()) return status;
  capacity_ = capacity;
  return absl::OkStatus();
}

Finding NoRoom(const std::string& rule, const std::string& of) {
  return {
      "SEL-07",
      "caps",
      {absl::StrCat(
           "Tidak boleh lebih banyak yang meninggalkan tugas bersamaan (", rule,
           "). Pilih orang dari unit lain, atau angkatan lain."),
       absl::StrCat(
           "No more may be away at the same time (", rule,
           "). Choose somebody of another unit, or another intake.")},
      {{"rule", rule}, {"of", of}}};
}

}  // namespace binadaya::scheduling::domain
