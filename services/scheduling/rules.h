#pragma once

#include "services/common/policy.h"
#include "services/scheduling/domain/attendance.h"
#include "services/scheduling/domain/checklist.h"
#include "services/scheduling/domain/clash.h"
#include "services/scheduling/domain/rundown.h"
#include "services/scheduling/domain/speaker.h"
#include "services/scheduling/placement_inputs.h"
#include "services/scheduling/seats.h"

namespace binadaya::scheduling {

// The numbers of law and policy that scheduling decides by, as its domain takes them.
class Rules {
 public:
  explicit Rules(Policies& policies);

  domain::RundownPolicy RundownRules(Tx& tx) const;
  domain::ClashPolicy Clash(Tx& tx) const;
  domain::AttendancePolicy AttendanceRules(Tx& tx) const;
  domain::ChecklistPolicy ChecklistRules(Tx& tx) const;
  domain::SpeakerPolicy SpeakerRules(Tx& tx) const;
  int AnswerDays(Tx& tx) const;  // of speakers, working days
  SeatRules SeatRulesOf(Tx& tx) const;
  PlacementRules PlacementRulesOf(Tx& tx) const;
  int ChangeDays(Tx& tx) const;

 protected:
  const Policy lesson_minutes_;
  const Policy learning_percent_;
  const Policy breaks_;
  const Policy learning_minutes_;
  const Policy travel_;
  const Policy spare_;
  const Policy change_days_;
  const Policy publication_hours_;
  const Policy checklist_share_;
  const Policy checklist_amber_;
  const Policy cooldown_;
  const Policy jp_;
  const Policy override_rate_;
  const Policy objection_days_;
  const Policy enrolment_days_;
  const Policy question_days_;
  const Policy continuity_;
  const Policy direct_;
  const Policy least_ratio_;
  const Policy smallest_group_;
  const Policy speaker_rating_;
  const Policy speaker_answer_;
  const Policy code_;
  const Policy window_;
  const Policy attendance_minutes_;
  const Policy correct_days_;
  const Policy spread_;
  const Policy fidelity_;
  const Policy reaction_;
  const Policy tests_;
  const Policy weights_;
  const Policy hours_;
  const Policy settle_;
  const Policy search_;
  const Policy repair_;
  const Policy notice_;
};

}  // namespace binadaya::scheduling
