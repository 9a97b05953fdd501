#pragma once

#include <string>
#include <vector>

#include "binadaya/registry/v1/registry.pb.h"
#include "services/reporting/documents/batch_text.h"

// The rundown of a batch (susunan acara) as it was released: No, Waktu, Durasi, Kegiatan, Metode,
// Narasumber, Tempat, with the lesson hours (JP, F-08) of each day and of all.
namespace binadaya::reporting::documents {

struct RundownFacts : BatchFacts {
  scheduling::v1::RundownRelease release = {};
  std::string released_on = {};                      // the day of it
  std::vector<registry::v1::Holiday> holidays = {};  // of its years
};

Heading HeadingOf(const RundownFacts& facts);
std::string Html(const RundownFacts& facts, const Frame& frame);
std::vector<xlsx::Sheet> Sheets(const RundownFacts& facts, const Frame& frame);
Print PrintOf(const RundownFacts& facts);

}  // namespace binadaya::reporting::documents
