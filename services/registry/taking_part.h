#pragma once

// SQL of who takes part in a campaign: everybody active in its unit, or, where it is by invitation,
// whom somebody is invited to judge or has judged.

// Of the people of `p`, a campaign's `c`.
#define TAKES_PART                                                                           \
  "(NOT c.by_invitation"                                                                     \
  " OR EXISTS (SELECT FROM invited_rater i WHERE i.campaign = c.id AND i.person = p.person)" \
  " OR EXISTS (SELECT FROM rating_case k WHERE k.campaign = c.id AND k.person = p.person))"

// CTEs `campaign` (one, which `of` picks among the rating campaigns `k`) and `part` (person, unit),
// on the day `today`; of a campaign that has ended those who were counted then. Until they are
// counted, by the history of its last day.
#define TAKING_PART(of, today)                                                        \
  "campaign AS ("                                                                     \
  " SELECT k.id, k.by_invitation, k.counted, d.day,"                                  \
  " CASE WHEN k.unit = '' THEN '/' ELSE unit_path(k.unit, d.day) END AS path"         \
  " FROM rating_campaign k,"                                                          \
  " LATERAL (SELECT least(" today                                                     \
  "::date, k.closes - 1)) d(day)"                                                     \
  " WHERE " of                                                                        \
  "),"                                                                                \
  " place AS MATERIALIZED ("                                                          \
  " SELECT u.code"                                                                    \
  " FROM campaign c"                                                                  \
  " JOIN unit u ON NOT c.counted AND starts_with(unit_path(u.code, c.day), c.path))," \
  " part AS ("                                                                        \
  " SELECT n.person, n.unit"                                                          \
  " FROM campaign c"                                                                  \
  " JOIN campaign_person n ON n.campaign = c.id"                                      \
  " UNION ALL"                                                                        \
  " SELECT p.person, p.unit"                                                          \
  " FROM campaign c"                                                                  \
  " CROSS JOIN place"                                                                 \
  " JOIN assignment p ON p.unit = place.code AND p.kind = 1"                          \
  "  AND p.valid_from <= c.day AND (p.valid_to IS NULL OR p.valid_to > c.day)"        \
  " JOIN person e ON e.id = p.person"                                                 \
  " WHERE coalesce(("                                                                 \
  "   SELECT b.legal_position"                                                        \
  "   FROM person_before b"                                                           \
  "   WHERE b.person = p.person AND b.valid_to > c.day"                               \
  "   ORDER BY b.valid_to"                                                            \
  "   LIMIT 1), e.legal_position) = 'AKTIF'"                                          \
  "  AND " TAKES_PART ")"
