#include "tests/support/ask.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "services/common/domain/text.h"
#include "services/common/kafka.h"
#include "tests/support/tcp_gate.h"

namespace binadaya::test {
namespace {

// A connection to a port of this machine; nothing when nobody listens.
std::optional<int> Dial(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{.tv_sec = 1, .tv_usec = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) return socket;
  ::close(socket);
  return std::nullopt;
}

}  // namespace

std::string Ask(int port, std::string_view words, std::string_view enough) {
  const std::optional<int> socket = Dial(port);
  if (!socket.has_value()) return "";
  std::string answer;
  if (::send(*socket, words.data(), words.size(), MSG_NOSIGNAL) > 0) {
    char buffer[16384];
    for (ssize_t got = 0; (got = ::recv(*socket, buffer, sizeof(buffer), 0)) > 0;) {
      answer.append(buffer, static_cast<std::size_t>(got));
      if (!enough.empty() && answer.find(enough) != std::string::npos) break;
    }
  }
  ::close(*socket);
  return answer;
}

std::string MetricsPage(int port) { return Ask(port, "GET /metrics HTTP/1.0\r\n\r\n"); }

double MetricAt(int port, const std::string& name) {
  double sum = -1;
  const std::string page = MetricsPage(port);
  for (const absl::string_view line : absl::StrSplit(page, '\n')) {
    if (!absl::StartsWith(line, name) || line.size() == name.size()) continue;
    const char after = line[name.size()];
    double value = 0;
    if ((after == ' ' || after == '{') &&
        absl::SimpleAtod(line.substr(line.rfind(' ') + 1), &value)) {
      sum = std::max(sum, 0.0) + value;
    }
  }
  return sum;
}

bool BrokerAnswers(const kafka::Brokers& brokers) {
  const std::optional<int> socket = Dial(PortOf(brokers.address));
  if (!socket.has_value()) return false;  // known at once, without a client that would try again
  ::close(*socket);
  const absl::StatusOr<kafka::Client> client =
      kafka::Make(RD_KAFKA_PRODUCER, kafka::ClientConf(brokers));
  if (!client.ok()) return false;
  const rd_kafka_metadata_t* metadata = nullptr;
  if (rd_kafka_metadata(client->get(), 1, nullptr, &metadata, 3000) != RD_KAFKA_RESP_ERR_NO_ERROR)
    return false;
  // A broker that has just come back knows its topics before it leads their partitions.
  bool led = metadata->topic_cnt > 0;
  for (int t = 0; t < metadata->topic_cnt; ++t) {
    for (int p = 0; p < metadata->topics[t].partition_cnt; ++p)
      led = led && metadata->topics[t].partitions[p].leader >= 0;
  }
  rd_kafka_metadata_destroy(metadata);
  return led;
}

}  // namespace binadaya::test
