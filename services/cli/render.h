#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "binadaya/v1/error.pb.h"
#include "binadaya/v1/finding.pb.h"
#include "google/protobuf/message.h"
#include "services/cli/answer.h"
#include "services/cli/language.h"

// How the program writes things down, for people and for machines. Pure.
namespace binadaya::cli {

// `text` without employment and identity numbers (16 digits and more, also when written in groups).
// The services put none into what they answer; the program makes sure, for its output ends up in
// logs and mails.
std::string Redact(std::string_view text);

// A finding as people read it: rule and where, then what is wrong and what to do in the spoken
// language, then the values.
std::string FindingText(const v1::Finding& finding);

// A status in the form that both outputs share. One without findings becomes one finding: its code
// as the rule, its message.
v1::ErrorDetails DetailsOf(const absl::Status& status);
std::string ErrorText(const absl::Status& status);
std::string ErrorJson(const absl::Status& status);  // {"error":{…}}

// One line of JSON; fields that are 0 or empty are there too.
std::string Json(const google::protobuf::Message& message);
std::string JsonString(std::string_view text);
// {"name":value,…} of values that are JSON already, in this order.
std::string JsonObject(const std::vector<std::pair<std::string, std::string>>& members);
std::string JsonArray(const std::vector<std::string>& items);

using Rows = std::vector<std::vector<std::string>>;
// Columns under each other, two spaces apart; the first row is the heading.
std::string Table(const Rows& rows);
// The same, or that there is nothing below the heading.
std::string TableOf(const Rows& rows);
// A message and how it reads; of a list's page, that there is more and how to see it.
template <class Message>
Answer AnswerOf(const std::string& text, const Message& message) {
  Answer answer{.text = Redact(text), .json = Redact(Json(message))};
  if constexpr (requires { message.next_page_token(); }) {
    if (!message.next_page_token().empty())
      answer.note = Say("masih ada lagi: --all\n", "there is more: --all\n");
  }
  return answer;
}

inline constexpr char kLocalTime[] = "%Y-%m-%d %H:%M:%S %Z";
// An instant of an answer (RFC 3339) in a zone: "2026-01-27 08:00:02 WIB"; any other text as it is.
std::string Local(std::string_view text, absl::TimeZone zone);
std::string YesNo(bool value);
// A number with at most `decimals` decimals, without trailing zeros.
std::string Number(double value, int decimals = 4);

}  // namespace binadaya::cli
