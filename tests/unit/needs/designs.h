#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "services/common/domain/refusal.h"
#include "services/needs/domain/program.h"

// A program that passes the gate, and what the gate judges it by.
namespace binadaya::needs::domain::sample {

// 600 minutes: 450 of learning, 300 of them active; 10 JP.
inline Design GoodDesign() {
  const LearningObjective objective = {
      "memutuskan", "dari tiga kasus pelayanan nyata", "dalam 20 menit dengan alasan tertulis"};
  Design design;
  design.title = "Pengambilan keputusan bagi lurah";
  design.targets = {{"M.08", 1, 2, 0.6, 1}};
  design.modules = {
      {"Pembukaan", 150, false, {}, {}},
      {"Dasar keputusan", 150, true, TrainingMethod::kLecture, {objective}},
      {"Kasus kelurahan", 300, true, TrainingMethod::kCaseStudy, {objective}}};
  design.variants = {
      {.mode = DeliveryMode::kClassical,
       .form = "KL02",
       .jp = 10,
       .costs = {{"Konsumsi", {{30, "orang"}, {2, "hari"}}, 60'000}},
       .lift_share = 1}};
  design.completion = {0.85, 70};
  design.evaluation = {
      EvaluationDesign::kC, "12 soal kasus", "12 soal kasus", "21 butir perilaku", "waktu layanan"};
  design.action_plan = "RTL-UMUM";
  design.speakers = {{"pengambilan keputusan", 2}};
  design.facilities = {"ruang 30 orang"};
  design.risks = {{"peserta dipanggil pimpinan", "kelas pengganti"}};
  design.families = {"LURAH"};
  design.batch_min = 20;
  design.batch_max = 30;
  design.funding = FundingSource::kPad;
  return design;
}

inline ServedNeed ANeed(
    NeedState state = NeedState::kRanked, NeedType type = NeedType::kCompetencyGap,
    int year = 2027) {
  ServedNeed need;
  need.id = "019baf00-0000-7000-8000-000000000001";
  need.type = type;
  need.state = state;
  need.year = year;
  need.competency = "M.08";
  need.to_level = 2;
  need.family = "LURAH";
  return need;
}

inline GateFacts Facts() {
  GateFacts facts;
  facts.year = 2027;
  facts.needs = {ANeed()};
  facts.forms = {
      {"KL02", {.code = "KL02", .method = JpMethod::kByMinutes, .verified = true}},
      {"KL01", {.code = "KL01", .method = JpMethod::kBySyllabus, .verified = true}},
      {"NKL02", {.code = "NKL02", .method = JpMethod::kPerActivity, .per_activity = 2, .cap = 8}}};
  facts.families = {"LURAH"};
  facts.competencies = {"M.08"};
  return facts;
}

// The rules that block, and "PRG-12?" for a warning.
inline std::vector<std::string> RulesOf(const Findings& findings) {
  std::vector<std::string> rules;
  for (const Finding& finding : findings)
    rules.push_back(finding.warning ? finding.rule + "?" : finding.rule);
  return rules;
}
inline std::vector<std::string> RulesOf(const absl::Status& status) {
  return RulesOf(FindingsOf(status));
}

}  // namespace binadaya::needs::domain::sample
