#include "tests/faults/ledger_load.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <random>

#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "tests/support/with_id.h"
#include "tests/support/zipf.h"

namespace binadaya::test {
namespace {

namespace bv = ::binadaya::budgeting::v1;

constexpr const char* kFunded[] = {"33.74.14", "33.74.02"};
constexpr std::int64_t kPlenty = 400'000'000, kLittle = 10'000'000;
constexpr std::int64_t kMost = 1'000'000;  // of one line, for one document
constexpr std::size_t kRecent = 30;
constexpr char kPlanItem[] = "019b8bab-25b4-7187-9582-d547fc7da3e7";
constexpr absl::Duration kOneTry = absl::Seconds(5);

// What the clients of one load know of each other's commitments.
class Ledger {
 public:
  Ledger(const Target& target, Funds funds)
      : clients_(target.budgeting), as_(target.as), funds_(std::move(funds)) {}

  Command Next(const std::shared_ptr<Ledger>& self, int client, std::uint64_t number) {
    Random random(static_cast<std::uint64_t>(client) * 1'000'003 + number);
    const std::optional<bv::Commitment> known = Recent(random);
    if (!known.has_value() || Chance(random, 55)) return Commit(self, random);
    std::int64_t open = 0, realised = 0;
    for (const auto& part : known->parts()) {
      open += part.open();
      realised += part.realised() - part.returned();
    }
    if (open > 0 && Chance(random, 40)) return Change(self, random, *known, bv::RELEASE);
    if (open > 0) return Change(self, random, *known, bv::REALISE);
    if (realised > 0) return Change(self, random, *known, bv::RETURN);
    return Commit(self, random);
  }

 private:
  using Random = std::mt19937_64;
  static bool Chance(Random& random, unsigned percent) { return random() % 100 < percent; }
  static std::int64_t UpTo(Random& random, std::int64_t most) {
    return 1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most));
  }

  // One of the newest, so that clients meet at them.
  std::optional<bv::Commitment> Recent(Random& random) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (commitments_.empty()) return std::nullopt;
    const std::size_t recent = random() % std::min(commitments_.size(), kRecent);
    return commitments_[commitments_.size() - 1 - recent];
  }
  void Learn(const bv::Commitment& commitment) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto known = std::find_if(
        commitments_.rbegin(), commitments_.rend(),
        [&](const auto& one) { return one.id() == commitment.id(); });
    if (known == commitments_.rend()) {
      commitments_.push_back(commitment);
    } else {
      *known = commitment;
    }
  }

  // A line, hot or not; of this unit if one is named.
  const Funds::Line& Line(Random& random, const std::string& unit) const {
    for (;;) {
      const double even = std::uniform_real_distribution<double>(0, 1)(random);
      const Funds::Line& line = funds_.lines[Zipf(funds_.lines.size(), even)];
      if (unit.empty() || line.unit == unit) return line;
    }
  }

  // The document of a new commitment, and whose it is ("": anybody's).
  struct Document {
    std::string name, unit;
  };
  Document DocumentFor(Random& random, const std::string& request_id) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!documents_.empty() && Chance(random, 5))
      return documents_[documents_.size() - 1 - random() % std::min(documents_.size(), kRecent)];
    return {Cat("SPK/", request_id), ""};
  }

  Command Commit(const std::shared_ptr<Ledger>& self, Random& random) {
    bv::CommitRequest request = WithId<bv::CommitRequest>();
    Document document = DocumentFor(random, request.request_id());
    Command command{.operation = OperationOf("budgeting", request.request_id(), "funds.committed")};
    request.set_doc_ref(document.name);
    request.set_plan_item(kPlanItem);
    command.operation.document = document.name;
    const std::size_t parts = 1 + random() % 3;
    for (int tries = 0; tries < 20 && command.operation.asked.size() < parts; ++tries) {
      const Funds::Line& line = Line(random, document.unit);
      document.unit = line.unit;
      const std::int64_t amount = UpTo(random, kMost);
      if (!command.operation.asked.emplace(line.id, amount).second) continue;
      bv::Part& part = *request.add_parts();
      part.set_line(line.id);
      part.set_amount(amount);
      part.set_year(line.year);
    }
    request.set_unit(document.unit);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      documents_.push_back(document);
    }
    command.send = [self, request](std::size_t instance, const std::string& trace) {
      return self->Send(
          instance, &budgeting::BudgetingClient::Commit, "pptk", v1::ACTIVITY_OFFICER, request,
          trace);
    };
    return command;
  }

  Command Change(
      const std::shared_ptr<Ledger>& self, Random& random, const bv::Commitment& known,
      bv::EntryKind kind) {
    bv::ChangeCommitmentRequest request = WithId<bv::ChangeCommitmentRequest>();
    request.set_unit(known.unit());
    request.set_commitment(known.id());
    request.set_doc_ref(Cat("SPJ/", request.request_id()));
    request.set_closes(kind == bv::REALISE && Chance(random, 25));
    const char* effect = kind == bv::RELEASE   ? "funds.released"
                         : kind == bv::REALISE ? "funds.realised"
                                               : "funds.returned";
    Command command{.operation = OperationOf("budgeting", request.request_id(), effect)};
    command.operation.document = request.doc_ref();
    // All that there is, or some of each line.
    const bool all = Chance(random, 25);
    for (const auto& state : known.parts()) {
      const std::int64_t left =
          kind == bv::RETURN ? state.realised() - state.returned() : state.open();
      if (all || left == 0) continue;
      bv::Part& part = *request.add_parts();
      part.set_line(state.line());
      part.set_amount(UpTo(random, left));
      command.operation.asked[state.line()] = part.amount();
    }
    command.send = [self, request, kind](std::size_t instance, const std::string& trace) {
      using Client = budgeting::BudgetingClient;
      if (kind == bv::RELEASE)
        return self->Send(instance, &Client::Release, "pptk", v1::ACTIVITY_OFFICER, request, trace);
      return self->Send(
          instance, kind == bv::REALISE ? &Client::Realise : &Client::Return, "bendahara",
          v1::TREASURER, request, trace);
    };
    return command;
  }

  template <class Method, class Request>
  absl::StatusOr<std::string> Send(
      std::size_t instance, Method method, const std::string& who, v1::Role role,
      const Request& request, const std::string& trace) {
    Call call = as_(who, {{role, "/"}}, kOneTry);
    call.set_traceparent(trace);
    ASSIGN_OR_RETURN(
        const bv::Commitment commitment,
        (clients_[instance % clients_.size()]->*method)(call, request));
    Learn(commitment);
    return commitment.SerializeAsString();
  }

  const std::vector<budgeting::BudgetingClient*> clients_;
  const CallAs as_;
  const Funds funds_;
  std::mutex mutex_;
  std::vector<bv::Commitment> commitments_;  // as last answered
  std::vector<Document> documents_;
};

}  // namespace

absl::StatusOr<Funds> Funds::Found(
    const budgeting::BudgetingClient& client, const CallAs& as, int lines) {
  const int this_year = static_cast<int>(as("operator", {}, kOneTry).today().year());
  constexpr int kBudgets = 2 * std::size(kFunded);
  Funds funds;
  funds.lines.resize(static_cast<std::size_t>(lines));
  for (int budget = 0; budget < kBudgets; ++budget) {
    const std::string unit = kFunded[budget % 2];
    const int year = this_year + budget / 2;
    std::vector<std::int64_t> amounts;
    for (int line = budget; line < lines; line += kBudgets)
      amounts.push_back(line % 3 == 1 ? kLittle : kPlenty);
    ASSIGN_OR_RETURN(
        const std::vector<std::string> ids, PutInForce(client, as, unit, year, BudgetOf(amounts)));
    for (std::size_t i = 0; i < ids.size(); ++i)
      funds.lines[static_cast<std::size_t>(budget) + i * kBudgets] = {ids[i], unit, year};
  }
  return funds;
}

Work LedgerWork(const Target& target, Funds funds) {
  const auto ledger = std::make_shared<Ledger>(target, std::move(funds));
  return [ledger](int client_number, std::uint64_t number) {
    return ledger->Next(ledger, client_number, number);
  };
}

}  // namespace binadaya::test
