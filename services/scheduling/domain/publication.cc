#include "services/scheduling/domain/publication.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"

namespace binadaya::scheduling::domain {

std::vector<Payment> PaymentsOf(std::span<const Fund> funds, Money amount) {
  std::vector<Payment> payments;
  std::int64_t left = amount.rupiah;
  const auto take = [&](Payment& payment, std::int64_t most) {
    const std::int64_t taken = std::clamp<std::int64_t>(most, 0, left);
    payment.amount.rupiah += taken;
    left -= taken;
  };
  for (const Fund& fund : funds)
    take(
        payments.emplace_back(Payment{fund.line}),
        std::min(fund.earmarked.rupiah, fund.free.rupiah));
  for (std::size_t i = 0; i < payments.size(); ++i)
    take(payments[i], funds[i].free.rupiah - payments[i].amount.rupiah);
  if (!payments.empty()) take(payments.back(), left);
  std::erase_if(payments, [](const Payment& payment) { return payment.amount.rupiah == 0; });
  return payments;
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
