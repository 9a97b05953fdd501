#include "services/scheduling/completion_store.h"

namespace binadaya::scheduling::completion_store {

v1::KeptRule RuleOfProgram(Tx& tx, const std::string& program) {
  v1::KeptRule rule;
  const pg::Result rows = tx.Query(
      R"(
      SELECT attendance_min, pass_mark, pre_test, post_test, action_plan, form
      FROM program
      WHERE id = $1)",
      program);
  if (rows.empty()) return rule;
  pg::Row row(rows);
  if (const std::optional<double> least = row.Maybe(&pg::Row::Double))
    rule.set_attendance_min(*least);
  rule.set_pass_mark(row.Int32());
  rule.set_pre_test(row.Bool());
  rule.set_post_test(row.Bool());
  rule.set_action_plan(row.Bool());
  rule.set_form(row.String());
  return rule;
}

void SaveRule(Tx& tx, const std::string& program, const v1::KeptRule& rule) {
  tx.ChangeOne(
      R"(
      UPDATE program
      SET attendance_min = $2, pass_mark = $3, pre_test = $4, post_test = $5, action_plan = $6,
          form = $7
      WHERE id = $1)",
      program, rule.has_attendance_min() ? std::optional(rule.attendance_min()) : std::nullopt,
      rule.pass_mark(), rule.pre_test(), rule.post_test(), rule.action_plan(), rule.form());
}

std::optional<v1::KeptRule> KeptOf(Tx& tx, const std::string& batch) {
  const pg::Result rows =
      tx.Query("SELECT completion FROM batch WHERE id = $1 AND completion IS NOT NULL", batch);
  if (rows.empty()) return std::nullopt;
  v1::KeptRule rule;
  rule.ParseFromString(rows.Bytes(0, 0));
  return rule;
}

void Keep(Tx& tx, const std::string& batch, const v1::KeptRule& rule) {
  const std::string bytes = rule.SerializeAsString();
  tx.ChangeOne("UPDATE batch SET completion = $2 WHERE id = $1", batch, pg::Bytes{bytes});
}

std::vector<std::string> BatchesWaiting(Tx& tx, const std::string& program) {
  return tx
      .Query(
          R"(
          SELECT b.id
          FROM plan_item i
          JOIN batch b ON b.plan_item = i.id
          WHERE i.program = $1 AND b.state IN (6, 7))",
          program)
      .Map([](pg::Row row) { return row.String(); });
}

std::optional<v1::Completion> OutcomeOf(Tx& tx, const std::string& enrolment) {
  const pg::Result rows =
      tx.Query("SELECT outcome FROM enrolment WHERE id = $1 AND outcome IS NOT NULL", enrolment);
  if (rows.empty()) return std::nullopt;
  v1::Completion outcome;
  outcome.ParseFromString(rows.Bytes(0, 0));
  return outcome;
}

void SaveOutcome(Tx& tx, const v1::Completion& outcome) {
  const std::string bytes = outcome.SerializeAsString();
  tx.ChangeOne(
      "UPDATE enrolment SET outcome = $2 WHERE id = $1", outcome.enrolment(), pg::Bytes{bytes});
}

void ForgetOutcome(Tx& tx, const std::string& enrolment) {
  tx.ChangeOne("UPDATE enrolment SET outcome = NULL WHERE id = $1", enrolment);
}

}  // namespace binadaya::scheduling::completion_store
