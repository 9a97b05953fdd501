// Lists of people that somebody asks with a question in mind: who leaves, who reports to whom, who
// fits a program, whose gaps.
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "services/cli/acts.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/lists.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using registry::RegistryClient;
namespace rv = registry::v1;

// "M.08=1" or "M.08=1:0.5": by how many levels the program raises, and how much of it is about
// that.
absl::StatusOr<rv::CandidateTarget> ParseTarget(const Operator& caller, const std::string& text) {
  const std::size_t colon = text.rfind(':');
  double weight = 1;
  if (colon != std::string::npos && !absl::SimpleAtod(text.substr(colon + 1), &weight)) {
    return UsageError(
        {Cat("--target ", text, ": tulis KOMPETENSI=NAIK:BOBOT, misalnya M.08=1:0.5"),
         Cat("--target ", text, ": write COMPETENCY=LIFT:WEIGHT, such as M.08=1:0.5")});
  }
  ASSIGN_OR_RETURN(const auto lift, ParseLevel("--target", text.substr(0, colon)));
  ASSIGN_OR_RETURN(const rv::Competency competency, FindCompetency(caller, lift.first));
  rv::CandidateTarget target;
  target.set_competency(competency.code());
  target.set_lift(lift.second);
  target.set_weight(weight);
  return target;
}

// "M.08 2 → 66.7, M.04 ?": the gap and its points; ? where the person was not measured.
std::string ReasonsOf(const rv::Candidate& candidate) {
  return absl::StrJoin(
      candidate.reasons(), ", ", [](std::string* out, const rv::Candidate::Reason& reason) {
        *out += reason.known() ? Cat(reason.competency(), " ", Number(reason.gap(), 2), " → ",
                                     Number(reason.points(), 1))
                               : Cat(reason.competency(), " ?");
      });
}

// What a list says about groups that it leaves out.
std::string Withheld(bool some) {
  return some ? Say("sebagian tidak ditampilkan (terlalu sedikit orang)\n",
                    "some are withheld (too few people)\n")
              : "";
}

}  // namespace

std::string RetirementsText(const rv::ListRetirementsResponse& retirements, const Names& names) {
  Rows rows = {
      {Say("PERGI PADA", "LEAVES ON"), Say("NAMA", "NAME"), Say("JABATAN", "POST"), "UNIT",
       Say("SEBAB", "WHY"), "ID"}};
  for (const rv::Retirement& one : retirements.retirements()) {
    rows.push_back(
        {one.leaves_on(), NameIn(names, one.person()), one.post(), one.unit(), Word(one.exit()),
         one.person()});
  }
  return TableOf(rows);
}

std::string CandidatesText(const rv::ListCandidatesResponse& candidates, const Names& names) {
  Rows rows = {
      {Say("SKOR", "SCORE"), Say("NAMA", "NAME"), Say("JABATAN", "POST"), Say("LETAK", "PATH"),
       Say("SERUMPUN", "IN FAMILY"), Say("KESENJANGAN → POIN", "GAP → POINTS"), "ID"}};
  for (const rv::Candidate& one : candidates.candidates()) {
    rows.push_back(
        {Number(one.score(), 1), NameIn(names, one.person()), one.post(), one.unit_path(),
         one.in_family() ? Say("ya", "yes") : "", ReasonsOf(one), one.person()});
  }
  return TableOf(rows);
}

std::string GapsText(const google::protobuf::RepeatedPtrField<rv::Gap>& gaps, const Names& names) {
  Rows rows = {
      {Say("KOMPETENSI", "COMPETENCY"), Say("DITUNTUT", "REQUIRED"), Say("AKTUAL", "ACTUAL"),
       Say("KESENJANGAN", "GAP"), Say("KEPARAHAN", "SEVERITY"), Say("JABATAN", "POST"),
       Say("RUMPUN", "FAMILY")}};
  if (!names.empty()) rows[0].insert(rows[0].begin(), Say("NAMA", "NAME"));
  for (const rv::Gap& gap : gaps) {
    Rows::value_type row = {gap.competency(),     Cat(gap.required()),  Number(gap.actual(), 2),
                            Number(gap.gap(), 2), Term(gap.severity()), gap.post(),
                            FamilyOf(gap)};
    if (!names.empty()) row.insert(row.begin(), NameIn(names, gap.person()));
    rows.push_back(std::move(row));
  }
  return TableOf(rows);
}

std::string GapGroupsText(const rv::ListGapGroupsResponse& groups) {
  Rows rows = {
      {Say("KOMPETENSI", "COMPETENCY"), Say("TINGKAT", "LEVEL"), Say("RUMPUN", "FAMILY"),
       Say("PEGAWAI", "PEOPLE"), Say("DINILAI", "RATED"), Say("RERATA", "GAP"),
       Say("DAMPAK", "EFFECT")}};
  for (const rv::GapGroup& one : groups.groups()) {
    rows.push_back(
        {one.competency(), LevelsOf(one), FamilyOf(one), Cat(one.affected(), "/", one.population()),
         Cat(one.rated()), Number(one.mean_gap(), 2), Number(one.mean_gap() * one.affected(), 1)});
  }
  return Cat(TableOf(rows), Withheld(groups.withheld()));
}

std::string ShortfallsText(const rv::ListShortfallsResponse& shortfalls) {
  Rows rows = {
      {Say("PELATIHAN", "TRAINING"), Say("RUMPUN", "FAMILY"), Say("PEGAWAI", "PEOPLE"),
       Say("DIKETAHUI", "KNOWN"), Say("DI BAWAH BAIK", "BELOW GOOD"),
       Say("DIATUR SEJAK", "REGULATED ON"), Say("DASAR", "BASIS")}};
  for (const rv::Shortfall& one : shortfalls.groups()) {
    rows.push_back(
        {one.training().empty() ? "-" : one.training(), one.family(),
         Cat(one.affected(), "/", one.population()), Cat(one.rated()),
         one.training().empty() ? Number(one.mean_steps(), 2) : "-", one.regulated_on(),
         one.legal_basis()});
  }
  return Cat(TableOf(rows), Withheld(shortfalls.withheld()));
}

absl::StatusOr<Answer> RunListRetirements(
    const Environment& environment, const ListOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::ListRetirementsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  request.set_months(options.months);
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.AskPages("registry", &RegistryClient::ListRetirements, request, options.all));
  return AnswerOf(RetirementsText(listed, NamesOf(caller, listed.retirements())), listed);
}

absl::StatusOr<Answer> RunListReports(const Environment& environment, const ListOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Person superior, FindPerson(caller, options.text));
  rv::ListReportsRequest request;
  request.set_superior(superior.id());
  ASSIGN_OR_RETURN(
      const auto listed, caller.As(superior.id(), {{v1::EMPLOYEE, "/"}})
                             .AskPages("registry", &RegistryClient::ListReports, request));
  return AnswerOf(PeopleText(listed, false), listed);
}

absl::StatusOr<Answer> RunListCandidates(
    const Environment& environment, const ListOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::ListCandidatesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  for (const std::string& text : options.targets) {
    ASSIGN_OR_RETURN(*request.add_targets(), ParseTarget(caller, text));
  }
  request.mutable_families()->Add(options.families.begin(), options.families.end());
  request.set_next_family(options.next_family);
  request.set_from(options.from);
  request.set_until(options.to);
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.AskPages("registry", &RegistryClient::ListCandidates, request, options.all));
  return AnswerOf(CandidatesText(listed, NamesOf(caller, listed.candidates())), listed);
}

absl::StatusOr<Answer> RunListGaps(const Environment& environment, const ListOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  if (!options.text.empty()) {
    ASSIGN_OR_RETURN(const rv::Person person, FindPerson(caller, options.text));
    rv::ListPersonGapsRequest request;
    request.set_person(person.id());
    request.set_as_of(options.as_of);
    request.set_horizon(options.next ? rv::HORIZON_NEXT : rv::HORIZON_CURRENT);
    ASSIGN_OR_RETURN(
        const auto listed, caller.Ask("registry", &RegistryClient::ListPersonGaps, request));
    return AnswerOf(GapsText(listed.gaps(), {}), listed);
  }
  rv::ListGapsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  if (!options.competency.empty()) {
    ASSIGN_OR_RETURN(const rv::Competency one, FindCompetency(caller, options.competency));
    request.set_competency(one.code());
  }
  request.set_family(options.family);
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.AskPages("registry", &RegistryClient::ListGaps, request, options.all));
  return AnswerOf(GapsText(listed.gaps(), NamesOf(caller, listed.gaps())), listed);
}

absl::StatusOr<Answer> RunListGapGroups(
    const Environment& environment, const ListOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::ListGapGroupsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  if (!options.competency.empty()) {
    ASSIGN_OR_RETURN(const rv::Competency one, FindCompetency(caller, options.competency));
    request.set_competency(one.code());
  }
  request.set_family(options.family);
  request.set_next_family(options.next_family);
  request.set_horizon(
      options.next || !options.next_family.empty() ? rv::HORIZON_NEXT : rv::HORIZON_CURRENT);
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.AskPages("registry", &RegistryClient::ListGapGroups, request, options.all));
  return AnswerOf(GapGroupsText(listed), listed);
}

absl::StatusOr<Answer> RunListShortfalls(
    const Environment& environment, const ListOptions& options) {
  rv::ListShortfallsRequest request;
  ASSIGN_OR_RETURN(const auto kind, Parse<rv::ShortfallKind>("KIND", options.kind));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  request.set_kind(kind);
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  request.set_training(options.text);
  request.set_family(options.family);
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.AskPages("registry", &RegistryClient::ListShortfalls, request, options.all));
  return AnswerOf(ShortfallsText(listed), listed);
}

}  // namespace binadaya::cli
