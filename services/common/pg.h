#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "libpq-fe.h"
#include "services/common/domain/text.h"

// PostgreSQL by libpq (docs/adr/0001 says why not libpqxx). Calls throw pg::Error; the one catch is
// in common/db.cc.
namespace binadaya::pg {

// What went wrong, in words that may be logged: never PostgreSQL's own text about a value, since
// that quotes the value.
class Error : public std::exception {
 public:
  enum class Kind {
    kStatement,  // refused; the connection is good
    kLost,       // the connection is gone, or its server takes no writes any more
    kLate,       // no answer before the deadline
  };
  Error(Kind kind, std::string message) : Error(kind, std::move(message), {}, {}, {}) {}
  Error(
      Kind kind, std::string message, std::string state, std::string constraint, std::string table)
      : kind_(kind),
        message_(std::move(message)),
        state_(std::move(state)),
        constraint_(std::move(constraint)),
        table_(std::move(table)) {}

  const char* what() const noexcept override { return message_.c_str(); }
  const std::string& state() const { return state_; }  // SQLSTATE, five characters or empty
  // What stood in the way of a change, and where; empty when nothing did.
  const std::string& constraint() const { return constraint_; }
  const std::string& table() const { return table_; }
  bool connection_lost() const { return kind_ == Kind::kLost; }
  bool late() const { return kind_ == Kind::kLate; }
  bool conflict() const {
    return state_ == "40001" || state_ == "40P01";
  }  // serialization failure, deadlock
  bool unique_violation() const { return state_ == "23505"; }

 private:
  Kind kind_;
  std::string message_, state_, constraint_, table_;
};

// Bytes for a bytea parameter.
struct Bytes {
  std::string_view value;
};

// The text form of an array, built once and passed as one parameter.
class Array {
 public:
  template <class Range>
  explicit Array(const Range& range) {
    for (const auto& item : range) Add(item);
  }
  Array() = default;
  void Add(std::string_view text);
  void Add(const std::string& text) { Add(std::string_view(text)); }
  void Add(const char* text) { Add(std::string_view(text)); }
  template <class T>
  requires(std::integral<T>) void Add(T number) {
    Separate();
    absl::StrAppend(&text_, number);
  }
  void Add(double number);  // exactly, not to six digits
  void Add(absl::Time instant);
  template <class T>
  requires(std::is_enum_v<T>) void Add(T value) { Add(static_cast<int>(value)); }
  void AddNull() {
    Separate();
    text_ += "NULL";
  }
  std::string Text() const { return Cat("{", text_, "}"); }

 private:
  void Separate() {
    if (!text_.empty()) text_ += ',';
  }
  std::string text_;
};

// A bytea[] in PostgreSQL's binary form, which is half as long as its text, and nothing in it is
// escaped.
class ByteArray {
 public:
  void Add(std::string_view bytes);

 private:
  friend class Param;
  static constexpr std::size_t kHeader = 20;
  std::string binary_ = std::string(kHeader, '\0');
  std::uint32_t size_ = 0;
};

// NOLINTBEGIN(google-explicit-constructor): a literal is a statement, a value is a parameter.
// A statement. Only a constant of the program makes one: a value never becomes SQL, and the text's
// address may name what was prepared from it.
class Sql {
 public:
  consteval Sql(const char* text) : text_(text) {}
  const char* text() const { return text_; }

 private:
  const char* text_;
};

// One parameter of a statement. Text, but for Bytes, which travels as it is.
class Param {
 public:
  Param(std::string_view text) : text_(text) {}
  Param(const std::string& text) : text_(text) {}
  Param(const char* text) : text_(text) {}
  Param(Bytes bytes) : text_(bytes.value), binary_(true) {}
  Param(const Array& array) : text_(array.Text()) {}
  Param(ByteArray&& array);
  Param(std::nullopt_t) : null_(true) {}
  Param(bool value) : text_(value ? "t" : "f") {}
  template <class T>
  requires(std::integral<T> && !std::same_as<T, bool>) Param(T number) : text_(Cat(number)) {}
  Param(double number);
  template <class T>
  requires(std::is_enum_v<T>) Param(T value) : Param(static_cast<int>(value)) {}
  Param(absl::CivilDay day);
  Param(absl::Time instant);
  template <class T>
  Param(const std::optional<T>& value)
      : Param(value.has_value() ? Param(*value) : Param(std::nullopt)) {}

  const char* data() const { return null_ ? nullptr : text_.c_str(); }
  int size() const { return static_cast<int>(text_.size()); }
  bool binary() const { return binary_; }

 private:
  std::string text_;
  bool null_ = false;
  bool binary_ = false;
};
// NOLINTEND(google-explicit-constructor)

// As a column keeps it that is never null.
template <class T>
requires(std::is_enum_v<T>) int OrZero(const std::optional<T>& value) {
  return value.has_value() ? static_cast<int>(*value) : 0;
}

// Braces would copy each of them.
template <class... Args>
std::vector<Param> Params(Args&&... args) {
  std::vector<Param> params;
  params.reserve(sizeof...(args));
  (params.emplace_back(std::forward<Args>(args)), ...);
  return params;
}

class Row;

// Rows as they came. Values are valid as long as the result.
class Result {
 public:
  explicit Result(PGresult* result) : result_(result, &PQclear) {}

  int rows() const { return PQntuples(result_.get()); }
  bool empty() const { return rows() == 0; }
  std::int64_t affected() const;
  bool IsNull(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
  std::string_view Text(int row, int column) const {
    return {
        PQgetvalue(result_.get(), row, column),
        static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
  }
  std::string String(int row, int column) const { return std::string(Text(row, column)); }
  std::int64_t Int(int row, int column) const;
  int Int32(int row, int column) const { return static_cast<int>(Int(row, column)); }
  double Double(int row, int column) const;
  bool Bool(int row, int column) const { return Text(row, column) == "t"; }
  std::string Bytes(int row, int column) const;  // of a bytea
  absl::CivilDay Day(int row, int column) const;
  // Of extract(epoch from …)::numeric in microseconds (bigint): see Micros in SQL.
  absl::Time Micros(int row, int column) const { return absl::FromUnixMicros(Int(row, column)); }
  std::vector<std::string> Strings(int row, int column) const;  // of a text[] or uuid[]
  std::vector<double> Doubles(int row, int column) const;       // of a float8[]

  // What `read` makes of each row.
  template <class F>
  auto Map(F read) const;
  // Of two columns, the second by the first: rows.Pairs(&pg::Row::String, &pg::Row::Day).
  template <class K, class V>
  std::map<K, V> Pairs(K (Row::*key)(), V (Row::*value)()) const;

 private:
  std::unique_ptr<PGresult, decltype(&PQclear)> result_;
};

// One row, its values read in the order of the SELECT. A struct in braces is filled from left to
// right, so its members stand as the columns do.
class Row {
 public:
  explicit Row(const Result& rows, int row = 0) : rows_(rows), row_(row) {}
  explicit Row(const Result&&, int row = 0) = delete;  // its values would be gone

  bool IsNull() const { return rows_.IsNull(row_, column_); }  // the next value
  void Skip() { ++column_; }
  std::string_view Text() { return rows_.Text(row_, column_++); }
  std::string String() { return rows_.String(row_, column_++); }
  std::int64_t Int() { return rows_.Int(row_, column_++); }
  int Int32() { return rows_.Int32(row_, column_++); }
  double Double() { return rows_.Double(row_, column_++); }
  template <class T>
  requires(std::is_enum_v<T>) T Enum() { return static_cast<T>(Int()); }
  // None is 0, which no enum of ours has, or null: see OrZero.
  template <class T>
  requires(std::is_enum_v<T>) std::optional<T> MaybeEnum() {
    const std::optional<std::int64_t> value = Maybe(&Row::Int);
    return value.value_or(0) == 0 ? std::nullopt : std::optional(static_cast<T>(*value));
  }
  bool Bool() { return rows_.Bool(row_, column_++); }
  std::string Bytes() { return rows_.Bytes(row_, column_++); }
  absl::CivilDay Day() { return rows_.Day(row_, column_++); }
  absl::Time Micros() { return rows_.Micros(row_, column_++); }
  std::vector<std::string> Strings() { return rows_.Strings(row_, column_++); }
  std::vector<double> Doubles() { return rows_.Doubles(row_, column_++); }
  template <class T>
  requires(std::is_enum_v<T>) std::vector<T> Enums() {  // of an int[]
    std::vector<T> all;
    for (const double value : Doubles()) all.push_back(static_cast<T>(static_cast<int>(value)));
    return all;
  }
  // The next value, none when it is null: row.Maybe(&pg::Row::Day).
  template <class T>
  std::optional<T> Maybe(T (Row::*read)()) {
    if (!IsNull()) return (this->*read)();
    Skip();
    return std::nullopt;
  }

 private:
  const Result& rows_;
  int row_;
  int column_ = 0;
};

template <class F>
auto Result::Map(F read) const {
  std::vector<std::invoke_result_t<F, Row>> all;
  all.reserve(static_cast<std::size_t>(rows()));
  for (int i = 0; i < rows(); ++i) all.push_back(read(Row(*this, i)));
  return all;
}

template <class K, class V>
std::map<K, V> Result::Pairs(K (Row::*key)(), V (Row::*value)()) const {
  std::map<K, V> pairs;
  for (int i = 0; i < rows(); ++i) {
    Row row(*this, i);
    K first = (row.*key)();
    pairs.insert_or_assign(std::move(first), (row.*value)());
  }
  return pairs;
}

// What a connection is for.
enum class Session {
  kWork,
  // Holds a lock that says who leads: a client that stands still, frozen or cut off, loses it
  // within ten seconds, and another takes over. Whoever leads sends a statement more often than
  // that.
  kLeader,
};

// One connection; one thread at a time. It never reconnects: once lost it is thrown away.
//
// Nothing is waited for without end. Until sets a deadline for all that follows; without one every
// answer may take `patience`. An answer that does not come in time closes the connection, since
// nobody knows what the server is still at (Error::late).
class Connection {
 public:
  // Connects within 5 s, or `patience` if that is less.
  explicit Connection(
      const std::string& conninfo, absl::Duration patience = absl::Seconds(15),
      Session session = Session::kWork);

  void Until(absl::Time deadline);

  // When the certificate ends that the server showed; nothing where the connection is plain text.
  std::optional<absl::Time> CertificateEnds() const;

  // A statement with parameters, prepared the first time.
  Result Query(Sql sql, std::vector<Param> params);
  // The same for a change whose result nobody reads: it travels with the next statement that is
  // waited for, or with Settle, and its error is thrown there.
  void Defer(Sql sql, std::vector<Param> params);
  // Defer, for an INSERT, UPDATE or DELETE of exactly one row: PostgreSQL itself fails it when it
  // changes none or several.
  void DeferOne(Sql sql, std::vector<Param> params);
  // Defer, for a query: its rows are in the slot as soon as what goes with it is answered, whatever
  // its followers run into; the slot stays empty when it was never sent, or failed.
  using Slot = std::shared_ptr<std::optional<Result>>;
  [[nodiscard]] Slot Ask(Sql sql, std::vector<Param> params);
  bool waiting() const { return !waiting_.empty(); }  // something was not sent yet
  // The rows of the last statement that was deferred.
  Result Settle();
  // Settle in two steps, with the caller's other work between them: all that was deferred is sent,
  // as one message with one answer. Receive takes in what has arrived meanwhile, so that the server
  // never waits for the reader.
  void Send();
  void Receive();
  Result Collect();
  // Send, with a query whose values come in PostgreSQL's binary form: a bytea as it is, of a number
  // its ::text.
  void Start(Sql sql, std::vector<Param> params);
  // One or more statements without parameters: migrations.
  void Execute(const char* statements);
  // Forgets what was deferred and not sent yet.
  void Discard() { waiting_.clear(); }
  // The same, and whatever was wrong with rows that were copied.
  void DropAll();
  // Discards, and ends the transaction if one is open; closes the connection when that does not
  // work at once. Never throws: of a closed connection the server rolls back.
  void Rollback() noexcept;
  // COPY … FROM STDIN with rows in text format; `next` appends rows to the buffer and returns false
  // at the end. The server may be at them still: what is wrong with them is thrown where the next
  // statement is waited for.
  void CopyIn(Sql statement, const std::function<bool(std::string& buffer)>& next);
  // Appends one value to a COPY buffer, escaped.
  static void AppendCopy(std::string& buffer, std::string_view value);

  // Takes in what has arrived; whether another session has notified this one (LISTEN) since the
  // last time. The socket can be read when something arrives between two statements.
  bool Notified();
  int socket() const { return PQsocket(connection_.get()); }

  bool lost() const { return PQstatus(connection_.get()) != CONNECTION_OK; }

 private:
  using Instant = std::chrono::steady_clock::time_point;  // a step of the system's clock moves none

  struct Statement {
    Sql sql;
    std::vector<Param> params;
    bool binary = false;
    bool one = false;
    Slot slot = nullptr;  // for its rows, when they are not the answer
  };

  // What is sent now must be answered until then. Throws when that has passed already.
  Instant Limit() const;
  // Waits for the socket; closes the connection and throws at the limit.
  void Wait(int events, Instant limit);
  void Dispatch(const Statement& statement);
  void Flush(Instant limit);
  PGresult* Next(Instant limit);
  // The last result of what is under way that has no slot, or its first error, once everything has
  // been read.
  Result Gather(bool piped, Instant limit);
  Result Run(const char* statements, Instant limit);
  void EndCopy(Instant limit);
  void DropCopy(Instant limit);
  [[noreturn]] void Lost();

  const absl::Duration patience_;
  std::optional<Instant> deadline_;
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
  using Key = std::pair<const char*, bool>;  // the statement's text; of one row
  std::map<Key, std::string> prepared_;
  std::vector<Key> fresh_;  // prepared by what is under way
  std::vector<Statement> waiting_;
  std::vector<Slot> slots_;  // of all that is under way, in its order
  int statements_ = 0;
  bool copying_ = false;  // a COPY was sent and is not known to have ended
};

}  // namespace binadaya::pg
