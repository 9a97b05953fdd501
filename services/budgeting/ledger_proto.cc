#include "services/budgeting/ledger_proto.h"

#include "services/common/enums.h"

namespace binadaya::budgeting {

v1::Entry ToProto(const domain::Entry& entry) {
  v1::Entry proto;
  proto.set_id(entry.id);
  proto.set_line(entry.line);
  proto.set_kind(ToContract<v1::EntryKind>(entry.kind));
  proto.set_amount(entry.amount.rupiah);
  proto.set_commitment(entry.commitment);
  proto.set_plan_item(entry.plan_item);
  proto.set_doc_ref(entry.doc_ref);
  proto.set_on(absl::FormatCivilTime(entry.on));
  proto.set_corrects(entry.corrects);
  return proto;
}

v1::Commitment ToProto(
    const ledger_store::Commitment& of, const std::map<std::string, int>& years) {
  v1::Commitment proto;
  proto.set_id(of.commitment.id);
  proto.set_unit(of.unit);
  proto.set_doc_ref(of.commitment.doc_ref);
  proto.set_plan_item(of.commitment.plan_item);
  proto.set_batch(of.batch);
  for (const auto& [line, part] : of.commitment.parts) {
    v1::Commitment::State& out = *proto.add_parts();
    out.set_line(line);
    out.set_year(years.at(line));
    out.set_committed(part.committed.rupiah);
    out.set_released(part.released.rupiah);
    out.set_realised(part.realised.rupiah);
    out.set_returned(part.returned.rupiah);
    out.set_open(part.Open().rupiah);
    out.set_earmarked(part.earmarked.rupiah);
  }
  return proto;
}

v1::Balance ToProto(const std::string& line, absl::CivilDay day, const domain::Balance& balance) {
  v1::Balance proto;
  proto.set_line(line);
  proto.set_as_of(absl::FormatCivilTime(day));
  proto.set_after(balance.after.rupiah);
  proto.set_committed(balance.committed.rupiah);
  proto.set_realised(balance.realised.rupiah);
  proto.set_frozen(balance.frozen.rupiah);
  proto.set_free(balance.Free().rupiah);
  proto.set_earmarked(balance.Earmarked().rupiah);
  return proto;
}

}  // namespace binadaya::budgeting
