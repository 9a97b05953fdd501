// Versions of the year's budget, from the draft to force.
#include <set>

#include "binadaya/budgeting/v1/budgeting_events.tell.h"
#include "services/budgeting/budget_proto.h"
#include "services/budgeting/budgeting.h"
#include "services/budgeting/price_store.h"
#include "services/common/aggregate.h"
#include "services/common/domain/money_text.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"

namespace binadaya::budgeting {
namespace {

using version_store::Version;

v1::Version ShowVersion(const Version& version, std::int64_t told) {
  v1::Version proto;
  proto.set_id(version.id);
  proto.set_unit(version.unit);
  proto.set_year(version.year);
  proto.set_kind(ToContract<v1::VersionKind>(version.kind));
  proto.set_seq(version.seq);
  proto.set_state(ToContract<v1::VersionState>(version.approval.state));
  *proto.mutable_budget() = version.budget;
  proto.set_total(version.total.rupiah);
  proto.set_total_in_words(InWords(version.total));
  if (version.shift.has_value()) proto.set_shift(ToContract<v1::ShiftLevel>(*version.shift));
  proto.set_doc_ref(version.doc_ref);
  if (version.valid_from.has_value())
    proto.set_valid_from(absl::FormatCivilTime(*version.valid_from));
  proto.set_reason(version.approval.reason);
  proto.set_version(told);
  const domain::Approval& approval = version.approval;
  if (!approval.drafted_by.empty()) proto.set_drafted_by(approval.drafted_by.back());
  proto.set_verified_by(approval.verified_by);
  proto.set_validated_by(version.validated_by);
  return proto;
}

template <class Told>
void TellStep(Tx& tx, const Version& version) {
  Told event;
  event.set_id(version.id);
  Tell(tx, event);
}

void TellDrafted(Tx& tx, const Version& version) {
  v1::VersionDrafted event;
  event.set_id(version.id);
  event.set_unit(version.unit);
  event.set_year(version.year);
  event.set_kind(ToContract<v1::VersionKind>(version.kind));
  Tell(tx, event);
}

// BV-06: the first version of a year is MURNI, and only that.
absl::Status CheckFirst(bool in_force, domain::VersionKind kind) {
  if (in_force == (kind != domain::VersionKind::kMurni)) return absl::OkStatus();
  return Refuse(
      {.rule = "BV-06",
       .where = "kind",
       .message = {
           "Versi pertama suatu tahun adalah MURNI; sesudah itu PERGESERAN atau PERUBAHAN. Pilih "
           "jenisnya.",
           "The first version of a year is MURNI; those after it are PERGESERAN or PERUBAHAN. "
           "Choose its kind."}});
}

// BV-07: what was spent in a year stands by the budget that the year ended with.
absl::Status CheckYearLasts(int year, absl::CivilDay today) {
  const absl::CivilDay last(year, 12, 31);
  if (today <= last) return absl::OkStatus();
  return Refuse(
      {.rule = "BV-07",
       .where = "year",
       .message = {
           Cat("Tahun anggaran ", year, " berakhir pada ", absl::FormatCivilTime(last),
               "; versinya tidak dapat disahkan lagi. Susun untuk tahun berjalan."),
           Cat("The fiscal year ", year, " ended on ", absl::FormatCivilTime(last),
               "; no version of it comes into force any more. Draft one of this year.")}});
}

std::vector<domain::Approver> ApprovesAs(const Call& call) {
  std::vector<domain::Approver> as;
  const auto holds = [&](::binadaya::v1::Role role, domain::Approver approver) {
    if (call.Holds(role, call.scope_path())) as.push_back(approver);
  };
  holds(::binadaya::v1::BUDGET_USER, domain::Approver::kBudgetUser);
  holds(::binadaya::v1::FINANCE_AUTHORITY, domain::Approver::kFinanceAuthority);
  holds(::binadaya::v1::AUTHORISED_OFFICIAL, domain::Approver::kAuthorisedOfficial);
  return as;
}

}  // namespace

Findings Budgeting::Check(Tx& tx, const Version& version) const {
  Findings unread;
  const domain::Version budget = AsDomain(version.budget, version.year, version.kind, unread);
  domain::Setting setting{.priced_on = domain::PricedOn(version.year, tx.call().today())};
  std::set<std::string> standards, subactivities, items;
  for (const domain::Group& group : budget.groups) {
    subactivities.insert(group.subactivity);
    for (const domain::Line& line : group.lines) {
      standards.insert(line.standard);
      items.insert(line.plan_item);
    }
  }
  setting.standards = price_store::OfCodes(tx, {standards.begin(), standards.end()});
  setting.accounts =
      price_store::Accounts(tx, version.year, {subactivities.begin(), subactivities.end()});
  setting.vat_rates.clear();
  // No version is of a year before the first of these rates.
  for (const double rate : vat_rates_.On(tx, setting.priced_on).value_or(std::vector<double>()))
    setting.vat_rates.push_back(static_cast<int>(rate));
  setting.hours = HoursOn(tx, setting.priced_on).value_or(domain::HourMinutes());
  setting.tolerance_percent = static_cast<int>(tolerance_.Today(tx)[0]);
  for (const v1::Planned& planned : version.budget.planned()) {
    setting.planned[planned.plan_item()] = {
        .participants = planned.participants(),
        .speakers = planned.speakers(),
        .days = planned.days(),
        .minutes = planned.minutes()};
  }
  setting.unplanned = items;
  setting.unplanned.erase("");
  // What the plan in force says itself goes before what the drafter says of it.
  for (const auto& [item, in_force] :
       version_store::PlannedOf(tx, version.year, {items.begin(), items.end()})) {
    setting.unplanned.erase(item);
    domain::Planned& planned = setting.planned[item];
    planned.participants = in_force.participants;
    if (in_force.minutes > 0) planned.minutes = in_force.minutes;
  }
  for (const domain::LineState& line : ledger_store::OfYear(tx, version.unit, version.year)) {
    const domain::Balance& balance = line.balance;
    setting.bound[line.id] = {balance.after.rupiah - balance.FreeFor("").rupiah};
  }
  return domain::CheckVersion(budget, setting);
}

absl::StatusOr<Budgeting::Drafting> Budgeting::Prepare(
    Tx& tx, const v1::DraftVersionRequest& request, bool keep, Findings& findings) const {
  Drafting drafting{
      .version = {.id = NewId(tx.call().now()), .unit = request.unit(), .year = request.year()},
      .added = request.id().empty()};
  Version& version = drafting.version;
  if (!drafting.added) {
    ASSIGN_OR_RETURN(
        version, keep ? version_store::Lock(tx, request.unit(), request.id())
                      : version_store::Get(tx, request.unit(), request.id()));
    if (keep) RETURN_IF_ERROR(tx.Expect("version", version.id, request.version()));
    if (version.year != request.year()) return NoSuchObject("year");
  } else if (keep) {
    version_store::LockYear(tx, version.unit, version.year);
  }
  RETURN_IF_ERROR(version.approval.Draft(tx.call().subject()));
  version.kind = ToDomain<domain::VersionKind>(request.kind());
  const std::optional<Version> in_force = version_store::InForce(tx, version.unit, version.year);
  RETURN_IF_ERROR(CheckFirst(in_force.has_value(), version.kind));
  const v1::Budget replaced = version.budget;
  version.budget = request.budget();
  Complete(
      version.budget, in_force.has_value() ? in_force->budget : v1::Budget(), replaced,
      [&] { return NewId(tx.call().now()); }, findings);
  return drafting;
}

v1::Version Budgeting::Keep(Tx& tx, Drafting& drafting) const {
  Version& version = drafting.version;
  Findings unread;
  const domain::Version budget = AsDomain(version.budget, version.year, version.kind, unread);
  std::vector<Money> amounts;
  for (const domain::Group& group : budget.groups) {
    for (const domain::Line& line : group.lines) amounts.push_back(line.after.amount);
  }
  version.total = Sum(amounts).value_or(Money());  // one that does not fit is BL-02
  version.shift.reset();
  if (version.kind == domain::VersionKind::kPergeseran) version.shift = domain::LevelOf(budget);
  if (drafting.added) {
    version.seq = version_store::NextSeq(tx, version.unit, version.year);
    version_store::Add(tx, version);
  } else {
    version_store::Save(tx, version);
  }
  TellDrafted(tx, version);
  return ShowVersion(version, VersionOf(tx, "version", version.id) + 1);
}

absl::StatusOr<v1::Version> Budgeting::DraftVersion(
    Call& call, const v1::DraftVersionRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Version> {
    Findings findings;
    ASSIGN_OR_RETURN(Drafting drafting, Prepare(tx, request, true, findings));
    const Version& version = drafting.version;
    AsDomain(version.budget, version.year, version.kind, findings);
    if (Blocks(findings)) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
    return Keep(tx, drafting);
  });
}

template <class Request, class Decision, class Teller>
absl::StatusOr<v1::Version> Budgeting::Decide(
    Call& call, const Request& request, Decision decide, Teller tell) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Version> {
    ASSIGN_OR_RETURN(Version version, version_store::Lock(tx, request.unit(), request.id()));
    RETURN_IF_ERROR(tx.Expect("version", version.id, request.version()));
    RETURN_IF_ERROR(decide(tx, version));
    version_store::Save(tx, version);
    tell(tx, version);
    return ShowVersion(version, VersionOf(tx, "version", version.id) + 1);
  });
}

absl::StatusOr<v1::Version> Budgeting::SubmitVersion(
    Call& call, const v1::DecideVersionRequest& request) {
  return Decide(
      call, request,
      [&](Tx& tx, Version& version) -> absl::Status {
        RETURN_IF_ERROR(version.approval.Submit(call.subject()));
        Findings findings = Check(tx, version);
        if (!Blocks(findings)) return absl::OkStatus();
        return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
      },
      &TellStep<v1::VersionSubmitted>);
}

absl::StatusOr<v1::Version> Budgeting::VerifyVersion(
    Call& call, const v1::DecideVersionRequest& request) {
  return Decide(
      call, request, [&](Tx&, Version& version) { return version.approval.Verify(call.subject()); },
      &TellStep<v1::VersionVerified>);
}

absl::StatusOr<v1::Version> Budgeting::ReturnVersion(
    Call& call, const v1::DecideVersionRequest& request) {
  return Decide(
      call, request,
      [&](Tx&, Version& version) { return version.approval.Return(request.reason()); },
      &TellStep<v1::VersionReturned>);
}

absl::StatusOr<v1::Version> Budgeting::ValidateVersion(
    Call& call, const v1::ValidateVersionRequest& request) {
  return Decide(
      call, request,
      [&](Tx& tx, Version& version) -> absl::Status {
        RETURN_IF_ERROR(CheckYearLasts(version.year, call.today()));
        Findings unread;
        const domain::Version budget = AsDomain(version.budget, version.year, version.kind, unread);
        RETURN_IF_ERROR(version.approval.Validate(
            call.subject(), ApprovesAs(call), domain::ApproverOf(budget)));
        version.validated_by = call.subject();
        version.doc_ref = request.doc_ref();
        version.valid_from = call.today();
        return PutIntoForce(tx, version);
      },
      [](Tx&, const Version&) {});  // told by PutIntoForce, before its lines
}

absl::Status Budgeting::PutIntoForce(Tx& tx, const Version& version) const {
  version_store::LockYear(tx, version.unit, version.year);
  std::map<std::string, domain::LineState> standing;
  for (domain::LineState& line : ledger_store::LockYear(tx, version.unit, version.year)) {
    std::string id = line.id;
    standing.emplace(std::move(id), std::move(line));
  }
  // What was bound meanwhile counts too.
  if (Findings findings = Check(tx, version); Blocks(findings))
    return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
  std::map<std::string, std::string> served;  // plan item by line
  if (std::optional<Version> before = version_store::InForce(tx, version.unit, version.year)) {
    before->approval.state = domain::VersionState::kSuperseded;
    version_store::Save(tx, *before);
    for (const auto& [id, place] : ById(before->budget)) served[id] = place.line->plan_item();
  }
  std::vector<ledger_store::InForce> lines;
  std::vector<domain::Entry> entries;
  std::vector<v1::LineChanged> changes;
  for (const v1::BudgetGroup& group : version.budget.groups()) {
    for (const v1::BudgetLine& line : group.lines()) {
      lines.push_back(
          {.id = line.id(),
           .subactivity = group.subactivity(),
           .source = group.source(),
           .account = line.account(),
           .description = line.description(),
           .plan_item = line.plan_item(),
           .after = {line.after().amount()}});
      const auto there = standing.find(line.id());
      const bool added = there == standing.end();
      const std::int64_t before = added ? 0 : there->second.balance.after.rupiah;
      const std::int64_t change = line.after().amount() - before;
      if (change == 0 && !added && served[line.id()] == line.plan_item()) continue;
      if (change != 0 || added) {
        entries.push_back(
            {.line = line.id(),
             .kind = domain::EntryKind::kAllot,
             .amount = {change},
             .plan_item = line.plan_item(),
             .doc_ref = version.doc_ref});
      }
      v1::LineChanged& event = changes.emplace_back();
      event.set_line(line.id());
      event.set_version(version.id);
      event.set_unit(version.unit);
      event.set_year(version.year);
      event.set_subactivity(group.subactivity());
      event.set_source(group.source());
      event.set_account(line.account());
      event.set_plan_item(line.plan_item());
      event.set_before(before);
      event.set_after(line.after().amount());
    }
  }
  ledger_store::PutIntoForce(tx, version.unit, version.year, lines);
  ledger_store::Append(tx, entries);
  v1::VersionValidated event;
  event.set_id(version.id);
  event.set_unit(version.unit);
  event.set_year(version.year);
  event.set_kind(ToContract<v1::VersionKind>(version.kind));
  event.set_seq(version.seq);
  event.set_total(version.total.rupiah);
  event.set_doc_ref(version.doc_ref);
  event.set_valid_from(absl::FormatCivilTime(*version.valid_from));
  event.set_lines(static_cast<int>(lines.size()));
  Tell(tx, event);
  for (const v1::LineChanged& change : changes) {
    Tell(tx, change);
    const auto there = standing.find(change.line());
    if (there == standing.end()) continue;
    domain::Balance now = there->second.balance;
    now.after = {change.after()};
    TellLow(tx, there->second, now);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Version> Budgeting::GetVersion(
    Call& call, const v1::GetVersionRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Version> {
    ASSIGN_OR_RETURN(const Version version, version_store::Get(tx, request.unit(), request.id()));
    return ShowVersion(version, VersionOf(tx, "version", version.id));
  });
}

absl::StatusOr<v1::ListVersionFindingsResponse> Budgeting::ListVersionFindings(
    Call& call, const v1::ListVersionFindingsRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListVersionFindingsResponse> {
    ASSIGN_OR_RETURN(const Version version, version_store::Get(tx, request.unit(), request.id()));
    v1::ListVersionFindingsResponse response;
    for (const Finding& finding : Check(tx, version))
      ::binadaya::ToProto(finding, *response.add_findings());
    return response;
  });
}

absl::StatusOr<v1::ListVersionsResponse> Budgeting::ListVersions(
    Call& call, const v1::ListVersionsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListVersionsResponse> {
    const std::vector<Version> listed =
        version_store::PageOf(tx, call.scope(), request.year(), page);
    const auto told = VersionsOf(tx, "version", listed, &Version::id);
    v1::ListVersionsResponse response;
    for (const Version& version : listed) {
      *response.add_versions() = ShowVersion(version, told.at(version.id));
      response.mutable_versions()->rbegin()->clear_budget();
    }
    if (response.versions_size() == page.size()) {
      const v1::Version& last = *response.versions().rbegin();
      response.set_next_page_token(page.Next({Cat(last.year()), last.id()}));
    }
    return response;
  });
}

}  // namespace binadaya::budgeting
