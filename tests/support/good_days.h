#pragma once

#include <optional>
#include <string>

#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/common/domain/text.h"
#include "tests/support/with_id.h"

namespace binadaya::test {

namespace sv = ::binadaya::scheduling::v1;

// A day of learning on which all is right, and what it takes: for tests that derive from it.
class GoodDays {
 protected:
  static sv::SetVenueRequest Hall(const std::string& name, int capacity = 300) {
    auto request = WithId<sv::SetVenueRequest>();
    sv::Venue& venue = *request.mutable_venue();
    venue.set_name(name);
    venue.set_kind(sv::HALL);
    venue.set_city("Kota Semarang");
    venue.set_province("JAWA TENGAH");
    venue.set_capacity(capacity);
    return request;
  }
  static sv::SetSpeakerRequest Teacher(const std::string& person = "") {
    auto request = WithId<sv::SetSpeakerRequest>();
    sv::Speaker& speaker = *request.mutable_speaker();
    if (person.empty()) {
      speaker.set_name("Narasumber Rekaan");
      speaker.set_organisation("Universitas Rekaan");
    } else {
      speaker.set_person(person);
    }
    speaker.set_rate_class("PAKAR");
    return request;
  }

  static sv::RundownItem Item(
      const std::string& number, const std::string& day, std::optional<int> from,
      std::optional<int> until, sv::ItemKind kind, const std::string& title,
      const std::string& place = "Ruang Lokakrida, Balai Kota") {
    const auto minute = [](int clock) { return clock / 100 * 60 + clock % 100; };
    sv::RundownItem item;
    item.set_number(number);
    item.set_day(day);
    if (from.has_value()) item.set_from(minute(*from));
    if (until.has_value()) item.set_until(minute(*until));
    item.set_kind(kind);
    item.set_title(title);
    item.set_place(place);
    return item;
  }
  static sv::RundownItem Lesson(
      const std::string& number, const std::string& day, int from, int until,
      const sv::Venue& venue, const sv::Speaker& speaker) {
    sv::RundownItem item = Item(number, day, from, until, sv::LEARNING, Cat("Materi ", number), "");
    item.set_venue(venue.id());
    item.set_speaker(speaker.id());
    item.set_method("studi kasus");
    item.add_objectives("o1");
    item.add_materials("m1");
    return item;
  }
  // A day on which all is right: 315 minutes of learning, 7 lesson hours.
  static sv::RundownContent GoodDay(
      const std::string& day, const sv::Venue& venue, const sv::Speaker& speaker) {
    sv::RundownContent content;
    *content.add_items() = Item("1", day, 730, 800, sv::REGISTRATION, "Registrasi");
    *content.add_items() = Lesson("2", day, 800, 1000, venue, speaker);
    *content.add_items() = Item("3", day, 1000, 1015, sv::BREAK, "Istirahat");
    *content.add_items() = Lesson("4", day, 1015, 1200, venue, speaker);
    *content.add_items() = Item("5", day, 1200, 1300, sv::MEAL, "Makan siang");
    *content.add_items() = Lesson("6", day, 1300, 1430, venue, speaker);
    *content.add_items() = Item("7", day, 1430, 1500, sv::PRAYER, "Salat");
    *content.add_items() = Item("8", day, 1500, 1600, sv::CLOSING, "Penutupan");
    return content;
  }
};

}  // namespace binadaya::test
