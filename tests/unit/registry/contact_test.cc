#include "services/registry/domain/contact.h"

#include <map>
#include <string>

#include "tests/unit/registry/amir.h"
#include "tests/unit/registry/days.h"
#include "tests/unit/registry/told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;

TEST(Email, IsOneAddressInSmallLetters) {
  EXPECT_EQ(ReadEmail("Pegawai.Contoh@Contoh.GO.ID"), "pegawai.contoh@contoh.go.id");
  EXPECT_EQ(ReadEmail("a+b_c@x-1.id"), "a+b_c@x-1.id");
  for (const char* none :
       {"-", "contoh", "contoh@", "@contoh.id", "contoh@contoh", "a@b.c", "a@b.i1",
        "a@contoh.id, b@contoh.id", "a b@contoh.id", ".a@contoh.id", "a.@contoh.id",
        "a..b@contoh.id", "a@-contoh.id", "a@contoh-.id", "a@contoh..id", "a@b@contoh.id",
        "\u00e1@contoh.id", "081234567890"}) {
    EXPECT_EQ(ReadEmail(none), "") << none;
  }
}

TEST(Email, IsNoLongerThanAnAddressMayBe) {
  const std::string at = "@contoh.id";
  EXPECT_EQ(ReadEmail(std::string(64, 'a') + at), std::string(64, 'a') + at);
  EXPECT_EQ(ReadEmail(std::string(65, 'a') + at), "");
  const std::string label(63, 'b');
  const std::string names = label + "." + label + "." + label;  // 191
  EXPECT_NE(ReadEmail(std::string(59, 'a') + "@" + names + ".id"), "");
  EXPECT_NE(ReadEmail(std::string(57, 'a') + "@" + names + ".co"), "");
  EXPECT_EQ(ReadEmail(std::string(60, 'a') + "@" + names + ".id"), "");
  EXPECT_EQ(ReadEmail("a@" + label + "b.id"), "");
}

TEST(Mobile, IsWrittenAsItIsDialledFromAnywhere) {
  for (const char* text :
       {"081234567890", "0812-3456-7890", "0812 3456 7890", "(0812) 3456.7890", "+6281234567890",
        "+62 812-3456-7890", "6281234567890", "62 0812 3456 7890", "+62 (0)812 3456 7890",
        "006281234567890", "81234567890"}) {
    EXPECT_EQ(ReadMobile(text), "+6281234567890") << text;
  }
  EXPECT_EQ(ReadMobile("+65 8123 4567"), "+6581234567");
  EXPECT_EQ(ReadMobile("0065 8123 4567"), "+6581234567");
}

TEST(Mobile, HasNineToTwelveDigitsFromItsEightOn) {
  EXPECT_EQ(ReadMobile("0812345678"), "+62812345678");
  EXPECT_EQ(ReadMobile("081234567"), "");
  EXPECT_EQ(ReadMobile("0812345678901"), "+62812345678901");
  EXPECT_EQ(ReadMobile("08123456789012"), "");
  EXPECT_EQ(ReadMobile("+1234567"), "");
  EXPECT_EQ(ReadMobile("+12345678"), "+12345678");
  EXPECT_EQ(ReadMobile("+123456789012345"), "+123456789012345");
  EXPECT_EQ(ReadMobile("+1234567890123456"), "");
}

TEST(Mobile, IsNoOtherNumber) {
  for (const char* none :
       {"-", "0243513366", "+62243513366", "6512345678", "8.12346E+10", "081234567890/0813",
        "0812345678x", "+01234567890", "ada"}) {
    EXPECT_EQ(ReadMobile(none), "") << none;
  }
}

TEST(Email, IsShownByItsFirstLetterAndDomain) {
  EXPECT_EQ(MaskedEmail("contoh@contoh.go.id"), "c•••@contoh.go.id");
  EXPECT_EQ(MaskedEmail(""), "");
}

// A row of the people file about somebody who is known.
class ContactInAFile : public ::testing::Test {
 protected:
  Planned<PersonRecord> Plan(const std::map<std::string, std::string>& contact) const {
    const std::map<std::string, Post> posts = Posts({{"LURAH", PostGroup::kSupervisor}});
    return PlanPeople(
               {AmirRow(2, contact)}, {known_, {{"33.74.01", {kAlways}}}, posts}, {}, kJune15,
               ActPolicy(), {.senior_leader = 62, .supervisor = 60})
        .rows[0];
  }

  static PersonRecord Known() {
    PersonRecord known = Amir("p1");
    known.contact = {"lama@contoh.go.id", "+6281234567890"};
    return known;
  }
  const std::map<std::string, PersonRecord> known_ = {{kAmir, Known()}};
};

TEST_F(ContactInAFile, StaysWhereTheFileDoesNotSayIt) {
  EXPECT_EQ(Plan({}).outcome, Outcome::kSame);
  EXPECT_EQ(Plan({{"email", ""}, {"mobile", ""}}).outcome, Outcome::kSame);
  EXPECT_EQ(Plan({{"email", "Lama@contoh.go.id"}}).outcome, Outcome::kSame);
  const auto row = Plan({{"email", ""}, {"mobile", "81311112222"}});
  EXPECT_EQ(row.outcome, Outcome::kChanged);
  EXPECT_EQ(row.record.contact, (Contact{"lama@contoh.go.id", "+6281311112222"}));
  EXPECT_THAT(row.changes, ElementsAre(FieldChange{"mobile", "••••••••••7890", "••••••••••2222"}));
}

TEST_F(ContactInAFile, ThatIsNoneIsFound) {
  EXPECT_THAT(Told(Plan({{"email", "amir"}})), ElementsAre("PER-19 baris 2, email"));
  EXPECT_THAT(Told(Plan({{"mobile", "8,12E+10"}})), ElementsAre("PER-20 baris 2, mobile"));
}

}  // namespace
}  // namespace binadaya::registry::domain
