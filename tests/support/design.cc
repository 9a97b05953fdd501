#include "tests/support/design.h"

#include "services/cli/planning.h"
#include "services/common/status.h"
#include "tests/support/with_id.h"

namespace binadaya::test {
namespace {

namespace nv = ::binadaya::needs::v1;

nv::DecideProgramRequest About(const nv::Program& program) {
  auto request = WithId<nv::DecideProgramRequest>();
  request.set_program(program.id());
  request.set_version(program.version());
  return request;
}

}  // namespace

nv::ProgramDesign DesignFor(
    const std::string& title, const std::string& need, const std::string& competency,
    std::int64_t rupiah, double lift_share) {
  nv::ProgramDesign design = *cli::ReadDesign(cli::ExampleDesign());
  design.set_title(title);
  design.clear_needs();
  design.add_needs(need);
  design.mutable_targets(0)->set_competency(competency);
  design.mutable_targets(0)->set_lift(1);
  design.mutable_variants()->RemoveLast();
  nv::Variant& variant = *design.mutable_variants(0);
  variant.set_lift_share(lift_share);
  variant.mutable_costs()->RemoveLast();
  variant.mutable_costs(0)->mutable_factors(0)->set_quantity(1);
  variant.mutable_costs(0)->mutable_factors(1)->set_quantity(1);
  variant.mutable_costs(0)->set_price(rupiah);
  return design;
}

absl::StatusOr<nv::Program> PutInForce(
    const needs::NeedsClient& client, const CallAs& as, const nv::ProgramDesign& design, int year) {
  const auto by = [&](const std::string& who, v1::Role role) {
    return as(who, {{role, "/"}}, kCallPatience);
  };
  auto request = WithId<nv::DraftProgramRequest>();
  request.set_year(year);
  *request.mutable_design() = design;
  ASSIGN_OR_RETURN(nv::Program step, client.DraftProgram(by("drafter", v1::ANALYST), request));
  ASSIGN_OR_RETURN(step, client.SubmitProgram(by("drafter", v1::ANALYST), About(step)));
  ASSIGN_OR_RETURN(step, client.ReviewProgram(by("second", v1::ANALYST), About(step)));
  return client.ApproveProgram(by("head", v1::AGENCY_HEAD), About(step));
}

}  // namespace binadaya::test
