#pragma once

// The classes of PostgreSQL's advisory locks, the first of their two numbers: in one list, so that
// no two meanings share one.
namespace binadaya::lock {

constexpr int kRelay = 0x0b0d;  // the second: a shard of the outbox
constexpr int kSealer = 0x0b0e;
constexpr int kMigration = 0x0b0f;
constexpr int kImport = 0x0b10;  // of a service's bulk imports, one at a time
constexpr int kSeats = 0x0b11;   // of scheduling: seats are being given

}  // namespace binadaya::lock
