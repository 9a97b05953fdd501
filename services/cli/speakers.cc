#include "services/cli/speakers.h"

#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/cli/budget_find.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/schedule_find.h"
#include "services/cli/times.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using scheduling::SchedulingClient;
namespace sv = scheduling::v1;

absl::StatusOr<Answer> ShownInvitations(
    const Operator& caller, const sv::SpeakerInvitations& shown) {
  ASSIGN_OR_RETURN(const sv::ListSpeakersResponse speakers, NamedSpeakers(caller));
  Names names;
  for (const sv::Speaker& one : speakers.speakers()) names[one.id()] = one.name();
  return AnswerOf(SpeakerInvitationsText(shown, names), shown);
}

absl::StatusOr<sv::SpeakerInvitations> AllInvitations(
    const Operator& caller, const sv::ListSpeakerInvitationsRequest& request) {
  ASSIGN_OR_RETURN(
      const sv::ListSpeakerInvitationsResponse listed,
      caller.AskPages("scheduling", &SchedulingClient::ListSpeakerInvitations, request));
  sv::SpeakerInvitations shown;
  *shown.mutable_invitations() = listed.invitations();
  *shown.mutable_in_need() = listed.in_need();
  return shown;
}

// By the first letters of its id.
absl::StatusOr<sv::SpeakerInvitation> FindInvitation(
    const Operator& caller, const std::string& text) {
  ASSIGN_OR_RETURN(const sv::SpeakerInvitations all, AllInvitations(caller, {}));
  std::vector<Candidate> candidates;
  std::vector<const sv::SpeakerInvitation*> found;
  for (const sv::SpeakerInvitation& one : all.invitations()) {
    if (text.empty() || !one.id().starts_with(text)) continue;
    found.push_back(&one);
    candidates.push_back(
        {.id = one.id(), .shown = SlotText(one.slot()), .exact = one.id() == text});
  }
  ASSIGN_OR_RETURN(
      const std::size_t chosen,
      Choose({"undangan narasumber", "invitations of speakers"}, text, candidates));
  return *found[chosen];
}

template <class Request>
Request About(
    const Operator& caller, const sv::SpeakerInvitation& of,
    const SpeakerInvitationOptions& options) {
  Request request;
  request.set_request_id(caller.NewRequestId());
  request.set_id(of.id());
  request.set_version(of.version());
  request.set_reason(options.reason);
  return request;
}

absl::StatusOr<sv::Speaker> SpeakerNamed(const Operator& caller, const std::string& text) {
  ASSIGN_OR_RETURN(sv::Speaker speaker, FindSpeaker(caller, text));
  if (speaker.id().empty()) return Choose({"narasumber", "speakers"}, text, {}).status();
  return speaker;
}

// The head of an agency decides about a conflict of interest.
template <class Request>
absl::StatusOr<Answer> DecideInterest(
    const Environment& environment, const SpeakerInvitationOptions& options,
    absl::StatusOr<sv::AcceptedInterest> (SchedulingClient::*method)(const Call&, const Request&)
        const,
    std::string (*text)(const std::string& name, const sv::AcceptedInterest& decided)) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::AGENCY_HEAD));
  ASSIGN_OR_RETURN(const sv::Speaker speaker, SpeakerNamed(caller, options.speaker));
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  Request request;
  request.set_request_id(caller.NewRequestId());
  request.set_unit(batch.unit());
  request.set_batch(batch.id());
  request.set_speaker(speaker.id());
  request.set_reason(options.reason);
  ASSIGN_OR_RETURN(const sv::AcceptedInterest decided, by.Ask("scheduling", method, request));
  return AnswerOf(text(speaker.name(), decided), decided);
}

}  // namespace

absl::StatusOr<Answer> RunInviteSpeakers(
    const Environment& environment, const SpeakerInvitationOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  sv::InviteSpeakersRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_unit(batch.unit());
  request.set_batch(batch.id());
  request.set_version(batch.version());
  request.set_session(options.session);
  ASSIGN_OR_RETURN(
      const sv::SpeakerInvitations invited,
      by.Ask("scheduling", &SchedulingClient::InviteSpeakers, request));
  return ShownInvitations(caller, invited);
}

absl::StatusOr<Answer> RunListSpeakerInvitations(
    const Environment& environment, const SpeakerInvitationOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  sv::ListSpeakerInvitationsRequest request;
  if (!options.batch.empty()) {
    ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
    request.set_batch(batch.id());
  }
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  if (!options.all) request.set_state(sv::SPEAKER_INVITED);
  request.set_overdue(options.overdue);
  request.set_in_need(options.in_need);
  ASSIGN_OR_RETURN(const sv::SpeakerInvitations shown, AllInvitations(caller, request));
  return ShownInvitations(caller, shown);
}

absl::StatusOr<Answer> RunAnswerSpeakerInvitation(
    const Environment& environment, const SpeakerInvitationOptions& options,
    sv::SpeakerAnswer answer) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const sv::SpeakerInvitation of, FindInvitation(caller, options.invitation));
  if (!options.by.empty()) {
    ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
    auto request = About<sv::AnswerForSpeakerRequest>(caller, of, options);
    request.set_unit(of.unit());
    request.set_answer(answer);
    ASSIGN_OR_RETURN(
        const sv::SpeakerInvitations noted,
        by.Ask("scheduling", &SchedulingClient::AnswerForSpeaker, request));
    return ShownInvitations(caller, noted);
  }
  ASSIGN_OR_RETURN(const sv::Speaker speaker, FindSpeaker(caller, of.speaker()));
  if (speaker.person().empty()) {
    return UsageError(
        {"narasumber ini dari luar: sebut --as siapa panitia yang mencatat jawabannya",
         "this speaker is from outside: say --as who of the committee notes the answer"});
  }
  auto request = About<sv::AnswerSpeakerInvitationRequest>(caller, of, options);
  request.set_person(speaker.person());
  request.set_answer(answer);
  ASSIGN_OR_RETURN(
      const sv::SpeakerInvitations answered,
      caller.As(speaker.person(), {{v1::EMPLOYEE, "/"}})
          .Ask("scheduling", &SchedulingClient::AnswerSpeakerInvitation, request));
  return ShownInvitations(caller, answered);
}

absl::StatusOr<Answer> RunWithdrawSpeakerInvitation(
    const Environment& environment, const SpeakerInvitationOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const sv::SpeakerInvitation of, FindInvitation(caller, options.invitation));
  auto request = About<sv::WithdrawSpeakerInvitationRequest>(caller, of, options);
  request.set_unit(of.unit());
  ASSIGN_OR_RETURN(
      const sv::SpeakerInvitations withdrawn,
      by.Ask("scheduling", &SchedulingClient::WithdrawSpeakerInvitation, request));
  return ShownInvitations(caller, withdrawn);
}

absl::StatusOr<Answer> RunAcceptInterest(
    const Environment& environment, const SpeakerInvitationOptions& options) {
  return DecideInterest(
      environment, options, &SchedulingClient::AcceptInterest,
      [](const std::string& name, const sv::AcceptedInterest& accepted) {
        return Say(
            Cat("Diterima untuk kelas ini: ", name, "; ", accepted.reason(), "\n"),
            Cat("Accepted for this batch: ", name, "; ", accepted.reason(), "\n"));
      });
}

absl::StatusOr<Answer> RunWithdrawInterest(
    const Environment& environment, const SpeakerInvitationOptions& options) {
  return DecideInterest(
      environment, options, &SchedulingClient::WithdrawAcceptedInterest,
      [](const std::string& name, const sv::AcceptedInterest&) {
        return Say(
            Cat("Tidak diterima lagi untuk kelas ini: ", name, "\n"),
            Cat("Not accepted any more for this batch: ", name, "\n"));
      });
}

std::string SpeakerInvitationsText(
    const sv::SpeakerInvitations& shown, const std::map<std::string, std::string>& names) {
  Rows rows = {
      {Say("jawab sampai", "answer by"), Say("sesi", "session"), Say("narasumber", "speaker"),
       Say("keadaan", "state"), Say("alasan", "reason"), Say("undangan", "invitation")}};
  for (const sv::SpeakerInvitation& one : shown.invitations()) {
    const bool late = one.overdue() && one.state() == sv::SPEAKER_INVITED;
    rows.push_back(
        {Cat(one.answer_by(), late ? Say(" (lewat)", " (overdue)") : ""), SlotText(one.slot()),
         NameIn(names, one.speaker()),
         Cat(Word(one.state()),
             one.on_behalf() ? Say(" (dicatat panitia)", " (noted by the committee)") : ""),
         one.reason(), one.id()});
  }
  std::string below;
  for (const sv::SessionInNeed& one : shown.in_need()) {
    below +=
        Cat(Say("Perlu narasumber: ", "Needs a speaker: "), SlotText(one.slot()), "  ",
            one.session(), Say("  kelas ", "  batch "), one.batch(),
            one.unavailable() ? Say("  (berhalangan)", "  (cannot come)") : "", "\n");
  }
  const bool alone = shown.invitations().empty() && !below.empty();
  return Cat(alone ? "" : TableOf(rows), below);
}

}  // namespace binadaya::cli
