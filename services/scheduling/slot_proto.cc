#include "services/scheduling/slot_proto.h"

#include "absl/strings/str_join.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::scheduling {
namespace {

constexpr int kFirstYear = 2000, kLastYear = 2199;
constexpr std::int64_t kYearMinutes = std::int64_t{366} * 24 * 60;

template <class Moment>
Moment ReadMoment(const std::string& text, const std::string& where, Findings& findings) {
  Moment at;
  if (absl::ParseCivilTime(text, &at) && at.year() >= kFirstYear && at.year() <= kLastYear)
    return at;
  findings.push_back(
      {.rule = "TIME-01",
       .where = where,
       .message =
           {"Waktu ini tidak terbaca. Tulis seperti 2026-03-02T07:30.",
            "This time cannot be read. Write it as in 2026-03-02T07:30."},
       .values = {{"found", text}}});
  return {};
}

}  // namespace

absl::CivilSecond ReadSecond(
    const std::string& text, const std::string& where, Findings& findings) {
  if (absl::CivilMinute at; absl::ParseCivilTime(text, &at))
    return absl::CivilSecond(ReadMinute(text, where, findings));
  return ReadMoment<absl::CivilSecond>(text, where, findings);
}

absl::CivilMinute ReadMinute(
    const std::string& text, const std::string& where, Findings& findings) {
  return ReadMoment<absl::CivilMinute>(text, where, findings);
}

domain::Slot ReadSlot(const v1::Slot& slot, const std::string& where, Findings& findings) {
  const absl::CivilMinute from = ReadMinute(slot.from(), Cat(where, ".from"), findings);
  return {from, ReadMinute(slot.until(), Cat(where, ".until"), findings)};
}

std::vector<domain::Slot> ReadSlots(
    const google::protobuf::RepeatedPtrField<v1::Slot>& slots, const std::string& where,
    Findings& findings) {
  std::vector<domain::Slot> read;
  for (const v1::Slot& slot : slots)
    read.push_back(ReadSlot(slot, Cat(where, "[", read.size(), "]"), findings));
  return read;
}

absl::Status RefuseInput(Findings findings) {
  if (!Blocks(findings)) return absl::OkStatus();
  return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
}

absl::StatusOr<domain::Slot> RequireSlot(const v1::Slot& slot, const std::string& where) {
  Findings findings;
  const domain::Slot read = ReadSlot(slot, where, findings);
  if (findings.empty() && (read.empty() || read.minutes() > kYearMinutes)) {
    findings.push_back(
        {.rule = "TIME-02",
         .where = where,
         .message = {
             "Waktu ini berakhir sebelum mulai, atau lebih dari setahun. Perbaiki salah satunya.",
             "This time ends before it begins, or lasts longer than a year. Correct one of its "
             "ends."}});
  }
  RETURN_IF_ERROR(RefuseInput(std::move(findings)));
  return read;
}

absl::StatusOr<std::optional<domain::Slot>> SlotIfGiven(
    bool given, const v1::Slot& slot, const std::string& where) {
  if (!given) return std::nullopt;
  ASSIGN_OR_RETURN(const domain::Slot read, RequireSlot(slot, where));
  return read;
}

std::string InstantText(absl::Time at) {
  return absl::FormatTime(absl::RFC3339_full, at, absl::UTCTimeZone());
}

void ToProto(const domain::Slot& slot, v1::Slot& out) {
  out.set_from(absl::FormatCivilTime(slot.from));
  out.set_until(absl::FormatCivilTime(slot.until));
}

std::string ForSql(absl::CivilMinute at) { return absl::FormatCivilTime(at); }

std::optional<std::string> RangesForSql(const std::vector<domain::Slot>& slots) {
  if (slots.empty()) return std::nullopt;
  std::vector<std::string> ranges;
  for (const domain::Slot& slot : slots)
    ranges.push_back(Cat("[", ForSql(slot.from), ",", ForSql(slot.until), ")"));
  return Cat("{", absl::StrJoin(ranges, ","), "}");
}

absl::CivilMinute MinuteAt(pg::Row& row) {
  absl::CivilMinute at;
  absl::ParseCivilTime(row.String(), &at);
  return at;
}

domain::Slot SlotAt(pg::Row& row) {
  const absl::CivilMinute from = MinuteAt(row);
  return {from, MinuteAt(row)};
}

}  // namespace binadaya::scheduling
