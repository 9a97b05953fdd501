#pragma once

#include "services/common/domain/mip.h"

namespace binadaya {

// Solves a program by CBC's branch and cut, on the caller's thread, without a word on any stream
// and without touching signals. A MipSolver. Source: coin-or.org, Debian's coinor-libcbc-dev.
//
// CBC counts in doubles, within a tolerance; what it finds is checked in integers, and what breaks
// a row by as little as 1 is forbidden and searched anew. docs/adr/0036.
MipAnswer SolveMip(const Mip& mip, const MipRun& run);

}  // namespace binadaya
