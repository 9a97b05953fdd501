#include "services/cli/render.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "fmt/format.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/cli/words.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

constexpr int kShortestNumber = 16;  // a NIK; a NIP has 18

// Characters on the screen, as far as code points tell.
std::size_t Width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

// Services name places in Indonesian: "baris 12, nip", "berkas".
std::string Place(const std::string& where) {
  return Say(where, absl::StrReplaceAll(where, {{"baris ", "line "}, {"berkas", "file"}}));
}

// Of a status that carries no finding: it comes from the transport, or is a fault.
Message MeaningOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnavailable:
      return {"Tidak dapat dihubungi.", "It cannot be reached."};
    case absl::StatusCode::kDeadlineExceeded:
      return {"Tidak menjawab pada waktunya.", "It did not answer in time."};
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kResourceExhausted:
      return {"Sedang terlalu sibuk.", "It is too busy at the moment."};
    case absl::StatusCode::kUnauthenticated:
      return {"Token operator tidak diterima.", "The operator's token is not accepted."};
    case absl::StatusCode::kPermissionDenied:
      return {"Tidak diizinkan.", "It is not allowed."};
    case absl::StatusCode::kNotFound:
      return {"Tidak ditemukan.", "It was not found."};
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
      return {"Ditolak.", "It was refused."};
    case absl::StatusCode::kUnimplemented:
      return {
          "Layanan ini tidak mengenal perintah itu; versinya lebih lama.",
          "The service does not know this command; it is older."};
    default:
      return {"Terjadi kesalahan di dalam layanan.", "The service has a fault."};
  }
}

}  // namespace

std::string Redact(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    // A run of digits, also in groups with one space between them: "19800101 200501 1 001".
    std::size_t end = i;
    int digits = 0;
    while (end < text.size()) {
      const bool group = text[end] == ' ' && digits > 0 && end + 1 < text.size() &&
                         absl::ascii_isdigit(text[end + 1]);
      if (!group && !absl::ascii_isdigit(text[end])) break;
      if (!group) ++digits;
      ++end;
    }
    if (digits >= kShortestNumber) {
      out += "***";
    } else {
      end = std::max(end, i + 1);
      out += text.substr(i, end - i);
    }
    i = end;
  }
  return out;
}

std::string FindingText(const v1::Finding& finding) {
  std::string text = finding.rule() == kUsageRule ? Say("PEMAKAIAN", kUsageRule) : finding.rule();
  if (!finding.where().empty()) text += Cat("  ", Place(finding.where()));
  text += finding.warning() ? Say("  (peringatan)\n", "  (warning)\n") : "\n";
  const std::string said = Say(finding.id(), finding.en());
  if (!said.empty()) text += Cat("  ", said, "\n");
  const std::map<std::string, std::string> values(finding.values().begin(), finding.values().end());
  for (const auto& [name, value] : values) text += Cat("  ", Term(name), " = ", value, "\n");
  return Redact(text);
}

v1::ErrorDetails DetailsOf(const absl::Status& status) {
  v1::ErrorDetails details;
  details.set_code(static_cast<int>(status.code()));
  for (const Finding& finding : FindingsOf(status)) ToProto(finding, *details.add_findings());
  if (details.findings().empty()) {
    const Message said = MeaningOf(status.code());
    v1::Finding& finding = *details.add_findings();
    finding.set_rule(CodeName(status.code()));
    finding.set_id(said.id);
    finding.set_en(said.en);
    (*finding.mutable_values())["detail"] = std::string(status.message());
  }
  details.set_reason(details.findings(0).rule());
  return details;
}

std::string ErrorText(const absl::Status& status) {
  std::string text;
  const v1::ErrorDetails details =
      DetailsOf(status);  // named: a temporary would end before the loop
  for (const v1::Finding& finding : details.findings()) text += FindingText(finding);
  if (IsTransient(status)) {
    text +=
        Say("coba lagi sebentar lagi; perintah yang sama aman diulang\n",
            "try again a little later; the same command is safe to repeat\n");
  }
  return text;
}

std::string ErrorJson(const absl::Status& status) {
  return JsonObject({{"error", Redact(Json(DetailsOf(status)))}});
}

std::string Json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string json;
  // Fails only for messages that are not valid UTF-8, which no parser let in.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return json;
}

std::string JsonString(std::string_view text) {
  google::protobuf::Value value;
  value.set_string_value(std::string(text));
  return Json(value);
}

std::string JsonObject(const std::vector<std::pair<std::string, std::string>>& members) {
  return Cat(
      "{",
      absl::StrJoin(
          members, ",",
          [](std::string* out, const auto& member) {
            *out += Cat(JsonString(member.first), ":", member.second);
          }),
      "}");
}

std::string JsonArray(const std::vector<std::string>& items) {
  return Cat("[", absl::StrJoin(items, ","), "]");
}

std::string Table(const Rows& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], Width(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      line += Cat(row[i], std::string(widths[i] - Width(row[i]) + 2, ' '));
    text += Cat(absl::StripTrailingAsciiWhitespace(line), "\n");
  }
  return text;
}

std::string TableOf(const Rows& rows) {
  return rows.size() > 1 ? Table(rows) : Say("tidak ada\n", "none\n");
}

std::string Local(std::string_view text, absl::TimeZone zone) {
  absl::Time instant;
  std::string error;
  // Days and the words "infinite-future" are none.
  if (text.size() < 20 || text[10] != 'T' ||
      !absl::ParseTime(absl::RFC3339_full, Absl(text), &instant, &error)) {
    return std::string(text);
  }
  return absl::FormatTime(kLocalTime, instant, zone);
}

std::string YesNo(bool value) { return value ? Say("ya", "yes") : Say("tidak", "no"); }

std::string Number(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace binadaya::cli
