#include "services/scheduling/domain/publication.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/common/domain/money_text.h"

namespace binadaya::scheduling::domain {

std::vector<Payment> PaymentsOf(std::span<const Fund> funds, Money amount) {
  std::vector<Payment> payments;
  std::vector<Share> earmarked, others;  // what there is, by line
  for (const Fund& fund : funds) {
    payments.push_back({.line = fund.line, .year = fund.year});
    const std::int64_t free = std::max<std::int64_t>(fund.free.rupiah, 0);
    const std::int64_t kept = std::clamp<std::int64_t>(fund.earmarked.rupiah, 0, free);
    earmarked.push_back({fund.line, kept});
    others.push_back({fund.line, free - kept});
  }
  std::int64_t left = std::max<std::int64_t>(amount.rupiah, 0);
  for (const std::vector<Share>& there : {earmarked, others}) {
    std::int64_t most = 0;
    for (const Share& share : there) most += share.weight;
    const Money taken = {std::min(left, most)};
    const absl::StatusOr<std::vector<Money>> parts = Split(taken, there);
    if (!parts.ok()) continue;  // there is nothing
    for (std::size_t i = 0; i < payments.size(); ++i)
      payments[i].amount.rupiah += (*parts)[i].rupiah;
    left -= taken.rupiah;
  }
  if (!payments.empty()) payments.back().amount.rupiah += left;
  std::erase_if(payments, [](const Payment& payment) { return payment.amount.rupiah == 0; });
  return payments;
}

std::vector<YearCost> CostsByYear(Money amount, std::span<const absl::CivilDay> days) {
  std::map<int, std::int64_t> of_year;
  for (const absl::CivilDay day : std::set<absl::CivilDay>(days.begin(), days.end()))
    ++of_year[static_cast<int>(day.year())];
  std::vector<YearCost> costs;
  std::vector<Share> shares;
  for (const auto& [year, count] : of_year) {
    costs.push_back({year});
    shares.push_back({absl::StrCat(year), count});
  }
  const absl::StatusOr<std::vector<Money>> parts = Split(amount, shares);
  if (!parts.ok()) return {};  // there are no days
  for (std::size_t i = 0; i < costs.size(); ++i) costs[i].amount = (*parts)[i];
  return costs;
}

std::vector<Payment> PaymentsOf(std::span<const Fund> funds, std::span<const YearCost> costs) {
  std::vector<Payment> payments;
  for (const YearCost& cost : costs) {
    std::vector<Fund> own;
    for (const Fund& fund : funds)
      if (fund.year == cost.year) own.push_back(fund);
    for (Payment& payment : PaymentsOf(own, cost.amount)) payments.push_back(std::move(payment));
  }
  return payments;
}

Findings CheckYears(std::span<const Payment> payments, std::span<const YearCost> costs) {
  Findings findings;
  if (costs.size() < 2 || payments.empty()) return findings;
  for (const YearCost& cost : costs) {
    const bool paid = std::any_of(payments.begin(), payments.end(), [&](const Payment& payment) {
      return payment.year == cost.year;
    });
    if (paid || cost.amount.rupiah == 0) continue;
    findings.push_back(
        {"PUB-04",
         "payments",
         {absl::StrCat(
              "Kelas ini berlangsung juga pada tahun ", cost.year, " (", Rupiah(cost.amount),
              "), dan tidak ada baris anggaran tahun itu yang membayarnya. Sediakan barisnya bagi "
              "butir rencana ini, atau pindahkan harinya."),
          absl::StrCat(
              "This batch takes place in ", cost.year, ", too (", Rupiah(cost.amount),
              "), and no budget line of that year pays for it. Provide one for the plan item, or "
              "move the days.")},
         {{"year", absl::StrCat(cost.year)}, {"amount", absl::StrCat(cost.amount.rupiah)}}});
  }
  return findings;
}

Findings CheckPayments(std::span<const Payment> payments, std::span<const Fund> funds, Money most) {
  Findings findings;
  std::int64_t asked = 0;
  for (const Payment& payment : payments) {
    asked += payment.amount.rupiah;
    if (std::any_of(funds.begin(), funds.end(), [&](const Fund& fund) {
          return fund.line == payment.line;
        })) {
      continue;
    }
    findings.push_back(
        {"PUB-03",
         "payments",
         {"Baris anggaran ini bukan untuk butir rencana kelas ini pada tahun pelaksanaannya. "
          "Sebut baris yang disediakan baginya.",
          "This budget line has nothing for the plan item of this batch in the year in which it "
          "takes place. Name one that has."},
         {{"line", payment.line}}});
  }
  if (asked <= most.rupiah) return findings;
  findings.push_back(
      {"PUB-02",
       "payments",
       {absl::StrCat(
            "Baris yang disebut membayar Rp", asked, "; rencana mempunyai Rp", most.rupiah,
            " untuk satu kelas. Kurangi, atau ubah rencananya dahulu."),
        absl::StrCat(
            "The lines that are named pay Rp", asked, "; the plan has Rp", most.rupiah,
            " for a batch. Ask for less, or revise the plan first.")},
       {{"asked", absl::StrCat(asked)}, {"most", absl::StrCat(most.rupiah)}}});
  return findings;
}

Finding PublicationOverdue(int hours) {
  return {
      "PUB-01",
      "batch",
      {absl::StrCat(
           "Penerbitan tidak selesai dalam ", hours,
           " jam, jadi semuanya dikembalikan. Terbitkan lagi."),
       absl::StrCat(
           "Publishing did not end within ", hours,
           " hours, so all of it was undone. Publish again.")},
      {{"hours", absl::StrCat(hours)}}};
}

}  // namespace binadaya::scheduling::domain
