// Venues, speakers, blackouts and the leaders' agenda on the command line.
#include "services/cli/resources.h"

#include "gmock/gmock.h"
#include "services/cli/agenda.h"
#include "services/common/domain/refusal.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/scheduling_commands.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using test::IsOk;
using test::RefusedBy;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace rv = registry::v1;
namespace sv = scheduling::v1;

constexpr char kOpening[] = "019c4444-07b2-7153-a111-105640ac0041";
constexpr char kInvitation[] = "019c5555-07b2-7153-a111-105640ac0042";

class VenueCommands : public SchedulingCommands {};
class SpeakerCommands : public SchedulingCommands {};
class BlackoutCommands : public SchedulingCommands {};

TEST_F(VenueCommands, EnterANewOneWithAllThatItNeeds) {
  sv::SetVenueRequest asked;
  Answers<sv::SetVenueRequest>("SetVenue", [&](const sv::SetVenueRequest& request) {
    asked = request;
    return request.venue();
  });
  Serve();
  VenueOptions options{
      .name = "Ruang Lokakrida",
      .kind = "ruang",
      .city = "Kota Semarang",
      .province = "JAWA TENGAH",
      .rate = "Rp1.500.000",
      .capacity = 40,
      .accessible = true};
  options.windows = {"2027-04-01 - 2027-04-30"};
  const SpeakingIndonesian id;
  const auto answer = RunSetVenue(environment(), options);
  ASSERT_THAT(answer, IsOk());
  const sv::Venue& venue = asked.venue();
  EXPECT_EQ(venue.id(), "");
  EXPECT_EQ(venue.name(), "Ruang Lokakrida");
  EXPECT_EQ(venue.kind(), sv::ROOM);
  EXPECT_EQ(venue.capacity(), 40);
  EXPECT_EQ(venue.day_rate(), 1'500'000);
  EXPECT_TRUE(venue.accessible());
  EXPECT_EQ(venue.windows(0).until(), "2027-05-01T00:00");
  EXPECT_THAT(answer->text, AllOf(HasSubstr("baru:"), ContainsRegex("Ruang Lokakrida +ruang")));
}

TEST_F(VenueCommands, ChangeOnlyWhatIsSaidOfOneThatIsOnRecord) {
  sv::SetVenueRequest asked;
  Answers<sv::SetVenueRequest>("SetVenue", [&](const sv::SetVenueRequest& request) {
    asked = request;
    return request.venue();
  });
  Serve();
  for (const char* name : {"aula balai kota", "019c2222"}) {
    const auto answer = RunSetVenue(environment(), {.name = name, .out_of_use = true});
    ASSERT_THAT(answer, IsOk()) << name;
    EXPECT_EQ(asked.venue().id(), kHall);
    EXPECT_EQ(asked.venue().version(), 3);
    EXPECT_EQ(asked.venue().name(), "Aula Balai Kota");
    EXPECT_EQ(asked.venue().capacity(), 60);
    EXPECT_EQ(asked.venue().day_rate(), 4'500'000);
    EXPECT_TRUE(asked.venue().out_of_use());
    EXPECT_THAT(answer->text, HasSubstr("changed:"));
  }
  ASSERT_THAT(
      RunSetVenue(environment(), {.name = "Aula Balai Kota", .rename = "Aula", .in_use = true}),
      IsOk());
  EXPECT_EQ(asked.venue().name(), "Aula");
  EXPECT_FALSE(asked.venue().out_of_use());
}

TEST_F(VenueCommands, TakeASlipOfTheHandForNoNewOne) {
  Serve();
  EXPECT_THAT(
      RunSetVenue(environment(), {.name = "Aula Balaikotta", .capacity = 70}), RefusedBy("USAGE"));
  EXPECT_THAT(
      RunSetVenue(environment(), {.name = "Aula Balai Kota", .kind = "kapal"}), RefusedBy("USAGE"));
  EXPECT_THAT(
      RunSetVenue(environment(), {.name = "Aula Balai Kota", .rate = "sejuta"}),
      RefusedBy("USAGE"));
  VenueOptions window{.name = "Aula Balai Kota"};
  window.windows = {"besok"};
  EXPECT_THAT(RunSetVenue(environment(), window), RefusedBy("USAGE"));
}

TEST_F(SpeakerCommands, EnterOneFromOutsideAndOneOfTheCity) {
  sv::SetSpeakerRequest asked;
  Answers<sv::SetSpeakerRequest>("SetSpeaker", [&](const sv::SetSpeakerRequest& request) {
    asked = request;
    return request.speaker();
  });
  registry_.On<rv::ListCompetenciesRequest, rv::ListCompetenciesResponse>(
      "ListCompetencies", [](const auto&) {
        return Of<rv::ListCompetenciesResponse>("competencies { code: 'M.08' name_id: 'X' }");
      });
  Serve();
  SpeakerOptions options{
      .name = "Narasumber Baru", .organisation = "Universitas Rekaan", .rate_class = "PAKAR"};
  options.versed = {"m.08=3"};
  auto answer = RunSetSpeaker(environment(), options);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.speaker().id(), "");
  EXPECT_EQ(asked.speaker().name(), "Narasumber Baru");
  EXPECT_EQ(asked.speaker().person(), "");
  EXPECT_EQ(asked.speaker().expertise(0).competency(), "M.08");
  EXPECT_EQ(asked.speaker().expertise(0).level(), 3);
  EXPECT_THAT(answer->text, AllOf(HasSubstr("new:"), HasSubstr("M.08:3")));
  answer = RunSetSpeaker(
      environment(), {.name = "jatisasih", .employee = true, .rate_class = "ESELON_II"});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.speaker().person(), kHead);
  EXPECT_EQ(asked.speaker().name(), "") << "the registry has it";
  EXPECT_THAT(answer->text, HasSubstr("Jatisasih Larisdewi"));
}

TEST_F(SpeakerCommands, ChangeOnlyWhatIsSaidOfOneWhoIsOnRecord) {
  sv::SetSpeakerRequest asked;
  Answers<sv::SetSpeakerRequest>("SetSpeaker", [&](const sv::SetSpeakerRequest& request) {
    asked = request;
    return request.speaker();
  });
  needs_.On<needs::v1::GetProgramRequest, needs::v1::Program>("GetProgram", [](const auto&) {
    return Of<needs::v1::Program>(Cat("id: '", kDecisions, "'"));
  });
  Serve();
  SpeakerOptions stake{.name = "dr rekaan"};
  stake.interests = {"keputusan"};
  ASSERT_THAT(RunSetSpeaker(environment(), stake), IsOk());
  EXPECT_EQ(asked.speaker().id(), kLecturer);
  EXPECT_EQ(asked.speaker().version(), 2);
  EXPECT_EQ(asked.speaker().organisation(), "Universitas Rekaan");
  EXPECT_EQ(asked.speaker().interests(0), kDecisions);
  for (const SpeakerOptions& who :
       {SpeakerOptions{.name = "sekar", .employee = true, .out_of_use = true},
        SpeakerOptions{.name = "sekar lowanda", .out_of_use = true}}) {
    ASSERT_THAT(RunSetSpeaker(environment(), who), IsOk());
    EXPECT_EQ(asked.speaker().id(), kInternal);
    EXPECT_EQ(asked.speaker().person(), kSekar);
    EXPECT_EQ(asked.speaker().name(), "");
    EXPECT_EQ(asked.speaker().rate_class(), "ESELON_III");
    EXPECT_TRUE(asked.speaker().out_of_use());
  }
}

TEST_F(SpeakerCommands, SayWhatANewOneNeeds) {
  Serve();
  EXPECT_THAT(
      RunSetSpeaker(environment(), {.name = "Siapa", .rate_class = "PAKAR"}), RefusedBy("USAGE"));
  EXPECT_THAT(
      RunSetSpeaker(environment(), {.name = "Siapa", .organisation = "U"}), RefusedBy("USAGE"));
  EXPECT_THAT(
      RunSetSpeaker(environment(), {.name = "jatisasih", .employee = true}), RefusedBy("USAGE"));
  for (const char* wrong : {"M.08", "M.08=6", "M.08=tiga"}) {
    SpeakerOptions options{.name = "Dr. Rekaan"};
    options.versed = {wrong};
    EXPECT_THAT(RunSetSpeaker(environment(), options), RefusedBy("USAGE")) << wrong;
  }
}

TEST_F(BlackoutCommands, AreSetOfAUnitAndLiftedByTheirTime) {
  sv::SetBlackoutRequest set;
  Keeps<sv::SetBlackoutRequest, sv::Blackout>(
      "SetBlackout", set,
      "unit: 'OPD04' reason: 'Musrenbang' slot { from: '2027-03-01T00:00' until: "
      "'2027-03-06T00:00' }");
  sv::LiftBlackoutRequest lifted;
  Keeps<sv::LiftBlackoutRequest, sv::Blackout>(
      "LiftBlackout", lifted, "unit: 'OPD04' reason: 'Musrenbang' lifted: true");
  Answers<sv::GetCalendarRequest>("GetCalendar", [](const sv::GetCalendarRequest& request) {
    EXPECT_EQ(request.from(), "2027-03-02");
    EXPECT_EQ(request.until(), "2027-03-03") << "a day, and not the one after it";
    const std::string one =
        Cat("id: '", kOpening,
            "' unit: 'OPD04' reason: 'Musrenbang' slot { from: '2027-03-01T00:00' until: "
            "'2027-03-06T00:00' }");
    return Of<sv::CalendarDays>(
        Cat("days { blackouts { ", one, " } blackouts { id: 'city' unit: '/' } }"));
  });
  Serve();
  auto answer = RunBlackout(
      environment(), {.unit = "bkpp", .at = "2027-03-01 - 2027-03-05", .reason = "Musrenbang"});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(set.unit(), "OPD04");
  EXPECT_EQ(set.slot().until(), "2027-03-06T00:00");
  EXPECT_THAT(answer->text, HasSubstr("no training for this unit and all below it"));
  answer = RunBlackout(environment(), {.unit = "bkpp", .at = "2027-03-02", .lift = true});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(lifted.id(), kOpening) << "its own, not that of the city";
  EXPECT_THAT(answer->text, HasSubstr("lifted"));
  EXPECT_THAT(RunBlackout(environment(), {.unit = "bkpp", .at = "2027-03-02"}), RefusedBy("USAGE"));
  EXPECT_THAT(
      RunBlackout(environment(), {.unit = "bkpp", .at = "nanti", .reason = "x"}),
      RefusedBy("USAGE"));
}

// An opening that is confirmed, and an invitation for the same hours.
class AgendaCommands : public SchedulingCommands {
 protected:
  AgendaCommands() {
    Answers<sv::ListHoldsRequest>("ListHolds", [](const sv::ListHoldsRequest&) {
      return Of<sv::ListHoldsResponse>(
          Cat("holds { id: '", kOpening, "' unit: 'OPD04' leader: '", kSekar,
              "' state: HOLD_CONFIRMED priority: TRAINING_OPENING version: 5 slot { from: "
              "'2027-04-06T07:45' until: '2027-04-06T08:00' } } holds { id: '",
              kInvitation, "' unit: 'OPD04' leader: '", kHead,
              "' state: HOLD_RELEASED priority: STATE_INVITATION version: 2 }"));
    });
    options_.by = "jatisasih";
    options_.hold = "sekar";
  }
  AgendaOptions options_;
};

TEST_F(AgendaCommands, AskForALeaderToOpenABatch) {
  sv::RequestHoldRequest asked;
  Keeps<sv::RequestHoldRequest, sv::Hold>(
      "RequestHold", asked,
      Cat("leader: '", kSekar, "' state: HOLD_REQUESTED priority: TRAINING_OPENING"));
  Serve();
  options_.leader = "sekar";
  options_.at = "2027-04-06 07.45-08.00";
  EXPECT_THAT(RunRequestHold(environment(), options_), RefusedBy("USAGE")) << "of which batch?";
  options_.batch = "keputusan/2";
  const auto answer = RunRequestHold(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.leader(), kSekar);
  EXPECT_EQ(asked.batch(), kSecondBatch);
  EXPECT_EQ(asked.unit(), "OPD04") << "that of the batch";
  EXPECT_EQ(asked.priority(), sv::TRAINING_OPENING);
  EXPECT_EQ(asked.slot().from(), "2027-04-06T07:45");
  EXPECT_THAT(answer->text, ContainsRegex("Sekar Lowanda +opening of a training +requested"));
  options_.batch.clear();
  options_.unit = "/";
  options_.priority = "state_invitation";
  ASSERT_THAT(RunRequestHold(environment(), options_), IsOk());
  EXPECT_EQ(asked.unit(), "/");
  EXPECT_EQ(asked.priority(), sv::STATE_INVITATION);
  options_.priority = "ulang tahun";
  EXPECT_THAT(RunRequestHold(environment(), options_), RefusedBy("USAGE"));
}

TEST_F(AgendaCommands, AreDecidedAndNameWhatMustMakeWay) {
  sv::DecideHoldRequest asked;
  Keeps<sv::DecideHoldRequest, sv::Hold>(
      "DecideHold", asked,
      Cat("leader: '", kHead, "' state: HOLD_TENTATIVE priority: STATE_INVITATION displaces: '",
          kOpening, "'"));
  Serve();
  options_.hold = "019c5555";
  const SpeakingIndonesian id;
  auto answer = RunDecideHold(environment(), options_, sv::PENCIL);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.id(), kInvitation) << "also one that is not open, by its id";
  EXPECT_EQ(asked.version(), 2);
  EXPECT_EQ(asked.decision(), sv::PENCIL);
  EXPECT_FALSE(asked.has_to());
  EXPECT_EQ(scheduling_.asked_by[1], kHead);
  EXPECT_THAT(
      answer->text, HasSubstr("harus memberi jalan: 2027-04-06 07:45–08:00  pembukaan pelatihan"));
  options_.hold = "sekar";
  options_.to = "2027-04-06 13.00-13.15";
  options_.reason = "rapat";
  ASSERT_THAT(RunDecideHold(environment(), options_, sv::CHANGE), IsOk());
  EXPECT_EQ(asked.id(), kOpening);
  EXPECT_EQ(asked.to().from(), "2027-04-06T13:00");
  EXPECT_EQ(asked.reason(), "rapat");
  options_.hold = "jatisasih";
  EXPECT_THAT(RunDecideHold(environment(), options_, sv::CONFIRM), RefusedBy("FIND-01"))
      << "released";
}

TEST_F(AgendaCommands, FallBackToADelegateARecordingOrAnotherTime) {
  sv::FallBackRequest asked;
  Keeps<sv::FallBackRequest, sv::Hold>(
      "FallBack", asked,
      Cat("leader: '", kSekar, "' state: HOLD_FALLBACK_ACTIVE fallback: DELEGATE"));
  Serve();
  options_.way = "diwakilkan";
  options_.delegate = "jatisasih";
  const auto answer = RunFallBack(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.id(), kOpening);
  EXPECT_EQ(asked.version(), 5);
  EXPECT_EQ(asked.fallback(), sv::DELEGATE);
  EXPECT_EQ(asked.delegate(), kHead);
  EXPECT_THAT(answer->text, HasSubstr("fallback active"));
  options_.way = "pindah waktu";
  options_.delegate.clear();
  options_.to = "2027-04-07 15.45-16.00";
  ASSERT_THAT(RunFallBack(environment(), options_), IsOk());
  EXPECT_EQ(asked.fallback(), sv::MOVE);
  EXPECT_THAT(asked.delegate(), IsEmpty());
  options_.way = "kembang api";
  EXPECT_THAT(RunFallBack(environment(), options_), RefusedBy("USAGE"));
}

}  // namespace
}  // namespace binadaya::cli
