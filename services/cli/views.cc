#include "services/cli/views.h"

#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "binadaya/reporting/v1/reporting.rpc.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/lists.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {

using registry::RegistryClient;
using reporting::v1::Dashboard;
namespace nv = needs::v1;
namespace rv = registry::v1;

std::string PersonText(const rv::Person& person) {
  Rows rows = {
      {Say("nama", "name"), person.name()},
      {"id", person.id()},
      {Say("tanggal lahir", "birth date"), person.birth_date()},
      {Say("jenis kelamin", "gender"), person.gender()},
      {Say("jabatan", "post"), person.post()},
      {Say("TMT jabatan", "in the post since"), person.since()},
      {"unit", Cat(person.unit(), "  ", person.unit_path())},
      {Say("jenis kepegawaian", "employment type"), person.employment_type()},
      {Say("golongan", "grade"), person.grade()},
      {Say("kedudukan hukum", "legal position"), person.legal_position()},
      {Say("aktif", "active"), YesNo(person.active())}};
  // What a list or a command's answer does not say.
  std::erase_if(rows, [&](const std::vector<std::string>& row) {
    return person.birth_date().empty() && row.back().empty();
  });
  return Table(rows);
}

std::string ContactText(const std::string& email, const std::string& mobile) {
  Rows rows;
  if (!email.empty()) rows.push_back({Say("surel", "e-mail"), email});
  if (!mobile.empty()) rows.push_back({Say("ponsel", "mobile"), mobile});
  return rows.empty() ? "" : Table(rows);
}

std::string ProfileText(const rv::Profile& profile, const Names& names) {
  std::string text = Table(
      {{Say("pegawai", "person"), NameIn(names, profile.person())},
       {Say("pada", "as of"), profile.as_of()},
       {Say("keadaan", "state"),
        profile.state() == rv::Profile::STATE_UNSPECIFIED ? "-" : Word(profile.state())},
       {Say("berlaku sampai", "valid until"),
        profile.valid_until().empty() ? "-" : profile.valid_until()},
       {Say("dinilai", "rated"),
        profile.required() == 0
            ? "-"
            : Say(Cat(profile.rated(), " dari ", profile.required(), " yang dituntut jabatan"),
                  Cat(profile.rated(), " of ", profile.required(), " that the post demands"))}});
  Rows rows = {
      {Say("KOMPETENSI", "COMPETENCY"), Say("TINGKAT", "LEVEL"), Say("DASAR", "BASIS"),
       Say("DILIHAT", "SEEN ON"), Say("BERLAKU SAMPAI", "VALID UNTIL")}};
  for (const rv::Profile::Level& level : profile.levels()) {
    rows.push_back(
        {level.competency(), Number(level.level(), 2), Term(level.basis()), level.seen_on(),
         level.valid_until()});
  }
  if (rows.size() > 1) text += Cat("\n", Table(rows));
  rows = {
      {Say("KAMPANYE", "CAMPAIGN"), Say("KEADAAN", "STATE"), Say("BELUM DINILAI", "MISSING"),
       Say("DITUNGGU", "AWAITED")}};
  for (const rv::Profile::Case& one : profile.cases()) {
    rows.push_back(
        {one.campaign_name(), Word(one.state()), absl::StrJoin(one.missing(), " "),
         absl::StrJoin(one.awaited(), ", ", [&](std::string* out, const rv::InvitedRater& rater) {
           *out += Word(rater.role());
           if (!rater.rater().empty()) *out += Cat(" ", NameIn(names, rater.rater()));
         })});
  }
  if (rows.size() > 1) text += Cat("\n", Table(rows));
  return text;
}

Names NamesIn(const Operator& caller, const rv::Profile& profile) {
  std::set<std::string> ids = {profile.person()};
  for (const rv::Profile::Case& one : profile.cases())
    for (const rv::InvitedRater& rater : one.awaited())
      if (!rater.rater().empty()) ids.insert(rater.rater());
  return NamesOf(caller, ids);
}

std::string UnitText(const rv::Unit& unit) {
  return Table(
      {{Say("kode", "code"), unit.code()},
       {Say("nama", "name"), unit.name()},
       {Say("jenis", "kind"), unit.kind()},
       {Say("induk", "parent"), unit.parent().empty() ? Say("(kota)", "(city)") : unit.parent()},
       {Say("letak", "path"), unit.path()},
       {Say("layanan langsung", "direct service"), YesNo(unit.direct_service())},
       {Say("nama lama", "former names"),
        unit.former_names().empty() ? "-" : absl::StrJoin(unit.former_names(), "; ")},
       {Say("menggantikan", "succeeds"),
        unit.succeeds().empty() ? "-" : absl::StrJoin(unit.succeeds(), " ")},
       {Say("ada sejak", "exists from"), unit.valid_from().empty() ? "-" : unit.valid_from()},
       {Say("ditutup sejak", "closed from"), unit.valid_to().empty() ? "-" : unit.valid_to()}});
}

std::string PostText(const rv::Post& post) {
  std::string text = Table(
      {{Say("kode", "code"), post.code()},
       {Say("nama", "title"), post.title()},
       {Say("jenjang", "group"), Word(post.group())},
       {Say("rumpun", "family"), post.family()},
       {Say("eselon", "echelon"), post.echelon().empty() ? "-" : post.echelon()},
       {Say("kekritisan", "criticality"), Number(post.criticality())},
       {Say("kepala unit", "heads its unit"), YesNo(post.is_head())},
       {Say("berlaku sejak", "valid from"), post.valid_from()}});
  Rows rows = {{Say("KOMPETENSI", "COMPETENCY"), Say("TINGKAT", "LEVEL")}};
  for (const rv::Standard& standard : post.standards())
    rows.push_back({standard.competency(), Cat(standard.level())});
  return Cat(text, "\n", Table(rows));
}

std::string NeedText(const nv::Need& need) {
  nv::ListNeedsResponse one;
  *one.add_needs() = need;
  std::string text = NeedsText(one);
  Rows rows = {
      {Say("BAGIAN", "PART"), Say("NILAI", "VALUE"), Say("BOBOT", "WEIGHT"),
       Say("POIN", "POINTS")}};
  for (const nv::ScoreComponent& part : need.breakdown()) {
    rows.push_back(
        {part.code(), Number(part.value()), Number(part.weight()), Number(part.points())});
  }
  if (rows.size() > 1) text += Cat("\n", Table(rows));
  rows = {{Say("ARAHAN", "DIRECTIVE"), Say("DARI", "BY"), Say("ALASAN", "REASON")}};
  for (const nv::Directive& directive : need.directives())
    rows.push_back({directive.doc_ref(), directive.issuer_role(), directive.reason()});
  if (rows.size() > 1) text += Cat("\n", Table(rows));
  if (!need.decision_note().empty())
    text +=
        Cat("\n", Say("catatan keputusan: ", "note of the decision: "), need.decision_note(), "\n");
  return text;
}

std::string DashboardText(const Dashboard& dashboard) {
  const std::string few = Say(" (terlalu sedikit orang)", " (too few people)");
  std::string text = Table(
      {{"unit", dashboard.unit_path()},
       {Say("jumlah unit", "units"), Cat(dashboard.units())},
       {Say("pegawai", "people"), Say(Cat(dashboard.people(), ", dinilai ", dashboard.rated(),
                                          ", disengketakan ", dashboard.disputed()),
                                      Cat(dashboard.people(), ", rated ", dashboard.rated(),
                                          ", disputed ", dashboard.disputed()))},
       {Say("kesesuaian jabatan (JPM)", "job-person match"),
        Say(Cat(Number(dashboard.mean_match(), 1), " %: optimal ", dashboard.match_optimal(),
                ", cukup optimal ", dashboard.match_fair(), ", kurang optimal ",
                dashboard.match_poor()),
            Cat(Number(dashboard.mean_match(), 1), " %: optimal ", dashboard.match_optimal(),
                ", fair ", dashboard.match_fair(), ", poor ", dashboard.match_poor()))},
       {Say("ketertelusuran", "traceability"), Cat(Number(dashboard.traceability(), 1), " %")},
       {Say("ketertinggalan", "lag"), Cat(dashboard.lag_ms(), " ms")},
       {Say("tidak ditampilkan", "withheld"),
        dashboard.withheld().empty()
            ? "-"
            : Cat(absl::StrJoin(
                      dashboard.withheld(), ", ",
                      [](std::string* out, const std::string& one) { *out += Term(one); }),
                  few)}});
  Rows rows = {
      {Say("KOMPETENSI", "COMPETENCY"), Say("PEGAWAI", "PEOPLE"),
       Say("RERATA KESENJANGAN", "MEAN GAP"), Say("TINGGI", "HIGH"), Say("SEDANG", "MEDIUM"),
       Say("RENDAH", "LOW")}};
  for (const Dashboard::Competency& one : dashboard.competencies()) {
    rows.push_back(
        {one.code(), Cat(one.people()), Number(one.mean_gap(), 2), Cat(one.severity_high()),
         Cat(one.severity_medium()), Cat(one.severity_low())});
  }
  if (rows.size() > 1) text += Cat("\n", Table(rows));
  rows = {{Say("KEBUTUHAN", "NEEDS"), Say("JUMLAH", "COUNT")}};
  for (const Dashboard::NeedCount& one : dashboard.needs())
    rows.push_back({Term(one.state()), Cat(one.needs())});
  if (rows.size() > 1) text += Cat("\n", Table(rows));
  return text;
}

absl::StatusOr<Answer> RunGetPerson(
    const Environment& environment, const std::string& person, const std::string& as_of) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(rv::Person found, FindPerson(caller, person));
  if (!as_of.empty()) {
    rv::GetPersonRequest request;
    request.set_person(found.id());
    request.set_as_of(as_of);
    ASSIGN_OR_RETURN(found, caller.Ask("registry", &RegistryClient::GetPerson, request));
  }
  std::string text = PersonText(found);
  for (const rv::ResolvedPerson& one : Resolved(caller, {found.id()}))
    text += ContactText(one.email(), one.mobile());
  return AnswerOf(text, found);
}

absl::StatusOr<Answer> RunGetProfile(
    const Environment& environment, const std::string& person, const std::string& as_of) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Person found, FindPerson(caller, person));
  rv::GetProfileRequest request;
  request.set_person(found.id());
  request.set_as_of(as_of);
  ASSIGN_OR_RETURN(
      const rv::Profile profile, caller.Ask("registry", &RegistryClient::GetProfile, request));
  return AnswerOf(ProfileText(profile, NamesIn(caller, profile)), profile);
}

absl::StatusOr<Answer> RunGetUnit(
    const Environment& environment, const std::string& unit, const std::string& as_of) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(rv::Unit found, FindUnit(caller, unit));
  if (!as_of.empty()) {
    rv::GetUnitRequest request;
    request.set_unit(found.code());
    request.set_as_of(as_of);
    ASSIGN_OR_RETURN(found, caller.Ask("registry", &RegistryClient::GetUnit, request));
  }
  return AnswerOf(UnitText(found), found);
}

absl::StatusOr<Answer> RunGetPost(
    const Environment& environment, const std::string& post, const std::string& as_of) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(rv::Post found, FindPost(caller, post));
  if (!as_of.empty()) {
    rv::GetPostRequest request;
    request.set_post(found.code());
    request.set_as_of(as_of);
    ASSIGN_OR_RETURN(found, caller.Ask("registry", &RegistryClient::GetPost, request));
  }
  return AnswerOf(PostText(found), found);
}

absl::StatusOr<Answer> RunGetCompetency(
    const Environment& environment, const std::string& competency) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Competency found, FindCompetency(caller, competency));
  return Answer{
      .text = Table(
          {{Say("kode", "code"), found.code()},
           {Say("nama", "name"), Say(found.name_id(), found.name_en())},
           {Say("rumpun", "cluster"), found.cluster()}}),
      .json = Json(found)};
}

absl::StatusOr<Answer> RunGetNeed(const Environment& environment, const std::string& need) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const nv::Need found, FindNeed(caller, need));
  return AnswerOf(NeedText(found), found);
}

absl::StatusOr<Answer> RunGetDashboard(const Environment& environment, const std::string& unit) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  reporting::v1::GetDashboardRequest request;
  if (!unit.empty()) {
    ASSIGN_OR_RETURN(const rv::Unit found, FindUnit(caller, unit));
    request.set_unit(found.code());
  }
  ASSIGN_OR_RETURN(
      const Dashboard dashboard,
      caller.Ask("reporting", &reporting::ReportingClient::GetDashboard, request));
  return Answer{.text = DashboardText(dashboard), .json = Json(dashboard)};
}

}  // namespace binadaya::cli
