#include "services/common/page.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "openssl/crypto.h"
#include "openssl/hmac.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"

namespace binadaya {
namespace {

constexpr int kLargest = 1000;
constexpr char kSeparator[] = "\x1f";
constexpr std::size_t kSeal = 16;  // bytes

absl::Status Refused(std::string rule, std::string where, std::string id, std::string en) {
  return Refuse(
      absl::StatusCode::kInvalidArgument, {{.rule = std::move(rule),
                                            .where = std::move(where),
                                            .message = {std::move(id), std::move(en)}}});
}

std::string Mac(std::string_view key, std::string_view text) {
  std::string mac(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  HMAC(
      EVP_sha256(), key.data(), static_cast<int>(key.size()),
      reinterpret_cast<const unsigned char*>(text.data()), text.size(),
      reinterpret_cast<unsigned char*>(mac.data()), &size);
  mac.resize(size);
  return mac;
}

}  // namespace

Pages::Pages(const std::string& secret) {
  std::ifstream file(secret, std::ios::binary);
  key_ = Mac(std::string(std::istreambuf_iterator<char>(file), {}), "page tokens");
}

absl::StatusOr<Page> Pages::Open(
    const Call& call, std::string_view filters, int size, std::string_view token) const {
  if (size < 0) {
    return Refused(
        "PAGE-01", "page_size", "Ukuran halaman negatif. Isi 0 (baku) sampai 1000.",
        "The page size is negative. Enter 0 (default) to 1000.");
  }
  Page page;
  if (size > 0) page.size_ = std::min(size, kLargest);
  page.seal_ = Mac(key_, Cat(call.method(), "\n", call.subject(), "\n", filters));
  if (token.empty()) return page;
  std::string text;
  const bool whole = absl::WebSafeBase64Unescape(Absl(token), &text) && text.size() >= kSeal;
  const std::string_view key = whole ? std::string_view(text).substr(kSeal) : std::string_view();
  if (!whole || CRYPTO_memcmp(text.data(), Mac(page.seal_, key).data(), kSeal) != 0) {
    return Refused(
        "PAGE-02", "page_token",
        "Token halaman bukan dari permintaan ini. Mulai dari halaman pertama.",
        "The page token is not of this request. Start from the first page.");
  }
  page.after_ = absl::StrSplit(Absl(key), kSeparator);
  return page;
}

std::string Page::Next(const std::vector<std::string>& key) const {
  const std::string text = absl::StrJoin(key, kSeparator);
  return absl::WebSafeBase64Escape(Cat(Mac(seal_, text).substr(0, kSeal), text));
}

}  // namespace binadaya
