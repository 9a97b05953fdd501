// What of the first batch took place, what of it was made up, and how minutes become lesson hours
// (JP).
#include <map>

#include "services/cli/attendance.h"
#include "services/cli/language.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/sheets.h"
#include "services/simulator/story.h"

namespace binadaya::simulator {
namespace {

namespace sv = scheduling::v1;
using scheduling::SchedulingClient;

}  // namespace

absl::Status Story::MakeUpWhatWasLost() {
  tell_.Step(
      {Cat("Sesi dipersingkat, dan diganti sebanyak yang perlu, pada ",
           absl::FormatCivilTime(first_days_.at_work)),
       Cat("A session is cut short, and made up by as much as is needed, on ",
           absl::FormatCivilTime(first_days_.at_work))});
  RETURN_IF_ERROR(world_.MoveTo(first_days_.at_work, 10));
  ASSIGN_OR_RETURN(sv::Delivery delivery, DeliveryOf(batches_.front()));
  const sv::Session lost = delivery.sessions(kAtWork);
  RETURN_IF_ERROR(CloseSession(lost, kHeldAtWork));
  RETURN_IF_ERROR(Becomes(sv::BATCH_DELIVERED));
  sv::Slot held;
  held.set_from(lost.slot().from());
  held.set_until(MinutesAfter(lost.slot().from(), kHeldAtWork));
  RETURN_IF_ERROR(Enter(lost, AllThere(world_, seated_, held)));
  RETURN_IF_ERROR(Verify(lost).status());
  ASSIGN_OR_RETURN(delivery, DeliveryOf(batches_.front()));
  if (delivery.make_up_size() != 1 || delivery.make_up(0).session() != lost.id())
    return absl::InternalError("another make-up is asked for");
  const int missing = delivery.make_up(0).minutes();
  tell_.Say(
      {Cat("Pendampingnya dipanggil pimpinan sesudah ", kHeldAtWork, " dari 180 menit. Terlaksana ",
           delivery.delivered(), " dari ", delivery.planned(), " menit (",
           cli::Number(delivery.fidelity() * 100, 1),
           " %, paling sedikit 90 %; F-13). Diminta pengganti ", missing,
           " menit untuk sesi itu, tidak lebih:"),
       Cat("The mentor is called to a leader after ", kHeldAtWork, " of 180 minutes. ",
           delivery.delivered(), " of ", delivery.planned(), " minutes were delivered (",
           cli::Number(delivery.fidelity() * 100, 1), " %, at least 90 %; F-13). A make-up of ",
           missing, " minutes is asked for in that session, no more:")});
  tell_.Block(cli::DeliveryText(delivery));
  const absl::CivilDay next = first_days_.at_work + 1;
  auto plan = OfSession<sv::PlanMakeUpRequest>(lost);
  plan.mutable_slot()->set_from(Cat(absl::FormatCivilTime(next), "T08:30"));
  plan.mutable_slot()->set_until(MinutesAfter(plan.slot().from(), missing));
  ASSIGN_OR_RETURN(
      const sv::Session made,
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::PlanMakeUp, plan));
  RETURN_IF_ERROR(world_.MoveTo(next, 9, 5));
  RETURN_IF_ERROR(CloseSession(made));
  RETURN_IF_ERROR(Enter(made, AllThere(world_, seated_, made.slot())));
  RETURN_IF_ERROR(Verify(made).status());
  RETURN_IF_ERROR(Becomes(sv::BATCH_COMPLETED));
  ASSIGN_OR_RETURN(delivery, DeliveryOf(batches_.front()));
  tell_.Say(
      {Cat("Diadakan keesokan harinya: ", delivery.delivered(), " menit, ",
           cli::Number(delivery.fidelity() * 100, 1), " %. Keteguhan jadwal (F-26) ",
           cli::Number(delivery.stability() * 100, 1), " %."),
       Cat("Held on the next day: ", delivery.delivered(), " minutes, ",
           cli::Number(delivery.fidelity() * 100, 1), " %. Stability of the schedule (F-26): ",
           cli::Number(delivery.stability() * 100, 1), " %.")});
  std::vector<std::vector<std::string>> table = {
      {cli::Say("hari", "day"), cli::Say("keadaan kelas", "state of the batch")}};
  table.insert(table.end(), batch_states_.begin(), batch_states_.end());
  tell_.Table(table);
  tell_.Say(
      {"Tidak ada yang menekan tombol: kelas dikunci sesudah hari terakhir untuk perubahan, "
       "berjalan pada hari pertamanya, terlaksana bersama sesi terakhirnya, dan selesai begitu "
       "daftar hadir terakhir diverifikasi.",
       "Nobody pressed a button: a batch is locked after the last day for changes, runs from its "
       "first day on, is delivered with its last session, and completed as soon as the last sheet "
       "is verified."});
  return absl::OkStatus();
}

absl::Status Story::CreditHours() {
  tell_.Step({"Menit menjadi jam pelajaran (JP)", "Minutes become lesson hours (JP)"});
  std::map<std::pair<sv::CompletionStatus, int>, std::map<int, int>> outcomes;  // minutes, people
  int hours = 0;
  for (const sv::Enrolment& one : seated_) {
    sv::GetCompletionRequest request;
    request.set_person(one.person());
    request.set_enrolment(one.id());
    ASSIGN_OR_RETURN(
        const sv::Completion of, world_.Ask(
                                     Employee(one.person()), world_.scheduling(),
                                     &SchedulingClient::GetCompletion, request));
    ++outcomes[{of.status(), -of.jp()}][of.credited()];
    hours += of.jp();
    if (one.id() != seated_[kMissesADay].id()) continue;
    ASSIGN_OR_RETURN(const std::string who, NameOf(world_, one.person()));
    tell_.Say(
        {"Setiap orang melihat apa yang dihitung baginya, dan apa yang kurang:",
         "Everybody sees what was counted for him, and what is missing:"});
    tell_.Block(cli::CompletionText(of, who));
  }
  std::vector<std::vector<std::string>> table = {
      {cli::Say("hasil", "outcome"), cli::Say("menit", "minutes"), "JP",
       cli::Say("orang", "people")}};
  for (const auto& [outcome, people] : outcomes)
    for (const auto& [minutes, count] : people)
      table.push_back({cli::Word(outcome.first), Cat(minutes), Cat(-outcome.second), Cat(count)});
  tell_.Table(table);
  tell_.Say(
      {Cat("JP dihitung dari jumlah menit dibagi 45, dibulatkan ke bawah (F-08), hanya bagi yang "
           "lulus: ",
           hours, " JP bagi ", seated_.size(),
           " orang. Tes dan RTL belum ada di platform; kota memutuskan lewat kebijakan "
           "completion.tests bahwa sampai saat itu kehadiran yang menentukan. Tanpa keputusan itu "
           "hasil mereka menunggu."),
       Cat("JP are the minutes by 45, rounded down as a whole (F-08), of those alone who "
           "completed: ",
           hours, " JP for ", seated_.size(),
           " people. Tests and action plans are not on the platform yet; by the policy "
           "completion.tests the city decides that attendance alone decides until they are. "
           "Without that decision outcomes would wait.")});
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
