#include "services/scheduling/rundown_proto.h"

#include "services/common/day.h"
#include "services/common/enums.h"

namespace binadaya::scheduling {
namespace {

// Days of a request were checked before.
domain::RundownItem ItemOf(const v1::RundownItem& item) {
  domain::RundownItem out{
      .id = item.id(),
      .number = item.number(),
      .day = DayOf(item.day()).value_or(absl::CivilDay()),
      .kind = ToDomain<domain::ItemKind>(item.kind()),
      .track = item.track(),
      .title = item.title(),
      .place = item.place(),
      .venue = item.venue(),
      .speaker = item.speaker(),
      .method = item.method(),
      .objectives = {item.objectives().begin(), item.objectives().end()},
      .materials = {item.materials().begin(), item.materials().end()},
      .owner = item.owner()};
  if (item.has_from()) out.from = item.from();
  if (item.has_until()) out.until = item.until();
  if (item.has_printed_minutes()) out.printed_minutes = item.printed_minutes();
  out.teaches = ExpertiseIn(item.teaches());
  return out;
}

}  // namespace

std::vector<domain::Expertise> ExpertiseIn(
    const google::protobuf::RepeatedPtrField<v1::Expertise>& list) {
  std::vector<domain::Expertise> out;
  for (const v1::Expertise& one : list) out.push_back({one.competency(), one.level()});
  return out;
}

void ToProto(
    const std::vector<domain::Expertise>& list,
    google::protobuf::RepeatedPtrField<v1::Expertise>& out) {
  for (const domain::Expertise& one : list) {
    v1::Expertise& to = *out.Add();
    to.set_competency(one.competency);
    to.set_level(one.level);
  }
}

domain::Rundown AsDomain(const v1::RundownContent& content) {
  domain::Rundown out{.compensation = content.compensation()};
  for (const v1::RundownDay& day : content.days())
    out.days.push_back({DayOf(day.day()).value_or(absl::CivilDay()), day.printed()});
  for (const v1::RundownItem& item : content.items()) out.items.push_back(ItemOf(item));
  return out;
}

v1::RundownItem ToProto(const domain::RundownItem& item) {
  v1::RundownItem out;
  out.set_id(item.id);
  out.set_number(item.number);
  out.set_day(absl::FormatCivilTime(item.day));
  if (item.from.has_value()) out.set_from(*item.from);
  if (item.until.has_value()) out.set_until(*item.until);
  if (item.printed_minutes.has_value()) out.set_printed_minutes(*item.printed_minutes);
  out.set_kind(ToContract<v1::ItemKind>(item.kind));
  out.set_track(item.track);
  out.set_title(item.title);
  out.set_place(item.place);
  out.set_venue(item.venue);
  out.set_speaker(item.speaker);
  out.set_method(item.method);
  for (const std::string& objective : item.objectives) out.add_objectives(objective);
  for (const std::string& material : item.materials) out.add_materials(material);
  out.set_owner(item.owner);
  ToProto(item.teaches, *out.mutable_teaches());
  return out;
}

v1::RundownContent ToProto(const domain::Rundown& rundown) {
  v1::RundownContent out;
  for (const domain::RundownDay& day : rundown.days) {
    v1::RundownDay& to = *out.add_days();
    to.set_day(absl::FormatCivilTime(day.day));
    to.set_printed(day.printed);
  }
  for (const domain::RundownItem& item : rundown.items) *out.add_items() = ToProto(item);
  out.set_compensation(rundown.compensation);
  return out;
}

v1::ItemChange ToProto(const domain::RundownChange& change) {
  v1::ItemChange out;
  out.set_kind(ToContract<v1::ItemChangeKind>(change.change));
  if (change.before.has_value()) *out.mutable_before() = ToProto(*change.before);
  if (change.now.has_value()) *out.mutable_now() = ToProto(*change.now);
  return out;
}

}  // namespace binadaya::scheduling
