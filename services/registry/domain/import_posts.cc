// The posts file.
#include "services/registry/domain/import_posts.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/common/domain/text.h"
#include "services/registry/domain/import_rows.h"
#include "services/registry/domain/naming.h"

namespace binadaya::registry::domain {
namespace {

// "II.a" for "ii/A", "IIa" and "II.a"; what is none stays as it is.
std::string ReadEchelon(std::string_view text) {
  const std::string plain = absl::AsciiStrToUpper(Plain(text));
  if (plain.size() < 2 || plain.find_first_not_of("IV") != plain.size() - 1)
    return std::string(text);
  return absl::StrCat(
      plain.substr(0, plain.size() - 1), ".", std::string(1, absl::ascii_tolower(plain.back())));
}

// "AHLI_MUDA" for "Ahli Muda".
std::string ReadFunctionalLevel(std::string_view text) {
  return absl::StrReplaceAll(absl::AsciiStrToUpper(Absl(text)), {{" ", "_"}});
}

// One row by itself, completed to a whole standard.
class PostReader {
 public:
  PostReader(const Row& row, const PostDirectory& directory, const ImportOptions& options)
      : row_(row), directory_(directory), options_(options) {}

  Planned<Post> Read(absl::CivilDay today) {
    Post& post = planned_.record;
    planned_.line = row_.line;
    post.code = Value(row_, "code");
    post.title = Value(row_, "title");
    const std::optional<PostGroup> group = ReadPostGroup(Value(row_, "group"));
    post.group = group.value_or(PostGroup::kExecutor);
    post.family = Value(row_, "family");
    post.functional_level = ReadFunctionalLevel(Value(row_, "functional_level"));
    post.echelon = ReadEchelon(Value(row_, "echelon"));
    ReadNumbers();
    const std::string_view from = Value(row_, "valid_from");
    post.valid_from = today;
    if (const auto day = ReadDay(from, options_.dates); day.has_value()) {
      post.valid_from = *day;
    } else if (!from.empty()) {
      planned_.findings.push_back(NoDay("valid_from", from, options_));
    }
    const std::vector<std::string> not_required = ReadStandards();
    if (!group.has_value()) {
      Add("group", "POST-11",
          {"Jenjang jabatan tidak dikenal. Isi JPT_PRATAMA, ADMINISTRATOR, PENGAWAS, PELAKSANA "
           "atau "
           "FUNGSIONAL.",
           "The group of the post is unknown. Enter JPT_PRATAMA, ADMINISTRATOR, PENGAWAS, "
           "PELAKSANA "
           "or FUNGSIONAL."});
    } else {
      Append(CheckPost(post));
      if (!Blocks(planned_.findings)) Complete(not_required);
    }
    if (!IsCode(post.family)) {
      Add("family", "POST-14",
          {"Rumpun jabatan kosong, lebih dari 40 karakter, atau memuat selain huruf, angka, titik, "
           "'-' dan '_'. Isi kode rumpunnya.",
           "The family of the post is missing, has more than 40 characters, or holds other than "
           "letters, digits, '.', '-' and '_'. Enter its code."});
    }
    AddReadFindings(row_, planned_.findings);
    return std::move(planned_);
  }

 private:
  void Add(std::string_view column, std::string_view rule, Message message) {
    planned_.findings.push_back(At(column, rule, std::move(message)));
  }

  void Append(Findings findings) {
    for (Finding& finding : findings) planned_.findings.push_back(std::move(finding));
  }

  void ReadNumbers() {
    const std::string number = absl::StrReplaceAll(Absl(Value(row_, "criticality")), {{",", "."}});
    Post& post = planned_.record;
    if (!number.empty() && (!absl::SimpleAtod(number, &post.criticality) ||
                            !(post.criticality >= 0 && post.criticality <= 1))) {
      Add("criticality", "POST-13",
          {"Kritikalitas harus angka dari 0 sampai 1, misalnya 0,8; kosong berarti 0. Perbaiki "
           "isinya.",
           "Criticality must be a number from 0 to 1, such as 0.8; empty means 0. Correct it."});
    }
    const std::optional<bool> head = ReadYesNo(Value(row_, "is_head"));
    post.is_head = head.value_or(false);
    if (!head.has_value()) {
      Add("is_head", "POST-16",
          {"Kepala unit harus ya atau tidak; kosong berarti tidak. Perbaiki isinya.",
           "Whether it heads a unit must be ya or tidak; empty means tidak. Correct it."});
    }
  }

  // "M.08=3; T.01=2; M.05=-": departures and additions, and what is not required.
  std::vector<std::string> ReadStandards() {
    std::vector<std::string> not_required;
    for (const absl::string_view part :
         absl::StrSplit(Absl(Value(row_, "standards")), absl::ByAnyChar(";,\n"))) {
      const absl::string_view text = absl::StripAsciiWhitespace(part);
      if (text.empty()) continue;
      const std::pair<absl::string_view, absl::string_view> halves =
          absl::StrSplit(text, absl::MaxSplits(absl::ByAnyChar("=:"), 1));
      std::string code(absl::StripAsciiWhitespace(halves.first));
      const absl::string_view level = absl::StripAsciiWhitespace(halves.second);
      if (IsCode(code) && level == "-") {
        not_required.push_back(std::move(code));
      } else if (IsCode(code) && level.size() == 1 && level[0] >= '1' && level[0] <= '5') {
        planned_.record.standards.push_back({std::move(code), level[0] - '0'});
      } else {
        Add("standards", "POST-12",
            {"Standar ditulis sebagai kode=tingkat 1 sampai 5, misalnya M.08=3; T.01=2; yang tidak "
             "dituntut M.05=-. Kosong berarti tingkat menurut jenjang. Perbaiki isinya.",
             "Standards are written as code=level from 1 to 5, such as M.08=3; T.01=2; what is not "
             "required M.05=-. Empty means the level of the group. Correct it."});
        break;
      }
    }
    return not_required;
  }

  void Complete(const std::vector<std::string>& not_required) {
    Findings findings = CompleteStandards(
        planned_.record, directory_.dictionary.core, directory_.dictionary.known, directory_.levels,
        not_required);
    for (Finding& finding : findings)
      if (finding.where != "functional_level") finding.where = "standards";
    Append(std::move(findings));
  }

  const Row& row_;
  const PostDirectory& directory_;
  const ImportOptions& options_;
  Planned<Post> planned_;
};

std::string Number(double value) { return absl::StrCat(value); }

// The levels in which two versions differ: "M.08=3; M.05=-".
std::string Levels(const Post& post, const Post& other) {
  std::string text;
  const auto add = [&](const std::string& competency, const std::string& level) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", competency, "=", level);
  };
  const auto of = [](const Post& one, const std::string& competency) {
    const auto found = std::find_if(
        one.standards.begin(), one.standards.end(),
        [&](const Standard& standard) { return standard.competency == competency; });
    return found == one.standards.end() ? 0 : found->level;
  };
  std::set<std::string> competencies;
  for (const Post* one : {&post, &other})
    for (const Standard& standard : one->standards) competencies.insert(standard.competency);
  for (const std::string& competency : competencies) {
    const int level = of(post, competency);
    if (level != of(other, competency)) add(competency, level == 0 ? "-" : absl::StrCat(level));
  }
  return text;
}

// What a row changes of the version that holds on its day.
void ComparePost(Planned<Post>& planned, const Post& known) {
  Post& post = planned.record;
  planned.who = known.title;
  const auto group = [](const Post& one) { return std::string(CodeOf(one.group)); };
  const auto head = [](const Post& one) { return std::string(one.is_head ? "ya" : "tidak"); };
  Compare(planned, "title", known.title, post.title);
  Compare(planned, "group", group(known), group(post));
  Compare(planned, "family", known.family, post.family);
  Compare(planned, "echelon", known.echelon, post.echelon);
  Compare(planned, "functional_level", known.functional_level, post.functional_level);
  Compare(planned, "criticality", Number(known.criticality), Number(post.criticality));
  Compare(planned, "is_head", head(known), head(post));
  Compare(planned, "standards", Levels(known, post), Levels(post, known));
  if (planned.changes.empty()) {
    post.valid_from = known.valid_from;  // a version that says nothing new is none
  } else {
    Compare(
        planned, "valid_from", absl::FormatCivilTime(known.valid_from),
        absl::FormatCivilTime(post.valid_from));
  }
}

}  // namespace

ImportPlan<Post> PlanPosts(
    const std::vector<Row>& rows, const PostDirectory& directory, const ImportOptions& options,
    absl::CivilDay today, int horizon_years) {
  ImportPlan<Post> plan;
  plan.rows.reserve(rows.size());
  for (const Row& row : rows) {
    plan.rows.push_back(
        options.skip.contains(row.line) ? Skipped<Post>(row.line)
                                        : PostReader(row, directory, options).Read(today));
  }
  const auto index = IndexRows(
      plan, [](const Post& post) { return std::string_view(post.code); }, "POST-15", "code",
      {"Kode jabatan ini ada di lebih dari satu baris. Hapus atau lewati yang salah.",
       "This post code is on more than one line. Remove or skip what is wrong."});
  Spellings spellings;
  for (const auto& [code, versions] : directory.versions) spellings.Add(code);
  for (const Planned<Post>& planned : plan.rows) spellings.Add(planned.record.code);
  for (Planned<Post>& planned : plan.rows) {
    if (planned.outcome == Outcome::kSkipped) continue;
    const auto known = directory.versions.find(planned.record.code);
    const bool there = known != directory.versions.end();
    if (!there) {
      for (Finding& finding : CheckPostTwin(planned.record.code, spellings.Of(planned.record.code)))
        planned.findings.push_back(std::move(finding));
    }
    const Post* holds = there ? &VersionOn(known->second, planned.record.valid_from) : nullptr;
    if (holds != nullptr && !Blocks(planned.findings)) ComparePost(planned, *holds);
    if (holds == nullptr || planned.record != *holds) {
      std::optional<absl::CivilDay> newest;
      if (there) newest = VersionOn(known->second, today).valid_from;
      for (Finding& finding :
           CheckVersion(planned.record.valid_from, newest, today, horizon_years)) {
        planned.findings.push_back(std::move(finding));
      }
    }
    Decide(planned, holds);
  }
  if (options.complete) {
    for (const auto& [code, versions] : directory.versions) {
      if (!index.contains(code))
        plan.missing.push_back(absl::StrCat(code, " ", VersionOn(versions, today).title));
    }
  }
  return plan;
}

}  // namespace binadaya::registry::domain
