#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/common/retention.h"
#include "services/scheduling/domain/speaker_rating.h"

// How speakers were rated. Who said what is read by nobody.
namespace binadaya::scheduling::rating_store {

// Who speaks in a learning session as it was booked last; none: nobody on record.
std::optional<std::string> SpeakerOf(Tx& tx, const std::string& batch, const std::string& session);
// The enrolment by which a person was there, as far as the sheet is verified.
std::optional<std::string> EnrolmentThere(
    Tx& tx, const std::string& session, const std::string& person);
// Whether somebody entered, uploaded, closed or verified the sheet of a session.
bool KeptSheet(Tx& tx, const std::string& session, const std::string& subject);

struct Given {
  std::string session = {}, rater = {}, speaker = {};
  std::optional<std::string> enrolment = {};
  int rating = 0;
};
// In place of what he said before.
void Save(Tx& tx, const Given& given);

// Of these speakers, by session; of participants who, by the sheet as it is now, were there.
std::map<std::string, std::vector<domain::RatedSession>> SessionsOf(
    Tx& tx, const std::vector<std::string>& speakers);
// How these are rated today, into what is known of them.
void AddTo(
    Tx& tx, const domain::SpeakerPolicy& policy, std::map<std::string, domain::Speaker>& speakers);

// By the policy retention.rating_days.
Retention::Portion OldRatings();

}  // namespace binadaya::scheduling::rating_store
