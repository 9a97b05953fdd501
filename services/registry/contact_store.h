#pragma once

#include <map>
#include <string>

#include "services/common/db.h"
#include "services/registry/domain/contact.h"

// Where people are written to: read with their names (finding_store), when somebody writes.
namespace binadaya::registry::contact_store {

// By person, in place of what was known.
void Save(Tx& tx, const std::map<std::string, domain::Contact>& contacts);
// Empty where none is known.
domain::Contact Of(Tx& tx, const std::string& person);

}  // namespace binadaya::registry::contact_store
