#include "services/simulator/narrator.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/cli/language.h"
#include "services/cli/render.h"
#include "services/common/domain/text.h"

namespace binadaya::simulator {
namespace {

constexpr std::size_t kWidth = 116;
constexpr char kIndent[] = "    ";

constexpr char kHead[] = R"(<!DOCTYPE html>
<html lang="$lang">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
body { font: 15px/1.45 Georgia, serif; max-width: 54rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
h1 { font-size: 1.5rem; margin-bottom: .2rem; }
h2 { font-size: 1.05rem; margin: 1.4rem 0 .3rem; border-bottom: 1px solid #bbb; break-after: avoid; }
p { margin: .3rem 0; }
table { border-collapse: collapse; margin: .5rem 0; font-size: .85rem; break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: .15rem .7rem .15rem 0; border-bottom: 1px solid #ddd; }
pre { font-size: .75rem; white-space: pre-wrap; overflow-wrap: anywhere; background: #f6f6f4; padding: .5rem; }
footer { margin-top: 1.5rem; font-size: .8rem; color: #555; }
@media print { body { margin: 0; font-size: 11px; } pre { background: none; padding: 0; } }
</style>
</head>
<body>
<h1>$title</h1>
)";

std::string Escape(std::string_view text) {
  return absl::StrReplaceAll(Absl(text), {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}});
}

// Characters on the screen, as far as code points tell.
std::size_t Width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::vector<std::string> Lines(std::string_view text, std::size_t width) {
  std::vector<std::string> lines = {""};
  for (const absl::string_view word : absl::StrSplit(Absl(text), ' ')) {
    const std::string_view piece(word.data(), word.size());
    if (!lines.back().empty() && Width(lines.back()) + 1 + Width(piece) > width) {
      lines.emplace_back();
    }
    lines.back() += Cat(lines.back().empty() ? "" : " ", piece);
  }
  return lines;
}

// The same table with a last column that is broken to what is left of the line.
std::vector<std::vector<std::string>> Fit(const std::vector<std::vector<std::string>>& rows) {
  const std::size_t last = rows.front().size() - 1;
  std::size_t used = 0;
  for (std::size_t column = 0; column < last; ++column) {
    std::size_t widest = 0;
    for (const std::vector<std::string>& row : rows) widest = std::max(widest, Width(row[column]));
    used += widest + 2;
  }
  constexpr std::size_t kNarrowest = 30;
  const std::size_t left = used + kNarrowest < kWidth ? kWidth - used : kNarrowest;
  std::vector<std::vector<std::string>> fitted;
  for (const std::vector<std::string>& row : rows) {
    fitted.push_back(row);
    bool first = true;
    for (std::string& line : Lines(row[last], left)) {
      if (!first) fitted.emplace_back(row.size());
      fitted.back()[last] = std::move(line);
      first = false;
    }
  }
  return fitted;
}

}  // namespace

std::string Thousands(std::int64_t number) {
  std::string digits = Cat(number);
  if (cli::Spoken() == cli::Language::kIndonesian) return digits;
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

std::string Took(absl::Time since) {
  return absl::StrFormat("%.1f s", absl::ToDoubleSeconds(absl::Now() - since));
}

Narrator::Narrator(std::ostream& out, const Message& title)
    : out_(out), title_(cli::Say(title)), begun_(absl::Now()) {
  out_ << title_ << "\n" << std::flush;
}

void Narrator::Step(const Message& title) {
  const std::string line = Cat(++steps_, ". ", cli::Say(title));
  out_ << "\n" << line << "\n" << std::flush;
  body_ += Cat("<h2>", Escape(line), "</h2>\n");
}

void Narrator::Say(const Message& message) {
  const std::string text = cli::Say(message);
  Print(absl::StrJoin(Lines(text, kWidth), "\n"));
  body_ += Cat("<p>", Escape(text), "</p>\n");
}

void Narrator::Table(const std::vector<std::vector<std::string>>& rows) {
  Print(cli::Table(Fit(rows)));
  body_ += "<table>\n";
  const char* cell = "th";
  for (const std::vector<std::string>& row : rows) {
    body_ += "<tr>";
    for (const std::string& text : row) body_ += Cat("<", cell, ">", Escape(text), "</", cell, ">");
    body_ += "</tr>\n";
    cell = "td";
  }
  body_ += "</table>\n";
}

void Narrator::Block(std::string_view text) {
  Print(text);
  body_ += Cat("<pre>", Escape(text), "</pre>\n");
}

void Narrator::Print(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  out_ << kIndent << absl::StrReplaceAll(Absl(text), {{"\n", Cat("\n", kIndent)}}) << "\n"
       << std::flush;
}

std::string Narrator::Html() const {
  return Cat(
      absl::StrReplaceAll(kHead, {{"$title", Escape(title_)}, {"$lang", cli::Say("id", "en")}}),
      body_, "<footer>", cli::Say("Dimainkan dalam ", "Played in "), Took(begun_),
      cli::Say(". Semua pegawai sintetis.", ". All people are synthetic."),
      "</footer>\n</body>\n</html>\n");
}

}  // namespace binadaya::simulator
