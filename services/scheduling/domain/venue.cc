#include "services/scheduling/domain/venue.h"

#include "services/common/domain/text.h"

namespace binadaya::scheduling::domain {

Findings CheckVenue(const Venue& venue) {
  Findings findings;
  if (venue.capacity < 1) {
    findings.push_back(
        {.rule = "VEN-01",
         .where = "capacity",
         .message =
             {"Tempat ini tidak memuat siapa pun. Isi kapasitasnya.",
              "This venue holds nobody. Enter its capacity."},
         .values = {{"capacity", Cat(venue.capacity)}}});
  }
  const bool online = venue.kind == VenueKind::kOnline;
  if (online ? !venue.city.empty() || !venue.province.empty()
             : venue.city.empty() || venue.province.empty()) {
    findings.push_back(
        {.rule = "VEN-02",
         .where = venue.city.empty() != online ? "city" : "province",
         .message = {
             "Tempat ini perlu kota dan provinsi, yang daring tidak punya keduanya. Perbaiki "
             "isiannya.",
             "This venue needs a city and a province; one online has neither. Correct them."}});
  }
  for (std::size_t i = 0; i < venue.windows.size(); ++i) {
    if (!venue.windows[i].empty()) continue;
    findings.push_back(
        {.rule = "VEN-03",
         .where = Cat("windows[", i, "]"),
         .message = {
             "Masa tersedia ini berakhir sebelum mulai. Perbaiki salah satu waktunya.",
             "This window ends before it begins. Correct one of its times."}});
  }
  if (venue.day_rate < Money{}) {
    findings.push_back(
        {.rule = "VEN-04",
         .where = "day_rate",
         .message = {
             "Tarif ini negatif. Isi nol bila tempatnya tidak berbayar.",
             "This rate is negative. Enter zero if the venue is free."}});
  }
  if (venue.name.empty()) {
    findings.push_back(
        {.rule = "VEN-05",
         .where = "name",
         .message = {
             "Tempat ini tanpa nama. Isi namanya seperti di undangan.",
             "This venue has no name. Enter it as invitations say it."}});
  }
  return findings;
}

Findings CheckSmaller(const Venue& before, const Venue& now, std::span<const Housed> housed) {
  constexpr int kNamedBatches = 5;
  std::string named;
  int many = 0;
  for (const Housed& one : housed) {
    if (one.seats > before.capacity || one.seats <= now.capacity) continue;
    if (++many <= kNamedBatches) named += Cat(named.empty() ? "" : ", ", one.batch);
  }
  if (many == 0) return {};
  return {
      {.rule = "VEN-06",
       .where = "capacity",
       .message =
           {Cat("Tempat ini lalu terlalu kecil bagi ", many,
                " kelas yang sudah terbit di sana. Pindahkan kelas itu dulu, atau nyatakan bahwa "
                "akan diatur kemudian."),
            Cat("This venue is then too small for ", many,
                " batches that are published there. Move them first, or say that they are seen to "
                "later.")},
       .values = {{"batches", named}, {"count", Cat(many)}, {"capacity", Cat(now.capacity)}}}};
}

}  // namespace binadaya::scheduling::domain
