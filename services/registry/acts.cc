// Acts about people: recorded, in force on their day, undone.
#include <set>

#include "absl/strings/str_join.h"
#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/registry/act_store.h"
#include "services/registry/directory_store.h"
#include "services/registry/domain/act.h"
#include "services/registry/registry.h"
#include "services/registry/reporting_line.h"
#include "services/registry/unit_act_store.h"

namespace binadaya::registry {
namespace {

using domain::ActKind;
using domain::ActState;
constexpr char kActTimer[] = "act";

v1::Act ToProto(const domain::Act& act) {
  v1::Act proto;
  proto.set_id(act.id);
  proto.set_person(act.person);
  proto.set_kind(ToContract<v1::ActKind>(act.kind));
  proto.set_state(ToContract<v1::ActState>(act.state));
  proto.set_effective(absl::FormatCivilTime(act.effective));
  proto.set_decree(act.decree);
  proto.set_post(act.post);
  proto.set_unit(act.unit);
  if (act.to.has_value()) proto.set_valid_to(absl::FormatCivilTime(*act.to));
  proto.set_employment_type(act.employment_type);
  proto.set_grade(act.grade);
  proto.set_legal_position(act.legal_position);
  if (act.contract_end.has_value())
    proto.set_contract_end(absl::FormatCivilTime(*act.contract_end));
  proto.set_ended_because(act.ended_because);
  return proto;
}

void TellLeft(
    Tx& tx, const domain::Act& act, const directory_store::PersonView& person,
    const directory_store::PersonView& before) {
  v1::PersonLeft event;
  event.set_person(act.person);
  event.set_act(act.id);
  event.set_legal_position(person.legal_position);
  event.set_effective(absl::FormatCivilTime(act.effective));
  event.set_post(before.post);
  event.set_family(before.family);
  event.set_unit(before.unit);
  event.set_unit_path(before.path);
  Tell(tx, event);
}

// Annulled, or lapsed on its day.
void TellEnded(Tx& tx, const domain::Act& act, ActState state) {
  v1::ActEnded event;
  event.set_person(act.person);
  event.set_act(act.id);
  event.set_kind(ToContract<v1::ActKind>(act.kind));
  event.set_state(ToContract<v1::ActState>(state));
  event.set_effective(absl::FormatCivilTime(act.effective));
  Tell(tx, event);
}

bool IsAssignment(const domain::Act& act) {
  return act.kind == ActKind::kAssignment || act.kind == ActKind::kActing;
}

// Whom annulling brings back is where his unit's people are. Where no one unit took them over, or
// it has a head of its own, nobody has him: he holds no post until he is put on one.
void ComeBack(Tx& tx, const std::string& person) {
  const auto along = unit_act_store::GoAlong(tx, person);
  const bool there = along.ok() && (!along->has_value() ||
                                    reporting_line::LockHead(tx, (*along)->unit, person).empty());
  if (!there) unit_act_store::Release(tx, person);
}

bool TakesAway(const domain::Act& act) {
  return act.kind != ActKind::kActing && (!act.post.empty() || domain::HasLeft(act.legal_position));
}

std::string RulesOf(const Findings& findings) {
  return absl::StrJoin(findings, " ", [](std::string* out, const Finding& finding) {
    if (!finding.warning) out->append(finding.rule);
  });
}

template <class Request>
domain::Act FromRequest(const Request& request, ActKind kind) {
  domain::Act act{.person = request.person(), .kind = kind, .decree = request.decree()};
  absl::ParseCivilTime(request.effective(), &act.effective);
  return act;
}

}  // namespace

domain::ActPolicy Registry::ActPolicy(Tx& tx) {
  return {.horizon_years = HorizonYears(tx), .ages = AgePolicy(tx)};
}

absl::StatusOr<domain::Act> Registry::Record(Tx& tx, domain::Act act) {
  const absl::CivilDay today = tx.call().today();
  std::set<std::string> under_way;
  RETURN_IF_ERROR(TakeUnitActs(tx).status());  // what it is about may begin today
  RETURN_IF_ERROR(act_store::Lock(tx, act.person).status());
  // What is due and its timer has not come to yet goes before.
  for (const domain::Act& due : act_store::Pending(tx, act.person, today))
    RETURN_IF_ERROR(TakeEffect(tx, due.id, under_way));
  ASSIGN_OR_RETURN(domain::Standing standing, act_store::Lock(tx, act.person));
  standing = After(std::move(standing), act_store::Pending(tx, act.person, act.effective));
  ASSIGN_OR_RETURN(Findings findings, Against(tx, act, standing, under_way));
  if (Blocks(findings)) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
  act.id = NewId(tx.call().now());
  act_store::Add(tx, act);
  if (act.effective > today) {
    tx.At(clock_.StartOf(act.effective), kActTimer, act.id);
    return act;
  }
  RETURN_IF_ERROR(Enforce(tx, act));
  act.state = ActState::kInForce;
  return act;
}

absl::StatusOr<Findings> Registry::Against(
    Tx& tx, const domain::Act& act, const domain::Standing& standing,
    std::set<std::string>& under_way) {
  const domain::Place place = act_store::PlaceOf(tx, act);
  Findings findings = CheckAct(act, standing, place, tx.call().today(), ActPolicy(tx));
  if (!act.number.empty() && directory_store::OwnerOf(tx, act.number).ok())
    findings.push_back(domain::NumberTaken("number"));
  const bool heads = place.is_head && act.kind != ActKind::kActing;
  if (!heads || act.effective > tx.call().today() || Blocks(findings)) return findings;
  std::string head = reporting_line::LockHead(tx, place.people_in, act.person);
  if (head.empty() || under_way.contains(head)) return findings;
  // Whoever sits there may go today too: heads change places by one decree.
  under_way.insert(act.person);
  for (const domain::Act& due : act_store::Pending(tx, head, tx.call().today())) {
    if (TakesAway(due)) RETURN_IF_ERROR(TakeEffect(tx, due.id, under_way));
  }
  if (!reporting_line::LockHead(tx, place.people_in, act.person).empty())
    findings.push_back(domain::SecondHead("post", {place.people_in}));
  return findings;
}

absl::Status Registry::TakeEffect(Tx& tx, const std::string& id, std::set<std::string>& under_way) {
  ASSIGN_OR_RETURN(domain::Act act, act_store::Get(tx, id));
  ASSIGN_OR_RETURN(const domain::Standing standing, act_store::Lock(tx, act.person));
  ASSIGN_OR_RETURN(act, act_store::Get(tx, id));
  if (act.state != ActState::kPending) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Findings findings, Against(tx, act, standing, under_way));
  if (!Blocks(findings)) return Enforce(tx, act);
  act_store::End(tx, act, ActState::kLapsed, RulesOf(findings));
  TellEnded(tx, act, ActState::kLapsed);
  return absl::OkStatus();
}

absl::StatusOr<Timers::Effect> Registry::TakeEffectByTimer(const Call&, const std::string& act) {
  return Timers::Effect([this, act](Tx& tx) -> absl::Status {
    std::set<std::string> under_way;
    RETURN_IF_ERROR(TakeUnitActs(tx).status());
    return TakeEffect(tx, act, under_way);
  });
}

void Registry::TellPerson(Tx& tx, const directory_store::PersonView& person, bool placed) {
  v1::PersonChanged event;
  event.set_person(person.id);
  event.set_employment_type(person.employment_type);
  event.set_legal_position(person.legal_position);
  event.set_active(person.active && (placed || !person.post.empty()));
  event.set_family(person.family);
  event.set_unit_path(person.path);
  Tell(tx, event);
}

absl::Status Registry::Enforce(Tx& tx, const domain::Act& act) {
  ASSIGN_OR_RETURN(
      const directory_store::PersonView before, directory_store::GetPerson(tx, act.person));
  act_store::Enforce(tx, act);
  const bool leaves = domain::HasLeft(act.legal_position);
  if (leaves) act_store::EndAssignments(tx, act);
  const bool begins = act.kind == ActKind::kAssignment && before.post.empty();
  if (begins || !IsAssignment(act)) {
    ASSIGN_OR_RETURN(
        const directory_store::PersonView person, directory_store::GetPerson(tx, act.person));
    TellPerson(tx, person, !act.post.empty());
    if (person.active && !before.active) TellActing(tx, person.id);
    if (leaves) {
      Measure(tx, person);  // nothing is demanded of who holds no post
      TellLeft(tx, act, person, before);
    } else if (
        domain::HasCareer(person.employment_type) != domain::HasCareer(before.employment_type)) {
      MeasureAnew(tx, person);
    }
  }
  if (act.post.empty()) return absl::OkStatus();
  return Place(
      tx, {.person = act.person,
           .post = act.post,
           .unit = act.unit,
           .kind = act.assignment,
           .from = act.effective,
           .to = act.to,
           .act = act.id});
}

template <class Request>
absl::StatusOr<v1::Act> Registry::RecordAct(
    Call& call, const Request& request, const domain::Act& act) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Act> {
    ASSIGN_OR_RETURN(const domain::Act recorded, Record(tx, act));
    return ToProto(recorded);
  });
}

absl::StatusOr<v1::Person> Registry::AssignPost(Call& call, const v1::AssignPostRequest& request) {
  domain::Act act{
      .person = request.person(),
      .kind = request.kind() == v1::DEFINITIVE ? ActKind::kAssignment : ActKind::kActing,
      .decree = request.decree(),
      .post = request.post(),
      .unit = request.unit(),
      .assignment = ToDomain<domain::AssignmentKind>(request.kind())};
  absl::ParseCivilTime(request.valid_from(), &act.effective);
  if (!request.valid_to().empty()) absl::ParseCivilTime(request.valid_to(), &act.to.emplace());
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Person> {
    ASSIGN_OR_RETURN(const domain::Act recorded, Record(tx, act));
    ASSIGN_OR_RETURN(
        const directory_store::PersonView person, directory_store::GetPerson(tx, act.person));
    v1::Person proto = View(person);
    proto.set_act(recorded.id);
    return proto;
  });
}

absl::StatusOr<v1::Act> Registry::PromotePerson(
    Call& call, const v1::PromotePersonRequest& request) {
  domain::Act act = FromRequest(request, ActKind::kPromotion);
  act.grade = request.grade();
  return RecordAct(call, request, act);
}

absl::StatusOr<v1::Act> Registry::ChangeEmployment(
    Call& call, const v1::ChangeEmploymentRequest& request) {
  domain::Act act = FromRequest(request, ActKind::kEmployment);
  act.employment_type = request.employment_type();
  act.grade = request.grade();
  act.number = domain::StripEmploymentNumber(request.number());
  if (!request.contract_end().empty())
    absl::ParseCivilTime(request.contract_end(), &act.contract_end.emplace());
  return RecordAct(call, request, act);
}

absl::StatusOr<v1::Act> Registry::SuspendPerson(
    Call& call, const v1::SuspendPersonRequest& request) {
  domain::Act act = FromRequest(request, ActKind::kSuspension);
  act.legal_position = request.legal_position();
  return RecordAct(call, request, act);
}

absl::StatusOr<v1::Act> Registry::ReturnPerson(Call& call, const v1::ReturnPersonRequest& request) {
  domain::Act act = FromRequest(request, ActKind::kReturn);
  act.legal_position = "AKTIF";
  act.post = request.post();
  act.unit = request.unit();
  return RecordAct(call, request, act);
}

absl::StatusOr<v1::Act> Registry::EndEmployment(
    Call& call, const v1::EndEmploymentRequest& request) {
  domain::Act act = FromRequest(request, domain::KindOf(ToDomain<domain::Exit>(request.exit())));
  act.legal_position = domain::PositionAfter(act.kind);
  return RecordAct(call, request, act);
}

absl::StatusOr<v1::Act> Registry::AnnulAct(Call& call, const v1::AnnulActRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Act> {
    RETURN_IF_ERROR(act_store::Lock(tx, request.person()).status());
    ASSIGN_OR_RETURN(domain::Act act, act_store::Get(tx, request.act()));
    if (act.person != request.person()) return NoSuchObject("act");
    const bool in_force = act.state == ActState::kInForce;
    const bool newest = !in_force || act_store::IsNewest(tx, act);
    RETURN_IF_ERROR(domain::CheckAnnul(act.state, newest));
    ASSIGN_OR_RETURN(
        const directory_store::PersonView before, directory_store::GetPerson(tx, act.person));
    if (in_force && !act_store::Undo(tx, act)) return domain::CheckAnnul(act.state, false);
    if (in_force && TakesAway(act)) ComeBack(tx, act.person);
    act.state = ActState::kAnnulled;
    act.ended_because = request.reason();
    act_store::End(tx, act, act.state, act.ended_because);
    TellEnded(tx, act, act.state);
    if (in_force) RETURN_IF_ERROR(TellUndone(tx, act, before));
    return ToProto(act);
  });
}

absl::Status Registry::TellUndone(
    Tx& tx, const domain::Act& act, const directory_store::PersonView& before) {
  ASSIGN_OR_RETURN(const domain::Standing standing, act_store::Lock(tx, act.person));
  ASSIGN_OR_RETURN(
      const directory_store::PersonView person, directory_store::GetPerson(tx, act.person));
  const bool vacated = person.post.empty() && !before.post.empty();
  directory_store::PersonView told = person;
  if (vacated) {  // with the place where he is missed
    told.family = before.family;
    told.path = before.path;
  }
  if (vacated || !IsAssignment(act)) TellPerson(tx, told);
  if (person.active && !before.active) TellActing(tx, person.id);
  if (act.kind == ActKind::kActing) {
    TellActing(
        tx, {.person = act.person,
             .post = act.post,
             .unit = act.unit,
             .kind = act.assignment,
             .from = act.effective,
             .to = act.effective});
  }
  if (vacated && domain::HasLeft(person.legal_position)) {
    Measure(tx, person);
    TellLeft(tx, act, person, before);
  } else if (
      vacated ||
      domain::HasCareer(person.employment_type) != domain::HasCareer(before.employment_type)) {
    MeasureAnew(tx, person);
  }
  if (!TakesAway(act) || !standing.since.has_value()) return absl::OkStatus();
  TellPlaced(
      tx, {.person = act.person, .post = person.post, .unit = person.unit, .from = *standing.since},
      before);
  return reporting_line::CheckHeads(tx, "act");
}

absl::StatusOr<v1::ListActsResponse> Registry::ListActs(
    Call& call, const v1::ListActsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListActsResponse> {
    v1::ListActsResponse response;
    for (const domain::Act& act : act_store::PageOf(tx, request.person(), page))
      *response.add_acts() = ToProto(act);
    if (response.acts_size() == page.size()) {
      const v1::Act& last = *response.acts().rbegin();
      response.set_next_page_token(page.Next({last.effective(), last.id()}));
    }
    return response;
  });
}

absl::StatusOr<v1::ListRetirementsResponse> Registry::ListRetirements(
    Call& call, const v1::ListRetirementsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  const absl::CivilDay today = call.today();
  const int months = request.months() == 0 ? 12 : request.months();
  const absl::CivilDay until(today.year(), today.month() + months, today.day());
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListRetirementsResponse> {
    v1::ListRetirementsResponse response;
    for (const act_store::Leaving& leaving :
         act_store::PageOfLeaving(tx, call.scope(), until, RetirementAges(tx), page)) {
      v1::Retirement& out = *response.add_retirements();
      out.set_person(leaving.person);
      out.set_post(leaving.post);
      out.set_unit(leaving.unit);
      out.set_unit_path(leaving.path);
      out.set_leaves_on(leaving.on);
      out.set_exit(leaving.contract ? v1::EXIT_CONTRACT_END : v1::EXIT_RETIREMENT);
    }
    if (response.retirements_size() == page.size()) {
      const v1::Retirement& last = *response.retirements().rbegin();
      response.set_next_page_token(page.Next({last.leaves_on(), last.person()}));
    }
    return response;
  });
}

}  // namespace binadaya::registry
