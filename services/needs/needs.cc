#include "services/needs/needs.h"

#include "services/common/app.h"
#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/needs/learned_store.h"
#include "services/needs/need_store.h"
#include "services/needs/portfolio_store.h"

namespace binadaya::needs {

Needs::Needs(App& app)
    : app_(app),
      db_(app.db()),
      pages_(app.pages()),
      weights_(app.policies(), "priority.weights", 6),
      urgency_days_(app.policies(), "priority.urgency_days", 1),
      rated_share_(app.policies(), "priority.rated_share", 1),
      smallest_group_(app.policies(), "eval.k_anon", 1),
      learning_share_(app.policies(), "design.learning_share_min", 1),
      active_share_(app.policies(), "design.active_share_min", 1),
      jp_minutes_(app.policies(), "jp.minutes", 1),
      traceability_target_(app.policies(), "design.traceability_target", 1),
      trainer_minutes_(app.policies(), "oj.minutes", 1),
      registry_(app.Neighbour("registry")) {
  const absl::Status twice = Refuse(
      absl::StatusCode::kAborted,
      {{.rule = "NEED-11",
        .where = "campaign",
        .message = {
            "Kebutuhan yang sama baru saja dicatat oleh proses lain. Ulangi permintaan.",
            "Another detection recorded the same need meanwhile. Ask again."}}});
  for (const char* one : {"one_need_a_group", "one_need_a_next_group", "one_need_a_shortfall"})
    db_.On(one, twice);
  const absl::Status taken = Refuse(
      absl::StatusCode::kAlreadyExists,
      {{.rule = "PRG-43",
        .where = "title",
        .message = {
            "Program dengan judul ini, atau salinan program yang sama, sudah ada pada tahun itu. "
            "Lanjutkan program itu, atau beri judul lain.",
            "A program of this title, or a copy of the same program, exists in that year. Go on "
            "with it, or choose another title."}}});
  for (const char* one : {"one_title_a_year", "one_copy_a_year"}) db_.On(one, taken);
  db_.On(
      "one_plan_a_portfolio",
      Refuse(
          absl::StatusCode::kAlreadyExists,
          {{.rule = "PLAN-16",
            .where = "portfolio",
            .message = {
                "Rencana dari portofolio ini sudah ada. Lanjutkan rencana itu, atau hitung "
                "portofolio lain.",
                "There is a plan of this portfolio already. Go on with it, or compute another "
                "portfolio."}}}));
  db_.On(
      "one_plan_a_program",
      Refuse(
          absl::StatusCode::kAborted,
          {{.rule = "PLAN-17",
            .where = "plan",
            .message = {
                "Rencana lain baru saja mengambil program dari rencana ini. Ulangi permintaan.",
                "Another plan took a program of this one meanwhile. Ask again."}}}));
}

Parts Wire(App& app) {
  auto needs = std::make_shared<Needs>(app);
  const auto recheck = [self = needs.get()](bool patient) {
    return [self, patient](const Call& call, const std::string& need) {
      return self->Recheck(call, need, patient);
    };
  };
  const auto check = [](std::string_view key, const std::vector<double>& values) {
    if (key == "priority.weights") return domain::CheckWeights(values);
    if (key == "design.learning_share_min" || key == "design.active_share_min")
      return domain::CheckShare(values[0]);
    if (key == "jp.minutes" || key == "oj.minutes") return domain::CheckMinutes(values[0]);
    if (key.starts_with("jp.per_activity.")) return domain::CheckPerActivity(values[0], values[1]);
    if (key == "retention.portfolio_days") return domain::CheckPortfolioDays(values[0]);
    return Findings();
  };
  return {
      .service = needs.get(),
      .subscriptions = {registry::Listen(*needs), budgeting::Listen(*needs)},
      .timers =
          {{Needs::kRecheck, recheck(true)},
           {Needs::kEmpty, recheck(false)},
           {Needs::kDemands, &Needs::ChangeDemands},
           {Needs::kMerge, &Needs::Merge}},
      .jobs = {Jobs::Of<v1::PortfolioInputs>(
          Needs::kPortfolioJob,
          [self = needs.get()](JobRun& run, const v1::PortfolioInputs& inputs) {
            return self->DoPortfolio(run, inputs);
          })},
      .hooks = {.reset_projection = nullptr, .check_policy = check},
      .purged = {portfolio_store::NotAccepted()},
      .figures = {Awaiting(R"(
          -- detected, proposed, verified, reopened
          SELECT 'need', count(*)
          FROM need
          WHERE state IN (1, 2, 3, 8)
          UNION ALL
          -- submitted, reviewed, under review
          SELECT 'program', count(*)
          FROM program_version
          WHERE state IN (2, 3, 5)
          UNION ALL
          SELECT 'plan', count(*)
          FROM plan_version
          WHERE state = 2)")},
      .owner = needs};
}

absl::StatusOr<std::string> Needs::PathOf(
    Call& call, ::binadaya::v1::ScopeKind kind, const std::string& id) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<std::string> {
    switch (kind) {
      case ::binadaya::v1::UNIT:
        return learned::PathOfUnit(tx, id);
      case ::binadaya::v1::NEED:
        return need_store::PathOfNeed(tx, id);
      case ::binadaya::v1::CAMPAIGN:
        return need_store::PathOfCampaign(tx, id);
      default:
        return NeedsService::PathOf(call, kind, id);
    }
  });
}

}  // namespace binadaya::needs
