// librdkafka cannot ask for quotas, so these two requests of Kafka's protocol are written by hand:
// DescribeClientQuotas (48) and AlterClientQuotas (49), version 0 of each, by whatever broker of
// the list answers (docs/adr/0052).
#include "services/common/kafka_quotas.h"

#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <bit>
#include <concepts>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_split.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::kafka {
namespace {

constexpr int kPatienceSeconds = 20;
constexpr std::size_t kLargest = 16UL * 1024 * 1024;
constexpr std::int16_t kDescribe = 48, kAlter = 49;
constexpr std::int8_t kAnyName = 2;
constexpr std::string_view kUserEntity = "user", kRate = "consumer_byte_rate";

// A request's body: numbers with the highest byte first, texts after their length.
class Body {
 public:
  template <std::integral T>
  Body& Put(T number) {
    for (int shift = 8 * (static_cast<int>(sizeof(T)) - 1); shift >= 0; shift -= 8)
      bytes_ += static_cast<char>((static_cast<std::uint64_t>(number) >> shift) & 0xff);
    return *this;
  }
  Body& Put(double number) { return Put(std::bit_cast<std::int64_t>(number)); }
  Body& Put(std::string_view text) {
    Put(static_cast<std::int16_t>(text.size()));
    bytes_ += text;
    return *this;
  }
  Body& Null() { return Put(std::int16_t{-1}); }
  Body& Raw(std::string_view bytes) {
    bytes_ += bytes;
    return *this;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// An answer's. What is read beyond its end is 0 or empty, and it is whole no more.
class Reply {
 public:
  explicit Reply(std::string bytes) : bytes_(std::move(bytes)) {}

  template <std::integral T>
  T Number() {
    std::uint64_t number = 0;
    for (const char byte : Take(sizeof(T))) number = number << 8 | static_cast<unsigned char>(byte);
    return static_cast<T>(number);
  }
  double Fraction() { return std::bit_cast<double>(Number<std::int64_t>()); }
  std::string Text() {
    const auto size = Number<std::int16_t>();
    return size < 0 ? "" : std::string(Take(static_cast<std::size_t>(size)));
  }
  // How many follow, none while nothing is left to read.
  std::int32_t Count() {
    const auto count = Number<std::int32_t>();
    return whole_ ? count : 0;
  }
  bool whole() const { return whole_; }

 private:
  std::string_view Take(std::size_t size) {
    whole_ = whole_ && size <= bytes_.size() - at_;
    if (!whole_) return {};
    return std::string_view(bytes_).substr(std::exchange(at_, at_ + size), size);
  }

  std::string bytes_;
  std::size_t at_ = 0;
  bool whole_ = true;
};

struct Free {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using Connection = std::unique_ptr<BIO, Free>;

absl::Status Gone(std::string_view address) {
  return absl::UnavailableError(Cat("quotas: ", address, " did not answer"));
}

absl::StatusOr<Connection> Connect(const std::string& address, const tls::Files& files) {
  if (!files.on()) {
    Connection plain(BIO_new_connect(address.c_str()));
    if (plain == nullptr || BIO_do_connect(plain.get()) != 1) return Gone(address);
    return plain;
  }
  const std::unique_ptr<SSL_CTX, Free> context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.identity.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context.get(), files.identity.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_load_verify_locations(context.get(), files.ca.c_str(), nullptr) != 1)
    return absl::FailedPreconditionError(Cat("quotas: ", files.identity, " cannot be used"));
  Connection secure(BIO_new_ssl_connect(context.get()));
  SSL* ssl = nullptr;
  BIO_get_ssl(secure.get(), &ssl);
  const std::string host = address.substr(0, address.rfind(':'));
  X509_VERIFY_PARAM* wanted = SSL_get0_param(ssl);
  if (X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) != 1)
    X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size());
  BIO_set_conn_hostname(secure.get(), address.c_str());
  if (BIO_do_connect(secure.get()) != 1) return Gone(address);
  return secure;
}

bool ReadAll(BIO* from, std::string& bytes) {
  for (std::size_t have = 0; have < bytes.size();) {
    const int got = BIO_read(from, &bytes[have], static_cast<int>(bytes.size() - have));
    if (got <= 0) return false;
    have += static_cast<std::size_t>(got);
  }
  return true;
}

absl::StatusOr<Reply> AskOne(
    const std::string& address, const tls::Files& files, std::int16_t kind, const Body& body) {
  ASSIGN_OR_RETURN(const Connection connection, Connect(address, files));
  int descriptor = -1;
  BIO_get_fd(connection.get(), &descriptor);
  const timeval patience{.tv_sec = kPatienceSeconds, .tv_usec = 0};
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  Body request;  // kind, its version, number of the request, name of the client
  request.Put(kind)
      .Put(std::int16_t{0})
      .Put(std::int32_t{1})
      .Put(std::string_view("binadaya"))
      .Raw(body.bytes());
  Body framed;
  framed.Put(static_cast<std::int32_t>(request.bytes().size())).Raw(request.bytes());
  const int size = static_cast<int>(framed.bytes().size());
  if (BIO_write(connection.get(), framed.bytes().data(), size) != size) return Gone(address);
  std::string head(4, '\0');
  if (!ReadAll(connection.get(), head)) return Gone(address);
  std::string answer(Reply(head).Number<std::uint32_t>(), '\0');
  if (answer.size() > kLargest || !ReadAll(connection.get(), answer)) return Gone(address);
  Reply read(std::move(answer));
  read.Number<std::int32_t>();  // of the request
  read.Number<std::int32_t>();  // milliseconds that it was made to wait
  return read;
}

absl::StatusOr<Reply> Ask(const Brokers& brokers, std::int16_t kind, const Body& body) {
  absl::StatusOr<Reply> answer = absl::UnavailableError("quotas: no broker is named");
  for (const std::string& address :
       std::vector<std::string>(absl::StrSplit(brokers.address, ',', absl::SkipEmpty()))) {
    answer = AskOne(address, brokers.tls, kind, body);
    if (!absl::IsUnavailable(answer.status())) break;
  }
  return answer;
}

absl::Status Refusal(std::int16_t code, std::string_view message) {
  if (code == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      Cat("quotas: ", rd_kafka_err2str(static_cast<rd_kafka_resp_err_t>(code)), " ", message));
}

// Of an entity: whose it is, when it is one user's and nothing else's.
std::optional<std::string> UserOf(Reply& answer) {
  std::optional<std::string> user;
  const std::int32_t parts = answer.Count();
  for (std::int32_t i = 0; i < parts && answer.whole(); ++i) {
    const std::string type = answer.Text();
    const std::string name = answer.Text();
    if (parts == 1 && type == kUserEntity) user = name;
  }
  return user;
}

}  // namespace

absl::StatusOr<Rates> ReadRates(const Brokers& brokers, std::string_view prefix) {
  Body body;  // of every user that has one
  body.Put(std::int32_t{1}).Put(kUserEntity).Put(kAnyName).Null().Put(std::int8_t{1});
  ASSIGN_OR_RETURN(Reply answer, Ask(brokers, kDescribe, body));
  const auto code = answer.Number<std::int16_t>();
  const std::string message = answer.Text();
  RETURN_IF_ERROR(Refusal(code, message));
  Rates rates;
  const std::int32_t entries = answer.Count();
  for (std::int32_t i = 0; i < entries && answer.whole(); ++i) {
    const std::optional<std::string> user = UserOf(answer);
    const std::int32_t values = answer.Count();
    for (std::int32_t k = 0; k < values && answer.whole(); ++k) {
      const std::string key = answer.Text();
      const double value = answer.Fraction();
      if (key == kRate && user.has_value() && user->starts_with(prefix))
        rates[*user] = static_cast<std::int64_t>(value);
    }
  }
  if (!answer.whole()) return absl::InternalError("quotas: the answer cannot be read");
  return rates;
}

absl::StatusOr<std::vector<std::string>> ApplyRates(
    const Brokers& brokers, const Rates& rates, std::string_view prefix) {
  ASSIGN_OR_RETURN(const Rates found, ReadRates(brokers, prefix));
  std::map<std::string, std::optional<std::int64_t>> changes;
  for (const auto& [principal, rate] : found)
    if (!rates.contains(principal)) changes[principal] = std::nullopt;
  for (const auto& [principal, rate] : rates) {
    const auto now = found.find(principal);
    if (now == found.end() || now->second != rate) changes[principal] = rate;
  }
  std::vector<std::string> report;
  if (changes.empty()) return report;
  Body body;
  body.Put(static_cast<std::int32_t>(changes.size()));
  for (const auto& [principal, rate] : changes) {
    body.Put(std::int32_t{1}).Put(kUserEntity).Put(principal).Put(std::int32_t{1}).Put(kRate);
    body.Put(static_cast<double>(rate.value_or(0)))
        .Put(static_cast<std::int8_t>(rate.has_value() ? 0 : 1));
    report.push_back(
        rate.has_value() ? Cat(principal, ": ", *rate, " B/s") : Cat(principal, ": no limit"));
  }
  body.Put(std::int8_t{0});  // not only to try
  ASSIGN_OR_RETURN(Reply answer, Ask(brokers, kAlter, body));
  const std::int32_t entries = answer.Count();
  for (std::int32_t i = 0; i < entries && answer.whole(); ++i) {
    const auto code = answer.Number<std::int16_t>();
    const std::string message = answer.Text();
    RETURN_IF_ERROR(Refusal(code, message));
    UserOf(answer);
  }
  if (!answer.whole()) return absl::InternalError("quotas: the answer cannot be read");
  return report;
}

}  // namespace binadaya::kafka
