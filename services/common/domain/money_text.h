#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/common/domain/finding.h"
#include "services/common/domain/money.h"

// Amounts as people write them, in one form: whole rupiah, thousands parted by points, a comma
// before the cents, which are ",00" if they stand there at all.
namespace binadaya {

// "1.500.000", "Rp1.500.000,00" and "1500000". What may be meant in two ways is refused with what
// was understood: "1.500" (but "Rp1.500" and "1.500,00" are clear), "1,500,000", "1500.50".
// Without an amount there is a finding: MON-01 nothing stands there; MON-02 a blank or an invisible
// character; MON-03 negative; MON-04 to be understood in another way; MON-05 cents; MON-06 does not
// fit; MON-07 no amount.
std::optional<Money> ReadRupiah(std::string_view text, std::string_view where, Findings& findings);

// "210" and "2,5": at most three decimals, above zero. MON-01, MON-02 as above; MON-08 no quantity.
std::optional<Quantity> ReadQuantity(
    std::string_view text, std::string_view where, Findings& findings);

// "11 %", "0,25%", "0"; in basis points, at most 10'000. MON-09 no such share.
std::optional<int> ReadPercent(std::string_view text, std::string_view where, Findings& findings);

std::string Rupiah(Money money);         // "Rp1.500.000", "-Rp1.500"
std::string Written(Quantity quantity);  // "210", "2,5"
std::string Percent(int basis_points);   // "11 %", "0,25 %"

// Terbilang: "satu juta lima ratus ribu rupiah", "minus seribu rupiah".
std::string InWords(Money money);

}  // namespace binadaya
