#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/platform.h"

namespace binadaya::test {

// A small city to test on: two kecamatan with two kelurahan each and an agency, posts CAMAT, LURAH
// and STAF, in words of the field.
class City {
 public:
  explicit City(Platform& platform) : platform_(platform) {}

  // Units and posts, through the public API.
  void Found();
  // Defines a post, titled by its code, of a family of its own, since 2020, but for what `further`
  // says of it.
  void Post(
      const std::string& code, registry::v1::PostGroup group,
      const std::function<void(registry::v1::DefinePostRequest&)>& further);
  // Purwosari (33.74.14.1003) moves under another kecamatan.
  void Move(const std::string& parent);
  // A person on a post of a unit, by import; the id.
  std::string Person(const std::string& post, const std::string& unit);
  // A person who heads a unit, on a post KEPALA.
  std::string Head(const std::string& unit);
  // Puts somebody on a post of a unit, from a day (today).
  absl::StatusOr<registry::v1::Person> Assign(
      const std::string& person, const std::string& post, const std::string& unit,
      const std::string& from = "", registry::v1::AssignmentKind kind = registry::v1::DEFINITIVE,
      const std::string& to = "");
  // An open rating campaign over a unit, from a week ago for ten weeks.
  std::string RatingCampaign(const std::string& unit = "/");

  using Levels = std::vector<std::pair<std::string, double>>;
  // One judgement of each competency by someone in that role, seen on a day (today), and what the
  // profile and the case in this campaign are then.
  absl::StatusOr<registry::v1::Profile> Rate(
      const std::string& campaign, const std::string& person, registry::v1::RaterRole role,
      const Levels& levels, const std::string& rater = "", const std::string& seen_on = "");
  // All nine competencies at one level.
  static Levels Nine(double level);
  // Rated by the supervisor and himself at these levels, verified and validated.
  absl::StatusOr<registry::v1::Profile> Assess(
      const std::string& campaign, const std::string& person, const Levels& levels);
  absl::StatusOr<registry::v1::Profile> Assess(
      const std::string& campaign, const std::string& person, double level) {
    return Assess(campaign, person, Nine(level));
  }
  // What the calibration meeting agreed on.
  absl::StatusOr<registry::v1::Profile> Calibrate(
      const std::string& person, const std::string& competency, double level,
      const std::string& campaign = "");
  // Each by somebody of their own, or by whom the test names.
  absl::StatusOr<registry::v1::Profile> Verify(
      const std::string& person, const std::string& campaign = "", const std::string& by = "pic");
  absl::StatusOr<registry::v1::Profile> Validate(
      const std::string& person, const std::string& campaign = "", const std::string& by = "head");
  absl::StatusOr<registry::v1::Profile> Profile(
      const std::string& person, const std::string& as_of = "");

  // A CSV row of the people file with a number that fits: NIP serial 900 and up, never a real one.
  std::string Row(const std::string& post, const std::string& unit);
  static std::string PeopleHeader();
  absl::StatusOr<registry::v1::ImportReport> ImportPeople(
      const std::string& csv, bool confirm, const std::vector<int>& skip = {});
  absl::StatusOr<registry::v1::ImportReport> ImportUnits(
      const std::string& csv, bool confirm, const std::vector<int>& skip = {});

  static const std::vector<std::string>& Competencies();

 private:
  Platform& platform_;
  int serial_ = 0;
};

// A registry with a founded city, made once for all tests of a suite.
class RegistryTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite();

  // Whether all timers whose time has come were run: what they tell belongs to this test.
  static bool NothingIsDue();

  // The types of the events about somebody or something, in order.
  static std::vector<std::string> ToldAbout(const std::string& type, const std::string& id);

  // A job of the operator's, once it has ended.
  static operations::v1::Job Ended(const std::string& id);

  static Platform* platform_;
  static City* city_;
};

// The same for tests that move the clock, which goes back after each.
class RegistryOverTime : public RegistryTest {
 protected:
  void TearDown() override;

  static std::string Day(absl::CivilDay day) { return absl::FormatCivilTime(day); }
  // To the morning of a day.
  static void MoveTo(absl::CivilDay day);

  const absl::Time now_ = platform_->clock().Now();
  const absl::CivilDay today_ = platform_->clock().Today();
};

}  // namespace binadaya::test
