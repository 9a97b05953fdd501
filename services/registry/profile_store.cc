#include "services/registry/profile_store.h"

#include <map>

#include "services/common/status.h"

namespace binadaya::registry::profile_store {

void Add(Tx& tx, const Campaign& campaign) {
  tx.Defer(
      "INSERT INTO rating_campaign (id, name, path, opens, closes) VALUES ($1, $2, $3, $4, $5)",
      campaign.id, campaign.name, campaign.path, campaign.opens, campaign.closes);
}

absl::StatusOr<Campaign> GetCampaign(Tx& tx, const std::string& id) {
  const pg::Result rows =
      tx.Query("SELECT name, path, opens, closes FROM rating_campaign WHERE id = $1", id);
  if (rows.empty()) {
    return Refuse(
        absl::StatusCode::kNotFound, {{.rule = "CAMP-05",
                                       .where = "campaign",
                                       .message = {
                                           "kampanye penilaian ini tidak ada; periksa id-nya",
                                           "there is no such rating campaign; check its id"}}});
  }
  return Campaign{
      .id = id,
      .name = rows.String(0, 0),
      .path = rows.String(0, 1),
      .opens = rows.Day(0, 2),
      .closes = rows.Day(0, 3)};
}

absl::StatusOr<domain::Profile> Get(Tx& tx, const std::string& person) {
  const pg::Result rows =
      tx.Query("SELECT campaign, state, as_of, valid_until FROM profile WHERE person = $1", person);
  if (rows.empty()) {
    return Refuse(
        absl::StatusCode::kNotFound,
        {{.rule = "PROF-08",
          .where = "person",
          .message = {
              "Pegawai ini belum pernah dinilai. Catat penilaiannya dalam "
              "kampanye penilaian lebih dahulu.",
              "This person was never rated. Record ratings in a rating campaign "
              "first."}}});
  }
  const std::string campaign = rows.String(0, 0);
  // Ratings and calibrations in one round trip; a calibration has no rater.
  const pg::Result found = tx.Query(
      "SELECT id::text, rater, role, competency, level, rated_on FROM rating WHERE person = $1 AND "
      "campaign = $2"
      " UNION ALL SELECT '', '', 0, competency, level, NULL FROM calibration WHERE person = $1 AND "
      "campaign = $2",
      person, campaign);
  std::vector<domain::Rating> ratings;
  std::map<std::string, double> calibrated;
  for (int i = 0; i < found.rows(); ++i) {
    if (found.Text(i, 0).empty()) {
      calibrated[found.String(i, 3)] = found.Double(i, 4);
      continue;
    }
    ratings.push_back(
        {.id = found.String(i, 0),
         .rater = found.String(i, 1),
         .role = static_cast<domain::RaterRole>(found.Int(i, 2)),
         .competency = found.String(i, 3),
         .level = found.Double(i, 4),
         .on = found.Day(i, 5)});
  }
  return domain::Profile::Restore(
      person, campaign, static_cast<domain::ProfileState>(rows.Int(0, 1)), rows.Day(0, 2),
      rows.Day(0, 3), std::move(ratings), std::move(calibrated));
}

absl::StatusOr<domain::Profile> Lock(Tx& tx, const std::string& person) {
  // The person's row: a profile's own may not exist yet.
  tx.Defer("SELECT 1 FROM person WHERE id = $1 FOR UPDATE", person);
  return Get(tx, person);
}

void Save(Tx& tx, const domain::Profile& profile, const std::vector<domain::Rating>& judgements) {
  tx.Defer(
      "INSERT INTO profile (person, campaign, state, as_of, valid_until) VALUES ($1, $2, $3, $4, "
      "$5)"
      " ON CONFLICT (person) DO UPDATE SET campaign = excluded.campaign, state = excluded.state, "
      "as_of = excluded.as_of,"
      " valid_until = excluded.valid_until",
      profile.person(), profile.campaign(), static_cast<int>(profile.state()), profile.as_of(),
      profile.valid_until());
  if (judgements.empty()) return;
  pg::Array ids, raters, roles, competencies, levels, days;
  for (const domain::Rating& rating : judgements) {
    ids.Add(rating.id);
    raters.Add(rating.rater);
    roles.Add(static_cast<int>(rating.role));
    competencies.Add(rating.competency);
    levels.Add(rating.level);
    days.Add(absl::FormatCivilTime(rating.on));
  }
  tx.Defer(
      "INSERT INTO rating (campaign, person, id, rater, role, competency, level, rated_on)"
      " SELECT $1, $2, r.* FROM unnest($3::uuid[], $4::text[], $5::int[], $6::text[], "
      "$7::float8[], $8::date[]) AS r"
      " ON CONFLICT (person, campaign, rater, role, competency)"
      " DO UPDATE SET id = excluded.id, level = excluded.level, rated_on = excluded.rated_on",
      profile.campaign(), profile.person(), ids, raters, roles, competencies, levels, days);
}

void Calibrate(
    Tx& tx, const domain::Profile& profile, const std::string& competency, double level,
    const std::string& note) {
  tx.Defer(
      "INSERT INTO calibration (person, campaign, competency, level, note) VALUES ($1, $2, $3, $4, "
      "$5)"
      " ON CONFLICT (person, campaign, competency) DO UPDATE SET level = excluded.level, note = "
      "excluded.note",
      profile.person(), profile.campaign(), competency, level, note);
}

std::vector<ValidLevel> ValidLevels(Tx& tx, const std::string& person, absl::CivilDay today) {
  const pg::Result rows = tx.Query(
      "SELECT competency, level, ratings FROM valid_level WHERE person = $1 AND valid_until > $2 "
      "ORDER BY competency",
      person, today);
  std::vector<ValidLevel> levels;
  for (int i = 0; i < rows.rows(); ++i)
    levels.push_back({rows.String(i, 0), rows.Double(i, 1), rows.Strings(i, 2)});
  return levels;
}

void SaveValidLevels(
    Tx& tx, const domain::Profile& profile, const std::vector<domain::ProfileLevel>& levels) {
  pg::Array competencies, values, ratings;
  for (const domain::ProfileLevel& level : levels) {
    competencies.Add(level.competency);
    values.Add(level.level);
    ratings.Add(pg::Array(level.ratings).Text());
  }
  tx.Defer("DELETE FROM valid_level WHERE person = $1", profile.person());
  tx.Defer(
      "INSERT INTO valid_level (person, competency, level, ratings, as_of, valid_until)"
      " SELECT $1, c, l, r::uuid[], $2::date, $3::date FROM unnest($4::text[], $5::float8[], "
      "$6::text[]) AS v(c, l, r)",
      profile.person(), profile.as_of(), profile.valid_until(), competencies, values, ratings);
}

bool ExpireLevels(Tx& tx, const std::string& person, absl::CivilDay today) {
  return tx.Query("DELETE FROM valid_level WHERE person = $1 AND valid_until <= $2", person, today)
             .affected() > 0;
}

}  // namespace binadaya::registry::profile_store
