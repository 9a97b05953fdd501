// Speakers are asked for sessions, and answer; what they are versed in, and have a stake in.
#include "tests/integration/scheduling/placing.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SpeakerInvitations : public PlacingTest {
 protected:
  static constexpr char kDay[] = "2027-04-12";

  // A released day: the first two lessons by one from outside, the third by one of the staff.
  void Schedule() {
    staff_ = city_.Person("LURAH", kKelurahan);
    ASSERT_TRUE(platform_.Settle());
    hall_ = Venue("Aula");
    guest_ = Speaker();
    own_ = Speaker(staff_);
    batch_ = Batch(30);
    (void)Released(batch_, Content());
  }
  sv::RundownContent Content() {
    sv::RundownContent content = GoodDay(kDay, hall_, guest_);
    content.mutable_items(5)->set_speaker(own_.id());
    return content;
  }
  absl::StatusOr<sv::SpeakerInvitations> Invite(
      const Call& by, const std::string& session = "", std::int64_t version = 0) {
    sv::InviteSpeakersRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_batch(batch_.id());
    request.set_session(session);
    request.set_version(version);
    return client().InviteSpeakers(by, request);
  }
  // Of the batch, by time.
  std::vector<sv::SpeakerInvitation> All(bool overdue = false) {
    sv::ListSpeakerInvitationsRequest request;
    request.set_batch(batch_.id());
    request.set_overdue(overdue);
    const auto listed = client().ListSpeakerInvitations(Auditor(), request);
    EXPECT_THAT(listed, IsOk());
    std::vector<sv::SpeakerInvitation> all(
        listed->invitations().begin(), listed->invitations().end());
    std::stable_sort(all.begin(), all.end(), [](const auto& one, const auto& other) {
      return one.slot().from() < other.slot().from();
    });
    return all;
  }
  // Sessions that nobody is asked for, as somebody lists them page by page.
  std::vector<sv::SessionInNeed> InNeed(const Call& by) {
    sv::ListSpeakerInvitationsRequest request;
    request.set_in_need(true);
    request.set_page_size(1);
    std::vector<sv::SessionInNeed> all;
    do {
      const auto page = client().ListSpeakerInvitations(by, request);
      EXPECT_THAT(page, IsOk());
      EXPECT_EQ(page->invitations_size(), 0);
      all.insert(all.end(), page->in_need().begin(), page->in_need().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return all;
  }
  // "CONFIRMED INVITED …"
  std::string States() {
    std::string states;
    for (const sv::SpeakerInvitation& one : All()) {
      const std::string name = sv::SpeakerInvitationState_Name(one.state());
      absl::StrAppend(&states, states.empty() ? "" : " ", name.substr(name.find('_') + 1));
    }
    return states;
  }
  absl::StatusOr<sv::SpeakerInvitations> Answer(
      const std::string& person, const sv::SpeakerInvitation& of, sv::SpeakerAnswer answer,
      const std::string& reason = "") {
    sv::AnswerSpeakerInvitationRequest request;
    request.set_request_id(platform_.Id());
    request.set_person(person);
    request.set_id(of.id());
    request.set_version(of.version());
    request.set_answer(answer);
    request.set_reason(reason);
    return client().AnswerSpeakerInvitation(Self(person), request);
  }
  absl::StatusOr<sv::SpeakerInvitations> AnswerFor(
      const sv::SpeakerInvitation& of, sv::SpeakerAnswer answer, const std::string& reason = "",
      const std::string& unit = kUnit) {
    sv::AnswerForSpeakerRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(unit);
    request.set_id(of.id());
    request.set_version(of.version());
    request.set_answer(answer);
    request.set_reason(reason);
    return client().AnswerForSpeaker(Organiser(), request);
  }
  // All three are asked, and come.
  void ConfirmAll() {
    ASSERT_THAT(Invite(Organiser()), IsOk());
    const auto all = All();
    ASSERT_EQ(all.size(), 3u);
    EXPECT_THAT(AnswerFor(all[0], sv::CONFIRM_SESSION), IsOk());
    EXPECT_THAT(AnswerFor(all[1], sv::CONFIRM_SESSION), IsOk());
    EXPECT_THAT(Answer(staff_, all[2], sv::CONFIRM_SESSION), IsOk());
    ASSERT_EQ(States(), "CONFIRMED CONFIRMED CONFIRMED");
  }
  // The day on which the item about speakers was done; empty: it is open.
  std::string Ticked() {
    sv::GetChecklistRequest request;
    request.set_unit(kUnit);
    request.set_batch(batch_.id());
    const auto list = client().GetChecklist(Auditor(), request);
    EXPECT_THAT(list, IsOk());
    for (const sv::ChecklistItem& item : list->items())
      if (item.kind() == sv::CHECK_SPEAKERS) return item.done();
    return "none";
  }
  absl::StatusOr<sv::Checklist> Tick() {
    sv::SetChecklistItemRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_batch(batch_.id());
    request.set_kind(sv::CHECK_SPEAKERS);
    request.set_decision(sv::CHECK_DONE);
    return client().SetChecklistItem(Organiser(), request);
  }
  absl::StatusOr<sv::AcceptedInterest> Accept(
      const Call& by, const std::string& speaker, const std::string& reason) {
    sv::AcceptInterestRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_batch(batch_.id());
    request.set_speaker(speaker);
    request.set_reason(reason);
    return client().AcceptInterest(by, request);
  }
  absl::StatusOr<sv::AcceptedInterest> TakeBack(
      const Call& by, const std::string& speaker, const std::string& reason = "ada ahli lain") {
    sv::WithdrawAcceptedInterestRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_batch(batch_.id());
    request.set_speaker(speaker);
    request.set_reason(reason);
    return client().WithdrawAcceptedInterest(by, request);
  }

  std::string staff_;
  sv::Venue hall_;
  sv::Speaker guest_, own_;
  sv::Batch batch_;
};

TEST_F(SpeakerInvitations, AreAnsweredByWhoIsAskedOrNotedForOneFromOutside) {
  Schedule();
  EXPECT_TRUE(absl::IsPermissionDenied(Invite(Auditor()).status()));
  EXPECT_TRUE(absl::IsPermissionDenied(Invite(Organiser("/33.74.02/")).status()));
  (void)platform_.Told("scheduling");
  const auto invited = Invite(Organiser());
  ASSERT_THAT(invited, IsOk());
  EXPECT_EQ(invited->invitations_size(), 3);
  EXPECT_EQ(invited->in_need_size(), 0);
  EXPECT_THAT(
      platform_.Told("scheduling"),
      ElementsAre("speaker.invited", "speaker.invited", "speaker.invited"));
  EXPECT_THAT(Invite(Organiser()), RefusedBy("SPK-13")) << "all are asked";
  EXPECT_EQ(States(), "INVITED INVITED INVITED");
  const auto all = All();
  EXPECT_EQ(all[2].speaker(), own_.id());
  EXPECT_EQ(Written(all[2].slot()), "2027-04-12T13:00 2027-04-12T14:30");
  EXPECT_EQ(all[2].answer_by(), "2027-03-04") << "three working days";
  EXPECT_EQ(all[2].invited_by(), "panitia");

  // Nobody but himself; of one from outside the organiser, which is kept.
  EXPECT_THAT(AnswerFor(all[2], sv::CONFIRM_SESSION), RefusedBy("SPK-14"));
  EXPECT_THAT(
      AnswerFor(all[0], sv::CONFIRM_SESSION, "", kOther), HasCode(absl::StatusCode::kNotFound));
  const std::string colleague = city_.Person("LURAH", kKelurahan);
  EXPECT_THAT(Answer(colleague, all[2], sv::CONFIRM_SESSION), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Answer(staff_, all[2], sv::DECLINE_SESSION, " "), RefusedBy("SPK-11"));
  const auto confirmed = Answer(staff_, all[2], sv::CONFIRM_SESSION);
  ASSERT_THAT(confirmed, IsOk());
  EXPECT_EQ(confirmed->invitations(0).answered_by(), staff_);
  EXPECT_FALSE(confirmed->invitations(0).on_behalf());
  EXPECT_EQ(confirmed->invitations(0).version(), 2);
  EXPECT_THAT(Answer(staff_, All()[2], sv::CONFIRM_SESSION), RefusedBy("SPK-10"));
  const auto noted = AnswerFor(all[0], sv::CONFIRM_SESSION);
  ASSERT_THAT(noted, IsOk());
  EXPECT_TRUE(noted->invitations(0).on_behalf());
  EXPECT_EQ(noted->invitations(0).answered_by(), "panitia");
  sv::ListOwnSpeakerInvitationsRequest own;
  own.set_person(staff_);
  EXPECT_EQ(client().ListOwnSpeakerInvitations(Self(staff_), own)->invitations_size(), 1);
  EXPECT_TRUE(
      absl::IsPermissionDenied(client().ListOwnSpeakerInvitations(Self(colleague), own).status()));
}

TEST_F(SpeakerInvitations, DecideWhatTheChecklistSaysOfSpeakers) {
  Schedule();
  EXPECT_EQ(Ticked(), "");
  ASSERT_THAT(Invite(Organiser()), IsOk());
  EXPECT_THAT(Tick(), RefusedBy("CHL-07")) << "who was asked has to answer";
  auto all = All();
  EXPECT_THAT(AnswerFor(all[0], sv::CONFIRM_SESSION), IsOk());
  EXPECT_THAT(AnswerFor(all[1], sv::CONFIRM_SESSION), IsOk());
  EXPECT_EQ(Ticked(), "");
  (void)platform_.Told("scheduling");
  EXPECT_THAT(Answer(staff_, all[2], sv::CONFIRM_SESSION), IsOk());
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("speaker.confirmed", "checklist.changed"));
  EXPECT_EQ(Ticked(), "2027-03-01") << "by itself";

  // He cannot after all: his session needs somebody, and the item is open again.
  const auto declined = Answer(staff_, All()[2], sv::DECLINE_SESSION, "dinas luar");
  ASSERT_THAT(declined, IsOk());
  EXPECT_EQ(declined->invitations(0).reason(), "dinas luar");
  ASSERT_EQ(declined->in_need_size(), 1);
  EXPECT_EQ(declined->in_need(0).session(), all[2].session());
  EXPECT_EQ(declined->in_need(0).state(), sv::SPEAKER_DECLINED);
  EXPECT_EQ(Ticked(), "");
  EXPECT_THAT(Invite(Organiser()), RefusedBy("SPK-13")) << "he has answered";
  const auto again = Invite(Organiser(), all[2].session());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->invitations_size(), 1) << "if he is named";
  sv::WithdrawSpeakerInvitationRequest withdraw;
  withdraw.set_request_id(platform_.Id());
  withdraw.set_unit(kUnit);
  withdraw.set_id(again->invitations(0).id());
  withdraw.set_reason("diganti");
  const auto withdrawn = client().WithdrawSpeakerInvitation(Organiser(), withdraw);
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(withdrawn->in_need_size(), 1);
}

TEST_F(SpeakerInvitations, AreListedByWhatNobodyIsAskedFor) {
  Schedule();
  EXPECT_EQ(InNeed(Auditor()).size(), 3u) << "nobody was asked yet";
  ConfirmAll();
  EXPECT_THAT(InNeed(Auditor()), IsEmpty());
  const auto all = All();
  EXPECT_THAT(AnswerFor(all[0], sv::DECLINE_SESSION, "dinas luar"), IsOk());
  EXPECT_THAT(Answer(staff_, all[2], sv::DECLINE_SESSION, "sakit"), IsOk());
  auto listed = InNeed(Auditor());
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(listed[0].session(), all[0].session());
  EXPECT_EQ(listed[0].state(), sv::SPEAKER_DECLINED);
  EXPECT_EQ(listed[0].batch(), batch_.id());
  EXPECT_EQ(listed[0].unit(), kUnit);
  EXPECT_EQ(listed[1].session(), all[2].session());
  EXPECT_THAT(InNeed(Organiser("/33.74.02/")), IsEmpty());
  // He is asked once more; the other session has somebody else, whom nobody has asked.
  ASSERT_THAT(Invite(Organiser(), all[2].session()), IsOk());
  sv::RundownContent content = Content();
  content.mutable_items(1)->set_speaker(own_.id());
  ASSERT_THAT(Draft(batch_, content), IsOk());
  ASSERT_THAT(Release(batch_, "diisi pengajar sendiri"), IsOk());
  listed = InNeed(Auditor());
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].speaker(), own_.id());
  EXPECT_EQ(listed[0].state(), sv::SPEAKER_INVITATION_STATE_UNSPECIFIED);
  // What has begun needs nobody any more.
  MoveTo(absl::CivilDay(2027, 4, 12), 8);
  EXPECT_THAT(InNeed(Auditor()), IsEmpty());
}

TEST_F(SpeakerInvitations, AreAskedAnewWhenTheirSessionMoves) {
  Schedule();
  ConfirmAll();
  const sv::SpeakerInvitation before = All()[2];
  sv::RundownContent content = Content();
  content.mutable_items(5)->set_from(13 * 60 + 15);
  ASSERT_THAT(Draft(batch_, content), IsOk());
  EXPECT_EQ(States(), "CONFIRMED CONFIRMED CONFIRMED") << "a draft moves nobody";
  MoveTo(absl::CivilDay(2027, 3, 8));
  ASSERT_THAT(Release(batch_, "aula dipakai sampai siang"), IsOk());
  EXPECT_EQ(States(), "CONFIRMED CONFIRMED INVITED");
  EXPECT_EQ(Ticked(), "");
  const sv::SpeakerInvitation moved = All()[2];
  EXPECT_EQ(moved.id(), before.id());
  EXPECT_EQ(Written(moved.slot()), "2027-04-12T13:15 2027-04-12T14:30");
  EXPECT_EQ(moved.answer_by(), "2027-03-11");
  EXPECT_EQ(moved.answered_by(), "");
  EXPECT_THAT(Answer(staff_, before, sv::CONFIRM_SESSION), RefusedBy("VERSION-01"))
      << "he has seen the hour before";
  EXPECT_THAT(Answer(staff_, moved, sv::CONFIRM_SESSION), IsOk());
  EXPECT_EQ(Ticked(), "2027-03-08");
  // Another speaker: the one before need not come, and he has been asked nothing yet.
  content.mutable_items(5)->set_speaker(guest_.id());
  ASSERT_THAT(Draft(batch_, content), IsOk());
  ASSERT_THAT(Release(batch_, "diisi pengajar luar"), IsOk());
  EXPECT_EQ(States(), "CONFIRMED CONFIRMED WITHDRAWN");
  EXPECT_EQ(Ticked(), "");
  const auto invited = Invite(Organiser());
  ASSERT_THAT(invited, IsOk());
  ASSERT_EQ(invited->invitations_size(), 1);
  EXPECT_EQ(invited->invitations(0).speaker(), guest_.id());

  sv::CancelBatchRequest cancel;
  cancel.set_request_id(platform_.Id());
  cancel.set_unit(kUnit);
  cancel.set_batch(batch_.id());
  cancel.set_cause(sv::CAUSE_BUDGET);
  cancel.set_reason("efisiensi");
  ASSERT_THAT(client().CancelBatch(Organiser(), cancel), IsOk());
  EXPECT_EQ(States(), "WITHDRAWN WITHDRAWN WITHDRAWN WITHDRAWN");
}

// It was never published, and its day is past; on the new one the third lesson has another speaker.
TEST_F(SpeakerInvitations, OfADayThatIsPastBarNobodyOnANewOne) {
  Schedule();
  ASSERT_THAT(Invite(Organiser()), IsOk());
  MoveTo(absl::CivilDay(2027, 4, 13));
  ASSERT_THAT(Draft(batch_, GoodDay("2027-04-20", hall_, guest_)), IsOk());
  ASSERT_THAT(Release(batch_, "belum terbit pada harinya"), IsOk());
  EXPECT_EQ(States(), "WITHDRAWN INVITED INVITED");
  const auto invited = Invite(Organiser());
  ASSERT_THAT(invited, IsOk());
  ASSERT_EQ(invited->invitations_size(), 1);
  EXPECT_EQ(invited->invitations(0).session(), All()[0].session());
  EXPECT_EQ(invited->invitations(0).speaker(), guest_.id());
}

TEST_F(SpeakerInvitations, EndWithTheServiceOfTheSpeaker) {
  Schedule();
  ConfirmAll();
  EXPECT_EQ(Ticked(), "2027-03-01");
  registry::v1::EndEmploymentRequest leaves;
  leaves.set_request_id(platform_.Id());
  leaves.set_person(staff_);
  leaves.set_exit(registry::v1::EXIT_TRANSFER_OUT);
  leaves.set_effective("2027-03-01");
  leaves.set_decree("800/1/2027");
  ASSERT_THAT(platform_.registry().EndEmployment(platform_.Analyst(), leaves), IsOk());
  EXPECT_TRUE(Eventually([&] { return States() == "CONFIRMED CONFIRMED WITHDRAWN"; }));
  EXPECT_EQ(Ticked(), "") << "his session needs somebody";
  const auto needs = InNeed(Auditor());
  ASSERT_EQ(needs.size(), 1u);
  EXPECT_EQ(needs[0].speaker(), own_.id());
  EXPECT_EQ(needs[0].state(), sv::SPEAKER_WITHDRAWN);
}

TEST_F(SpeakerInvitations, EndWhereTheSpeakerIsOnLeaveThen) {
  Schedule();
  ConfirmAll();
  const auto looked_at = [&] {
    return Eventually([&] {
      return sql()
          .Query("SELECT FROM timer WHERE kind = 'speaker' AND due < '2027-03-02'", {})
          .empty();
    });
  };
  Leave(staff_, "2027-04-13", "2027-04-13");
  ASSERT_TRUE(looked_at());
  EXPECT_EQ(States(), "CONFIRMED CONFIRMED CONFIRMED") << "he is not away yet";
  (void)platform_.Told("scheduling");
  Leave(staff_, "2027-04-12", "2027-04-12");
  ASSERT_TRUE(looked_at());
  EXPECT_EQ(States(), "CONFIRMED CONFIRMED WITHDRAWN");
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("speaker.withdrawn", "checklist.changed"));
  EXPECT_EQ(Ticked(), "");
  const auto needs = InNeed(Auditor());
  ASSERT_EQ(needs.size(), 1u);
  EXPECT_EQ(needs[0].speaker(), own_.id());
  EXPECT_TRUE(needs[0].unavailable());
  EXPECT_THAT(Invite(Organiser()), RefusedBy("SPK-13")) << "nobody who can come is left to ask";
  EXPECT_THAT(Invite(Organiser(), needs[0].session()), RefusedBy("SPK-18"));
}

TEST_F(SpeakerInvitations, WithoutAnAnswerAreToldOnceAndStand) {
  Schedule();
  ASSERT_THAT(Invite(Organiser()), IsOk());
  EXPECT_THAT(AnswerFor(All()[0], sv::CONFIRM_SESSION), IsOk());
  MoveTo(absl::CivilDay(2027, 3, 4), 23);
  EXPECT_THAT(All(true), IsEmpty()) << "the last day is not over";
  (void)platform_.Told("scheduling");
  MoveTo(absl::CivilDay(2027, 3, 5));
  ASSERT_TRUE(Eventually([&] {
    const auto all = All();
    return all[1].overdue() && all[2].overdue();
  }));
  EXPECT_EQ(All(true).size(), 2u);
  EXPECT_FALSE(All()[0].overdue());
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("speaker.overdue", "speaker.overdue"));
  EXPECT_EQ(States(), "CONFIRMED INVITED INVITED");
  EXPECT_THAT(Answer(staff_, All()[2], sv::CONFIRM_SESSION), IsOk()) << "late, but he comes";
  EXPECT_EQ(All(true).size(), 1u);
  // Once the session has begun there is nothing left to answer.
  MoveTo(absl::CivilDay(2027, 4, 12), 11);
  EXPECT_THAT(AnswerFor(All()[1], sv::CONFIRM_SESSION), RefusedBy("SPK-15"));
  EXPECT_THAT(All(true), IsEmpty());
}

TEST_F(SpeakerInvitations, KeepWhatIsConfirmedWhereAPlacementFindsIt) {
  Schedule();
  ASSERT_THAT(Invite(Organiser()), IsOk());
  const sv::SpeakerInvitation second = All()[1];
  EXPECT_THAT(AnswerFor(second, sv::CONFIRM_SESSION), IsOk());
  const auto at = [&](const sv::Placement& placement) -> std::string {
    const auto got = Got(placement.id(), batch_.id());
    for (const sv::PlacedSession& one : got->sessions())
      if (one.item() == second.session()) return Cat(Written(one.slot()), " ", one.speaker());
    return "";
  };
  const std::string there = Cat("2027-04-12T10:15 2027-04-12T12:00 ", guest_.id());
  const sv::Placement same = Placed(Window("2027-04-12", "2027-04-13", {batch_.id()}));
  EXPECT_EQ(same.broken(), 0) << same.DebugString();
  EXPECT_EQ(at(same), there);
  // Not even out of the way of a window that leaves it out.
  const sv::Placement later = Placed(Window("2027-04-19", "2027-04-24", {batch_.id()}));
  EXPECT_EQ(at(later), there);
  EXPECT_EQ(later.state(), sv::PLACEMENT_BREAKS_RULES);
  // Once that day has come, nobody keeps it: he is asked anew.
  MoveTo(absl::CivilDay(2027, 4, 12));
  const sv::Placement free = Placed(Window("2027-04-19", "2027-04-24", {batch_.id()}));
  EXPECT_EQ(free.broken(), 0) << free.DebugString();
  ASSERT_THAT(client().AcceptPlacement(Organiser(), Accepting(free)), IsOk());
  EXPECT_EQ(States(), "INVITED INVITED INVITED");
}

TEST_F(SpeakerInvitations, AreOfWhoIsVersedInWhatAnItemTeaches) {
  Schedule();
  sv::SetSpeakerRequest versed = Teacher();
  sv::Expertise& expertise = *versed.mutable_speaker()->add_expertise();
  expertise.set_competency("M.08");
  expertise.set_level(2);
  const auto teacher = client().SetSpeaker(Organiser(), versed);
  ASSERT_THAT(teacher, IsOk());
  sv::RundownContent content = GoodDay(kDay, hall_, *teacher);
  const auto teach = [&](int item, int level) {
    content.mutable_items(item)->clear_teaches();
    sv::Expertise& taught = *content.mutable_items(item)->add_teaches();
    taught.set_competency("M.08");
    taught.set_level(level);
  };
  teach(1, 2);
  ASSERT_THAT(Draft(batch_, content), IsOk());
  EXPECT_EQ(Told(Check(batch_)), "");
  teach(3, 3);
  teach(5, 4);
  ASSERT_THAT(Draft(batch_, content), IsOk());
  EXPECT_EQ(Told(Check(batch_)), "SPK-06 4, SPK-06 6") << "with each item, not once";
  EXPECT_THAT(Release(batch_, "narasumber lain"), RefusedBy("SPK-06", "SPK-06"));
}

TEST_F(SpeakerInvitations, WithAConflictOfInterestWaitForTheHeadOfTheAgency) {
  Schedule();
  sv::SetSpeakerRequest interested = Teacher();
  interested.mutable_speaker()->add_interests(kProgram);
  const auto partial = client().SetSpeaker(Organiser(), interested);
  ASSERT_THAT(partial, IsOk());
  ASSERT_THAT(Draft(batch_, GoodDay(kDay, hall_, *partial)), IsOk());
  EXPECT_THAT(Release(batch_, "narasumber lain"), RefusedBy("SPK-07"));
  const Call head = platform_.As("kaban", {{v1::AGENCY_HEAD, "/"}});
  EXPECT_TRUE(
      absl::IsPermissionDenied(Accept(Organiser(), partial->id(), "satu-satunya ahli").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Accept(head, partial->id(), "").status()));
  EXPECT_THAT(Accept(head, partial->id(), "  "), RefusedBy("SPK-17"));
  EXPECT_THAT(Accept(head, guest_.id(), "satu-satunya ahli"), RefusedBy("SPK-16"));
  EXPECT_THAT(Accept(head, kNobody, "satu-satunya ahli"), HasCode(absl::StatusCode::kNotFound));
  const auto accepted = Accept(head, partial->id(), "satu-satunya ahli");
  ASSERT_THAT(accepted, IsOk());
  EXPECT_EQ(accepted->accepted_by(), "kaban");
  const sv::RundownCheck check = Check(batch_);
  ASSERT_EQ(Told(check), "SPK-07 2");
  EXPECT_TRUE(check.findings(0).warning());
  EXPECT_EQ(check.findings(0).values().at("accepted_because"), "satu-satunya ahli");
  EXPECT_EQ(check.findings(0).values().at("accepted_by"), "kaban");
  const auto release = Release(batch_, "narasumber lain");
  ASSERT_THAT(release, IsOk());
  ASSERT_EQ(release->warnings_size(), 1);
  EXPECT_EQ(release->warnings(0).rule(), "SPK-07");
  // Of this batch alone.
  const sv::Batch other = Batch(30);
  ASSERT_THAT(Draft(other, GoodDay("2027-04-13", hall_, *partial)), IsOk());
  EXPECT_THAT(Release(other), RefusedBy("SPK-07"));
}

TEST_F(SpeakerInvitations, WithAConflictOfInterestBarABatchAgainOnceThatIsAcceptedNoMore) {
  Schedule();
  sv::SetSpeakerRequest interested = Teacher();
  interested.mutable_speaker()->add_interests(kProgram);
  const auto partial = client().SetSpeaker(Organiser(), interested);
  ASSERT_THAT(partial, IsOk());
  ASSERT_THAT(Draft(batch_, GoodDay(kDay, hall_, *partial)), IsOk());
  const Call head = platform_.As("kaban", {{v1::AGENCY_HEAD, "/"}});
  ASSERT_THAT(Accept(head, partial->id(), "satu-satunya ahli"), IsOk());
  ASSERT_THAT(Release(batch_, "narasumber lain"), IsOk());
  EXPECT_TRUE(absl::IsPermissionDenied(TakeBack(Organiser(), partial->id()).status()));
  EXPECT_THAT(TakeBack(head, guest_.id()), HasCode(absl::StatusCode::kNotFound));
  const auto taken = TakeBack(head, partial->id());
  ASSERT_THAT(taken, IsOk());
  EXPECT_EQ(taken->reason(), "satu-satunya ahli");
  EXPECT_EQ(taken->accepted_by(), "kaban");
  EXPECT_FALSE(taken->accepted_at().empty());
  EXPECT_THAT(TakeBack(head, partial->id()), HasCode(absl::StatusCode::kNotFound));
  (void)sql().Query(
      "UPDATE checklist_item SET done = due WHERE batch = $1", pg::Params(batch_.id()));
  sv::PublishBatchRequest publish;
  publish.set_request_id(platform_.Id());
  publish.set_unit(kUnit);
  publish.set_batch(batch_.id());
  EXPECT_THAT(client().PublishBatch(Organiser(), publish), RefusedBy("SPK-07"));
  EXPECT_THAT(Invite(Organiser()), RefusedBy("SPK-07")) << "nor is he asked for its sessions";
  ASSERT_THAT(Accept(head, partial->id(), "tidak ada yang lain"), IsOk());
  Publish(batch_);
}

// One from outside has a stake in the program, which is accepted: his are the first two lessons.
class SpeakersOfWhomAStakeWasAccepted : public SpeakerInvitations {
 protected:
  void Invited() {
    Schedule();
    sv::SetSpeakerRequest interested = Teacher();
    interested.mutable_speaker()->add_interests(kProgram);
    const auto partial = client().SetSpeaker(Organiser(), interested);
    ASSERT_THAT(partial, IsOk());
    partial_ = *partial;
    sv::RundownContent content = GoodDay(kDay, hall_, partial_);
    content.mutable_items(5)->set_speaker(own_.id());
    ASSERT_THAT(Draft(batch_, content), IsOk());
    ASSERT_THAT(Accept(Head(), partial_.id(), "satu-satunya ahli"), IsOk());
    ASSERT_THAT(Release(batch_, "narasumber lain"), IsOk());
    ConfirmAll();
    EXPECT_EQ(Ticked(), "2027-03-01");
    (void)platform_.Told("scheduling");
  }

  Call Head() { return platform_.As("kaban", {{v1::AGENCY_HEAD, "/"}}); }

  sv::Speaker partial_;
};

TEST_F(SpeakersOfWhomAStakeWasAccepted, NeedNotComeOnceItIsAcceptedNoMore) {
  Invited();
  EXPECT_TRUE(absl::IsInvalidArgument(TakeBack(Head(), partial_.id(), "").status()));
  EXPECT_THAT(TakeBack(Head(), partial_.id(), "  "), RefusedBy("SPK-17"));
  EXPECT_EQ(States(), "CONFIRMED CONFIRMED CONFIRMED");
  ASSERT_THAT(TakeBack(Head(), partial_.id()), IsOk());
  EXPECT_EQ(States(), "WITHDRAWN WITHDRAWN CONFIRMED") << "nobody else's";
  EXPECT_EQ(All()[0].reason(), "ada ahli lain");
  EXPECT_EQ(All()[0].answered_by(), "kaban");
  EXPECT_FALSE(All()[0].on_behalf());
  EXPECT_THAT(
      platform_.Told("scheduling"),
      ElementsAre("speaker.withdrawn", "speaker.withdrawn", "checklist.changed"));
  EXPECT_EQ(Ticked(), "");
  EXPECT_THAT(Tick(), RefusedBy("CHL-07"));
  const auto declined = Answer(staff_, All()[2], sv::DECLINE_SESSION, "dinas luar");
  ASSERT_THAT(declined, IsOk());
  ASSERT_EQ(declined->in_need_size(), 1) << "a speaker sees his own";
  operations::v1::ListAuditRequest request;
  request.set_method("WithdrawAcceptedInterest");
  const auto audit = platform_.operations("scheduling")
                         .ListAudit(platform_.As("inspektorat", {{v1::AUDITOR, "/"}}), request);
  ASSERT_THAT(audit, IsOk());
  std::string remark;
  for (const operations::v1::AuditEntry& entry : audit->entries())
    if (!entry.refused()) remark = entry.reason();
  EXPECT_EQ(remark, Cat("speaker ", partial_.id(), ": ada ahli lain"));
  // The organiser sees which sessions need a speaker with what he decides next.
  const auto again = Invite(Organiser(), All()[2].session());
  ASSERT_THAT(again, IsOk());
  ASSERT_EQ(again->in_need_size(), 2);
  EXPECT_EQ(again->in_need(0).speaker(), partial_.id());
  EXPECT_EQ(again->in_need(0).state(), sv::SPEAKER_WITHDRAWN);
}

TEST_F(SpeakersOfWhomAStakeWasAccepted, HaveComeToWhatHasBegun) {
  Invited();
  MoveTo(absl::CivilDay(2027, 4, 12), 9);
  ASSERT_THAT(TakeBack(Head(), partial_.id()), IsOk());
  EXPECT_EQ(States(), "CONFIRMED WITHDRAWN CONFIRMED");
}

TEST_F(SpeakersOfWhomAStakeWasAccepted, ComeIfTheyHaveNoneAnyMore) {
  Invited();
  auto disinterested = WithId<sv::SetSpeakerRequest>();
  *disinterested.mutable_speaker() = partial_;
  disinterested.mutable_speaker()->clear_interests();
  ASSERT_THAT(client().SetSpeaker(Organiser(), disinterested), IsOk());
  ASSERT_THAT(TakeBack(Head(), partial_.id()), IsOk());
  EXPECT_EQ(States(), "CONFIRMED CONFIRMED CONFIRMED");
  EXPECT_EQ(Ticked(), "2027-03-01");
}

// People rely on it: its sessions are in need of a speaker, and nothing else happens to it.
TEST_F(SpeakersOfWhomAStakeWasAccepted, LeaveAPublishedBatchAsItIs) {
  Invited();
  Publish(batch_);
  ASSERT_THAT(TakeBack(Head(), partial_.id()), IsOk());
  EXPECT_EQ(States(), "WITHDRAWN WITHDRAWN CONFIRMED");
  EXPECT_EQ(Ticked(), "");
  EXPECT_EQ(Shown(batch_).state(), sv::BATCH_PUBLISHED);
}

}  // namespace
}  // namespace binadaya::test
