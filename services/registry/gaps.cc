// Gaps: measuring them and showing them.
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/registry/gap_store.h"
#include "services/registry/post_store.h"
#include "services/registry/profile_store.h"
#include "services/registry/registry.h"

namespace binadaya::registry {
namespace {

template <class Proto>
void FillGap(const domain::Gap& gap, Proto& proto) {
  proto.set_competency(gap.competency);
  proto.set_required(gap.required);
  proto.set_actual(gap.actual);
  proto.set_gap(gap.gap);
  proto.set_severity(std::string(ToString(gap.severity)));
}

// What an event says: against which standard, and from where the level comes.
v1::MeasuredGap Measured(
    const domain::Gap& gap, domain::Horizon horizon, const std::string& standard,
    const domain::ProfileLevel& level) {
  v1::MeasuredGap proto;
  FillGap(gap, proto);
  proto.set_horizon(ToContract<v1::Horizon>(horizon));
  proto.set_standard(standard);
  proto.mutable_ratings()->Add(level.ratings.begin(), level.ratings.end());
  proto.set_basis(level.basis);
  if (!level.decision.has_value()) return proto;
  proto.mutable_decided_by()->Add(level.decision->by.begin(), level.decision->by.end());
  proto.set_decided_on(absl::FormatCivilTime(level.decision->on));
  return proto;
}

}  // namespace

v1::Gap Registry::View(const gap_store::GapView& view) {
  v1::Gap proto;
  FillGap(view.gap, proto);
  proto.set_horizon(view.next_family.empty() ? v1::HORIZON_CURRENT : v1::HORIZON_NEXT);
  proto.set_next_family(view.next_family);
  proto.set_person(view.person);
  proto.set_post(view.post);
  proto.set_family(view.family);
  proto.set_unit_path(view.path);
  proto.set_as_of(view.as_of);
  return proto;
}

Measurement Registry::Measure(Tx& tx, const directory_store::PersonView& person) {
  const absl::CivilDay today = tx.call().today();
  std::map<std::string, double> levels;
  std::map<std::string, domain::ProfileLevel> known;
  Measurement measurement;
  for (domain::ValidLevel& level : profile_store::On(tx, person.id, today)) {
    levels[level.what.competency] = level.what.level;
    known[level.what.competency] = std::move(level.what);
  }
  const domain::Post held =
      known.empty() ? domain::Post() : post_store::Get(tx, person.post, today);
  const std::vector<domain::Gap> gaps = domain::MeasureGaps(held.standards, levels, BandPolicy(tx));
  const std::string standard = Cat(person.post, "@", absl::FormatCivilTime(held.valid_from));
  gap_store::Replace(tx, person.id, person.post, standard, gaps, today);
  measurement.match = domain::JobPersonMatch(gaps);
  measurement.required = static_cast<int>(held.standards.size());
  for (const domain::Gap& gap : gaps) {
    *measurement.gaps.Add() =
        Measured(gap, domain::Horizon::kCurrent, standard, known[gap.competency]);
  }
  std::vector<domain::NextGap> next;
  if (!known.empty() && domain::HasCareer(person.employment_type))
    next = domain::MeasureNext(post_store::AfterFamily(tx, held.family), levels, BandPolicy(tx));
  gap_store::ReplaceNext(tx, person.id, next, today);
  for (const domain::NextGap& one : next) {
    v1::MeasuredGap& out = *measurement.next.Add();
    out = Measured(one.gap, domain::Horizon::kNext, one.standard, known[one.gap.competency]);
    out.set_next_family(one.family);
  }
  return measurement;
}

absl::StatusOr<v1::ListGapsResponse> Registry::ListPersonGaps(
    Call& call, const v1::ListPersonGapsRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayAsked(call, request.as_of()));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListGapsResponse> {
    v1::ListGapsResponse response;
    const bool next = request.horizon() == v1::HORIZON_NEXT;
    for (const gap_store::GapView& gap : next ? gap_store::NextOfPerson(tx, request.person(), day)
                                              : gap_store::OfPerson(tx, request.person(), day)) {
      *response.add_gaps() = View(gap);
    }
    return response;
  });
}

absl::StatusOr<v1::ListGapsResponse> Registry::ListGaps(
    Call& call, const v1::ListGapsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListGapsResponse> {
    v1::ListGapsResponse response;
    for (const gap_store::GapView& gap :
         gap_store::PageOf(tx, call.scope(), request.competency(), request.family(), page)) {
      *response.add_gaps() = View(gap);
    }
    if (response.gaps_size() == page.size()) {
      const v1::Gap& last = *response.gaps().rbegin();
      response.set_next_page_token(page.Next({Cat(last.gap()), last.person(), last.competency()}));
    }
    return response;
  });
}

}  // namespace binadaya::registry
