#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "services/common/db.h"
#include "services/common/status.h"

// Commands of one kind that many call at once, written together (docs/adr/0059).
namespace binadaya {

// Who goes with whom. Whoever comes while nobody is at work does his own at once. Who comes while
// somebody is waits until that is committed; then all who wait are written in one transaction, by
// the one of them who can wait longest. Nobody waits for others to come.
class Gathering {
 public:
  struct Member : Db::Joined {
    // `touches`: names of all that the command reads or changes and others of its kind change. Two
    // that share one come one after another, in the order of their arrival.
    Member(const Call& call, const std::string& request_id, std::vector<std::string> touches);

   private:
    friend class Gathering;
    enum class Turn { kWaits, kInHand, kLeads, kOver };

    std::vector<std::string> touches_;
    Turn turn_ = Turn::kWaits;  // under the mutex of the gathering
    std::condition_variable turned_;
  };
  using Effect = std::function<absl::Status(Tx& tx, std::span<Db::Joined* const> members)>;

  struct Shown {
    prometheus::Gauge& waiting;  // how many wait
    prometheus::Counter& alone;  // whose transaction failed, so that each does his own
  };
  Gathering(Db& db, Effect effect, Shown shown)
      : db_(db), effect_(std::move(effect)), shown_(shown) {}

  // What it came to, alone or with others; none: they failed, whichever of them it was for, and the
  // caller has to do it by himself. Until its deadline: who leaves before he is taken in hand is
  // not executed.
  std::optional<absl::Status> Join(const std::shared_ptr<Member>& own);

 private:
  using Members = std::vector<std::shared_ptr<Member>>;

  // Until it is this one's turn to lead, or over; false when its deadline came first.
  bool Wait(std::unique_lock<std::mutex>& lock, const std::shared_ptr<Member>& own);
  // Writes those in hand.
  void Lead(const Call& call);
  // Takes in hand who waits, if anybody does, and gives them to one of them.
  void HandOver();
  static void End(Member& member);

  Db& db_;
  const Effect effect_;
  const Shown shown_;
  std::mutex mutex_;
  bool led_ = false;
  Members waits_;    // in the order of their arrival
  Members in_hand_;  // the leader's alone until he hands over
};

// The commands of one kind. The effect decides each as if it came by itself, whose call is named by
// Tx::For; it reads before it writes, and writes nothing of those that it refuses. It may run more
// than once.
template <class Request, class Response>
class Together {
 public:
  struct Member final : Gathering::Member {
    Member(const Call& by, const Request& asked, std::vector<std::string> touches)
        : Gathering::Member(by, asked.request_id(), std::move(touches)), request(asked) {}
    google::protobuf::Message& response() override { return answer; }
    void Decide(absl::StatusOr<Response> with) {
      outcome = with.status();
      if (with.ok()) answer = *std::move(with);
    }

    const Request request;
    Response answer = {};
  };
  using Effect = std::function<absl::Status(Tx& tx, std::span<Member* const> members)>;
  using Touches = std::vector<std::string> (*)(const Request& request);

  Together(Db& db, Touches touches, Effect effect, Gathering::Shown shown)
      : db_(db),
        touches_(touches),
        effect_(std::move(effect)),
        gathering_(
            db,
            [this](Tx& tx, std::span<Db::Joined* const> joined) {
              std::vector<Member*> members;
              for (Db::Joined* one : joined) members.push_back(static_cast<Member*>(one));
              return effect_(tx, members);
            },
            shown) {}
  Together(const Together&) = delete;

  // As Db::Write.
  absl::StatusOr<Response> Write(const Call& call, const Request& request) {
    const auto own = std::make_shared<Member>(call, request, touches_(request));
    if (const std::optional<absl::Status> outcome = gathering_.Join(own)) {
      if (!outcome->ok()) return *outcome;
      return std::move(own->answer);
    }
    // By the call that the effect knows him by: what it remarks is kept under it.
    return db_.Write(own->call, request, [&](Tx& tx) -> absl::StatusOr<Response> {
      Member* const alone[] = {own.get()};
      RETURN_IF_ERROR(effect_(tx, alone));
      if (!own->outcome.has_value()) return absl::InternalError("not decided");
      if (!own->outcome->ok()) return *own->outcome;
      return own->answer;
    });
  }

 private:
  Db& db_;
  const Touches touches_;
  const Effect effect_;
  Gathering gathering_;
};

}  // namespace binadaya
