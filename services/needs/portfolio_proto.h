#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/needs/v1/plan.pb.h"
#include "services/needs/domain/portfolio.h"

// A portfolio between its contract and the domain.
namespace binadaya::needs {

// What the domain chooses from.
domain::PortfolioInput InputOf(const v1::PortfolioInputs& inputs);

// What was found, in full: by whom, when and in which state is its reader's to say.
v1::Portfolio Found(
    const v1::PortfolioInputs& inputs, const domain::Portfolio& best,
    const absl::StatusOr<domain::Portfolio>& greedy, const domain::Explanation& explanation);

// What `to` chooses otherwise than `from`.
v1::ComparedPortfolio Compared(const v1::Portfolio& from, const v1::Portfolio& to);

// Findings about the input as people read them: programs by their titles, and each thing once.
Findings Readable(Findings findings, const v1::PortfolioInputs& inputs);

}  // namespace binadaya::needs
