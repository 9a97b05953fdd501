#include "services/scheduling/speaker_store.h"

#include "services/common/status.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling::speaker_store {
namespace {

// And whether he can be had at all: an internal one, as long as he is in service.
#define OF_IDS                                                      \
  "SELECT s.content, s.person IS NULL OR coalesce(p.active, false)" \
  " FROM speaker s LEFT JOIN person p ON p.id = s.person"           \
  " WHERE s.id::text = ANY ($1::text[])"

v1::Speaker SpeakerAt(pg::Row row) {
  v1::Speaker speaker;
  speaker.ParseFromString(row.Bytes());
  return speaker;
}

}  // namespace

domain::Speaker AsDomain(const v1::Speaker& speaker, Findings& findings) {
  return {
      .id = speaker.id(),
      .kind = speaker.person().empty() ? domain::SpeakerKind::kExternal
                                       : domain::SpeakerKind::kInternal,
      .person = speaker.person(),
      .name = speaker.name(),
      .organisation = speaker.organisation(),
      .rate_class = speaker.rate_class(),
      .city = speaker.city(),
      .expertise = ExpertiseIn(speaker.expertise()),
      .windows = ReadSlots(speaker.windows(), "speaker.windows", findings),
      .interests = {speaker.interests().begin(), speaker.interests().end()},
      .in_use = !speaker.out_of_use()};
}

absl::StatusOr<v1::Speaker> Lock(Tx& tx, const std::string& id) {
  const pg::Result rows =
      tx.Query("SELECT content FROM speaker WHERE id::text = $1 FOR UPDATE", id);
  if (rows.empty()) return NoSuchObject("speaker.id");
  return SpeakerAt(pg::Row(rows));
}

void Save(Tx& tx, const v1::Speaker& speaker) {
  std::string content;
  speaker.SerializeToString(&content);
  Findings read;
  tx.ChangeOne(
      R"(
      INSERT INTO speaker (id, person, out_of_use, windows, content)
      VALUES ($1, nullif($2, '')::uuid, $3, $4::tsmultirange, $5)
      ON CONFLICT (id) DO UPDATE
      SET out_of_use = excluded.out_of_use, windows = excluded.windows, content = excluded.content)",
      speaker.id(), speaker.person(), speaker.out_of_use(),
      RangesForSql(ReadSlots(speaker.windows(), "", read)), pg::Bytes{content});
  tx.Defer("DELETE FROM speaker_expertise WHERE speaker = $1", speaker.id());
  pg::Array competencies, levels;
  for (const v1::Expertise& one : speaker.expertise()) {
    competencies.Add(one.competency());
    levels.Add(one.level());
  }
  tx.Defer(
      R"(
      INSERT INTO speaker_expertise (competency, level, speaker)
      SELECT c, l, $3::uuid FROM unnest($1::text[], $2::int[]) AS e(c, l))",
      competencies, levels, speaker.id());
}

std::map<std::string, domain::Speaker> OfIds(
    Tx& tx, const std::vector<std::string>& ids, bool lock) {
  const pg::Array asked(ids);
  // In the order of their ids, so that two who book the same wait for each other in turn.
  const pg::Result rows =
      lock ? tx.Query(OF_IDS " ORDER BY s.id FOR UPDATE OF s", asked) : tx.Query(OF_IDS, asked);
  std::map<std::string, domain::Speaker> speakers;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    v1::Speaker speaker;
    speaker.ParseFromString(row.Bytes());
    Findings read;
    domain::Speaker of = AsDomain(speaker, read);
    of.in_use = of.in_use && row.Bool();
    speakers[of.id] = std::move(of);
  }
  return speakers;
}

std::vector<v1::Speaker> PageOf(
    Tx& tx, const v1::ListSpeakersRequest& request, const std::optional<domain::Slot>& free,
    const Page& page) {
  const std::optional<std::string> slot = free.has_value() ? RangesForSql({*free}) : std::nullopt;
  return tx
      .Query(
          R"(
          SELECT content
          FROM speaker s
          WHERE ($1 = '' OR EXISTS (
              SELECT 1 FROM speaker_expertise e
              WHERE e.competency = $1 AND e.speaker = s.id AND e.level >= $2))
            AND ($3::tsmultirange IS NULL OR NOT out_of_use
              AND (windows IS NULL OR windows @> $3::tsmultirange)
              AND NOT EXISTS (
                SELECT 1 FROM booking b
                WHERE b.resource = 2 AND b.id = s.id
                  AND tsrange(b.starts, b.ends) && $3::tsmultirange)
              AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = s.person AND NOT p.active)
              AND NOT EXISTS (
                SELECT 1 FROM leave l
                WHERE l.person = s.person AND tsrange(l.first_day, l.until) && $3::tsmultirange))
            AND ($4 OR id > nullif($5, '')::uuid)
            AND ($6::uuid[] = '{}' OR id = ANY($6::uuid[]))
          ORDER BY id
          LIMIT $7)",
          request.competency(), request.least_level(), slot, page.first(), page.After(0),
          pg::Array(request.ids()), page.size())
      .Map(SpeakerAt);
}

}  // namespace binadaya::scheduling::speaker_store
