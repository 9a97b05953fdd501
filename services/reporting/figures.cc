#include "services/reporting/figures.h"

#include <optional>

#include "services/common/tls.h"

namespace binadaya::reporting {
namespace {

// The ids of whom is trusted now; nothing, which compares to nothing, where nobody says.
std::optional<pg::Array> Trusted(const std::string& ca) {
  std::vector<std::string> ids;
  for (const tls::Ca& one : tls::CasOf(ca)) ids.push_back(one.id);
  if (ids.empty()) return std::nullopt;
  return pg::Array(ids);
}

}  // namespace

std::vector<Figure> Figures(const std::string& ca) {
  return {
      {.name = "binadaya_people",
       .help = "People in active service, and those of them with a valid profile.",
       .labels = {"state"},
       .rows = R"(
       SELECT 'active', count(*)
       FROM person
       WHERE active
       UNION ALL
       SELECT 'rated', count(*)
       FROM person
       WHERE active AND valid_until IS NOT NULL)"},
      // Closed are the levels that people have gained on what is asked of them as before. Whoever
      // left, or holds a post that asks for less, has closed nothing.
      {.name = "binadaya_gap_points",
       .help =
           "Levels that people in active service lack, and that they lacked and do not any more.",
       .labels = {"state"},
       .rows = R"(
       WITH today AS (
         SELECT p.id AS person, g.competency, g.required, greatest(g.gap, 0) AS gap
         FROM person p
         JOIN gap g ON g.measurement = p.measurement
         WHERE p.active),
       widest AS (
         SELECT m.person, g.competency, g.required, max(g.gap) AS gap
         FROM measurement m
         JOIN gap g ON g.measurement = m.id
         WHERE g.gap > 0
         GROUP BY m.person, g.competency, g.required)
       SELECT 'open', coalesce(sum(gap), 0)::float8
       FROM today
       UNION ALL
       SELECT 'closed', coalesce(sum(w.gap - t.gap), 0)
       FROM widest w
       JOIN today t USING (person, competency, required)
       WHERE w.gap > t.gap)"},
      {.name = "binadaya_needs", .help = "Needs, by state.", .labels = {"state"}, .rows = R"(
       SELECT state, count(*)
       FROM need
       GROUP BY state)"},
      {.name = "binadaya_programs", .help = "Programs, by state.", .labels = {"state"}, .rows = R"(
       SELECT state, count(*)
       FROM program
       GROUP BY state)"},
      {.name = "binadaya_plan_seats",
       .help = "Seats of the annual plan in force, by year.",
       .labels = {"year"},
       .rows = R"(
       SELECT year, sum(seats)::float8
       FROM plan_item
       WHERE NOT removed
       GROUP BY year)"},
      {.name = "binadaya_plan_rupiah",
       .help = "Rupiah of the annual plan in force, by year.",
       .labels = {"year"},
       .rows = R"(
       SELECT year, sum(rupiah)::float8
       FROM plan_item
       WHERE NOT removed
       GROUP BY year)"},
      {.name = "binadaya_budget_lines",
       .help = "Lines of the budget that hold money, by year.",
       .labels = {"year"},
       .rows = R"(
       SELECT year, count(*)
       FROM budget_line
       WHERE rupiah > 0
       GROUP BY year)"},
      {.name = "binadaya_budget_rupiah",
       .help =
           "Rupiah of the budget's lines: budgeted, and of that frozen, bound or spent, by year.",
       .labels = {"year", "state"},
       .rows = R"(
       SELECT year, 'budgeted', sum(rupiah)::float8
       FROM budget_line
       GROUP BY year
       UNION ALL
       SELECT year, 'frozen', sum(frozen)
       FROM budget_line
       GROUP BY year
       UNION ALL
       SELECT l.year, 'bound', coalesce(sum(c.bound), 0)
       FROM budget_line l
       LEFT JOIN commitment_line c ON c.line = l.id
       GROUP BY l.year
       UNION ALL
       SELECT l.year, 'spent', coalesce(sum(c.realised), 0)
       FROM budget_line l
       LEFT JOIN commitment_line c ON c.line = l.id
       GROUP BY l.year)"},
      {.name = "binadaya_batches", .help = "Batches, by state.", .labels = {"state"}, .rows = R"(
       SELECT state, count(*)
       FROM batch
       GROUP BY state)"},
      {.name = "binadaya_batch_seats",
       .help = "Seats of batches, by the batch's state.",
       .labels = {"state"},
       .rows = R"(
       SELECT state, sum(capacity)::float8
       FROM batch
       GROUP BY state)"},
      {.name = "binadaya_enrolments",
       .help = "People chosen for programs, by what became of their seat.",
       .labels = {"state"},
       .rows = R"(
       SELECT state, count(*)
       FROM enrolment
       GROUP BY state)"},
      {.name = "binadaya_jp_credited",
       .help = "Lesson hours (JP) credited.",
       .labels = {},
       .rows = R"(
       SELECT coalesce(sum(jp), 0)::float8
       FROM enrolment)"},
      // By the real time, as certificates go, whatever the platform's clock says.
      {.name = "binadaya_agency_certificates",
       .help = "Agencies, by their certificate: unknown, refused (by a CA that is not trusted any "
               "more), ended, soon (within 21 days) or good.",
       .labels = {"state"},
       .rows = R"(
       SELECT CASE
                WHEN certificate_ends IS NULL THEN 'unknown'
                WHEN certificate_ca <> ALL ($1::text[]) THEN 'refused'
                WHEN certificate_ends < today THEN 'ended'
                WHEN certificate_ends < today + 21 THEN 'soon'
                ELSE 'good'
              END, count(*)
       FROM agency, (SELECT (now() AT TIME ZONE 'UTC')::date AS today) AS utc
       GROUP BY 1)",
       .given = [ca] { return pg::Params(Trusted(ca)); }},
      {.name = "binadaya_json_readers",
       .help = "Agencies that were granted what a publisher tells in JSON.",
       .labels = {"publisher"},
       .rows = R"(
       SELECT publisher, count(*)
       FROM agency, unnest(publishers) AS publisher
       WHERE json
       GROUP BY publisher)"},
  };
}

}  // namespace binadaya::reporting
