#pragma once

// PostgreSQL's advisory locks: in one list, so that no two meanings share one.

// Of things by their names, in SQL: one number, which a program of the version before takes beside
// this one, so it stays. Two that meet by chance wait for each other, no more.
#define AGENDA_LOCK(leader) "hashtextextended('agenda ' || " leader "::text, 0)"
#define ACCOUNT_LOCK(unit, batch) "hashtextextended(" unit "::text || ' ' || " batch "::text, 0)"
#define ACCOUNT_RULE_LOCK(year, subactivity) \
  "hashtextextended('account_rule ' || " year "::text || " subactivity "::text, 0)"
#define BUDGET_LOCK(unit, year) \
  "hashtextextended('budget ' || " unit "::text || ' ' || " year "::text, 0)"

// The classes of all others, the first of their two numbers. PostgreSQL keeps the two kinds apart.
namespace binadaya::lock {

constexpr int kRelay = 0x0b0d;  // the second: a shard of the outbox
constexpr int kSealer = 0x0b0e;
constexpr int kMigration = 0x0b0f;
constexpr int kImport = 0x0b10;  // of a service's bulk imports, one at a time
constexpr int kSeats = 0x0b11;   // of scheduling: seats are being given

}  // namespace binadaya::lock
