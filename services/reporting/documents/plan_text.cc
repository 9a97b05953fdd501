#include "services/reporting/documents/plan_text.h"

#include <array>

#include "services/common/domain/money_text.h"

namespace binadaya::reporting::documents {
namespace {

namespace nv = needs::v1;

Message ModeOf(nv::DeliveryMode mode) {
  switch (mode) {
    case nv::CLASSICAL:
      return {"tatap muka", "classroom"};
    case nv::ONLINE:
      return {"daring", "online"};
    case nv::BLENDED:
      return {"campuran", "blended"};
    case nv::IN_HOUSE:
      return {"di kantor sendiri", "in-house"};
    case nv::MENTORING:
      return {"pendampingan", "mentoring"};
    default:
      return {"", ""};
  }
}

// Words of the field that arrive as codes; an unknown one as it is.
std::string WordFor(const std::string& code, Speech say) {
  static const std::map<std::string, Message> kNames = {
      {"MANAJERIAL", {"Manajerial", "Managerial"}},
      {"SOSIOKULTURAL", {"Sosial kultural", "Sociocultural"}},
      {"TEKNIS", {"Teknis", "Technical"}},
      {"KLASIKAL", {"Klasikal", "Classical"}},
      {"NONKLASIKAL", {"Nonklasikal", "Non-classical"}},
      {"PENDIDIKAN", {"Pendidikan", "Education"}}};
  const auto found = kNames.find(code);
  return found == kNames.end() ? code : say(found->second);
}

// All that decides whether an item changed, but its money.
std::string Brief(const nv::PlanItem& item, Speech say) {
  return Joined(
      std::vector<std::string>{
          Cat(say("versi program ", "program version "), item.number()), say(ModeOf(item.mode())),
          BatchesText(item.batches(), say), SeatsText(item.seats(), say),
          QuarterText(item.quarter(), say), MonthsOf(item, say), item.organiser(), item.place(),
          item.curriculum(), say(SourceOf(item.source())), item.sub_activity()},
      ", ");
}

}  // namespace

Message PlanStateOf(nv::PlanState state) {
  switch (state) {
    case nv::PLAN_PROPOSED:
      return {"diusulkan, belum ditetapkan", "proposed, not set yet"};
    case nv::PLAN_SET:
      return {"ditetapkan", "set"};
    case nv::PLAN_REVISED:
      return {"ditetapkan sebagai revisi", "set as a revision"};
    case nv::PLAN_REPLACED:
      return {"pernah berlaku, sudah diganti", "was in force, replaced since"};
    default:
      return {"rancangan", "draft"};
  }
}

Message VersionText(const nv::Plan& plan) {
  if (plan.number() <= 1) return {"Rencana awal", "First version"};
  return {Cat("Revisi ke-", plan.number() - 1), Cat("Revision ", plan.number() - 1)};
}

Message SourceOf(nv::FundingSource source) {
  switch (source) {
    case nv::FUNDING_SOURCE_UNSPECIFIED:
      return {"belum disebut", "not named"};
    case nv::PROVINCIAL_AID:
      return {"Bantuan provinsi", "Provincial aid"};
    case nv::GRANT:
      return {"Hibah", "Grant"};
    case nv::OTHER_FUNDS:
      return {"Sumber lain", "Other funds"};
    default:  // PAD, DAU …: as they are called
      return {nv::FundingSource_Name(source), nv::FundingSource_Name(source)};
  }
}

std::string QuarterText(int quarter, Speech say) {
  constexpr std::array<const char*, 5> kRoman = {"–", "I", "II", "III", "IV"};
  const bool known = quarter >= 1 && quarter <= 4;
  return Cat(
      say("Triwulan ", "Quarter "), kRoman.at(static_cast<std::size_t>(known ? quarter : 0)));
}

std::string MonthsOf(const nv::PlanItem& item, Speech say) {
  std::vector<std::string> months;
  for (const int month : item.months())
    months.push_back(month >= 1 && month <= 12 ? MonthName(month, say) : Cat(month));
  return Joined(months, ", ");
}

std::string KindsOf(const nv::PlanItem& item, Speech say) {
  std::vector<std::string> kinds;
  for (const nv::PlannedCompetency& one : item.competencies())
    if (!Contains(kinds, WordFor(one.cluster(), say))) kinds.push_back(WordFor(one.cluster(), say));
  return Joined(kinds, ", ");
}

std::vector<std::string> CompetenciesOf(const nv::PlanItem& item, Speech say) {
  std::vector<std::string> texts;
  for (const nv::PlannedCompetency& one : item.competencies()) {
    const std::string name = say(one.name_id(), one.name_en());
    texts.push_back(
        Cat(one.code(), name.empty() ? "" : " ", name, ", ", one.from_level(), "\u00a0→\u00a0",
            one.to_level()));
  }
  return texts;
}

std::string Grouped(std::int64_t count) { return Rupiah({count}).substr(2); }

std::string ChannelOf(const nv::PlanItem& item, Speech say) {
  return Joined(
      std::vector<std::string>{WordFor(item.channel(), say), say(ModeOf(item.mode()))}, ", ");
}

std::string SeatsText(std::int64_t seats, Speech say) {
  return Cat(Grouped(seats), say(" peserta", " participants"));
}
std::string BatchesText(std::int64_t batches, Speech say) {
  return Cat(Grouped(batches), say(" angkatan", batches == 1 ? " batch" : " batches"));
}

PlanSums PlanSumsOf(const nv::Plan& plan) {
  PlanSums sums;
  for (const nv::PlanItem& item : plan.items()) {
    sums.all.Add(item);
    if (item.without_measured_need()) sums.unmeasured.Add(item);
    sums.sources[item.source()].Add(item);
    sums.quarters[item.quarter()].Add(item);
  }
  return sums;
}

std::vector<PlanSumRow> PlanSumRows(const PlanSums& sums, Speech say) {
  std::vector<PlanSumRow> rows;
  for (const auto& [source, total] : sums.sources)
    rows.push_back({say("Sumber dana", "Source of funds"), say(SourceOf(source)), total});
  for (const auto& [quarter, total] : sums.quarters) {
    rows.push_back(
        {say("Triwulan angkatan pertama", "Quarter of the first batch"), QuarterText(quarter, say),
         total});
  }
  rows.push_back({say("Jumlah", "Total"), "", sums.all});
  return rows;
}

std::vector<PlanChangeRow> ChangesOf(const nv::Plan& plan, Speech say) {
  std::vector<PlanChangeRow> changes;
  for (const nv::PlanChange& one : plan.changes()) {
    const bool added = one.kind() == nv::PlanChange::ADDED;
    const bool removed = one.kind() == nv::PlanChange::REMOVED;
    PlanChangeRow& change = changes.emplace_back();
    change.kind = added     ? say("Ditambahkan", "Added")
                  : removed ? say("Dikeluarkan", "Removed")
                            : say("Diubah", "Changed");
    change.title = removed ? one.before().title() : one.after().title();
    if (!added) change.was = Brief(one.before(), say);
    if (!removed) change.is = Brief(one.after(), say);
    change.before = Money{one.before().rupiah()};
    change.after = Money{one.after().rupiah()};
    change.difference = Added({*change.after, {-one.before().rupiah()}});
  }
  return changes;
}
PlanChangeRow ChangeOf(const nv::Plan& plan) {
  std::vector<Money> before, after, both;
  for (const nv::PlanChange& one : plan.changes()) {
    before.push_back({one.before().rupiah()});
    after.push_back({one.after().rupiah()});
    both.push_back(after.back());
    both.push_back({-one.before().rupiah()});
  }
  PlanChangeRow all;
  all.before = Added(before);
  all.after = Added(after);
  all.difference = Added(both);
  return all;
}

}  // namespace binadaya::reporting::documents
