#include "services/common/operations.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/common/audit.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/kafka.h"
#include "services/common/kafka_access.h"
#include "services/common/page.h"
#include "services/common/replay.h"
#include "services/common/status.h"

namespace binadaya::operations {
namespace {

// What a page token says of where a walk along the audit log is: sealed, so that nobody but this
// service says it.
std::vector<std::string> WalkKey(const AuditWalk& at) {
  return {
      Cat(at.rows), absl::BytesToHexString(at.hash), at.audit_id, Cat(at.attested), at.looked_at};
}

absl::StatusOr<AuditWalk> WalkAt(const Page& page) {
  AuditWalk at;
  if (page.first()) return at;
  if (!absl::SimpleAtoi(page.After(0), &at.rows) || !absl::SimpleAtoi(page.After(3), &at.attested))
    return absl::InternalError("a page token without numbers");
  at.hash = absl::HexStringToBytes(page.After(1));
  at.audit_id = page.After(2);
  at.looked_at = page.After(4);
  return at;
}

}  // namespace

Operations::Operations(
    Db& db, Cache& cache, const Clock& clock, Policies& policies, const Pages& pages,
    const Inbox& inbox, Consumer& consumer, const Verifier& verifier, std::string service,
    kafka::Brokers brokers, std::string topic_prefix, Hooks hooks)
    : db_(db),
      clock_(clock),
      revocations_(db, cache),
      policies_(policies),
      pages_(pages),
      inbox_(inbox),
      consumer_(consumer),
      verifier_(verifier),
      service_(std::move(service)),
      brokers_(std::move(brokers)),
      topic_prefix_(std::move(topic_prefix)),
      hooks_(std::move(hooks)) {}

absl::StatusOr<v1::ListParkedResponse> Operations::ListParked(
    Call& call, const v1::ListParkedRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListParkedResponse> {
    const pg::Result rows = tx.Query(
        R"(
        SELECT source, aggregate_type, aggregate_id, version, event_id, error, attempts
        FROM parked
        WHERE $1
          OR (source, aggregate_type, aggregate_id, version) > ($2, $3, $4, nullif($5, '')::bigint)
        ORDER BY source, aggregate_type, aggregate_id, version
        LIMIT $6)",
        page.first(), page.After(0), page.After(1), page.After(2), page.After(3), page.size());
    v1::ListParkedResponse response;
    for (int i = 0; i < rows.rows(); ++i) {
      v1::Parked& parked = *response.add_parked();
      pg::Row row(rows, i);
      parked.set_source(row.String());
      parked.set_aggregate_type(row.String());
      parked.set_aggregate_id(row.String());
      parked.set_version(row.Int());
      parked.set_event_id(row.String());
      parked.set_error(row.String());
      parked.set_attempts(row.Int32());
    }
    if (rows.rows() == page.size()) {
      const v1::Parked& last = *response.parked().rbegin();
      response.set_next_page_token(page.Next(
          {last.source(), last.aggregate_type(), last.aggregate_id(), Cat(last.version())}));
    }
    return response;
  });
}

absl::StatusOr<v1::ReplayParkedResponse> Operations::ReplayParked(
    Call& call, const v1::ReplayParkedRequest& request) {
  std::string accepted;
  if (!request.accept().empty()) {
    const std::optional<std::string> source = inbox_.SourceOf(request.accept());
    if (!source.has_value()) {
      return Refuse(
          absl::StatusCode::kInvalidArgument,
          {{.rule = "REPLAY-03",
            .where = "accept",
            .message = {
                "Layanan ini tidak mendengar penerbit itu. Sebutkan penerbit yang didengarnya.",
                "This service does not hear that publisher. Name one that it hears."}}});
    }
    accepted = *source;
  }
  Tally tally;
  absl::StatusOr<v1::ReplayParkedResponse> answer =
      db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::ReplayParkedResponse> {
        tally.clear();
        const v1::ParkedAggregate& after = request.after();
        ASSIGN_OR_RETURN(
            const std::optional<AggregateKey> last,
            inbox_.Retry(tx, {after.source(), after.type(), after.id()}, accepted, tally));
        v1::ReplayParkedResponse response;
        response.set_applied(tally[Outcome::kApplied]);
        if (last.has_value()) {
          response.mutable_last()->set_source(last->source);
          response.mutable_last()->set_type(last->type);
          response.mutable_last()->set_id(last->id);
        } else {
          response.set_still_parked(tx.Query("SELECT count(*) FROM parked").Int32(0, 0));
        }
        return response;
      });
  if (answer.ok()) consumer_.Count(tally);
  return answer;
}

absl::StatusOr<v1::SeekToBeginningResponse> Operations::SeekToBeginning(
    Call& call, const v1::SeekToBeginningRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::SeekToBeginningResponse> {
    Consumer::SeekToBeginning(tx, request.lost_only());
    return v1::SeekToBeginningResponse();
  });
}

absl::StatusOr<v1::ResetProjectionResponse> Operations::ResetProjection(
    Call& call, const v1::ResetProjectionRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::ResetProjectionResponse> {
    if (!hooks_.reset_projection) {
      return Refuse(
          {.rule = "REPLAY-01",
           .where = "service",
           .message = {
               "Layanan ini tidak menyimpan proyeksi yang dapat dibangun ulang. Sebutkan layanan "
               "yang menyimpannya.",
               "This service keeps no projection that can be rebuilt. Name one that does."}});
    }
    Consumer::SeekToBeginning(tx, /*lost_only=*/true);
    Inbox::Forget(tx);
    hooks_.reset_projection(tx);
    return v1::ResetProjectionResponse();
  });
}

absl::StatusOr<v1::RepublishLogResponse> Operations::RepublishLog(
    Call& call, const v1::RepublishLogRequest& request) {
  const std::vector<std::string> services = absl::StrSplit(BINADAYA_SERVICES, ' ');
  Findings findings;
  // An agency is told by its lane: where there is none, or this publisher may not write to it, that
  // is said below.
  if (!request.consumer().starts_with(kafka::kReader) &&
      std::find(services.begin(), services.end(), request.consumer()) == services.end()) {
    findings.push_back(
        {.rule = "REPLAY-02",
         .where = "consumer",
         .message = {
             Cat("Layanan tidak dikenal. Pilih salah satu dari ", BINADAYA_SERVICES, "."),
             Cat("The service is unknown. Choose one of ", BINADAYA_SERVICES, ".")}});
  }
  if (!request.after().empty() && !IsUuid(request.after())) {
    findings.push_back(
        {.rule = "FIELD-03",
         .where = "after",
         .message = {
             "Bukan UUID huruf kecil. Isi dengan UUID.",
             "It is not a UUID in lower case. Enter one."}});
  }
  if (request.json() && !request.consumer().starts_with(kafka::kReader)) {
    findings.push_back(
        {.rule = "REPLAY-04",
         .where = "json",
         .message = {
             "Layanan tidak membaca JSON. Kosongkan, atau sebutkan instansi.",
             "A service does not read JSON. Leave it out, or name an agency."}});
  }
  if (Blocks(findings)) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
  const std::string topic = ReplayTopic(topic_prefix_, request.consumer());
  // A broker that is away is no reason to refuse: the replay waits for it.
  const absl::Status there = kafka::RequireTopic(brokers_, topic);
  if (!there.ok() && !absl::IsUnavailable(there)) return there;
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::RepublishLogResponse> {
    tx.Remark(Cat("to ", topic, request.after().empty() ? "" : " after ", request.after()));
    v1::RepublishLogResponse response;
    response.set_events(replay::Request(tx, topic, request.after(), request.json()));
    return response;
  });
}

absl::StatusOr<v1::EndReplayResponse> Operations::EndReplay(
    Call& call, const v1::EndReplayRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::EndReplayResponse> {
    const std::string topic = ReplayTopic(topic_prefix_, request.consumer());
    tx.Remark(Cat("to ", topic));
    v1::EndReplayResponse response;
    response.set_ended(replay::End(tx, topic));
    return response;
  });
}

absl::StatusOr<v1::VerifyAuditResponse> Operations::VerifyAudit(
    Call& call, const v1::VerifyAuditRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  ASSIGN_OR_RETURN(const AuditWalk from, WalkAt(page));
  const AuditPortion portion = {
      .rows = request.page_size() == 0 ? std::numeric_limits<std::int64_t>::max() : page.size(),
      .until = absl::Now() + call.remaining() / 2};
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::VerifyAuditResponse> {
    const AuditReport report = binadaya::VerifyAudit(tx, verifier_, service_, from, portion);
    v1::VerifyAuditResponse response;
    response.set_rows(report.at.rows);
    response.set_intact(report.ended);
    response.set_fault(report.fault);
    response.set_audit_id(report.audit_id);
    response.set_unsealed(report.unsealed);
    if (report.ended || !report.fault.empty()) return response;
    // Who knows of no portions takes it for what it is: not intact as far as he knows.
    response.set_fault("UNFINISHED");
    response.set_audit_id(report.at.audit_id);
    response.set_next_page_token(page.Next(WalkKey(report.at)));
    return response;
  });
}

absl::StatusOr<v1::Policy> Operations::SetPolicy(Call& call, const v1::SetPolicyRequest& request) {
  const v1::Policy& policy = request.policy();
  const std::vector<double> values(policy.values().begin(), policy.values().end());
  absl::StatusOr<v1::Policy> answer =
      db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Policy> {
        const pg::Result known =
            tx.Query("SELECT cardinality(values) FROM policy WHERE key = $1 LIMIT 1", policy.key());
        if (known.empty() || known.Int32(0, 0) != policy.values_size()) {
          return Refuse(
              absl::StatusCode::kInvalidArgument,
              {{.rule = "POLICY-01",
                .where = "policy.values",
                .message = {
                    "Kunci tidak dikenal, atau banyaknya nilai berbeda. Lihat ListPolicies.",
                    "The key is unknown, or the number of values differs. See ListPolicies."}}});
        }
        if (!std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); })) {
          return Refuse(
              absl::StatusCode::kInvalidArgument,
              {{.rule = "POLICY-02",
                .where = "policy.values",
                .message = {
                    "Ada nilai yang bukan bilangan terhingga. Perbaiki nilainya.",
                    "A value is not a finite number. Correct it."}}});
        }
        if (hooks_.check_policy) {
          if (Findings findings = hooks_.check_policy(policy.key(), values); Blocks(findings)) {
            return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
          }
        }
        tx.Defer(
            R"(
            INSERT INTO policy (key, valid_from, values, legal_basis, verified_by)
            VALUES ($1, $2, $3::float8[], $4, $5)
            ON CONFLICT (key, valid_from) DO UPDATE SET values = excluded.values,
              legal_basis = excluded.legal_basis, verified_by = excluded.verified_by)",
            policy.key(), policy.valid_from(), pg::Array(values), policy.legal_basis(),
            policy.verified_by());
        return policy;
      });
  policies_.Forget();
  return answer;
}

absl::StatusOr<v1::ListPoliciesResponse> Operations::ListPolicies(
    Call& call, const v1::ListPoliciesRequest&) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListPoliciesResponse> {
    const pg::Result rows = tx.Query(
        R"(
        SELECT key, valid_from::text, values, legal_basis, verified_by
        FROM policy
        ORDER BY key, valid_from)");
    v1::ListPoliciesResponse response;
    for (int i = 0; i < rows.rows(); ++i) {
      v1::Policy& policy = *response.add_policies();
      pg::Row row(rows, i);
      policy.set_key(row.String());
      policy.set_valid_from(row.String());
      for (const double value : row.Doubles()) policy.add_values(value);
      policy.set_legal_basis(row.String());
      policy.set_verified_by(row.String());
    }
    return response;
  });
}

absl::StatusOr<v1::RevokeTokenResponse> Operations::RevokeToken(
    Call& call, const v1::RevokeTokenRequest& request) {
  absl::StatusOr<v1::RevokeTokenResponse> answer =
      db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::RevokeTokenResponse> {
        Revocations::Write(tx, request.token_id());
        return v1::RevokeTokenResponse();
      });
  if (answer.ok()) revocations_.Tell(request.token_id());
  return answer;
}

}  // namespace binadaya::operations
