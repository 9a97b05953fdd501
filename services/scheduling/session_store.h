#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/scheduling/domain/session.h"

// Learning sessions of batches that have begun.
namespace binadaya::scheduling::session_store {

inline constexpr std::size_t kSecretBytes = 16;  // 128 bits, of each session alone

struct Held {
  domain::Session is = {};
  std::string batch = {}, title = {}, reason = {};
  std::string venue = {}, speaker = {};              // of one that makes up for another
  std::optional<absl::CivilDay> correct_until = {};  // set when it is over
  std::string secret = {};                           // empty: erased
  int told = 0;  // events of it in this transaction: its version is so many further
};
// Of a batch, in order of time; `lock`: nobody else changes them, or who was there, until the end.
std::vector<Held> OfBatch(Tx& tx, const std::string& batch, bool lock = false);
// NotFound, of the field "session".
absl::StatusOr<Held> Get(Tx& tx, const std::string& id);
// The same; who else would change it, or who was there, waits.
absl::StatusOr<Held> Lock(Tx& tx, const std::string& id);
// The same of several, as many as there are, by id; in OfBatch's order.
std::map<std::string, Held> LockAll(Tx& tx, const std::vector<std::string>& ids);
void Add(Tx& tx, const Held& session);
void Save(Tx& tx, const Held& session);

// Wrong codes of a browser in a session.
int WrongCodesOf(Tx& tx, const std::string& session, const std::string& device);
int AddWrongCode(Tx& tx, const std::string& session, const std::string& device);
// With the secret of the session goes what was counted by it.
void Forget(Tx& tx, const std::string& session);

}  // namespace binadaya::scheduling::session_store
