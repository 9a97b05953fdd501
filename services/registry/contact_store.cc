#include "services/registry/contact_store.h"

namespace binadaya::registry::contact_store {

void Save(Tx& tx, const std::map<std::string, domain::Contact>& contacts) {
  if (contacts.empty()) return;
  pg::Array people, emails, mobiles;
  for (const auto& [person, contact] : contacts) {
    people.Add(person);
    emails.Add(contact.email);
    mobiles.Add(contact.mobile);
  }
  tx.Defer(
      R"(
      INSERT INTO contact (person, email, mobile)
      SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])
      ON CONFLICT (person) DO UPDATE
      SET email = excluded.email, mobile = excluded.mobile)",
      people, emails, mobiles);
}

domain::Contact Of(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query("SELECT email, mobile FROM contact WHERE person = $1", person);
  if (rows.empty()) return {};
  pg::Row row(rows);
  return {.email = row.String(), .mobile = row.String()};
}

}  // namespace binadaya::registry::contact_store
