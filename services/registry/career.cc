// Career paths (jalur karier): which post families come after which, from which day.
#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/status.h"
#include "services/registry/career_store.h"
#include "services/registry/registry.h"

namespace binadaya::registry {
namespace {

constexpr char kCareerTimer[] = "career_path";

v1::CareerPath ToProto(const domain::CareerPath& path) {
  v1::CareerPath proto;
  proto.set_family(path.family);
  proto.mutable_next_families()->Add(path.next.begin(), path.next.end());
  proto.set_valid_from(absl::FormatCivilTime(path.valid_from));
  proto.set_basis(path.basis);
  return proto;
}

}  // namespace

absl::StatusOr<v1::CareerPath> Registry::SetCareerPath(
    Call& call, const v1::SetCareerPathRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::CareerPath> {
    const domain::CareerPath path{
        .family = request.family(),
        .next = {request.next_families().begin(), request.next_families().end()},
        .valid_from = DayOr(request.valid_from(), call.today()),
        .basis = request.basis()};
    // The same once more changes nothing.
    if (career_store::On(tx, path.family, path.valid_from) == path) return ToProto(path);
    std::optional<absl::CivilDay> newest;
    if (const auto in_force = career_store::On(tx, path.family, call.today()); in_force.has_value())
      newest = in_force->valid_from;
    if (Findings findings = domain::CheckPath(
            path, career_store::Families(tx), newest, call.today(),
            static_cast<int>(horizon_years_.Today(tx)[0]));
        Blocks(findings)) {
      return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
    }
    career_store::Save(tx, path);
    if (path.valid_from <= call.today()) {
      Enforce(tx, path);
    } else {
      Await(tx, kCareerTimer, path.family, path.valid_from);
    }
    return ToProto(path);
  });
}

void Registry::Enforce(Tx& tx, const domain::CareerPath& path) {
  v1::CareerPathSet event;
  event.set_family(path.family);
  event.mutable_next_families()->Add(path.next.begin(), path.next.end());
  event.set_valid_from(absl::FormatCivilTime(path.valid_from));
  Tell(tx, event);
  MeasureHoldersSoon(tx, career_store::PostsOf(tx, path.family));
}

absl::StatusOr<Timers::Effect> Registry::BeginPath(const Call&, const std::string& subject) {
  const auto [family, from] = Halves(subject);
  absl::CivilDay day;
  if (!absl::ParseCivilTime(from, &day)) return absl::InternalError("no day of a career path");
  return Timers::Effect([this, family = family, day](Tx& tx) -> absl::Status {
    // One of a later day may be in force already, when this comes late.
    const auto path = career_store::On(tx, family, tx.call().today());
    if (path.has_value() && path->valid_from == day) Enforce(tx, *path);
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::ListCareerPathsResponse> Registry::ListCareerPaths(
    Call& call, const v1::ListCareerPathsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  const absl::CivilDay day = DayOr(request.as_of(), call.today());
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListCareerPathsResponse> {
    v1::ListCareerPathsResponse response;
    for (const domain::CareerPath& path : career_store::PageOn(tx, day, page))
      *response.add_paths() = ToProto(path);
    if (response.paths_size() == page.size())
      response.set_next_page_token(page.Next({response.paths().rbegin()->family()}));
    return response;
  });
}

}  // namespace binadaya::registry
