#include "tests/faults/load.h"

#include <algorithm>

#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "tests/support/platform.h"

namespace binadaya::test {

Operation OperationOf(
    const std::string& service, const std::string& request_id, const std::string& effect) {
  const std::string hex = absl::StrReplaceAll(request_id, {{"-", ""}});
  return {
      .service = service,
      .request_id = request_id,
      .traceparent = Cat("00-", hex, "-", hex.substr(16), "-01"),
      .effect = effect};
}

Load::Load(Work work, Options options) : work_(std::move(work)), options_(std::move(options)) {}

Work Together(std::vector<Work> works) {
  return [works = std::move(works)](int client, std::uint64_t number) {
    return works[static_cast<std::size_t>(client) / 2 % works.size()](client, number);
  };
}

void Load::Start() {
  for (int client = 0; client < options_.clients; ++client)
    clients_.emplace_back([this, client] { Run(client); });
}

void Load::Stop() {
  stop_ = true;
  for (std::thread& client : clients_) client.join();
  clients_.clear();
}

bool Load::Answers(int further) const {
  const int before = answered_;
  return Eventually([&] { return answered_ >= before + further; });
}

void Load::Run(int client) {
  const absl::Duration pause = absl::Seconds(options_.clients / options_.rate);
  absl::Time due = absl::Now() + pause * client / options_.clients;
  for (std::uint64_t number = 0; !stop_; ++number) {
    absl::SleepFor(due - absl::Now());
    due = std::max(due + pause, absl::Now());
    Command command = work_(client, number);
    command.patience =
        options_.patient || client % 2 == 0 ? options_.patience : absl::ZeroDuration();
    Send(command);
    const std::lock_guard<std::mutex> lock(mutex_);
    commands_.push_back(std::move(command));
  }
}

void Load::Send(Command& command) {
  Operation& operation = command.operation;
  const absl::Time give_up = absl::Now() + command.patience;
  std::size_t instance = instance_;
  for (int attempt = 0;; ++attempt, ++instance) {
    const absl::StatusOr<std::string> answer = command.send(instance, operation.traceparent);
    if (answer.ok()) {
      if (operation.service == "registry") instance_ = instance;
      operation.outcome = Operation::Outcome::kOk;
      operation.answers.insert(*answer);
      if (!operation.effect.empty()) ++answered_;
      return;
    }
    if (!IsTransient(answer.status())) {
      operation.outcome = Operation::Outcome::kFail;
      for (const Finding& finding : FindingsOf(answer.status()))
        operation.refused_by.insert(finding.rule);
      if (Expects(operation)) {
        ++answered_;
        return;
      }
      const std::lock_guard<std::mutex> lock(mutex_);
      ++again_[Cat("refused: ", answer.status().ToString())];
      return;
    }
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ++again_[CodeName(answer.status().code())];
    }
    if (absl::Now() > give_up) return;
    absl::SleepFor(absl::Milliseconds(50 + 10 * attempt));
  }
}

void Load::Repeat(std::size_t most) {
  std::vector<Command*> again;
  std::size_t unknown = 0, answered = 0;
  for (Command& command : commands_) {
    const Operation::Outcome outcome = command.operation.outcome;
    if (outcome == Operation::Outcome::kFail) continue;
    if (outcome == Operation::Outcome::kUnknown && unknown++ % 2 != 0) continue;
    // Evenly from all of the time.
    if (outcome == Operation::Outcome::kOk && answered++ % (commands_.size() / most + 1) != 0)
      continue;
    command.patience = options_.patience;
    again.push_back(&command);
  }
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < options_.clients; ++client) {
    clients.emplace_back([&] {
      for (std::size_t i = next++; i < again.size(); i = next++) Send(*again[i]);
    });
  }
  for (std::thread& client : clients) client.join();
}

bool Load::Expects(const Operation& operation) const {
  return operation.outcome != Operation::Outcome::kFail ||
         (!operation.refused_by.empty() &&
          std::includes(
              options_.refusals.begin(), options_.refusals.end(), operation.refused_by.begin(),
              operation.refused_by.end()));
}

Journal Load::journal() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  Journal journal;
  for (const Command& command : commands_) journal.push_back(command.operation);
  return journal;
}

std::string Load::Summary() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::map<Operation::Outcome, int> outcomes;
  for (const Command& command : commands_) ++outcomes[command.operation.outcome];
  std::string text = Cat(
      "ok ", outcomes[Operation::Outcome::kOk], ", unknown ",
      outcomes[Operation::Outcome::kUnknown], ", refused ", outcomes[Operation::Outcome::kFail]);
  int again = 0;
  std::string codes;
  for (const auto& [code, count] : again_) {
    again += count;
    codes += Cat(codes.empty() ? "" : ", ", code, " ", count);
  }
  if (again > 0) text += Cat("; unanswered at first ", again, " (", codes, ")");
  return text;
}

}  // namespace binadaya::test
