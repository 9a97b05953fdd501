#pragma once

#include <span>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/common/domain/money.h"

// Publishing a batch: money, venue and speakers, seats, all or none (common/domain/saga.h).
namespace binadaya::scheduling::domain {

// What a budget line has for a plan item: what is earmarked for it, and all that is free for it.
struct Fund {
  std::string line = {};
  Money earmarked = {}, free = {};
  int year = 0;  // of its budget
};
struct Payment {
  std::string line = {};
  Money amount = {};
  int year = 0;  // whose cost it is
  bool operator==(const Payment&) const = default;
};
// The lines that pay an amount: first what is earmarked, then what else is free, each line in
// proportion to what it has, so that every batch is fed, taught and housed. What they have too
// little is asked of the last: the budget refuses it, and says what binds that line. None: there
// are no lines.
std::vector<Payment> PaymentsOf(std::span<const Fund> funds, Money amount);

// What of a batch is a cost of one fiscal year.
struct YearCost {
  int year = 0;
  Money amount = {};
  bool operator==(const YearCost&) const = default;
};
// In proportion to the days of each year on which it takes place, however often one is named.
std::vector<YearCost> CostsByYear(Money amount, std::span<const absl::CivilDay> days);
// The costs of each year by lines of its own.
std::vector<Payment> PaymentsOf(std::span<const Fund> funds, std::span<const YearCost> costs);

// PUB-04: a batch of several years has costs of one of which no line pays. Where nothing is paid
// at all, BATCH-20 says so.
Findings CheckYears(std::span<const Payment> payments, std::span<const YearCost> costs);
// Lines that are named. PUB-02: they pay more than the plan item has for a batch; PUB-03: one has
// nothing for it.
Findings CheckPayments(std::span<const Payment> payments, std::span<const Fund> funds, Money most);

// PUB-01: the time for all is up.
Finding PublicationOverdue(int hours);

}  // namespace binadaya::scheduling::domain
