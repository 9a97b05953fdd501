#pragma once

#include <string>
#include <vector>

#include "binadaya/budgeting/v1/budgeting.pb.h"
#include "services/reporting/documents/document.h"

// The details of a budget version (rincian belanja), before and after, in the columns in which they
// are planned (Uraian | Sebelum | Setelah).
namespace binadaya::reporting::documents {

Heading HeadingOf(const budgeting::v1::Version& version);
std::string Html(const budgeting::v1::Version& version, const Frame& frame);
// One sheet: what the version is, and each line with its two sides.
std::vector<xlsx::Sheet> Sheets(const budgeting::v1::Version& version, const Frame& frame);

std::vector<Step> StepsOf(const budgeting::v1::Version& version);

Print PrintOf(const budgeting::v1::Version& version);

}  // namespace binadaya::reporting::documents
