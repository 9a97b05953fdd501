#include "services/cli/schedule_find.h"

#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "binadaya/needs/v1/needs.rpc.h"
#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/cli/answer.h"
#include "services/cli/find.h"
#include "services/cli/plan.h"
#include "services/cli/times.h"
#include "services/cli/words.h"
#include "services/common/domain/sheet.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using scheduling::SchedulingClient;
namespace nv = needs::v1;
namespace sv = scheduling::v1;

constexpr std::size_t kFewLetters = 4;  // of an id, before it can be meant

bool BeginsId(const std::string& id, const std::string& text) {
  return text.size() >= kFewLetters && id.starts_with(text);
}

bool HasPart(const std::string& text, const std::string& part) {
  return absl::StrContains(absl::AsciiStrToLower(text), absl::AsciiStrToLower(part));
}

// The one of `things` that is called so; `name` and `show` say what each is called and how it is
// shown. Of nobody: an empty one.
template <class Things, class Name, class Show>
auto OneCalled(
    const Message& what, const std::string& text, const Things& things, Name name, Show show)
    -> absl::StatusOr<typename Things::value_type> {
  std::vector<Candidate> candidates;
  std::vector<const typename Things::value_type*> found;
  for (const auto& thing : things) {
    if (sheets::Plain(name(thing)) != sheets::Plain(text) && !BeginsId(thing.id(), text)) continue;
    found.push_back(&thing);
    candidates.push_back({.id = thing.id(), .shown = show(thing), .exact = thing.id() == text});
  }
  if (found.empty()) return typename Things::value_type();
  ASSIGN_OR_RETURN(const std::size_t one, Choose(what, text, candidates));
  return *found[one];
}

}  // namespace

absl::StatusOr<sv::ListBatchesResponse> BatchesIn(const Operator& caller, const std::string& unit) {
  sv::ListBatchesRequest request;
  request.set_unit(unit);
  return caller.AskPages("scheduling", &SchedulingClient::ListBatches, request);
}

std::map<std::string, std::string> ProgramTitles(const Operator& caller) {
  std::map<std::string, std::string> titles;
  const auto programs =
      caller.AskPages("needs", &needs::NeedsClient::ListPrograms, nv::ListProgramsRequest());
  if (!programs.ok()) return titles;  // an id says less, but it is right
  for (const nv::Program& program : programs->programs())
    titles[program.id()] = program.design().title();
  return titles;
}

absl::StatusOr<sv::Batch> FindBatch(const Operator& caller, const std::string& text) {
  ASSIGN_OR_RETURN(const sv::ListBatchesResponse listed, BatchesIn(caller, ""));
  const std::size_t slash = text.rfind('/');
  const bool numbered = slash != std::string::npos;
  const std::string of = text.substr(0, slash), number = numbered ? text.substr(slash + 1) : "";
  const std::map<std::string, std::string> titles =
      numbered ? ProgramTitles(caller) : std::map<std::string, std::string>();
  std::vector<Candidate> candidates;
  std::vector<const sv::Batch*> found;
  for (const sv::Batch& batch : listed.batches()) {
    const std::string title = NameIn(titles, batch.program());
    const bool named = numbered && Cat(batch.number()) == number && !of.empty() &&
                       (absl::EqualsIgnoreCase(batch.unit(), of) || HasPart(title, of));
    if (!named && !BeginsId(batch.id(), text)) continue;
    found.push_back(&batch);
    candidates.push_back(
        {.id = batch.id(),
         .shown =
             Cat(batch.unit(), "/", batch.number(), "  ", title, "  ", Word(batch.state()), "  ",
                 batch.first_day()),
         .exact = batch.id() == text});
  }
  ASSIGN_OR_RETURN(const std::size_t one, Choose({"kelas", "batches"}, text, candidates));
  return *found[one];
}

absl::Status NoSuchSession(std::size_t sessions) {
  return UsageError(
      {Cat("kelas ini punya ", sessions, " sesi belajar"),
       Cat("this batch has ", sessions, " learning sessions")});
}

absl::StatusOr<sv::Hold> FindHold(const Operator& caller, const std::string& text) {
  ASSIGN_OR_RETURN(
      const sv::ListHoldsResponse listed,
      caller.AskPages("scheduling", &SchedulingClient::ListHolds, sv::ListHoldsRequest()));
  std::set<std::string> leaders;
  for (const sv::Hold& hold : listed.holds()) leaders.insert(hold.leader());
  const Names names = NamesOf(caller, leaders);
  std::vector<Candidate> candidates;
  std::vector<const sv::Hold*> found;
  for (const sv::Hold& hold : listed.holds()) {
    const bool open = hold.state() != sv::HOLD_DONE && hold.state() != sv::HOLD_RELEASED;
    const std::string leader = NameIn(names, hold.leader());
    if (!(open && HasPart(leader, text)) && !BeginsId(hold.id(), text)) continue;
    found.push_back(&hold);
    candidates.push_back(
        {.id = hold.id(),
         .shown =
             Cat(leader, "  ", SlotText(hold.slot()), "  ", Word(hold.priority()), "  ",
                 Word(hold.state())),
         .exact = hold.id() == text});
  }
  ASSIGN_OR_RETURN(const std::size_t one, Choose({"agenda", "holds"}, text, candidates));
  return *found[one];
}

absl::StatusOr<sv::Venue> FindVenue(const Operator& caller, const std::string& text) {
  ASSIGN_OR_RETURN(
      const sv::ListVenuesResponse listed,
      caller.AskPages("scheduling", &SchedulingClient::ListVenues, sv::ListVenuesRequest()));
  return OneCalled(
      {"tempat", "venues"}, text, listed.venues(), [](const sv::Venue& one) { return one.name(); },
      [](const sv::Venue& one) { return Cat(one.name(), "  ", one.city()); });
}

absl::StatusOr<sv::ListSpeakersResponse> NamedSpeakers(
    const Operator& caller, const std::string& competency, bool all) {
  sv::ListSpeakersRequest request;
  request.set_competency(competency);
  ASSIGN_OR_RETURN(
      sv::ListSpeakersResponse speakers,
      caller.AskPages("scheduling", &SchedulingClient::ListSpeakers, request, all));
  std::set<std::string> people;
  for (const sv::Speaker& speaker : speakers.speakers())
    if (!speaker.person().empty()) people.insert(speaker.person());
  const Names names = NamesOf(caller, people);
  for (sv::Speaker& speaker : *speakers.mutable_speakers())
    if (speaker.name().empty()) speaker.set_name(NameIn(names, speaker.person()));
  return speakers;
}

absl::StatusOr<sv::Speaker> FindSpeaker(const Operator& caller, const std::string& text) {
  ASSIGN_OR_RETURN(const sv::ListSpeakersResponse listed, NamedSpeakers(caller));
  return OneCalled(
      {"narasumber", "speakers"}, text, listed.speakers(),
      [](const sv::Speaker& one) { return one.name(); },
      [](const sv::Speaker& one) { return Cat(one.name(), "  ", one.organisation()); });
}

absl::StatusOr<sv::RundownTemplate> FindTemplate(
    const Operator& caller, const std::string& text, bool retired) {
  sv::ListRundownTemplatesRequest request;
  request.set_retired(retired);
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.AskPages("scheduling", &SchedulingClient::ListRundownTemplates, request));
  std::vector<Candidate> candidates;
  std::vector<const sv::RundownTemplate*> found;
  for (const sv::RundownTemplate& one : listed.templates()) {
    if (!HasPart(one.title(), text) && !BeginsId(one.id(), text)) continue;
    found.push_back(&one);
    candidates.push_back({.id = one.id(), .shown = one.title(), .exact = one.title() == text});
  }
  ASSIGN_OR_RETURN(const std::size_t one, Choose({"templat", "templates"}, text, candidates));
  return *found[one];
}

absl::StatusOr<nv::PlanItem> FindItemOfPlan(
    const Operator& caller, const std::string& text, int year) {
  ASSIGN_OR_RETURN(const nv::Plan plan, FindPlan(caller, Cat(year)));
  std::vector<Candidate> candidates;
  std::vector<const nv::PlanItem*> found;
  for (const nv::PlanItem& item : plan.items()) {
    if (!HasPart(item.title(), text) && !BeginsId(item.id(), text)) continue;
    found.push_back(&item);
    candidates.push_back({.id = item.id(), .shown = item.title(), .exact = item.title() == text});
  }
  ASSIGN_OR_RETURN(const std::size_t one, Choose({"item rencana", "plan items"}, text, candidates));
  return *found[one];
}

}  // namespace binadaya::cli
