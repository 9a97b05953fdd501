// Speakers, rated by who was there.
#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/domain/step.h"
#include "services/common/status.h"
#include "services/scheduling/rating_store.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/speaker_store.h"

namespace binadaya::scheduling {
namespace {

using session_store::Held;

// The day on which it ended, as far as it has.
absl::CivilDay LastDayOf(const Held& session) {
  if (!session.is.over() || !session.is.delivered.has_value()) return absl::CivilDay::max();
  return absl::CivilDay(session.is.delivered->until);
}

absl::StatusOr<v1::SpeakerRatingGiven> GiveRating(
    Tx& tx, const Held& session, rating_store::Given given, bool was_there,
    const domain::SpeakerPolicy& policy) {
  const std::optional<std::string> speaker =
      rating_store::SpeakerOf(tx, session.batch, session.is.id);
  domain::RatingSetting setting{
      .today = tx.call().today(),
      .day = LastDayOf(session),
      .was_there = was_there,
      .has_speaker = speaker.has_value()};
  if (speaker.has_value())
    for (const auto& [id, of] : speaker_store::OfIds(tx, {*speaker}))
      setting.himself = !of.person.empty() && of.person == tx.call().subject();
  RETURN_IF_ERROR(RefuseIfBlocked(domain::CheckSpeakerRating(setting, policy)));
  given.session = session.is.id;
  given.rater = tx.call().subject();
  given.speaker = *speaker;
  rating_store::Save(tx, given);
  v1::SpeakerRated event;
  event.set_session(session.is.id);
  event.set_batch(session.batch);
  event.set_speaker(*speaker);
  event.set_committee(!given.enrolment.has_value());
  Tell(tx, event);
  v1::SpeakerRatingGiven response;
  response.set_session(session.is.id);
  response.set_speaker(*speaker);
  response.set_rating(given.rating);
  response.set_until(absl::FormatCivilTime(domain::RateUntil(setting.day, policy)));
  return response;
}

}  // namespace

absl::StatusOr<v1::SpeakerRatingGiven> Scheduling::RateSpeaker(
    Call& call, const v1::RateSpeakerRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::SpeakerRatingGiven> {
    ASSIGN_OR_RETURN(const Held session, session_store::Get(tx, request.session()));
    const auto enrolment = rating_store::EnrolmentThere(tx, session.is.id, request.person());
    return GiveRating(
        tx, session, {.enrolment = enrolment, .rating = request.rating()}, enrolment.has_value(),
        SpeakerRules(tx));
  });
}

absl::StatusOr<v1::SpeakerRatingGiven> Scheduling::RateSpeakerForCommittee(
    Call& call, const v1::RateSpeakerForCommitteeRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::SpeakerRatingGiven> {
    ASSIGN_OR_RETURN(const Held session, SessionOf(tx, request.unit(), request.session(), false));
    return GiveRating(
        tx, session, {.rating = request.rating()},
        rating_store::KeptSheet(tx, session.is.id, call.subject()), SpeakerRules(tx));
  });
}

absl::StatusOr<v1::SpeakerRating> Scheduling::GetSpeakerRating(
    Call& call, const v1::GetSpeakerRatingRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::SpeakerRating> {
    if (speaker_store::OfIds(tx, {request.speaker()}).empty()) return NoSuchObject("speaker");
    const domain::SpeakerPolicy policy = SpeakerRules(tx);
    const domain::SpeakerRating rating = domain::RatingOf(
        rating_store::SessionsOf(tx, {request.speaker()})[request.speaker()], policy, call.today());
    v1::SpeakerRating response;
    response.set_speaker(request.speaker());
    if (rating.ratings > 0) response.set_mean(rating.mean);
    response.set_ratings(rating.ratings);
    response.set_sessions(rating.sessions);
    response.set_hides(rating.hides);
    response.set_least(policy.least_rating);
    response.set_least_ratings(policy.least_ratings);
    return response;
  });
}

}  // namespace binadaya::scheduling
