// Publishing a batch: a saga of money, venue and speakers, seats (docs/sagas.md).
#include <algorithm>

#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/app.h"
#include "services/common/domain/step.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/scheduling/publication_store.h"
#include "services/scheduling/question_store.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling {
namespace {

using publication_store::Publication;

constexpr char kSaga[] = "publication";

// The document by which a publication commits its money: one of it for ever.
std::string DocumentOf(const Saga& saga) { return Cat(saga.subject, "/", saga.version); }

// The plan may be another since it was drafted. Who publishes another one of its item meanwhile
// waits.
absl::StatusOr<Findings> CheckPlanned(Tx& tx, const batch_store::Batch& batch) {
  ASSIGN_OR_RETURN(
      const batch_store::PlanItem item, batch_store::LockPlanItem(tx, batch.plan_item));
  return domain::CheckPublished(
      item.planned, batch_store::PublishedOf(tx, item.id, batch.id), batch.capacity);
}

absl::StatusOr<Timers::Effect> Nothing(const Call&, const Saga&, const std::string&) {
  return Timers::Effect([](Tx&) { return absl::OkStatus(); });
}

}  // namespace

saga::Kind Scheduling::PublicationSaga() {
  const auto commit = [this](auto&&... turn) { return CommitFunds(turn...); };
  const auto release = [this](auto&&... turn) { return ReleaseFunds(turn...); };
  const auto book = [this](auto&&... turn) { return BookResources(turn...); };
  const auto offer = [this](auto&&... turn) { return OfferKeptSeats(turn...); };
  return {
      .name = kSaga,
      .steps =
          {
              // Committed: all lines or none (budgeting).
              {.name = "FUNDS", .act = commit, .undo = release},
              // Venue and speakers, booked since the release: they still can be had, whoever has a
              // seat can still be spared (SC-07), and the plan still has the batch.
              {.name = "RESOURCES", .act = book, .undo = Nothing},
              // Offered to those for whom they are kept, and to who waits while some are free. The
              // last step: its effect is committed with the end.
              {.name = "SEATS", .act = offer, .undo = Nothing},
          },
      .overdue =
          [](const Saga& saga) {
            return domain::PublicationOverdue(
                static_cast<int>(absl::ToInt64Hours(saga.deadline - saga.begun)));
          },
      .ended = [this](Tx& tx, const Saga& saga) { return EndPublication(tx, saga); }};
}

absl::StatusOr<Timers::Effect> Scheduling::CommitFunds(
    const Call& call, const Saga& saga, const std::string& request_id) {
  ASSIGN_OR_RETURN(const Publication publication, db_.Read(call, [&](Tx& tx) {
    return publication_store::Get(tx, saga.subject, saga.version);
  }));
  if (publication.payments.empty()) return Nothing(call, saga, request_id);
  budgeting::v1::CommitRequest request;
  request.set_request_id(request_id);
  request.set_unit(publication.unit);
  request.set_doc_ref(DocumentOf(saga));
  request.set_plan_item(publication.plan_item);
  request.set_batch(publication.batch);
  request.set_decided_by(publication.begun_by);
  for (const domain::Payment& payment : publication.payments) {
    budgeting::v1::Part& part = *request.add_parts();
    part.set_line(payment.line);
    part.set_amount(payment.amount.rupiah);
    part.set_year(payment.year);
  }
  ASSIGN_OR_RETURN(const budgeting::v1::Commitment made, budgeting_.Commit(call, request));
  return Timers::Effect([saga, commitment = made.id()](Tx& tx) {
    publication_store::SetCommitment(tx, saga.subject, saga.version, commitment);
    return absl::OkStatus();
  });
}

// By its document, which is known also when nobody heard whether it was committed.
absl::StatusOr<Timers::Effect> Scheduling::ReleaseFunds(
    const Call& call, const Saga& saga, const std::string& request_id) {
  ASSIGN_OR_RETURN(const Publication publication, db_.Read(call, [&](Tx& tx) {
    return publication_store::Get(tx, saga.subject, saga.version);
  }));
  if (!publication.payments.empty()) {
    budgeting::v1::ReleaseDocumentRequest request;
    request.set_request_id(request_id);
    request.set_unit(publication.unit);
    request.set_doc_ref(DocumentOf(saga));
    RETURN_IF_ERROR(budgeting_.ReleaseDocument(call, request).status());
  }
  return Nothing(call, saga, request_id);
}

absl::StatusOr<Timers::Effect> Scheduling::BookResources(
    const Call&, const Saga& saga, const std::string&) {
  return Timers::Effect([this, saga](Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const batch_store::Batch batch, batch_store::Lock(tx, saga.subject));
    ASSIGN_OR_RETURN(Findings findings, CheckPlanned(tx, batch));
    for (Finding& finding : CheckReleased(tx, batch)) findings.push_back(std::move(finding));
    return RefuseIfBlocked(std::move(findings));
  });
}

absl::StatusOr<Timers::Effect> Scheduling::OfferKeptSeats(
    const Call&, const Saga& saga, const std::string&) {
  return Timers::Effect([this, saga](Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const batch_store::Batch batch, batch_store::Lock(tx, saga.subject));
    return OfferSeats(tx, batch);
  });
}

absl::Status Scheduling::EndPublication(Tx& tx, const Saga& saga) {
  ASSIGN_OR_RETURN(batch_store::Batch batch, batch_store::Lock(tx, saga.subject));
  ASSIGN_OR_RETURN(
      const Publication publication, publication_store::Get(tx, batch.id, saga.version));
  domain::Batch of = batch_store::AsDomain(batch);
  if (saga.state == SagaState::kUndone) {
    RETURN_IF_ERROR(of.Unpublished(saga.version));
    v1::BatchUnpublished event;
    event.set_batch(batch.id);
    event.set_unit(batch.unit);
    event.set_number(saga.version);
    Tell(tx, event);
    batch_store::Save(tx, batch_store::Become(batch, of));
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(of.Published(saga.version));
  v1::BatchPublished event;
  event.set_batch(batch.id);
  event.set_unit(batch.unit);
  event.set_plan_item(batch.plan_item);
  event.set_first_day(absl::FormatCivilTime(of.first_day));
  event.set_last_day(absl::FormatCivilTime(of.last_day));
  event.set_number(saga.version);
  event.set_commitment(publication.commitment);
  Tell(tx, event);
  return Carry(tx, batch_store::Become(batch, of));
}

Findings Scheduling::CheckReleased(Tx& tx, batch_store::Batch batch) const {
  const auto release = batch_store::ReleaseOf(tx, batch.id, batch.released);
  if (!release.has_value()) return {};
  batch.draft = release->content;
  Checked checked = Check(tx, batch, true);
  for (Finding& finding : Continuity(tx, batch, checked.rundown))
    checked.findings.push_back(std::move(finding));
  return checked.findings;
}

absl::StatusOr<Scheduling::Paying> Scheduling::PaymentsFor(
    const Call& call, const v1::PublishBatchRequest& request) {
  Paying paying;
  const auto read = [&](Tx& tx) -> absl::StatusOr<batch_store::Batch> {
    ASSIGN_OR_RETURN(
        batch_store::Batch found, batch_store::Get(tx, request.unit(), request.batch(), "batch"));
    std::vector<absl::CivilDay> days;
    if (const auto release = batch_store::ReleaseOf(tx, found.id, found.released))
      for (const domain::RundownItem& item : AsDomain(release->content).items)
        days.push_back(item.day);
    paying.costs = domain::CostsByYear({found.rupiah}, days);
    return found;
  };
  ASSIGN_OR_RETURN(const batch_store::Batch batch, db_.Read(call, read));
  for (const v1::Payment& payment : request.payments())
    paying.payments.push_back({payment.line(), {payment.amount()}});
  const bool named = !paying.payments.empty();
  if (!batch.first_day.has_value() || (batch.rupiah == 0 && !named)) return paying;
  budgeting::v1::GetFundsRequest asked;
  asked.set_unit(batch.unit);
  asked.set_plan_item(batch.plan_item);
  ASSIGN_OR_RETURN(const budgeting::v1::Funds funds, budgeting_.GetFunds(call, asked));
  for (const budgeting::v1::Funds::OfLine& line : funds.lines()) {
    if (std::ranges::any_of(
            paying.costs, [&](const domain::YearCost& cost) { return cost.year == line.year(); })) {
      paying.funds.push_back({line.line(), {line.earmarked()}, {line.free()}, line.year()});
    }
  }
  if (!named) paying.payments = domain::PaymentsOf(paying.funds, paying.costs);
  for (domain::Payment& payment : paying.payments)
    for (const domain::Fund& fund : paying.funds)
      if (fund.line == payment.line) payment.year = fund.year;
  return paying;
}

absl::StatusOr<v1::Publication> Scheduling::ShowPublication(
    Tx& tx, const batch_store::Batch& batch, int number) {
  ASSIGN_OR_RETURN(const Publication publication, publication_store::Get(tx, batch.id, number));
  const std::optional<Saga> saga = saga::Find(tx, kSaga, batch.id, number);
  if (!saga.has_value()) return absl::InternalError("a publication without its saga");
  v1::Publication proto;
  proto.set_batch(batch.id);
  proto.set_number(number);
  proto.set_state(ToContract<v1::PublicationState>(saga->state));
  if (saga->Next().has_value())
    proto.set_step(PublicationSaga().steps[static_cast<std::size_t>(saga->at)].name);
  for (const domain::Payment& payment : publication.payments) {
    v1::Payment& out = *proto.add_payments();
    out.set_line(payment.line);
    out.set_amount(payment.amount.rupiah);
  }
  proto.set_commitment(publication.commitment);
  proto.set_begun_by(publication.begun_by);
  proto.set_begun_at(InstantText(saga->begun));
  proto.set_deadline(InstantText(saga->deadline));
  for (const Finding& finding : saga->findings) ::binadaya::ToProto(finding, *proto.add_findings());
  proto.set_batch_state(batch_store::ToContract(batch.state));
  return proto;
}

absl::StatusOr<v1::Publication> Scheduling::PublishBatch(
    Call& call, const v1::PublishBatchRequest& request) {
  const auto begin = [&](Tx& tx, const Paying& paying) -> absl::StatusOr<v1::Publication> {
    const std::vector<domain::Payment>& payments = paying.payments;
    ASSIGN_OR_RETURN(
        batch_store::Batch batch, batch_store::Lock(tx, request.unit(), request.batch(), "batch"));
    RETURN_IF_ERROR(tx.Expect("batch", batch.id, request.version()));
    domain::Batch of = batch_store::AsDomain(batch);
    ASSIGN_OR_RETURN(Findings checks, CheckPlanned(tx, batch));
    for (Finding& finding : CheckReleased(tx, batch)) checks.push_back(std::move(finding));
    for (Finding& finding : domain::CheckPayments(payments, paying.funds, {batch.rupiah}))
      checks.push_back(std::move(finding));
    for (Finding& finding : domain::CheckYears(payments, paying.costs))
      checks.push_back(std::move(finding));
    const auto in_question = static_cast<int>(question_store::OpenIn(tx, batch.id).size());
    for (Finding& finding : domain::CheckNoneInQuestion(in_question))
      checks.push_back(std::move(finding));
    const bool money = !payments.empty() || batch.rupiah == 0;
    RETURN_IF_ERROR(of.Publish(
        checks, publication_store::ChecklistOf(tx, batch.id), money, call.today(),
        {.checklist = ChecklistRules(tx)}));
    batch = batch_store::Become(batch, of);
    batch_store::Save(tx, batch);
    publication_store::Add(
        tx, {.batch = batch.id,
             .number = of.publications,
             .begun_by = call.subject(),
             .payments = payments});
    saga::Start(
        tx, kSaga, batch.id, of.publications,
        call.now() + absl::Hours(publication_hours_.Today(tx)[0]));
    v1::BatchPublishing event;
    event.set_batch(batch.id);
    event.set_unit(batch.unit);
    event.set_number(of.publications);
    Tell(tx, event);
    return ShowPublication(tx, batch, of.publications);
  };
  return db_.Write(
      call, request, [&] { return PaymentsFor(call, request); }, begin);
}

absl::StatusOr<v1::Publication> Scheduling::GetPublication(
    Call& call, const v1::GetPublicationRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Publication> {
    ASSIGN_OR_RETURN(
        const batch_store::Batch batch,
        batch_store::Get(tx, request.unit(), request.batch(), "batch"));
    return ShowPublication(
        tx, batch, request.number() == 0 ? batch.publications : request.number());
  });
}

}  // namespace binadaya::scheduling
