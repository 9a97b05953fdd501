// A consumer that was away: reporting works off a backlog of more than 60,000 events of the
// registry (inbox, order of each aggregate, projection). People are imported; ratings and valid
// profiles are told through the registry's outbox as its handlers tell them.
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "tests/bench/bench.h"

namespace binadaya::bench {
namespace {

constexpr int kPeopleInOneTransaction = 200;
constexpr const char* kCompetencies[] = {"M.01", "M.02", "M.03", "M.04", "M.05",
                                         "M.06", "M.07", "M.08", "SK.01"};

struct Place {
  std::string person, post, family, path;
};

std::vector<Place> Places(test::Platform& platform) {
  const pg::Result rows =
      platform.sql("registry")
          .Query("SELECT person, post, family, path FROM placement ORDER BY person", {});
  std::vector<Place> places;
  for (int i = 0; i < rows.rows(); ++i)
    places.push_back({rows.String(i, 0), rows.String(i, 1), rows.String(i, 2), rows.String(i, 3)});
  return places;
}

// A supervisor rated the person in all nine competencies, and the profile became valid.
void TellProfile(Tx& tx, const Place& place, const std::string& campaign) {
  registry::v1::RatingRecorded recorded;
  recorded.set_person(place.person);
  recorded.set_campaign(campaign);
  recorded.set_rater_role(registry::v1::RATER_SUPERVISOR);
  registry::v1::ProfileValidated validated;
  validated.set_person(place.person);
  validated.set_campaign(campaign);
  validated.set_as_of("2026-01-05");
  validated.set_valid_until("2029-01-05");
  validated.set_post(place.post);
  validated.set_family(place.family);
  validated.set_unit_path(place.path);
  validated.set_job_person_match(83.3333);
  int n = 0;
  for (const char* competency : kCompetencies) {
    registry::v1::RecordedRating& rating = *recorded.add_ratings();
    rating.set_id(NewId(tx.call().now()));
    rating.set_competency(competency);
    rating.set_level(1 + n++ % 3);
    registry::v1::MeasuredGap& gap = *validated.add_gaps();
    gap.set_competency(competency);
    gap.set_required(2);
    gap.set_actual(rating.level());
    gap.set_gap(2 - rating.level());
    gap.set_severity(rating.level() < 2 ? "LOW" : "NONE");
    gap.set_standard(Cat(place.post, "@2026-01-01"));
    gap.add_ratings(rating.id());
  }
  registry::Tell(tx, recorded);
  registry::Tell(tx, validated);
}

void MakeBacklog(test::Platform& platform) {
  Found(platform);
  Settle(platform, kCityPeople);
  const std::string campaign = OpenCampaign(platform);
  const std::vector<Place> places = Places(platform);
  App& app = platform.app("registry");
  for (std::size_t next = 0; next < places.size(); next += kPeopleInOneTransaction) {
    const std::size_t end = std::min(places.size(), next + kPeopleInOneTransaction);
    Check(app.db().Background(app.Background("bench"), [&](Tx& tx) {
      for (std::size_t i = next; i < end; ++i) TellProfile(tx, places[i], campaign);
      return absl::OkStatus();
    }));
  }
  if (!platform.Settle(absl::Seconds(60))) Die("the backlog was not sent");
}

void Main() {
  const std::map<std::string, std::string> settings = {{"DATABASE_CONNECTIONS", kConnections}};
  test::Platform platform({"registry", "reporting"}, settings);
  platform.Stop("reporting");
  MakeBacklog(platform);
  // What reporting does not hear passes by.
  const double told =
      platform.sql("registry")
          .Query(
              "SELECT count(*) FROM event_log WHERE aggregate_type IN ('unit', 'person', 'post', "
              "'profile')",
              {})
          .Double(0, 0);
  platform.Stop("registry");

  platform.Restart("reporting");
  const auto applied = [&platform] {
    return platform.Metric("reporting", "binadaya_consumer_applied_total");
  };
  // The time to join the group is not the consumer's speed.
  if (!test::Eventually([&] { return applied() > 0; })) Die("nothing was heard");
  Work work{.from = Cpu::Now(), .to = {}, .unit = "event"};
  const double first = applied();
  const absl::Time begun = absl::Now();
  if (!test::Eventually([&] { return applied() >= told; }, absl::Seconds(90)))
    Die("the backlog was not heard in time");
  const double seconds = Seconds(begun);
  work.to = Cpu::Now();
  work.units = told - first;
  const auto count = [&platform](pg::Sql what) {
    return platform.sql("reporting").Query(what, {}).Int(0, 0);
  };
  const std::int64_t heard = count("SELECT count(*) FROM inbox");
  if (static_cast<double>(heard) != told || count("SELECT count(*) FROM parked") != 0 ||
      count("SELECT count(*) FROM gap") != kCityPeople * 9) {
    Die("the projection is not whole");
  }
  const double rate = work.units / seconds;
  Print(
      {.bench = "consumer (inbox, projection)",
       .ours = absl::StrFormat("%.0f/s", rate),
       .reference = "-",
       .ratio = 0,
       .aim = ">= 5000/s a process",
       .met = rate >= 5000});
  Note(absl::StrFormat("%d events in %.1f s", static_cast<int>(work.units), seconds));
  Note(Shares(work));
}

}  // namespace
}  // namespace binadaya::bench

int main() { return binadaya::bench::Run(&binadaya::bench::Main); }
