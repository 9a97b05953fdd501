#include "services/common/app.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "services/common/domain/text.h"
#include "services/common/log.h"
#include "services/common/saga.h"
#include "services/common/status.h"
#include "services/common/trace.h"
#include "services/graph.h"

namespace binadaya {
namespace {

constexpr absl::Duration kDrain = absl::Seconds(10);
constexpr absl::Duration kCheckCertificate = absl::Minutes(1);  // that was not replaced
constexpr absl::Duration kLookAtDatabase = absl::Minutes(10);   // at what it shows

// A publisher that the graph says is heard, and nobody listens to: its events would pass by in
// silence.
absl::Status CheckHeard(const std::string& service, const Parts& parts) {
  for (const graph::Subscription& edge : graph::kSubscriptions) {
    const auto is_it = [&](const Subscription& one) { return one.publisher == edge.heard; };
    if (edge.service == service && std::ranges::none_of(parts.subscriptions, is_it)) {
      return absl::FailedPreconditionError(
          Cat(service, " HEARS ", edge.heard, ", but its Wire says no ", edge.heard, "::Listen"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

App::App(
    Config config, std::vector<Migration> migrations, Clock clock, Verifier verifier,
    const Signer& signer)
    : config_(std::move(config)),
      migrations_(std::move(migrations)),
      clock_(std::move(clock)),
      verifier_(std::move(verifier)),
      signer_(signer),
      self_{
          .subject = config_.service,
          .token_id = {},
          .grants = {{v1::SERVICE, "/"}},
          .proof = ProofBy(signer, config_.service, {{v1::SERVICE, "/"}})},
      pages_(config_.signing_key) {
  const std::string& prefix = config_.topic_prefix;
  if (!config_.traces.empty()) {
    tracer_ = std::make_unique<trace::Tracer>(
        trace::Tracer::Options{
            .address = config_.traces,
            .tls = config_.tls(),
            .per_mille = config_.traces_per_mille,
            .service = config_.service,
            .instance = Cat(config_.instance),
            .deployment = config_.deployment},
        metrics_);
  }
  db_ = std::make_unique<Db>(
      config_.database, config_.database_connections,
      EventOrigin::Of(config_.agency, prefix, config_.service), clock_, metrics_, config_.mutant);
  cache_ = std::make_unique<Cache>(
      Cache::Options{
          .address = config_.redis,
          .service = config_.service,
          .password_file = config_.redis_password_file,
          .prefix = Cat("binadaya:", prefix)},
      metrics_);
  retention_ = std::make_unique<Retention>(*db_, policies_, config_.database_owner);
}

App::~App() { Stop(); }

absl::StatusOr<std::unique_ptr<App>> App::Make(Config config, std::vector<Migration> migrations) {
  absl::TimeZone zone;
  absl::LoadTimeZone(config.time_zone, &zone);  // checked by Config
  ASSIGN_OR_RETURN(const Signer signer, Signer::LoadOf(config.service, config.signing_key));
  ASSIGN_OR_RETURN(Verifier verifier, Verifier::Load(config.token_keys, signer));
  if (config.tls().on()) RETURN_IF_ERROR(tls::Check(config.tls(), config.service).status());
  std::vector<Migration> all = CommonMigrations();
  all.insert(all.end(), migrations.begin(), migrations.end());
  if (config.clock.empty()) {
    return std::unique_ptr<App>(
        new App(std::move(config), std::move(all), Clock(zone), std::move(verifier), signer));
  }
  ASSIGN_OR_RETURN(Clock clock, Clock::Mapped(config.clock, zone));
  return std::unique_ptr<App>(
      new App(std::move(config), std::move(all), std::move(clock), std::move(verifier), signer));
}

Call App::Background(std::string name, absl::Duration lifetime) const {
  const absl::Time now = clock_.Now();
  Call call(std::move(name), self_, absl::Now() + lifetime, now, clock_.DayOf(now));
  call.set_calls(own_calls_);
  call.set_tracer(tracer_.get());
  return call;
}

rpc::Neighbour App::Neighbour(const std::string& service) {
  return {
      .service = service,
      .address = config_.AddressOf(service),
      .at_once = std::max(1, config_.database_connections / 2),
      .metrics = &metrics_,
      .tls = config_.tls()};
}

prometheus::Gauge& App::Ready() {
  return metrics_.Gauge("binadaya_ready", "1 while the service takes calls.");
}

void App::WatchCertificates() {
  const auto gauge = [this](const char* what) -> prometheus::Gauge& {
    return metrics_.Gauge(
        "binadaya_certificate_ends_seconds",
        "When it ends, in seconds since 1970: the service's own certificate (identity), the first "
        "of those that it trusts (ca), what PostgreSQL shows whoever connects now (database); 0: "
        "it cannot be used.",
        {{"what", what}});
  };
  const auto set = [](prometheus::Gauge& ends, absl::Time at) {
    ends.Set(absl::ToDoubleSeconds(at - absl::UnixEpoch()));
  };
  // A check costs a hundred times what the rest of a look does.
  watch_->Each([this, set, checked = std::string(), next = absl::InfinitePast(),
                &own = gauge("identity"), &ca = gauge("ca")]() mutable {
    const std::string version = config_.tls().Version();
    if (version == checked && absl::Now() < next) return;
    checked = version;
    next = absl::Now() + kCheckCertificate;
    set(own, tls::Check(config_.tls(), config_.service).value_or(absl::UnixEpoch()));
    const std::vector<tls::Ca> trusted = tls::CasOf(config_.tls_ca);
    const auto first = std::ranges::min_element(trusted, {}, &tls::Ca::ends);
    set(ca, first == trusted.end() ? absl::UnixEpoch() : first->ends);
  });
  // A connection that is open shows for good what was shown when it began.
  watch_->Measure([this, set, gauge, next = absl::InfinitePast()](pg::Connection&) mutable {
    if (absl::Now() < next) return;
    next = absl::Now() + kLookAtDatabase;
    if (const auto ends = pg::Connection(config_.database).CertificateEnds(); ends.has_value())
      set(gauge("database"), *ends);
  });
}

absl::Status App::ServePages() {
  if (parts_.pages == nullptr || config_.http_listen.empty()) return absl::OkStatus();
  constexpr unsigned kThreads = 2;  // each may hold a connection of the database
  return pages_server_.Serve(
      "pages", config_.http_listen, parts_.pages,
      {.threads = kThreads, .answered = [this](int status) {
         metrics_
             .Counter(
                 "binadaya_http_answers_total", "Pages asked for over HTTP, by status.",
                 {{"status", Cat(status)}})
             .Increment();
       }});
}

absl::Status App::Start(Wire wire, absl::Duration patience) {
  prometheus::Gauge& ready = Ready();
  RETURN_IF_ERROR(metrics_.Serve(config_.metrics_listen, [&ready] { return ready.Value() != 0; }));
  ready.Set(0);
  metrics_.Gauge("binadaya_started_seconds", "When the process started, in seconds since 1970.")
      .Set(absl::ToDoubleSeconds(absl::Now() - absl::UnixEpoch()));
  // A database that is away for a moment is waited for; leaving would only be started again.
  std::string said;
  for (const absl::Time give_up = absl::Now() + patience;;) {
    absl::Status migrated =
        Migrate(config_.database_owner, config_.service, migrations_, clock_.Now());
    if (migrated.ok()) break;
    if (!absl::IsUnavailable(migrated) || absl::Now() > give_up) return migrated;
    const std::string reason(migrated.message());
    if (said != reason) log::Warn("cannot start yet", {{"why", reason}});
    said = reason;
    absl::SleepFor(absl::Milliseconds(300));
  }
  parts_ = wire(*this);
  RETURN_IF_ERROR(CheckHeard(config_.service, parts_));
  retention_->Add(parts_.purged);
  own_calls_ =
      &parts_.service->Methods().front().descriptor->service()->options().GetRepeatedExtension(
          v1::own_calls);
  RETURN_IF_ERROR(
      db_->Background(Background("start"), [this](Tx& tx) { return policies_.Check(tx); }));
  const std::string& prefix = config_.topic_prefix;
  const kafka::Brokers brokers(config_.kafka, config_.tls());
  inbox_ = std::make_unique<Inbox>(
      Inbox::Options{
          .group = config_.service,
          .agency = config_.agency,
          .topic_prefix = prefix,
          .mutant_no_inbox = config_.Mutant("no_inbox")},
      clock_, parts_.subscriptions);
  relay_ = std::make_unique<Relay>(
      Relay::Options{
          .database = config_.database,
          .brokers = brokers,
          .batch = config_.relay_batch,
          .tracer = tracer_.get(),
          .mutant_delete_first = config_.Mutant("delete_first"),
          .mutant_unordered = config_.Mutant("unordered")},
      metrics_);
  db_->OnTold([this] { relay_->Wake(); });
  consumer_ = std::make_unique<Consumer>(
      Consumer::Options{
          .group = config_.service,
          .brokers = brokers,
          .topic_prefix = prefix,
          .instance = config_.instance,
          .batch = config_.consumer_batch,
          .seconds = config_.consumer_seconds,
          .tracer = tracer_.get()},
      *db_, clock_, metrics_, *inbox_);
  operations_ = std::make_unique<operations::Operations>(
      *db_, *cache_, clock_, policies_, pages_, *inbox_, *consumer_, verifier_, config_.service,
      brokers, prefix, parts_.hooks);
  server_ = std::make_unique<rpc::Server>(
      rpc::Server::Options{
          .listen = config_.listen,
          .workers = config_.database_connections,
          .queue = config_.queue,
          .tls = config_.tls(),
          .tracer = tracer_.get()},
      verifier_, clock_, metrics_,
      [this](const Call& call, const std::string& token_id) {
        return operations_->revocations().Hold(call, token_id);
      },
      [this](const Call& call, const std::string& request_id, const absl::Status& status) {
        db_->AuditRefusal(call, request_id, status);
      });
  timers_ = std::make_unique<Timers>(
      *db_, clock_, [this] { return Background("timer"); }, metrics_);
  for (auto& [kind, handler] : parts_.timers) timers_->On(kind, handler);
  timers_->On(Retention::kTimer, [this](const Call& call, const std::string&) {
    return retention_->Purge(call);
  });
  jobs_ = std::make_unique<Jobs>(
      *db_, clock_, [this] { return Background("job"); }, metrics_);
  for (Jobs::Kind& kind : parts_.jobs) jobs_->On(std::move(kind));
  db_->OnTimersSet([this] {
    timers_->Wake();
    jobs_->Wake();
  });
  server_->Add(*parts_.service);
  server_->Add(*operations_);
  RETURN_IF_ERROR(server_->Start());
  RETURN_IF_ERROR(ServePages());
  RETURN_IF_ERROR(db_->Background(Background("start"), [&](Tx& tx) {
    tx.Defer(
        R"(
        INSERT INTO timer (kind, subject, due) VALUES ($1, '', $2)
        ON CONFLICT (kind, subject) DO UPDATE SET due = least(timer.due, excluded.due))",
        Retention::kTimer, clock_.Now());
    return absl::OkStatus();
  }));
  sealer_ = std::make_unique<Sealer>(config_.database, signer_, verifier_, metrics_);
  watch_ = std::make_unique<Watch>(Watch::Options{.database = config_.database}, metrics_);
  // Ready while the database answers; Redis or Kafka away is no reason to refuse calls.
  watch_->Each([this, &ready] {
    const bool reachable = db_->Ping().ok();
    server_->SetReady(reachable);
    ready.Set(reachable ? 1 : 0);
    consumer_->UpdateGauges();
  });
  watch_->Each([this] {
    if (const absl::Status followed = verifier_.Follow(); !followed.ok()) {
      log::Sparingly(
          "keys", "the keys of tokens stay as they were",
          {{"why", std::string(followed.message())}});
    }
  });
  if (config_.tls().on()) WatchCertificates();
  watch_->Hear(server_->loop());
  watch_->Hear(consumer_->loop());
  watch_->Measure([this](pg::Connection& connection) { consumer_->UpdateGauges(connection); });
  watch_->Hear(relay_->loop());
  watch_->Measure([this](pg::Connection& connection) { relay_->UpdateGauges(connection); });
  watch_->Hear(sealer_->loop());
  watch_->Measure([this](pg::Connection& connection) { sealer_->UpdateGauges(connection); });
  for (const Loop* loop : timers_->loops()) watch_->Hear(*loop);
  watch_->Measure([this](pg::Connection& connection) { timers_->UpdateGauges(connection); });
  prometheus::Gauge& overdue = metrics_.Gauge(
      "binadaya_saga_overdue_seconds", "How long beyond its deadline a saga is alive, at most.");
  watch_->Measure([this, &overdue](pg::Connection& connection) {
    saga::UpdateGauges(connection, clock_.Now(), overdue);
  });
  if (!parts_.jobs.empty()) {
    watch_->Hear(jobs_->loop());
    watch_->Measure([this](pg::Connection& connection) { jobs_->UpdateGauges(connection); });
  }
  for (Figure& figure : parts_.figures) watch_->Measure(Measuring(std::move(figure), metrics_));
  if (tracer_ != nullptr) {
    watch_->Hear(tracer_->loop());
    tracer_->Start();
  }
  relay_->Start();
  consumer_->Start();
  timers_->Start();
  jobs_->Start();
  sealer_->Start();
  watch_->Start();
  return absl::OkStatus();
}

void App::Stop() {
  if (watch_ != nullptr) watch_->Stop();
  Ready().Set(0);
  pages_server_.Stop();
  if (server_ != nullptr) server_->Drain(kDrain);
  if (timers_ != nullptr) timers_->Stop();
  if (jobs_ != nullptr) jobs_->Stop();
  if (consumer_ != nullptr) consumer_->Stop();
  if (sealer_ != nullptr) sealer_->Stop();
  if (relay_ != nullptr) relay_->Stop();
  if (tracer_ != nullptr) tracer_->Stop();  // the last: what the others still did is in it
}

int Main(int argc, char** argv, const Program& program) {
  // In an image without a shell: whether the process beside this one takes calls.
  if (argc == 2 && std::strcmp(argv[1], "--ready") == 0) {
    const char* listen = std::getenv("BINADAYA_METRICS_LISTEN");
    return listen != nullptr && http::StatusOf(listen, "/ready") == 200 ? 0 : 1;
  }
  if (argc > 1) {
    fmt::print(
        "{} — a service of Binadaya. It is configured by its environment only. With --ready: 0 if "
        "the "
        "one that runs with this environment takes calls.\n\n{}",
        program.service, Config::Help());
    return std::strcmp(argv[1], "--help") == 0 ? 0 : 2;
  }
  std::signal(SIGPIPE, SIG_IGN);  // hiredis writes to closed sockets
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread: they inherit it
  log::Start(program.service);
  absl::StatusOr<Config> config = Config::FromEnvironment(program.service);
  absl::StatusOr<std::unique_ptr<App>> app =
      config.ok() ? App::Make(*std::move(config), program.migrations())
                  : absl::StatusOr<std::unique_ptr<App>>(config.status());
  absl::Status started = app.status();
  if (started.ok()) {
    std::atomic<bool> through = false;
    std::thread starter([&] {
      started = (*app)->Start(program.wire);
      through = true;
      if (!started.ok()) kill(getpid(), SIGTERM);
    });
    int signal = 0;
    sigwait(&signals, &signal);
    if (!through) {
      // It took no calls yet, so nothing waits to be finished; what a migration has under way,
      // PostgreSQL rolls back.
      log::Info("stopped while starting");
      std::_Exit(0);
    }
    starter.join();
  }
  if (!started.ok()) {
    log::Error("cannot start", {{"why", std::string(started.message())}});
    std::_Exit(1);
  }
  log::Info("draining");
  // librdkafka may hang on close; offsets and outbox are in PostgreSQL, so leaving is safe.
  std::thread([] {
    absl::SleepFor(kDrain + absl::Seconds(3));
    std::_Exit(0);
  }).detach();
  (*app)->Stop();
  log::Info("stopped");
  std::_Exit(0);
}

}  // namespace binadaya
