#pragma once

#include <string>
#include <vector>

#include "binadaya/reporting/v1/reporting.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"

// Documents that were printed: of what, and when first. Not learned from events, so no rebuild
// touches them.
namespace binadaya::reporting::document_store {

// As it is kept: one that was printed before keeps the instant of its first print.
v1::Document Save(Tx& tx, const v1::Document& document);
// NotFound for a code under which nothing was printed. With the one that supersedes it.
absl::StatusOr<v1::Document> Get(Tx& tx, const std::string& id);
// Of the units of these subtrees; kind and year 0 are any.
std::vector<v1::Document> PageOf(
    Tx& tx, const std::vector<std::string>& paths, v1::DocumentKind kind, int year,
    const Page& page);

}  // namespace binadaya::reporting::document_store
