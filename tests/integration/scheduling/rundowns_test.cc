// Batches and their rundowns.
#include <future>
#include <set>

#include "tests/integration/scheduling/scheduling.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Rundowns : public SchedulingTest {
 protected:
  // "Rundown Capacity Building Camat & Lurah" of 2024, as it was printed.
  static sv::RundownContent Figure4() {
    const char *one = "2024-07-12", *two = "2024-07-13";
    const std::optional<int> no;
    sv::RundownContent content;
    for (const auto& [day, printed] : {std::pair(one, "Sabtu"), {two, "Minggu"}}) {
      sv::RundownDay& heading = *content.add_days();
      heading.set_day(day);
      heading.set_printed(printed);
    }
    const auto add = [&](sv::RundownItem item, int minutes = 0) {
      if (minutes > 0) item.set_printed_minutes(minutes);
      *content.add_items() = std::move(item);
    };
    add(Item("1", one, 1300, no, sv::TRAVEL, "Keberangkatan", "4 titik kumpul"), 240);
    add(Item("2", one, 1700, 1800, sv::MEAL, "Makan siang", "Bus"));
    add(Item("3", one, 1700, 1800, sv::REGISTRATION, "Check in", "Room"));
    add(Item("4", one, 1800, 1900, sv::MEAL, "Makan malam", "Restoran"), 60);
    add(Item("5", one, 1900, 1905, sv::OPENING, "Pembukaan oleh MC", "Restoran"), 5);
    add(Item("6", one, 1905, 1920, sv::LEADER_ADDRESS, "Sambutan", "Restoran"), 15);
    add(Item("7", one, 1920, 2230, sv::ENTERTAINMENT, "Ramah tamah", "Restoran"), 180);
    add(Item("8", one, 2230, 2400, sv::BREAK, "Istirahat", "Room"));
    add(Item("9", two, 800, 830, sv::ASSEMBLY, "Persiapan", "Lapangan"), 30);
    add(Item("10", two, 830, 930, sv::ENTERTAINMENT, "Outbound", "Lapangan"), 120);
    add(Item("11", two, 930, 1000, sv::MEAL, "Makan pagi", "Restoran"), 30);
    add(Item("12", two, 1000, 1200, sv::LEARNING, "Penyampaian materi", "Room"), 120);
    add(Item("13", two, 1200, no, sv::CLOSING, "Penutupan", "Restoran"));
    return content;
  }
  sv::ListRundownReleasesResponse Releases(const sv::Batch& batch, int size = 0) {
    sv::ListRundownReleasesRequest request;
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    request.set_page_size(size);
    const auto releases = client().ListRundownReleases(Auditor(), request);
    EXPECT_THAT(releases, IsOk());
    return *releases;
  }
};

TEST_F(Rundowns, ReleasedToAnotherDayOpenWhatWasArrangedForTheDayBefore) {
  const sv::Venue hall = Venue("Aula");
  const sv::Speaker teacher = Speaker();
  const sv::Batch batch = Batch(30);
  const auto release = [&](const std::string& day, const std::string& title) {
    sv::RundownContent content = GoodDay(day, hall, teacher);
    *content.mutable_items(0) = Item("1", day, 730, 800, sv::LEADER_ADDRESS, title, "");
    content.mutable_items(0)->set_venue(hall.id());
    ASSERT_THAT(Draft(batch, content), IsOk());
    ASSERT_THAT(Release(batch, "aula dipakai"), IsOk());
  };
  const auto decide = [&](sv::ChecklistKind kind, sv::ChecklistDecision decision) {
    sv::SetChecklistItemRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    request.set_kind(kind);
    request.set_decision(decision);
    request.set_note("surat 12");
    ASSERT_THAT(client().SetChecklistItem(Organiser(), request), IsOk());
  };
  const auto checklist = [&] {
    sv::GetChecklistRequest request;
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    return client().GetChecklist(Auditor(), request).value_or(sv::Checklist());
  };
  release("2027-04-12", "Sambutan");
  for (const sv::ChecklistKind kind :
       {sv::CHECK_RELEASE_LETTERS, sv::CHECK_LEADER_HOLD, sv::CHECK_VENUE_CONTRACT,
        sv::CHECK_MATERIALS}) {
    decide(kind, sv::CHECK_DONE);
  }
  decide(sv::CHECK_ACCESSIBILITY, sv::CHECK_NOT_NEEDED);
  release("2027-04-12", "Sambutan Wali Kota");
  EXPECT_EQ(checklist().done(), 4) << "of the same day nothing is open";
  (void)platform_.Told("scheduling");
  release("2027-04-13", "Sambutan Wali Kota");
  EXPECT_THAT(
      platform_.Told("scheduling"), ElementsAre(
                                        "rundown.drafted", "rundown.released", "checklist.changed",
                                        "checklist.changed", "checklist.changed"));
  const sv::Checklist now = checklist();
  EXPECT_EQ(now.done(), 1) << "materials are the same on any day";
  EXPECT_EQ(now.applicable(), 8);
  for (const int item : {0, 1, 3}) {
    EXPECT_EQ(now.items(item).done(), "");
    EXPECT_THAT(now.items(item).note(), ::testing::HasSubstr("arranged anew"));
    EXPECT_EQ(now.items(item).by(), "panitia");
  }
}

TEST_F(Rundowns, OfFigure4AreRefusedWithEveryKindOfFindingAndTheirPrice) {
  const sv::Batch batch = Batch(193);
  ASSERT_THAT(Draft(batch, Figure4()), IsOk());
  const sv::RundownCheck check = Check(batch);
  EXPECT_EQ(
      Told(check),
      "SC-01 2024-07-12, SC-01 2024-07-13, SC-02 1, SC-04 7, SC-04 10, SC-05 12, SC-02 13, "
      "SC-03 3, SC-06 items, SC-08 2024-07-12, SC-08 2024-07-12, SC-08 2024-07-13, "
      "SC-08 2024-07-13, SC-10 2024-07-12");
  EXPECT_EQ(check.scheduled_minutes(), 810);
  EXPECT_EQ(check.learning_minutes(), 120);
  EXPECT_EQ(check.jp(), 2);
  EXPECT_EQ(check.rupiah(), 143'248'000);
  EXPECT_EQ(check.rupiah_per_participant_jp(), 371'109);
  (void)platform_.Told("scheduling");
  const auto refused = Release(batch);
  std::set<std::string> kinds;
  for (const Finding& finding : FindingsOf(refused.status())) kinds.insert(finding.rule);
  EXPECT_GE(kinds.size(), 6u) << refused.status();
  EXPECT_THAT(
      kinds, ::testing::IsSupersetOf({"SC-01", "SC-02", "SC-03", "SC-04", "SC-05", "SC-06"}));
  EXPECT_THAT(platform_.Told("scheduling"), IsEmpty());
  EXPECT_EQ(Shown(batch).state(), sv::BATCH_PLANNED);
}

TEST_F(Rundowns, ThatAreRightAreReleasedAndBookWhatTheyName) {
  const sv::Venue hall = Venue("Aula");
  const sv::Speaker teacher = Speaker();
  const sv::Batch batch = Batch(30);
  ASSERT_THAT(Draft(batch, GoodDay("2027-04-08", hall, teacher)), IsOk());
  const sv::RundownCheck check = Check(batch);
  EXPECT_EQ(Told(check), "");
  EXPECT_EQ(check.learning_minutes(), 315);
  EXPECT_EQ(check.jp(), 7);
  EXPECT_EQ(check.rupiah_per_participant_jp(), 682'133) << "Rp143.248.000 / 30 / 7";
  (void)platform_.Told("scheduling");
  const auto release = Release(batch);
  ASSERT_THAT(release, IsOk());
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("rundown.released"));
  EXPECT_EQ(release->number(), 1);
  EXPECT_EQ(release->released_by(), "panitia");
  ASSERT_EQ(release->changes_size(), 8);
  EXPECT_EQ(release->changes(1).kind(), sv::ITEM_NEW);
  const sv::Batch shown = Shown(batch);
  EXPECT_EQ(shown.state(), sv::BATCH_SCHEDULED);
  EXPECT_EQ(shown.first_day(), "2027-04-08");
  EXPECT_EQ(shown.last_day(), "2027-04-08");
  EXPECT_EQ(shown.change_until(), "2027-04-05") << "three working days before";
  EXPECT_EQ(shown.released(), 1);
  for (const auto& [resource, id] :
       {std::pair(sv::VENUE, hall.id()), {sv::SPEAKER, teacher.id()}}) {
    EXPECT_EQ(
        Told(Conflicts(resource, id, SlotOf("2027-04-08T08:00", "2027-04-08T10:15"), hall.id())),
        "CONFLICT_OVERLAP 120");
  }
}

TEST_F(Rundowns, AreReleasedAgainWithWhatChangedAndWhy) {
  const sv::Venue hall = Venue("Aula");
  const sv::Speaker teacher = Speaker();
  const sv::Batch batch = Batch(30);
  Released(batch, GoodDay("2027-04-08", hall, teacher));
  EXPECT_THAT(Release(batch), RefusedBy("RUN-03", "RUN-04"));
  // A sheet knows no ids: what is called the same is the same.
  sv::RundownContent content = GoodDay("2027-04-08", hall, teacher);
  content.mutable_items()->DeleteSubrange(7, 1);
  content.mutable_items(5)->set_from(13 * 60 + 15);
  *content.add_items() = Item("8", "2027-04-08", 1500, 1515, sv::EVALUATION, "Evaluasi");
  const auto drafted = Draft(batch, content);
  ASSERT_THAT(drafted, IsOk());
  EXPECT_EQ(Told(Check(batch)), "") << "its own bookings do not count";
  EXPECT_THAT(Release(batch), RefusedBy("RUN-04"));
  const auto release = Release(batch, "narasumber datang terlambat");
  ASSERT_THAT(release, IsOk());
  EXPECT_EQ(release->number(), 2);
  ASSERT_EQ(release->changes_size(), 3);
  EXPECT_EQ(release->changes(0).kind(), sv::ITEM_MOVED);
  EXPECT_EQ(release->changes(0).before().from(), 13 * 60);
  EXPECT_EQ(release->changes(0).now().from(), 13 * 60 + 15);
  std::vector<sv::ItemChangeKind> others = {release->changes(1).kind(), release->changes(2).kind()};
  EXPECT_THAT(others, ::testing::UnorderedElementsAre(sv::ITEM_NEW, sv::ITEM_CANCELLED));
  EXPECT_THAT(
      Conflicts(sv::VENUE, hall.id(), SlotOf("2027-04-08T13:00", "2027-04-08T13:15")), IsEmpty())
      << "in place of what it had booked";
  const sv::ListRundownReleasesResponse releases = Releases(batch);
  ASSERT_EQ(releases.releases_size(), 2);
  EXPECT_EQ(releases.releases(0).reason(), "narasumber datang terlambat");
  EXPECT_EQ(releases.releases(0).changes_size(), 3);
  EXPECT_EQ(releases.releases(1).number(), 1);
  EXPECT_EQ(releases.releases(1).changes_size(), 8);
  const sv::ListRundownReleasesResponse first = Releases(batch, 1);
  ASSERT_EQ(first.releases_size(), 1);
  EXPECT_EQ(first.releases(0).changes_size(), 3);
  EXPECT_FALSE(first.next_page_token().empty());
  sv::GetRundownRequest get;
  get.set_unit(kUnit);
  get.set_batch(batch.id());
  get.set_number(1);
  const auto before = client().GetRundown(Auditor(), get);
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(before->content().items(5).from(), 13 * 60);
  EXPECT_EQ(before->content().items(5).id(), drafted->content().items(5).id());
  ASSERT_EQ(before->learning_size(), 2);
  EXPECT_EQ(before->learning(0).day(), before->content().items(0).day());
  EXPECT_EQ(before->learning(1).day(), "");
  for (const sv::LearningHours& learning : before->learning()) {
    EXPECT_EQ(learning.minutes(), 315);
    EXPECT_EQ(learning.jp(), 7);
  }
  get.set_number(3);
  EXPECT_THAT(client().GetRundown(Auditor(), get), HasCode(absl::StatusCode::kNotFound));
  // What was cancelled comes back as what it was.
  sv::RundownContent back = drafted->content();
  *back.add_items() = before->content().items(7);
  EXPECT_THAT(Draft(batch, back), IsOk());
}

TEST_F(Rundowns, AreDraftedWithTheirOwnItemsAndByTheirVersion) {
  const sv::Venue hall = Venue("Aula");
  const sv::Batch batch = Batch(30);
  const auto drafted = Draft(batch, GoodDay("2027-04-08", hall, Speaker()));
  ASSERT_THAT(drafted, IsOk());
  sv::RundownContent content = drafted->content();
  content.mutable_items(0)->set_id(kNobody);
  content.mutable_items(2)->set_id(content.items(1).id());
  const auto refused = Draft(batch, content);
  EXPECT_THAT(refused, RefusedBy("RUN-01", "RUN-01"));
  EXPECT_EQ(FindingsOf(refused.status())[1].where, "items[2].id");
  sv::DraftRundownRequest request;
  request.set_request_id(platform_.Id());
  request.set_unit(kUnit);
  request.set_batch(batch.id());
  request.set_version(batch.version());
  *request.mutable_content() = drafted->content();
  EXPECT_THAT(client().DraftRundown(Organiser(), request), HasCode(absl::StatusCode::kAborted));
  request.set_request_id(platform_.Id());
  request.set_version(drafted->version());
  EXPECT_THAT(client().DraftRundown(Organiser(), request), IsOk());
  request.set_unit(kOther);
  request.set_request_id(platform_.Id());
  EXPECT_THAT(client().DraftRundown(Organiser(), request), HasCode(absl::StatusCode::kNotFound));
}

TEST_F(Rundowns, NameWhatCollidesAndWhatIsNotOnRecord) {
  const sv::Venue hall = Venue("Aula"), small = Venue("Ruang", 32);
  sv::SetSpeakerRequest interested = Teacher();
  interested.mutable_speaker()->add_interests(kProgram);
  const auto partial = client().SetSpeaker(Organiser(), interested);
  ASSERT_THAT(partial, IsOk());
  const sv::Speaker teacher = Speaker();
  const sv::Batch first = Batch(30), second = Batch(30);
  Released(first, GoodDay("2027-04-08", hall, teacher));
  sv::RundownContent content = GoodDay("2027-04-08", hall, *partial);
  content.mutable_items(1)->set_venue(small.id());
  content.mutable_items(3)->set_venue(small.id());
  content.mutable_items(5)->set_speaker(kNobody);
  ASSERT_THAT(Draft(second, content), IsOk());
  const sv::RundownCheck check = Check(second);
  EXPECT_EQ(Told(check), "SC-12 2, SPK-07 2, RUN-05 6, SC-09 6")
      << "33 seats are wanted, told once of a venue; the hall is the first batch's";
  const v1::Finding& clash = check.findings(3);
  EXPECT_TRUE(clash.values().at("with").starts_with(first.id()));
  const auto refused = Release(second);
  EXPECT_EQ(FindingsOf(refused.status()).size(), 4u);
  // What collides within itself: one hall, two tracks.
  sv::RundownContent twice;
  *twice.add_items() = Lesson("1", "2027-04-09", 800, 900, hall, teacher);
  *twice.add_items() = Lesson("2", "2027-04-09", 830, 930, hall, Speaker());
  twice.mutable_items(0)->set_track("A");
  twice.mutable_items(1)->set_track("B");
  ASSERT_THAT(Draft(second, twice), IsOk());
  EXPECT_EQ(Told(Check(second)), "SC-09 1, SC-09 2") << "the same from both sides";
}

TEST_F(Rundowns, OfTwoThatWantOneHallAtOnceOneIsReleased) {
  const sv::Venue hall = Venue("Aula");
  std::vector<sv::Batch> batches = {Batch(30), Batch(30)};
  for (const sv::Batch& batch : batches)
    ASSERT_THAT(Draft(batch, GoodDay("2027-04-08", hall, Speaker())), IsOk());
  std::vector<std::future<absl::StatusOr<sv::RundownRelease>>> asked;
  for (const sv::Batch& batch : batches)
    asked.push_back(std::async(std::launch::async, [&] { return Release(batch); }));
  int released = 0;
  for (auto& one : asked) {
    const auto answer = one.get();
    released += answer.ok() ? 1 : 0;
    if (answer.ok()) continue;
    EXPECT_EQ(FindingsOf(answer.status()).size(), 3u) << answer.status();
  }
  EXPECT_EQ(released, 1);
}

TEST_F(Rundowns, WarnOfHolidaysThatAreProvisionalAndAreReleased) {
  Holidays({{"2027-04-08", "Iduladha (rekaan)", true}});
  const sv::Batch batch = Batch(30);
  sv::RundownContent content = GoodDay("2027-04-08", Venue("Aula"), Speaker());
  ASSERT_THAT(Draft(batch, content), IsOk());
  EXPECT_EQ(Told(Check(batch)), "SC-08 2027-04-08");
  const auto release = Release(batch);
  ASSERT_THAT(release, IsOk());
  ASSERT_EQ(release->warnings_size(), 1);
  EXPECT_EQ(release->warnings(0).rule(), "SC-08");
  EXPECT_TRUE(release->warnings(0).warning());
  EXPECT_THAT(Release(Batch(30)), RefusedBy("RUN-02"));
}

TEST_F(Rundowns, AreOfBatchesThatThePlanHas) {
  EXPECT_THAT(client().DraftBatch(Organiser(), Drafting(194)), RefusedBy("PLB-03"));
  EXPECT_EQ(Batch(193).number(), 1);
  EXPECT_EQ(Batch(1, kOther).number(), 2);
  EXPECT_THAT(client().DraftBatch(Organiser(), Drafting(194)), RefusedBy("PLB-02", "PLB-03"));
  SetPlan(3, 200);
  EXPECT_EQ(Batch(194).number(), 3);
  sv::ListBatchesRequest list;
  list.set_page_size(1);
  std::string numbers;
  do {
    const auto page = client().ListBatches(Organiser("/33.74.14/"), list);
    ASSERT_THAT(page, IsOk());
    for (const sv::Batch& batch : page->batches()) absl::StrAppend(&numbers, batch.number(), " ");
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_EQ(numbers, "3 1 ") << "newest first, of its own unit";
  list.set_state(sv::BATCH_SCHEDULED);
  EXPECT_EQ(client().ListBatches(Auditor(), list)->batches_size(), 0);
  // Another plan of the same year says nothing of this one.
  AsNeeds([](Tx& tx) {
    needs::v1::PlanSet other;
    other.set_plan("019c0000-0000-7000-8000-000000000003");
    other.set_year(2027);
    other.add_items()->set_id("019c0000-0000-7000-8000-000000000004");
    other.mutable_items(0)->set_program("019c0000-0000-7000-8000-00000000000c");
    needs::Tell(tx, other);
  });
  EXPECT_THAT(client().DraftBatch(Organiser(), Drafting()), RefusedBy("PLB-02"));
  SetPlan(0, 0);
  EXPECT_THAT(client().DraftBatch(Organiser(), Drafting()), RefusedBy("PLB-01", "PLB-02"));
  sv::DraftBatchRequest unknown = Drafting();
  unknown.set_plan_item(kNobody);
  EXPECT_THAT(client().DraftBatch(Organiser(), unknown), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(
      client().DraftBatch(Organiser("/33.74.02/"), Drafting()),
      HasCode(absl::StatusCode::kPermissionDenied));
}

}  // namespace
}  // namespace binadaya::test
