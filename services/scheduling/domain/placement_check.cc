// What is wrong with the input of a placement.
#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_format.h"
#include "services/common/domain/text.h"
#include "services/scheduling/domain/placement.h"

namespace binadaya::scheduling::domain::placement {
namespace {

constexpr int kEarliest = 5 * 60, kLatest = 21 * 60;  // so that no way leads over midnight
constexpr int kMostDays = 3 * 366;

class ProblemCheck {
 public:
  ProblemCheck(const Problem& problem, const Policy& policy) : problem_(problem), policy_(policy) {}

  Findings Result() {
    OfBatches();
    for (const PlacedSession& session : problem_.sessions) OfSession(session);
    for (const Participant& person : problem_.people) {
      There(person.unit, problem_.units.size(), person.id);
      Once(people_, person.id);
    }
    for (std::size_t i = 0; i < problem_.seats.size(); ++i) OfSeat(i);
    for (const Venue& venue : problem_.venues) Once(venues_, venue.id);
    for (const Speaker& speaker : problem_.speakers) Once(speakers_, speaker.id);
    for (const UnitStaff& unit : problem_.units) Once(units_, unit.id);
    for (const Away& away : problem_.away) {
      if (away.slot.from < away.slot.until &&
          absl::CivilDay(away.slot.from) == absl::CivilDay(away.slot.until - 1)) {
        continue;
      }
      Find(
          "PLC-04", away.person,
          {"Ketidakhadiran ini kosong atau melewati tengah malam. Bagilah menurut hari.",
           "This absence is empty or crosses midnight. Divide it by days."});
    }
    for (const std::int64_t weight : policy_.weights) {
      if (weight >= 0) continue;
      Find(
          "PLC-08", "weights",
          {"Bobot ini negatif. Isi nol bila tidak berlaku.",
           "This weight is below zero. Enter zero if it does not count."});
    }
    return std::move(findings_);
  }

 private:
  void Find(std::string rule, std::string where, Message message) {
    findings_.push_back(
        {.rule = std::move(rule), .where = std::move(where), .message = std::move(message)});
  }

  bool There(std::size_t position, std::size_t size, const std::string& where) {
    if (position < size) return true;
    Find(
        "PLC-01", where,
        {Cat("Menunjuk nomor ", position, ", yang tidak ada. Perbaiki rujukannya."),
         Cat("It refers to number ", position, ", which is not there. Correct the reference.")});
    return false;
  }
  void There(const std::vector<std::size_t>& positions, std::size_t size, const std::string& of) {
    for (const std::size_t position : positions) There(position, size, of);
  }

  void Once(std::set<std::string>& seen, const std::string& id) {
    if (seen.insert(id).second) return;
    Find(
        "PLC-07", id,
        {"Id ini dipakai dua kali. Hapus salah satunya.",
         "This id is used twice. Remove one of the two."});
  }

  void OfBatches() {
    absl::CivilDay first = absl::CivilDay::max(), last = absl::CivilDay::min();
    for (const PlacedBatch& batch : problem_.batches) {
      Once(batches_, batch.id);
      There(batch.venues, problem_.venues.size(), batch.id);
      first = std::min(first, batch.window.from);
      last = std::max(last, batch.window.until);
      if (batch.window.from < batch.window.until && batch.seats > 0 && last - first <= kMostDays)
        continue;
      Find(
          "PLC-03", batch.id,
          {"Kelas ini tanpa kursi atau tanpa hari, atau terlalu jauh dari yang lain. Perbaiki "
           "masanya.",
           "This batch has no seats or no days, or is too far from the others. Correct its "
           "window."});
    }
  }

  void OfSession(const PlacedSession& session) {
    Once(sessions_, session.id);
    There(session.batch, problem_.batches.size(), session.id);
    There(session.speakers, problem_.speakers.size(), session.id);
    if (session.now.has_value()) {
      if (session.now->venue != kNone)
        There(session.now->venue, problem_.venues.size(), session.id);
      if (session.now->speaker != kNone)
        There(session.now->speaker, problem_.speakers.size(), session.id);
    } else if (session.keeps_time || session.keeps_venue || session.keeps_speaker) {
      Find(
          "PLC-06", session.id,
          {"Sesi ini harus tetap di tempatnya, tetapi belum punya. Isi tempatnya sekarang.",
           "This session is to keep its place and has none. Enter where it is now."});
    }
    if (Rests(session.kind)) {
      Find(
          "PLC-09", session.id,
          {"Istirahat, makan dan salat bukan sesi. Hapus; waktunya terjaga oleh SC-10.",
           "Breaks, meals and prayers are no sessions. Remove it; SC-10 keeps their time free."});
    }
    std::vector<int> starts = session.starts;
    if (session.now.has_value()) starts.push_back(session.now->from);
    bool fits = !session.starts.empty() && session.minutes > 0;
    for (const int from : starts) fits &= from >= kEarliest && from + session.minutes <= kLatest;
    if (fits) return;
    Find(
        "PLC-02", session.id,
        {"Sesi ini tanpa jam mulai, atau di luar 05:00–21:00. Perbaiki jam atau lamanya.",
         "This session has no hour to begin at, or reaches beyond 05:00 to 21:00. Correct its "
         "hours or its length."});
  }

  void OfSeat(std::size_t position) {
    const Seat& seat = problem_.seats[position];
    const std::string where = Cat("seats[", position, "]");
    if (!There(seat.person, problem_.people.size(), where)) return;
    if (seat.batches.empty()) There(kNone, 0, where);
    std::set<std::string> programs;
    for (const std::size_t batch : seat.batches)
      if (There(batch, problem_.batches.size(), where))
        programs.insert(problem_.batches[batch].program);
    for (const std::string& program : programs) {
      if (programs_.insert({seat.person, program}).second) continue;
      Find(
          "PLC-05", problem_.people[seat.person].id,
          {"Pegawai ini dua kali dalam satu program. Hapus salah satu kursinya.",
           "This person is twice in one program. Remove one of the seats."});
    }
  }

  const Problem& problem_;
  const Policy& policy_;
  std::set<std::string> batches_, sessions_, people_, venues_, speakers_, units_;
  std::set<std::pair<std::size_t, std::string>> programs_;
  Findings findings_;
};

}  // namespace

Findings CheckProblem(const Problem& problem, const Policy& policy) {
  return ProblemCheck(problem, policy).Result();
}

std::string IdOf(Rule rule) {
  struct Name {
    const char* series;
    int number;
  };
  constexpr std::array<Name, kRules> kNames = {
      {{"PLC", 10},
       {"PLC", 11},
       {"SC", 8},
       {"SC", 3},
       {"PLC", 12},
       {"SC", 10},
       {"SC", 11},
       {"SC", 9},
       {"SC", 9},
       {"SC", 9},
       {"SC", 12},
       {"SVC", 1},
       {"SVC", 2},
       {"SVC", 3},
       {"SVC", 4},
       {"SVC", 5},
       {"SVC", 6},
       {"SC", 9}}};
  const auto& [series, number] = kNames[static_cast<std::size_t>(rule)];
  return absl::StrFormat("%s-%02d", series, number);
}

Score ScoreOf(const Tally& tally, Rules rules, const Weights& weights) {
  Score score;
  for (std::size_t i = 0; i < kRules; ++i)
    if (rules.Has(static_cast<Rule>(i))) score.hard += tally.rules[i];
  for (std::size_t i = 0; i < kWishes; ++i) score.soft += weights[i] * tally.wishes[i];
  return score;
}

}  // namespace binadaya::scheduling::domain::placement
