// Commands of several callers in one transaction: each has its own answer, audit row and refusal,
// and what befalls one of them befalls no other.
#include "services/common/together.h"

#include <atomic>
#include <future>
#include <map>
#include <mutex>

#include "gmock/gmock.h"
#include "tests/integration/common/database.h"
#include "tests/support/matchers.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
namespace rv = ::binadaya::registry::v1;

constexpr char kRefused[] = "ditolak";
constexpr char kFaulty[] = "rusak";
constexpr char kForgotten[] = "terlupa";

// PostsTogether that are defined together: of each a timer and an event. The answer names the post,
// and how often it had been looked at.
class PostsTogether {
 public:
  using Kind = Together<rv::DefinePostRequest, rv::Post>;
  using Answer = std::future<absl::StatusOr<rv::Post>>;

  explicit PostsTogether(Platform& platform)
      : platform_(platform),
        shown_(Shown(platform)),
        kind_(
            platform.app("registry").db(), &TouchedBy,
            [this](Tx& tx, std::span<Kind::Member* const> members) { return Do(tx, members); },
            shown_) {}

  // By somebody who is called like the post.
  Answer Define(
      const rv::DefinePostRequest& request, absl::Duration patience = absl::Seconds(20),
      const std::string& by = "") {
    Call call = CallOf(request, patience, by);
    return std::async(
        std::launch::async, [this, call, request] { return kind_.Write(call, request); });
  }
  // Once it waits behind those who wait already.
  Answer Queue(const rv::DefinePostRequest& request, absl::Duration patience = absl::Seconds(20)) {
    const int before = Waiting();
    Answer answer = Define(request, patience);
    EXPECT_TRUE(Eventually([&] { return Waiting() == before + 1; }));
    return answer;
  }
  static std::string TraceOf(const std::string& code) {
    return Cat("00-", std::string(32 - code.size(), '0'), code, "-00000000000000aa-00");
  }

  // The first so many effects may go on.
  void Let(int effects) { let_ = effects; }
  void LetAll() { Let(1'000); }
  bool Reached(int effects) const {
    return Eventually([&] { return effects_ >= effects; });
  }
  int Waiting() const { return static_cast<int>(shown_.waiting.Value()); }
  int Alone() const { return static_cast<int>(shown_.alone.Value()); }
  static Gathering::Shown Shown(Platform& platform) {
    Metrics& metrics = platform.app("registry").metrics();
    return {
        .waiting = metrics.Gauge("test_waiting", "Who waits."),
        .alone = metrics.Counter("test_alone_total", "Who does his own.")};
  }
  // Of how many each effect was.
  std::vector<std::size_t> sizes() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return sizes_;
  }

 private:
  static std::vector<std::string> TouchedBy(const rv::DefinePostRequest& request) {
    return {request.code()};
  }
  Call CallOf(
      const rv::DefinePostRequest& request, absl::Duration patience, const std::string& by) const {
    Identity identity;
    identity.subject = by.empty() ? request.code() : by;
    const Clock& clock = platform_.clock();
    Call call("test.Define", identity, absl::Now() + patience, clock.Now(), clock.Today());
    call.set_body_hash(Sha256(request.SerializeAsString()));
    call.set_traceparent(TraceOf(request.code()));
    return call;
  }
  absl::Status Do(Tx& tx, std::span<Kind::Member* const> members) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      sizes_.push_back(members.size());
    }
    const int effect = ++effects_;
    EXPECT_TRUE(Eventually([&] { return let_ >= effect; }));
    for (Kind::Member* one : members) {
      const Tx::For his(tx, one->call);
      const std::string& code = one->request.code();
      if (one->request.title() == kRefused) {
        one->Decide(Refuse({.rule = "PROF-08", .where = "", .message = {"a", "b"}}));
        continue;
      }
      if (one->request.title() == kFaulty) tx.Defer("SELECT 1 / $1::int", 0);
      tx.Defer(
          R"(
          INSERT INTO timer (kind, subject, due) VALUES ('together', $1, '2099-01-01')
          ON CONFLICT (kind, subject) DO UPDATE SET attempts = timer.attempts + 1)",
          code);
      tx.TellRaw("post", code, "post.defined", one->request);
      tx.Remark(Cat("of ", code));
      if (one->request.title() == kForgotten) continue;
      rv::Post post;
      post.set_code(code);
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        post.set_title(Cat(++looked_at_[code]));
      }
      one->Decide(post);
    }
    return absl::OkStatus();
  }

  Platform& platform_;
  const Gathering::Shown shown_;
  std::atomic<int> let_ = 0, effects_ = 0;
  std::mutex mutex_;
  std::vector<std::size_t> sizes_;
  std::map<std::string, int> looked_at_;
  Kind kind_;
};

// How often a post was defined: by its timer, its events, its audit rows and its answers.
std::vector<int> Defined(pg::Connection& sql, const rv::DefinePostRequest& request) {
  const pg::Result found = sql.Query(
      R"(
      SELECT
        (SELECT coalesce(sum(1 + attempts), 0) FROM timer WHERE kind = 'together' AND subject = $1),
        (SELECT count(*) FROM event_log WHERE aggregate_id = $1),
        (SELECT count(*) FROM audit WHERE request_id = $2),
        (SELECT count(*) FROM request WHERE request_id = $2::text::uuid))",
      pg::Params(request.code(), request.request_id()));
  return {found.Int32(0, 0), found.Int32(0, 1), found.Int32(0, 2), found.Int32(0, 3)};
}

class WrittenTogether : public DatabaseTest {
 protected:
  static pg::Connection& sql() { return platform_->sql("registry"); }
  static std::string AuditOf(const rv::DefinePostRequest& request) {
    return sql()
        .Query(
            "SELECT concat_ws(' ', decision, actor, reason, traceparent) FROM audit"
            " WHERE request_id = $1",
            {request.request_id()})
        .String(0, 0);
  }
  static std::string Done(const std::string& code) {
    return Cat("DONE ", code, " of ", code, " ", PostsTogether::TraceOf(code));
  }
  static rv::DefinePostRequest Titled(const std::string& code, const std::string& title) {
    rv::DefinePostRequest request = Post(code);
    request.set_title(title);
    return request;
  }

  PostsTogether posts_{*platform_};
};

TEST_F(WrittenTogether, EachGetsItsOwnAnswerOfOneTransaction) {
  PostsTogether::Answer first = posts_.Define(Post("a0"));
  ASSERT_TRUE(posts_.Reached(1));
  std::vector<rv::DefinePostRequest> requests;
  std::vector<PostsTogether::Answer> answers;
  pg::Array ids;
  for (int i = 1; i <= 12; ++i) {
    requests.push_back(Post(Cat("a", i)));
    answers.push_back(posts_.Queue(requests.back()));
    ids.Add(requests.back().request_id());
  }
  posts_.LetAll();
  EXPECT_THAT(first.get(), IsOk());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const std::string& code = requests[i].code();
    const auto answer = answers[i].get();
    ASSERT_THAT(answer, IsOk());
    EXPECT_EQ(answer->code(), code);
    EXPECT_THAT(Defined(sql(), requests[i]), ElementsAre(1, 1, 1, 1));
    EXPECT_EQ(AuditOf(requests[i]), Done(code));
    EXPECT_EQ(
        CountOf(
            "SELECT count(*) FROM event_log"
            " WHERE position(convert_to($1, 'UTF8') IN headers) > 0",
            PostsTogether::TraceOf(code)),
        1);
  }
  EXPECT_THAT(posts_.sizes(), ElementsAre(1, 12));
  EXPECT_EQ(
      sql()
          .Query(
              "SELECT count(DISTINCT xmin::text) FROM request WHERE request_id = ANY($1::uuid[])",
              {ids})
          .Int(0, 0),
      1);
}

TEST_F(WrittenTogether, WhoIsRefusedLeavesNothingAndSpoilsNobody) {
  PostsTogether::Answer first = posts_.Define(Post("b0"));
  ASSERT_TRUE(posts_.Reached(1));
  const rv::DefinePostRequest good = Post("b1"), bad = Titled("b2", kRefused), other = Post("b3");
  PostsTogether::Answer one = posts_.Queue(good), refused = posts_.Queue(bad),
                        two = posts_.Queue(other);
  posts_.LetAll();
  EXPECT_THAT(first.get(), IsOk());
  EXPECT_THAT(one.get(), IsOk());
  EXPECT_THAT(refused.get(), RefusedBy("PROF-08"));
  EXPECT_THAT(two.get(), IsOk());
  EXPECT_THAT(posts_.sizes(), ElementsAre(1, 3));
  EXPECT_THAT(Defined(sql(), good), ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(Defined(sql(), bad), ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(Defined(sql(), other), ElementsAre(1, 1, 1, 1));
}

TEST_F(WrittenTogether, WhatFailsForOneIsDoneOneByOne) {
  PostsTogether::Answer first = posts_.Define(Post("c0"));
  ASSERT_TRUE(posts_.Reached(1));
  const rv::DefinePostRequest good = Post("c1"), bad = Titled("c2", kFaulty), other = Post("c3");
  PostsTogether::Answer one = posts_.Queue(good), faulty = posts_.Queue(bad),
                        two = posts_.Queue(other);
  const int alone = posts_.Alone();
  posts_.LetAll();
  EXPECT_THAT(first.get(), IsOk());
  EXPECT_THAT(one.get(), IsOk());
  EXPECT_THAT(faulty.get(), HasCode(absl::StatusCode::kInternal));
  EXPECT_THAT(two.get(), IsOk());
  EXPECT_THAT(posts_.sizes(), ElementsAre(1, 3, 1, 1, 1));
  EXPECT_EQ(posts_.Alone() - alone, 3);
  EXPECT_THAT(Defined(sql(), good), ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(Defined(sql(), bad), ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(Defined(sql(), other), ElementsAre(1, 1, 1, 1));
  EXPECT_EQ(AuditOf(good), Done("c1"));
  EXPECT_EQ(AuditOf(other), Done("c3"));
}

TEST_F(WrittenTogether, OfOneThatIsNotDecidedNothingStays) {
  PostsTogether::Answer first = posts_.Define(Post("j0"));
  ASSERT_TRUE(posts_.Reached(1));
  const rv::DefinePostRequest good = Post("j1"), forgotten = Titled("j2", kForgotten);
  PostsTogether::Answer one = posts_.Queue(good), none = posts_.Queue(forgotten);
  posts_.LetAll();
  EXPECT_THAT(first.get(), IsOk());
  EXPECT_THAT(one.get(), IsOk());
  EXPECT_THAT(none.get(), HasCode(absl::StatusCode::kInternal));
  EXPECT_THAT(Defined(sql(), good), ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(Defined(sql(), forgotten), ElementsAre(0, 0, 0, 0));
}

TEST_F(WrittenTogether, ARepetitionGetsTheSameAnswer) {
  const rv::DefinePostRequest old = Post("d0"), fresh = Post("d1"), beside = Post("d2");
  PostsTogether::Answer first = posts_.Define(old);
  ASSERT_TRUE(posts_.Reached(1));
  // Of one that is at work, with others; and twice among those who wait.
  PostsTogether::Answer again = posts_.Queue(old), one = posts_.Queue(fresh),
                        twice = posts_.Queue(fresh), two = posts_.Queue(beside);
  posts_.LetAll();
  const auto done = first.get();
  ASSERT_THAT(done, IsOk());
  for (PostsTogether::Answer* repetition : {&again, &one, &twice, &two}) {
    const auto answer = repetition->get();
    ASSERT_THAT(answer, IsOk());
    EXPECT_EQ(answer->SerializeAsString() == done->SerializeAsString(), repetition == &again);
  }
  // And when all is over.
  const auto later = posts_.Define(old).get();
  ASSERT_THAT(later, IsOk());
  EXPECT_EQ(later->SerializeAsString(), done->SerializeAsString());
  for (const rv::DefinePostRequest& request : {old, fresh, beside})
    EXPECT_THAT(Defined(sql(), request), ElementsAre(1, 1, 1, 1)) << request.code();
  EXPECT_THAT(posts_.Define(old, absl::Seconds(20), "lain").get(), RefusedBy("REQUEST-01"));
}

TEST_F(WrittenTogether, WhatTouchesTheSameComesOneAfterAnother) {
  PostsTogether::Answer first = posts_.Define(Post("e0"));
  ASSERT_TRUE(posts_.Reached(1));
  const rv::DefinePostRequest before = Post("e1"), beside = Post("e2"), after = Post("e1");
  PostsTogether::Answer one = posts_.Queue(before), two = posts_.Queue(beside),
                        three = posts_.Queue(after);
  posts_.LetAll();
  EXPECT_THAT(first.get(), IsOk());
  EXPECT_EQ(one.get()->title(), "1");
  EXPECT_THAT(two.get(), IsOk());
  EXPECT_EQ(three.get()->title(), "2");
  EXPECT_THAT(posts_.sizes(), ElementsAre(1, 2, 1));
  EXPECT_THAT(Defined(sql(), before), ElementsAre(2, 2, 1, 1));
}

TEST_F(WrittenTogether, WhoHasLeftIsNotExecutedAndCutsNobodyShort) {
  PostsTogether::Answer first = posts_.Define(Post("f0"));
  ASSERT_TRUE(posts_.Reached(1));
  // While he waits.
  const rv::DefinePostRequest gone = Post("f1"), hurried = Post("f2"), patient = Post("f3");
  EXPECT_THAT(
      posts_.Define(gone, absl::Milliseconds(200)).get(),
      HasCode(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(posts_.Waiting(), 0);
  // While another one has him in hand: it is done, and he who asks again is told so.
  PostsTogether::Answer short_one = posts_.Queue(hurried, absl::Milliseconds(1500)),
                        long_one = posts_.Queue(patient);
  posts_.Let(1);
  EXPECT_THAT(first.get(), IsOk());
  ASSERT_TRUE(posts_.Reached(2));
  EXPECT_THAT(short_one.get(), HasCode(absl::StatusCode::kDeadlineExceeded));
  posts_.LetAll();
  EXPECT_THAT(long_one.get(), IsOk());
  EXPECT_THAT(posts_.sizes(), ElementsAre(1, 2));
  EXPECT_EQ(posts_.Define(hurried).get()->title(), "1");
  EXPECT_THAT(Defined(sql(), gone), ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(Defined(sql(), hurried), ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(Defined(sql(), patient), ElementsAre(1, 1, 1, 1));
}

TEST_F(WrittenTogether, NobodyIsAskedForFromWithinATransaction) {
  posts_.LetAll();
  EXPECT_TRUE(absl::IsInternal(Change([&](Tx&) {
    PostsTogether::Kind inner(
        db(), [](const rv::DefinePostRequest&) { return std::vector<std::string>(); },
        [](Tx&, std::span<PostsTogether::Kind::Member* const>) { return absl::OkStatus(); },
        PostsTogether::Shown(*platform_));
    (void)inner.Write(In(absl::Seconds(5)), Post("g0"));
    return absl::OkStatus();
  })));
}

class WrittenTogetherFar : public FarDatabaseTest {
 protected:
  static pg::Connection& sql() { return platform_->sql("registry"); }
  // One at work, and so many behind him.
  std::vector<PostsTogether::Answer> Queued(const std::string& code, int behind) {
    std::vector<PostsTogether::Answer> answers;
    for (int i = 0; i <= behind; ++i) {
      requests_.push_back(Post(Cat(code, i)));
      answers.push_back(i == 0 ? posts_.Define(requests_[0]) : posts_.Queue(requests_.back()));
      EXPECT_TRUE(posts_.Reached(1));
    }
    posts_.Let(1);
    EXPECT_TRUE(posts_.Reached(2));
    return answers;
  }
  // All that there are; new ones are let through.
  void LoseConnections() {
    gate_.Cut();
    EXPECT_TRUE(Eventually([&] { return gate_.connections() == 0; }));
    gate_.Open();
  }
  void AreDoneOnce(std::vector<PostsTogether::Answer>& answers) {
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const auto answer = answers[i].get();
      ASSERT_THAT(answer, IsOk());
      EXPECT_EQ(answer->code(), requests_[i].code());
      EXPECT_THAT(Defined(sql(), requests_[i]), ElementsAre(1, 1, 1, 1));
    }
  }

  PostsTogether posts_{*platform_};
  std::vector<rv::DefinePostRequest> requests_;
};

TEST_F(WrittenTogetherFar, NothingIsDoneTwiceWhenTheAnswerOfTheCommitIsLost) {
  std::vector<PostsTogether::Answer> answers = Queued("h", 5);
  gate_.Slow(absl::Milliseconds(400));
  posts_.LetAll();
  // It is committed, and what says so is on its way.
  EXPECT_TRUE(Eventually([&] { return Defined(sql(), requests_.back())[0] == 1; }));
  LoseConnections();
  AreDoneOnce(answers);
}

TEST_F(WrittenTogetherFar, AllIsDoneWhenTheConnectionIsLostBefore) {
  std::vector<PostsTogether::Answer> answers = Queued("i", 5);
  LoseConnections();
  posts_.LetAll();
  AreDoneOnce(answers);
}

}  // namespace
}  // namespace binadaya::test
