#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/parked.h"
#include "services/common/record.h"
#include "services/common/subscription.h"

namespace binadaya {

// Applies events in the order of each aggregate, each once, in the caller's transaction. An event
// that is missing holds back the later ones of its aggregate, so does one that its handler refuses
// and a version that its publisher tells anew; others go on. Types that nobody here hears advance
// the version and leave no row in the inbox. Any thread.
class Inbox {
 public:
  struct Options {
    std::string group;  // the service
    std::string agency;
    std::string topic_prefix;
    // For the test of the fault checker: applies what it has already applied.
    bool mutant_no_inbox = false;
  };
  Inbox(Options options, const Clock& clock, std::vector<Subscription> subscriptions);

  // The topics to hear: those of the publishers, and the one on which they repeat themselves. None
  // when nobody is heard.
  std::vector<std::string> Topics() const;
  // Whether what comes from this topic was told before, long ago perhaps.
  bool Repeated(std::string_view topic) const;
  // Finds fault with a record whose source has no business on its topic.
  void Screen(Record& record) const;

  // Applies records of one or more partitions. `careful` puts each behind a savepoint of its own,
  // so that one that is refused for good is set aside; otherwise its error is returned. `tally`
  // counts what became of them, and holds once the transaction is committed.
  absl::Status Apply(Tx& tx, const std::vector<Record>& batch, bool careful, Tally& tally) const;

  // Tries the parked events of the next 200 aggregates behind `after` again, and returns the last
  // of them; nothing when all were tried. Where the source `accepted` told versions anew, what it
  // tells now counts from there on.
  absl::StatusOr<std::optional<AggregateKey>> Retry(
      Tx& tx, const AggregateKey& after, const std::string& accepted, Tally& tally) const;
  // Gives up a refused event, as if it had been applied, and goes on with what waited behind it.
  // False when it does not wait here.
  absl::StatusOr<bool> GiveUp(
      Tx& tx, const std::string& event, std::string_view reason, Tally& tally) const;
  // Forgets everything that was heard, in a moment.
  static void Forget(Tx& tx);

  // The CloudEvents source of a publisher that is heard here.
  std::optional<std::string> SourceOf(std::string_view publisher) const;

 private:
  struct Source {
    EventOrigin origin;
    Subscription subscription;
  };
  using Aggregates = std::map<AggregateKey, Heard>;

  // In whose dead letters goes what came on `topic`.
  std::string PublisherOf(const std::string& topic) const;
  // The handler of an event; null when its type passes by.
  const Subscription::Handler* HandlerOf(const Record& record) const;
  absl::Status Dispatch(Tx& tx, const Record& record) const;

  // Ids (with source) that were not in the inbox and now are.
  std::set<std::string> Claim(Tx& tx, const std::vector<Record>& batch) const;
  static Aggregates Lock(Tx& tx, const std::set<AggregateKey>& keys);
  absl::StatusOr<Outcome> ApplyOne(
      Tx& tx, const Record& record, std::set<std::string>& claimed, Heard& heard, bool careful,
      Tally& tally) const;
  static void Save(Tx& tx, const Aggregates& aggregates);

  const Options options_;
  const Parked parked_;
  std::vector<Source> sources_;
};

}  // namespace binadaya
