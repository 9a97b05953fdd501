#include "services/common/config.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::map<std::string, std::string> Whole() {
  return {{"LISTEN", "127.0.0.1:0"}, {"METRICS_LISTEN", "127.0.0.1:0"},
          {"DATABASE", "dbname=x"},  {"DATABASE_OWNER", "dbname=x"},
          {"KAFKA", "127.0.0.1:1"},  {"AGENCY", "kota"},
          {"TOKEN_KEYS", "keys"},    {"SIGNING_KEY", "key.pem"}};
}

TEST(Config, NamesEverythingThatIsMissingOrWrongAtOnce) {
  auto values = Whole();
  values.erase("KAFKA");
  values.erase("AGENCY");
  values["QUEUE"] = "many";
  values["TIME_ZONE"] = "Asia/Atlantis";
  EXPECT_THAT(
      std::string(Config::Of("x", values).status().message()),
      AllOf(
          HasSubstr("BINADAYA_KAFKA"), HasSubstr("BINADAYA_AGENCY"), HasSubstr("BINADAYA_QUEUE"),
          HasSubstr("BINADAYA_TIME_ZONE")));
}

TEST(Config, IsProductionUnlessToldOtherwiseAndRefusesFaultsAndAMovedClockThere) {
  EXPECT_TRUE(Config::Of("x", Whole())->production());
  auto values = Whole();
  values["CLOCK"] = "clock";
  EXPECT_FALSE(Config::Of("x", values).ok());
  values["DEPLOYMENT"] = "demo";
  EXPECT_TRUE(Config::Of("x", values).ok());
  values["DEPLOYMENT"] = "production";
  values.erase("CLOCK");
  values["MUTANT"] = "no_inbox";
  EXPECT_FALSE(Config::Of("x", values).ok());
}

TEST(Config, BoundsEveryNumber) {
  for (const char* name : {"RELAY_BATCH", "CONSUMER_BATCH", "DATABASE_CONNECTIONS"}) {
    for (const char* value : {"0", "-1", "1000000000"}) {
      auto values = Whole();
      values[name] = value;
      EXPECT_THAT(std::string(Config::Of("x", values).status().message()), HasSubstr(name))
          << value;
    }
  }
}

TEST(Config, ExplainsEveryVariable) {
  const std::string help = Config::Help();
  for (const char* name : {"BINADAYA_DATABASE", "BINADAYA_QUEUE", "BINADAYA_MUTANT"})
    EXPECT_THAT(help, HasSubstr(name));
}

}  // namespace
}  // namespace binadaya
