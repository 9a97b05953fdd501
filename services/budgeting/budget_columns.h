#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "binadaya/budgeting/v1/budgeting.pb.h"
#include "services/common/domain/sheet.h"

// The columns of a budget as a file, and the words that stand in them.
namespace binadaya::budgeting {

inline constexpr char kTimes[] = "×";  // between the factors of a volume, and between their units

// The first is the kind of row. Those of a side are "before.price", "after.price".
const std::vector<sheets::Column>& BudgetColumns();
// What a column is called; itself if there is none of that name.
std::string HeadingOf(std::string_view column);

enum class RowKind { kGroup, kLine, kSource, kSubactivity, kPlanned };
std::string NameOf(RowKind kind);
// "[#]" and "[-]" as the printed budget has them; nothing is a line.
std::optional<RowKind> KindOf(const std::string& text);

std::string NameOf(v1::Counted counted);  // empty for what is not said
std::optional<v1::Counted> CountedIn(const std::string& text);

}  // namespace binadaya::budgeting
