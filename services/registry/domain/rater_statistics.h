#pragma once

#include <string>
#include <vector>

namespace binadaya::registry::domain {

// What one superior said of one person in a campaign.
struct Judged {
  std::string path;  // of the person's unit
  std::string rater, person;
  int judgements = 0;
  double sum = 0, squares = 0;  // of the levels
  int pairs = 0;                // competencies that the person judged too
  double distance = 0;          // his own levels less the superior's, summed over these
};

// Of the people of a unit and of all below it.
struct RaterStatistics {
  std::string path;
  int raters = 0, people = 0;
  double mean = 0;      // of the levels
  double leniency = 0;  // how much higher than the mean of the whole campaign
  double spread = 0;    // standard deviation of the levels
  int both = 0;         // people who judged themselves too
  double self_distance = 0;
};

// Those units, by path, of which figures may be shown side by side. Units form a tree, so what
// follows from shown ones is what is left of each without the shown ones below it: there, too, are
// no or at least k superiors, people, and people who judged themselves. Where a unit could not be
// shown otherwise, the smallest below it is withheld. Nothing is shown when the whole is too small.
std::vector<RaterStatistics> StatisticsOf(const std::vector<Judged>& judged, int k);

}  // namespace binadaya::registry::domain
