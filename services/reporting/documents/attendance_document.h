#pragma once

#include <string>
#include <vector>

#include "services/reporting/documents/batch_text.h"

// The attendance sheet of one session (daftar hadir). Until somebody on it is verified it is a list
// to sign, with places that stand aside of each other; then it says who was there.
namespace binadaya::reporting::documents {

struct AttendanceFacts : BatchFacts {
  scheduling::v1::Sheet sheet = {};
};

// Whether somebody on it is verified.
bool SaysWhoWasThere(const AttendanceFacts& facts);
// Whether somebody is named on it: who left before he was verified is not.
bool NamesAnybody(const AttendanceFacts& facts);
Heading HeadingOf(const AttendanceFacts& facts);
std::string Html(const AttendanceFacts& facts, const Frame& frame);
std::vector<xlsx::Sheet> Sheets(const AttendanceFacts& facts, const Frame& frame);
Print PrintOf(const AttendanceFacts& facts);

}  // namespace binadaya::reporting::documents
