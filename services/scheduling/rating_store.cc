#include "services/scheduling/rating_store.h"

#include "services/scheduling/domain/clash.h"

namespace binadaya::scheduling::rating_store {
namespace {

std::optional<std::string> IfFound(const pg::Result& rows) {
  if (rows.empty()) return std::nullopt;
  return rows.String(0, 0);
}

}  // namespace

std::optional<std::string> SpeakerOf(Tx& tx, const std::string& batch, const std::string& session) {
  return IfFound(tx.Query(
      "SELECT id FROM booking WHERE batch = $1 AND item = $2 AND resource = $3::int ORDER BY id",
      batch, session, domain::Resource::kSpeaker));
}

std::optional<std::string> EnrolmentThere(
    Tx& tx, const std::string& session, const std::string& person) {
  return IfFound(tx.Query(
      "SELECT enrolment FROM attendance WHERE session = $1 AND person = $2 AND minutes > 0",
      session, person));
}

bool KeptSheet(Tx& tx, const std::string& session, const std::string& subject) {
  return !tx.Query(
                R"(
                  SELECT FROM attendance
                  WHERE session = $1 AND (verified_by = $2 OR closed_by = $2)
                  UNION ALL
                  SELECT FROM attendance_entry
                  WHERE session = $1 AND (by = $2 OR uploaded_by = $2)
                  LIMIT 1)",
                session, subject)
              .empty();
}

void Save(Tx& tx, const Given& given) {
  tx.ChangeOne(
      R"(
      INSERT INTO speaker_rating (session, rater, enrolment, speaker, rating, rated_at)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (session, rater) DO UPDATE
      SET speaker = excluded.speaker, rating = excluded.rating, rated_at = excluded.rated_at)",
      given.session, given.rater, given.enrolment, given.speaker, given.rating, tx.call().now());
}

std::map<std::string, std::vector<domain::RatedSession>> SessionsOf(
    Tx& tx, const std::vector<std::string>& speakers) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT r.speaker, coalesce(s.took_until, s.ends)::date, count(*), sum(r.rating)
      FROM speaker_rating r
      JOIN learning_session s ON s.id = r.session
      LEFT JOIN attendance a ON a.session = r.session AND a.enrolment = r.enrolment
      WHERE r.speaker = ANY ($1::uuid[]) AND (r.enrolment IS NULL OR a.minutes > 0)
      GROUP BY r.speaker, s.id
      ORDER BY r.speaker, s.id)",
      pg::Array(speakers));
  std::map<std::string, std::vector<domain::RatedSession>> sessions;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    auto& of = sessions[row.String()];
    of.push_back({.day = row.Day(), .ratings = row.Int32(), .total = row.Int32()});
  }
  return sessions;
}

void AddTo(
    Tx& tx, const domain::SpeakerPolicy& policy, std::map<std::string, domain::Speaker>& speakers) {
  std::vector<std::string> ids;
  for (const auto& [id, speaker] : speakers) ids.push_back(id);
  for (const auto& [id, sessions] : SessionsOf(tx, ids)) {
    const domain::SpeakerRating rating = domain::RatingOf(sessions, policy, tx.call().today());
    speakers.at(id).rating = rating.mean;
    speakers.at(id).ratings = rating.ratings;
  }
}

Retention::Portion OldRatings() {
  return {.policy = "retention.rating_days", .sql = R"(
      DELETE FROM speaker_rating
      WHERE (session, rater) IN (
        SELECT session, rater FROM speaker_rating WHERE rated_at < $1 ORDER BY rated_at LIMIT $2))"};
}

}  // namespace binadaya::scheduling::rating_store
