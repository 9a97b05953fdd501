// Who is to judge whom: proposed, invited, reminded.
#include <algorithm>
#include <set>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/domain/small_groups.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/registry/campaign_store.h"
#include "services/registry/domain/assignment.h"
#include "services/registry/domain/invitation.h"
#include "services/registry/registry.h"
#include "services/registry/reporting_line.h"

namespace binadaya::registry {
namespace {

constexpr char kReminder[] = "rating_reminder";
constexpr int kRemindedAtOnce = 100;

std::string ReminderOf(const std::string& campaign, absl::CivilDay day, const std::string& after) {
  return Cat(campaign, "@", absl::FormatCivilTime(day), "@", after);
}

void TellDue(
    Tx& tx, const campaign_store::Campaign& campaign, absl::CivilDay day, const std::string& person,
    const domain::Invited& awaited) {
  v1::RatingReminderDue event;
  event.set_person(person);
  event.set_campaign(campaign.id);
  event.set_rater(awaited.rater);
  event.set_rater_role(ToContract<v1::RaterRole>(awaited.role));
  event.set_day(absl::FormatCivilTime(day));
  event.set_closes(absl::FormatCivilTime(campaign.closes));
  Tell(tx, event);
}

}  // namespace

absl::StatusOr<v1::PeerProposal> Registry::GetPeerProposal(
    Call& call, const v1::GetPeerProposalRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::PeerProposal> {
    if (request.person() == call.subject()) return Refuse(domain::OwnProfile());
    ASSIGN_OR_RETURN(
        const campaign_store::Campaign campaign, campaign_store::Get(tx, request.campaign()));
    ASSIGN_OR_RETURN(
        const directory_store::PersonView person, directory_store::GetPerson(tx, request.person()));
    if (!person.active || person.post.empty()) return Refuse(domain::NotRated());
    Findings findings = domain::CheckRatable(
        campaign.opens, campaign.closes, std::max(call.today(), campaign.opens),
        Covers(campaign.path, person.path));
    if (Blocks(findings)) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
    // Neither the superior nor who reports to him judges as an equal.
    std::vector<std::string> others = reporting_line::Reports(tx, person.id, call.today());
    others.push_back(person.id);
    if (const auto head = reporting_line::Superior(tx, person.id, call.today()); head.has_value())
      others.push_back(head->person);
    const int needed = RatingPolicy(tx).min_peers;
    const int wanted = std::max(request.peers(), needed);
    std::vector<campaign_store::Peer> peers;
    std::string within = person.path;
    std::string searched;
    int at_home = 0;
    while (true) {
      for (campaign_store::Peer& peer : campaign_store::Peers(
               tx, campaign.id, person, within, searched, others,
               wanted - static_cast<int>(peers.size()))) {
        peers.push_back(std::move(peer));
      }
      if (searched.empty()) at_home = static_cast<int>(peers.size());
      if (static_cast<int>(peers.size()) >= wanted || within == "/") break;
      searched = within;
      within = ParentOf(within);
    }
    v1::PeerProposal proto;
    for (const campaign_store::Peer& peer : peers) {
      v1::PeerProposal::Peer& out = *proto.add_peers();
      out.set_person(peer.person);
      out.set_name(peer.name);
      out.set_post(peer.post);
      out.set_unit(peer.unit);
    }
    for (const Finding& finding : domain::OfProposal(
             {.wanted = wanted,
              .needed = needed,
              .at_home = at_home,
              .found = static_cast<int>(peers.size()),
              .home = person.path,
              .within = within})) {
      ToProto(finding, *proto.add_findings());
    }
    return proto;
  });
}

absl::StatusOr<v1::InvitedRaters> Registry::InviteRaters(
    Call& call, const v1::InviteRatersRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::InvitedRaters> {
    ASSIGN_OR_RETURN(
        const campaign_store::Campaign campaign, campaign_store::KeepOpen(tx, request.campaign()));
    std::vector<domain::Invited> named;
    std::vector<std::string> raters;
    for (const v1::InvitedRater& rater : request.raters()) {
      named.push_back({rater.rater(), ToDomain<domain::RaterRole>(rater.role())});
      raters.push_back(rater.rater());
    }
    if (request.person() == call.subject()) return Refuse(domain::OwnProfile());
    Findings findings = domain::CheckRatable(
        campaign.opens, campaign.closes, std::max(call.today(), campaign.opens),
        Covers(campaign.path, call.scope_path()));
    for (Finding& finding : domain::CheckInvited(named, request.person(), RatingPolicy(tx)))
      findings.push_back(std::move(finding));
    if (const auto strangers = campaign_store::Strangers(tx, raters); !strangers.empty()) {
      findings.push_back(
          {.rule = "INV-03",
           .where = "raters",
           .message =
               {"Penilai yang diundang bukan pegawai aktif dalam registri. Periksa id-nya.",
                "An invited rater is no active person of the registry. Check the id."},
           .values = {{"raters", absl::StrJoin(strangers, ", ")}}});
    }
    if (Blocks(findings)) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
    named.insert(
        named.begin(),
        {{request.person(), domain::RaterRole::kSelf}, {"", domain::RaterRole::kSupervisor}});
    campaign_store::Invite(tx, campaign.id, request.person(), named);
    v1::InvitedRaters proto;
    for (const domain::Invited& invited : named) {
      v1::InvitedRater& out = *proto.add_raters();
      out.set_rater(invited.rater);
      out.set_role(ToContract<v1::RaterRole>(invited.role));
    }
    return proto;
  });
}

void Registry::PlanReminders(Tx& tx, const campaign_store::Campaign& campaign) {
  for (const double before : reminder_days_.Today(tx)) {
    const absl::CivilDay day = campaign.closes - static_cast<int>(before);
    if (day <= tx.call().today() || day < campaign.opens) continue;
    tx.At(clock_.StartOf(day), kReminder, ReminderOf(campaign.id, day, ""));
  }
}

absl::StatusOr<Timers::Effect> Registry::Remind(const Call&, const std::string& subject) {
  const std::vector<std::string> parts = absl::StrSplit(subject, '@');
  absl::CivilDay day;
  if (parts.size() != 3 || !absl::ParseCivilTime(parts[1], &day))
    return absl::InternalError("no day of a campaign");
  return Timers::Effect([this, id = parts[0], day, after = parts[2]](Tx& tx) -> absl::Status {
    const absl::CivilDay today = tx.call().today();
    ASSIGN_OR_RETURN(const campaign_store::Campaign campaign, campaign_store::Get(tx, id));
    if (day < campaign.opens || today >= campaign.closes) return absl::OkStatus();
    // When this comes late, a later reminder may be due as well: one is enough.
    for (const double before : reminder_days_.Today(tx)) {
      const absl::CivilDay other = campaign.closes - static_cast<int>(before);
      if (day < other && other <= today) return absl::OkStatus();
    }
    const std::vector<std::string> people =
        campaign_store::TakingPart(tx, campaign, after, kRemindedAtOnce);
    const auto superiors = reporting_line::Superiors(tx, people, today);
    std::map<std::pair<std::string, std::string>, domain::RaterRole> due;  // person, rater
    std::set<std::string> raters;
    for (const std::string& person : people) {
      const case_store::Opened opened = Open(tx, person, id);
      if (opened.rating_case.state() >= domain::CaseState::kVerified) continue;
      for (const domain::Invited& awaited : opened.rating_case.Awaited(opened.setting)) {
        std::string rater = awaited.rater;
        if (rater.empty()) {
          const auto head = superiors.find(person);
          if (head == superiors.end()) continue;
          rater = head->second.person;
        }
        due.try_emplace({person, rater}, awaited.role);
        raters.insert(std::move(rater));
      }
    }
    const std::vector<std::string> gone =
        campaign_store::Strangers(tx, {raters.begin(), raters.end()});
    for (const auto& [form, role] : due) {
      const auto& [person, rater] = form;
      if (std::find(gone.begin(), gone.end(), rater) == gone.end())
        TellDue(tx, campaign, day, person, {rater, role});
    }
    if (static_cast<int>(people.size()) == kRemindedAtOnce)
      tx.At(tx.call().now(), kReminder, ReminderOf(id, day, people.back()));
    return absl::OkStatus();
  });
}

}  // namespace binadaya::registry
