#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"

// What came in from files: who brought which file, and whom it added or changed.
namespace binadaya::registry::import_store {

// Whom or what a row added or changed: an id or a code.
struct Concerned {
  std::string subject;
  int line = 0;
};
struct Import {
  std::string id;  // of the request that wrote it
  std::string_view kind;
  std::string file_hash;  // SHA-256, bytes
  std::vector<std::string> confirmed = {};
  std::vector<Concerned> concerned = {};
};
void Add(
    Tx& tx, const Import& import, const v1::ImportRequest& request, const v1::ImportReport& report);

// Newest first, without whom they concerned.
std::vector<v1::Import> PageOf(Tx& tx, const v1::ListImportsRequest& sought, const Page& page);
absl::StatusOr<v1::Import> Get(Tx& tx, const std::string& id);

}  // namespace binadaya::registry::import_store
