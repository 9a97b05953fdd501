#include "services/common/config.h"

#include <cstdlib>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::map<std::string, std::string> Whole() {
  return {
      {"LISTEN", "127.0.0.1:0"},      {"METRICS_LISTEN", "127.0.0.1:0"}, {"DATABASE", "dbname=x"},
      {"DATABASE_OWNER", "dbname=x"}, {"KAFKA", "127.0.0.1:1"},          {"AGENCY", "kota"},
      {"TOKEN_KEYS", "keys"},         {"SIGNING_KEY", "key.pem"},        {"DEPLOYMENT", "test"}};
}

// What production takes.
std::map<std::string, std::string> Sealed() {
  auto values = Whole();
  values.erase("DEPLOYMENT");
  for (const char* name : {"TLS_IDENTITY", "TLS_CA", "REDIS_PASSWORD_FILE"})
    values[name] = "/dev/null";
  for (const char* name : {"DATABASE", "DATABASE_OWNER"})
    values[name] = "dbname=x sslmode=verify-full sslrootcert=ca.pem passfile=pass";
  values["REDIS"] = "127.0.0.1:1";
  return values;
}

std::string WhyNot(const std::map<std::string, std::string>& values) {
  return std::string(Config::Of("x", values).status().message());
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
  ASSERT_EQ(WhyNot(Sealed()), "");
  EXPECT_TRUE(Config::Of("x", Sealed())->production());
  auto values = Sealed();
  values["CLOCK"] = "clock";
  EXPECT_THAT(WhyNot(values), HasSubstr("BINADAYA_CLOCK"));
  values["DEPLOYMENT"] = "demo";
  EXPECT_EQ(WhyNot(values), "");
  values["DEPLOYMENT"] = "production";
  values.erase("CLOCK");
  values["MUTANT"] = "no_inbox";
  EXPECT_THAT(WhyNot(values), HasSubstr("BINADAYA_MUTANT"));
}

TEST(Config, NamesEverythingThatProductionLacksAtOnceAndNoSecret) {
  auto values = Whole();
  values["DEPLOYMENT"] = "production";
  values["DATABASE"] = "dbname=x password=geheim";
  values["DATABASE_OWNER"] = "dbname=x sslmode=require sslrootcert=ca.pem";
  values["REDIS"] = "10.0.0.1:6379";
  values["CLOCK"] = "clock";
  values.erase("KAFKA");
  const std::string why = WhyNot(values);
  for (const char* part :
       {"BINADAYA_KAFKA is not set", "BINADAYA_CLOCK is refused", "BINADAYA_TLS_IDENTITY must",
        "BINADAYA_TLS_CA must", "BINADAYA_DATABASE must say sslmode", "BINADAYA_DATABASE must name",
        "BINADAYA_DATABASE may not hold a password", "BINADAYA_DATABASE_OWNER must say sslmode",
        "BINADAYA_REDIS must", "BINADAYA_REDIS_PASSWORD_FILE must"})
    EXPECT_THAT(why, HasSubstr(part));
  EXPECT_THAT(why, Not(HasSubstr("BINADAYA_DATABASE_OWNER must name")));
  EXPECT_THAT(why, Not(HasSubstr("geheim")));
}

TEST(Config, EachPieceThatProductionLacksIsEnoughToRefuse) {
  for (const char* name : {"TLS_IDENTITY", "TLS_CA", "REDIS_PASSWORD_FILE"}) {
    auto values = Sealed();
    values.erase(name);
    EXPECT_THAT(WhyNot(values), HasSubstr(name));
  }
  for (const char* name : {"DATABASE", "DATABASE_OWNER"}) {
    for (const char* conninfo :
         {"dbname=x sslmode=verify-ca sslrootcert=ca.pem", "dbname=x sslmode=verify-full",
          "dbname=x sslmode=verify-full sslrootcert=ca.pem password=p",
          "postgresql://x:p@db/x?sslmode=verify-full&sslrootcert=ca.pem", "no conninfo"}) {
      auto values = Sealed();
      values[name] = conninfo;
      EXPECT_THAT(WhyNot(values), HasSubstr(name)) << conninfo;
    }
  }
}

TEST(Config, LibpqsOwnPasswordIsNoWayAroundAFile) {
  auto values = Sealed();
  values["PGPASSWORD"] = "";
  EXPECT_THAT(WhyNot(values), HasSubstr("PGPASSWORD"));
  values["DEPLOYMENT"] = "test";
  EXPECT_TRUE(Config::Of("x", values).ok());

  ASSERT_EQ(::setenv("BINADAYA_DEPLOYMENT", "production", 1), 0);
  ASSERT_EQ(::setenv("PGPASSWORD", "geheim", 1), 0);
  EXPECT_THAT(
      std::string(Config::FromEnvironment("x").status().message()),
      AllOf(HasSubstr("PGPASSWORD is refused"), Not(HasSubstr("geheim"))));
  ASSERT_EQ(::unsetenv("PGPASSWORD"), 0);
  EXPECT_THAT(
      std::string(Config::FromEnvironment("x").status().message()), Not(HasSubstr("PGPASSWORD")));
  ASSERT_EQ(::unsetenv("BINADAYA_DEPLOYMENT"), 0);
}

TEST(Config, TracesGoToAnAddressOfHttp) {
  EXPECT_EQ(Config::Of("x", Whole())->traces, "");
  for (const char* good : {"http://collector:4318", "http://10.0.0.1:4318/otlp/"}) {
    auto values = Whole();
    values["TRACES"] = good;
    EXPECT_EQ(WhyNot(values), "");
  }
  for (const char* bad :
       {"collector:4318", "http://", "http:///v1", "http://:4318", "ftp://collector",
        "http://u:geheim@collector", "http://collector/?a=b"}) {
    auto values = Whole();
    values["TRACES"] = bad;
    EXPECT_THAT(WhyNot(values), HasSubstr("BINADAYA_TRACES")) << bad;
    EXPECT_THAT(WhyNot(values), Not(HasSubstr("geheim")));
  }
  for (const char* per_mille : {"-1", "1001", "0.5"}) {
    auto values = Whole();
    values["TRACES_PER_MILLE"] = per_mille;
    EXPECT_THAT(WhyNot(values), HasSubstr("BINADAYA_TRACES_PER_MILLE")) << per_mille;
  }
}

TEST(Config, TracesAreEncryptedInProductionAndThenByTheCa) {
  auto values = Sealed();
  values["TRACES"] = "http://collector:4318";
  EXPECT_THAT(WhyNot(values), HasSubstr("BINADAYA_TRACES must be https"));
  for (const char* good : {"https://collector:4318", "http://127.0.0.1:4318"}) {
    values["TRACES"] = good;
    EXPECT_EQ(WhyNot(values), "");
  }
  values = Whole();
  values["TRACES"] = "https://collector:4318";
  EXPECT_THAT(WhyNot(values), HasSubstr("BINADAYA_TLS_CA"));
}

TEST(Config, RedisIsOnThisMachineInProduction) {
  for (const char* near : {"unix:/run/redis.sock", "localhost:1", "127.0.0.1:1", "[::1]:1"}) {
    auto values = Sealed();
    values["REDIS"] = near;
    EXPECT_EQ(WhyNot(values), "") << near;
  }
  for (const char* far : {"10.0.0.1:1", "redis:1", "127.0.0.1.example:1", "/run/redis.sock"}) {
    auto values = Sealed();
    values["REDIS"] = far;
    EXPECT_THAT(WhyNot(values), HasSubstr("BINADAYA_REDIS must")) << far;
  }
  auto none = Sealed();
  none.erase("REDIS");
  none.erase("REDIS_PASSWORD_FILE");
  EXPECT_EQ(WhyNot(none), "");
}

TEST(Config, AFileThatIsNamedCanBeRead) {
  for (const char* name : {"TLS_IDENTITY", "TLS_CA", "REDIS_PASSWORD_FILE"}) {
    auto values = Sealed();
    values["DEPLOYMENT"] = "test";
    values[name] = "/nowhere";
    EXPECT_THAT(WhyNot(values), HasSubstr(std::string("BINADAYA_") + name));
  }
  auto values = Whole();
  values["TLS_CA"] = "/dev/null";
  EXPECT_THAT(WhyNot(values), HasSubstr("go together"));
}

TEST(Config, AnInstanceGoesByTheNameOfItsPod) {
  EXPECT_EQ(Config::Of("x", Whole())->instance, "0");
  auto values = Whole();
  values["INSTANCE"] = "binadaya-registry-7d9f86c4b-x2x4b";
  const auto config = Config::Of("x", values);
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->instance, values["INSTANCE"]);
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
