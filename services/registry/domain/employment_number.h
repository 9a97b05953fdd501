#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"

namespace binadaya::registry::domain {

enum class EmploymentType { kCpns, kPns, kPppk, kPppkPartTime };
// Works under a contract (perjanjian kerja).
bool IsContract(EmploymentType type);
enum class Gender { kMale, kFemale };

// "CPNS", "PNS", "PPPK", "PPPK_PW" and "L"/"P" (laki-laki, perempuan), as imports and the store
// write them.
std::optional<EmploymentType> ParseEmploymentType(std::string_view text);
std::string_view ToString(EmploymentType type);
std::optional<Gender> ParseGender(std::string_view text);
std::string_view ToString(Gender gender);

// What the registry already holds of a person, to check a number against.
struct EmploymentFacts {
  EmploymentType type;
  Gender gender;
  absl::CivilDay birth_date;
};

// The ages that rules NIP-02 and NIP-05 rest on, in whole years.
struct AgePolicy {
  int working_age = 18;        // NIP-02
  int civil_servant_max = 35;  // NIP-05, CPNS (some posts: 40)
  int contract_min = 20;       // NIP-05, PPPK (PP 49/2018)
};

// The 18 digits of a NIP (PNS, Perka BKN 22/2007) or NI PPPK, without spaces and dots; not yet
// checked.
std::string StripEmploymentNumber(std::string_view text);

// Whether it has 18 digits.
bool IsEmploymentNumber(std::string_view text);

// The first day on which its owner may have been appointed, as its digits 9-14 tell: of a NIP the
// first of a month (TMT CPNS), of a NI PPPK of a year. nullopt when they tell no such day.
std::optional<absl::CivilDay> AppointedFrom(std::string_view text, EmploymentType type);

// As others may see it: dots, and its last four digits. The rest tells when somebody was born.
std::string MaskedNumber(std::string_view number);

// Checks a NIP or NI PPPK by rules NIP-01..07 and NIP-09. `where` names the field in the findings,
// which never hold the number. NIP-08 (unique, immutable) needs the registry and is the import's.
Findings CheckEmploymentNumber(
    std::string_view text, const EmploymentFacts& facts, absl::CivilDay today,
    const AgePolicy& ages, std::string_view where);

}  // namespace binadaya::registry::domain
