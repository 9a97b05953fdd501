#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/budgeting/domain/price_standard.h"
#include "services/common/domain/finding.h"
#include "services/common/domain/money.h"

// A version of the year's budget: groups of lines, each as it was before (sebelum) and as it is to
// be after (setelah).
namespace binadaya::budgeting::domain {

// The first of a year; a shift between its lines; the one in the middle of the year that changes
// its sum (Perubahan APBD).
enum class VersionKind { kMurni = 1, kPergeseran, kPerubahan };

struct Factor {
  Quantity quantity;
  std::string unit;  // Orang, Hari, Orang/Hari …
  bool operator==(const Factor&) const = default;
};

// What a line says on one of its two sides. `amount` is what was written there.
struct Side {
  std::vector<Factor> factors = {};
  Money price = {};
  int vat = 0;  // PPN in basis points
  Money amount = {};
  bool operator==(const Side&) const = default;
};

// Whom the persons of a volume are.
enum class Counted { kNobody = 1, kParticipants, kSpeakers };

struct Line {
  std::string id = {};
  int row = 0;               // of the sheet, as its readers count
  std::string account = {};  // kode rekening of six levels
  std::string description = {};
  std::string province = {};   // where it is spent
  std::string standard = {};   // code of its price; empty: it has none
  std::string exception = {};  // number of the decree that lets it cost more
  std::string plan_item = {};  // of the annual plan; empty: of none
  Counted counted = Counted::kNobody;
  std::optional<Side> before = {};  // none: it is new, or nothing came before (MURNI)
  Side after = {};
};

struct Group {
  std::string subactivity = {};  // sub-kegiatan
  std::string source = {};       // sumber dana
  Money total = {};              // written, after
  std::vector<Line> lines = {};
};

struct Total {
  std::string of;
  Money amount;
};

struct Version {
  int year = 0;
  VersionKind kind = VersionKind::kMurni;
  std::vector<Group> groups = {};
  std::vector<Total> sources = {}, subactivities = {};  // written, as far as they are
};

// An account that a sub-activity may use; of one kind of item, or of any.
struct AccountRule {
  std::string subactivity, account, item;
};

// What is planned to happen with a plan item; 0: not known yet.
struct Planned {
  int participants = 0, speakers = 0;  // of all batches
  int days = 0, minutes = 0;           // of one batch; the minutes are those of learning
};

// What a version is checked against.
struct Setting {
  absl::CivilDay priced_on = {};
  std::vector<PriceStandard> standards = {};
  std::vector<AccountRule> accounts = {};
  std::vector<int> vat_rates = {0, 1'100};
  std::map<std::string, Planned> planned = {};  // by plan item
  std::set<std::string> unplanned = {};         // plan items that are in no plan in force
  int tolerance_percent = 5;
  HourMinutes hours = {};
  // Of each line in force: committed, realised, frozen and earmarked.
  std::map<std::string, Money> bound = {};
};

// The day whose prices count: the first of the year, or today once that has begun.
absl::CivilDay PricedOn(int year, absl::CivilDay today);

// All findings at once, each with what was found and expected, its row and column:
// BL-01 amount = quantities x price x (1 + VAT)       BL-02 sum of lines = each sum written over it
// BL-03 price up to the standard of the year          BL-04 account of the sub-activity and item
// BL-05 tariff of the province where it is spent      BL-06 volume as planned (a warning)
// BL-07 the sum stays, unless PERUBAHAN               BL-10 factors and price can be multiplied
// BL-11 a rate of VAT that is in force                BL-13 not below what is bound already
// BL-12 a shift stays within its kind of expenditure (jenis belanja)
// BL-17 hours that are paid and lesson hours do not mix
// BL-18 a plan item is one of an annual plan in force (a warning)
// What a line in force breaks by a price, an account or a rate of VAT that changed since (BL-03,
// BL-04, BL-11) only warns, unless it grows.
// BL-15 each line in force stands in it, once; a line that has no money any more has a price of 0
Findings CheckVersion(const Version& version, const Setting& setting);

// How far money moves within a version, and so who approves it: between details of one object
// (PPKD), between objects of one kind (Sekda), or farther (Perubahan APBD only).
enum class ShiftLevel { kRincian = 1, kObjek, kJenis };
ShiftLevel LevelOf(const Version& version);

}  // namespace binadaya::budgeting::domain
