#include "services/registry/domain/import_posts.h"

#include <map>
#include <string>
#include <vector>

#include "tests/unit/registry/days.h"
#include "tests/unit/registry/told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PostPlan : public ::testing::Test {
 protected:
  static Row PostRow(const std::map<std::string, std::string>& other = {}) {
    Row row{
        .line = 2,
        .values = {
            {"code", "SEKLUR"},
            {"title", "Sekretaris Lurah"},
            {"group", "Pengawas"},
            {"family", "PENGAWAS_KELURAHAN"},
            {"echelon", "IV.b"},
            {"criticality", "0,8"}}};
    for (const auto& [column, value] : other) row.values[column] = value;
    return row;
  }
  static Post Seklur(absl::CivilDay from = absl::CivilDay(2026, 1, 1)) {
    return {
        .code = "SEKLUR",
        .title = "Sekretaris Lurah",
        .group = PostGroup::kSupervisor,
        .family = "PENGAWAS_KELURAHAN",
        .echelon = "IV.b",
        .functional_level = "",
        .criticality = 0.8,
        .is_head = false,
        .standards = {{"M.01", 2}, {"M.08", 2}},
        .valid_from = from};
  }
  ImportPlan<Post> Plan(std::vector<Row> rows, const ImportOptions& options = {}) const {
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].line = static_cast<int>(i) + 2;
    return PlanPosts(rows, directory_, options, kJune15, 2);
  }
  std::vector<std::string> ToldOf(const std::map<std::string, std::string>& other) const {
    return Told(Plan({PostRow(other)}).rows[0]);
  }

  PostDirectory directory_ = {
      .versions = {},
      .dictionary = {.core = {"M.01", "M.08"}, .known = {"M.01", "M.08", "T.01"}},
      .levels = {}};
};

TEST_F(PostPlan, CompletesTheStandardOfTheGroup) {
  const auto plan = Plan({PostRow()});
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kNew);
  EXPECT_EQ(plan.rows[0].record, Seklur(kJune15));
}

TEST_F(PostPlan, ReadsDeparturesAdditionsAndWhatIsNotRequired) {
  const auto standards = [&](const char* text) {
    return Plan({PostRow({{"standards", text}})}).rows[0].record.standards;
  };
  EXPECT_THAT(
      standards("M.08=3; T.01: 4"),
      ElementsAre(Standard{"M.01", 2}, Standard{"M.08", 3}, Standard{"T.01", 4}));
  EXPECT_THAT(standards("M.01=-"), ElementsAre(Standard{"M.08", 2}));
}

TEST_F(PostPlan, Post12AStandardIsWrittenAsCompetencyAndLevel) {
  for (const char* wrong : {"M.08", "M.08=0", "M.08=6", "M.08=tinggi", "=3", "M.08=3 T.01=2"}) {
    EXPECT_THAT(ToldOf({{"standards", wrong}}), ElementsAre("POST-12 baris 2, standards")) << wrong;
  }
  EXPECT_THAT(ToldOf({{"standards", "M.08=1; M.01=5"}}), IsEmpty());
  EXPECT_THAT(ToldOf({{"standards", "X.01=3"}}), ElementsAre("POST-02 baris 2, standards"));
}

TEST_F(PostPlan, ReadsGroupsEchelonsAndLevelsAsPeopleWriteThem) {
  const Post post =
      Plan({PostRow({{"group", "JPT Pratama"}, {"echelon", "ii/B"}, {"is_head", "Ya"}})})
          .rows[0]
          .record;
  EXPECT_EQ(post.group, PostGroup::kSeniorLeader);
  EXPECT_EQ(post.echelon, "II.b");
  EXPECT_TRUE(post.is_head);
  EXPECT_EQ(
      Plan({PostRow(
               {{"group", "Jabatan Fungsional"},
                {"echelon", ""},
                {"functional_level", "Ahli Muda"}})})
          .rows[0]
          .record.functional_level,
      "AHLI_MUDA");
}

TEST_F(PostPlan, NamesWhatIsWrongWithARow) {
  EXPECT_THAT(ToldOf({{"group", "Raja"}}), ElementsAre("POST-11 baris 2, group"));
  EXPECT_THAT(ToldOf({{"echelon", "XX"}}), ElementsAre("POST-05 baris 2, echelon"));
  EXPECT_THAT(ToldOf({{"code", "SEK/LUR"}}), ElementsAre("POST-06 baris 2, code"));
  EXPECT_THAT(ToldOf({{"title", "-"}}), ElementsAre("POST-07 baris 2, title"));
  EXPECT_THAT(ToldOf({{"family", ""}}), ElementsAre("POST-14 baris 2, family"));
  EXPECT_THAT(ToldOf({{"is_head", "mungkin"}}), ElementsAre("POST-16 baris 2, is_head"));
  EXPECT_THAT(ToldOf({{"valid_from", "besok"}}), ElementsAre("IMP-09 baris 2, valid_from"));
  EXPECT_THAT(ToldOf({{"valid_from", "2028-06-15"}}), IsEmpty());
  EXPECT_THAT(ToldOf({{"valid_from", "2028-06-16"}}), ElementsAre("POST-10 baris 2, valid_from"));
  for (const char* fits : {"", "0", "1", "0.5", "0,5"})
    EXPECT_THAT(ToldOf({{"criticality", fits}}), IsEmpty()) << fits;
  for (const char* wrong : {"1,1", "-0.1", "tinggi", "nan"})
    EXPECT_THAT(ToldOf({{"criticality", wrong}}), ElementsAre("POST-13 baris 2, criticality"))
        << wrong;
}

TEST_F(PostPlan, SaysWhatChangesAndFromWhichDay) {
  directory_.versions["SEKLUR"] = {Seklur()};
  EXPECT_EQ(Plan({PostRow()}).rows[0].outcome, Outcome::kSame);
  EXPECT_EQ(Plan({PostRow({{"valid_from", "2026-02-01"}})}).rows[0].outcome, Outcome::kSame);
  const auto plan = Plan({PostRow({{"standards", "M.08=3"}, {"valid_from", "2027-01-01"}})});
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kChanged);
  EXPECT_EQ(plan.rows[0].who, "Sekretaris Lurah");
  EXPECT_THAT(
      plan.rows[0].changes, ElementsAre(
                                FieldChange{"standards", "M.08=2", "M.08=3"},
                                FieldChange{"valid_from", "2026-01-01", "2027-01-01"}));
  // The version that waits for its day says it already.
  directory_.versions["SEKLUR"].push_back(plan.rows[0].record);
  EXPECT_EQ(
      Plan({PostRow({{"standards", "M.08=3"}, {"valid_from", "2027-01-01"}})}).rows[0].outcome,
      Outcome::kSame);
  EXPECT_EQ(Plan({PostRow()}).rows[0].outcome, Outcome::kSame);
}

TEST_F(PostPlan, Post09AVersionThatPeopleWereMeasuredAgainstStays) {
  directory_.versions["SEKLUR"] = {Seklur()};
  EXPECT_THAT(
      ToldOf({{"standards", "M.08=3"}, {"valid_from", "2026-01-01"}}),
      ElementsAre("POST-09 baris 2, valid_from"));
  EXPECT_THAT(ToldOf({{"standards", "M.08=3"}, {"valid_from", "2026-01-02"}}), IsEmpty());
}

TEST_F(PostPlan, Post15ACodeStandsOnceAndPost08DiffersInMoreThanCapitals) {
  const auto twice = Plan({PostRow(), PostRow()});
  EXPECT_THAT(Told(twice.rows[0]), ElementsAre("POST-15 baris 2, code"));
  EXPECT_THAT(Told(twice.rows[1]), ElementsAre("POST-15 baris 3, code"));
  EXPECT_THAT(
      Told(Plan({PostRow(), PostRow({{"code", "Seklur"}})}).rows[1]),
      ElementsAre("POST-08 baris 3, code"));
  directory_.versions["SEKLUR"] = {Seklur()};
  EXPECT_THAT(ToldOf({{"code", "seklur"}}), ElementsAre("POST-08 baris 2, code"));
}

TEST_F(PostPlan, ListsPostsThatACompleteFileLacks) {
  directory_.versions["SEKLUR"] = {Seklur()};
  EXPECT_THAT(
      Plan({PostRow({{"code", "LURAH"}})}, {.complete = true}).missing,
      ElementsAre("SEKLUR Sekretaris Lurah"));
  EXPECT_THAT(Plan({PostRow()}, {.complete = true}).missing, IsEmpty());
}

}  // namespace
}  // namespace binadaya::registry::domain
