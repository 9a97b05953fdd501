#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "binadaya/v1/options.pb.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace binadaya {

namespace trace {
class Tracer;
}  // namespace trace

// A role over a unit subtree. Paths end in '/': "/" is the city.
struct Grant {
  v1::Role role;
  std::string path;
};

// What proves an identity to a service that is called: a credential made out to that service.
using Proof = std::function<std::string(std::string_view service, absl::Time now)>;

// Who calls: what a verified token says.
struct Identity {
  std::string subject;  // person id (UUID), or the name of a service or an operator
  std::string token_id;
  std::vector<Grant> grants;
  Proof proof;  // for the calls that are made on its behalf; null: they are made by nobody
  std::string shown_by = {};  // id of the key that signed the last token: the program that calls
};

// Full names of methods, as a contract declares them: "binadaya.registry.v1.Registry.ListUnits".
using MethodNames = google::protobuf::RepeatedPtrField<std::string>;

// True when the subtree `scope` holds `path`. A scope that does not end in '/' is none and holds
// nothing: "/33.74.1" would begin "/33.74.14/" too.
inline bool Covers(std::string_view scope, std::string_view path) {
  return scope.ends_with('/') && path.starts_with(scope);
}

// One request as the platform sees it. Made by common/rpc around a handler, or by Background for
// work that nobody asked for; a handler only reads it. Lives as long as the request; one thread.
class Call {
 public:
  Call(
      std::string method, Identity identity, absl::Time deadline, absl::Time now,
      absl::CivilDay today)
      : method_(std::move(method)),
        identity_(std::move(identity)),
        deadline_(deadline),
        now_(now),
        today_(today) {}

  const std::string& method() const { return method_; }
  const Identity& identity() const { return identity_; }
  const std::string& subject() const { return identity_.subject; }
  absl::Time deadline() const { return deadline_; }  // system time
  absl::Duration remaining() const { return deadline_ - absl::Now(); }
  // For the database's own limit, so that what it is at ends too when nobody waits any more.
  std::int64_t remaining_ms() const {
    return std::max<std::int64_t>(1, absl::ToInt64Milliseconds(remaining()));
  }
  // The same call with another deadline: for what is to be done when its own has passed.
  Call Until(absl::Time deadline) const {
    Call call = *this;
    call.deadline_ = deadline;
    return call;
  }
  absl::Time now() const { return now_; }  // platform time
  absl::CivilDay today() const { return today_; }

  // The unit paths in which the caller holds one of the method's roles: what a list may show.
  const std::vector<std::string>& paths() const { return paths_; }
  bool Holds(v1::Role role, std::string_view path) const {
    for (const Grant& grant : identity_.grants) {
      if (grant.role == role && Covers(grant.path, path)) return true;
    }
    return false;
  }
  // The path that the request's scope field resolved to; empty when the method has none.
  const std::string& scope_path() const { return scope_path_; }

  // The methods that this work may call, of other services; null: any, for callers from outside.
  const MethodNames* calls() const { return calls_; }

  // What a list with a scope field shows: the subtree asked for, or all of the caller's.
  std::vector<std::string> scope() const {
    return scope_path_.empty() ? paths_ : std::vector<std::string>{scope_path_};
  }

  // W3C trace context, passed on to calls, events, timers and jobs; empty: there is none.
  const std::string& traceparent() const { return traceparent_; }
  // Where spans of this work go (common/trace.h); null: nobody asked for any.
  trace::Tracer* tracer() const { return tracer_; }
  // What the audit log names as the subject: the request's scope value.
  const std::string& target() const { return target_; }

  // SHA-256 of the request as it was received.
  const std::string& body_hash() const { return body_hash_; }

  void set_body_hash(std::string hash) { body_hash_ = std::move(hash); }
  void set_calls(const MethodNames* calls) { calls_ = calls; }
  void set_paths(std::vector<std::string> paths) { paths_ = std::move(paths); }
  void set_scope(std::string target, std::string path) {
    target_ = std::move(target);
    scope_path_ = std::move(path);
  }
  void set_traceparent(std::string traceparent) { traceparent_ = std::move(traceparent); }
  void set_tracer(trace::Tracer* tracer) { tracer_ = tracer; }

 private:
  std::string method_;
  Identity identity_;
  absl::Time deadline_;
  absl::Time now_;
  absl::CivilDay today_;
  const MethodNames* calls_ = nullptr;
  std::vector<std::string> paths_;
  std::string target_;
  std::string scope_path_;
  std::string traceparent_;
  trace::Tracer* tracer_ = nullptr;
  std::string body_hash_;
};

}  // namespace binadaya
