// Those who hear from elsewhere, at a broker that knows who speaks.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <future>
#include <iterator>
#include <map>
#include <set>

#include "gmock/gmock.h"
#include "services/cli/agency.h"
#include "services/cli/language.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/kafka_access.h"
#include "services/common/kafka_quotas.h"
#include "tests/faults/trial.h"
#include "tests/support/broker.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"
#include "tests/support/topics.h"
#include "tests/support/waiting.h"

namespace binadaya::test {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kAgency[] = "agency-dinas";
constexpr char kGranted[] = "binadaya.registry.v1";
constexpr char kOther[] = "binadaya.needs.v1";
constexpr char kJson[] = "binadaya.registry.v1.json";
constexpr char kLane[] = "replay.agency-dinas";

class Agencies : public Trial {
 protected:
  Agencies() {
    cli::SpeakIn(cli::Language::kEnglish);
    options_.name = "dinas";
    options_.publishers = {"registry"};
  }
  ~Agencies() override {
    (void)cli::RunAgencyRemove(operator_, options_);
    DropTopics(cluster().Brokers(), {kLane});
  }

  // Answers with what it changed at the broker.
  std::string Add() { return Said(cli::RunAgencyAdd(operator_, options_)); }
  static std::string Said(const absl::StatusOr<cli::Answer>& answer) {
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? answer->text : "";
  }
  // What the audit says of a method of reporting, newest first.
  std::vector<std::string> Audited(const std::string& method) {
    operations::v1::ListAuditRequest request;
    request.set_method(method);
    const auto audit = cluster()
                           .operations("reporting")
                           .ListAudit(cluster().As("operator", {{v1::AUDITOR, "/"}}), request);
    EXPECT_TRUE(audit.ok()) << audit.status();
    std::vector<std::string> all;
    if (!audit.ok()) return all;
    for (const operations::v1::AuditEntry& entry : audit->entries())
      all.push_back(Cat(entry.actor(), ": ", entry.reason()));
    return all;
  }
  // "dinas … ends on that day", as agency list shows it, of the certificate that it has.
  std::string ListedWithItsEnd() {
    const auto issued = tls::ReadIssued(Self().tls, kAgency);
    EXPECT_TRUE(issued.ok()) << issued.status();
    return Cat(
        "dinas .* ", absl::FormatCivilTime(absl::ToCivilDay(issued->ends, absl::UTCTimeZone())),
        " +operator");
  }
  // The answer of a command that goes on in the meantime.
  std::future<std::string> Begun(
      absl::StatusOr<cli::Answer> (*command)(
          const cli::Environment& environment, const cli::AgencyOptions& options),
      const cli::AgencyOptions& options) {
    return std::async(std::launch::async, [=, this] { return Said(command(operator_, options)); });
  }
  kafka::Brokers Self() { return cluster().Brokers(kAgency); }
  std::set<std::string> IdsOn(const std::string& topic) {
    const auto records = Dump(cluster().Brokers(), topic);
    EXPECT_TRUE(records.ok()) << records.status();
    return IdsOf(records.value_or(std::vector<Record>()));
  }
  // Whether somebody still tells it of its past.
  bool UnderWay(const std::string& publisher) {
    return !cluster().sql(publisher).Query("SELECT FROM replay WHERE topic = $1", {kLane}).empty();
  }
  // An hour ago it was to tell its past into the lane, whether there is one or not.
  void Ask(const std::string& publisher) {
    const pg::Result asked = cluster().sql(publisher).Query(
        R"(
        INSERT INTO replay (topic, after, until, requested_at)
        SELECT $1, '00000000-0000-0000-0000-000000000000'::uuid, event_id, now() - interval '1 hour'
        FROM event_log
        ORDER BY event_id DESC
        LIMIT 1)",
        {kLane});
    ASSERT_EQ(asked.affected(), 1);
  }
  // By the registry itself: its topic also has what other tests planted there.
  std::set<std::string> Told() {
    const pg::Result log = cluster().sql("registry").Query("SELECT event_id FROM event_log", {});
    std::set<std::string> ids;
    for (int i = 0; i < log.rows(); ++i) ids.insert(log.String(i, 0));
    return ids;
  }
  static std::set<std::string> IdsOf(const std::vector<Record>& records) {
    std::set<std::string> ids;
    for (const Record& record : records) ids.insert(record.id);
    return ids;
  }

  // What the operator's program is told of the stack; `instead` is another value of some of it.
  cli::Environment EnvironmentWith(std::map<std::string, std::string> instead) {
    for (const char* name :
         {"KAFKA", "TLS_CA", "TLS_IDENTITY", "OPERATOR_KEY", "CLOCK", "TIME_ZONE", "CERTIFICATES",
          "REPORTING_ADDRESS", "BRIDGE_ADDRESS", "REGISTRY_ADDRESS", "NEEDS_ADDRESS"})
      instead.try_emplace(name, cluster()[name]);
    return cli::Environment::Of(std::move(instead));
  }

  const cli::Environment operator_ = EnvironmentWith({});
  cli::AgencyOptions options_;
};

struct Listened {
  int records = 0;
  std::set<rd_kafka_resp_err_t> errors;
  int throttled_ms = 0;  // as the broker says
};

// What a new member of a group hears of a topic until `enough` says that it is.
Listened ListenTo(
    const kafka::Brokers& brokers, const std::string& group, const std::string& topic,
    const std::function<bool(const Listened&)>& enough) {
  Listened heard;
  kafka::Conf conf = kafka::ClientConf(brokers);
  conf.emplace_back("group.id", group);
  conf.emplace_back("auto.offset.reset", "earliest");
  conf.emplace_back("enable.auto.commit", "false");
  conf.emplace_back("fetch.message.max.bytes", "20000");
  const auto client = kafka::Make(RD_KAFKA_CONSUMER, conf, [&](rd_kafka_conf_t* made) {
    rd_kafka_conf_set_opaque(made, &heard);
    rd_kafka_conf_set_throttle_cb(
        made, [](rd_kafka_t*, const char*, std::int32_t, int ms, void* opaque) {
          auto& told = *static_cast<Listened*>(opaque);
          told.throttled_ms = std::max(told.throttled_ms, ms);
        });
  });
  EXPECT_TRUE(client.ok()) << client.status();
  if (!client.ok()) return heard;
  rd_kafka_poll_set_consumer(client->get());
  const kafka::Partitions list(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
  rd_kafka_subscribe(client->get(), list.get());
  EXPECT_TRUE(Eventually([&] {
    const kafka::Message message(rd_kafka_consumer_poll(client->get(), 100));
    if (message != nullptr && message->err == RD_KAFKA_RESP_ERR_NO_ERROR) ++heard.records;
    if (message != nullptr && message->err != RD_KAFKA_RESP_ERR_NO_ERROR)
      heard.errors.insert(message->err);
    return enough(heard);
  })) << group
      << " at " << topic;
  rd_kafka_consumer_close(client->get());
  return heard;
}

bool HasSome(const Listened& heard) { return heard.records > 0; }
bool WasRefused(const Listened& heard) { return !heard.errors.empty(); }

TEST_F(Agencies, ReadWhatTheyMayAndNothingElse) {
  EXPECT_THAT(
      Add(), AllOf(
                 HasSubstr("agency-dinas: may READ binadaya.registry.v1\n"),
                 HasSubstr("agency-dinas: may READ agency-dinas-* (group)\n"),
                 HasSubstr("agency-dinas: 1000000 B/s\n")));
  EXPECT_THAT(Add(), StartsWith("certificate: ")) << "nothing is left to change";
  EXPECT_GT(ListenTo(Self(), "agency-dinas-1", kGranted, &HasSome).records, 0);
  for (const char* group : {"needs", "agency-dinas2-1"}) {
    EXPECT_THAT(
        ListenTo(Self(), group, kGranted, &WasRefused).errors,
        Contains(RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED));
  }
  EXPECT_THAT(kafka::RequireTopic(Self(), kOther), RefusedBy("TOPIC-01"));
  EXPECT_THAT(
      ListenTo(Self(), "agency-dinas-1", kOther, &WasRefused).errors,
      Contains(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED));
  options_.publishers = {"needs"};
  EXPECT_THAT(Add(), HasSubstr("agency-dinas: may no longer READ binadaya.registry.v1\n"));
}

TEST_F(Agencies, GoOnByANewCertificateAndHaveNothingOnceTheyAreRemoved) {
  Add();
  const std::string before = Self().tls.Version();
  const std::size_t noted = Audited("reporting.NoteCertificate").size();
  Said(cli::RunAgencyRotate(operator_, options_));
  EXPECT_NE(Self().tls.Version(), before);
  EXPECT_EQ(Audited("reporting.NoteCertificate").size(), noted + 1);
  EXPECT_GT(ListenTo(Self(), "agency-dinas-2", kGranted, &HasSome).records, 0);
  // Whoever kept a copy of the certificate.
  kafka::Brokers kept = Self();
  const std::string copy = Cat(kept.tls.identity, ".kept");
  std::filesystem::copy_file(
      kept.tls.identity, copy, std::filesystem::copy_options::overwrite_existing);
  kept.tls.identity = copy;
  EXPECT_THAT(
      Said(cli::RunAgencyRemove(operator_, options_)),
      AllOf(
          HasSubstr("agency-dinas: may no longer READ binadaya.registry.v1\n"),
          HasSubstr("agency-dinas: no limit\n")));
  EXPECT_TRUE(Eventually([&] { return !kafka::RequireTopic(kept, kGranted).ok(); }));
  EXPECT_THAT(
      ListenTo(kept, "agency-dinas-2", kGranted, &WasRefused).errors,
      Contains(RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED));
  std::filesystem::remove(copy);
  EXPECT_FALSE(std::filesystem::exists(Self().tls.identity));
  EXPECT_THAT(cli::RunAgencyRemove(operator_, options_), RefusedBy("ACCESS-02"));
}

TEST_F(Agencies, AreAuditedAndConvergeAfterACommandThatWasCutShort) {
  Add();
  EXPECT_THAT(
      Audited("reporting.GrantAgency"), Contains("operator: agency dinas: registry, 1000000 B/s"));
  EXPECT_THAT(
      Audited("reporting.NoteCertificate"),
      Contains(StartsWith("operator: agency dinas: certificate until ")));
  EXPECT_THAT(Said(cli::RunAgencyList(operator_)), ContainsRegex(ListedWithItsEnd()));
  // Kept, but the broker knows nothing of it, nor reporting when its certificate ends.
  ASSERT_THAT(kafka::ApplyReaders(cluster().Brokers(), {}, ""), IsOk());
  ASSERT_THAT(kafka::ApplyRates(cluster().Brokers(), {}, kafka::kReader), IsOk());
  cluster().sql("reporting").Query("UPDATE agency SET certificate_ends = NULL", {});
  EXPECT_THAT(
      Add(), AllOf(
                 HasSubstr("agency-dinas: may READ binadaya.registry.v1\n"),
                 HasSubstr("agency-dinas: 1000000 B/s\n")));
  EXPECT_THAT(Said(cli::RunAgencyList(operator_)), ContainsRegex(ListedWithItsEnd()));
}

TEST_F(Agencies, AreToldWhatToIssueWhereCertificatesAreMadeElsewhere) {
  const cli::Environment elsewhere = EnvironmentWith({{"CERTIFICATES", ""}});
  const auto first = cli::RunAgencyAdd(elsewhere, options_);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->note, StartsWith("issue a certificate CN=agency-dinas "));
  EXPECT_THAT(Said(cli::RunAgencyList(operator_)), ContainsRegex("dinas .* - +operator"));
  Add();  // as if it had been issued, and put beside that of the CA
  cluster().sql("reporting").Query("UPDATE agency SET certificate_ends = NULL", {});
  const auto again = cli::RunAgencyAdd(elsewhere, options_);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->note, "");
  EXPECT_THAT(again->text, HasSubstr("certificate: "));
  EXPECT_THAT(Said(cli::RunAgencyList(operator_)), ContainsRegex(ListedWithItsEnd()));
  // A new one is still to be issued: what stands there is not it.
  const auto rotated = cli::RunAgencyRotate(elsewhere, options_);
  ASSERT_TRUE(rotated.ok()) << rotated.status();
  EXPECT_THAT(rotated->note, StartsWith("issue a certificate CN=agency-dinas "));
  EXPECT_EQ(rotated->text, "");
}

TEST_F(Agencies, AreLeftAloneByTopicsApply) {
  Add();
  const auto topics = TopicsOf("", {std::begin(kServices), std::end(kServices)});
  const auto changed = kafka::ApplyAccess(
      cluster().Brokers(), *topics, "", {std::begin(kServices), std::end(kServices)});
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_THAT(*changed, IsEmpty());
}

TEST_F(Agencies, ReadNoFasterThanTheyMay) {
  options_.bytes_per_second = 1000;
  EXPECT_THAT(Add(), HasSubstr("agency-dinas: 1000 B/s\n"));
  EXPECT_THAT(
      Said(cli::RunAgencyList(operator_)), ContainsRegex("dinas +registry +protobuf +1000 +1000"));
  const auto held = [](const Listened& heard) { return heard.throttled_ms > 0; };
  EXPECT_GT(ListenTo(Self(), "agency-dinas-3", kGranted, held).throttled_ms, 0);
}

TEST_F(Agencies, ReadJsonInPlaceOfProtobufFromTheGrantOn) {
  Add();
  options_.json = true;
  EXPECT_THAT(
      Add(), AllOf(
                 HasSubstr("agency-dinas: may READ binadaya.registry.v1.json\n"),
                 HasSubstr("agency-dinas: may no longer READ binadaya.registry.v1\n"),
                 HasSubstr("binadaya.registry.v1.json: begins\n")));
  EXPECT_THAT(
      Said(cli::RunAgencyList(operator_)),
      AllOf(ContainsRegex("dinas +registry +JSON"), HasSubstr(Cat(kJson, ": since 20"))));
  const std::set<std::string> before = Told();
  {
    Load load = LoadOfAll(target());
    load.Start();
    ASSERT_TRUE(load.Answers(50));
  }
  std::set<std::string> since;
  std::ranges::set_difference(Told(), before, std::inserter(since, since.end()));
  ASSERT_THAT(since, Not(IsEmpty()));
  EXPECT_TRUE(Eventually([&] { return std::ranges::includes(IdsOn(kJson), since); }));
  EXPECT_GT(ListenTo(Self(), "agency-dinas-5", kJson, &HasSome).records, 0);
  EXPECT_THAT(
      ListenTo(Self(), "agency-dinas-5", kGranted, &WasRefused).errors,
      Contains(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED));
  EXPECT_THAT(Said(cli::RunAgencyRemove(operator_, options_)), HasSubstr(Cat(kJson, ": ends\n")));
  const auto translated =
      cluster().bridge().GetTranslated(cluster().As("operator", {{v1::AUDITOR, "/"}}), {});
  ASSERT_TRUE(translated.ok()) << translated.status();
  EXPECT_EQ(translated->publishers_size(), 0);
  // Granted anew it begins empty: what was told between is missing behind what lay there.
  EXPECT_THAT(Add(), HasSubstr(Cat(kJson, ": begins\n")));
  const std::set<std::string> anew = IdsOn(kJson);
  EXPECT_FALSE(
      std::ranges::any_of(since, [&](const std::string& id) { return anew.contains(id); }));
}

// Another one reads JSON too, which nobody can begin or end meanwhile.
TEST_F(Agencies, LoseWhatTheyReadInJsonWhileTheBridgeIsAwayAndTheNextCommandEndsIt) {
  options_.json = true;
  EXPECT_THAT(Add(), HasSubstr(Cat(kJson, ": begins\n")));
  cli::AgencyOptions other = options_;
  other.name = "kantor";
  other.publishers = {"needs", "budgeting"};
  Said(cli::RunAgencyAdd(operator_, other));
  const cli::Environment away = EnvironmentWith({{"BRIDGE_ADDRESS", "127.0.0.1:1"}});
  EXPECT_THAT(
      Said(cli::RunAgencyRemove(away, options_)),
      AllOf(
          HasSubstr(Cat("agency-dinas: may no longer READ ", kJson, "\n")),
          HasSubstr("bridge does not answer; the next command ends"),
          Not(HasSubstr("agency-kantor"))));
  EXPECT_THAT(
      Said(cli::RunAgencyList(away)),
      AllOf(
          ContainsRegex("kantor +budgeting needs +JSON"),
          HasSubstr(Cat(kOther, ".json: bridge does not answer\n"))));
  // Who reads protobuf begins; who is to read JSON keeps what he has, and of that what he may.
  options_.json = false;
  EXPECT_THAT(
      Said(cli::RunAgencyAdd(away, options_)),
      HasSubstr(Cat("agency-dinas: may READ ", kGranted, "\n")));
  options_.json = true;
  EXPECT_THAT(cli::RunAgencyAdd(away, options_), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_GT(ListenTo(Self(), "agency-dinas-6", kGranted, &HasSome).records, 0);
  other.publishers = {"needs"};
  EXPECT_THAT(cli::RunAgencyAdd(away, other), HasCode(absl::StatusCode::kUnavailable));
  options_.json = false;
  EXPECT_THAT(
      Add(), AllOf(
                 HasSubstr(Cat(kJson, ": ends\n")), HasSubstr("binadaya.budgeting.v1.json: ends\n"),
                 Not(HasSubstr("may no longer"))));
  EXPECT_THAT(
      Said(cli::RunAgencyRemove(operator_, other)), HasSubstr(Cat(kOther, ".json: ends\n")));
}

TEST_F(Agencies, GoOnReadingJsonThoughTheOnlyOtherWhoDoesIsRemovedAtTheSameMoment) {
  cli::AgencyOptions other = options_;
  other.name = "kantor";
  other.json = true;
  Said(cli::RunAgencyAdd(operator_, other));
  // As the other command does: grants, and sets what it relies on.
  pg::Connection sql(cluster().conninfo("bridge"));
  sql.Execute("BEGIN; UPDATE translation SET version = version + 1");
  std::future<std::string> removal = Begun(&cli::RunAgencyRemove, other);
  EXPECT_TRUE(Eventually([&] { return test::Waiting(sql) == 1; }));
  reporting::v1::GrantAgencyRequest grant;
  grant.set_request_id(NewId(absl::Now()));
  grant.mutable_agency()->set_name(options_.name);
  grant.mutable_agency()->add_publishers("registry");
  grant.mutable_agency()->set_bytes_per_second(options_.bytes_per_second);
  grant.mutable_agency()->set_json(true);
  EXPECT_THAT(
      cluster().reporting().GrantAgency(
          cluster().As("operator", {{v1::ADMINISTRATOR, "/"}}), grant),
      IsOk());
  sql.Execute("COMMIT");
  EXPECT_THAT(
      removal.get(),
      AllOf(HasSubstr(Cat("agency-dinas: may READ ", kJson, "\n")), Not(HasSubstr("ends"))));
  EXPECT_THAT(Said(cli::RunAgencyList(operator_)), HasSubstr(Cat(kJson, ": since 20")));
}

TEST_F(Agencies, HearThePastInTheirLaneOnly) {
  Add();
  const std::set<std::string> told = Told(), of_needs = IdsOn("replay.needs");
  options_.publishers.clear();
  options_.from = "2020-01-01";
  Said(cli::RunAgencyReplay(operator_, options_));
  // A lane that has just been made may have no leader yet: it is set aside for a while then.
  EXPECT_TRUE(Eventually(
      [&] {
        const auto lane = Dump(cluster().Brokers(), kLane);
        return lane.ok() && std::ranges::includes(IdsOf(*lane), told);
      },
      absl::Minutes(1)));
  EXPECT_EQ(IdsOn("replay.needs"), of_needs);
  EXPECT_GT(ListenTo(Self(), "agency-dinas-4", kLane, &HasSome).records, 0);
  options_.from = "2999-01-01";
  EXPECT_THAT(Said(cli::RunAgencyReplay(operator_, options_)), StartsWith("registry: 0 events"));
  options_.publishers = {"needs"};  // which it may not read
  EXPECT_THAT(cli::RunAgencyReplay(operator_, options_), RefusedBy("TOPIC-01"));
}

TEST_F(Agencies, LoseWhatLiesInTheirLaneWithWhatTheyMayRead) {
  options_.publishers = {"needs", "registry"};
  Add();
  options_.from = "2020-01-01";
  Said(cli::RunAgencyReplay(operator_, options_));
  EXPECT_TRUE(
      Eventually([&] { return !UnderWay("registry") && !UnderWay("needs"); }, absl::Minutes(1)));
  EXPECT_THAT(IdsOn(kLane), Not(IsEmpty()));
  EXPECT_THAT(Add(), Not(HasSubstr("emptied")));
  options_.publishers = {"registry"};
  EXPECT_THAT(
      Add(), AllOf(
                 HasSubstr("needs: may no longer WRITE replay.agency-dinas\n"),
                 HasSubstr("replay.agency-dinas: emptied\n")));
  EXPECT_THAT(IdsOn(kLane), IsEmpty());
  // Somebody else of that name has not what this one was told.
  Said(cli::RunAgencyReplay(operator_, options_));
  EXPECT_TRUE(Eventually([&] { return !UnderWay("registry"); }, absl::Minutes(1)));
  EXPECT_THAT(IdsOn(kLane), Not(IsEmpty()));
  Said(cli::RunAgencyRemove(operator_, options_));
  EXPECT_THAT(IdsOn(kLane), IsEmpty());
}

TEST_F(Agencies, AreToldNoMoreOfThePastOnceTheyAreRemoved) {
  Add();
  Said(cli::RunAgencyRemove(operator_, options_));
  // As if the broker had been away ever since it was asked for.
  Ask("registry");
  const std::string failing = Cat("binadaya_outbox_topic_failing{topic=\"", kLane, "\"}");
  EXPECT_TRUE(Eventually([&] { return cluster().Metric("registry", failing) == 1; }));
  EXPECT_TRUE(UnderWay("registry")) << "it was given up at the first refusal";
  EXPECT_TRUE(Eventually([&] { return !UnderWay("registry"); }, absl::Minutes(2)));
}

TEST_F(Agencies, AreNotToldWhatSomebodyOfTheirNameAskedFor) {
  Add();
  Ask("registry");  // there is no lane yet: it waits
  EXPECT_THAT(
      Said(cli::RunAgencyRemove(operator_, options_)), HasSubstr("registry: replay ends\n"));
  EXPECT_FALSE(UnderWay("registry"));
}

}  // namespace
}  // namespace binadaya::test
