#include "services/registry/profile_store.h"

#include <map>

#include "services/common/status.h"

namespace binadaya::registry::profile_store {
namespace {

domain::Rating RatingAt(pg::Row row) {
  return {
      .id = row.String(),
      .rater = row.String(),
      .role = row.Enum<domain::RaterRole>(),
      .competency = row.String(),
      .level = row.Double(),
      .on = row.Day()};
}

}  // namespace

void Add(Tx& tx, const Campaign& campaign) {
  tx.Defer(
      "INSERT INTO rating_campaign (id, name, path, opens, closes) VALUES ($1, $2, $3, $4, $5)",
      campaign.id, campaign.name, campaign.path, campaign.opens, campaign.closes);
}

absl::StatusOr<Campaign> GetCampaign(Tx& tx, const std::string& id) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT c.id, c.name, coalesce(u.path, c.path), c.opens, c.closes
      FROM rating_campaign c
      LEFT JOIN unit u ON u.code = c.unit
      WHERE c.id = $1)",
      id);
  if (rows.empty()) {
    return Refuse(
        absl::StatusCode::kNotFound, {{.rule = "CAMP-05",
                                       .where = "campaign",
                                       .message = {
                                           "Kampanye penilaian ini tidak ada. Periksa id-nya.",
                                           "There is no such rating campaign. Check its id."}}});
  }
  pg::Row row(rows);
  return Campaign{
      .id = row.String(),
      .name = row.String(),
      .path = row.String(),
      .opens = row.Day(),
      .closes = row.Day()};
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
  pg::Row row(rows);
  const std::string campaign = row.String();
  const auto state = row.Enum<domain::ProfileState>();
  const absl::CivilDay as_of = row.Day();
  const absl::CivilDay valid_until = row.Day();
  // Both in one round trip; a calibration has no rater.
  std::vector<domain::Rating> ratings;
  std::map<std::string, double> calibrated;
  const pg::Result judged = tx.Query(
      R"(
      SELECT id::text, rater, role, competency, level, rated_on
      FROM rating
      WHERE person = $1 AND campaign = $2
      UNION ALL
      SELECT '', '', 0, competency, level, NULL
      FROM calibration
      WHERE person = $1 AND campaign = $2)",
      person, campaign);
  for (domain::Rating& rating : judged.Map(RatingAt)) {
    if (rating.id.empty()) {
      calibrated[rating.competency] = rating.level;
    } else {
      ratings.push_back(std::move(rating));
    }
  }
  return domain::Profile::Restore(
      person, campaign, state, as_of, valid_until, std::move(ratings), std::move(calibrated));
}

absl::StatusOr<domain::Profile> Lock(Tx& tx, const std::string& person) {
  // The person's row: a profile's own may not exist yet.
  tx.Defer("SELECT 1 FROM person WHERE id = $1 FOR UPDATE", person);
  return Get(tx, person);
}

void Save(Tx& tx, const domain::Profile& profile, const std::vector<domain::Rating>& judgements) {
  tx.Defer(
      R"(
      INSERT INTO profile (person, campaign, state, as_of, valid_until)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (person) DO UPDATE
      SET campaign = excluded.campaign, state = excluded.state, as_of = excluded.as_of,
          valid_until = excluded.valid_until)",
      profile.person(), profile.campaign(), profile.state(), profile.as_of(),
      profile.valid_until());
  if (judgements.empty()) return;
  pg::Array ids, raters, roles, competencies, levels, days;
  for (const domain::Rating& rating : judgements) {
    ids.Add(rating.id);
    raters.Add(rating.rater);
    roles.Add(rating.role);
    competencies.Add(rating.competency);
    levels.Add(rating.level);
    days.Add(absl::FormatCivilTime(rating.on));
  }
  tx.Defer(
      R"(
      INSERT INTO rating (campaign, person, id, rater, role, competency, level, rated_on)
      SELECT $1, $2, r.*
      FROM unnest($3::uuid[], $4::text[], $5::int[], $6::text[], $7::float8[], $8::date[]) AS r
      ON CONFLICT (person, campaign, rater, role, competency) DO UPDATE
      SET id = excluded.id, level = excluded.level, rated_on = excluded.rated_on)",
      profile.campaign(), profile.person(), ids, raters, roles, competencies, levels, days);
}

void Calibrate(
    Tx& tx, const domain::Profile& profile, const std::string& competency, double level,
    const std::string& note) {
  tx.Defer(
      R"(
      INSERT INTO calibration (person, campaign, competency, level, note)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (person, campaign, competency) DO UPDATE
      SET level = excluded.level, note = excluded.note)",
      profile.person(), profile.campaign(), competency, level, note);
}

std::vector<ValidLevel> ValidLevels(Tx& tx, const std::string& person, absl::CivilDay today) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT competency, level, ratings
      FROM valid_level
      WHERE person = $1 AND valid_until > $2
      ORDER BY competency)",
      person, today);
  return rows.Map([](pg::Row row) -> ValidLevel {
    return {.competency = row.String(), .level = row.Double(), .ratings = row.Strings()};
  });
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
      R"(
      INSERT INTO valid_level (person, competency, level, ratings, as_of, valid_until)
      SELECT $1, c, l, r::uuid[], $2::date, $3::date
      FROM unnest($4::text[], $5::float8[], $6::text[]) AS v(c, l, r))",
      profile.person(), profile.as_of(), profile.valid_until(), competencies, values, ratings);
}

bool ExpireLevels(Tx& tx, const std::string& person, absl::CivilDay today) {
  return tx.Query("DELETE FROM valid_level WHERE person = $1 AND valid_until <= $2", person, today)
             .affected() > 0;
}

}  // namespace binadaya::registry::profile_store
