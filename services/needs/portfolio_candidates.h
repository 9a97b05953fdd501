#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "binadaya/needs/v1/plan.pb.h"
#include "services/common/db.h"
#include "services/needs/domain/program.h"

// Which programs a portfolio is chosen from, and what of them is held already.
namespace binadaya::needs {

// A program that may be planned, in which version; what is in force of it in the plan that is
// revised.
struct Candidate {
  domain::Program program = {};
  int number = 0;
  std::optional<v1::PlanItem> planned = {};
  int bound = 0;  // batches of that for which money is bound or spent
  const domain::ProgramVersion& version() const { return *program.Numbered(number); }
  // It may not be planned now: it is in as it was planned, in no more batches.
  bool IsKept() const { return !program.IsPlannable() || program.InForce()->number != number; }
};

// Of what is in force of a plan, by program: for how many of its batches money is bound or spent;
// only those that have some.
std::map<std::string, int> BatchesBound(Tx& tx, const std::map<std::string, v1::PlanItem>& planned);

// Those of the year that may be planned, but for what other plans hold. Of the plan in force also
// what is committed, or has money bound for it, as it was planned, whatever has become of the
// program: that is not planned again, and its money is gone.
std::vector<Candidate> CandidatesOf(
    Tx& tx, const v1::StartPortfolioRequest& request, v1::PortfolioInputs& inputs);

// Whether what is committed can be: a variant of the design, and how many batches.
bool IsHeld(const domain::Design& design, const v1::ProgramTerms& terms);

// How a program is held: as it is said to be, or by the money that is bound for it. That holds as
// many batches; more may come, unless the program is not planned any more as it was.
struct Held {
  v1::DeliveryMode mode = v1::DELIVERY_MODE_UNSPECIFIED;  // none: it is not
  int batches = 0;
  bool exactly = true;
};
Held HeldOf(const Candidate& candidate, const v1::ProgramTerms& terms);

}  // namespace binadaya::needs
