#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/common/domain/finding.h"
#include "services/needs/domain/need.h"

// What a program is designed to be, and the gate that it has to pass.
namespace binadaya::needs::domain {

enum class TrainingMethod {
  kLecture = 1,
  kDiscussion,
  kQuestions,
  kSelfStudy,
  kCaseStudy,
  kSimulation,
  kPractice,
  kProject
};
// Whether participants act themselves: case, simulation, practice, project.
bool IsActive(TrainingMethod method);

enum class DeliveryMode { kClassical = 1, kOnline, kBlended, kInHouse, kMentoring };
enum class EvaluationDesign { kA = 1, kB, kC };
enum class FundingSource {
  kPad = 1,
  kDau,
  kDak,
  kDbh,
  kDbhcht,
  kProvincialAid,
  kSilpa,
  kBlud,
  kGrant,
  kOtherFunds
};

struct CompetencyTarget {
  std::string competency = {};
  int from = 0, to = 0;
  double lift = 0, weight = 0;
  bool operator==(const CompetencyTarget&) const = default;
};

// Measurable when all three are said, and the verb is one that can be watched.
struct LearningObjective {
  std::string verb = {}, condition = {}, standard = {};
  bool operator==(const LearningObjective&) const = default;
};
bool IsMeasurable(const LearningObjective& objective);

struct Module {
  std::string title = {};
  int minutes = 0;
  bool learning = false;
  std::optional<TrainingMethod> method = {};
  std::vector<LearningObjective> objectives = {};
  bool operator==(const Module&) const = default;
};

struct CostFactor {
  std::int64_t quantity = 0;
  std::string unit = {};
  bool operator==(const CostFactor&) const = default;
};
struct CostLine {
  std::string item = {};
  std::vector<CostFactor> factors = {};
  std::int64_t price = 0;  // rupiah
  // The product; none when a part of it is missing or it is no amount that a city could mean.
  std::optional<std::int64_t> Amount() const;
  bool operator==(const CostLine&) const = default;
};

struct Variant {
  std::optional<DeliveryMode> mode = {};
  std::string form = {};
  int jp = 0;
  int activities = 0;
  std::string syllabus = {};
  std::vector<CostLine> costs = {};
  std::string free_because = {};
  double lift_share = 0;
  // Of one batch; none when a line has no amount, or there is no line and no reason for that.
  std::optional<std::int64_t> Cost() const;
  bool operator==(const Variant&) const = default;
};

struct CompletionRule {
  double attendance_min = 0;
  int pass_mark = 0;
  bool operator==(const CompletionRule&) const = default;
};
struct EvaluationPlan {
  std::optional<EvaluationDesign> design = {};
  std::string pre_test = {}, post_test = {}, behaviour = {}, result = {};
  bool operator==(const EvaluationPlan&) const = default;
};
struct SpeakerRequirement {
  std::string expertise = {};
  int people = 0;
  bool operator==(const SpeakerRequirement&) const = default;
};
struct Risk {
  std::string risk = {}, answer = {};
  bool operator==(const Risk&) const = default;
};

struct Design {
  std::string title = {};
  std::vector<CompetencyTarget> targets = {};
  std::vector<Module> modules = {};
  std::vector<Variant> variants = {};  // the one that is preferred first
  CompletionRule completion = {};
  EvaluationPlan evaluation = {};
  std::string action_plan = {};
  std::vector<SpeakerRequirement> speakers = {};
  std::vector<std::string> facilities = {};
  std::vector<Risk> risks = {};
  std::vector<std::string> families = {};
  int batch_min = 0, batch_max = 0;
  std::optional<FundingSource> funding = {};

  int ScheduledMinutes() const;
  int LearningMinutes() const;
  int ActiveMinutes() const;    // of the learning minutes
  std::int64_t Rupiah() const;  // one batch of the preferred variant; 0 while that is not known
  // The same for each JP of each participant of a full batch (F-12), half up; 0 while that is not
  // known.
  std::int64_t RupiahPerParticipantJp() const;
  bool operator==(const Design&) const = default;
};

// How hours (JP) of a form are counted; PerLAN 10/2018.
enum class JpMethod { kByMinutes = 1, kBySyllabus, kPerActivity };
struct Form {
  std::string code = {}, name = {}, channel = {};
  int siasn_id = 0;
  JpMethod method = JpMethod::kByMinutes;
  int per_activity = 0, cap = 0;  // of PER_ACTIVITY: for each, and in a year
  bool verified = false;          // the numbers were checked against the regulation
  std::string legal_basis = {};
};
using Forms = std::map<std::string, Form>;

// A need as the gate sees it.
struct ServedNeed {
  std::string id = {};
  NeedType type = NeedType::kCompetencyGap;
  NeedState state = NeedState::kDetected;
  ClosedBecause closed_because = ClosedBecause::kNotClosed;
  int year = 0;
  int rank = 0;
  std::string competency = {};
  int to_level = 0;
  std::string family = {};
  std::string training = {};
};
// Whether a program of the year may serve it: validated, and neither settled nor opened anew.
bool IsServed(const ServedNeed& need, int year);
// Whether something measured is behind one of them, and not a directive alone.
bool HasMeasured(const std::vector<ServedNeed>& needs);

// Numbers of policy; the defaults are those of the migrations.
struct DesignPolicy {
  double learning_share_min = 0.60;
  double active_share_min = 0.40;
  int jp_minutes = 45;
};
// PRG-50: a share of minutes, of 0 to 1.
Findings CheckShare(double share);
// PRG-52: the minutes of an hour or a JP, whole, of 1 to 240; budgeting has the same policies.
Findings CheckMinutes(double minutes);
// PRG-51: what an activity is worth in JP, and at most in a year; whole numbers.
Findings CheckPerActivity(double each, double cap);

// A design that was put under review, of a program of that year, and why.
struct DoubtedDesign {
  Design design = {};
  int year = 0;
  std::string because = {};
};

// What the gate judges a design by.
struct GateFacts {
  int year = 0;
  std::vector<ServedNeed> needs = {};
  Forms forms = {};
  std::set<std::string> families = {};      // that posts are of
  std::set<std::string> competencies = {};  // that posts demand
  DesignPolicy policy = {};
  std::vector<DoubtedDesign> doubted = {};  // of any program and year; all that may be the same
};

// All that a design lacks (PRG-01 to PRG-21), and whether it was put under review under whatever
// title (PRG-45); warnings do not block. It may be approved when nothing blocks.
Findings CheckDesign(const Design& design, const GateFacts& facts);

}  // namespace binadaya::needs::domain
