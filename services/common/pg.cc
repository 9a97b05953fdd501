#include "services/common/pg.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/common/domain/text.h"
#include "services/common/tls.h"

namespace binadaya::pg {
namespace {

// Between statements, and while it does not take what the server sends.
constexpr char kLeader[] = " -c idle_session_timeout=10s -c tcp_user_timeout=10s";

// The shortest text that reads back as the same number.
std::string Exact(double number) {
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof(buffer), number).ptr};
}

std::string TimeText(absl::Time instant) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%E6S+00", instant, absl::UTCTimeZone());
}

constexpr std::uint32_t kByteaType = 17;

void AppendInt(std::string& binary, std::uint32_t number) {
  for (const int shift : {24, 16, 8, 0}) binary += static_cast<char>(number >> shift);
}

constexpr absl::Duration kConnect = absl::Seconds(5);
constexpr absl::Duration kRollback = absl::Milliseconds(250);

std::chrono::steady_clock::time_point After(absl::Duration time) {
  return std::chrono::steady_clock::now() +
         absl::ToChronoNanoseconds(std::min(time, absl::Hours(24 * 365)));
}

// Waits until libpq can go on with the socket; false at the limit.
bool Ready(PGconn* connection, int events, std::chrono::steady_clock::time_point limit) {
  pollfd socket{
      .fd = PQsocket(connection),
      .events = static_cast<decltype(pollfd::events)>(events),
      .revents = 0};
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(limit - std::chrono::steady_clock::now());
    const int found =
        poll(&socket, 1, static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1'000'000)));
    if (found > 0) return true;
    if (found == 0 && left.count() <= 1'000'000) return false;
    if (found < 0 && errno != EINTR) return true;  // libpq finds out what is wrong
  }
}

// The SQLSTATE at the end of what libpq says of a connection that the server refused
// ("…: FATAL:  28P01"); empty when it was not the server.
std::string RefusalIn(std::string_view message) {
  const std::size_t end = message.rfind(":  ");
  return end != std::string_view::npos && message.size() == end + 8
             ? std::string(message.substr(end + 3))
             : "";
}

Error ErrorOf(const PGresult* result) {
  const auto field = [result](int code) -> std::string {
    const char* text = PQresultErrorField(result, code);
    return text == nullptr ? "" : text;
  };
  const std::string state = field(PG_DIAG_SQLSTATE);
  const std::string constraint = field(PG_DIAG_CONSTRAINT_NAME);
  const std::string table = field(PG_DIAG_TABLE_NAME);
  std::string message = Cat("SQLSTATE ", state);
  if (!constraint.empty()) absl::StrAppend(&message, ", constraint ", constraint);
  if (!table.empty()) absl::StrAppend(&message, ", table ", table);
  // Of a statement that is itself wrong PostgreSQL quotes the statement, which is ours, as are the
  // words of our own functions. Of all others it may quote values.
  if (state.starts_with("42") || state.starts_with("BD"))
    absl::StrAppend(&message, ": ", field(PG_DIAG_MESSAGE_PRIMARY));
  // 25006: a primary that became read-only is no longer the one to talk to.
  const bool lost = state.empty() || state.starts_with("08") || state == "25006" ||
                    field(PG_DIAG_SEVERITY_NONLOCALIZED) == "FATAL" ||
                    field(PG_DIAG_SEVERITY_NONLOCALIZED) == "PANIC";
  // The bounds of the default partition, which have no name: the month of a row on its way there
  // got a partition of its own. To a transaction that runs again it is a serialization failure.
  const bool moved = state == "23514" && constraint.empty();
  return {
      lost ? Error::Kind::kLost : Error::Kind::kStatement, message, moved ? "40001" : state,
      constraint, table};
}

}  // namespace

void Array::Add(std::string_view text) {
  Separate();
  text_ += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') text_ += '\\';
    text_ += c;
  }
  text_ += '"';
}

void Array::Add(double number) {
  Separate();
  text_ += Exact(number);
}

void Array::Add(absl::Time instant) { Add(std::string_view(TimeText(instant))); }

void ByteArray::Add(std::string_view bytes) {
  ++size_;
  AppendInt(binary_, static_cast<std::uint32_t>(bytes.size()));
  binary_ += bytes;
}

Param::Param(ByteArray&& array) : text_(std::move(array.binary_)), binary_(true) {
  std::string header;
  // Dimensions, whether any is null, the type; length and lower bound of the dimension.
  for (const std::uint32_t number : {1U, 0U, kByteaType, array.size_, 1U})
    AppendInt(header, number);
  text_.replace(0, header.size(), header);
}

Param::Param(double number) : text_(Exact(number)) {}

Param::Param(absl::CivilDay day) : text_(absl::FormatCivilTime(day)) {}

Param::Param(absl::Time instant) : text_(TimeText(instant)) {}

std::int64_t Result::affected() const {
  std::int64_t count = 0;
  (void)absl::SimpleAtoi(PQcmdTuples(result_.get()), &count);
  return count;
}

std::int64_t Result::Int(int row, int column) const {
  std::int64_t number = 0;
  const std::string_view text = Text(row, column);
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

double Result::Double(int row, int column) const {
  double number = 0;
  const std::string_view text = Text(row, column);
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string Result::Bytes(int row, int column) const {
  const std::string_view text = Text(row, column);
  return absl::HexStringToBytes(
      text.substr(0, 2) == "\\x" ? absl::string_view(text.data() + 2, text.size() - 2)
                                 : absl::string_view());
}

absl::CivilDay Result::Day(int row, int column) const {
  absl::CivilDay day;
  (void)absl::ParseCivilTime(Absl(Text(row, column)), &day);
  return day;
}

std::vector<std::string> Result::Strings(int row, int column) const {
  std::vector<std::string> items;
  const std::string_view text = Text(row, column);
  std::string item;
  bool quoted = false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      item += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == ',' || c == '}')) {
      if (c == ',' || text.size() > 2) items.push_back(std::exchange(item, {}));
    } else {
      item += c;
    }
  }
  return items;
}

std::vector<double> Result::Doubles(int row, int column) const {
  std::vector<double> numbers;
  for (const std::string& text : Strings(row, column))
    numbers.push_back(std::strtod(text.c_str(), nullptr));
  return numbers;
}

Connection::Connection(const std::string& conninfo, absl::Duration patience, Session session)
    : patience_(patience), connection_(nullptr, &PQfinish) {
  const Instant limit = After(std::min(patience, kConnect));
  connection_.reset(PQconnectStart(
      Cat(conninfo,
          " keepalives_idle=5 keepalives_interval=3 keepalives_count=3 tcp_user_timeout=10000"
          " client_encoding=UTF8 options='-c timezone=UTC -c lock_timeout=2s"
          " -c idle_in_transaction_session_timeout=10s",
          session == Session::kLeader ? kLeader : "", "'")
          .c_str()));
  // The server's refusal is its SQLSTATE, in no language.
  PQsetErrorVerbosity(connection_.get(), PQERRORS_SQLSTATE);
  PostgresPollingStatusType next = PGRES_POLLING_WRITING;
  while (PQstatus(connection_.get()) != CONNECTION_BAD && next != PGRES_POLLING_OK) {
    if (!Ready(connection_.get(), next == PGRES_POLLING_READING ? POLLIN : POLLOUT, limit))
      throw Error(
          patience < kConnect ? Error::Kind::kLate : Error::Kind::kLost,
          "the server did not let us in in time");
    next = PQconnectPoll(connection_.get());
  }
  // No statement was run, so libpq's words are about address, role and database.
  if (lost()) {
    const std::string why(absl::StripAsciiWhitespace(PQerrorMessage(connection_.get())));
    throw Error(Error::Kind::kLost, why, RefusalIn(why), {}, {});
  }
  PQsetnonblocking(connection_.get(), 1);
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
}

std::optional<absl::Time> Connection::CertificateEnds() const {
  const void* encrypted = PQsslStruct(connection_.get(), "OpenSSL");
  if (encrypted == nullptr) return std::nullopt;
  return tls::EndOfPeer(encrypted);
}

void Connection::Until(absl::Time deadline) { deadline_ = After(deadline - absl::Now()); }

Connection::Instant Connection::Limit() const {
  const Instant limit = deadline_.value_or(After(patience_));
  if (limit <= std::chrono::steady_clock::now())
    throw Error(Error::Kind::kLate, "the deadline has passed");
  return limit;
}

void Connection::Wait(int events, Instant limit) {
  if (Ready(connection_.get(), events, limit)) return;
  connection_.reset();
  throw Error(Error::Kind::kLate, "no answer before the deadline");
}

void Connection::Lost() {
  connection_.reset();
  throw Error(Error::Kind::kLost, "the connection was lost");
}

void Connection::Flush(Instant limit) {
  while (true) {
    const int left = PQflush(connection_.get());
    if (left == 0) return;
    if (left < 0) Lost();
    Wait(POLLIN | POLLOUT, limit);
    Receive();
  }
}

void Connection::Receive() {
  if (PQconsumeInput(connection_.get()) != 1) Lost();
}

bool Connection::Notified() {
  Receive();
  bool notified = false;
  while (PGnotify* notify = PQnotifies(connection_.get())) {
    notified = notified || notify->be_pid != PQbackendPID(connection_.get());
    PQfreemem(notify);
  }
  return notified;
}

PGresult* Connection::Next(Instant limit) {
  while (PQisBusy(connection_.get()) != 0) {
    Wait(POLLIN, limit);
    Receive();
  }
  return PQgetResult(connection_.get());
}

Result Connection::Gather(bool piped, Instant limit) {
  Result last(nullptr);
  std::optional<Error> failed;
  std::size_t at = 0;  // the statement whose results come
  // A statement's results end with a null; those of a pipeline with PGRES_PIPELINE_SYNC.
  while (true) {
    PGresult* result = Next(limit);
    if (result == nullptr) {
      if (lost()) Lost();
      if (!piped) break;
      ++at;
      continue;
    }
    Result owned(result);
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_PIPELINE_SYNC) break;
    if (status == PGRES_PIPELINE_ABORTED) continue;
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
      if (piped && slots_[at] != nullptr) {
        *slots_[at] = std::move(owned);
      } else {
        last = std::move(owned);
      }
      continue;
    }
    if (failed.has_value()) continue;
    failed = ErrorOf(result);
    if (failed->connection_lost()) {
      connection_.reset();
      throw Error(*failed);
    }
  }
  if (failed.has_value()) throw Error(*failed);
  return last;
}

void Connection::Dispatch(const Statement& statement) {
  auto [entry, fresh] = prepared_.try_emplace({statement.sql.text(), statement.one});
  if (fresh) {
    entry->second = Cat("s", ++statements_);
    fresh_.push_back(entry->first);
    const std::string text = statement.one ? Cat("WITH changed AS (", statement.sql.text(),
                                                 " RETURNING 1)"
                                                 " SELECT exactly_one(count(*)) FROM changed")
                                           : statement.sql.text();
    if (PQsendPrepare(connection_.get(), entry->second.c_str(), text.c_str(), 0, nullptr) != 1)
      Lost();
    slots_.push_back(nullptr);
  }
  slots_.push_back(statement.slot);
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
  for (const Param& param : statement.params) {
    values.push_back(param.data());
    lengths.push_back(param.size());
    formats.push_back(param.binary() ? 1 : 0);
  }
  if (PQsendQueryPrepared(
          connection_.get(), entry->second.c_str(), static_cast<int>(values.size()), values.data(),
          lengths.data(), formats.data(), statement.binary ? 1 : 0) != 1) {
    Lost();
  }
}

void Connection::Send() {
  const Instant limit = Limit();
  const std::vector<Statement> statements = std::exchange(waiting_, {});
  EndCopy(limit);
  slots_.clear();
  if (PQenterPipelineMode(connection_.get()) != 1) Lost();
  for (const Statement& statement : statements) Dispatch(statement);
  if (PQpipelineSync(connection_.get()) != 1) Lost();
  Flush(limit);
}

Result Connection::Collect() {
  const std::vector<Key> fresh = std::exchange(fresh_, {});
  try {
    Result last = Gather(true, deadline_.value_or(After(patience_)));
    if (PQexitPipelineMode(connection_.get()) != 1) Lost();
    slots_.clear();
    return last;
  } catch (const Error&) {
    for (const Key& sql : fresh) prepared_.erase(sql);  // which of them were, nobody knows
    if (!lost() && PQexitPipelineMode(connection_.get()) != 1) connection_.reset();
    throw;
  }
}

void Connection::Defer(Sql sql, std::vector<Param> params) {
  waiting_.push_back({.sql = sql, .params = std::move(params)});
}

void Connection::DeferOne(Sql sql, std::vector<Param> params) {
  waiting_.push_back({.sql = sql, .params = std::move(params), .one = true});
}

Connection::Slot Connection::Ask(Sql sql, std::vector<Param> params) {
  auto slot = std::make_shared<std::optional<Result>>();
  waiting_.push_back({.sql = sql, .params = std::move(params), .slot = slot});
  return slot;
}

Result Connection::Query(Sql sql, std::vector<Param> params) {
  Defer(sql, std::move(params));
  return Settle();
}

Result Connection::Settle() {
  if (waiting_.empty()) {
    if (copying_) EndCopy(Limit());
    return Result(nullptr);
  }
  Send();
  return Collect();
}

void Connection::Start(Sql sql, std::vector<Param> params) {
  waiting_.push_back({.sql = sql, .params = std::move(params), .binary = true});
  Send();
}

Result Connection::Run(const char* statements, Instant limit) {
  EndCopy(limit);
  if (PQsendQuery(connection_.get(), statements) != 1) Lost();
  Flush(limit);
  return Gather(false, limit);
}

void Connection::Execute(const char* statements) {
  Settle();
  Run(statements, Limit());
}

void Connection::DropCopy(Instant limit) {
  try {
    EndCopy(limit);
  } catch (const Error&) {  // of what is dropped
    if (lost()) throw;
  }
}

void Connection::DropAll() {
  Discard();
  DropCopy(Limit());
}

void Connection::Rollback() noexcept {
  Discard();
  if (PQtransactionStatus(connection_.get()) == PQTRANS_IDLE) return;
  try {
    const Instant limit = After(kRollback);
    DropCopy(limit);
    Run("ROLLBACK", limit);
  } catch (const Error&) {
    connection_.reset();
  }
}

void Connection::CopyIn(Sql statement, const std::function<bool(std::string&)>& next) {
  Settle();
  if (PQsendQuery(connection_.get(), statement.text()) != 1) Lost();
  Flush(Limit());
  PGresult* started = Next(Limit());
  const Result owned(started);
  if (PQresultStatus(started) != PGRES_COPY_IN) {
    while (PGresult* rest = Next(Limit())) PQclear(rest);
    throw Error(ErrorOf(started));
  }
  std::string buffer;
  bool more = true;
  while (more) {
    buffer.clear();
    more = next(buffer);
    if (!buffer.empty() &&
        PQputCopyData(connection_.get(), buffer.data(), static_cast<int>(buffer.size())) != 1) {
      Lost();
    }
    Flush(Limit());
  }
  if (PQputCopyEnd(connection_.get(), nullptr) != 1) Lost();
  Flush(Limit());
  copying_ = true;
}

void Connection::EndCopy(Instant limit) {
  if (std::exchange(copying_, false)) Gather(false, limit);
}

void Connection::AppendCopy(std::string& buffer, std::string_view value) {
  for (const char c : value) {
    switch (c) {
      case '\\':
        buffer += "\\\\";
        break;
      case '\t':
        buffer += "\\t";
        break;
      case '\n':
        buffer += "\\n";
        break;
      case '\r':
        buffer += "\\r";
        break;
      default:
        buffer += c;
    }
  }
}

}  // namespace binadaya::pg
