#pragma once

#include <string>
#include <string_view>

namespace binadaya::registry::domain {

// Where somebody is written to; empty as far as it is not known.
struct Contact {
  std::string email;
  std::string mobile;  // "+62…", or of another country
  bool operator==(const Contact&) const = default;
};

// An address as people write it into a cell, in small letters; empty when it is none by its form.
std::string ReadEmail(std::string_view text);
// A mobile number as it is dialled from anywhere: "0812-3456-7890", "62 812…", and "812…", of which
// a spreadsheet took the zero, are +62812…; with + or 00 also of another country. Empty when it is
// none, or could be several things.
std::string ReadMobile(std::string_view text);

// As a report may show it: "c•••@contoh.go.id".
std::string MaskedEmail(std::string_view email);

}  // namespace binadaya::registry::domain
