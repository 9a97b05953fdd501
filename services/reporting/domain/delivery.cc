#include "services/reporting/domain/delivery.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace binadaya::reporting::domain {
namespace {

void AddMoney(Facts& facts, std::int64_t bound, std::int64_t realised) {
  facts["bound"] = absl::StrCat(bound);
  facts["realised"] = absl::StrCat(realised);
}

Link LinkOf(const PlanItem& item, int depth) {
  return {
      .kind = "plan_item",
      .id = item.id,
      .depth = depth,
      .state = item.removed ? "PLAN_ITEM_REMOVED" : "PLAN_SET",
      .facts = {
          {"year", absl::StrCat(item.year)},
          {"revision", absl::StrCat(item.number)},
          {"quarter", absl::StrCat(item.quarter)},
          {"batches", absl::StrCat(item.batches)},
          {"seats", absl::StrCat(item.seats)},
          {"amount", absl::StrCat(item.rupiah)},
          {"source", item.source}}};
}

Link LinkOf(const BudgetLine& line, int depth) {
  Facts facts = {
      {"year", absl::StrCat(line.year)},
      {"sub_activity", line.sub_activity},
      {"account", line.account},
      {"source", line.source},
      {"amount", absl::StrCat(line.rupiah)}};
  AddMoney(facts, line.bound, line.realised);
  if (line.frozen != 0) facts["frozen"] = absl::StrCat(line.frozen);
  return {
      .kind = "budget_line", .id = line.id, .depth = depth, .state = "", .facts = std::move(facts)};
}

Link LinkOf(const Batch& batch, int depth) {
  Facts facts = {
      {"unit_code", batch.unit},
      {"batch_number", absl::StrCat(batch.number)},
      {"capacity", absl::StrCat(batch.capacity)}};
  AddKnown(facts, "first_day", batch.first_day);
  AddKnown(facts, "last_day", batch.last_day);
  AddKnown(facts, "cause", batch.cause);
  AddMoney(facts, batch.bound, batch.realised);
  for (const auto& [state, people] : batch.seats) facts[state] = absl::StrCat(people);
  return {
      .kind = "batch",
      .id = batch.id,
      .depth = depth,
      .state = batch.state,
      .facts = std::move(facts)};
}

}  // namespace

void AddDelivery(
    const std::vector<PlanItem>& items, bool planned, int depth, std::vector<Link>& chain) {
  if (items.empty() && planned) {
    chain.push_back(Missing(
        "plan_item", "", depth, "program ini tidak ada dalam rencana tahunan yang ditetapkan",
        "this program is in no annual plan that was set"));
  }
  for (const PlanItem& item : items) {
    chain.push_back(LinkOf(item, depth));
    for (const BudgetLine& line : item.lines) chain.push_back(LinkOf(line, depth + 1));
    for (const Batch& batch : item.drafted) chain.push_back(LinkOf(batch, depth + 1));
    if (item.removed) continue;
    if (item.lines.empty()) {
      chain.push_back(Missing(
          "budget_line", "", depth + 1, "tidak ada baris anggaran berlaku yang membiayainya",
          "no line of a budget in force pays for it"));
    }
    if (item.drafted.empty()) {
      chain.push_back(
          Missing("batch", "", depth + 1, "belum ada angkatannya", "there is no batch of it yet"));
    }
  }
}

Link LinkOf(const Enrolment& enrolment, int depth) {
  Facts facts = {{"program", enrolment.program}, {"year", absl::StrCat(enrolment.year)}};
  AddKnown(facts, "title", enrolment.title);
  AddKnown(facts, "batch", enrolment.batch);
  if (enrolment.number > 0) facts["batch_number"] = absl::StrCat(enrolment.number);
  AddKnown(facts, "first_day", enrolment.first_day);
  AddKnown(facts, "cause", enrolment.cause);
  if (enrolment.jp > 0) facts["jp"] = absl::StrCat(enrolment.jp);
  if (enrolment.minutes > 0) facts["minutes"] = absl::StrCat(enrolment.minutes);
  return {
      .kind = "enrolment",
      .id = enrolment.id,
      .depth = depth,
      .state = enrolment.state,
      .facts = std::move(facts)};
}

}  // namespace binadaya::reporting::domain
