// A check-in with its event, of somebody who opened the page of the code before, against pgbench
// with the statements that one takes by itself (checkin.sql): a hundred people in each session,
// each with a token of his own. Who comes while others are written shares the next transaction
// (together.h); pgbench does one after the other in each of its clients. See pgbench.h.
#include <atomic>
#include <map>
#include <memory>

#include "absl/strings/str_format.h"
#include "services/common/domain/text.h"
#include "services/scheduling/domain/check_in.h"
#include "services/scheduling/signatures.h"
#include "tests/bench/pgbench.h"
#include "tests/support/sessions.h"
#include "tests/support/with_id.h"

namespace binadaya::bench {
namespace {

namespace domain = scheduling::domain;

constexpr int kOurs = 60'000;          // more than come in our rounds
constexpr int kARunOfTheirs = 40'000;  // and in one of pgbench
constexpr int kRunsOfTheirs = 4;

class Arrivals {
 public:
  explicit Arrivals(test::Platform& platform)
      : platform_(platform),
        zone_(Zone()),
        people_(Expected(platform, zone_)),
        secrets_(Secrets(platform)) {}

  // Clients that check in one after another, everybody once.
  std::vector<std::function<void()>> Clients() {
    std::vector<std::function<void()>> clients;
    for (int i = 0; i < kClients; ++i) {
      const auto service =
          std::make_shared<scheduling::SchedulingClient>(platform_.Reach("scheduling"));
      clients.emplace_back([this, service] { CheckIn(*service); });
      clients.back()();  // connects
    }
    return clients;
  }

  // What pgbench cannot make for itself: as scheduling's last check-in wrote it.
  std::map<std::string, std::string> Variables() {
    std::map<std::string, std::string> variables =
        LastOf(platform_, "scheduling", "CheckIn", "attendance");
    variables["id_of"] = test::SessionsId(people_);
    variables["sessions"] = Cat(people_.size() / test::kInASession);
    variables["ticket"] = std::string(52, 'a');
    variables["first"] = Cat(kOurs + kARunOfTheirs * runs_++);
    return variables;
  }

 private:
  static absl::TimeZone Zone() {
    absl::TimeZone zone;
    absl::LoadTimeZone(test::Stack::Get()["TIME_ZONE"], &zone);
    return zone;
  }
  static std::vector<test::Participant> Expected(test::Platform& platform, absl::TimeZone zone) {
    pg::Connection& sql = platform.sql("scheduling");
    sql.Query("INSERT INTO unit VALUES ($1, '/33.74.14/')", pg::Params(test::kHeldIn));
    std::vector<test::Participant> people = test::FoundSessions(
        sql, kOurs + kRunsOfTheirs * kARunOfTheirs, platform.clock().Now(), zone);
    sql.Execute("ANALYZE");
    return people;
  }
  static std::map<std::string, std::string> Secrets(test::Platform& platform) {
    const pg::Result rows =
        platform.sql("scheduling").Query("SELECT id, secret FROM learning_session", {});
    std::map<std::string, std::string> secrets;
    for (int i = 0; i < rows.rows(); ++i) secrets[rows.String(i, 0)] = rows.Bytes(i, 1);
    return secrets;
  }

  void CheckIn(const scheduling::SchedulingClient& service) {
    const test::Participant& who = people_[next_++ % kOurs];
    const Call call = platform_.As(who.person, {{v1::EMPLOYEE, "/"}});
    auto request = test::WithId<scheduling::v1::CheckInRequest>();
    request.set_person(who.person);
    request.set_session(who.session);
    request.set_device(who.enrolment);
    request.set_ticket(TicketOf(who));
    Check(service.CheckIn(call, request).status());
  }
  std::string TicketOf(const test::Participant& who) const {
    const absl::CivilSecond now = absl::ToCivilSecond(platform_.clock().Now(), zone_);
    const domain::CheckInPolicy rules;
    const domain::CheckInSession session{
        .id = who.session,
        .secret = secrets_.at(who.session),
        .slot = {absl::CivilMinute(now), absl::CivilMinute(now) + 60}};
    const absl::StatusOr<std::string> ticket = domain::OpenPage(
        session,
        {.shown = domain::Show(session, now, rules, &scheduling::HmacSha256),
         .device = who.enrolment,
         .now = now},
        rules, &scheduling::HmacSha256);
    Check(ticket.status());
    return *ticket;
  }

  test::Platform& platform_;
  const absl::TimeZone zone_;
  const std::vector<test::Participant> people_;
  const std::map<std::string, std::string> secrets_;
  std::atomic<std::size_t> next_ = 0;
  int runs_ = 0;
};

void Main() {
  test::Platform platform({"scheduling"}, {{"DATABASE_CONNECTIONS", kConnections}});
  Arrivals arrivals(platform);
  AgainstPgbench(
      platform, {.bench = "check-in (32 clients)",
                 .service = "scheduling",
                 .script = "checkin.sql",
                 .least = 1,
                 .clients = [&] { return arrivals.Clients(); },
                 .variables = [&] { return arrivals.Variables(); }});
}

}  // namespace
}  // namespace binadaya::bench

int main() { return binadaya::bench::Run(&binadaya::bench::Main); }
