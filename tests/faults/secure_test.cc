// Every hop of the stack: who is refused, service by service, and that all certificates can be
// renewed under load.
#include <algorithm>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "services/common/domain/text.h"
#include "services/common/kafka_access.h"
#include "tests/faults/trial.h"
#include "tests/support/ask.h"
#include "tests/support/broker.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::IsEmpty;

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
  static bool Opens(const std::string& conninfo) {
    try {
      return pg::Connection(conninfo).Query("SELECT 1", {}).rows() == 1;
    } catch (const pg::Error&) {
      return false;
    }
  }
  std::string OfRedis(const std::string& service, const std::string& command) {
    std::string password;
    std::getline(std::ifstream(cluster().Of(service).at("REDIS_PASSWORD_FILE")), password);
    const std::string answer =
        Ask(PortOf(cluster()["REDIS"]),
            Cat("AUTH ", service, " ", password, "\r\n", command, "\r\nQUIT\r\n"));
    EXPECT_TRUE(absl::StartsWith(answer, "+OK")) << service << ": " << answer;
    return answer;
  }
};

// The outcome of one record for each topic.
std::map<std::string, rd_kafka_resp_err_t> Write(
    const kafka::Brokers& brokers, const std::vector<std::string>& topics) {
  std::map<std::string, rd_kafka_resp_err_t> outcomes;
  for (const std::string& topic : topics) outcomes[topic] = RD_KAFKA_RESP_ERR__IN_PROGRESS;
  kafka::Conf conf = kafka::ClientConf(brokers);
  conf.emplace_back("message.timeout.ms", "10000");
  const auto client = kafka::Make(RD_KAFKA_PRODUCER, conf, [](rd_kafka_conf_t* made) {
    rd_kafka_conf_set_dr_msg_cb(made, [](rd_kafka_t*, const rd_kafka_message_t* message, void*) {
      *static_cast<rd_kafka_resp_err_t*>(message->_private) = message->err;
    });
  });
  EXPECT_TRUE(client.ok()) << client.status();
  for (auto& [topic, outcome] : outcomes) {
    const rd_kafka_resp_err_t error = rd_kafka_producev(
        client->get(), RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_VALUE(nullptr, 0),
        RD_KAFKA_V_OPAQUE(&outcome), RD_KAFKA_V_END);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) outcome = error;
  }
  rd_kafka_flush(client->get(), 20'000);
  return outcomes;
}

// What a reader of these topics is told of each, once he was told of all.
std::map<std::string, rd_kafka_resp_err_t> Read(
    const kafka::Brokers& brokers, const std::vector<std::string>& topics) {
  std::map<std::string, rd_kafka_resp_err_t> outcomes;
  kafka::Conf conf = kafka::ClientConf(brokers);
  conf.emplace_back("group.id", "nobody");
  conf.emplace_back("enable.partition.eof", "true");
  const auto client = kafka::Make(RD_KAFKA_CONSUMER, conf);
  EXPECT_TRUE(client.ok()) << client.status();
  rd_kafka_poll_set_consumer(client->get());
  const kafka::Partitions list(rd_kafka_topic_partition_list_new(8));
  for (const std::string& topic : topics)
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), 0)->offset = 0;
  rd_kafka_assign(client->get(), list.get());
  (void)Eventually([&] {
    const kafka::Message message(rd_kafka_consumer_poll(client->get(), 100));
    if (message != nullptr && message->rkt != nullptr)
      outcomes.emplace(rd_kafka_topic_name(message->rkt), message->err);
    return outcomes.size() == topics.size();
  });
  return outcomes;
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
  for (const std::string service : kServices) {
    for (const char* variable : {"DATABASE", "DATABASE_OWNER"}) {
      const std::string& own = cluster().Of(service).at(variable);
      for (const std::string database : kServices) {
        const std::string conninfo =
            absl::StrReplaceAll(own, {{Cat("dbname=", service), Cat("dbname=", database)}});
        EXPECT_EQ(Opens(conninfo), database == service) << variable << " of " << service;
      }
      EXPECT_FALSE(Opens(absl::StrReplaceAll(own, {{"verify-full", "disable"}}))) << "plain text";
    }
  }
}

TEST_F(Secure, AServiceReadsAndWritesTheTopicsThatTheGraphNamesOnly) {
  const auto topics = TopicsOf("", {std::begin(kServices), std::end(kServices)});
  ASSERT_TRUE(topics.ok()) << topics.status();
  for (const std::string service : kServices) {
    std::vector<std::string> not_written, write_only, hidden, read;
    for (const kafka::Topic& topic : *topics) {
      const bool writes = topic.writers.contains(service);
      if (!writes) not_written.push_back(topic.name);
      (topic.readers.contains(service) ? read : writes ? write_only : hidden).push_back(topic.name);
    }
    ASSERT_FALSE(not_written.empty() || write_only.empty() || hidden.empty());
    const kafka::Brokers as = cluster().Brokers(service);
    for (const auto& [topic, outcome] : Write(as, not_written))
      EXPECT_EQ(outcome, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED) << service << " " << topic;
    const auto refused = Read(as, write_only);
    EXPECT_EQ(refused.size(), write_only.size()) << service;
    for (const auto& [topic, outcome] : refused)
      EXPECT_EQ(outcome, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED) << service << " " << topic;
    for (const auto& [topic, outcome] : Read(as, read))
      EXPECT_NE(outcome, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED) << service << " " << topic;
    // Who may nothing with a topic is not told where its partitions are.
    for (const std::string& topic : hidden)
      EXPECT_THAT(kafka::RequireTopic(as, topic), RefusedBy("TOPIC-01")) << service << topic;
  }
  const kafka::Client plain =
      *kafka::Make(RD_KAFKA_PRODUCER, {{"bootstrap.servers", cluster()["KAFKA"]}});
  EXPECT_FALSE(kafka::ExistingTopics(plain.get(), 3'000).ok());
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
    for (const std::string owner : kServices) {
      const std::string get = OfRedis(service, Cat("GET binadaya:", owner, ":matrix:1"));
      const std::string set = OfRedis(service, Cat("SET binadaya:", owner, ":matrix:1 x PX 1"));
      EXPECT_EQ(absl::StrContains(get, "NOPERM"), owner != service) << service << ": " << get;
      EXPECT_EQ(absl::StrContains(set, "NOPERM"), owner != service) << service << ": " << set;
    }
    for (const char* command : {"FLUSHALL", "KEYS *", "CONFIG GET *", "ACL LIST", "GET other"})
      EXPECT_TRUE(absl::StrContains(OfRedis(service, command), "NOPERM")) << service << command;
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
