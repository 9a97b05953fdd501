// A page takes as many statements as one row: nothing is looked up for each row by itself.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/status.h"
#include "tests/support/methods.h"

namespace binadaya::test {
namespace {

using google::protobuf::FieldDescriptor;

// Another row like each that there is, but for its id, and for what `other` says of row t.
std::string Again(const std::string& table, const std::string& other = "") {
  return Cat(
      "INSERT INTO ", table, " SELECT n.* FROM ", table, " t, jsonb_populate_record(t,",
      " jsonb_build_object('id', gen_random_uuid()", other, ")) n");
}

// Several of all that has a version.
void Fill(Methods& methods) {
  pg::Connection& budgeting = methods.platform().sql("budgeting");
  budgeting.Execute(Again("version", ", 'year', t.year + 1").c_str());

  pg::Connection& needs = methods.platform().sql("needs");
  needs.Execute(
      Again("need", ", 'competency', t.competency || '+', 'training', t.training || '+'").c_str());
  needs.Execute(R"(
      INSERT INTO program (id, year, title)
      SELECT gen_random_uuid(), 2027, 'Pelatihan ' || n FROM generate_series(1, 2) AS n;
      INSERT INTO program_version (program, number, state, design, families, rupiah, drafters,
        reviewer, note, decided_on)
      SELECT id, 1, 1, '', '{}', 0, '{someone}', '', '', '2026-06-15' FROM program;
      INSERT INTO portfolio (id, year, scenario, state, inputs, result)
      SELECT gen_random_uuid(), 2027, '', 1, '', '' FROM generate_series(1, 2);
      INSERT INTO plan (id, year) SELECT id, year FROM portfolio;
      INSERT INTO plan_version (plan, number, state, portfolio, items, drafter, proposer, setter,
        decree, reason, drafted_on)
      SELECT id, 1, 1, id, '', 'someone', '', '', '', '', '2026-07-27' FROM portfolio)");

  pg::Connection& scheduling = methods.platform().sql("scheduling");
  scheduling.Execute(Again("batch", ", 'number', t.number + 1").c_str());
  scheduling.Execute(Again("hold").c_str());
  scheduling.Execute(Again("device").c_str());
  scheduling.Execute(R"(
      INSERT INTO rundown_template (id, unit, program, title, newest)
      SELECT gen_random_uuid(), unit, gen_random_uuid(), 'Susunan', 1 FROM batch;
      INSERT INTO rundown_template_version (template, number, batch, release, note, made_by,
        made_at, content)
      SELECT t.id, 1, (SELECT id FROM batch LIMIT 1), 0, '', 'someone', now(), ''
      FROM rundown_template t;
      INSERT INTO selection (id, unit, program, year, number, from_unit, considered, qualified,
        chosen, overridden, made_by, made_at, made_on, content)
      SELECT gen_random_uuid(), unit, gen_random_uuid(), 2027, 1, unit, 1, 1, 1, 0, 'someone',
             now(), '2027-03-01', ''
      FROM batch)");
  (void)scheduling.Query(
      R"(
      WITH him AS (
        INSERT INTO speaker (id, person, out_of_use, content)
        VALUES (gen_random_uuid(), $1, false, '')
        RETURNING id)
      INSERT INTO speaker_invitation (id, batch, item, speaker, state, starts, ends, answer_by,
        invited_by, invited_on)
      SELECT gen_random_uuid(), b.id, gen_random_uuid(), him.id, 1, '2027-04-08 08:00',
             '2027-04-08 10:00', '2027-04-01', 'someone', '2027-03-01'
      FROM batch b, him)",
      pg::Params(methods.person()));
  (void)scheduling.Query(
      R"(
      WITH his AS (
        INSERT INTO enrolment (id, unit, program, person, state, origin, override, arm, drawn,
          upheld, selection, turn, rank, asked, candidate)
        SELECT gen_random_uuid(), unit, program, $1::uuid, 2, 1, 0, 0, false, false, id, 1, 1,
               ARRAY[$1::uuid], ''
        FROM selection
        RETURNING id)
      INSERT INTO seat_question (enrolment, number, place, reasons, asked_on, decide_by, state)
      SELECT id, 1, '', '', '2027-03-01', '2027-03-05', 1 FROM his)",
      pg::Params(methods.person()));
}

// Of pages of rows: of a portion of the audit log that is verified there are none.
bool IsList(const Methods::Method& method) {
  const google::protobuf::Descriptor& answer = *method.descriptor->output_type();
  for (int i = 0; i < answer.field_count(); ++i)
    if (answer.field(i)->is_repeated())
      return method.descriptor->input_type()->FindFieldByName("page_size") != nullptr;
  return false;
}

// How many statements the only connection of a service's pool has executed, whoever asked.
std::int64_t Executed(Platform& platform, const std::string& service) {
  const auto executed =
      platform.app(service).db().Read(platform.Admin(), [](Tx& tx) -> absl::StatusOr<std::int64_t> {
        return tx.Query("SELECT sum(generic_plans + custom_plans) FROM pg_prepared_statements")
            .Int(0, 0);
      });
  EXPECT_TRUE(executed.ok()) << executed.status();
  return executed.value_or(0);
}

struct Listed {
  int rows = 0;
  std::int64_t statements = 0;
};
// The first page. Timers only add, and so does what is read once for some seconds: the fewest of
// several tries are those of the list.
absl::StatusOr<Listed> FirstPage(Methods& methods, const Methods::Method& method, int size) {
  constexpr int kTries = 5;
  const std::unique_ptr<google::protobuf::Message> request = methods.Least(method);
  request->GetReflection()->SetInt32(
      request.get(), request->GetDescriptor()->FindFieldByName("page_size"), size);
  const std::unique_ptr<google::protobuf::Message> page(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(method.descriptor->output_type())
          ->New());
  Listed listed{.statements = std::numeric_limits<std::int64_t>::max()};
  for (int i = 0; i < kTries; ++i) {
    const std::int64_t before = Executed(methods.platform(), method.service);
    ASSIGN_OR_RETURN(
        const std::string answer,
        methods.Invoke(method, methods.Anybody(), request->SerializeAsString()));
    listed.statements =
        std::min(listed.statements, Executed(methods.platform(), method.service) - before);
    page->ParseFromString(answer);
  }
  for (int i = 0; i < page->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = page->GetDescriptor()->field(i);
    if (field->is_repeated())
      listed.rows = std::max(listed.rows, page->GetReflection()->FieldSize(*page, field));
  }
  return listed;
}

TEST(Lists, TakeNoMoreStatementsForManyRowsThanForOne) {
  const std::map<std::string, std::string> settings = {{"DATABASE_CONNECTIONS", "1"}};
  Methods methods(settings);
  Fill(methods);
  std::set<std::string> several;
  for (const Methods::Method& method : methods.all()) {
    if (!IsList(method)) continue;
    const absl::StatusOr<Listed> row = FirstPage(methods, method, 1);
    const absl::StatusOr<Listed> page = FirstPage(methods, method, 100);
    if (!row.ok() || !page.ok()) continue;
    EXPECT_EQ(page->statements, row->statements) << method.path() << ", rows: " << page->rows;
    if (row->rows == 1 && page->rows > 1) several.insert(std::string(method.descriptor->name()));
  }
  // Of all whose rows have a version there were.
  EXPECT_THAT(
      several,
      ::testing::IsSupersetOf(
          {"ListVersions", "ListNeeds", "ListPrograms", "ListPortfolios", "ListPlans",
           "ListBatches", "ListHolds", "ListDevices", "ListRundownTemplates",
           "ListSpeakerInvitations", "ListOwnSpeakerInvitations", "ListEnrolments",
           "ListOwnEnrolments", "ListAsked", "ListSeatQuestions", "ListOwnSeatQuestions"}));
}

}  // namespace
}  // namespace binadaya::test
