#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/scheduling/v1/rundown_templates.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"

// Templates of rundowns, and their versions.
namespace binadaya::scheduling::template_store {

struct Head {
  std::string id = {}, unit = {}, program = {}, title = {};
  int newest = 0;
  std::string retired_by = {}, retired_reason = {};
  // Of its program now: the first of those that go on with one another; empty: nobody has heard of
  // the program.
  std::string origin = {};
};
struct Version {
  int number = 0;
  std::string batch = {};  // that it was made of
  int release = 0;         // of its rundown; 0: the draft
  std::string note = {}, made_by = {};
  absl::Time made_at = {};
  v1::TemplateContent content = {};
};

// NotFound of the field "template_id".
absl::StatusOr<Head> Get(Tx& tx, const std::string& id);
// The same; who else would change it waits.
absl::StatusOr<Head> Lock(Tx& tx, const std::string& id);
// `fresh`: it is not there yet.
void Save(Tx& tx, const Head& head, bool fresh = false);
void Add(Tx& tx, const std::string& id, const Version& version);
std::optional<Version> VersionOf(Tx& tx, const std::string& id, int number);

// Newest first, each with its newest version.
struct Listed {
  Head head = {};
  Version version = {};
};
std::vector<Listed> PageOf(
    Tx& tx, const v1::ListRundownTemplatesRequest& request, const Page& page);

}  // namespace binadaya::scheduling::template_store
