#pragma once

// The cases of a person and how far each was on a day: campaign, its name and when it opens, state;
// 0 = there was none yet, -1 = nobody kept it.
#define CASES_ON(person, day)                                               \
  "SELECT k.campaign, c.name, c.opens, coalesce(b.state, k.state) AS state" \
  " FROM rating_case k"                                                     \
  " JOIN rating_campaign c ON c.id = k.campaign"                            \
  " LEFT JOIN LATERAL ("                                                    \
  "  SELECT state"                                                          \
  "  FROM case_before"                                                      \
  "  WHERE person = k.person AND campaign = k.campaign AND valid_to > " day \
  "  ORDER BY valid_to"                                                     \
  "  LIMIT 1) b ON true"                                                    \
  " WHERE k.person = " person
