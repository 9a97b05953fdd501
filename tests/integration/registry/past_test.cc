// Random years of acts, campaigns, corrections, new standards and moves of units: whatever is asked
// of a past day is what a slow, obvious model knows of it, also after all that came later. A
// history that fails is cut down to the steps that make it fail. BINADAYA_SEEDS: how many
// histories.
#include "tests/support/past.h"

#include <cstdlib>
#include <random>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/text.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

namespace rv = ::binadaya::registry::v1;

enum What {
  kAssign,
  kAct,
  kPromote,
  kSuspend,
  kReturn,
  kExit,
  kAnnul,
  kAssess,
  kCorrect,
  kDefine,
  kMove,
  kWait,
  kWhats
};
constexpr const char* kNames[] = {"kAssign", "kAct",    "kPromote", "kSuspend", "kReturn", "kExit",
                                  "kAnnul",  "kAssess", "kCorrect", "kDefine",  "kMove",   "kWait"};

// Numbers that stand for something in whatever history they are played.
struct Step {
  What what;
  unsigned who, which, where;
  int ahead;  // days from the day on which it is recorded
  int wait;   // days until the next step
};

std::vector<Step> Draw(unsigned seed, int steps) {
  std::mt19937 random(seed);
  const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
  std::vector<Step> history;
  for (int i = 0; i < steps; ++i) {
    history.push_back(
        {.what = static_cast<What>(below(kWhats)),
         .who = below(4),
         .which = below(1000),
         .where = below(1000),
         .ahead = static_cast<int>(below(4) == 0 ? below(60) : below(30)) - 15,
         .wait = static_cast<int>(below(3) == 0 ? below(120) : below(20))});
  }
  return history;
}

std::string Text(const std::vector<Step>& history) {
  return absl::StrJoin(history, "\n", [](std::string* out, const Step& step) {
    absl::StrAppend(
        out, "{", kNames[step.what], ", ", step.who, ", ", step.which, ", ", step.where, ", ",
        step.ahead, ", ", step.wait, "},");
  });
}

constexpr const char* kGrades[] = {"III/c", "III/d", "IV/a", "IV/b", "IV/c", "IV/d", "IV/e"};
constexpr const char* kAways[] = {"CLTN", "TUGAS_BELAJAR", "DIPERBANTUKAN"};
constexpr std::pair<rv::Exit, const char*> kExits[] = {
    {rv::EXIT_RETIREMENT, "PENSIUN"},
    {rv::EXIT_DEATH, "MENINGGAL"},
    {rv::EXIT_DISMISSAL, "BERHENTI"},
    {rv::EXIT_TRANSFER_OUT, "PINDAH_INSTANSI"}};
constexpr rv::ActKind kExitActs[] = {
    rv::ACT_RETIREMENT, rv::ACT_DEATH, rv::ACT_DISMISSAL, rv::ACT_TRANSFER_OUT};

class Past : public RegistryOverTime {
 protected:
  // Plays a history in units, posts and people of its own; what differs first, or nothing.
  std::string Play(const std::vector<Step>& history);

 private:
  void Found();
  std::string Code(const std::string& name) const { return Cat("Q", round_, name); }
  past::Person& Who(const Step& step) { return model_.people[step.who % model_.people.size()]; }
  std::string Unit(const Step& step) const { return Code(Cat("U", step.where % 4)); }
  std::string Post(const Step& step) const { return Code(Cat("P", step.which % 3)); }
  absl::CivilDay Today() { return platform_->clock().Today(); }

  void Do(const Step& step);
  void Assign(const Step& step);
  void Assess(const Step& step);
  void Correct(const Step& step);
  void Define(const Step& step);
  void MoveUnit(const Step& step);
  void Annul(const Step& step);
  template <class Request>
  Request For(const Step& step);
  template <class Method, class Request>
  void Record(const Step& step, Method method, const Request& request, past::Act act);
  void Keep(past::Person& person, past::Act act, const std::string& id);

  // To a later day, with a stop wherever something begins or ends.
  void Wait(int days);
  bool Due();
  void Learn();     // which acts came into force, lapsed or were annulled
  void Remember();  // what a report of today shows
  void Compare(const past::Person& person, absl::CivilDay day);
  template <class Value>
  void Same(
      const past::Person& person, absl::CivilDay day, const char* what, const Value& is,
      const Value& must_be);

  struct Shown {
    std::map<std::string, double> levels;
    std::map<std::string, std::pair<int, double>> gaps;
  };
  static inline int round_ = 0;
  past::City model_;
  int turns_ = 0;
  std::map<absl::CivilDay, std::map<std::string, Shown>> shown_;  // by day and person
  std::string differs_;
};

void Past::Found() {
  ++round_;
  model_ = {};
  shown_.clear();
  differs_.clear();
  turns_ = 0;
  const absl::CivilDay long_ago(2020, 1, 1);
  const auto unit = [&](const char* name, const char* kind, const std::string& parent) {
    model_.parents[Code(name)].Set(absl::CivilDay(1900, 1, 1), parent);
    return Cat(Code(name), ",Unit ", Code(name), ",", kind, ",", parent, ",ya\n");
  };
  ASSERT_THAT(
      city_->ImportUnits(
          Cat("code,name,kind,parent,direct_service\n", unit("U0", "KECAMATAN", ""),
              unit("U1", "KECAMATAN", ""), unit("U2", "KELURAHAN", Code("U0")),
              unit("U3", "KELURAHAN", Code("U0"))),
          true),
      IsOk());
  const rv::PostGroup groups[] = {rv::EXECUTOR, rv::SUPERVISOR, rv::ADMINISTRATOR};
  for (int i = 0; i < 3; ++i) {
    rv::DefinePostRequest request;
    request.set_request_id(platform_->Id());
    request.set_code(Code(Cat("P", i)));
    request.set_title(request.code());
    request.set_group(groups[i]);
    request.set_family(request.code());
    request.set_is_head(i == 2);
    request.set_valid_from(Day(long_ago));
    ASSERT_THAT(platform_->registry().DefinePost(platform_->Analyst(), request), IsOk());
    past::Post post{.family = request.code()};
    for (const std::string& competency : City::Competencies())
      post.standards[competency] = i == 0 ? 1 : i == 1 ? 2 : 3;
    model_.posts[request.code()].Set(long_ago, post);
  }
  model_.head = Code("P2");
  const std::pair<const char*, const char*> places[] = {
      {"P0", "U2"}, {"P1", "U3"}, {"P2", "U0"}, {"P0", "U0"}};
  for (const auto& [post, place] : places) {
    past::Person person{.id = city_->Person(Code(post), Code(place))};
    person.first.post = Code(post);
    person.first.unit = Code(place);
    model_.people.push_back(person);
  }
}

template <class Request>
Request Past::For(const Step& step) {
  Request request;
  request.set_request_id(platform_->Id());
  request.set_person(Who(step).id);
  request.set_effective(Day(Today() + step.ahead));
  request.set_decree("800/1/2026");
  return request;
}

// A refusal leaves no trace: the model does not hear of it.
template <class Method, class Request>
void Past::Record(const Step& step, Method method, const Request& request, past::Act act) {
  const auto recorded = (platform_->registry().*method)(platform_->Analyst(), request);
  if (recorded.ok()) Keep(Who(step), std::move(act), recorded->id());
}

void Past::Keep(past::Person& person, past::Act act, const std::string& id) {
  act.id = id;
  person.acts.push_back(std::move(act));
}

void Past::Assign(const Step& step) {
  past::Act act{
      .kind = step.what == kAssign ? rv::ACT_ASSIGNMENT : rv::ACT_ACTING,
      .effective = Today() + step.ahead,
      .post = Post(step),
      .unit = Unit(step)};
  if (step.what == kAct) act.to = act.effective + 1 + static_cast<int>(step.where % 90);
  const auto placed = city_->Assign(
      Who(step).id, act.post, act.unit, Day(act.effective),
      act.to.has_value() ? rv::ACTING : rv::DEFINITIVE, act.to.has_value() ? Day(*act.to) : "");
  if (placed.ok()) Keep(Who(step), std::move(act), placed->act());
}

void Past::Annul(const Step& step) {
  past::Person& person = Who(step);
  if (person.acts.empty()) return;
  rv::AnnulActRequest request;
  request.set_request_id(platform_->Id());
  request.set_person(person.id);
  request.set_act(person.acts[person.acts.size() - 1 - step.which % person.acts.size()].id);
  request.set_reason("keliru");
  (void)platform_->registry().AnnulAct(platform_->Analyst(), request);
}

void Past::Assess(const Step& step) {
  past::Person& person = Who(step);
  const std::string campaign = city_->RatingCampaign();
  City::Levels levels;
  for (std::size_t i = 0; i < City::Competencies().size(); ++i) {
    if (step.which % 3 != 0 || (step.where >> i & 1) == 1)
      levels.emplace_back(City::Competencies()[i], 1 + (step.which + i) % 4);
  }
  if (levels.empty()) return;
  const std::string superior = model_.SuperiorOn(person, Today());
  if (!city_->Rate(campaign, person.id, rv::RATER_SUPERVISOR, levels, superior).ok() ||
      !city_->Rate(campaign, person.id, rv::RATER_SELF, levels).ok() ||
      !city_->Verify(person.id, campaign).ok() || !city_->Validate(person.id, campaign).ok()) {
    return;
  }
  const absl::CivilDay until(Today().year() + 3, Today().month(), Today().day());
  for (const auto& [competency, level] : levels)
    person.levels[competency].push_back({.level = level, .from = Today(), .until = until});
}

void Past::Correct(const Step& step) {
  past::Person& person = Who(step);
  rv::CorrectLevelRequest request;
  request.set_request_id(platform_->Id());
  request.set_person(person.id);
  request.set_competency(City::Competencies()[step.which % City::Competencies().size()]);
  request.set_level(1 + step.where % 4);
  request.set_reason("salah catat");
  const auto corrected = platform_->registry().CorrectLevel(platform_->Analyst(), request);
  if (!corrected.ok()) return;
  std::vector<past::Level>& levels = person.levels[request.competency()];
  const absl::CivilDay until = levels.back().until;
  levels.push_back({.level = request.level(), .from = Today(), .until = until});
}

void Past::Define(const Step& step) {
  const std::string code = Post(step);
  const absl::CivilDay from = Today() + std::abs(step.ahead);
  past::Post post = model_.posts[code].On(absl::CivilDay(2020, 1, 1));
  post.family = Cat(code, step.where % 2);
  rv::DefinePostRequest request;
  request.set_request_id(platform_->Id());
  request.set_code(code);
  request.set_title(code);
  const int group = static_cast<int>(step.which % 3);
  request.set_group(group == 0 ? rv::EXECUTOR : group == 1 ? rv::SUPERVISOR : rv::ADMINISTRATOR);
  request.set_family(post.family);
  request.set_is_head(group == 2);
  request.set_valid_from(Day(from));
  const std::string& gone = City::Competencies()[step.where % 9];
  const std::string& raised = City::Competencies()[(step.where + 1 + step.which % 8) % 9];
  request.add_not_required(gone);
  rv::Standard& standard = *request.add_standards();
  standard.set_competency(raised);
  standard.set_level(4);
  if (!platform_->registry().DefinePost(platform_->Analyst(), request).ok()) return;
  post.standards.erase(gone);
  post.standards[raised] = 4;
  model_.posts[code].Set(from, post);
}

void Past::MoveUnit(const Step& step) {
  const std::string unit = Code(step.which % 2 == 0 ? "U2" : "U3");
  const std::string parent = Code(step.where % 2 == 0 ? "U0" : "U1");
  ASSERT_THAT(
      city_->ImportUnits(
          Cat("code,name,kind,parent,direct_service\n", unit, ",Unit ", unit, ",KELURAHAN,", parent,
              ",ya\n"),
          true),
      IsOk());
  if (model_.parents[unit].On(Today()) != parent) model_.parents[unit].Set(Today(), parent);
}

void Past::Do(const Step& step) {
  using R = registry::RegistryClient;
  switch (step.what) {
    case kAssign:
    case kAct:
      return Assign(step);
    case kPromote: {
      auto request = For<rv::PromotePersonRequest>(step);
      request.set_grade(kGrades[step.which % std::size(kGrades)]);
      return Record(
          step, &R::PromotePerson, request,
          {.kind = rv::ACT_PROMOTION, .effective = Today() + step.ahead, .grade = request.grade()});
    }
    case kSuspend: {
      auto request = For<rv::SuspendPersonRequest>(step);
      request.set_legal_position(kAways[step.which % std::size(kAways)]);
      return Record(
          step, &R::SuspendPerson, request,
          {.kind = rv::ACT_SUSPENSION,
           .effective = Today() + step.ahead,
           .position = request.legal_position()});
    }
    case kReturn: {
      auto request = For<rv::ReturnPersonRequest>(step);
      if (Who(step).On(Today() + step.ahead).post.empty()) {
        request.set_post(Post(step));
        request.set_unit(Unit(step));
      }
      return Record(
          step, &R::ReturnPerson, request,
          {.kind = rv::ACT_RETURN,
           .effective = Today() + step.ahead,
           .post = request.post(),
           .unit = request.unit(),
           .position = "AKTIF"});
    }
    case kExit: {
      auto request = For<rv::EndEmploymentRequest>(step);
      const auto& [exit, position] = kExits[step.which % std::size(kExits)];
      request.set_exit(exit);
      return Record(
          step, &R::EndEmployment, request,
          {.kind = kExitActs[step.which % std::size(kExits)],
           .effective = Today() + step.ahead,
           .position = position});
    }
    case kAnnul:
      return Annul(step);
    case kAssess:
      return Assess(step);
    case kCorrect:
      return Correct(step);
    case kDefine:
      return Define(step);
    case kMove:
      return MoveUnit(step);
    case kWait:
    case kWhats:
      return;
  }
}

void Past::Learn() {
  for (past::Person& person : model_.people) {
    rv::ListActsRequest request;
    request.set_person(person.id);
    request.set_page_size(200);
    const auto listed = platform_->registry().ListActs(platform_->Analyst(), request);
    ASSERT_THAT(listed, IsOk());
    ASSERT_EQ(listed->acts_size(), static_cast<int>(person.acts.size()));
    std::map<std::string, rv::ActState> states;
    for (const rv::Act& act : listed->acts()) states[act.id()] = act.state();
    std::vector<past::Act*> began;
    for (past::Act& act : person.acts) {
      act.state = states[act.id];
      const bool ahead = act.effective > Today();
      if (act.state == rv::ACT_PENDING && !ahead) differs_ = Cat("act ", act.id, " still waits");
      if (act.state == rv::ACT_IN_FORCE && ahead) differs_ = Cat("act ", act.id, " came too early");
      if (act.state == rv::ACT_IN_FORCE && act.turn == 0) began.push_back(&act);
    }
    std::stable_sort(began.begin(), began.end(), [](const past::Act* a, const past::Act* b) {
      return std::pair(a->effective, a->id) < std::pair(b->effective, b->id);
    });
    for (past::Act* act : began) act->turn = ++turns_;
  }
}

void Past::Remember() {
  for (const past::Person& person : model_.people)
    shown_[Today()][person.id] = {person.LevelsOn(Today()), model_.GapsOn(person, Today())};
}

bool Past::Due() {
  return !platform_->sql("registry")
              .Query(
                  "SELECT 1 FROM timer WHERE due <= $1 AND "
                  "(kind IN ('act', 'profile_expiry') OR kind LIKE 'post%') LIMIT 1",
                  {platform_->clock().Now()})
              .empty();
}

void Past::Wait(int days) {
  const absl::CivilDay end = Today() + days;
  while (differs_.empty()) {
    ASSERT_TRUE(Eventually([&] { return !Due(); }));
    Learn();
    Remember();
    if (Today() == end) return;
    absl::CivilDay stop = end;
    const auto at = [&](absl::CivilDay day) {
      if (day > Today()) stop = std::min(stop, day);
    };
    for (const past::Person& person : model_.people) {
      for (const past::Act& act : person.acts) at(act.effective);
      for (const auto& [competency, levels] : person.levels) {
        for (const past::Level& level : levels) at(level.until);
      }
    }
    for (const auto& [code, versions] : model_.posts) {
      for (const absl::CivilDay day : versions.Days()) at(day);
    }
    MoveTo(stop);
  }
}

template <class Value>
void Past::Same(
    const past::Person& person, absl::CivilDay day, const char* what, const Value& is,
    const Value& must_be) {
  if (is == must_be || !differs_.empty()) return;
  const auto index = &person - model_.people.data();
  differs_ =
      Cat(what, " of person ", index, " on ", Day(day), " (today ", Day(Today()), "): is ",
          testing::PrintToString(is), ", must be ", testing::PrintToString(must_be));
}

void Past::Compare(const past::Person& person, absl::CivilDay day) {
  rv::GetPersonRequest get;
  get.set_person(person.id);
  get.set_as_of(Day(day));
  const auto found = platform_->registry().GetPerson(platform_->Analyst(), get);
  ASSERT_THAT(found, IsOk());
  const past::Standing must = person.On(day);
  const auto line = [](const past::Standing& s, const std::string& path) {
    return absl::StrJoin({s.grade, s.position, s.post, s.unit, path}, " ");
  };
  Same(
      person, day, "standing",
      line(
          {found->grade(), found->legal_position(), found->post(), found->unit()},
          found->unit_path()),
      line(must, model_.PathOn(must.unit, day)));
  rv::GetSuperiorRequest superior;
  superior.set_person(person.id);
  superior.set_as_of(Day(day));
  const auto head = platform_->registry().GetSuperior(platform_->Analyst(), superior);
  ASSERT_THAT(head, IsOk());
  Same(person, day, "superior", head->person(), model_.SuperiorOn(person, day));

  const auto shown = shown_.find(day);
  if (shown == shown_.end()) return;
  const Shown& known = shown->second.at(person.id);
  const rv::Profile profile = city_->Profile(person.id, Day(day)).value_or(rv::Profile());
  std::map<std::string, double> levels;
  for (const rv::Profile::Level& level : profile.levels())
    levels[level.competency()] = level.level();
  Same(person, day, "levels", levels, known.levels);
  rv::ListPersonGapsRequest ask;
  ask.set_person(person.id);
  ask.set_as_of(Day(day));
  const auto listed = platform_->registry().ListPersonGaps(platform_->Analyst(), ask);
  ASSERT_THAT(listed, IsOk());
  std::map<std::string, std::pair<int, double>> gaps;
  for (const rv::Gap& gap : listed->gaps()) {
    gaps[gap.competency()] = {gap.required(), gap.actual()};
    Same(person, day, "path of a gap", gap.unit_path(), model_.PathOn(must.unit, day));
    if (gap.post() == must.post)
      Same(person, day, "family of a gap", gap.family(), model_.posts[must.post].On(day).family);
  }
  Same(person, day, "gaps", gaps, known.gaps);
}

std::string Past::Play(const std::vector<Step>& history) {
  EXPECT_THAT(platform_->clock().MoveTo(now_), IsOk());
  Found();
  Wait(0);
  for (const Step& step : history) {
    Do(step);
    Learn();
    Wait(step.wait);
    if (!differs_.empty() || HasFatalFailure()) return differs_;
  }
  std::set<absl::CivilDay> days;
  for (const auto& [day, shown] : shown_) days.insert(day);
  for (const past::Person& person : model_.people) {
    for (const past::Act& act : person.acts) {
      for (const absl::CivilDay day : {act.effective - 1, act.effective}) {
        if (day <= Today()) days.insert(day);
      }
    }
  }
  for (const absl::CivilDay day : days) {
    for (const past::Person& person : model_.people) Compare(person, day);
  }
  return differs_;
}

TEST_F(Past, IsShownAsItWasWhateverCameLater) {
  const char* asked = std::getenv("BINADAYA_SEEDS");
  const int seeds = asked == nullptr ? 2 : std::atoi(asked);
  for (int seed = 1; seed <= seeds; ++seed) {
    std::vector<Step> history = Draw(static_cast<unsigned>(seed), 40);
    std::string differs = Play(history);
    if (HasFatalFailure()) FAIL() << "seed " << seed << "\n" << Text(history);
    if (differs.empty()) continue;
    // Smaller and smaller pieces are left out, as long as it still fails.
    for (std::size_t piece = history.size() / 2; piece > 0; piece /= 2) {
      for (std::size_t at = 0; at < history.size();) {
        std::vector<Step> rest(history.begin(), history.begin() + static_cast<long>(at));
        if (at + piece < history.size())
          rest.insert(rest.end(), history.begin() + static_cast<long>(at + piece), history.end());
        const std::string now = Play(rest);
        if (now.empty()) {
          at += piece;
          continue;
        }
        differs = now;
        history = rest;
      }
    }
    ADD_FAILURE() << "seed " << seed << ": " << differs << "\nwith these steps:\n" << Text(history);
  }
}

}  // namespace
}  // namespace binadaya::test
