#include "services/reporting/reporting.h"

#include <algorithm>
#include <memory>

#include "services/common/app.h"
#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/reporting/figures.h"
#include "services/reporting/gap_store.h"
#include "services/reporting/need_store.h"
#include "services/reporting/place_store.h"

namespace binadaya::reporting {

Reporting::Reporting(App& app)
    : app_(app),
      db_(app.db()),
      pages_(app.pages()),
      clock_(app.clock()),
      match_bands_(app.policies(), "jpm.bands", 2),
      smallest_group_(app.policies(), "eval.k_anon", 1),
      registry_(app.Neighbour("registry")),
      budgeting_(app.Neighbour("budgeting")),
      needs_(app.Neighbour("needs")),
      scheduling_(app.Neighbour("scheduling")),
      renderer_(
          app.config().renderer, {.time = absl::Seconds(app.config().renderer_seconds),
                                  .megabytes = app.config().renderer_megabytes}),
      publishers_{
          registry::Listen(*this).publisher, needs::Listen(*this).publisher,
          budgeting::Listen(*this).publisher, scheduling::Listen(*this).publisher} {}

Parts Wire(App& app) {
  auto reporting = std::make_shared<Reporting>(app);
  return {
      .service = reporting.get(),
      .subscriptions =
          {registry::Listen(*reporting), needs::Listen(*reporting), budgeting::Listen(*reporting),
           scheduling::Listen(*reporting)},
      .timers = {},
      .hooks = {.reset_projection = &Reporting::Clear, .check_policy = nullptr},
      .figures = Figures(app.config().tls_ca),
      .owner = reporting};
}

absl::StatusOr<std::string> Reporting::PathOf(
    Call& call, ::binadaya::v1::ScopeKind kind, const std::string& id) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<std::string> {
    switch (kind) {
      case ::binadaya::v1::UNIT:
        return learned::PathOfUnit(tx, id);
      case ::binadaya::v1::PERSON:
        return place_store::PathOfPerson(tx, id);
      case ::binadaya::v1::NEED:
        return need_store::PathOf(tx, id);
      default:
        return ReportingService::PathOf(call, kind, id);
    }
  });
}

void Reporting::Clear(Tx& tx) { tx.Defer("SELECT clear_projection()"); }

void Reporting::Note(const Event& event) {
  const std::int64_t time_us = absl::ToUnixMicros(event.time);
  if (time_us < newest_us_.load()) return;
  newest_us_ = time_us;
  lag_ms_ = std::max<std::int64_t>(0, absl::ToInt64Milliseconds(clock_.Now() - event.time));
}

}  // namespace binadaya::reporting
