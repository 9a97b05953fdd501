#include "services/common/page.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"

namespace binadaya {
namespace {

constexpr int kDefault = 50;
constexpr int kLargest = 1000;
constexpr char kSeparator = '\x1f';

absl::Status Refused(std::string rule, std::string where, std::string id, std::string en) {
  return Refuse(
      absl::StatusCode::kInvalidArgument, {{.rule = std::move(rule),
                                            .where = std::move(where),
                                            .message = {std::move(id), std::move(en)}}});
}

}  // namespace

absl::StatusOr<Page> Page::Of(int size, std::string_view token, std::string_view binding) {
  if (size < 0) {
    return Refused(
        "PAGE-01", "page_size", "Ukuran halaman negatif. Isi 0 (baku) sampai 1000.",
        "The page size is negative. Enter 0 (default) to 1000.");
  }
  Page page;
  page.size_ = size == 0 ? kDefault : std::min(size, kLargest);
  page.binding_ = absl::WebSafeBase64Escape(Sha256(binding).substr(0, 9));
  if (token.empty()) return page;
  std::string text;
  const bool readable = absl::WebSafeBase64Unescape({token.data(), token.size()}, &text);
  page.after_ = absl::StrSplit(text, kSeparator);
  if (!readable || page.after_.front() != page.binding_) {
    return Refused(
        "PAGE-02", "page_token",
        "Token halaman bukan dari permintaan ini. Mulai dari halaman pertama.",
        "The page token is not of this request. Start from the first page.");
  }
  page.after_.erase(page.after_.begin());
  return page;
}

std::string Page::Next(const std::vector<std::string>& key) const {
  const std::string text =
      Cat(binding_, std::string(1, kSeparator), absl::StrJoin(key, std::string(1, kSeparator)));
  return absl::WebSafeBase64Escape(text);
}

}  // namespace binadaya
