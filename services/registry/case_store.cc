#include "services/registry/case_store.h"

#include <utility>

#include "services/common/status.h"
#include "services/registry/cases_on.h"
#include "services/registry/post_store.h"

namespace binadaya::registry::case_store {
namespace {

// Judgements, calibrations and what is left out: kind, competency, level, day, id, rater or who
// decided, role, who agreed, note or reason.
enum Kind { kJudgement = 1, kCalibration, kLeftOut };

Asked AskContent(Tx& tx, const std::string& person, const std::string& campaign) {
  return tx.Ask(
      R"(
      SELECT 1, competency, level, rated_on, id::text, rater, role, '{}'::text[], ''
      FROM rating
      WHERE person = $1 AND campaign = $2
      UNION ALL
      SELECT 2, competency, level, agreed_on, '', '', 0, agreed_by, note
      FROM calibration
      WHERE person = $1 AND campaign = $2
      UNION ALL
      SELECT 3, competency, 0, decided_on, '', decided_by, 0, '{}', reason
      FROM left_out
      WHERE person = $1 AND campaign = $2)",
      person, campaign);
}

void ReadContent(const pg::Result& rows, domain::CaseContent& content) {
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    const auto kind = row.Enum<Kind>();
    std::string competency = row.String();
    const double level = row.Double();
    const absl::CivilDay day = row.Day();
    std::string id = row.String();
    std::string who = row.String();
    const auto role = row.Enum<domain::RaterRole>();
    std::vector<std::string> agreed = row.Strings();
    std::string note = row.String();
    switch (kind) {
      case kJudgement:
        content.ratings.push_back(
            {std::move(id), std::move(who), role, std::move(competency), level, day});
        break;
      case kCalibration:
        content.calibrated[competency] = {level, std::move(agreed), day, std::move(note)};
        break;
      case kLeftOut:
        content.left_out[competency] = {std::move(note), std::move(who), day};
        break;
    }
  }
}

}  // namespace

void LockPerson(Tx& tx, const std::string& person) {
  tx.Defer("SELECT 1 FROM person WHERE id = $1 FOR UPDATE", person);
}

absl::Status NeverRated() {
  return Refuse(
      absl::StatusCode::kNotFound,
      {{.rule = "PROF-08",
        .where = "person",
        .message = {
            "Pegawai ini belum pernah dinilai di sini. Catat penilaiannya dalam kampanye penilaian "
            "lebih dahulu.",
            "This person was never rated here. Record ratings in a rating campaign first."}}});
}

std::vector<Listed> Of(Tx& tx, const std::string& person, absl::CivilDay day) {
  const pg::Result rows = tx.Query(
      "SELECT campaign, name, state FROM (" CASES_ON(
          "$1", "$2") ") AS k WHERE state > 0 ORDER BY opens DESC, campaign DESC",
      person, day);
  return rows.Map([](pg::Row row) -> Listed {
    return {.campaign = row.String(), .name = row.String(), .state = row.Enum<domain::CaseState>()};
  });
}

Opened Get(
    Tx& tx, const std::string& person, const std::string& campaign, domain::Setting setting) {
  domain::CaseContent content;
  Asked standing = tx.Ask(
      R"(
      SELECT coalesce(k.state, 1), coalesce(k.verified_by, ''), coalesce(k.validated_by, ''),
             $3::date >= c.closes,
             ARRAY(
               SELECT DISTINCT competency
               FROM level
               WHERE person = $1 AND campaign <> $2 AND ended IS NULL AND valid_until > $3),
             ARRAY(
               SELECT rater FROM invited_rater
               WHERE person = $1 AND campaign = $2
               ORDER BY rater),
             ARRAY(
               SELECT role FROM invited_rater
               WHERE person = $1 AND campaign = $2
               ORDER BY rater)
      FROM rating_campaign c
      LEFT JOIN rating_case k ON k.campaign = c.id AND k.person = $1
      WHERE c.id = $2)",
      person, campaign, setting.today);
  Later<std::vector<std::string>> required = post_store::RequiredOf(tx, person, setting.today);
  Asked decided = AskContent(tx, person, campaign);
  pg::Row row(standing.Rows());
  content.state = row.Enum<domain::CaseState>();
  content.verified_by = row.String();
  content.validated_by = row.String();
  setting.closed = row.Bool();
  for (std::string& competency : row.Strings()) setting.known.insert(std::move(competency));
  const std::vector<std::string> raters = row.Strings();
  const std::vector<domain::RaterRole> roles = row.Enums<domain::RaterRole>();
  for (std::size_t i = 0; i < raters.size(); ++i) setting.invited.push_back({raters[i], roles[i]});
  if (setting.invited.empty())
    setting.invited = {{person, domain::RaterRole::kSelf}, {"", domain::RaterRole::kSupervisor}};
  setting.required = required.Get();
  ReadContent(decided.Rows(), content);
  domain::RatingCase rating_case(person, campaign, std::move(content));
  rating_case.Consolidate(setting);
  return {.rating_case = std::move(rating_case), .setting = std::move(setting)};
}

void Save(
    Tx& tx, const domain::RatingCase& rating_case, const std::vector<domain::Rating>& judgements) {
  const domain::CaseContent& content = rating_case.content();
  tx.Defer(
      R"(
      WITH before AS (
        INSERT INTO case_before (person, campaign, valid_to, state)
        SELECT $1, $2, $6, coalesce(k.state, 0)
        FROM (SELECT 1) AS one
        LEFT JOIN rating_case k ON k.person = $1 AND k.campaign = $2
        WHERE k.state IS DISTINCT FROM $3
        ON CONFLICT DO NOTHING)
      INSERT INTO rating_case (person, campaign, state, verified_by, validated_by)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (person, campaign) DO UPDATE
      SET state = excluded.state, verified_by = excluded.verified_by,
          validated_by = excluded.validated_by)",
      rating_case.person(), rating_case.campaign(), content.state, content.verified_by,
      content.validated_by, tx.call().today());
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
      rating_case.campaign(), rating_case.person(), ids, raters, roles, competencies, levels, days);
}

void SaveDecisions(Tx& tx, const domain::RatingCase& rating_case) {
  const std::string& person = rating_case.person();
  const std::string& campaign = rating_case.campaign();
  tx.Defer("DELETE FROM calibration WHERE person = $1 AND campaign = $2", person, campaign);
  for (const auto& [competency, agreed] : rating_case.content().calibrated) {
    tx.Defer(
        R"(
        INSERT INTO calibration (person, campaign, competency, level, note, agreed_by, agreed_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7))",
        person, campaign, competency, agreed.level, agreed.note, pg::Array(agreed.by), agreed.on);
  }
  tx.Defer("DELETE FROM left_out WHERE person = $1 AND campaign = $2", person, campaign);
  for (const auto& [competency, left_out] : rating_case.content().left_out) {
    tx.Defer(
        R"(
        INSERT INTO left_out (person, campaign, competency, reason, decided_by, decided_on)
        VALUES ($1, $2, $3, $4, $5, $6))",
        person, campaign, competency, left_out.reason, left_out.by, left_out.on);
  }
}

void Expire(Tx& tx, const std::string& person, absl::CivilDay today) {
  tx.Defer(
      R"(
      WITH expired AS (
        UPDATE rating_case k
        SET state = $3
        WHERE person = $1 AND state = $4 AND NOT EXISTS (
          SELECT 1
          FROM level l
          WHERE l.person = k.person AND l.campaign = k.campaign AND l.valid_until > $2)
        RETURNING person, campaign)
      INSERT INTO case_before (person, campaign, valid_to, state)
      SELECT person, campaign, $2, $4 FROM expired
      ON CONFLICT DO NOTHING)",
      person, today, domain::CaseState::kExpired, domain::CaseState::kValid);
}

}  // namespace binadaya::registry::case_store
