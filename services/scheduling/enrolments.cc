// One enrolment: who sees it, and what its superior, its participant and who organises decide.
#include <algorithm>

#include "services/common/aggregate.h"
#include "services/common/app.h"
#include "services/common/domain/step.h"
#include "services/common/status.h"
#include "services/scheduling/people_store.h"
#include "services/scheduling/scheduling.h"

namespace binadaya::scheduling {
namespace {

using enrolment_store::Enrolment;

constexpr std::size_t kLongestLine = 6;  // superiors above one another

absl::Status ChangedMeanwhile() {
  return Refuse(
      absl::StatusCode::kAborted,
      {{.rule = "ENR-36",
        .where = "id",
        .message = {
            "Kepesertaan ini baru saja berubah. Lihat keadaannya, lalu ulangi.",
            "This enrolment has just changed. See where it stands, then try again."}}});
}

template <class Key>
v1::ListEnrolmentsResponse ListOf(
    Tx& tx, const std::vector<Enrolment>& enrolments, const Page& page, Key key) {
  const auto versions =
      VersionsOf(tx, "enrolment", enrolments, [](const Enrolment& one) { return one.is.id; });
  v1::ListEnrolmentsResponse response;
  for (const Enrolment& one : enrolments)
    *response.add_enrolments() = ShowEnrolment(one, versions.at(one.is.id));
  if (response.enrolments_size() == page.size())
    response.set_next_page_token(page.Next(key(enrolments.back())));
  return response;
}

std::vector<std::string> IdOf(const Enrolment& one) { return {one.is.id}; }

}  // namespace

absl::StatusOr<v1::ListEnrolmentsResponse> Scheduling::ListEnrolments(
    Call& call, const v1::ListEnrolmentsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListEnrolmentsResponse> {
    return ListOf(
        tx, enrolment_store::PageOf(tx, call.scope(), request, page), page,
        [](const Enrolment& one) -> std::vector<std::string> {
          return {one.is.program, Cat(one.is.selection), Cat(one.is.rank), one.is.id};
        });
  });
}

absl::StatusOr<v1::ListEnrolmentsResponse> Scheduling::ListOwnEnrolments(
    Call& call, const v1::ListOwnEnrolmentsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListEnrolmentsResponse> {
    return ListOf(tx, enrolment_store::PageOfPerson(tx, request.person(), page), page, &IdOf);
  });
}

absl::StatusOr<v1::ListEnrolmentsResponse> Scheduling::ListAsked(
    Call& call, const v1::ListAskedRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListEnrolmentsResponse> {
    return ListOf(tx, enrolment_store::PageOfAsked(tx, request.superior(), page), page, &IdOf);
  });
}

absl::StatusOr<std::vector<std::string>> Scheduling::LineOf(
    const Call& call, const std::string& person) const {
  const Call own = app_.Background(call.method(), call.remaining());
  std::vector<std::string> line;
  registry::v1::GetSuperiorRequest request;
  request.set_person(person);
  while (line.size() < kLongestLine) {
    ASSIGN_OR_RETURN(const registry::v1::Superior superior, registry_.GetSuperior(own, request));
    if (superior.person().empty() || superior.person() == person ||
        Contains(line, superior.person())) {
      break;
    }
    line.push_back(superior.person());
    request.set_person(superior.person());
  }
  return line;
}

absl::StatusOr<std::vector<std::string>> Scheduling::WhoLetsGo(
    const Call& call, const std::string& person) const {
  ASSIGN_OR_RETURN(std::vector<std::string> line, LineOf(call, person));
  ASSIGN_OR_RETURN(const std::string path, db_.Read(call, [&](Tx& tx) {
    return people_store::PathOf(tx, person);
  }));
  if (call.Holds(::binadaya::v1::AUTHORISED_OFFICIAL, path)) line.push_back(call.subject());
  return line;
}

bool Scheduling::IsOfUnit(Tx& tx, const Enrolment& one, const std::string& unit) {
  return one.unit == unit ||
         (!one.is.batch.empty() && batch_store::Get(tx, unit, one.is.batch, "id").ok());
}

absl::StatusOr<v1::Enrolment> Scheduling::DecideEnrolment(
    Tx& tx, const std::string& id, std::int64_t version,
    const std::function<bool(const Enrolment&)>& sees, const SeatDecision& decide) const {
  ASSIGN_OR_RETURN(const Enrolment found, enrolment_store::Get(tx, id));
  if (!sees(found)) return NoSuchObject("id");
  if (found.is.batch.empty()) {
    RETURN_IF_ERROR(program_store::Lock(tx, found.is.program).status());
    ASSIGN_OR_RETURN(Enrolment of, enrolment_store::Get(tx, id));
    if (!of.is.batch.empty()) return ChangedMeanwhile();
    RETURN_IF_ERROR(tx.Expect("enrolment", id, version));
    RETURN_IF_ERROR(decide(of.is, {.today = tx.call().today()}));
    Settle(tx, of);
    return ShowEnrolment(of, VersionOf(tx, "enrolment", id) + 1);
  }
  ASSIGN_OR_RETURN(const batch_store::Batch batch, batch_store::Lock(tx, found.is.batch));
  ASSIGN_OR_RETURN(Seats seats, Seats::Open(tx, batch, SeatRulesOf(tx)));
  Enrolment* const of = seats.Find(id);
  if (of == nullptr || of->is.batch != batch.id) return ChangedMeanwhile();
  RETURN_IF_ERROR(tx.Expect("enrolment", id, version));
  RETURN_IF_ERROR(decide(of->is, seats.setting()));
  seats.Promote(tx);
  seats.Finish(tx);
  return ShowEnrolment(*seats.Find(id), VersionOf(tx, "enrolment", id) + 1);
}

absl::StatusOr<v1::Enrolment> Scheduling::Answer(
    Call& call, const v1::AnswerEnrolmentRequest& request, const SeatDecision& decide) {
  return db_.Write(call, request, [&](Tx& tx) {
    return DecideEnrolment(
        tx, request.id(), request.version(),
        [&](const Enrolment& one) { return one.is.person == request.person(); }, decide);
  });
}

absl::StatusOr<v1::Enrolment> Scheduling::ApproveEnrolment(
    Call& call, const v1::AnswerEnrolmentRequest& request) {
  return db_.Write(
      call, request, [&] { return WhoLetsGo(call, request.person()); },
      [&](Tx& tx, const std::vector<std::string>& line) {
        return DecideEnrolment(
            tx, request.id(), request.version(),
            [&](const Enrolment& one) { return one.is.person == request.person(); },
            [&](domain::Enrolment& enrolment, const domain::EnrolmentSetting& setting) {
              return enrolment.Approve(call.subject(), line, setting);
            });
      });
}

absl::StatusOr<v1::Enrolment> Scheduling::RejectEnrolment(
    Call& call, const v1::AnswerEnrolmentRequest& request) {
  return db_.Write(
      call, request, [&] { return WhoLetsGo(call, request.person()); },
      [&](Tx& tx, const std::vector<std::string>& line) {
        return DecideEnrolment(
            tx, request.id(), request.version(),
            [&](const Enrolment& one) { return one.is.person == request.person(); },
            [&](domain::Enrolment& enrolment, const domain::EnrolmentSetting& setting) {
              return enrolment.Reject(call.subject(), line, request.reason(), setting);
            });
      });
}

absl::StatusOr<v1::Enrolment> Scheduling::ConfirmEnrolment(
    Call& call, const v1::AnswerEnrolmentRequest& request) {
  return Answer(
      call, request, [&](domain::Enrolment& enrolment, const domain::EnrolmentSetting& setting) {
        return enrolment.Confirm(call.subject(), setting);
      });
}

absl::StatusOr<v1::Enrolment> Scheduling::DeclineEnrolment(
    Call& call, const v1::AnswerEnrolmentRequest& request) {
  return Answer(
      call, request, [&](domain::Enrolment& enrolment, const domain::EnrolmentSetting& setting) {
        return enrolment.Decline(call.subject(), request.reason(), setting);
      });
}

absl::StatusOr<v1::Enrolment> Scheduling::WithdrawEnrolment(
    Call& call, const v1::WithdrawEnrolmentRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) {
    return DecideEnrolment(
        tx, request.id(), request.version(),
        [&](const Enrolment& one) { return IsOfUnit(tx, one, request.unit()); },
        [&](domain::Enrolment& enrolment, const domain::EnrolmentSetting& setting) {
          return enrolment.Withdraw(call.subject(), request.reason(), setting);
        });
  });
}

// The superior of a seat that was offered; after his silence the one above him as well, and above
// the last the authorised official.
absl::StatusOr<Timers::Effect> Scheduling::AskSuperior(const Call& call, const std::string& id) {
  const auto found = db_.Read(call, [&](Tx& tx) { return enrolment_store::Get(tx, id); });
  if (!found.ok()) return found.status();
  const auto nothing = [](Tx&) { return absl::OkStatus(); };
  if (found->is.state != domain::EnrolmentState::kOffered) return nothing;
  ASSIGN_OR_RETURN(const std::vector<std::string> line, LineOf(call, found->is.person));
  return [this, id, line](Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const Enrolment before, enrolment_store::Get(tx, id));
    if (before.is.batch.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const batch_store::Batch batch, batch_store::Lock(tx, before.is.batch));
    ASSIGN_OR_RETURN(Seats seats, Seats::Open(tx, batch, SeatRulesOf(tx)));
    Enrolment* const of = seats.Find(id);
    if (of == nullptr || of->is.state != domain::EnrolmentState::kOffered) return absl::OkStatus();
    const bool same = IsAskedOf(*of, line);
    const bool official =
        of->is.escalations > 0 && of->is.escalations >= static_cast<int>(of->asked.size());
    const bool all = of->asked.size() >= line.size();
    if (official && same && all) return absl::OkStatus();
    const bool silent = tx.call().today() > of->is.answer_by;
    const bool anew = of->asked.empty() || !same || official;
    if (anew) {
      // Those who were asked in vain and are superiors still, and who is behind them now.
      const auto next = std::ranges::mismatch(of->asked, line).in2;
      const auto stay = static_cast<int>(next - line.begin());
      if (!of->asked.empty() || silent || official) of->is.AskAnew(seats.answer_by(), stay);
      of->asked.assign(line.begin(), next == line.end() ? next : next + 1);
      if (next == line.end()) of->is.AskOfficial();
    } else if (silent) {
      RETURN_IF_ERROR(of->is.Escalate(seats.answer_by(), seats.setting()));
      const auto asks = static_cast<std::size_t>(of->is.escalations) + 1;
      if (asks <= line.size())
        of->asked.assign(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(asks));
    }
    tx.At(app_.clock().StartOf(of->is.answer_by + 1), kSuperiorTimer, id);
    if (!anew && !silent) return absl::OkStatus();
    enrolment_store::Save(tx, *of);
    TellAsked(tx, *of);
    return absl::OkStatus();
  };
}

}  // namespace binadaya::scheduling
