#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "services/common/domain/finding.h"

namespace binadaya::simulator {

// "14,279"; in Indonesian without the comma, which would be its decimal point.
std::string Thousands(std::int64_t number);
// Seconds since an instant of the system's clock: "1.4 s".
std::string Took(absl::Time since);

// Tells the story twice: at once as text, and at the end as one page of HTML; in the spoken
// language (cli/language.h) of the two that everything is written in. One thread.
class Narrator {
 public:
  Narrator(std::ostream& out, const Message& title);

  // Begins a numbered step.
  void Step(const Message& title);
  // A paragraph of the step.
  void Say(const Message& text);
  // Columns under each other; the first row is the heading. The last column may hold long text.
  void Table(const std::vector<std::vector<std::string>>& rows);
  // Lines as they are.
  void Block(std::string_view text);

  std::string Html() const;

 private:
  void Print(std::string_view text);

  std::ostream& out_;
  const std::string title_;
  const absl::Time begun_;
  int steps_ = 0;
  std::string body_;
};

}  // namespace binadaya::simulator
