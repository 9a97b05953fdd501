// Templates of rundowns: what a program's batches have in common, from year to year.
#include <future>

#include "tests/integration/scheduling/participants.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;

class RundownTemplates : public ParticipantsTest {
 protected:
  static constexpr char kNextProgram[] = "019c0000-0000-7000-8000-0000000000b0";
  static constexpr char kNextItem[] = "019c0000-0000-7000-8000-0000000000b1";

  // Of Thursday and Friday.
  static sv::RundownContent TwoDays(const sv::Venue& hall, const sv::Speaker& teacher) {
    sv::RundownContent content = GoodDay("2027-04-08", hall, teacher);
    *content.add_items() = Lesson("9", "2027-04-09", 800, 1000, hall, teacher);
    return content;
  }
  sv::KeepRundownTemplateRequest Keeping(const sv::Batch& batch, const std::string& title = "") {
    sv::KeepRundownTemplateRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    request.set_title(title);
    return request;
  }
  sv::KeepRundownTemplateRequest Next(const sv::Batch& batch, const sv::RundownTemplate& of) {
    sv::KeepRundownTemplateRequest request = Keeping(batch);
    request.set_template_id(of.id());
    request.set_version(of.version());
    return request;
  }
  absl::StatusOr<sv::RundownTemplate> Keep(const sv::KeepRundownTemplateRequest& request) {
    return client().KeepRundownTemplate(Organiser(), request);
  }
  sv::RundownTemplate Kept(const sv::Batch& batch, const std::string& title) {
    const auto kept = Keep(Keeping(batch, title));
    EXPECT_THAT(kept, IsOk());
    return kept.value_or(sv::RundownTemplate());
  }
  absl::StatusOr<sv::Rundown> From(
      const sv::RundownTemplate& of, const sv::Batch& batch, const std::string& first,
      int number = 0) {
    sv::DraftFromTemplateRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    request.set_template_id(of.id());
    request.set_number(number);
    request.set_first_day(first);
    return client().DraftFromTemplate(Organiser(), request);
  }
  absl::StatusOr<sv::RundownTemplate> Retire(const sv::RundownTemplate& of) {
    sv::RetireRundownTemplateRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(of.unit());
    request.set_template_id(of.id());
    request.set_version(of.version());
    request.set_reason("kurikulum baru");
    return client().RetireRundownTemplate(Organiser(), request);
  }
  absl::StatusOr<sv::RundownTemplate> Got(const sv::RundownTemplate& of, int number = 0) {
    sv::GetRundownTemplateRequest request;
    request.set_template_id(of.id());
    request.set_number(number);
    return client().GetRundownTemplate(Auditor(), request);
  }
  // "title number", newest first.
  std::vector<std::string> Titles(const std::string& program = "", bool retired = false) {
    sv::ListRundownTemplatesRequest request;
    request.set_program(program);
    request.set_retired(retired);
    const auto listed = client().ListRundownTemplates(Auditor(), request);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> titles;
    for (const sv::RundownTemplate& one : listed->templates())
      titles.push_back(Cat(one.title(), " ", one.number()));
    return titles;
  }
};

TEST_F(RundownTemplates, OutliveTheYearlyCopyOfTheirProgram) {
  const sv::Batch batch = Batch(30);
  ASSERT_THAT(Draft(batch, TwoDays(Venue("Aula"), Speaker())), IsOk());
  (void)platform_.Told("scheduling");
  const sv::RundownTemplate kept = Kept(batch, "Dua hari");
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("rundown_template.kept"));
  EXPECT_EQ(kept.number(), 1);
  EXPECT_EQ(kept.days(), 2);
  EXPECT_EQ(kept.learning_minutes(), 435);
  EXPECT_EQ(kept.jp(), 9);
  ASSERT_EQ(kept.content().items_size(), 9);
  EXPECT_EQ(kept.content().items(8).day(), 2);

  Approve(kNextProgram, kProgram);
  Plan(2028, kNextItem, kNextProgram);
  NoHolidays(2028);
  EXPECT_THAT(Titles(kNextProgram), ElementsAre("Dua hari 1"));
  EXPECT_THAT(Titles(kNobody), ElementsAre());
  sv::DraftBatchRequest next = Drafting(30);
  next.set_plan_item(kNextItem);
  const auto later = client().DraftBatch(Organiser(), next);
  ASSERT_THAT(later, IsOk());
  const auto drafted = From(kept, *later, "2028-04-07");
  ASSERT_THAT(drafted, IsOk());
  ASSERT_EQ(drafted->content().items_size(), 9);
  const sv::RundownItem &first = drafted->content().items(1), &last = drafted->content().items(8);
  EXPECT_EQ(first.day(), "2028-04-07") << "a Friday";
  EXPECT_EQ(first.from(), 480);
  EXPECT_EQ(first.until(), 600);
  EXPECT_EQ(first.title(), "Materi 2");
  EXPECT_EQ(first.venue() + first.speaker() + first.place(), "");
  EXPECT_FALSE(first.id().empty());
  EXPECT_EQ(last.day(), "2028-04-10") << "the Monday after";
  EXPECT_EQ(Shown(*later).version(), drafted->version());
}

TEST_F(RundownTemplates, HaveVersionsThatStay) {
  const sv::Venue hall = Venue("Aula");
  const sv::Speaker teacher = Speaker();
  const sv::Batch batch = Batch(30);
  Released(batch, TwoDays(hall, teacher));
  sv::KeepRundownTemplateRequest request = Keeping(batch, "Dua hari");
  request.set_release(1);
  const auto kept = Keep(request);
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(kept->release(), 1);
  EXPECT_THAT(Keep(request), IsOk()) << "asked for again";
  EXPECT_THAT(Keep(Next(batch, *kept)), RefusedBy("TPL-02"));
  EXPECT_THAT(Keep(Keeping(batch)), RefusedBy("TPL-06"));

  ASSERT_THAT(Draft(batch, GoodDay("2027-04-08", hall, teacher)), IsOk());
  const auto corrected = Keep(Next(batch, *kept));
  ASSERT_THAT(corrected, IsOk());
  EXPECT_EQ(corrected->number(), 2);
  EXPECT_EQ(corrected->title(), "Dua hari");
  EXPECT_EQ(corrected->days(), 1);
  EXPECT_EQ(Got(*kept, 1)->days(), 2);
  EXPECT_EQ(Got(*kept)->days(), 1);
  EXPECT_THAT(Got(*kept, 3), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Titles(), ElementsAre("Dua hari 2"));
  EXPECT_THAT(Keep(Next(batch, *kept)), HasCode(absl::StatusCode::kAborted)) << "of what was read";
  EXPECT_EQ(From(*kept, Batch(30), "2027-05-03", 1)->content().items_size(), 9);
  EXPECT_EQ(From(*kept, Batch(30), "2027-05-03")->content().items_size(), 8);
}

TEST_F(RundownTemplates, AreRetiredAndStayReadable) {
  const sv::Batch batch = Batch(30);
  EXPECT_THAT(Keep(Keeping(batch, "Kosong")), RefusedBy("TPL-01"));
  ASSERT_THAT(Draft(batch, TwoDays(Venue("Aula"), Speaker())), IsOk());
  const sv::RundownTemplate kept = Kept(batch, "Dua hari");
  Approve(kNextProgram);
  Plan(2028, kNextItem, kNextProgram);
  NoHolidays(2028);
  sv::DraftBatchRequest another = Drafting(30);
  another.set_plan_item(kNextItem);
  const auto other = client().DraftBatch(Organiser(), another);
  ASSERT_THAT(other, IsOk());
  EXPECT_THAT(From(kept, *other, "2027-02-26"), RefusedBy("TPL-04", "TPL-05"));
  (void)platform_.Told("scheduling");
  const auto retired = Retire(kept);
  ASSERT_THAT(retired, IsOk());
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("rundown_template.retired"));
  EXPECT_THAT(Retire(*retired), RefusedBy("TPL-03"));
  EXPECT_THAT(From(kept, batch, "2027-04-08"), RefusedBy("TPL-03"));
  EXPECT_THAT(Keep(Next(batch, *retired)), RefusedBy("TPL-03", "TPL-02"));
  EXPECT_THAT(Titles(), ElementsAre());
  EXPECT_THAT(Titles("", true), ElementsAre("Dua hari 1"));
  EXPECT_EQ(Got(kept)->retired_reason(), "kurikulum baru");
  sv::RetireRundownTemplateRequest request;
  request.set_request_id(platform_.Id());
  request.set_unit(kOther);
  request.set_template_id(kept.id());
  request.set_reason("bukan milik kami");
  EXPECT_THAT(
      client().RetireRundownTemplate(Organiser(), request), HasCode(absl::StatusCode::kNotFound));
}

TEST_F(RundownTemplates, OfTwoNextVersionsAtOnceOneIsKept) {
  const sv::Venue hall = Venue("Aula");
  const sv::Batch first = Batch(30), second = Batch(30);
  ASSERT_THAT(Draft(first, TwoDays(hall, Speaker())), IsOk());
  const sv::RundownTemplate kept = Kept(first, "Dua hari");
  sv::RundownContent content = GoodDay("2027-04-08", hall, Speaker());
  ASSERT_THAT(Draft(first, content), IsOk());
  content.mutable_items(7)->set_until(15 * 60 + 30);
  ASSERT_THAT(Draft(second, content), IsOk());
  std::vector<std::future<absl::StatusOr<sv::RundownTemplate>>> asked;
  for (const sv::Batch& batch : {first, second})
    asked.push_back(std::async(
        std::launch::async, [this, request = Next(batch, kept)] { return Keep(request); }));
  int done = 0;
  for (auto& one : asked) done += one.get().ok() ? 1 : 0;
  EXPECT_EQ(done, 1);
  EXPECT_EQ(Got(kept)->number(), 2);
}

}  // namespace
}  // namespace binadaya::test
