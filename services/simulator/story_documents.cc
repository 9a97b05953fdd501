// What is printed and kept: of the first batch letters, its rundown and calendars before it begins,
// and sheets when it is over; each as its owners know it at that moment.
#include <filesystem>

#include "absl/strings/str_format.h"
#include "services/cli/import_files.h"
#include "services/cli/language.h"
#include "services/cli/words.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/reference.h"
#include "services/simulator/story.h"

namespace binadaya::simulator {
namespace {

namespace pv = reporting::v1;
namespace sv = scheduling::v1;
using reporting::ReportingClient;

}  // namespace

std::string Story::KeptIn() const {
  return Cat(world_.environment().Get("LOCAL", ".local"), "/demo/documents");
}

absl::Status Story::Keep(const std::string& name, std::string_view bytes) const {
  std::error_code error;
  std::filesystem::create_directories(KeptIn(), error);  // what fails, writing says
  return cli::SaveBytes(Cat(KeptIn(), "/", name), bytes);
}

template <class Request>
Request Story::Letter(const std::string& number, const std::string& signed_by) const {
  auto request = InAgency<Request>();
  request.set_batch(batches_.front().id());
  request.mutable_head()->set_number(Cat(number, "/", plan_year_, " (rekaan)"));
  request.mutable_head()->set_date(absl::FormatCivilTime(world_.today()));
  request.mutable_head()->set_signed_by(signed_by);
  return request;
}

absl::Status Story::MakeLetters() {
  tell_.Step(
      {Cat("Surat, susunan acara, dan kalender kelas pertama, pada ",
           absl::FormatCivilTime(world_.today())),
       Cat("Letters, rundown and calendars of the first batch, on ",
           absl::FormatCivilTime(world_.today()))});
  ASSIGN_OR_RETURN(const registry::v1::Person head, OfAgency("KEPALA_OPD"));
  std::vector<std::vector<std::string>> table = {
      {cli::Say("dokumen", "document"), cli::Say("berkas", "file")}};
  const auto note = [&](const absl::StatusOr<Printed>& printed) {
    if (printed.ok()) table.push_back({cli::Word(printed->document.kind()), printed->file});
    return printed.status();
  };
  auto rundown = InAgency<pv::RenderRundownRequest>();
  rundown.set_batch(batches_.front().id());
  RETURN_IF_ERROR(note(Print(Organiser(), &ReportingClient::RenderRundown, rundown)));
  auto invitation = Letter<pv::RenderInvitationRequest>("005/12", head.id());
  for (const pv::Invited invited : {pv::PARTICIPANTS, pv::SPEAKERS}) {
    invitation.set_invited(invited);
    RETURN_IF_ERROR(note(Print(Organiser(), &ReportingClient::RenderInvitation, invitation)));
  }
  const auto assign = [&](pv::DocumentFormat format) {
    return Print(
        Organiser(), &ReportingClient::RenderAssignmentLetter,
        Letter<pv::RenderAssignmentLetterRequest>("893/12", head.id()), format);
  };
  ASSIGN_OR_RETURN(const Printed letter, assign(pv::PDF));
  RETURN_IF_ERROR(note(letter));
  ASSIGN_OR_RETURN(const Printed on_screen, assign(pv::HTML));
  if (on_screen.document.id() != letter.document.id())
    return absl::InternalError("the same letter has another code");
  tell_.Say(
      {"Panitia mencetak apa yang keluar dari kelas ini, menurut pemilik datanya pada saat itu: "
       "nama dan jabatan dari registri, kursi dan jam dari penjadwalan, baris belanja dari "
       "anggaran:",
       "The committee prints what goes out of this batch, as those who own it know it at that "
       "moment: names and posts from the registry, seats and hours from scheduling, lines from the "
       "budget:"});
  tell_.Table(table);
  ASSIGN_OR_RETURN(const auto confirmed, Enrolled(batches_.front().id(), sv::ENROLMENT_CONFIRMED));
  if (confirmed.empty()) return Stopped({"Kelas pertama kosong.", "The first batch is empty."});
  const std::string paid = Rupiah({letter.document.total()});
  tell_.Say(
      {Cat("Surat tugas menyebut ", confirmed.size(), " orang dan baris belanja yang membayarnya, ",
           paid, ". Sebagai PDF atau HTML kodenya sama, ", letter.document.id(),
           ": kode berasal dari isinya, dan siapa pun dapat memeriksanya."),
       Cat("The assignment letter names ", confirmed.size(), " people and the lines that pay, ",
           paid, ". As PDF or as HTML its code is the same, ", letter.document.id(),
           ": it is made of the content, and anybody can check it.")});
  return SendCalendar(confirmed.front().person());
}

absl::Status Story::SendCalendar(const std::string& person) {
  sv::ListInvitationsRequest request;
  request.set_person(person);
  request.set_batch(batches_.front().id());
  ASSIGN_OR_RETURN(
      const sv::ListInvitationsResponse sessions,
      world_.Ask(
          Employee(person), world_.scheduling(), &scheduling::SchedulingClient::ListInvitations,
          request));
  const int files = sessions.invitations_size();
  for (int i = 0; i < files; ++i)
    RETURN_IF_ERROR(Keep(absl::StrFormat("acara-%02d.ics", i + 1), sessions.invitations(i).file()));
  ASSIGN_OR_RETURN(const std::string who, NameOf(world_, person));
  tell_.Say(
      {Cat("Bagi ponsel setiap peserta ada berkas kalender (iCalendar), satu tiap acara selain "
           "jeda: ",
           files, " bagi ", who, ". Semuanya ada di ", KeptIn(), "/."),
       Cat("For the phone of each participant there are calendar files (iCalendar), one for each "
           "item that is no break: ",
           files, " for ", who, ". All of it is in ", KeptIn(), "/.")});
  return absl::OkStatus();
}

absl::Status Story::PrintSheets() {
  ASSIGN_OR_RETURN(const sv::Delivery delivery, DeliveryOf(batches_.front()));
  std::string first;
  for (const sv::Session& session : delivery.sessions()) {
    auto request = InAgency<pv::RenderAttendanceSheetRequest>();
    request.set_batch(batches_.front().id());
    request.set_session(session.id());
    ASSIGN_OR_RETURN(
        const Printed sheet, Print(Organiser(), &ReportingClient::RenderAttendanceSheet, request));
    if (first.empty()) first = sheet.file;
  }
  tell_.Say(
      {Cat("Daftar hadir ", delivery.sessions_size(),
           " sesinya dicetak seperti diverifikasi: siapa hadir berapa menit, dan apa yang "
           "dikoreksi. Yang pertama: ",
           KeptIn(), "/", first, "."),
       Cat("The sheets of its ", delivery.sessions_size(),
           " sessions are printed as they were verified: who was there for how many minutes, and "
           "what was put right. The first: ",
           KeptIn(), "/", first, ".")});
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
