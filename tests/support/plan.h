#pragma once

#include <array>

#include "binadaya/needs/v1/plan.pb.h"
#include "services/common/domain/text.h"

namespace binadaya::test {

// An annual plan of 2027 in force, of so many items in the words of the field; every seventh has no
// measured need, every ninth an unverified JP.
inline needs::v1::Plan PlanOf(int items) {
  namespace nv = needs::v1;
  constexpr std::array<const char*, 5> kTitles = {
      "Pelatihan Kepemimpinan Kelurahan Berbasis Kasus",
      "Klinik Pengambilan Keputusan bagi Lurah dan Camat",
      "Pelatihan Teknis Penyusunan Anggaran Kelurahan", "Lokakarya Pelayanan Publik Inklusif",
      "Pendampingan Pengelolaan Perubahan di Kecamatan"};
  constexpr std::array<const char*, 3> kClusters = {"MANAJERIAL", "TEKNIS", "SOSIOKULTURAL"};
  constexpr std::array<nv::FundingSource, 4> kSources = {
      nv::PAD, nv::DAU, nv::PROVINCIAL_AID, nv::DBHCHT};
  constexpr std::array<nv::DeliveryMode, 3> kModes = {nv::CLASSICAL, nv::BLENDED, nv::MENTORING};
  const auto of = [](const auto& values, int i) {
    return values[static_cast<std::size_t>(i) % values.size()];
  };
  nv::Plan plan;
  plan.set_id("019c0000-07b2-7153-a111-105640aa0022");
  plan.set_year(2027);
  plan.set_version(3);
  plan.set_number(1);
  plan.set_state(nv::PLAN_SET);
  plan.set_drafted_by("a");
  plan.set_drafted_on("2026-07-20");
  plan.set_proposed_by("b");
  plan.set_proposed_on("2026-07-24");
  plan.set_set_by("c");
  plan.set_set_on("2026-07-27");
  plan.set_decree("800/12/2026");
  for (int i = 0; i < items; ++i) {
    nv::PlanItem& item = *plan.add_items();
    item.set_id(Cat("item-", i));
    item.set_program(Cat("program-", i));
    item.set_number(1 + i % 2);
    item.set_title(Cat(of(kTitles, i), " ", i + 1));
    for (int k = 0; k <= i % 2; ++k) {
      nv::PlannedCompetency& one = *item.add_competencies();
      one.set_code(k == 0 ? "M.08" : "M.04");
      one.set_name_id(k == 0 ? "Pengambilan Keputusan" : "Orientasi pada Hasil");
      one.set_name_en(k == 0 ? "Decision Making" : "Result Orientation");
      one.set_cluster(of(kClusters, i));
      one.set_from_level(1 + k);
      one.set_to_level(2 + k);
    }
    item.set_target("Lurah, Pimpinan Kecamatan");
    item.set_batches(1 + i % 3);
    item.set_batch_size(30);
    item.set_seats(30 * item.batches());
    item.set_kecamatan_seats(item.seats() / 2);
    item.set_form("KL02");
    item.set_form_name("Pelatihan Manajerial");
    item.set_channel(i % 3 == 2 ? "NONKLASIKAL" : "KLASIKAL");
    item.set_mode(of(kModes, i));
    item.set_organiser("Badan Kepegawaian, Pendidikan dan Pelatihan");
    item.set_place("Aula balai kota");
    for (int b = 0; b < item.batches(); ++b) item.add_months(1 + (2 + i + 3 * b) % 12);
    item.set_quarter((item.months(0) + 2) / 3);
    item.set_scheduled_minutes(1440);
    item.set_learning_minutes(1080);
    item.set_jp(24);
    item.set_jp_unverified(i % 9 == 8);
    if (i % 4 != 3) item.set_curriculum("Kurikulum LAN, Keputusan Kepala LAN");
    item.set_rupiah_per_batch(45'000'000 + 250'000 * i);
    item.set_rupiah(item.rupiah_per_batch() * item.batches());
    item.set_source(of(kSources, i));
    item.set_sub_activity("5.04.02.2.01.0003");
    item.set_rank(i + 1);
    item.set_without_measured_need(i % 7 == 6);
    item.set_why_id(
        Cat("Dipilih dalam portofolio optimal; melayani kebutuhan peringkat ", i + 1, "."));
    item.set_why_en(Cat("Chosen in the optimal portfolio; serves the need of rank ", i + 1, "."));
    plan.set_rupiah(plan.rupiah() + item.rupiah());
    plan.set_seats(plan.seats() + item.seats());
    plan.set_batches(plan.batches() + item.batches());
  }
  plan.set_item_count(items);
  return plan;
}

// It as revised: the first item costs half, the second is out, the last is new.
inline needs::v1::Plan RevisedPlanOf(int items) {
  namespace nv = needs::v1;
  const nv::Plan first = PlanOf(items);
  nv::Plan plan = first;
  plan.set_number(2);
  plan.set_version(6);
  plan.set_state(nv::PLAN_REVISED);
  plan.set_reason("Efisiensi belanja 15 %");
  plan.mutable_items(0)->set_rupiah(first.items(0).rupiah() / 2);
  plan.mutable_items()->DeleteSubrange(1, 1);
  const auto change = [&](nv::PlanChange::Kind kind, const nv::PlanItem* before,
                          const nv::PlanItem* after) {
    nv::PlanChange& one = *plan.add_changes();
    one.set_kind(kind);
    if (before != nullptr) *one.mutable_before() = *before;
    if (after != nullptr) *one.mutable_after() = *after;
  };
  change(nv::PlanChange::ADDED, nullptr, &plan.items(plan.items_size() - 1));
  change(nv::PlanChange::REMOVED, &first.items(1), nullptr);
  change(nv::PlanChange::CHANGED, &first.items(0), &plan.items(0));
  plan.set_rupiah(0);
  for (const nv::PlanItem& item : plan.items()) plan.set_rupiah(plan.rupiah() + item.rupiah());
  plan.set_item_count(plan.items_size());
  return plan;
}

}  // namespace binadaya::test
