// Who takes part: chosen by how well each fits, with reasons; published with money, hall, speakers
// and seats, all or none; then superiors and participants answer.
#include <algorithm>
#include <map>
#include <set>

#include "services/cli/language.h"
#include "services/cli/participants.h"
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

constexpr char kPost[] = "LURAH";
constexpr int kDaysOfSilence = 7;  // more than three working days

Actor Official() { return As("sekretaris-daerah", v1::AUTHORISED_OFFICIAL, "/"); }

std::string NameOfBatch(const sv::Batch& batch) { return Cat(kAgency, "/", batch.number()); }

}  // namespace

template <class Request>
Request Story::OfBatch(const sv::Batch& batch) const {
  Request request;
  request.set_request_id(world_.NewRequestId());
  request.set_unit(kAgency);
  request.set_batch(batch.id());
  return request;
}

absl::StatusOr<std::vector<sv::Enrolment>> Story::Enrolled(
    const std::string& batch, sv::EnrolmentState state) {
  sv::ListEnrolmentsRequest request;
  request.set_unit(kAgency);
  request.set_batch(batch);
  request.set_state(state);
  request.set_page_size(kPage);
  ASSIGN_OR_RETURN(
      const auto listed,
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::ListEnrolments, request));
  return std::vector<sv::Enrolment>(listed.enrolments().begin(), listed.enrolments().end());
}

absl::StatusOr<sv::Choice> Story::ChoiceOf(const std::string& person) {
  sv::GetChoiceRequest request;
  request.set_person(person);
  request.set_program(programs_.front().id());
  return world_.Ask(Employee(person), world_.scheduling(), &SchedulingClient::GetChoice, request);
}

absl::Status Story::ChooseParticipants() {
  tell_.Step(
      {Cat("Siapa yang ikut, pada ", absl::FormatCivilTime(world_.today())),
       Cat("Who takes part, on ", absl::FormatCivilTime(world_.today()))});
  ASSIGN_OR_RETURN(leadership_, Leadership::Load(world_));
  sv::SelectParticipantsRequest request;
  request.set_request_id(world_.NewRequestId());
  request.set_unit(kAgency);
  request.set_from_unit("/");
  for (const sv::Batch& batch : batches_) request.add_batches(batch.id());
  for (const std::string& family : programs_.front().design().families())
    request.add_families(family);
  // Somebody is put ahead who is none of them.
  ASSIGN_OR_RETURN(const auto favoured, OfAgency("KASUBBAG"));
  sv::SeatOverride& ahead = *request.add_overrides();
  ahead.set_person(favoured.id());
  ahead.set_reason(sv::LEADER_DIRECTIVE);
  const auto refused =
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::SelectParticipants, request);
  if (refused.ok()) return absl::InternalError("somebody of another family was put ahead");
  request.clear_overrides();
  request.set_request_id(world_.NewRequestId());
  ASSIGN_OR_RETURN(
      const sv::Selection selection,
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::SelectParticipants, request));
  tell_.Say(
      {"Arahan pimpinan menitipkan seorang kasubbag BKPP; urutan boleh dilewati dengan alasan, "
       "syarat tidak:",
       "A leader's directive puts a kasubbag of BKPP ahead; the order may be passed over with a "
       "reason, what a program asks may not:"});
  Show(cli::DetailsOf(refused.status()));
  tell_.Say(
      {Cat(selection.considered(),
           " orang dari rumpun jabatan program dinilai menurut "
           "kesenjangannya: ",
           selection.qualified(), " memenuhi syarat, ", selection.chosen(), " terpilih, ",
           selection.waiting(), " menunggu. Benih undian ", selection.seed(),
           " tersimpan: siapa pun dapat mengulangnya."),
       Cat(selection.considered(),
           " people of the program's job families are judged by their "
           "gaps: ",
           selection.qualified(), " qualify, ", selection.chosen(), " are chosen, ",
           selection.waiting(), " wait. The seed of the lots, ", selection.seed(),
           ", is kept: anybody can draw them again.")});

  std::map<std::string, const Leader*> leaders;
  std::map<std::string, int> lurah;  // of each kecamatan
  for (const Leader& leader : leadership_->leaders()) {
    leaders[leader.id] = &leader;
    if (leader.post == kPost) ++lurah[leader.kecamatan];
  }
  std::vector<std::vector<std::string>> table = {
      {cli::Say("kelas", "batch"), cli::Say("hari pertama", "first day"),
       cli::Say("kursi", "seats"), cli::Say("terpilih", "chosen"),
       cli::Say("lurah terbanyak dari satu kecamatan", "most lurah of one kecamatan")}};
  std::string first;
  for (std::size_t i = 0; i < batches_.size(); ++i) {
    ASSIGN_OR_RETURN(const std::vector<sv::Enrolment> enrolled, Enrolled(batches_[i].id()));
    std::map<std::string, int> away;
    for (const sv::Enrolment& one : enrolled) {
      const auto leader = leaders.find(one.person());
      if (leader != leaders.end() && leader->second->post == kPost)
        ++away[leader->second->kecamatan];
      if (first.empty() || one.rank() == 1) first = one.person();
    }
    std::string most;
    int at_most = 0;
    for (const auto& [kecamatan, gone] : away) {
      if (gone <= at_most) continue;
      at_most = gone;
      most = cli::Say(Cat(gone, " dari ", lurah[kecamatan]), Cat(gone, " of ", lurah[kecamatan]));
    }
    table.push_back(
        {NameOfBatch(batches_[i]), selection.intakes(static_cast<int>(i)).first_day(),
         Cat(batches_[i].capacity()), Cat(enrolled.size()), most});
  }
  tell_.Table(table);
  tell_.Say(
      {"Tidak ada kecamatan yang kehilangan lebih dari separuh lurahnya sekaligus. Setiap orang "
       "dapat membaca mengapa ia terpilih atau tidak, dan mengajukan keberatan:",
       "No kecamatan is without more than half of its lurah at a time. Everybody can read why he "
       "was or was not chosen, and object:"});
  std::vector<std::string> shown = {first};
  std::map<std::string, bool> qualifies;
  ASSIGN_OR_RETURN(const std::vector<sv::Enrolment> all, Enrolled(""));
  for (const sv::Enrolment& one : all) qualifies[one.person()] = true;
  for (const Leader& leader : leadership_->leaders()) {
    if (qualifies.contains(leader.id) || !ChoiceOf(leader.id).ok()) continue;
    shown.push_back(leader.id);
    break;
  }
  for (const std::string& person : shown) {
    ASSIGN_OR_RETURN(const sv::Choice choice, ChoiceOf(person));
    const auto leader = leaders.find(person);
    const std::string who = leader == leaders.end()
                                ? person
                                : Cat(leader->second->post, " ", NameOfUnit(leader->second->unit));
    tell_.Block(cli::ChoiceText(choice, who));
  }
  return absl::OkStatus();
}

absl::StatusOr<sv::Publication> Story::Publish(
    const sv::Batch& batch, const std::vector<sv::Payment>& payments) {
  auto request = OfBatch<sv::PublishBatchRequest>(batch);
  for (const sv::Payment& payment : payments) *request.add_payments() = payment;
  ASSIGN_OR_RETURN(
      sv::Publication publication,
      world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::PublishBatch, request));
  RETURN_IF_ERROR(WaitUntil("the publication has ended", [&]() -> absl::StatusOr<bool> {
    sv::GetPublicationRequest get;
    get.set_unit(kAgency);
    get.set_batch(batch.id());
    ASSIGN_OR_RETURN(
        publication,
        world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::GetPublication, get));
    return publication.step().empty();
  }));
  return publication;
}

// What is left of each line of the plan's item.
absl::StatusOr<std::vector<sv::Payment>> Story::WhatIsLeft() {
  budgeting::v1::GetFundsRequest request;
  request.set_unit(kAgency);
  request.set_plan_item(plan_item_);
  ASSIGN_OR_RETURN(
      const budgeting::v1::Funds funds,
      world_.Ask(Organiser(), world_.budgeting(), &budgeting::BudgetingClient::GetFunds, request));
  std::vector<sv::Payment> payments;
  for (const budgeting::v1::Funds::OfLine& line : funds.lines()) {
    if (line.year() != plan_year_ || line.free() == 0) continue;
    sv::Payment& payment = payments.emplace_back();
    payment.set_line(line.line());
    payment.set_amount(line.free());
  }
  return payments;
}

absl::Status Story::ArrangeWhatIsOnTheChecklist(const sv::Batch& batch) {
  for (int kind = sv::CHECK_RELEASE_LETTERS; kind <= sv::CHECK_MATERIALS; ++kind) {
    auto request = OfBatch<sv::SetChecklistItemRequest>(batch);
    request.set_kind(static_cast<sv::ChecklistKind>(kind));
    request.set_decision(sv::CHECK_DONE);
    RETURN_IF_ERROR(
        world_.Ask(Organiser(), world_.scheduling(), &SchedulingClient::SetChecklistItem, request)
            .status());
  }
  return absl::OkStatus();
}

absl::Status Story::PublishBatches() {
  tell_.Step(
      {"Terbit: uang, aula, narasumber, dan kursi, semuanya atau tidak sama sekali",
       "Published: money, hall, speakers and seats, all or none"});
  const absl::StatusOr<sv::Publication> too_early = Publish(batches_.front(), {});
  if (too_early.ok()) return absl::InternalError("a batch without its checklist was published");
  tell_.Say(
      {"Kelas pertama diterbitkan sebelum disiapkan:",
       "The first batch is published before anything is arranged:"});
  Show(cli::DetailsOf(too_early.status()));
  std::vector<std::vector<std::string>> table = {
      {cli::Say("kelas", "batch"), cli::Say("penerbitan", "publication"), cli::Say("uang", "money"),
       cli::Say("kursi ditawarkan", "seats offered")}};
  v1::ErrorDetails undone;
  for (const sv::Batch& batch : batches_) {
    RETURN_IF_ERROR(ArrangeWhatIsOnTheChecklist(batch));
    std::vector<sv::Payment> payments;
    for (bool done = false; !done;) {
      ASSIGN_OR_RETURN(const sv::Publication publication, Publish(batch, payments));
      done = publication.state() == sv::PUBLICATION_DONE;
      std::int64_t amount = 0;
      for (const sv::Payment& payment : publication.payments()) amount += payment.amount();
      ASSIGN_OR_RETURN(
          const std::vector<sv::Enrolment> offered, Enrolled(batch.id(), sv::ENROLMENT_OFFERED));
      table.push_back(
          {NameOfBatch(batch), cli::Word(publication.state()), Rupiah({amount}),
           Cat(offered.size())});
      if (done) continue;
      if (!payments.empty()) return Stopped({"Kelas tidak terbit.", "A batch is not published."});
      for (const v1::Finding& finding : publication.findings()) *undone.add_findings() = finding;
      ASSIGN_OR_RETURN(payments, WhatIsLeft());
    }
  }
  tell_.Say(
      {"Delapan dari sembilan butir daftar periksa disiapkan. Lalu tiap penerbitan mengikat "
       "uangnya di anggaran, memeriksa sekali lagi aula dan narasumbernya, dan menawarkan kursi:",
       "Eight of nine items of the checklist are arranged. Then each publication commits its "
       "money in the budget, checks its hall and speakers once more, and offers the seats:"});
  tell_.Table(table);
  if (undone.findings().empty()) return absl::OkStatus();
  tell_.Say(
      {"Yang tidak cukup uangnya dikembalikan seluruhnya, dengan sebabnya; tiga hari sewa gedung "
       "sudah dibayar lewat SPK/1, jadi kelas itu terbit dengan sisa tiap baris:",
       "The one that lacked money was undone as a whole, with the cause; three days of rent were "
       "paid by SPK/1 already, so that batch is published with what is left of each line:"});
  Show(undone);
  return absl::OkStatus();
}

absl::StatusOr<sv::Enrolment> Story::Answer(
    const Actor& by, const sv::Enrolment& enrolment,
    absl::StatusOr<sv::Enrolment> (SchedulingClient::*answer)(
        const Call&, const sv::AnswerEnrolmentRequest&) const,
    const std::string& reason) {
  sv::AnswerEnrolmentRequest request;
  request.set_request_id(world_.NewRequestId());
  request.set_person(enrolment.person());
  request.set_id(enrolment.id());
  request.set_reason(reason);
  return world_.Ask(by, world_.scheduling(), answer, request);
}

absl::Status Story::AnswerSeats() {
  tell_.Step(
      {"Atasan mengizinkan, peserta menyanggupi", "Superiors let them go, participants confirm"});
  // Above whom the registry knows nobody.
  std::set<std::string> camat;
  for (const Leader& leader : leadership_->leaders())
    if (leader.post == "CAMAT") camat.insert(leader.id);
  std::vector<sv::Enrolment> offered;
  RETURN_IF_ERROR(WaitUntil("every superior is asked", [&]() -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(offered, Enrolled("", sv::ENROLMENT_OFFERED));
    return std::count_if(offered.begin(), offered.end(), [&](const sv::Enrolment& one) {
             return one.asked().empty() && !camat.contains(one.person());
           }) == 0;
  }));
  // One superior is silent, and one participant cannot come.
  const std::string ill = offered.back().id();
  std::string silent;
  for (const sv::Enrolment& one : offered)
    if (silent.empty() && !one.asked().empty()) silent = one.asked(0);
  int approved = 0, confirmed = 0, left = 0;
  for (const sv::Enrolment& one : offered) {
    if (!one.asked().empty() && one.asked(0) == silent) {
      ++left;
      continue;
    }
    const Actor by = one.asked().empty() ? Official() : Employee(one.asked(0));
    RETURN_IF_ERROR(Answer(by, one, &SchedulingClient::ApproveEnrolment).status());
    ++approved;
    const Actor self = Employee(one.person());
    if (one.id() == ill) {
      RETURN_IF_ERROR(
          Answer(self, one, &SchedulingClient::DeclineEnrolment, "rawat inap (rekaan)").status());
      continue;
    }
    RETURN_IF_ERROR(Answer(self, one, &SchedulingClient::ConfirmEnrolment).status());
    ++confirmed;
  }
  RETURN_IF_ERROR(world_.MoveTo(world_.today() + kDaysOfSilence));
  int escalated = 0;
  for (const sv::Enrolment& one : offered) {
    if (one.asked().empty() || one.asked(0) != silent) continue;
    // As soon as the next above is asked; above the last that is the official.
    RETURN_IF_ERROR(WaitUntil("the next above is asked", [&]() -> absl::StatusOr<bool> {
      ASSIGN_OR_RETURN(const std::vector<sv::Enrolment> open, Enrolled("", sv::ENROLMENT_OFFERED));
      for (const sv::Enrolment& now : open) {
        if (now.id() != one.id()) continue;
        const Actor by = now.asked_size() > 1 ? Employee(now.asked(1)) : Official();
        return Answer(by, now, &SchedulingClient::ApproveEnrolment).ok();
      }
      return Stopped({"Kursinya tidak terbuka lagi.", "The seat is no longer open."});
    }));
    RETURN_IF_ERROR(
        Answer(Employee(one.person()), one, &SchedulingClient::ConfirmEnrolment).status());
    ++escalated;
  }
  tell_.Say(
      {Cat(approved, " atasan mengizinkan, ", confirmed,
           " peserta menyanggupi, satu sakit dan "
           "kursinya berpindah. Seorang atasan diam atas ",
           left, " permintaan: sesudah tiga hari kerja yang di atasnya ikut ditanya, dan ",
           escalated, " kursi terisi."),
       Cat(approved, " times a superior agreed, ", confirmed,
           " participants confirmed, one is ill "
           "and the seat passes on. One superior was silent about ",
           left, ": after three working days the next above is asked as well, and ", escalated,
           " seats are filled.")});
  sv::GetFairnessRequest request;
  request.set_unit(kAgency);
  request.set_program(programs_.front().id());
  ASSIGN_OR_RETURN(
      const sv::Fairness fairness,
      world_.Ask(Analyst(), world_.scheduling(), &SchedulingClient::GetFairness, request));
  tell_.Say(
      {"Adil menurut siapa (F-24; kelompok kecil tidak ditampilkan):",
       "Fair to whom (F-24; small groups are not shown):"});
  tell_.Block(cli::FairnessText(fairness));
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
