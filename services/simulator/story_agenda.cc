// The agenda of a leader who is to open a batch; and how it changes on the day before, when
// learning may change no more: each way to mend it, with its price.
#include <algorithm>

#include "services/cli/language.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/reference.h"
#include "services/simulator/story.h"

namespace binadaya::simulator {
namespace {

namespace sv = scheduling::v1;
using scheduling::SchedulingClient;

std::string WayOf(const sv::RepairOption& option) {
  const std::string way = cli::Word(option.kind());
  if (option.fallback() == sv::FALLBACK_UNSPECIFIED) return way;
  return Cat(way, " (", cli::Word(option.fallback()), ")");
}

// The rules that bar it, if any does.
std::string BarredBy(const sv::RepairOption& option) {
  std::string rules;
  for (const v1::Finding& finding : option.rules())
    if (!finding.warning()) rules += Cat(rules.empty() ? "" : ", ", finding.rule());
  return rules;
}

}  // namespace

absl::StatusOr<sv::Hold> Story::DecideHold(
    const sv::Hold& hold, sv::HoldDecision decision, const std::string& reason) {
  auto request = InAgency<sv::DecideHoldRequest>();
  request.set_id(hold.id());
  request.set_decision(decision);
  request.set_reason(reason);
  return world_.Ask(Protocol(), world_.scheduling(), &SchedulingClient::DecideHold, request);
}

absl::StatusOr<sv::Hold> Story::RequestHold(
    const Actor& actor, const std::string& leader, const sv::Slot& slot, sv::HoldPriority priority,
    const std::string& batch) {
  return OnceHeard("scheduling has heard of the leader", [&] {
    auto request = InAgency<sv::RequestHoldRequest>();
    request.set_leader(leader);
    *request.mutable_slot() = slot;
    request.set_priority(priority);
    request.set_batch(batch);
    return world_.Ask(actor, world_.scheduling(), &SchedulingClient::RequestHold, request);
  });
}

absl::StatusOr<sv::Hold> Story::HoldOpening(
    const std::string& leader, const sv::Slot& slot, const std::string& batch) {
  ASSIGN_OR_RETURN(
      const sv::Hold opening, RequestHold(Organiser(), leader, slot, sv::TRAINING_OPENING, batch));
  RETURN_IF_ERROR(DecideHold(opening, sv::PENCIL).status());
  return DecideHold(opening, sv::CONFIRM);
}

absl::StatusOr<sv::Hold> Story::InviteElsewhere(const std::string& leader, const sv::Slot& slot) {
  ASSIGN_OR_RETURN(
      const sv::Hold invitation, RequestHold(Protocol(), leader, slot, sv::STATE_INVITATION, ""));
  return DecideHold(invitation, sv::PENCIL);
}

absl::StatusOr<sv::Repair> Story::ProposeRepair(const std::string& leader, const std::string& why) {
  auto start = InAgency<sv::StartRepairRequest>();
  start.mutable_disruption()->set_cause(sv::CAUSE_LEADER_AGENDA);
  start.mutable_disruption()->set_reason(why);
  start.mutable_disruption()->set_leader(leader);
  ASSIGN_OR_RETURN(
      const auto started,
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::StartRepair, start));
  RETURN_IF_ERROR(JobIsDone(started.job()));
  sv::GetRepairRequest get;
  get.set_unit(kAgency);
  get.set_repair(started.job());
  return world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::GetRepair, get);
}

absl::Status Story::TakeRepair(
    const sv::Repair& repair, const sv::RepairOption& option, const std::string& delegate) {
  auto accept = InAgency<sv::AcceptRepairRequest>();
  accept.set_repair(repair.id());
  accept.set_option(option.kind());
  accept.set_note("Sekretaris mewakili; kelas tidak berubah.");
  if (option.fallback() == sv::DELEGATE) accept.set_delegate(delegate);
  return world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::AcceptRepair, accept)
      .status();
}

absl::Status Story::ChangeAgenda() {
  RETURN_IF_ERROR(world_.MoveTo(first_days_.first - 1));
  RETURN_IF_ERROR(Becomes(sv::BATCH_LOCKED));
  const std::string today = absl::FormatCivilTime(world_.today());
  tell_.Step(
      {Cat("Sehari sebelumnya agenda Wali Kota berubah, kelasnya tidak, pada ", today),
       Cat("The day before, the Wali Kota's agenda changes, the batch does not, on ", today)});
  const sv::Batch& batch = batches_.front();
  ASSIGN_OR_RETURN(const auto deputy, OfAgency("SEKRETARIS"));
  ASSIGN_OR_RETURN(const sv::RundownCheck before, CheckRundown(batch));
  ASSIGN_OR_RETURN(
      const sv::Hold stands,
      InviteElsewhere(opening_.leader(), OnThatDay(first_days_.first, "07:00", "08:00")));
  if (stands.displaces_size() != 1 || stands.displaces(0) != opening_.id())
    return absl::InternalError("the invitation does not displace the opening");
  ASSIGN_OR_RETURN(
      const sv::Repair repair,
      ProposeRepair(opening_.leader(), "mendampingi Wali Kota ke apel provinsi (rekaan)"));
  std::vector<std::vector<std::string>> table = {
      {cli::Say("cara", "way"), cli::Say("sesi berubah", "sessions that change"),
       cli::Say("terbukti paling sedikit", "proven the fewest"),
       cli::Say("menit hilang", "minutes lost"), cli::Say("terselamatkan", "recovered"),
       cli::Say("diberi tahu", "told"), cli::Say("biaya", "cost"),
       cli::Say("boleh dipilih", "may be chosen")}};
  for (const sv::RepairOption& option : repair.options()) {
    const std::string barred = BarredBy(option);
    table.push_back(
        {WayOf(option), Cat(option.changes_size()),
         option.fewest() ? cli::Say("ya", "yes") : cli::Say("tidak", "no"),
         Cat(option.minutes_lost()), Cat(option.minutes_recovered()),
         Cat(option.people_size() + option.speakers_size()), Rupiah({option.rupiah()}),
         barred.empty() ? cli::Say("ya", "yes")
                        : cli::Say(Cat("tidak: ", barred), Cat("no: ", barred))});
  }
  tell_.Say(
      {Cat("Kelas pertama sudah terbit dan pesertanya menyanggupi; besok, ",
           absl::FormatCivilTime(first_days_.first),
           " pukul 07.45, kepala BKPP akan membukanya. Lalu agenda Wali Kota berubah: apel "
           "provinsi pukul 07.00 sampai 08.00, dan kepala BKPP mendampinginya. Menurut "
           "prioritasnya undangan itu didahulukan, dan yang harus memberi jalan disebut, yaitu "
           "pembukaan ini. Yang terdampak: ",
           repair.affected_size(), " sesi. Usulannya:"),
       Cat("The first batch is published and its participants have confirmed; tomorrow, on ",
           absl::FormatCivilTime(first_days_.first),
           " at 07:45, the head of BKPP is to open it. Then the Wali Kota's agenda changes: a "
           "parade of the province from 07:00 to 08:00, to which the head of BKPP goes with him. "
           "The invitation: by its priority it goes before, and what must make way is named, this "
           "opening. What it disturbs: ",
           repair.affected_size(), " session. What is proposed:")});
  tell_.Table(table);
  const auto fallback = std::find_if(
      repair.options().begin(), repair.options().end(),
      [](const sv::RepairOption& one) { return one.kind() == sv::REPAIR_FALLBACK; });
  if (fallback == repair.options().end())
    return Stopped({"Tidak ada pengganti.", "There is no fallback."});
  v1::ErrorDetails refused;
  for (const sv::RepairOption& option : repair.options()) {
    if (option.kind() == sv::REPAIR_FALLBACK) continue;
    const absl::Status taken = TakeRepair(repair, option, "");
    if (taken.ok()) return absl::InternalError("learning was moved on the day before");
    refused = cli::DetailsOf(taken);
  }
  if (refused.findings_size() > 0) {
    tell_.Say(
        {"Yang menggeser jam belajar ditunjukkan dengan harganya, tetapi terlambat:",
         "What moves learning is shown with its price, but it is too late for it:"});
    Show(refused);
  }
  RETURN_IF_ERROR(TakeRepair(repair, *fallback, deputy.id()));
  ASSIGN_OR_RETURN(const sv::RundownCheck after, CheckRundown(batch));
  const int lost = before.learning_minutes() - after.learning_minutes();
  tell_.Say(
      {Cat("Yang pertama dipilih dan dijalankan, ", WayOf(*fallback), ": ", lost, " dari ",
           before.learning_minutes(), " menit belajar hilang, ", after.jp(), " JP seperti semula; ",
           fallback->people_size(), " peserta diberi tahu, ", Rupiah({fallback->rupiah()}), "."),
       Cat("The first is chosen and carried out, ", WayOf(*fallback), ": ", lost, " of ",
           before.learning_minutes(), " minutes of learning are lost, ", after.jp(),
           " JP as before; ", fallback->people_size(), " participants are told, ",
           Rupiah({fallback->rupiah()}), ".")});
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
