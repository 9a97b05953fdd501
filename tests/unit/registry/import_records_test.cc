#include "services/registry/domain/import_records.h"

#include <map>
#include <string>
#include <vector>

#include "tests/unit/registry/days.h"
#include "tests/unit/registry/told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kAmirNow[] = "198006152005011001";
constexpr char kAmirBefore[] = "198006152004211001";
constexpr char kBudi[] = "199001012015011001";

class RecordPlan : public ::testing::Test {
 protected:
  using Cells = std::map<std::string, std::string>;

  static PersonRecord Person(
      const std::string& id, const std::string& name, absl::CivilDay birth,
      const std::string& position = "AKTIF") {
    PersonRecord person;
    person.id = id;
    person.name = name;
    person.birth_date = birth;
    person.legal_position = position;
    return person;
  }
  ImportPlan<RecordEntry> Plan(
      RecordKind kind, const std::vector<Cells>& rows, const ImportOptions& options = {}) const {
    std::vector<Row> read;
    for (const Cells& cells : rows) {
      Row row{.line = static_cast<int>(read.size()) + 2, .values = {}};
      for (const auto& [column, value] : cells) row.values[column] = value;
      read.push_back(std::move(row));
    }
    return PlanRecords(
        kind, read,
        {.people = people_,
         .standing = standing_,
         .trainings =
             {{"PKP", "Pelatihan Kepemimpinan Pengawas", "Leadership training", "PKP"},
              {"DIKLATPIM_IV", "Diklat Kepemimpinan Tingkat IV", "Leadership IV", "PKP"}},
         .setting = {.birth_date = {}, .today = kJune15, .standing = {}},
         .importer = "clerk"},
        options);
  }
  std::vector<std::string> ToldOf(RecordKind kind, const Cells& row) const {
    return Told(Plan(kind, {row}).rows[0]);
  }
  static Cells With(Cells row, const Cells& other) {
    for (const auto& [column, value] : other) row[column] = value;
    return row;
  }
  static Cells Appraisal(const Cells& other = {}) {
    return With({{"nip", kAmirNow}, {"year", "2025"}, {"predicate", "Baik"}}, other);
  }
  static Cells Course(const Cells& other = {}) {
    return With(
        {{"nip", kAmirNow},
         {"training", "PKP"},
         {"completed_on", "2025-06-30"},
         {"document", "SERT-1"}},
        other);
  }
  static Cells Study(const Cells& other = {}) {
    return With(
        {{"nip", kAmirNow},
         {"education", "S-1"},
         {"completed_on", "2004-08-31"},
         {"document", "IJZ-1"}},
        other);
  }
  static Cells Measure(const Cells& other = {}) {
    return With(
        {{"nip", kAmirNow},
         {"discipline", "Hukuman Disiplin Ringan"},
         {"decided_on", "2025-03-01"},
         {"document", "800/2"}},
        other);
  }
  static Cells Absence(const Cells& other = {}) {
    return With(
        {{"nip", kAmirNow},
         {"leave", "Cuti Tahunan"},
         {"first_day", "2026-07-01"},
         {"last_day", "2026-07-03"},
         {"document", "C-1"}},
        other);
  }
  static Record Appraised(int year, const std::string& predicate, const std::string& document) {
    return {
        .id = "r1",
        .person = "amir",
        .kind = RecordKind::kAppraisal,
        .code = predicate,
        .year = year,
        .from = absl::CivilDay(year, 1, 1),
        .document = document};
  }

  std::map<std::string, PersonRecord> people_ = {
      {kAmirNow, Person("amir", "Amir Sentosa, S.E.", absl::CivilDay(1980, 6, 15))},
      {kAmirBefore, Person("amir", "Amir Sentosa, S.E.", absl::CivilDay(1980, 6, 15))},
      {kBudi, Person("budi", "Budi Raya", absl::CivilDay(1990, 1, 1))}};
  std::map<std::string, std::vector<Record>> standing_;
};

TEST_F(RecordPlan, TakesAnAppraisalAYearByAnyNumberOfThePerson) {
  const auto plan = Plan(
      RecordKind::kAppraisal,
      {Appraisal({{"name", "AMIR SENTOSA"}, {"document", "800/1"}}),
       Appraisal({{"nip", kAmirBefore}, {"year", "2024"}, {"predicate", "butuh perbaikan"}}),
       Appraisal({{"nip", "19900101 201501 1 001"}, {"predicate", "Sangat Kurang"}})});
  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kNew, Outcome::kNew, Outcome::kNew));
  const Record& first = plan.rows[0].record.record;
  EXPECT_EQ(first.person, "amir");
  EXPECT_EQ(first.code, "BAIK");
  EXPECT_EQ(first.year, 2025);
  EXPECT_EQ(first.steps, 0);
  EXPECT_EQ(first.from, absl::CivilDay(2025, 1, 1));
  EXPECT_EQ(first.document, "800/1");
  EXPECT_EQ(plan.rows[1].record.record.person, "amir");
  EXPECT_EQ(plan.rows[1].record.record.steps, 1);
  EXPECT_EQ(plan.rows[2].record.record.person, "budi");
  EXPECT_EQ(plan.rows[2].record.record.steps, 3);
}

TEST_F(RecordPlan, OfASecondYearLeavesTheFirstAlone) {
  standing_["amir"] = {Appraised(2024, "KURANG", "800/1")};
  const auto plan = Plan(RecordKind::kAppraisal, {Appraisal()});
  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kNew));
  EXPECT_EQ(plan.rows[0].record.corrects, "");
}

TEST_F(RecordPlan, OfTheSameOnceMoreChangesNothing) {
  standing_["amir"] = {Appraised(2025, "BAIK", "800/1")};
  const auto outcome = [&](const Cells& other) {
    return Outcomes(Plan(RecordKind::kAppraisal, {Appraisal(other)}))[0];
  };
  EXPECT_EQ(outcome({{"document", "800/1"}}), Outcome::kSame);
  EXPECT_EQ(outcome({}), Outcome::kSame);  // an empty cell says nothing
  EXPECT_EQ(outcome({{"reason", "salah ketik"}}), Outcome::kSame);
  EXPECT_EQ(outcome({{"document", "800/2"}}), Outcome::kWrong);
  EXPECT_EQ(outcome({{"document", "800/2"}, {"reason", "salah ketik"}}), Outcome::kChanged);
}

TEST_F(RecordPlan, Rec05CorrectsTheAppraisalOfAYearOnlyWithTheReason) {
  standing_["amir"] = {Appraised(2025, "KURANG", "")};
  EXPECT_THAT(ToldOf(RecordKind::kAppraisal, Appraisal()), ElementsAre("REC-05 baris 2, reason"));
  const auto plan = Plan(RecordKind::kAppraisal, {Appraisal({{"reason", "keberatan diterima"}})});
  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kChanged));
  EXPECT_EQ(plan.rows[0].record.corrects, "r1");
  EXPECT_EQ(plan.rows[0].record.reason, "keberatan diterima");
  EXPECT_EQ(plan.rows[0].who, "Amir Sentosa, S.E.");
  EXPECT_THAT(plan.rows[0].changes, ElementsAre(FieldChange{"predicate", "KURANG", "BAIK"}));
  // What cannot be read is no other predicate.
  EXPECT_THAT(
      ToldOf(RecordKind::kAppraisal, Appraisal({{"predicate", "?"}})),
      ElementsAre("REC-15 baris 2, predicate"));
}

TEST_F(RecordPlan, Rec04TheYearIsOneInWhichThePersonCouldWork) {
  const auto told = [&](const std::string& year) {
    return ToldOf(RecordKind::kAppraisal, Appraisal({{"year", year}}));
  };
  EXPECT_THAT(told("1998"), IsEmpty());
  EXPECT_THAT(told("1997"), ElementsAre("REC-04 baris 2, year"));
  EXPECT_THAT(told("2026"), IsEmpty());
  EXPECT_THAT(told("2027"), ElementsAre("REC-04 baris 2, year"));
  for (const char* none : {"", "25", "20025", "2O25", "2025/2026"})
    EXPECT_THAT(told(none), ElementsAre("REC-16 baris 2, year")) << none;
}

TEST_F(RecordPlan, ReadsTrainingsByTheirCodeOrName) {
  const auto code = [&](const std::string& text) {
    return Plan(RecordKind::kTraining, {Course({{"training", text}})}).rows[0].record.record.code;
  };
  EXPECT_EQ(code("pkp"), "PKP");
  EXPECT_EQ(code("Pelatihan Kepemimpinan Pengawas"), "PKP");
  EXPECT_EQ(code("Diklatpim Tk. IV"), "DIKLATPIM_IV");
  EXPECT_EQ(code("Diklat Kepemimpinan Tingkat IV"), "DIKLATPIM_IV");
  EXPECT_THAT(
      ToldOf(RecordKind::kTraining, Course({{"training", "Amir Sentosa"}})),
      ElementsAre("REC-01 baris 2, training"));
  EXPECT_THAT(ToldOf(RecordKind::kTraining, Course({{"completed_on", "2026-06-15"}})), IsEmpty());
  EXPECT_THAT(
      ToldOf(RecordKind::kTraining, Course({{"completed_on", "2026-06-16"}})),
      ElementsAre("REC-02 baris 2, completed_on"));
  EXPECT_THAT(ToldOf(RecordKind::kTraining, Course({{"completed_on", "1998-06-15"}})), IsEmpty());
  EXPECT_THAT(
      ToldOf(RecordKind::kTraining, Course({{"completed_on", "1998-06-14"}})),
      ElementsAre("REC-03 baris 2, completed_on"));
}

TEST_F(RecordPlan, ReadsLevelsOfEducationAsTheyAreWritten) {
  const auto code = [&](const std::string& text) {
    return Plan(RecordKind::kEducation, {Study({{"education", text}})}).rows[0].record.record.code;
  };
  for (const char* text : {"S1", "S-1", "Sarjana", "Strata 1"}) EXPECT_EQ(code(text), "S1") << text;
  for (const char* text : {"D-III", "Diploma III", "D3"}) EXPECT_EQ(code(text), "D3") << text;
  for (const char* text : {"D-IV", "Sarjana Terapan"}) EXPECT_EQ(code(text), "D4") << text;
  EXPECT_EQ(code("SLTA"), "SMA");
  EXPECT_EQ(code("Magister"), "S2");
  EXPECT_THAT(
      ToldOf(RecordKind::kEducation, Study({{"education", "S4"}})),
      ElementsAre("REC-15 baris 2, education"));
  const auto plan = Plan(RecordKind::kEducation, {Study({{"field", "Ilmu Hukum"}})});
  EXPECT_EQ(plan.rows[0].record.record.detail, "Ilmu Hukum");
}

TEST_F(RecordPlan, TakesDisciplineWithOrWithoutItsEnd) {
  const auto plan = Plan(
      RecordKind::kDiscipline,
      {Measure(), Measure({{"nip", kBudi}, {"discipline", "Berat"}, {"ends_on", "2026-03-01"}})});
  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kNew, Outcome::kNew));
  EXPECT_EQ(plan.rows[0].record.record.code, "RINGAN");
  EXPECT_EQ(plan.rows[0].record.record.to, std::nullopt);
  EXPECT_EQ(plan.rows[1].record.record.code, "BERAT");
  EXPECT_EQ(plan.rows[1].record.record.to, absl::CivilDay(2026, 3, 1));
  const auto ends = [&](const std::string& day) {
    return ToldOf(RecordKind::kDiscipline, Measure({{"ends_on", day}}));
  };
  EXPECT_THAT(ends("2025-03-02"), IsEmpty());
  EXPECT_THAT(ends("2025-03-01"), ElementsAre("REC-06 baris 2, ends_on"));
  EXPECT_THAT(ends("2029-03-01"), IsEmpty());
  EXPECT_THAT(ends("2029-03-02"), ElementsAre("REC-10 baris 2, ends_on"));
  EXPECT_THAT(ends("01/03/2026"), ElementsAre("IMP-09 baris 2, ends_on"));
  EXPECT_THAT(
      ToldOf(RecordKind::kDiscipline, Measure({{"discipline", "Teguran"}})),
      ElementsAre("REC-15 baris 2, discipline"));
}

TEST_F(RecordPlan, TakesLeaveWithItsLastDayAndDeclaredDates) {
  const auto plan = Plan(
      RecordKind::kLeave,
      {Absence(
          {{"leave", "Karena Alasan Penting"},
           {"first_day", "01/07/2026"},
           {"last_day", "01/07/2026"}})},
      {.dates = DateFormat::Parse("dd/mm/yyyy")});
  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kNew));
  EXPECT_EQ(plan.rows[0].record.record.code, "ALASAN_PENTING");
  EXPECT_EQ(plan.rows[0].record.record.from, absl::CivilDay(2026, 7, 1));
  EXPECT_EQ(plan.rows[0].record.record.to, absl::CivilDay(2026, 7, 2));
  EXPECT_THAT(
      ToldOf(RecordKind::kLeave, Absence({{"last_day", "2026-06-30"}})),
      ElementsAre("REC-06 baris 2, last_day"));
  // A first day that cannot be read is the only thing that is wrong.
  EXPECT_THAT(
      ToldOf(RecordKind::kLeave, Absence({{"first_day", "kapan-kapan"}})),
      ElementsAre("IMP-09 baris 2, first_day"));
  EXPECT_THAT(
      ToldOf(RecordKind::kLeave, Absence({{"leave", "CLTN"}})),
      ElementsAre("REC-15 baris 2, leave"));
}

TEST_F(RecordPlan, Rec07LeaveIsHeldAgainstWhatIsOnRecord) {
  standing_["amir"] = {
      {.id = "l1",
       .person = "amir",
       .kind = RecordKind::kLeave,
       .code = "TAHUNAN",
       .from = absl::CivilDay(2026, 7, 1),
       .to = absl::CivilDay(2026, 7, 4),
       .document = "C-1"}};
  EXPECT_THAT(Outcomes(Plan(RecordKind::kLeave, {Absence()})), ElementsAre(Outcome::kSame));
  const auto from = [&](const std::string& first) {
    return ToldOf(RecordKind::kLeave, Absence({{"first_day", first}, {"last_day", "2026-07-05"}}));
  };
  EXPECT_THAT(from("2026-07-04"), IsEmpty());
  EXPECT_THAT(from("2026-07-03"), ElementsAre("REC-07 baris 2, first_day"));
}

TEST_F(RecordPlan, Rec12LeaveOfALineIsHeldAgainstTheOtherLines) {
  const auto outcomes = [&](const std::vector<Cells>& rows) {
    std::vector<std::string> told;
    for (const auto& row : Plan(RecordKind::kLeave, rows).rows) {
      for (const std::string& one : Told(row)) told.push_back(one);
    }
    return told;
  };
  const Cells long_one = Absence({{"first_day", "2026-07-01"}, {"last_day", "2026-07-31"}});
  const Cells inside = Absence({{"first_day", "2026-07-05"}, {"last_day", "2026-07-06"}});
  const Cells last = Absence({{"first_day", "2026-07-31"}, {"last_day", "2026-08-02"}});
  const Cells after = Absence({{"first_day", "2026-08-01"}, {"last_day", "2026-08-02"}});
  EXPECT_THAT(
      outcomes({last, inside, long_one}),
      ElementsAre(
          "REC-12 baris 2, first_day", "REC-12 baris 3, first_day", "REC-12 baris 4, first_day"));
  EXPECT_THAT(outcomes({long_one, after}), IsEmpty());
  EXPECT_THAT(outcomes({long_one, With(inside, {{"nip", kBudi}})}), IsEmpty());
}

TEST_F(RecordPlan, Rec11SaysNothingTwice) {
  const auto twice = [&](RecordKind kind, const Cells& one, const Cells& other) {
    std::vector<std::string> rules;
    for (const auto& row : Plan(kind, {one, other}).rows)
      for (const std::string& rule : Rules(row.findings)) rules.push_back(rule);
    return rules;
  };
  EXPECT_THAT(
      twice(
          RecordKind::kAppraisal, Appraisal(),
          Appraisal({{"nip", kAmirBefore}, {"predicate", "Kurang"}})),
      ElementsAre("REC-11", "REC-11"));
  EXPECT_THAT(twice(RecordKind::kAppraisal, Appraisal(), Appraisal({{"year", "2024"}})), IsEmpty());
  EXPECT_THAT(twice(RecordKind::kTraining, Course(), Course()), ElementsAre("REC-11", "REC-11"));
  EXPECT_THAT(twice(RecordKind::kTraining, Course(), Course({{"document", "SERT-2"}})), IsEmpty());
  EXPECT_THAT(
      twice(
          RecordKind::kDiscipline, Measure({{"ends_on", "2026-01-01"}}),
          Measure({{"document", "800/3"}, {"ends_on", "2026-01-01"}})),
      IsEmpty());
}

TEST_F(RecordPlan, IsAboutSomebodyWhoIsKnownByTheNumberAndNotByAnotherName) {
  const auto told = [&](const Cells& other) {
    return ToldOf(RecordKind::kAppraisal, Appraisal(other));
  };
  EXPECT_THAT(told({{"nip", "198006152005011002"}}), ElementsAre("REC-13 baris 2, nip"));
  EXPECT_THAT(told({{"nip", ""}}), ElementsAre("NIP-01 baris 2, nip"));
  EXPECT_THAT(told({{"nip", "1.98006E+17"}}), ElementsAre("NIP-01 baris 2, nip"));
  EXPECT_THAT(told({{"name", "amir sentosa, S.E., M.M."}}), IsEmpty());
  EXPECT_THAT(told({{"name", "Budi Raya"}}), ElementsAre("REC-14 baris 2, name"));
  // Of nobody nothing is said that rests on his age.
  EXPECT_THAT(
      told({{"nip", "198006152005011002"}, {"year", "1960"}}), ElementsAre("REC-13 baris 2, nip"));
}

TEST_F(RecordPlan, Rec08IsNotAboutWhoBringsIt) {
  people_[kBudi].id = "clerk";
  EXPECT_THAT(
      ToldOf(RecordKind::kAppraisal, Appraisal({{"nip", kBudi}})),
      ElementsAre("REC-08 baris 2, nip"));
  EXPECT_THAT(ToldOf(RecordKind::kAppraisal, Appraisal()), IsEmpty());
}

TEST_F(RecordPlan, NamesADocumentAndNoLongText) {
  EXPECT_THAT(
      ToldOf(RecordKind::kTraining, Course({{"document", ""}})),
      ElementsAre("REC-17 baris 2, document"));
  EXPECT_THAT(
      ToldOf(RecordKind::kTraining, Course({{"document", std::string(100, 'x')}})), IsEmpty());
  EXPECT_THAT(
      ToldOf(RecordKind::kTraining, Course({{"document", std::string(101, 'x')}})),
      ElementsAre("REC-18 baris 2, document"));
  EXPECT_THAT(
      ToldOf(RecordKind::kEducation, Study({{"field", std::string(101, 'x')}})),
      ElementsAre("REC-18 baris 2, field"));
  EXPECT_THAT(
      ToldOf(RecordKind::kAppraisal, Appraisal({{"reason", std::string(1001, 'x')}})),
      ElementsAre("REC-18 baris 2, reason"));
}

TEST_F(RecordPlan, FindsEverythingThatIsWrongWithARow) {
  EXPECT_THAT(
      ToldOf(
          RecordKind::kLeave, {{"nip", "1"},
                               {"leave", "libur"},
                               {"first_day", ""},
                               {"last_day", "besok"},
                               {"document", ""}}),
      ElementsAre(
          "NIP-01 baris 2, nip", "REC-15 baris 2, leave", "IMP-09 baris 2, first_day",
          "IMP-09 baris 2, last_day", "REC-17 baris 2, document"));
}

TEST_F(RecordPlan, SkipsLinesAndListsWhoIsMissingFromACompleteFile) {
  people_["197001012000011001"] =
      Person("citra", "Citra Laut", absl::CivilDay(1970, 1, 1), "PENSIUN");
  const auto plan =
      Plan(RecordKind::kAppraisal, {Appraisal(), Appraisal()}, {.skip = {3}, .complete = true});
  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kNew, Outcome::kSkipped));
  EXPECT_THAT(plan.missing, ElementsAre("Budi Raya"));
}

TEST_F(RecordPlan, FilesHaveColumnsOfTheirOwnBehindTheNumberAndTheName) {
  const auto names = [](RecordKind kind) {
    std::vector<std::string> columns;
    for (const Column& column : RecordColumns(kind))
      columns.push_back(column.name + (column.optional ? "?" : ""));
    return columns;
  };
  EXPECT_THAT(
      names(RecordKind::kAppraisal),
      ElementsAre("nip", "name?", "year", "predicate", "document?", "reason?"));
  EXPECT_THAT(
      names(RecordKind::kTraining),
      ElementsAre("nip", "name?", "training", "completed_on", "document"));
  EXPECT_THAT(
      names(RecordKind::kEducation),
      ElementsAre("nip", "name?", "education", "field?", "completed_on", "document"));
  EXPECT_THAT(
      names(RecordKind::kDiscipline),
      ElementsAre("nip", "name?", "discipline", "decided_on", "ends_on?", "document"));
  EXPECT_THAT(
      names(RecordKind::kLeave),
      ElementsAre("nip", "name?", "leave", "first_day", "last_day", "document"));
}

// What the template offers is read as what it says.
TEST_F(RecordPlan, EveryAllowedValueIsRead) {
  for (const auto& [kind, column] : std::map<RecordKind, std::string>{
           {RecordKind::kAppraisal, "predicate"},
           {RecordKind::kEducation, "education"},
           {RecordKind::kDiscipline, "discipline"},
           {RecordKind::kLeave, "leave"}}) {
    EXPECT_THAT(AllowedValues(column), ::testing::Not(SizeIs(0)));
    for (const CodeName& one : AllowedValues(column)) {
      EXPECT_EQ(ReadRecordCode(column, one.code), one.code);
      // The message of REC-15 names it.
      const auto plan = Plan(kind, {{{"nip", kAmirNow}, {column, "?"}}});
      bool named = false;
      for (const Finding& finding : plan.rows[0].findings) {
        if (finding.rule == "REC-15")
          named = finding.message.id.find(one.code) != std::string::npos;
      }
      EXPECT_TRUE(named) << one.code;
    }
  }
}

}  // namespace
}  // namespace binadaya::registry::domain
