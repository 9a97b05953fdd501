// The account of a batch: which documents it needs, which are there. And what honoraria come to.
#include "binadaya/budgeting/v1/budgeting_events.tell.h"
#include "services/budgeting/budgeting.h"
#include "services/budgeting/domain/honorarium.h"
#include "services/budgeting/price_store.h"
#include "services/budgeting/spj_store.h"
#include "services/common/day.h"
#include "services/common/enums.h"
#include "services/common/status.h"

namespace binadaya::budgeting {
namespace {

v1::SpjBundle ShowBundle(
    Tx& tx, const std::string& unit, const std::string& batch, const domain::SpjBundle& bundle) {
  v1::SpjBundle proto;
  proto.set_batch(batch);
  for (const domain::SpjKind kind : bundle.required)
    proto.add_required(ToContract<v1::SpjKind>(kind));
  for (const v1::SpjBundle::Document& one : spj_store::Documents(tx, unit, batch))
    *proto.add_present() = one;
  for (const v1::SpjBundle::Document& one : spj_store::Withdrawn(tx, unit, batch))
    *proto.add_withdrawn() = one;
  for (const domain::SpjKind kind : bundle.Missing())
    proto.add_missing(ToContract<v1::SpjKind>(kind));
  if (const auto due = bundle.Due()) proto.set_due(absl::FormatCivilTime(*due));
  proto.set_overdue(bundle.Overdue(tx.call().today()));
  proto.set_complete(bundle.Complete());
  return proto;
}

}  // namespace

absl::StatusOr<v1::SpjBundle> Budgeting::RecordSpjDocument(
    Call& call, const v1::RecordSpjDocumentRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::SpjBundle> {
    const bool before = IsAccounted(tx, request.unit(), request.batch());
    spj_store::Add(tx, request);
    TellAccounted(tx, request.unit(), request.batch(), before);
    return ShowBundle(
        tx, request.unit(), request.batch(), spj_store::Get(tx, request.unit(), request.batch()));
  });
}

absl::StatusOr<v1::SpjBundle> Budgeting::WithdrawSpjDocument(
    Call& call, const v1::WithdrawSpjDocumentRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::SpjBundle> {
    spj_store::Lock(tx, request.unit(), request.batch());
    RETURN_IF_ERROR(spj_store::Withdraw(tx, request));
    return ShowBundle(
        tx, request.unit(), request.batch(), spj_store::Get(tx, request.unit(), request.batch()));
  });
}

bool Budgeting::IsAccounted(Tx& tx, const std::string& unit, const std::string& batch) {
  if (batch.empty()) return false;
  spj_store::Lock(tx, unit, batch);
  return spj_store::Get(tx, unit, batch).Complete();
}

void Budgeting::TellAccounted(
    Tx& tx, const std::string& unit, const std::string& batch, bool before) {
  if (before || batch.empty() || !spj_store::Get(tx, unit, batch).Complete()) return;
  v1::SpjComplete event;
  event.set_batch(batch);
  event.set_unit(unit);
  event.set_documents(static_cast<int>(spj_store::Documents(tx, unit, batch).size()));
  Tell(tx, event);
}

absl::StatusOr<v1::SpjBundle> Budgeting::GetSpjBundle(
    Call& call, const v1::GetSpjBundleRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::SpjBundle> {
    return ShowBundle(
        tx, request.unit(), request.batch(), spj_store::Get(tx, request.unit(), request.batch()));
  });
}

absl::StatusOr<v1::Honorarium> Budgeting::QuoteHonorarium(
    Call& call, const v1::QuoteHonorariumRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Honorarium> {
    const absl::CivilDay on = DayOf(request.on()).value_or(call.today());
    const std::vector<domain::PriceStandard> standards =
        price_store::OfCodes(tx, {request.standard()});
    const domain::PriceList prices(standards, on);
    const domain::PriceStandard* standard = prices.Find(request.standard());
    if (standard == nullptr) return NoSuchObject("standard");
    const auto taxes = fee_tax_.On(tx, on), own_staff = own_staff_.On(tx, on);
    const auto hours = HoursOn(tx, on);
    if (!taxes.has_value() || !own_staff.has_value() || !hours.has_value())
      return NoSuchObject("on");
    domain::HonorariumTerms terms{
        .own_staff = static_cast<int>(own_staff->front()), .hours = *hours};
    for (std::size_t i = 0; i < terms.tax.size(); ++i)
      terms.tax[i] = static_cast<int>(taxes->at(i));
    ASSIGN_OR_RETURN(
        const domain::Honorarium fee, domain::HonorariumOf(
                                          *standard,
                                          {.minutes = request.minutes(),
                                           .times = request.times(),
                                           .own_staff = request.own_staff(),
                                           .grade = request.grade()},
                                          terms));
    v1::Honorarium proto;
    proto.set_standard(standard->code);
    proto.set_unit(standard->unit);
    proto.set_units(fee.units);
    proto.set_rate(fee.rate.rupiah);
    proto.set_gross(fee.gross.rupiah);
    proto.set_tax_percent(fee.tax_percent);
    proto.set_tax(fee.tax.rupiah);
    proto.set_net(fee.net.rupiah);
    proto.set_legal_basis(standard->legal_basis);
    return proto;
  });
}

}  // namespace binadaya::budgeting
