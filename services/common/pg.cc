#include "services/common/pg.h"

#include <charconv>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "services/common/domain/text.h"

namespace binadaya::pg {
namespace {

// The shortest text that reads back as the same number.
std::string Exact(double number) {
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof(buffer), number).ptr};
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

void Array::Add(Bytes bytes) {
  Separate();
  absl::StrAppend(
      &text_, "\"\\\\x", absl::BytesToHexString({bytes.value.data(), bytes.value.size()}), "\"");
}

Param::Param(double number) : text_(Exact(number)) {}

Param::Param(absl::CivilDay day) : text_(absl::FormatCivilTime(day)) {}

Param::Param(absl::Time instant)
    : text_(absl::FormatTime("%Y-%m-%d %H:%M:%E6S+00", instant, absl::UTCTimeZone())) {}

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

Connection::Connection(const std::string& conninfo)
    : connection_(
          PQconnectdb(
              Cat(conninfo,
                  " connect_timeout=5 keepalives_idle=5 keepalives_interval=3 keepalives_count=3"
                  " tcp_user_timeout=10000 client_encoding=UTF8"
                  " options='-c timezone=UTC -c lock_timeout=2s"
                  " -c idle_in_transaction_session_timeout=10s'")
                  .c_str()),
          &PQfinish) {
  if (lost()) throw Error(PQerrorMessage(connection_.get()), "08001", true);
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
}

Result Connection::Checked(PGresult* result) {
  Result owned(result);
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return owned;
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string code = state == nullptr ? "" : state;
  const bool shutdown = code.starts_with("57P") || code.starts_with("08");
  throw Error(PQresultErrorMessage(result), code, lost() || shutdown);
}

void Connection::Lost() { throw Error(PQerrorMessage(connection_.get()), "", true); }

void Connection::Dispatch(const Statement& statement) {
  auto [entry, fresh] = prepared_.try_emplace(statement.sql.text());
  if (fresh) {
    entry->second = Cat("s", ++statements_);
    fresh_.push_back(statement.sql.text());
    if (PQsendPrepare(connection_.get(), entry->second.c_str(), statement.sql.text(), 0, nullptr) !=
        1)
      Lost();
  }
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
  const std::vector<Statement> statements = std::exchange(waiting_, {});
  if (PQenterPipelineMode(connection_.get()) != 1) Lost();
  for (const Statement& statement : statements) Dispatch(statement);
  if (PQpipelineSync(connection_.get()) != 1) Lost();
}

Result Connection::Collect() {
  Result last(nullptr);
  std::optional<Error> failed;
  // A statement's results end with a null; all of them with PGRES_PIPELINE_SYNC.
  while (true) {
    PGresult* result = PQgetResult(connection_.get());
    if (result == nullptr) {
      if (lost()) Lost();
      continue;
    }
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_PIPELINE_SYNC || status == PGRES_PIPELINE_ABORTED) {
      PQclear(result);
      if (status == PGRES_PIPELINE_SYNC) break;
      continue;
    }
    try {
      last = Checked(result);
    } catch (const Error& error) {
      if (lost()) throw;
      if (!failed.has_value()) failed = error;
    }
  }
  if (PQexitPipelineMode(connection_.get()) != 1) Lost();
  const std::vector<const char*> fresh = std::exchange(fresh_, {});
  if (!failed.has_value()) return last;
  for (const char* sql : fresh) prepared_.erase(sql);  // which of them were, nobody knows
  throw Error(*failed);
}

void Connection::Defer(Sql sql, std::vector<Param> params) {
  waiting_.push_back({sql, std::move(params), false});
}

Result Connection::Query(Sql sql, std::vector<Param> params) {
  Defer(sql, std::move(params));
  Send();
  return Collect();
}

void Connection::Settle() {
  if (waiting_.empty()) return;
  Send();
  Collect();
}

void Connection::Start(Sql sql, std::vector<Param> params) {
  waiting_.push_back({sql, std::move(params), true});
  Send();
}

void Connection::Receive() {
  if (PQconsumeInput(connection_.get()) != 1) Lost();
}

void Connection::Execute(const char* statements) {
  Settle();
  Checked(PQexec(connection_.get(), statements));
}

void Connection::Rollback() noexcept {
  Discard();
  if (PQtransactionStatus(connection_.get()) == PQTRANS_IDLE) return;
  PQclear(PQexec(connection_.get(), "ROLLBACK"));
}

void Connection::CopyIn(Sql statement, const std::function<bool(std::string&)>& next) {
  Settle();
  const Result started(PQexec(connection_.get(), statement.text()));
  if (PQstatus(connection_.get()) != CONNECTION_OK ||
      PQtransactionStatus(connection_.get()) == PQTRANS_INERROR) {
    throw Error(PQerrorMessage(connection_.get()), "", lost());
  }
  std::string buffer;
  bool more = true;
  while (more) {
    buffer.clear();
    more = next(buffer);
    if (!buffer.empty() &&
        PQputCopyData(connection_.get(), buffer.data(), static_cast<int>(buffer.size())) != 1) {
      throw Error(PQerrorMessage(connection_.get()), "", true);
    }
  }
  if (PQputCopyEnd(connection_.get(), nullptr) != 1)
    throw Error(PQerrorMessage(connection_.get()), "", true);
  Checked(PQgetResult(connection_.get()));
  while (PGresult* rest = PQgetResult(connection_.get())) PQclear(rest);
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
