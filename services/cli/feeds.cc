#include "services/cli/feeds.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/cli/budget_find.h"
#include "services/cli/find.h"
#include "services/cli/import_files.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/schedule_find.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using scheduling::SchedulingClient;
namespace sv = scheduling::v1;

template <class Thing>
absl::StatusOr<std::string> IdOnRecord(
    const absl::StatusOr<Thing>& found, const std::string& text) {
  if (!found.ok()) return found.status();
  if (!found->id().empty()) return found->id();
  return Choose({"yang bernama begitu", "of that name"}, text, {}).status();
}

// The id of the person, venue or speaker that is named; empty: none is.
absl::StatusOr<std::string> WhoseFeed(const Operator& caller, const FeedOptions& options) {
  if (!options.venue.empty()) return IdOnRecord(FindVenue(caller, options.venue), options.venue);
  if (!options.speaker.empty())
    return IdOnRecord(FindSpeaker(caller, options.speaker), options.speaker);
  if (options.person.empty()) return "";
  ASSIGN_OR_RETURN(const registry::v1::Person person, FindPerson(caller, options.person));
  return person.id();
}

absl::StatusOr<sv::ListFeedsResponse> FeedsOf(
    const Operator& caller, const std::string& of, bool all) {
  sv::ListFeedsRequest request;
  request.set_of(of);
  return caller.AskPages("scheduling", &SchedulingClient::ListFeeds, request, all);
}

Answer FeedsAnswer(const Operator& caller, const sv::ListFeedsResponse& feeds) {
  std::set<std::string> people;
  for (const sv::Feed& feed : feeds.feeds())
    if (feed.kind() == sv::PERSON) people.insert(feed.of());
  const Names names = NamesOf(caller, people);
  Rows rows = {
      {"ID", Say("JENIS", "KIND"), Say("MILIK", "OF"), Say("DIBUKA", "OPENED"),
       Say("DITUTUP", "CLOSED"), Say("OLEH", "BY")}};
  for (const sv::Feed& feed : feeds.feeds()) {
    rows.push_back(
        {feed.id(), Word(feed.kind()), NameIn(names, feed.of()), feed.opened_at(),
         feed.closed_at().empty() ? "-" : feed.closed_at(),
         feed.closed_at().empty() ? feed.opened_by() : feed.closed_by()});
  }
  return AnswerOf(TableOf(rows), feeds);
}

}  // namespace

absl::StatusOr<Answer> RunOpenFeed(const Environment& environment, const FeedOptions& options) {
  const int named = static_cast<int>(!options.person.empty()) +
                    static_cast<int>(!options.venue.empty()) +
                    static_cast<int>(!options.speaker.empty());
  if (named != 1) {
    return UsageError(
        {"sebut satu: --person, --venue, atau --speaker",
         "name one: --person, --venue or --speaker"});
  }
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const std::string of, WhoseFeed(caller, options));
  const auto open = [&]() -> absl::StatusOr<sv::Feed> {
    if (!options.person.empty()) {
      sv::OpenOwnFeedRequest request;
      request.set_request_id(caller.NewRequestId());
      request.set_person(of);
      return caller.As(of, {{v1::EMPLOYEE, "/"}})
          .Ask("scheduling", &SchedulingClient::OpenOwnFeed, request);
    }
    ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
    sv::OpenFeedRequest request;
    request.set_request_id(caller.NewRequestId());
    (options.venue.empty() ? request.mutable_speaker() : request.mutable_venue())->assign(of);
    return by.Ask("scheduling", &SchedulingClient::OpenFeed, request);
  };
  ASSIGN_OR_RETURN(const sv::Feed feed, open());
  Answer answer = AnswerOf(
      Table(
          {{Say("alamat", "address"), feed.address()},
           {"id", feed.id()},
           {Say("dibuka", "opened"), feed.opened_at()}}),
      feed);
  answer.note = Say(
      "Siapa pun yang tahu alamat ini dapat membaca kalendernya; tampil hanya kali ini. Bila "
      "bocor: schedule calendar close.\n",
      "Whoever knows this address reads the calendar; it is shown this once. If it leaks: schedule "
      "calendar close.\n");
  return answer;
}

absl::StatusOr<Answer> RunCloseFeed(const Environment& environment, const FeedOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const sv::ListFeedsResponse listed, FeedsOf(caller, "", true));
  std::vector<Candidate> candidates;
  for (const sv::Feed& feed : listed.feeds()) {
    if (feed.id().starts_with(options.id))
      candidates.push_back({feed.id(), Cat(feed.id(), "  ", feed.opened_at()), false});
  }
  ASSIGN_OR_RETURN(
      const std::size_t chosen, Choose({"kalender langganan", "feeds"}, options.id, candidates));
  sv::CloseFeedRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_id(candidates[chosen].id);
  const auto by = options.by.empty() ? absl::StatusOr<Operator>(caller)
                                     : ActingAs(caller, options.by, v1::ORGANISER);
  if (!by.ok()) return by.status();
  sv::ListFeedsResponse closed;
  ASSIGN_OR_RETURN(
      *closed.add_feeds(), by->Ask("scheduling", &SchedulingClient::CloseFeed, request));
  return FeedsAnswer(caller, closed);
}

absl::StatusOr<Answer> RunListFeeds(const Environment& environment, const FeedOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const std::string of, WhoseFeed(caller, options));
  ASSIGN_OR_RETURN(const sv::ListFeedsResponse listed, FeedsOf(caller, of, options.all));
  return FeedsAnswer(caller, listed);
}

absl::StatusOr<Answer> RunInvitations(const Environment& environment, const FeedOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  ASSIGN_OR_RETURN(const registry::v1::Person person, FindPerson(caller, options.person));
  sv::ListInvitationsRequest request;
  request.set_batch(batch.id());
  request.set_person(person.id());
  ASSIGN_OR_RETURN(
      const sv::ListInvitationsResponse listed,
      caller.Ask("scheduling", &SchedulingClient::ListInvitations, request));
  Rows rows = {{Say("BERKAS", "FILE"), Say("ISI", "CONTENT"), Say("URUTAN", "SEQUENCE")}};
  for (int i = 0; i < listed.invitations_size(); ++i) {
    const sv::Invitation& one = listed.invitations(i);
    std::string file = absl::StrFormat(
        "%s-%d-%02d.ics", absl::StrReplaceAll(batch.unit(), {{"/", "_"}}), batch.number(), i + 1);
    if (!options.out.empty()) file = Cat(options.out, "/", file);
    RETURN_IF_ERROR(SaveBytes(file, one.file()));
    rows.push_back(
        {file, one.cancelled() ? Say("pembatalan", "cancellation") : Say("undangan", "invitation"),
         Cat(one.sequence())});
  }
  return AnswerOf(TableOf(rows), listed);
}

}  // namespace binadaya::cli
