#include "services/cli/dead_letters.h"

#include <vector>

#include "binadaya/operations/v1/operations.rpc.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using operations::OperationsClient;
using operations::v1::DeadLetter;
using operations::v1::ListDeadLettersRequest;
using operations::v1::ListDeadLettersResponse;
using operations::v1::ListParkedRequest;
using operations::v1::ListParkedResponse;

// What it is about: its aggregate, or, of one that could not be read, where it lies.
std::string What(const DeadLetter& letter) {
  if (!letter.aggregate_type().empty()) {
    return Cat(letter.aggregate_type(), " ", letter.aggregate_id(), " v", letter.version());
  }
  return Cat(letter.topic(), " ", letter.partition(), "@", letter.offset());
}

}  // namespace

Answer ParkedAnswer(const ListParkedResponse& parked) {
  Answer answer{
      .text = Say("tidak ada yang tertahan\n", "nothing is parked\n"), .json = Json(parked)};
  if (parked.parked().empty()) return answer;
  std::vector<std::vector<std::string>> rows = {
      {Say("AGREGAT", "AGGREGATE"), "ID", Say("VERSI", "VERSION"), Say("PERCOBAAN", "ATTEMPTS"),
       Say("SEBAB", "WHY")}};
  for (const operations::v1::Parked& event : parked.parked()) {
    rows.push_back(
        {event.aggregate_type(), event.aggregate_id(), Cat(event.version()), Cat(event.attempts()),
         event.error().empty() ? Say("menunggu peristiwa sebelumnya", "waits for an earlier event")
                               : event.error()});
  }
  answer.text = Redact(Table(rows));
  return answer;
}

Answer DeadLettersAnswer(const ListDeadLettersResponse& letters, absl::TimeZone zone) {
  Answer answer{
      .text = Say("tidak ada surat mati\n", "there are no dead letters\n"),
      .json = Redact(Json(letters))};
  if (letters.letters().empty()) return answer;
  std::vector<std::vector<std::string>> rows = {
      {Say("WAKTU", "AT"), Say("TENTANG", "ABOUT"), Say("SEBAB", "WHY"), "ID",
       Say("DIBUANG", "DISCARDED")}};
  for (const DeadLetter& letter : letters.letters()) {
    rows.push_back(
        {Local(letter.at(), zone), What(letter), letter.error(), letter.id(),
         letter.discarded_at().empty()
             ? "-"
             : Cat(Local(letter.discarded_at(), zone), " ", letter.discarded_by(), ": ",
                   letter.discarded_because())});
  }
  answer.text = Redact(Table(rows));
  return answer;
}

absl::StatusOr<Answer> RunListParked(const Environment& environment, const std::string& service) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(
      const ListParkedResponse parked,
      caller.AskPages(service, &OperationsClient::ListParked, ListParkedRequest()));
  return ParkedAnswer(parked);
}

absl::StatusOr<Answer> RunListDeadLetters(
    const Environment& environment, const std::string& service, bool all) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, environment.Zone());
  ListDeadLettersRequest request;
  request.set_with_discarded(all);
  ASSIGN_OR_RETURN(
      const ListDeadLettersResponse letters,
      caller.AskPages(service, &OperationsClient::ListDeadLetters, request));
  return DeadLettersAnswer(letters, zone);
}

absl::StatusOr<Answer> RunDiscard(
    const Environment& environment, const std::string& service, const std::string& letter,
    const std::string& reason) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(
      const ListDeadLettersResponse open,
      caller.AskPages(service, &OperationsClient::ListDeadLetters, ListDeadLettersRequest()));
  std::vector<Candidate> candidates;
  for (const DeadLetter& one : open.letters()) {
    if (one.id().starts_with(letter))
      candidates.push_back({.id = one.id(), .shown = What(one), .exact = one.id() == letter});
  }
  ASSIGN_OR_RETURN(
      const std::size_t chosen, Choose({"surat mati", "dead letters"}, letter, candidates));
  operations::v1::DiscardDeadLetterRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_letter(candidates[chosen].id);
  request.set_reason(reason);
  ASSIGN_OR_RETURN(
      const auto done, caller.Ask(service, &OperationsClient::DiscardDeadLetter, request));
  return Answer{
      .text = Say(
          Cat("dibuang; ", done.applied(), " peristiwa yang menunggu di belakangnya diterapkan\n"),
          Cat("discarded; ", done.applied(), " events that had waited behind it were applied\n")),
      .json = Json(done)};
}

}  // namespace binadaya::cli
