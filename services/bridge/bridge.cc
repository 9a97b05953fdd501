#include "services/bridge/bridge.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "binadaya/budgeting/v1/budgeting_events.pb.h"
#include "binadaya/needs/v1/needs_events.pb.h"
#include "binadaya/registry/v1/registry_events.pb.h"
#include "binadaya/scheduling/v1/scheduling_events.pb.h"
#include "services/common/aggregate.h"
#include "services/common/app.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/common/structured.h"

namespace binadaya::bridge {
namespace {

// Whose events, and a file of them: a program knows only the messages of files that it names.
struct Source {
  std::string publisher;
  const google::protobuf::FileDescriptor* events;
};
const std::vector<Source>& Sources() {
  static const std::vector<Source> kAll = {
      {"registry", registry::v1::UnitChanged::descriptor()->file()},
      {"needs", needs::v1::NeedDetected::descriptor()->file()},
      {"budgeting", budgeting::v1::VersionValidated::descriptor()->file()},
      {"scheduling", scheduling::v1::BatchPublished::descriptor()->file()}};
  return kAll;
}

absl::Status Check(const v1::SetTranslatedRequest& request) {
  std::vector<std::string> known;
  for (const Source& source : Sources()) known.push_back(source.publisher);
  Findings findings;
  for (const std::string& publisher : request.publishers()) {
    if (std::ranges::find(known, publisher) != known.end()) continue;
    const std::string all = absl::StrJoin(known, ", ");
    findings.push_back(
        {.rule = "BRIDGE-01",
         .where = "publishers",
         .message = {
             Cat("Tidak ada peristiwa dari \"", publisher, "\". Pilih dari ", all, "."),
             Cat("Nothing is told by \"", publisher, "\". Choose from ", all, ".")}});
  }
  if (Blocks(findings)) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
  return absl::OkStatus();
}

// In one statement, for the version must not be newer than what it is the version of.
v1::Translated Stored(Tx& tx) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT version, publisher, to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      FROM translation
      LEFT JOIN translated ON true
      ORDER BY publisher)");
  v1::Translated translated;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    translated.set_version(row.Int());
    if (row.IsNull()) break;
    v1::Translated::Publisher& publisher = *translated.add_publishers();
    publisher.set_name(row.String());
    publisher.set_since(row.String());
  }
  return translated;
}

}  // namespace

Bridge::Bridge(App& app) : db_(app.db()), topic_prefix_(app.config().topic_prefix) {}

Parts Wire(App& app) {
  auto bridge = std::make_shared<Bridge>(app);
  std::vector<Subscription> all;
  for (const Source& source : Sources()) all.push_back(bridge->All(source.publisher));
  return {
      .service = bridge.get(),
      .subscriptions = std::move(all),
      .timers = {},
      .hooks = {},
      // Of each of Sources: what is not measured is not known to be untold.
      .figures =
          {{.name = "binadaya_json_told",
            .help = "1: what the publisher tells is told in JSON, too; 0: it is not.",
            .labels = {"publisher"},
            .rows = R"(
            SELECT source, count(publisher)
            FROM unnest('{registry,needs,budgeting,scheduling}'::text[]) AS source
            LEFT JOIN translated ON publisher = source
            GROUP BY source)"}},
      .owner = bridge};
}

absl::StatusOr<v1::Translated> Bridge::SetTranslated(
    Call& call, const v1::SetTranslatedRequest& request) {
  RETURN_IF_ERROR(Check(request));
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Translated> {
    const std::set<std::string> publishers = {
        request.publishers().begin(), request.publishers().end()};
    // Of two at once the later one waits here, and finds the version of the other.
    const pg::Result version = tx.Query("SELECT version FROM translation FOR UPDATE");
    RETURN_IF_ERROR(RequireVersion(request.version(), version.Int(0, 0)));
    tx.ChangeOne("UPDATE translation SET version = version + 1");
    const pg::Result ended = tx.Query(
        "DELETE FROM translated WHERE publisher <> ALL($1::text[]) RETURNING publisher",
        pg::Array(publishers));
    // What nobody reads any more and was not sent yet: it would stand before a gap once the topic
    // begins again.
    pg::Array topics;
    for (int i = 0; i < ended.rows(); ++i) topics.Add(JsonTopic(topic_prefix_, ended.Text(i, 0)));
    tx.Defer("DELETE FROM outbox WHERE topic = ANY($1::text[])", topics);
    tx.Defer(
        R"(
        INSERT INTO translated (publisher, since)
        SELECT unnest($1::text[]), $2
        ON CONFLICT DO NOTHING)",
        pg::Array(publishers), call.now());
    tx.Remark(
        publishers.empty() ? std::string("tells nothing in JSON any more")
                           : Cat("tells in JSON: ", absl::StrJoin(publishers, " ")));
    return Stored(tx);
  });
}

absl::StatusOr<v1::Translated> Bridge::GetTranslated(Call& call, const v1::GetTranslatedRequest&) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Translated> { return Stored(tx); });
}

Subscription Bridge::All(std::string_view publisher) {
  Subscription all;
  all.publisher = publisher;
  all.rest = [this, name = all.publisher](Tx& tx, const Envelope& told) {
    return Copy(tx, name, told);
  };
  return all;
}

absl::Status Bridge::Copy(Tx& tx, const std::string& publisher, const Envelope& told) const {
  // Whoever ends it waits until this copy is there, to be taken away with the others.
  if (!tx.Query("SELECT FROM translated WHERE publisher = $1 FOR KEY SHARE", publisher).empty())
    Outbound::Copy(tx, JsonTopic(topic_prefix_, publisher), Structured(told));
  return absl::OkStatus();
}

}  // namespace binadaya::bridge
