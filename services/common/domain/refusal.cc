#include "services/common/domain/refusal.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace binadaya {
namespace {

// Names the payload in the status. Never leaves the process: the edge translates findings into gRPC
// status details.
constexpr char kPayload[] = "binadaya/findings";

// First byte of the encoding. A payload with another one is not ours to guess at.
constexpr char kVersion = 1;

// Every text is its length in 8 bytes, lowest first, and then its bytes: nothing needs escaping, so
// any bytes survive.
void PutNumber(uint64_t number, std::string& out) {
  for (int shift = 0; shift < 64; shift += 8) {
    out.push_back(static_cast<char>((number >> shift) & 0xff));
  }
}

void PutText(std::string_view text, std::string& out) {
  PutNumber(text.size(), out);
  out.append(text);
}

std::string Encode(const Findings& findings) {
  std::string out(1, kVersion);
  PutNumber(findings.size(), out);
  for (const Finding& finding : findings) {
    PutText(finding.rule, out);
    PutText(finding.where, out);
    PutText(finding.message.id, out);
    PutText(finding.message.en, out);
    PutNumber(finding.values.size(), out);
    for (const auto& [name, value] : finding.values) {
      PutText(name, out);
      PutText(value, out);
    }
    out.push_back(finding.warning ? 1 : 0);
  }
  return out;
}

// Takes what Encode put, in the same order. Every step says whether there was enough left; lengths
// are never trusted.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool Byte(char& byte) {
    if (rest_.empty()) return false;
    byte = rest_.front();
    rest_.remove_prefix(1);
    return true;
  }

  bool Number(uint64_t& number) {
    if (rest_.size() < 8) return false;
    number = 0;
    for (int i = 7; i >= 0; --i) {
      number = (number << 8) | static_cast<unsigned char>(rest_[static_cast<size_t>(i)]);
    }
    rest_.remove_prefix(8);
    return true;
  }

  bool Text(std::string& text) {
    uint64_t size = 0;
    if (!Number(size) || size > rest_.size()) return false;
    text.assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return true;
  }

  bool AtEnd() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<Finding> Read(Reader& reader) {
  std::string rule, where, id, en;
  uint64_t values = 0;
  if (!reader.Text(rule) || !reader.Text(where) || !reader.Text(id) || !reader.Text(en) ||
      !reader.Number(values)) {
    return std::nullopt;
  }
  Finding finding{
      .rule = std::move(rule),
      .where = std::move(where),
      .message = {std::move(id), std::move(en)}};
  for (uint64_t i = 0; i < values; ++i) {
    std::string name;
    std::string value;
    if (!reader.Text(name) || !reader.Text(value)) return std::nullopt;
    finding.values.insert_or_assign(std::move(name), std::move(value));
  }
  char warning = 0;
  if (!reader.Byte(warning)) return std::nullopt;
  finding.warning = warning != 0;
  return finding;
}

// All or nothing: half of the findings would pass for all of them.
Findings Decode(std::string_view bytes) {
  Reader reader(bytes);
  char version = 0;
  uint64_t count = 0;
  if (!reader.Byte(version) || version != kVersion || !reader.Number(count)) return {};
  Findings findings;
  for (uint64_t i = 0; i < count; ++i) {
    std::optional<Finding> finding = Read(reader);
    if (!finding.has_value()) return {};
    findings.push_back(*std::move(finding));
  }
  if (!reader.AtEnd()) return {};
  return findings;
}

// What a log or a plain gRPC client shows: the first finding that blocks.
std::string Headline(const Findings& findings) {
  if (findings.empty()) return "refused";
  auto first = std::find_if(
      findings.begin(), findings.end(), [](const Finding& finding) { return !finding.warning; });
  if (first == findings.end()) first = findings.begin();
  return absl::StrCat(first->rule, ": ", first->message.en);
}

}  // namespace

// By value, so that callers may hand over what they collected.
// NOLINTNEXTLINE(performance-unnecessary-value-param)
absl::Status Refuse(absl::StatusCode code, Findings findings) {
  // An OK status drops its message and payload: a refusal by mistake coded OK would let through
  // what it refuses.
  if (code == absl::StatusCode::kOk) code = absl::StatusCode::kInternal;
  absl::Status status(code, Headline(findings));
  status.SetPayload(kPayload, absl::Cord(Encode(findings)));
  return status;
}

absl::Status Refuse(Finding finding) {
  Findings findings;
  findings.push_back(std::move(finding));
  return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
}

Findings FindingsOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayload);
  if (!payload.has_value()) return {};
  return Decode(static_cast<std::string>(*payload));
}

}  // namespace binadaya
