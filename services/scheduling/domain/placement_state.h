#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "services/scheduling/domain/placement_index.h"
#include "services/scheduling/domain/placement_local.h"

// A plan that is being worked on. Each change costs what it touches: the timelines of its venue,
// speaker and leader, its batch, and the units of its people on its days. Undone by the opposite
// change, exactly. Its tally is Evaluate's at any time (placement_state_test.cc), but for what is
// pardoned.
namespace binadaya::scheduling::domain::placement {

struct Change {
  int session = 0;
  Spot to = {};
};

class State {
 public:
  // Nothing is placed, everybody in the first batch that takes him. `rules`: that count in `score`.
  // What others break by themselves who are away is theirs: no plan mends it, and none is barred by
  // it.
  explicit State(const Index& index, Rules rules = Rules::All());

  void Apply(std::span<const Change> changes);  // each session at most once
  void Reseat(int seat, int batch);
  void Load(const Plan& plan);
  void Ask(Rules rules);  // others count from now on
  Plan plan() const;
  // As much as `before` breaks does not count, wherever that is: of a unit or kecamatan on a day,
  // of a person in a quarter, of a batch by itself on a day; of a session as long as it is then and
  // has the same, and who misses it anyway. Of one thing nothing else is broken instead. `begun`:
  // what is placed there has begun, and of blackouts and working time only what else there is
  // counts. While nothing is placed yet; both are of the same batches, sessions and people.
  void Pardon(const State& before, bool begun);

  const Tally& tally() const { return tally_; }
  Score score() const { return score_; }
  const Spot& spot(int session) const { return spots_[At(session)]; }
  std::span<const Spot> spots() const { return spots_; }
  int batch_of(int seat) const { return batch_of_[At(seat)]; }
  std::span<const int> members(int batch) const { return members_[At(batch)]; }
  bool accessible(int batch) const { return accessible_[At(batch)] > 0; }

  // How often a venue, speaker or leader has something else, were the session there.
  int VenueClashes(int session, const Spot& spot) const;
  int SpeakerClashes(int session, const Spot& spot) const;
  int LeaderClashes(int session, const Spot& spot) const;
  int PersonClashes(int session, const Spot& spot) const;
  // What of the venue or the speaker itself does not do.
  int RoomFaultsOf(int session, const Spot& spot) const;
  int SpeakerFaultsOf(int session, const Spot& spot) const;

  // Sessions that share in a broken rule of those that count: by position, each once.
  std::vector<int> Culprits() const;

  const Index& index() const { return index_; }

 private:
  static std::size_t At(int position) { return static_cast<std::size_t>(position); }
  std::size_t UnitDay(int unit, int day) const { return At(unit * index_.days + day); }
  int& InUnit(int batch, int seat);
  // Of a unit and day: how much of SVC-01, 02, 04 and 05 is broken.
  using UnitCost = std::array<std::int16_t, 4>;
  static constexpr std::array<Rule, 4> kOfUnit = {
      Rule::kUnit, Rule::kPair, Rule::kCounter, Rule::kBlackout};
  struct Pardoned {
    std::vector<UnitCost> units = {};
    std::vector<int> lurah = {}, quarters = {};
    std::map<std::pair<int, int>, Tally> days = {};  // by batch and day
    struct Session {
      bool begun = false;
      Spot spot = {};
      int venue = 0, speaker = 0, leader = 0;  // clashes with what stands
      int room = 0, engagement = 0;            // faults of venue and speaker
      std::map<int, int> people = {};          // clashes of each
    };
    std::vector<Session> sessions = {};
  };

  void Break(Rule rule, std::int64_t amount);
  void Miss(Wish wish, std::int64_t amount);
  void Put(int session, int sign);  // into all timelines, or out of them
  void Days(int session, int sign);
  void Touch(int batch, int day);  // its people's units and kecamatan look otherwise on the day
  void TouchOf(int seat, int day);
  void TouchQuarter(int person, int quarter);
  void Count(int seat, int day, int sign);  // in the balance of its unit
  void Refresh();
  void RefreshBatch(int batch);

  int Against(
      const std::vector<int>& others, const std::vector<Index::Standing>& standing, int session,
      const Spot& spot, bool travels, int pardoned) const;
  int AgainstStanding(
      const std::vector<Index::Standing>& standing, int session, const Spot& spot,
      bool travels) const;
  bool Clash(int session, const Spot& spot, int other, bool travels) const;
  int ClashesOfSeat(int seat, int session, const Spot& spot) const;
  // What a speaker would hold there, with what he sits in himself; what somebody would sit in, with
  // what he holds; and what all would who sit in the batch. Of other batches.
  int ClashesWithSeats(int session, const Spot& spot) const;
  int ClashesWithTaught(int seat, int session, const Spot& spot) const;
  int ClashesWithTaught(int session, const Spot& spot) const;
  UnitCost LookAtUnit(int unit, int day) const;
  std::int16_t BlackedOut(const Index::Unit& unit, const Index::OnDay& on, int day) const;
  int LookAtLurah(int kecamatan, int day) const;
  int LookAtQuarter(int person, int quarter) const;
  int LookAtArms(int program) const;

  void PardonOthers();
  void Forgive(Pardoned pardoned);
  // Whether nothing about a session is otherwise than in what is pardoned.
  bool Stands(int session, const Spot& spot) const;
  // Of a session that is then, with the venue or speaker that it had: what is pardoned of it.
  int Spared(
      int session, const Spot& spot, std::int16_t Spot::*resource,
      int Pardoned::Session::*what) const;
  bool HasBegun(int session) const {
    return pardoned_ != nullptr && pardoned_->sessions[At(session)].begun;
  }
  // What a batch breaks by itself on a day: all of it, and what is not pardoned of that.
  Tally OfDay(int batch, int day, bool with_begun = true) const;
  Tally Unpardoned(int batch, int day) const;

  const Index& index_;
  Rules rules_;
  Tally tally_;
  Score score_;
  std::vector<Spot> spots_;
  std::vector<int> batch_of_;              // by seat
  std::vector<std::vector<int>> members_;  // seats, by batch
  std::vector<int> member_at_;             // by seat: where in it
  std::vector<int> accessible_;            // by batch: people who need it
  // By resource and day: the sessions there.
  std::vector<std::vector<int>> venue_, speaker_, leader_;
  std::vector<std::uint8_t> active_;         // sessions, by batch and day
  std::vector<std::vector<int>> active_on_;  // batches, by day
  std::vector<int> in_unit_;                 // people, by batch and unit
  std::vector<int> days_in_;                 // active days, by batch and quarter
  std::vector<int> away_;                    // days of its people, by unit and week
  std::vector<Local> local_;
  std::vector<UnitCost> unit_cost_;
  std::vector<int> lurah_cost_, quarter_cost_, arm_cost_;
  std::shared_ptr<const Pardoned> pardoned_;  // null: nothing

  // What Refresh has to look at again.
  struct Pending {
    std::vector<int> list = {};
    std::vector<bool> in = {};
    void Add(std::size_t position) {
      if (in[position]) return;
      in[position] = true;
      list.push_back(static_cast<int>(position));
    }
  };
  Pending units_, lurah_, quarters_, batches_;
  // Scratch of LookAtUnit.
  struct Crew {
    int person = 0, from = 0, until = 0;
    bool training = false, direct = false, substitute = false, acting = false;
  };
  mutable std::vector<Crew> crew_;
  mutable std::vector<int> people_;
  static int Fullest(const std::vector<Crew>& crew, bool direct, std::vector<int>& people);
};

}  // namespace binadaya::scheduling::domain::placement
