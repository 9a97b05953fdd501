// Who was there, minute by minute: the first batch through its days in the class. Sessions go by
// the clock, so the clock is moved through their minutes.
#include <algorithm>
#include <map>

#include "services/cli/language.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/device.h"
#include "services/simulator/reference.h"
#include "services/simulator/sheets.h"
#include "services/simulator/story.h"

namespace binadaya::simulator {
namespace {

namespace sv = scheduling::v1;
using scheduling::SchedulingClient;

// Asks for the code on the screen before anybody has logged in.
Actor FrontEnd() { return As("halaman-hadir", v1::ORGANISER, "/"); }
Actor HeadOfCommittee() { return As("ketua-panitia-bkpp", v1::ORGANISER, "/"); }

// Tests and action plans are kept elsewhere until the platform has them; nobody makes them up.
absl::Status LetAttendanceDecide(const World& world) {
  operations::v1::SetPolicyRequest request;
  request.set_request_id(world.NewRequestId());
  operations::v1::Policy& policy = *request.mutable_policy();
  policy.set_key("completion.tests");
  policy.set_valid_from(absl::FormatCivilTime(world.today()));
  policy.add_values(0);
  policy.set_legal_basis("keputusan kepala BKPP (rekaan): tes dan RTL dinilai di luar platform");
  return world
      .Ask(Administrator(), world.operations(), &operations::OperationsClient::SetPolicy, request)
      .status();
}

}  // namespace

absl::Status Story::Becomes(sv::BatchState state) {
  RETURN_IF_ERROR(WaitUntil("the batch goes on", [&]() -> absl::StatusOr<bool> {
    sv::GetBatchRequest request;
    request.set_unit(kAgency);
    request.set_id(batches_.front().id());
    ASSIGN_OR_RETURN(
        const sv::Batch batch,
        world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::GetBatch, request));
    return batch.state() == state;
  }));
  batch_states_.push_back({absl::FormatCivilTime(world_.today()), cli::Word(state)});
  return absl::OkStatus();
}

absl::StatusOr<sv::Delivery> Story::DeliveryOf(const sv::Batch& batch) {
  sv::GetDeliveryRequest request;
  request.set_unit(kAgency);
  request.set_batch(batch.id());
  return world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::GetDelivery, request);
}

absl::StatusOr<sv::CheckInCode> Story::CodeOf(const sv::Session& session) {
  sv::GetCheckInCodeRequest request;
  request.set_unit(kAgency);
  request.set_session(session.id());
  return world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::GetCheckInCode, request);
}

absl::StatusOr<sv::CheckInReceipt> Story::Scan(
    const sv::Session& session, const std::string& person,
    const std::optional<sv::CheckInCode>& code) {
  sv::CheckInCode shown;
  if (code.has_value()) {
    shown = *code;
  } else {
    ASSIGN_OR_RETURN(shown, CodeOf(session));
  }
  const std::string browser = Cat("peramban-", person);
  sv::OpenCheckInRequest open;
  open.set_session(session.id());
  open.set_window(shown.window());
  open.set_code(shown.code());
  open.set_device(browser);
  ASSIGN_OR_RETURN(
      const sv::CheckInTicket ticket,
      world_.Ask(FrontEnd(), world_.scheduling(), &SchedulingClient::OpenCheckIn, open));
  sv::CheckInRequest request;
  request.set_request_id(world_.NewRequestId());
  request.set_person(person);
  request.set_session(session.id());
  request.set_ticket(ticket.ticket());
  request.set_device(browser);
  return world_.Ask(Employee(person), world_.scheduling(), &SchedulingClient::CheckIn, request);
}

absl::Status Story::Enter(
    const sv::Session& session, const std::vector<sv::AttendanceEntry>& entries) {
  auto request = OfSession<sv::EnterAttendanceRequest>(session);
  request.mutable_entries()->Add(entries.begin(), entries.end());
  return world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::EnterAttendance, request)
      .status();
}

absl::Status Story::CloseSession(const sv::Session& session, int minutes) {
  auto request = OfSession<sv::DecideSessionRequest>(session);
  request.set_decision(minutes > 0 ? sv::CUT_SESSION_SHORT : sv::CLOSE_SESSION);
  if (minutes > 0) {
    request.mutable_took_place()->set_from(session.slot().from());
    request.mutable_took_place()->set_until(MinutesAfter(session.slot().from(), minutes));
    request.set_cause(sv::CAUSE_LEADER_AGENDA);
    request.set_reason("pendamping dipanggil pimpinan (rekaan)");
  }
  return world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::DecideSession, request)
      .status();
}

absl::StatusOr<sv::Sheet> Story::Verify(const sv::Session& session) {
  return world_.Ask(
      Organiser(), world_.scheduling(), &SchedulingClient::VerifyAttendance,
      OfSession<sv::VerifyAttendanceRequest>(session));
}

absl::Status Story::CheckInByCode() {
  RETURN_IF_ERROR(LetAttendanceDecide(world_));
  tell_.Step(
      {Cat("Kehadiran: kode di layar, sesi pertama, pada ",
           absl::FormatCivilTime(first_days_.first)),
       Cat("Attendance: the code on the screen, the first session, on ",
           absl::FormatCivilTime(first_days_.first))});
  RETURN_IF_ERROR(world_.MoveTo(first_days_.first, 7, 44));
  RETURN_IF_ERROR(Becomes(sv::BATCH_RUNNING));
  ASSIGN_OR_RETURN(seated_, Enrolled(batches_.front().id(), sv::ENROLMENT_CONFIRMED));
  if (seated_.size() < kLeast)
    return Stopped({"Pesertanya terlalu sedikit.", "There are too few participants."});
  ASSIGN_OR_RETURN(const sv::Delivery delivery, DeliveryOf(batches_.front()));
  const sv::Session& session = delivery.sessions(0);
  v1::ErrorDetails refused;
  const auto refuses = [&](const absl::StatusOr<sv::CheckInReceipt>& receipt) -> absl::Status {
    if (receipt.ok()) return absl::InternalError("a check-in went through that must not");
    refused.MergeFrom(cli::DetailsOf(receipt.status()));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(refuses(Scan(session, seated_[kTooEarly].person())));
  RETURN_IF_ERROR(world_.MoveTo(first_days_.first, 7, 45));
  ASSIGN_OR_RETURN(const sv::CheckInCode early, CodeOf(session));
  const std::size_t in_time = seated_.size() - kLateOnes;
  for (std::size_t i = 0; i < in_time; ++i)
    if (i != kNoPhone) RETURN_IF_ERROR(Scan(session, seated_[i].person()).status());
  RETURN_IF_ERROR(world_.MoveTo(first_days_.first, 8, 20));
  ASSIGN_OR_RETURN(const auto of_another, Enrolled(batches_[1].id(), sv::ENROLMENT_CONFIRMED));
  if (of_another.empty()) return Stopped({"Kelas kedua kosong.", "The second batch is empty."});
  RETURN_IF_ERROR(refuses(Scan(session, seated_[in_time].person(), early)));
  RETURN_IF_ERROR(refuses(Scan(session, of_another.front().person())));
  for (std::size_t i = in_time; i < seated_.size(); ++i)
    RETURN_IF_ERROR(Scan(session, seated_[i].person()).status());
  RETURN_IF_ERROR(world_.MoveTo(first_days_.first, 10, 0));
  for (std::size_t i = 0; i < seated_.size(); ++i)
    if (i != kNoPhone) RETURN_IF_ERROR(Scan(session, seated_[i].person()).status());
  RETURN_IF_ERROR(Enter(
      session,
      {WasThere(world_, seated_[kNoPhone], session.slot().from(), session.slot().until())}));
  RETURN_IF_ERROR(CloseSession(session));
  ASSIGN_OR_RETURN(const sv::Sheet sheet, Verify(session));
  tell_.Say(
      {Cat("Waktu dipindahkan melalui menit-menitnya. Pukul 07.44, satu menit sebelum daftar hadir "
           "dibuka, seorang peserta memindai kode; ia diberi tahu kapan, dan tidak ada yang "
           "terkunci: pukul 07.45 ia masuk. ",
           in_time - 1, " orang masuk sebelum 08.00, ", kLateOnes,
           " pukul 08.20. Ditolak, dan tidak dicatat: yang terlalu dini, kode yang sudah berganti, "
           "orang dari kelas lain:"),
       Cat("The clock is moved through its minutes. At 07:44, a minute before check-in opens, a "
           "participant scans the code; he is told when, and nothing is locked: at 07:45 he is "
           "in. ",
           in_time - 1, " come in before 08:00, ", kLateOnes,
           " at 08:20. Refused, and not recorded: the one who was too early, a code that has "
           "changed, somebody of another batch:")});
  Show(refused);
  tell_.Say(
      {"Satu orang tanpa ponsel dicatat panitia. Sesudah sesi semua memindai lagi untuk keluar; "
       "sesinya ditutup, daftar hadirnya diverifikasi:",
       "The committee enters one who has no phone. After the session all scan again to leave; it "
       "is closed, and its sheet verified:"});
  tell_.Table(Tally(sheet));
  return absl::OkStatus();
}

absl::StatusOr<sv::UploadAttendanceRequest> Story::WithoutNet(const sv::Session& session) {
  Device tablet;
  sv::RegisterDeviceRequest registration;
  registration.set_request_id(world_.NewRequestId());
  registration.set_unit(kAgency);
  registration.set_name("Tablet pintu aula (rekaan)");
  registration.set_public_key(tablet.public_key());
  ASSIGN_OR_RETURN(
      const sv::Device device,
      world_.Ask(
          Organiser(), world_.scheduling(), &SchedulingClient::RegisterDevice, registration));
  tablet.set_id(device.id());
  ASSIGN_OR_RETURN(const registry::v1::Person by, OfAgency("KASUBBAG"));
  absl::CivilMinute end;
  absl::ParseCivilTime(session.slot().until(), &end);
  auto request = OfSession<sv::UploadAttendanceRequest>(session);
  request.set_device(device.id());
  for (const sv::Enrolment& one : seated_) {
    const std::string from = Cat(session.slot().from(), ":00");
    sv::AttendanceEntry entry = WasThere(world_, one, from, Cat(session.slot().until(), ":00"));
    const bool leaves = &one == &*(seated_.end() - 2);
    if (leaves) entry.set_until(Cat(MinutesAfter(session.slot().from(), 30), ":00"));
    sv::SignedEntry& entered = *request.add_entries();
    entered = tablet.Sign(entry, session.id(), end + 1, by.id());
    // Somebody makes it more afterwards.
    if (leaves) entered.mutable_entry()->set_until(Cat(session.slot().until(), ":00"));
  }
  return request;
}

absl::Status Story::KeepTheSheets() {
  tell_.Step(
      {"Daftar hadir: dari tablet tanpa jaringan, dari panitia, dan dikoreksi",
       "Sheets: from a tablet without a net, from the committee, and put right"});
  ASSIGN_OR_RETURN(const sv::Delivery delivery, DeliveryOf(batches_.front()));
  const sv::Session& first = delivery.sessions(0);
  const sv::Session& second = delivery.sessions(1);
  RETURN_IF_ERROR(world_.MoveTo(first_days_.first, 11, 50));
  ASSIGN_OR_RETURN(sv::UploadAttendanceRequest upload, WithoutNet(second));
  std::map<sv::UploadResult, int> results;
  v1::ErrorDetails refused;
  // It is sent again, for nobody knows whether it has arrived.
  for (int times = 0; times < 2; ++times) {
    upload.set_request_id(world_.NewRequestId());
    ASSIGN_OR_RETURN(
        const sv::UploadReport report,
        world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::UploadAttendance, upload));
    for (const sv::UploadedEntry& one : report.entries()) {
      ++results[one.result()];
      if (times == 0) refused.mutable_findings()->MergeFrom(one.findings());
    }
  }
  tell_.Say(
      {Cat("Sesi kedua: jaringannya putus, tablet panitia mencatat dan menandatangani. Terdaftar "
           "hanya kunci publiknya. ",
           results[sv::UPLOAD_NEW], " catatan masuk; dikirim sekali lagi, ",
           results[sv::UPLOAD_AGAIN],
           " di antaranya memang sudah ada. Satu diubah sesudah ditandatangani, dan ditolak "
           "sendirian:"),
       Cat("The second session: the net is down, a tablet of the committee enters and signs. Only "
           "its public key is registered. ",
           results[sv::UPLOAD_NEW], " entries are taken; sent once more, ",
           results[sv::UPLOAD_AGAIN],
           " of them are there already. One was changed after it was signed, and is refused by "
           "itself:")});
  Show(refused);
  const sv::Enrolment& leaves = *(seated_.end() - 2);
  RETURN_IF_ERROR(Enter(
      second,
      {WasThere(world_, leaves, second.slot().from(), MinutesAfter(second.slot().from(), 30))}));
  RETURN_IF_ERROR(CloseSession(second));
  ASSIGN_OR_RETURN(const sv::Sheet sheet, Verify(second));
  tell_.Table(Tally(sheet));
  for (int i = 2; i < kAtWork; ++i) {
    const bool second_day = i >= kSessionsADay;
    if (i == 2 || i == kSessionsADay)
      RETURN_IF_ERROR(world_.MoveTo(second_day ? first_days_.second : first_days_.first, 16, 50));
    const sv::Session& session = delivery.sessions(i);
    std::vector<sv::AttendanceEntry> entries = AllThere(world_, seated_, session.slot());
    if (second_day) {
      sv::AttendanceEntry& absent = entries[kMissesADay];
      absent.set_statement(sv::STATEMENT_ABSENT);
      absent.clear_from();
      absent.clear_until();
    }
    RETURN_IF_ERROR(Enter(session, entries));
    RETURN_IF_ERROR(Verify(session).status());
  }
  const sv::Enrolment& wronged = *(seated_.end() - kLateOnes);
  auto correct = OfSession<sv::CorrectAttendanceRequest>(first);
  correct.set_enrolment(wronged.id());
  correct.set_statement(sv::STATEMENT_THERE);
  *correct.add_stays() = first.slot();
  correct.set_reason("Hadir sejak 08.00, disaksikan narasumber; ponselnya mati (rekaan).");
  ASSIGN_OR_RETURN(
      const sv::Sheet corrected,
      world_.Ask(
          HeadOfCommittee(), world_.scheduling(), &SchedulingClient::CorrectAttendance, correct));
  const auto row = std::find_if(
      corrected.rows().begin(), corrected.rows().end(),
      [&](const sv::SheetRow& one) { return one.enrolment() == wronged.id(); });
  if (row == corrected.rows().end()) return absl::InternalError("nobody was corrected");
  tell_.Say(
      {Cat("Enam sesi berikutnya tidak ditutup siapa pun: satu jam sesudahnya terlaksana menurut "
           "rencana; panitia mencatat daftar hadirnya. Satu orang tidak datang pada hari kedua. "
           "Koreksi sampai ",
           row->correct_until(),
           " (tiga hari kerja): ketua panitia, bukan yang memverifikasi, "
           "membetulkan satu yang terlambat di sesi pertama, dari 100 menjadi ",
           row->minutes(), " menit, dengan alasan; catatan semula tetap tersimpan."),
       Cat("Nobody closes the next six sessions: an hour later they took place as planned; the "
           "committee enters who was there. One person stays away on the second day. Corrections "
           "until ",
           row->correct_until(),
           " (three working days): the head of the committee, not who "
           "verified it, puts one right who was late in the first session, from 100 to ",
           row->minutes(), " minutes, with a reason; what was entered before is kept.")});
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
