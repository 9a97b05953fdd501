#include "services/cli/language.h"

#include "binadaya/needs/v1/needs.pb.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/answer.h"
#include "services/cli/words.h"
#include "services/common/domain/refusal.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using ::testing::HasSubstr;

constexpr Language kId = Language::kIndonesian, kEn = Language::kEnglish;

TEST(Language, IsDecidedByTheFlagThenTheVariableThenTheLocale) {
  EXPECT_EQ(LanguageOf("id", "en", "en_US.UTF-8"), kId);
  EXPECT_EQ(LanguageOf("en", "id", "id_ID.UTF-8"), kEn);
  EXPECT_EQ(LanguageOf("", "id", "en_US.UTF-8"), kId);
  EXPECT_EQ(LanguageOf("", "en", "id_ID.UTF-8"), kEn);
  EXPECT_EQ(LanguageOf("", "", "id_ID.UTF-8"), kId);
  EXPECT_EQ(LanguageOf("", "", "en_US.UTF-8"), kEn);
  EXPECT_EQ(LanguageOf("", "", ""), kEn);
}

TEST(Language, IsIndonesianByBothOfItsCodesAndElseEnglish) {
  for (const char* text : {"id", "id_ID", "ID", "in", "in_ID.UTF-8"})
    EXPECT_EQ(LanguageOf("", "", text), kId) << text;
  for (const char* text : {"C", "C.UTF-8", "POSIX", "jv_ID", "de", "ms_MY"})
    EXPECT_EQ(LanguageOf("", "", text), kEn) << text;
}

TEST(Language, IsOneAtATime) {
  EXPECT_EQ(Say("ya", "yes"), "yes");
  const SpeakingIndonesian id;
  EXPECT_EQ(Say("ya", "yes"), "ya");
  EXPECT_EQ(Say("", "yes"), "yes");
}

TEST(Words, ExistForEveryCodeThatIsPrinted) {
  for (const google::protobuf::EnumDescriptor* kind : SpokenEnums()) {
    for (int i = 0; i < kind->value_count(); ++i) {
      const std::string& code = kind->value(i)->name();
      if (code.ends_with("_UNSPECIFIED")) continue;
      const SpeakingIndonesian id;
      EXPECT_NE(WordOf(*kind, code), code) << kind->full_name();
    }
  }
}

TEST(Words, OfTheSameCodeMayMeanTwoThings) {
  EXPECT_EQ(Word(registry::v1::ADMINISTRATOR), "administrator");
  const SpeakingIndonesian id;
  EXPECT_EQ(Word(registry::v1::SUPERVISOR), "pengawas");
  EXPECT_EQ(Word(registry::v1::RATER_SUPERVISOR), "atasan");
  EXPECT_EQ(Word(static_cast<needs::v1::NeedState>(77)), "77");
}

TEST(Words, AreReadInEitherLanguageAndSpelling) {
  for (const char* text :
       {"supervisor", "atasan", "RATER_SUPERVISOR", "Rater-Supervisor", "ATASAN"})
    EXPECT_EQ(*Parse<registry::v1::RaterRole>("--role", text), registry::v1::RATER_SUPERVISOR)
        << text;
  EXPECT_EQ(
      *Parse<registry::v1::ProfileFilter>("--profile", "belum-dinilai"),
      registry::v1::PROFILE_UNRATED);
  for (const char* text : {"", "boss", "supervisors", "RATER_ROLE_UNSPECIFIED"}) {
    const auto role = Parse<registry::v1::RaterRole>("--role", text);
    EXPECT_EQ(ExitCodeOf(role.status()), ExitCode::kUsage) << text;
    EXPECT_THAT(FindingsOf(role.status()).at(0).message.en, HasSubstr("self, supervisor, peer"));
  }
}

}  // namespace
}  // namespace binadaya::cli
