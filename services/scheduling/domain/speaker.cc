#include "services/scheduling/domain/speaker.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_format.h"
#include "services/common/domain/step.h"
#include "services/common/domain/text.h"

namespace binadaya::scheduling::domain {
namespace {

void CheckWho(const Speaker& speaker, Findings& findings) {
  if (speaker.kind == SpeakerKind::kInternal) {
    if (!speaker.person.empty() && speaker.name.empty() && speaker.organisation.empty()) return;
    findings.push_back(
        {.rule = "SPK-01",
         .where = "person",
         .message = {
             "Narasumber internal dikenal dari datanya sebagai pegawai. Isi pegawainya saja; nama "
             "dan instansi hanya untuk narasumber eksternal.",
             "An internal speaker is known by his record as a person. Enter only the person; name "
             "and organisation are those of external ones."}});
    return;
  }
  if (speaker.person.empty() && !speaker.name.empty() && !speaker.organisation.empty()) return;
  findings.push_back(
      {.rule = "SPK-02",
       .where = speaker.name.empty() ? "name" : "organisation",
       .message = {
           "Narasumber eksternal perlu nama dan instansi, tanpa data pegawai. Perbaiki isiannya.",
           "An external speaker needs a name and an organisation, and no person. Correct them."}});
}

bool Knows(const Speaker& speaker, const Expertise& needed) {
  return std::any_of(speaker.expertise.begin(), speaker.expertise.end(), [&](const Expertise& one) {
    return one.competency == needed.competency && one.level >= needed.level;
  });
}

}  // namespace

Findings CheckSpeaker(const Speaker& speaker) {
  Findings findings;
  CheckWho(speaker, findings);
  std::set<std::string> competencies;
  for (std::size_t i = 0; i < speaker.expertise.size(); ++i) {
    const Expertise& one = speaker.expertise[i];
    const bool twice = !competencies.insert(one.competency).second;
    if (one.level >= 1 && one.level <= 5 && !one.competency.empty() && !twice) continue;
    findings.push_back(
        {.rule = "SPK-03",
         .where = Cat("expertise[", i, "]"),
         .message =
             {"Setiap kompetensi disebut sekali, dengan tingkat 1 sampai 5. Perbaiki daftarnya.",
              "Each competency is named once, with a level of 1 to 5. Correct the list."},
         .values = {{"competency", one.competency}, {"level", Cat(one.level)}}});
  }
  for (std::size_t i = 0; i < speaker.windows.size(); ++i) {
    if (!speaker.windows[i].empty()) continue;
    findings.push_back(
        {.rule = "SPK-04",
         .where = Cat("windows[", i, "]"),
         .message = {
             "Masa kesediaan ini berakhir sebelum mulai. Perbaiki salah satu waktunya.",
             "This time ends before it begins. Correct one of its ends."}});
  }
  if (speaker.rate_class.empty()) {
    findings.push_back(
        {.rule = "SPK-05",
         .where = "rate_class",
         .message = {
             "Kelas tarif kosong; honorarium tidak dapat dihitung. Isi kelasnya.",
             "There is no rate class to price the fee by. Enter it."}});
  }
  return findings;
}

Findings CheckEngagement(
    const Speaker& speaker, const Engagement& engagement, const SpeakerPolicy& policy) {
  Findings findings;
  for (const Expertise& needed : engagement.teaches) {
    if (Knows(speaker, needed)) continue;
    findings.push_back(
        {.rule = "SPK-06",
         .where = "expertise",
         .message =
             {Cat("Narasumber ini tidak menguasai ", needed.competency, " sampai tingkat ",
                  needed.level, ". Pilih yang lain, atau lengkapi keahliannya."),
              Cat("This speaker is not versed in ", needed.competency, " up to level ",
                  needed.level, ". Choose another, or complete what he is versed in.")},
         .values = {{"competency", needed.competency}, {"level", Cat(needed.level)}}});
  }
  for (const std::string& touched : engagement.touches) {
    if (!Contains(speaker.interests, touched)) continue;
    const bool accepted = !engagement.accepted_because.empty();
    findings.push_back(
        {.rule = "SPK-07",
         .where = "interests",
         .message = accepted
                        ? Message(
                              "Narasumber ini punya kepentingan di sini; itu diterima dengan "
                              "alasan.",
                              "This speaker has a stake in it; that is accepted with a reason.")
                        : Message(
                              "Narasumber ini punya kepentingan di sini. Pilih yang lain, atau "
                              "mintalah Kepala BKPP menerimanya dengan alasan.",
                              "This speaker has a stake in it. Choose another, or ask the head of "
                              "the personnel agency to accept it with a reason."),
         .values =
             {{"interest", touched},
              {"accepted_because", engagement.accepted_because},
              {"accepted_by", engagement.accepted_by}},
         .warning = accepted});
  }
  if (speaker.ratings >= policy.least_ratings && speaker.rating < policy.least_rating) {
    const std::string rating = absl::StrFormat("%.2f", speaker.rating);
    const std::string least = absl::StrFormat("%.2f", policy.least_rating);
    findings.push_back(
        {.rule = "SPK-08",
         .where = "rating",
         .message =
             {Cat("Penilaian narasumber ini ", rating, ", di bawah ", least, ". Pilih yang lain."),
              Cat("This speaker is rated ", rating, ", below ", least, ". Choose another.")},
         .values = {{"rating", rating}, {"least", least}, {"ratings", Cat(speaker.ratings)}}});
  }
  if (!speaker.in_use) {
    findings.push_back(
        {.rule = "SPK-09",
         .where = "speaker",
         .message = {
             "Narasumber ini tidak dipakai lagi. Pilih yang lain.",
             "This speaker is no longer in use. Choose another."}});
  }
  return findings;
}

bool HasStake(const Speaker& speaker, std::span<const std::string> touches) {
  return std::ranges::any_of(
      touches, [&](const std::string& one) { return Contains(speaker.interests, one); });
}

Findings CheckAcceptance(
    const Speaker& speaker, std::span<const std::string> touches, const std::string& reason) {
  Findings findings;
  if (!HasStake(speaker, touches)) {
    findings.push_back(
        {.rule = "SPK-16",
         .where = "speaker",
         .message = {
             "Narasumber ini tidak tercatat punya kepentingan di sini; tidak ada yang perlu "
             "diterima.",
             "This speaker has no stake in it on record; there is nothing to accept."}});
  }
  RequireReason(
      reason,
      {"SPK-17",
       "reason",
       {"Alasannya kosong. Tuliskan mengapa kepentingan narasumber ini diterima.",
        "No reason is given. Say why the stake of this speaker is accepted."}},
      findings);
  return findings;
}

Findings CheckAcceptanceWithdrawn(const std::string& reason) {
  Findings findings;
  RequireReason(
      reason,
      {"SPK-17",
       "reason",
       {"Alasannya kosong. Tuliskan mengapa kepentingan narasumber ini tidak diterima lagi.",
        "No reason is given. Say why the stake of this speaker is accepted no more."}},
      findings);
  return findings;
}

}  // namespace binadaya::scheduling::domain
