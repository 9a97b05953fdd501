#pragma once

#include <string>
#include <string_view>

#include "services/common/kafka.h"

// What processes of this machine say when they are asked from outside.
namespace binadaya::test {

// Sends `words` to a port and returns the answer until it ends or holds `enough`; "" when nobody
// listens.
std::string Ask(int port, std::string_view words, std::string_view enough = {});
// The page that a service shows to Prometheus.
std::string MetricsPage(int port);
// The value of a metric on that page, summed over its labels; -1 when it is not there.
double MetricAt(int port, const std::string& name);
// Whether a broker leads all partitions of its topics.
bool BrokerAnswers(const kafka::Brokers& brokers);

}  // namespace binadaya::test
