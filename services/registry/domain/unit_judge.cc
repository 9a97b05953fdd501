// Acts about units, each judged on its day among all that wait.
#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/domain/text.h"
#include "services/registry/domain/import_rows.h"
#include "services/registry/domain/import_units.h"
#include "services/registry/domain/unit_world.h"

namespace binadaya::registry::domain {
namespace {

// A city has six levels of units. The bound also keeps paths, and with them a plan, from growing
// with the square of the file.
constexpr std::size_t kMaxDepth = 16;

std::string Day(absl::CivilDay day) { return absl::FormatCivilTime(day); }

std::string Listed(const std::vector<std::string_view>& codes) {
  return absl::StrJoin(
      codes, ", ", [](std::string* out, std::string_view code) { out->append(code); });
}

// "SETDA, SETWAN …"; the city itself as people call it.
std::string ListKinds(const std::vector<std::string>& codes) {
  return absl::StrJoin(codes, ", ", [](std::string* out, std::string_view code) {
    absl::StrAppend(out, code.empty() ? "(kota)" : Absl(code));
  });
}

// Goes through the days of all acts, those of the plan and those that wait, and looks at each of
// the plan in the world of its day.
class Judge {
 public:
  Judge(
      ImportPlan<UnitAct>& plan, const UnitDirectory& directory, const ImportOptions& options,
      absl::CivilDay today, int horizon_years)
      : plan_(plan),
        directory_(directory),
        options_(options),
        today_(today),
        horizon_years_(horizon_years),
        world_(directory) {}

  void Run() {
    Collect();
    for (auto begin = steps_.begin(); begin != steps_.end();) {
      const auto end = std::find_if(begin, steps_.end(), [&](const Step& step) {
        return step.day != begin->day || step.act.closes != begin->act.closes;
      });
      begin->act.closes ? Close(begin, end) : Change(begin, end);
      begin = end;
    }
    for (Planned<UnitAct>& planned : plan_.rows)
      if (Blocks(planned.findings)) planned.outcome = Outcome::kWrong;
  }

 private:
  // An act on its day; `row`: of the plan, none for one that waits.
  struct Step {
    absl::CivilDay day;
    UnitAct act;
    Planned<UnitAct>* row = nullptr;
    bool applies = true;  // is not so already, and has a code of its own
  };
  using Steps = std::vector<Step>;

  void Collect() {
    std::set<std::string_view> codes;  // a code once more has its finding already
    for (Planned<UnitAct>& planned : plan_.rows) {
      if (planned.outcome == Outcome::kSkipped) continue;
      planned.outcome = Settle(planned, directory_);
      const UnitAct& act = planned.record;
      const bool same = planned.outcome == Outcome::kSame;
      const bool applies = !same && !act.unit.code.empty() && codes.insert(act.unit.code).second;
      if (same && act.closes) continue;
      steps_.push_back(
          {.day = same ? std::max(act.effective, today_) : act.effective,
           .act = act,
           .row = &planned,
           .applies = applies});
      if (applies && !act.closes) rows_[act.unit.code] = &planned;
    }
    const std::size_t mine = steps_.size();
    for (const UnitAct& waiting : directory_.waiting) {
      const bool replaced = std::any_of(
          steps_.begin(), steps_.begin() + static_cast<std::ptrdiff_t>(mine),
          [&](const Step& step) { return step.applies && Replaces(step.act, waiting); });
      if (!replaced) steps_.push_back({.day = waiting.effective, .act = waiting});
    }
    for (const Step& step : steps_) {
      if (!step.applies || step.act.closes) continue;
      comes_.insert(step.act.unit.code);
      for (const std::string& before : step.act.unit.succeeds)
        heirs_[before].insert(step.act.unit.code);
    }
    std::stable_sort(steps_.begin(), steps_.end(), [](const Step& a, const Step& b) {
      return std::pair(a.day, a.act.closes) < std::pair(b.day, b.act.closes);
    });
    for (Step& step : steps_) later_[step.act.unit.code].push_back(&step);
  }

  void Add(
      std::string_view column, std::string_view rule, Message message,
      std::map<std::string, std::string> values = {}) {
    planned_->findings.push_back(At(column, rule, std::move(message), std::move(values)));
  }

  // What begins, is renamed or moved on one day.
  void Change(Steps::iterator begin, Steps::iterator end) {
    for (auto step = begin; step != end; ++step) {
      planned_ = step->row;
      if (planned_ != nullptr && planned_->outcome != Outcome::kSame) CheckChange(*step);
    }
    for (auto step = begin; step != end; ++step) {
      if (!step->applies) continue;
      const std::optional<Unit> before = world_.Apply(step->act);
      if (!before.has_value()) continue;
      for (Step* later : later_[step->act.unit.code])
        if (later->day > step->day) Follow(later->act, *before, step->act.unit);
    }
    for (auto step = begin; step != end; ++step) {
      planned_ = step->row;
      if (planned_ == nullptr) continue;
      CheckPlace(step->act, planned_->outcome == Outcome::kSame);
      CheckSucceeds(step->act.unit);
      planned_->record.unit.path = step->act.unit.path;
    }
  }

  // What is closed on one day.
  void Close(Steps::iterator begin, Steps::iterator end) {
    std::map<std::string, Occupants> left;
    for (auto step = begin; step != end; ++step) {
      planned_ = step->row;
      if (planned_ != nullptr) CheckChange(*step);
    }
    for (auto step = begin; step != end; ++step) {
      const std::string& code = step->act.unit.code;
      if (step->applies && world_.Apply(step->act).has_value())
        left[code] = world_.In(code, step->day);
    }
    for (const auto& [code, people] : left)
      if (const std::string heir = HeirOf(code); !heir.empty())
        world_.GoAlong(code, heir, begin->day);
    for (auto step = begin; step != end; ++step) {
      const auto found = left.find(step->act.unit.code);
      if (found != left.end()) CheckClosing(*step, found->second);
    }
  }

  // UNIT-03, UNIT-04, UNIT-09, UNIT-12: where it stands on its day; its path.
  void CheckPlace(UnitAct& act, bool same) {
    if (!Path(act.unit)) return;
    const Unit* parent = world_.Find(act.unit.parent);
    CheckParentKind(act.unit, parent == nullptr ? "" : parent->kind);
    if (parent == nullptr) return;  // directly under the city
    const bool comes = !same && parent->valid_from > act.effective;
    if (comes || parent->valid_to.has_value())
      NoParent(parent->valid_from, DayOrNone(parent->valid_to));
  }

  void NoParent(absl::CivilDay from, const std::string& to) {
    Add("parent", "UNIT-12",
        {"Unit induk belum ada atau sudah ditutup pada tanggal itu. Perbaiki induknya atau "
         "tanggalnya.",
         "The parent unit does not exist yet on that day, or is closed. Correct the parent or the "
         "day."},
        {{"valid_from", Day(from)}, {"valid_to", to}});
  }

  // UNIT-09: kinds stand under the kinds that they are parts of.
  void CheckParentKind(const Unit& unit, std::string_view parent) {
    const auto kind = directory_.kinds.find(unit.kind);
    if (kind == directory_.kinds.end() || Contains(kind->second.parents, parent)) return;
    const std::string parents = ListKinds(kind->second.parents);
    Add("parent", "UNIT-09",
        {absl::StrCat(
             "Unit berjenis ", unit.kind, " tidak dapat berada di bawah induk ini. Induknya harus ",
             "berjenis: ", parents, "."),
         absl::StrCat(
             "A unit of kind ", unit.kind,
             " cannot stand under this parent. Its parent must be of "
             "kind: ",
             parents, ".")});
  }

  // A break further up is told at the row where it is, not again at each row below.
  bool Path(Unit& unit) {
    std::vector<std::string_view> chain = {unit.code};
    std::string_view parent = unit.parent;
    while (!parent.empty()) {
      const bool circle = Contains(chain, parent);
      if (circle || chain.size() == kMaxDepth) {
        chain.push_back(parent);
        Add("parent", "UNIT-04",
            circle ? Message{"Unit-unit induknya berputar kembali ke dirinya sendiri. Perbaiki "
                             "induk salah satunya.",
                             "Its parent units run in a circle. Correct the parent of one of them."}
                   : Message{absl::StrCat("Induknya lebih dari ", kMaxDepth,
                                          " tingkat, atau berputar. Perbaiki induknya."),
                             absl::StrCat("Its parents are more than ", kMaxDepth,
                                          " levels deep, or run in a circle. Correct the parent.")},
            {{"codes", Listed(chain)}});
        return false;
      }
      const Unit* next = world_.Find(std::string(parent));
      if (next == nullptr && chain.size() == 1 && comes_.contains(std::string(parent))) {
        NoParent(ComesOn(std::string(parent)), "");
        return false;
      }
      if (next == nullptr && chain.size() == 1) {
        Add("parent", "UNIT-03",
            {"Unit induk tidak ada dalam berkas maupun dalam registri. Tambahkan barisnya, "
             "atau perbaiki kodenya.",
             "The parent unit is neither in the file nor in the registry. Add its row, or "
             "correct its code."},
            {{"parent", std::string(parent)}});
        return false;
      }
      chain.push_back(parent);
      parent = next == nullptr ? std::string_view() : std::string_view(next->parent);
    }
    unit.path = "/";
    for (auto code = chain.rbegin(); code != chain.rend(); ++code)
      unit.path.append(*code).push_back('/');
    return true;
  }

  // The first day of a unit that an act brings.
  absl::CivilDay ComesOn(const std::string& code) const {
    for (const Step* step : later_.at(code))
      if (step->applies && !step->act.closes) return step->day;
    return kAlways;
  }

  // UNIT-08, UNIT-11, UNIT-16, UNIT-17, ACT-02: against what is known of it.
  void CheckChange(const Step& step) {
    const UnitAct& act = step.act;
    if (act.unit.code.empty()) return;
    for (Finding& finding : CheckHorizon(act.effective, today_, horizon_years_, "valid_from"))
      planned_->findings.push_back(std::move(finding));
    const Unit* there = world_.Find(act.unit.code);
    if (there == nullptr) {
      // It may be taken back before it begins.
      const bool waits = std::any_of(
          directory_.waiting.begin(), directory_.waiting.end(),
          [&](const UnitAct& waiting) { return Replaces(act, waiting); });
      if (act.closes && !waits) {
        Add("code", "UNIT-17",
            {"Unit yang hendak ditutup tidak ada dalam registri. Perbaiki kodenya.",
             "The unit to be closed is not in the registry. Correct its code."});
      }
      return;
    }
    if (there->valid_to.has_value()) {
      Add("code", "UNIT-16",
          {"Unit ini sudah ditutup pada tanggal itu. Unit baru harus berkode baru; isi kode lama "
           "pada kolom Menggantikan.",
           "This unit is closed by then. A new unit needs a new code; enter the old one in the "
           "column Menggantikan."},
          {{"valid_to", Day(*there->valid_to)}});
      return;
    }
    if (!act.closes && act.unit.kind != there->kind &&
        !IsConfirmed(options_, Confirmable::kUnitKind, planned_->line)) {
      Add("kind", "UNIT-08",
          {"Jenis unit yang sudah ada berubah. Unit lain harus berkode lain; bila jenisnya memang "
           "salah dicatat, izinkan perubahan UNIT_KIND.",
           "The kind of a known unit changes. Another unit needs another code; if the kind was "
           "recorded wrongly, confirm the change UNIT_KIND."});
    }
    const Unit* known = Find(directory_.existing, act.unit.code);
    if (known == nullptr) return;
    const absl::CivilDay since =
        std::max(known->valid_from, known->changed.value_or(known->valid_from));
    if (act.effective < since) {
      Add("valid_from", "UNIT-11",
          {"Sesudah tanggal itu data unit ini sudah berubah. Isi tanggal yang lebih baru.",
           "This unit has changed after that day. Enter a later day."},
          {{"changed", Day(since)}});
    }
  }

  void CheckSucceeds(const Unit& unit) {
    for (const std::string& code : unit.succeeds) {
      if (code != unit.code && world_.Find(code) != nullptr) continue;
      Add("succeeds", "UNIT-15",
          {"Unit yang digantikan tidak ada, atau unit ini sendiri. Perbaiki kodenya.",
           "The unit that is succeeded is not there, or is this one. Correct its code."},
          {{"code", code}});
      return;
    }
  }

  // The one unit that is there in the place of a closed one, and stays the only one; else "".
  std::string HeirOf(const std::string& code) const {
    std::set<std::string> heirs = world_.Heirs(code);
    if (heirs.size() != 1) return "";
    const std::string heir = *heirs.begin();
    if (const auto others = heirs_.find(code); others != heirs_.end())
      for (const std::string& other : others->second)
        if (const Unit* unit = world_.Find(other); unit == nullptr || !unit->valid_to.has_value())
          heirs.insert(other);
    return heirs.size() == 1 ? heir : "";
  }

  // UNIT-12, UNIT-13, UNIT-14, UNIT-19, ASG-05: nothing remains under a closed unit, nor in it.
  void CheckClosing(const Step& step, const Occupants& left) {
    const std::string& code = step.act.unit.code;
    const std::set<std::string>& below = world_.Below(code);
    for (const std::string& unit : below) CheckPlaceUntil(unit, code, step.day);
    planned_ = step.row;
    if (planned_ == nullptr) return;
    if (!below.empty()) {
      Add("closed", "UNIT-13",
          {"Masih ada unit di bawah unit ini. Pindahkan atau tutup juga unit-unit itu.",
           "Units remain under this one. Move them, or close them too."},
          {{"units", absl::StrJoin(below, ", ")}});
    }
    const std::string& heir = planned_->record.heir = HeirOf(code);
    if (left.people > 0 && (heir.empty() || left.newest > step.day)) {
      Add("closed", "UNIT-14",
          {absl::StrCat(
               "Masih ada ", left.people,
               " pegawai di unit ini pada tanggal itu, dan tidak tepat satu unit menggantikannya "
               "sesudah mereka masuk. Pindahkan mereka lebih dahulu."),
           absl::StrCat(
               "There are still ", left.people,
               " people in this unit on that day, and not just one unit succeeds it after they "
               "came. Move them first.")},
          {{"people", absl::StrCat(left.people)}});
    } else if (left.heads > 0 && world_.In(heir, step.day).heads > 1) {
      planned_->findings.push_back(SecondHead("closed", {heir}));
    }
    const auto campaign = directory_.campaigns.find(code);
    if (!heir.empty() || campaign == directory_.campaigns.end() || campaign->second <= step.day)
      return;
    Finding finding = At(
        "closed", "UNIT-19",
        {"Sebuah kampanye penilaian di unit ini masih berjalan pada tanggal itu, dan tidak tepat "
         "satu unit menggantikannya: pegawai yang sudah pindah tidak lagi dinilai di dalamnya. "
         "Buka kampanye di unit-unit barunya.",
         "A rating campaign over this unit still runs on that day, and not just one unit succeeds "
         "it: who has moved is not rated in it any more. Open campaigns over the new units."},
        {{"closes", Day(campaign->second)}});
    finding.warning = true;
    planned_->findings.push_back(std::move(finding));
  }

  // UNIT-12 of a row that puts a unit under one where it cannot stay until that is closed.
  void CheckPlaceUntil(const std::string& unit, const std::string& parent, absl::CivilDay closed) {
    const auto row = rows_.find(unit);
    if (row == rows_.end() || row->second->record.unit.parent != parent) return;
    const Unit* known = Find(directory_.existing, unit);
    if (known != nullptr && known->parent == parent) return;
    planned_ = row->second;
    NoParent(world_.Find(parent)->valid_from, Day(closed));
  }

  ImportPlan<UnitAct>& plan_;
  const UnitDirectory& directory_;
  const ImportOptions& options_;
  const absl::CivilDay today_;
  const int horizon_years_;
  World world_;  // on the day that is looked at
  Steps steps_;
  std::map<std::string, std::vector<Step*>> later_;     // the steps of each unit, in their order
  std::map<std::string, Planned<UnitAct>*> rows_;       // that change or add a unit
  std::set<std::string> comes_;                         // of whom an act says how they are
  std::map<std::string, std::set<std::string>> heirs_;  // those that ever succeed one
  Planned<UnitAct>* planned_ = nullptr;
};

}  // namespace

void JudgeUnits(
    ImportPlan<UnitAct>& plan, const UnitDirectory& directory, const ImportOptions& options,
    absl::CivilDay today, int horizon_years) {
  Judge(plan, directory, options, today, horizon_years).Run();
}

}  // namespace binadaya::registry::domain
