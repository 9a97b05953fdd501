// Every hop of the stack: who is refused, service by service, and that all certificates can be
// renewed under load.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "services/common/domain/text.h"
#include "services/common/kafka_access.h"
#include "tests/faults/trial.h"
#include "tests/support/ask.h"
#include "tests/support/broker.h"
#include "tests/support/certificates.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class Secure : public Trial {
 protected:
  // What a service gets of another by its own certificate and key.
  absl::Status Call(const std::string& service, const std::string& called) {
    rpc::Neighbour at = cluster().Reach(called);
    at.tls = cluster().Brokers(service).tls;
    const auto signer = Signer::Load(cluster().Of(service).at("SIGNING_KEY"));
    const binadaya::Call known = cluster().As("operator", {});
    const std::vector<Grant> grants = {{v1::SERVICE, "/"}};
    return operations::OperationsClient(at)
        .ListParked(
            {"test",
             Identity{
                 .subject = service,
                 .token_id = {},
                 .grants = grants,
                 .proof = ProofBy(*signer, service, grants)},
             known.deadline(), known.now(), known.today()},
            {})
        .status();
  }
  // Whether PostgreSQL lets a conninfo in.
  static bool Opens(const std::string& conninfo) { return WhyNot(conninfo).empty(); }
  static std::string WhyNot(const std::string& conninfo) {
    try {
      pg::Connection(conninfo).Query("SELECT 1", {});
      return "";
    } catch (const pg::Error& error) {
      return error.what();
    }
  }
  // What Redis answers a service to each of these commands, a line each.
  std::vector<std::string> OfRedis(
      const std::string& service, const std::vector<std::string>& commands) {
    std::string password;
    std::getline(std::ifstream(cluster().Of(service).at("REDIS_PASSWORD_FILE")), password);
    std::vector<std::string> lines = absl::StrSplit(
        Ask(PortOf(cluster()["REDIS"]), Cat("AUTH ", service, " ", password, "\r\n",
                                            absl::StrJoin(commands, "\r\n"), "\r\nQUIT\r\n")),
        "\r\n");
    EXPECT_EQ(lines.size(), commands.size() + 3) << "AUTH, the commands, QUIT, and the end";
    EXPECT_EQ(lines.front(), "+OK") << service;
    lines.resize(commands.size() + 1);
    lines.erase(lines.begin());
    return lines;
  }
};

// What a program is told of each topic.
using Outcomes = std::map<std::string, rd_kafka_resp_err_t>;

// A client that writes the outcome of each record where its opaque points to.
kafka::Client Writer(const kafka::Brokers& brokers) {
  kafka::Conf conf = kafka::ClientConf(brokers);
  conf.emplace_back("message.timeout.ms", "10000");
  absl::StatusOr<kafka::Client> client =
      kafka::Make(RD_KAFKA_PRODUCER, conf, [](rd_kafka_conf_t* made) {
        rd_kafka_conf_set_dr_msg_cb(
            made, [](rd_kafka_t*, const rd_kafka_message_t* message, void*) {
              *static_cast<rd_kafka_resp_err_t*>(message->_private) = message->err;
            });
      });
  EXPECT_TRUE(client.ok()) << client.status();
  return *std::move(client);
}

// The outcome of one record for each topic.
Outcomes Write(rd_kafka_t* client, const std::vector<std::string>& topics) {
  Outcomes outcomes;
  for (const std::string& topic : topics) outcomes[topic] = RD_KAFKA_RESP_ERR__IN_PROGRESS;
  for (auto& [topic, outcome] : outcomes) {
    const rd_kafka_resp_err_t error = rd_kafka_producev(
        client, RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_VALUE(nullptr, 0),
        RD_KAFKA_V_OPAQUE(&outcome), RD_KAFKA_V_END);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) outcome = error;
  }
  rd_kafka_flush(client, 20'000);
  return outcomes;
}

// What a reader of these topics is told of each, once he was told of all. He begins at their ends:
// what earlier faults told would keep him busy for as long as they took.
Outcomes Read(const kafka::Brokers& brokers, const std::vector<std::string>& topics) {
  Outcomes outcomes;
  kafka::Conf conf = kafka::ClientConf(brokers);
  conf.emplace_back("group.id", "nobody");
  conf.emplace_back("enable.partition.eof", "true");
  const auto client = kafka::Make(RD_KAFKA_CONSUMER, conf);
  EXPECT_TRUE(client.ok()) << client.status();
  rd_kafka_poll_set_consumer(client->get());
  const kafka::Partitions list(rd_kafka_topic_partition_list_new(8));
  for (const std::string& topic : topics)
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), 0)->offset = RD_KAFKA_OFFSET_END;
  rd_kafka_assign(client->get(), list.get());
  (void)Eventually([&] {
    const kafka::Message message(rd_kafka_consumer_poll(client->get(), 100));
    if (message != nullptr && message->rkt != nullptr)
      outcomes.emplace(rd_kafka_topic_name(message->rkt), message->err);
    return outcomes.size() == topics.size();
  });
  return outcomes;
}

// What a program is answered that asks, in a group, how far the group has come with a topic.
rd_kafka_resp_err_t AskAsGroup(
    const kafka::Brokers& brokers, const std::string& group, const std::string& topic,
    int patience_ms) {
  kafka::Conf conf = kafka::ClientConf(brokers);
  conf.emplace_back("group.id", group);
  const auto client = kafka::Make(RD_KAFKA_CONSUMER, conf);
  EXPECT_TRUE(client.ok()) << client.status();
  const kafka::Partitions list(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), 0);
  return rd_kafka_committed(client->get(), list.get(), patience_ms);
}

TEST_F(Secure, AServiceCallsWhomItsContractNamesAndNobodyElse) {
  std::size_t refused = 0;
  for (const std::string service : kServices) {
    for (const std::string called : kServices) {
      const bool declared = std::ranges::any_of(graph::kCalls, [&](const graph::Call& edge) {
        return edge.service == service && edge.called == called;
      });
      const absl::Status status = Call(service, called);
      if (declared) {  // known, but no administrator
        EXPECT_TRUE(absl::IsPermissionDenied(status)) << service << " " << called << status;
      } else {
        EXPECT_TRUE(absl::IsUnauthenticated(status)) << service << " " << called << status;
        ++refused;
      }
    }
  }
  EXPECT_EQ(refused, std::size(kServices) * std::size(kServices) - std::size(graph::kCalls));
}

TEST_F(Secure, AServiceOpensItsOwnDatabaseOnly) {
  const Certificates strange("needs");
  for (const std::string service : kServices) {
    for (const char* variable : {"DATABASE", "DATABASE_OWNER"}) {
      const std::string& own = cluster().Of(service).at(variable);
      for (const std::string database : kServices) {
        const std::string conninfo =
            absl::StrReplaceAll(own, {{Cat("dbname=", service), Cat("dbname=", database)}});
        EXPECT_EQ(Opens(conninfo), database == service) << variable << " of " << service;
      }
      EXPECT_FALSE(Opens(absl::StrReplaceAll(own, {{"verify-full", "disable"}}))) << "plain text";
      EXPECT_FALSE(Opens(Cat(own, " sslrootcert=", strange.Of("needs").ca))) << "another CA";
      EXPECT_THAT(
          WhyNot(Cat(own, " host=elsewhere.example hostaddr=127.0.0.1")),
          HasSubstr("does not match host name"));
    }
  }
}

TEST_F(Secure, AServiceReadsAndWritesTheTopicsThatTheGraphNamesOnly) {
  const auto topics = TopicsOf("", {std::begin(kServices), std::end(kServices)});
  ASSERT_TRUE(topics.ok()) << topics.status();
  constexpr rd_kafka_resp_err_t kRefused = RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED;
  // Connections cost most of the time, so each service has two, and tries every topic by them.
  for (const std::string service : kServices) {
    std::vector<std::string> not_written, hidden, seen;
    std::set<std::string> read;
    for (const kafka::Topic& topic : *topics) {
      const bool writes = topic.writers.contains(service), reads = topic.readers.contains(service);
      if (!writes) not_written.push_back(topic.name);
      if (reads) read.insert(topic.name);
      (writes || reads ? seen : hidden).push_back(topic.name);
    }
    ASSERT_FALSE(not_written.empty() || hidden.empty() || seen.size() == read.size());
    const kafka::Brokers as = cluster().Brokers(service);
    const kafka::Client writer = Writer(as);
    for (const auto& [topic, outcome] : Write(writer.get(), not_written))
      EXPECT_EQ(outcome, kRefused) << service << " " << topic;
    // Who may nothing with a topic is not told where its partitions are.
    for (const std::string& topic : hidden)
      EXPECT_EQ(kafka::FindTopic(writer.get(), topic), kRefused) << service << " " << topic;
    const Outcomes outcomes = Read(as, seen);
    EXPECT_EQ(outcomes.size(), seen.size()) << service;
    for (const auto& [topic, outcome] : outcomes)
      EXPECT_EQ(outcome != kRefused, read.contains(topic)) << service << " " << topic;
  }
  const kafka::Client plain =
      *kafka::Make(RD_KAFKA_PRODUCER, {{"bootstrap.servers", cluster()["KAFKA"]}});
  EXPECT_FALSE(kafka::ExistingTopics(plain.get(), 3'000).ok());
  // Who trusts another CA does not speak to the broker; whom another CA named, it does not hear.
  const Certificates others("needs");
  const tls::Files ours = cluster().Brokers("needs").tls, strange = others.Of("needs");
  for (const tls::Files& as :
       {tls::Files{.identity = ours.identity, .ca = strange.ca},
        tls::Files{.identity = strange.identity, .ca = ours.ca}}) {
    const kafka::Client by_another =
        *kafka::Make(RD_KAFKA_PRODUCER, kafka::ClientConf({cluster()["KAFKA"], as}));
    EXPECT_FALSE(kafka::ExistingTopics(by_another.get(), 3'000).ok()) << as.identity;
  }
}

TEST_F(Secure, AServiceIsInItsOwnConsumerGroupOnly) {
  const auto topics = TopicsOf("", {std::begin(kServices), std::end(kServices)});
  ASSERT_TRUE(topics.ok()) << topics.status();
  for (const std::string service : kServices) {
    const auto read = std::ranges::find_if(
        *topics, [&](const kafka::Topic& topic) { return topic.readers.contains(service); });
    if (read == topics->end()) continue;
    const kafka::Brokers as = cluster().Brokers(service);
    EXPECT_EQ(AskAsGroup(as, service, read->name, 20'000), RD_KAFKA_RESP_ERR_NO_ERROR) << service;
    const std::string other = service == "needs" ? "reporting" : "needs";
    EXPECT_NE(AskAsGroup(as, other, read->name, 3'000), RD_KAFKA_RESP_ERR_NO_ERROR) << service;
  }
}

TEST_F(Secure, TheBrokerRefusesACertificateThatHasEnded) {
  const tls::Files ours = cluster().Brokers("needs").tls;
  const std::string folder = std::filesystem::path(ours.ca).parent_path().string();
  const auto reaches = [&](int days) {
    const Certificates made("needs", folder, days);
    const kafka::Client client = *kafka::Make(
        RD_KAFKA_PRODUCER,
        kafka::ClientConf(
            {cluster()["KAFKA"], {.identity = made.Of("needs").identity, .ca = ours.ca}}));
    return kafka::ExistingTopics(client.get(), 3'000).ok();
  };
  EXPECT_TRUE(reaches(1));
  EXPECT_FALSE(reaches(0));
}

TEST_F(Secure, AServiceSaysWhenEachCertificateEndsThatItRestsOn) {
  for (const std::string service : kServices) {
    const tls::Files own = cluster().Brokers(service).tls;
    const auto shows = [&](const char* what) {
      return absl::UnixEpoch() +
             absl::Seconds(cluster().Metric(
                 service, Cat("binadaya_certificate_ends_seconds{what=\"", what, "\"}")));
    };
    const auto is = [&](const char* what, absl::Time ends) {
      return Eventually([&] { return absl::AbsDuration(shows(what) - ends) < absl::Minutes(1); });
    };
    EXPECT_TRUE(is("identity", *tls::Check(own, service))) << service;
    EXPECT_TRUE(is("ca", std::ranges::min(tls::CasOf(own.ca), {}, &tls::Ca::ends).ends)) << service;
    // Up to ten minutes old, so of before the last rotation perhaps.
    EXPECT_TRUE(Eventually([&] { return shows("database") > absl::Now(); })) << service;
    EXPECT_LE(shows("database"), absl::Now() + absl::Hours(24 * 90)) << service;
  }
}

TEST_F(Secure, WhoMayWhatIsAppliedOnceAndWhatIsNotDeclaredIsTakenAway) {
  using ::testing::ElementsAre;
  const std::set<std::string> services = {std::begin(kServices), std::end(kServices)};
  auto topics = *TopicsOf("", {std::begin(kServices), std::end(kServices)});
  const auto apply = [&](const std::vector<kafka::Topic>& declared,
                         const std::set<std::string>& principals) {
    const auto changed = kafka::ApplyAccess(cluster().Brokers(), declared, "", principals);
    EXPECT_TRUE(changed.ok()) << changed.status();
    return changed.ok() ? *changed : std::vector<std::string>();
  };
  EXPECT_THAT(apply(topics, services), IsEmpty()) << "deploy/up applied it";
  // Who hears from elsewhere is left alone.
  const std::vector<kafka::Topic> heard_elsewhere = {
      {.name = "binadaya.needs.v1", .partitions = 0, .config = {}, .readers = {"elsewhere"}}};
  EXPECT_THAT(
      apply(heard_elsewhere, {"elsewhere"}),
      ElementsAre(
          "elsewhere: may READ binadaya.needs.v1", "elsewhere: may READ elsewhere (group)"));
  const auto it = std::ranges::find(topics, "binadaya.registry.v1", &kafka::Topic::name);
  it->writers.insert("reporting");
  EXPECT_THAT(apply(topics, services), ElementsAre("reporting: may WRITE binadaya.registry.v1"));
  it->writers.erase("reporting");
  EXPECT_TRUE(Eventually([&] {
    return apply(topics, services) ==
           std::vector<std::string>{"reporting: may no longer WRITE binadaya.registry.v1"};
  }));
  EXPECT_TRUE(Eventually([&] { return apply(topics, services).empty(); }));
  EXPECT_TRUE(Eventually([&] { return apply({}, {"elsewhere"}).size() == 2; }));
}

TEST_F(Secure, AServiceHasItsOwnKeysAndThoseOfAllOnly) {
  for (const std::string service : kServices) {
    std::vector<std::string> own;
    std::vector<std::string> others = {
        "FLUSHALL", "KEYS *", "CONFIG GET *", "ACL LIST", "GET other"};
    for (const std::string owner : kServices) {
      std::vector<std::string>& its = owner == service ? own : others;
      its.push_back(Cat("GET binadaya:", owner, ":matrix:1"));
      its.push_back(Cat("SET binadaya:", owner, ":matrix:1 x PX 1"));
    }
    EXPECT_THAT(OfRedis(service, own), Each(Not(StartsWith("-")))) << service;
    EXPECT_THAT(OfRedis(service, others), Each(StartsWith("-NOPERM"))) << service;
  }
  const std::string stranger =
      Ask(PortOf(cluster()["REDIS"]), "GET binadaya:shared:revoked:1\r\nQUIT\r\n");
  EXPECT_TRUE(absl::StrContains(stranger, "NOPERM")) << stranger;
}

TEST_F(Secure, EveryCertificateIsRenewedUnderLoadByANewCa) {
  Load load = LoadOfAll(target(), {.patient = true});
  load.Start();
  ASSERT_TRUE(load.Answers(100));
  const tls::Files now = cluster().Brokers().tls;
  const std::string before = now.Version();
  const absl::Time begun = absl::Now();
  EXPECT_TRUE(cluster().Rotate());
  const absl::Duration took = absl::Now() - begun;
  EXPECT_NE(now.Version(), before);
  EXPECT_TRUE(load.Answers(100));
  ExpectAllAnswered(load);
  ProveRecovery(load, "all certificates renewed by a new CA", Cat("in ", Seconds(took)));
}

}  // namespace
}  // namespace binadaya::test
