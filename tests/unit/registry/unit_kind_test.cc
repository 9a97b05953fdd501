#include "services/registry/domain/unit_kind.h"

#include "gtest/gtest.h"

namespace binadaya::registry::domain {
namespace {

const UnitKinds& Kinds() {
  static const UnitKinds kinds = {
      {"DINAS", {"AGENCY", {""}}},
      {"BADAN", {"AGENCY", {""}}},
      {"KECAMATAN", {"TERRITORY", {""}}},
      {"KELURAHAN", {"TERRITORY", {"KECAMATAN"}}},
      {"SEKOLAH", {"SCHOOL", {"DINAS"}}}};
  return kinds;
}

std::string Rule(const Findings& findings) {
  return findings.size() == 1 ? findings.front().rule : findings.empty() ? "" : "several";
}

TEST(UnitKind, StandsUnderItsParents) {
  EXPECT_EQ(Rule(CheckUnitKind(Kinds(), "KELURAHAN", "KECAMATAN", "", "x")), "");
  EXPECT_EQ(Rule(CheckUnitKind(Kinds(), "KELURAHAN", "", "", "x")), "UNIT-08");
  EXPECT_EQ(Rule(CheckUnitKind(Kinds(), "KECAMATAN", "", "", "x")), "");
  EXPECT_EQ(Rule(CheckUnitKind(Kinds(), "KECAMATAN", "DINAS", "", "x")), "UNIT-08");
}

TEST(UnitKind, StaysOfItsClass) {
  EXPECT_EQ(Rule(CheckUnitKind(Kinds(), "BADAN", "", "DINAS", "x")), "");
  EXPECT_EQ(Rule(CheckUnitKind(Kinds(), "SEKOLAH", "DINAS", "KECAMATAN", "x")), "UNIT-09");
  EXPECT_EQ(Rule(CheckUnitKind(Kinds(), "DINAS", "", "KECAMATAN", "x")), "UNIT-09");
}

TEST(UnitCode, DiffersFromOthersByMoreThanCapitals) {
  EXPECT_EQ(Rule(CheckUnitTwin("opd04", {"OPD04"}, "x")), "UNIT-10");
  EXPECT_EQ(Rule(CheckUnitTwin("OPD04", {"OPD04"}, "x")), "");
}

}  // namespace
}  // namespace binadaya::registry::domain
