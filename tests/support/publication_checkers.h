#pragma once

#include "services/common/pg.h"
#include "tests/support/checkers.h"

// What must hold of publications at rest, whatever happened: see checkers.h.
namespace binadaya::test {

// I6: a batch is published or not as its last saga ended, and what budgeting has bound for it is
// what those of its publications ask that are done, once, and nothing else: of batches whose money
// nobody has given back yet. No seats are held beyond a batch's capacity, and no venue has two
// sessions at a time. `scheduling` and `money` are connections to scheduling's and budgeting's
// tables.
Violations PublishedWhole(pg::Connection& scheduling, pg::Connection& money);

}  // namespace binadaya::test
