// People, units, posts, competencies and campaigns by what somebody looks for.
#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StrCaseEq;
using ::testing::UnorderedElementsAre;
namespace rv = ::binadaya::registry::v1;

class Search : public RegistryOverTime {
 protected:
  // A person of this name; the id.
  std::string Named(
      const std::string& name, const std::string& post = "STAF",
      const std::string& unit = "33.74.14.1003") {
    const std::string row = city_->Row(post, unit);
    number_ = row.substr(0, 18);
    const std::size_t comma = row.find(',', 19);
    const auto report =
        city_->ImportPeople(Cat(City::PeopleHeader(), number_, ",", name, row.substr(comma)), true);
    EXPECT_THAT(report, IsOk());
    return platform_->sql("registry")
        .Query("SELECT person FROM employment_number WHERE value = $1", {number_})
        .String(0, 0);
  }
  std::vector<std::string> Names(const rv::ListPeopleRequest& request, const Call& call) {
    const auto listed = platform_->registry().ListPeople(call, request);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> names;
    if (listed.ok())
      for (const rv::Person& person : listed->people()) names.push_back(person.name());
    return names;
  }
  std::vector<std::string> Names(const rv::ListPeopleRequest& request) {
    return Names(request, platform_->Analyst());
  }
  static rv::ListPeopleRequest ByName(const std::string& name) {
    rv::ListPeopleRequest request;
    request.set_name(name);
    return request;
  }
  std::vector<std::string> UnitNames(const std::string& text, const std::string& as_of = "") {
    rv::ListUnitsRequest request;
    request.set_text(text);
    request.set_as_of(as_of);
    const auto listed = platform_->registry().ListUnits(platform_->Analyst(), request);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> names;
    for (const rv::Unit& unit : listed->units()) {
      names.push_back(unit.name());
      for (const std::string& former : unit.former_names()) names.back() += Cat(" < ", former);
    }
    return names;
  }
  absl::StatusOr<rv::RatingCampaign> Close(const std::string& campaign) {
    rv::CloseRatingCampaignRequest request;
    request.set_request_id(platform_->Id());
    request.set_campaign(campaign);
    request.set_reason("keadaan darurat");
    return platform_->registry().CloseRatingCampaign(platform_->Analyst(), request);
  }
  std::vector<std::string> Campaigns(
      rv::ListRatingCampaignsRequest request, const std::string& path = "/") {
    const auto listed = platform_->registry().ListRatingCampaigns(
        platform_->As("head", {{v1::UNIT_HEAD, path}}), request);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> ids;
    for (const rv::RatingCampaign& campaign : listed->campaigns()) ids.push_back(campaign.id());
    return ids;
  }

  std::string number_;  // of who was named last
};

TEST_F(Search, OfPeopleGoesByPartsOfTheNameWithoutCapitalsAndAccents) {
  Named("Sékar Lowanda");
  Named("Lowanda Tirsek");
  EXPECT_THAT(Names(ByName("SEKAR")), ElementsAre("Sékar Lowanda"));
  EXPECT_THAT(
      Names(ByName("lowanda  SÉK")), UnorderedElementsAre("Sékar Lowanda", "Lowanda Tirsek"));
  EXPECT_THAT(Names(ByName("tirsek lowandas")), IsEmpty());
  // What means something in a pattern means itself.
  for (const char* text : {"%", "_", "Sekar%", "\\"}) EXPECT_THAT(Names(ByName(text)), IsEmpty());
}

TEST_F(Search, OfPeopleGoesByTheWholeEmploymentNumberOnlyAndIsAudited) {
  const std::string person = Named("Rondalu Kasem");
  EXPECT_THAT(Names(ByName(number_.substr(0, 8))), IsEmpty());
  EXPECT_THAT(Names(ByName(number_)), IsEmpty());
  rv::FindPersonByNumberRequest request;
  const auto find = [&](const std::string& number) {
    request.set_request_id(platform_->Id());
    request.set_number(number);
    return platform_->registry().FindPersonByNumber(platform_->Analyst(), request);
  };
  EXPECT_THAT(find(number_.substr(0, 17)), HasCode(absl::StatusCode::kNotFound));
  const auto found = find(Cat(number_.substr(0, 8), " ", number_.substr(8)));
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->id(), person);
  EXPECT_EQ(
      platform_->sql("registry")
          .Query("SELECT count(*) FROM audit WHERE request_id = $1", {request.request_id()})
          .Int(0, 0),
      1);
}

TEST_F(Search, OfPeopleEndsAtTheSubtreeOfWhoLooks) {
  Named("Temburu Satu", "STAF", "33.74.14.1003");
  Named("Temburu Dua", "STAF", "33.74.02.1001");
  const Call utara = platform_->As("pic", {{v1::UNIT_HR_OFFICER, "/33.74.02/"}});
  EXPECT_THAT(Names(ByName("temburu"), utara), ElementsAre("Temburu Dua"));
  rv::ListPeopleRequest request = ByName("temburu");
  request.set_unit("33.74.14");
  EXPECT_THAT(Names(request), ElementsAre("Temburu Satu"));
  EXPECT_THAT(
      platform_->registry().ListPeople(utara, request),
      HasCode(absl::StatusCode::kPermissionDenied));
}

TEST_F(Search, OfPeopleGoesByThePostAndTheFirstLettersOfTheId) {
  const std::string person = Named("Wulanjara Osti", "LURAH");
  Named("Wulanjara Bemo", "STAF");
  rv::ListPeopleRequest request = ByName("wulanjara");
  request.set_post("LURAH");
  EXPECT_THAT(Names(request), ElementsAre("Wulanjara Osti"));
  request.clear_post();
  request.set_id_prefix(person);
  EXPECT_THAT(Names(request), ElementsAre("Wulanjara Osti"));
  request.set_id_prefix("zz");
  EXPECT_THAT(Names(request), IsEmpty());
}

TEST_F(Search, OfPeopleGoesByHowFarTheirProfileIs) {
  const std::string first = city_->RatingCampaign(), second = city_->RatingCampaign();
  const std::string started = Named("Kelimbu Mulai"), disputed = Named("Kelimbu Sengketa"),
                    verified = Named("Kelimbu Verifikasi"), valid = Named("Kelimbu Sah");
  Named("Kelimbu Kosong");
  const City::Levels nine = City::Nine(3);
  ASSERT_THAT(city_->Rate(first, started, rv::RATER_SELF, nine), IsOk());
  ASSERT_THAT(city_->Rate(first, disputed, rv::RATER_SELF, City::Nine(4)), IsOk());
  ASSERT_THAT(city_->Rate(first, disputed, rv::RATER_SUPERVISOR, City::Nine(1)), IsOk());
  for (const rv::RaterRole role : {rv::RATER_SUPERVISOR, rv::RATER_SELF})
    ASSERT_THAT(city_->Rate(first, verified, role, nine), IsOk());
  ASSERT_THAT(city_->Verify(verified), IsOk());
  ASSERT_THAT(city_->Assess(second, valid, 3), IsOk());
  const auto found = [&](rv::ProfileFilter filter, const std::string& campaign = "") {
    rv::ListPeopleRequest request = ByName("kelimbu");
    request.set_order(rv::PEOPLE_BY_NAME);
    request.set_profile(filter);
    request.set_campaign(campaign);
    return Names(request);
  };
  EXPECT_THAT(found(rv::PROFILE_UNRATED), ElementsAre("Kelimbu Kosong"));
  EXPECT_THAT(found(rv::PROFILE_UNVERIFIED), ElementsAre("Kelimbu Mulai", "Kelimbu Sengketa"));
  EXPECT_THAT(found(rv::PROFILE_IN_DISPUTE), ElementsAre("Kelimbu Sengketa"));
  EXPECT_THAT(found(rv::PROFILE_UNVALIDATED), ElementsAre("Kelimbu Verifikasi"));
  EXPECT_THAT(found(rv::PROFILE_VALIDATED), ElementsAre("Kelimbu Sah"));
  EXPECT_THAT(found(rv::PROFILE_RUN_OUT), IsEmpty());
  // Each campaign by itself.
  EXPECT_THAT(found(rv::PROFILE_UNRATED, first), ElementsAre("Kelimbu Kosong", "Kelimbu Sah"));
  EXPECT_THAT(found(rv::PROFILE_VALIDATED, first), IsEmpty());
  // Nobody is unrated in a campaign that he takes no part in: another unit's, one by invitation.
  EXPECT_THAT(found(rv::PROFILE_UNRATED, city_->RatingCampaign("33.74.02")), IsEmpty());
  rv::OpenRatingCampaignRequest open;
  open.set_request_id(platform_->Id());
  open.set_name("Penilaian ulang");
  open.set_unit("/");
  open.set_opens(Day(today_));
  open.set_closes(Day(today_ + 30));
  open.set_by_invitation(true);
  const auto invited = platform_->registry().OpenRatingCampaign(platform_->Analyst(), open);
  ASSERT_THAT(invited, IsOk());
  EXPECT_THAT(found(rv::PROFILE_UNRATED, invited->id()), IsEmpty());
  rv::InviteRatersRequest invite;
  invite.set_request_id(platform_->Id());
  invite.set_campaign(invited->id());
  invite.set_person(valid);
  ASSERT_THAT(platform_->registry().InviteRaters(platform_->Analyst(), invite), IsOk());
  EXPECT_THAT(found(rv::PROFILE_UNRATED, invited->id()), ElementsAre("Kelimbu Sah"));
  const auto listed = platform_->registry().ListPeople(platform_->Admin(), ByName("kelimbu sah"));
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->people(0).profile(), rv::Profile::VALID);
}

TEST_F(Search, OfPeopleAsOfADayIsWhatItWasThen) {
  const std::string person = Named("Gandrosi Lama", "STAF", "33.74.14.1003");
  rv::AssignPostRequest move;
  move.set_request_id(platform_->Id());
  move.set_person(person);
  move.set_post("LURAH");
  move.set_unit("33.74.02.1002");
  move.set_kind(rv::DEFINITIVE);
  move.set_valid_from(Day(today_ - 10));
  move.set_decree("821/7");
  ASSERT_THAT(platform_->registry().AssignPost(platform_->Analyst(), move), IsOk());
  rv::ListPeopleRequest request = ByName("gandrosi");
  request.set_unit("33.74.14");
  const auto on = [&](absl::CivilDay day) {
    request.set_as_of(Day(day));
    return Names(request);
  };
  EXPECT_THAT(on(today_ - 11), ElementsAre("Gandrosi Lama"));
  EXPECT_THAT(on(today_ - 10), IsEmpty());
  EXPECT_THAT(on(today_), IsEmpty());
  request.set_unit("33.74.02");
  EXPECT_THAT(on(today_ - 11), IsEmpty());
  EXPECT_THAT(on(today_), ElementsAre("Gandrosi Lama"));
  request.clear_unit();
  request.set_post("STAF");
  EXPECT_THAT(on(today_ - 11), ElementsAre("Gandrosi Lama"));
  EXPECT_THAT(on(today_), IsEmpty());
  // Before he came, and in days that nobody knows.
  EXPECT_THAT(on(absl::CivilDay(2023, 12, 31)), IsEmpty());
  request.set_as_of(Day(today_ + 1));
  EXPECT_THAT(
      platform_->registry().ListPeople(platform_->Analyst(), request), RefusedBy("ASOF-01"));
}

TEST_F(Search, OfHowFarProfilesAreIsWhatItWasOnThatDay) {
  const std::string person = Named("Tambarwi Legok", "LURAH");
  const std::string campaign = city_->RatingCampaign();
  MoveTo(today_ + 1);
  ASSERT_THAT(city_->Rate(campaign, person, rv::RATER_SELF, City::Nine(2)), IsOk());
  MoveTo(today_ + 3);
  ASSERT_THAT(city_->Rate(campaign, person, rv::RATER_SUPERVISOR, City::Nine(2)), IsOk());
  MoveTo(today_ + 4);
  ASSERT_THAT(city_->Verify(person), IsOk());
  ASSERT_THAT(city_->Validate(person), IsOk());
  MoveTo(today_ + 9);
  const std::string second = city_->RatingCampaign();
  ASSERT_THAT(city_->Rate(second, person, rv::RATER_SELF, City::Nine(2)), IsOk());

  const auto found = [&](rv::ProfileFilter filter, int day, const std::string& in = "") {
    rv::ListPeopleRequest request = ByName("tambarwi");
    request.set_profile(filter);
    request.set_campaign(in);
    request.set_as_of(Day(today_ + day));
    return Names(request).size();
  };
  struct Stood {
    int day;
    rv::ProfileFilter filter;
    rv::Profile::State state;
  };
  for (const auto& [day, filter, state] :
       {Stood{0, rv::PROFILE_UNRATED, rv::Profile::STATE_UNSPECIFIED},
        {1, rv::PROFILE_UNVERIFIED, rv::Profile::SUBMITTED},
        {2, rv::PROFILE_UNVERIFIED, rv::Profile::SUBMITTED},
        {3, rv::PROFILE_UNVERIFIED, rv::Profile::CONSOLIDATED},
        {4, rv::PROFILE_VALIDATED, rv::Profile::VALID},  // not what it was at noon
        {8, rv::PROFILE_VALIDATED, rv::Profile::VALID},
        {9, rv::PROFILE_UNVERIFIED, rv::Profile::SUBMITTED}}) {
    for (const rv::ProfileFilter other :
         {rv::PROFILE_UNRATED, rv::PROFILE_UNVERIFIED, rv::PROFILE_UNVALIDATED,
          rv::PROFILE_VALIDATED}) {
      EXPECT_EQ(found(other, day), other == filter ? 1U : 0U) << day;
    }
    const auto profile = city_->Profile(person, Day(today_ + day));
    ASSERT_THAT(profile, IsOk());
    EXPECT_EQ(profile->state(), state) << day;
  }
  // Of one campaign, whatever came of another.
  EXPECT_EQ(found(rv::PROFILE_VALIDATED, 9, campaign), 1U);
  EXPECT_EQ(found(rv::PROFILE_VALIDATED, 3, campaign), 0U);
}

TEST_F(Search, OfWhoHasLeftIsForWhoCoversTheCity) {
  const std::string person = Named("Purnawa Sentosi");
  rv::EndEmploymentRequest leave;
  leave.set_request_id(platform_->Id());
  leave.set_person(person);
  leave.set_exit(rv::EXIT_RETIREMENT);
  leave.set_effective(Day(today_));
  leave.set_decree("882/1");
  ASSERT_THAT(platform_->registry().EndEmployment(platform_->Analyst(), leave), IsOk());
  rv::ListPeopleRequest request = ByName("purnawa");
  EXPECT_THAT(Names(request), IsEmpty());
  request.set_with_former(true);
  EXPECT_THAT(Names(request), ElementsAre("Purnawa Sentosi"));
  EXPECT_THAT(Names(request, platform_->As("x", {{v1::ANALYST, "/33.74.14/"}})), IsEmpty());
  request.set_with_former(false);
  request.set_legal_position("PENSIUN");
  EXPECT_THAT(Names(request), ElementsAre("Purnawa Sentosi"));
  request.set_legal_position("AKTIF");
  EXPECT_THAT(Names(request), IsEmpty());
  // The day before he was still there, and active.
  request.set_as_of(Day(today_ - 1));
  EXPECT_THAT(Names(request), ElementsAre("Purnawa Sentosi"));
}

TEST_F(Search, OfPeopleByNamePageByPageShowsEachOnceAlsoNamesakes) {
  for (const char* name : {"Sumbiru C", "Sumbiru A", "Sumbiru B", "Sumbiru A", "Sumbiru a"})
    Named(name);
  rv::ListPeopleRequest request = ByName("sumbiru");
  request.set_order(rv::PEOPLE_BY_NAME);
  request.set_page_size(2);
  std::vector<std::string> names;
  std::set<std::string> ids;
  std::string token;
  do {
    request.set_page_token(token);
    const auto listed = platform_->registry().ListPeople(platform_->Analyst(), request);
    ASSERT_THAT(listed, IsOk());
    for (const rv::Person& person : listed->people()) {
      names.push_back(absl::AsciiStrToUpper(person.name()));
      ids.insert(person.id());
    }
    if (!listed->next_page_token().empty()) token = listed->next_page_token();
    request.set_page_token(listed->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ElementsAre("SUMBIRU A", "SUMBIRU A", "SUMBIRU A", "SUMBIRU B", "SUMBIRU C"));
  EXPECT_EQ(ids.size(), 5u);
  // A page of one order is none of another.
  request.set_page_token(token);
  request.set_order(rv::PEOPLE_BY_UNIT);
  EXPECT_THAT(
      platform_->registry().ListPeople(platform_->Analyst(), request), RefusedBy("PAGE-02"));
  request.clear_page_token();
  EXPECT_THAT(Names(request), ElementsAre(StrCaseEq("Sumbiru A"), StrCaseEq("Sumbiru A")));
}

TEST_F(Search, OfUnitsGoesByTheNameTheyHadAndByCode) {
  ASSERT_THAT(
      city_->ImportUnits(
          "code,name,kind,parent,direct_service\n33.74.02.1003,Kuningan,KELURAHAN,33.74.02,ya\n",
          true),
      IsOk());
  MoveTo(today_ + 5);
  ASSERT_THAT(
      city_->ImportUnits(
          "code,name,kind,parent,direct_service\n"
          "33.74.02.1003,Panggung Lor,KELURAHAN,33.74.02,ya\n",
          true),
      IsOk());
  EXPECT_THAT(UnitNames("kuningan"), ElementsAre("Panggung Lor < Kuningan"));
  EXPECT_THAT(UnitNames("PANGGUNG"), ElementsAre("Panggung Lor < Kuningan"));
  EXPECT_THAT(UnitNames("33.74.02.1003"), ElementsAre("Panggung Lor < Kuningan"));
  EXPECT_THAT(UnitNames("opd"), ElementsAre("Badan Kepegawaian, Pendidikan dan Pelatihan"));
  EXPECT_THAT(UnitNames("kuningan", Day(today_ + 4)), ElementsAre("Kuningan"));
  EXPECT_THAT(UnitNames("panggung", Day(today_ + 4)), IsEmpty());
  rv::ListUnitsRequest request;
  request.set_unit("33.74.02");
  request.set_kind("KELURAHAN");
  request.set_order(rv::UNITS_BY_NAME);
  request.set_page_size(2);
  std::vector<std::string> names;
  do {
    const auto listed = platform_->registry().ListUnits(platform_->Analyst(), request);
    ASSERT_THAT(listed, IsOk());
    for (const rv::Unit& unit : listed->units()) names.push_back(unit.name());
    request.set_page_token(listed->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ElementsAre("Bulu Lor", "Panggung Lor", "Purwosari"));
}

TEST_F(Search, OfPostsAndCompetenciesGoesByTitleAndCode) {
  rv::DefinePostRequest define;
  define.set_request_id(platform_->Id());
  define.set_code("KASI_UJI");
  define.set_title("Kepala Seksi Pengujian");
  define.set_group(rv::SUPERVISOR);
  define.set_family("UJI");
  define.set_valid_from("2024-01-01");
  ASSERT_THAT(platform_->registry().DefinePost(platform_->Analyst(), define), IsOk());
  const auto posts = [&](const std::string& text, const std::string& family, rv::PostGroup group,
                         rv::PostOrder order = rv::POSTS_BY_CODE) {
    rv::ListPostsRequest request;
    request.set_text(text);
    request.set_family(family);
    request.set_group(group);
    request.set_order(order);
    request.set_page_size(2);
    std::vector<std::string> codes;
    do {
      const auto listed = platform_->registry().ListPosts(platform_->Analyst(), request);
      EXPECT_THAT(listed, IsOk());
      for (const rv::Post& post : listed->posts()) codes.push_back(post.code());
      request.set_page_token(listed->next_page_token());
    } while (!request.page_token().empty());
    return codes;
  };
  const auto any = rv::POST_GROUP_UNSPECIFIED;
  EXPECT_THAT(posts("penguji seksi", "", any), ElementsAre("KASI_UJI"));
  EXPECT_THAT(posts("kasi_", "", any), ElementsAre("KASI_UJI"));
  EXPECT_THAT(posts("", "UJI", any), ElementsAre("KASI_UJI"));
  EXPECT_THAT(posts("", "", rv::SUPERVISOR), ElementsAre("KASI_UJI", "LURAH"));
  EXPECT_THAT(posts("", "", any), ElementsAre("CAMAT", "KASI_UJI", "LURAH", "STAF"));
  EXPECT_THAT(
      posts("", "", any, rv::POSTS_BY_TITLE), ElementsAre("CAMAT", "KASI_UJI", "LURAH", "STAF"));
  const auto competencies = [&](const std::string& text) {
    rv::ListCompetenciesRequest request;
    request.set_text(text);
    const auto listed = platform_->registry().ListCompetencies(
        platform_->As("pegawai", {{v1::EMPLOYEE, "/33.74.14/"}}), request);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> codes;
    for (const rv::Competency& one : listed->competencies()) codes.push_back(one.code());
    return codes;
  };
  EXPECT_THAT(competencies("keputusan"), ElementsAre("M.08"));
  EXPECT_THAT(competencies("DECISION"), ElementsAre("M.08"));
  EXPECT_THAT(competencies("sk"), ElementsAre("SK.01"));
  EXPECT_EQ(competencies("").size(), 9u);
}

TEST_F(Search, OfCampaignsShowsThoseThatOnesPeopleAreIn) {
  const std::string city = city_->RatingCampaign(), mijen = city_->RatingCampaign("33.74.14"),
                    kelurahan = city_->RatingCampaign("33.74.14.1003");
  rv::ListRatingCampaignsRequest request;
  const auto holds = [&](const std::string& path, const std::string& campaign) {
    const std::vector<std::string> ids = Campaigns(request, path);
    return std::find(ids.begin(), ids.end(), campaign) != ids.end();
  };
  EXPECT_TRUE(holds("/33.74.14/", city) && holds("/33.74.14/", mijen));
  EXPECT_TRUE(holds("/33.74.14/", kelurahan));
  EXPECT_TRUE(holds("/33.74.02/", city));
  EXPECT_FALSE(holds("/33.74.02/", mijen));
  request.set_id_prefix(mijen);
  EXPECT_THAT(Campaigns(request), ElementsAre(mijen));
  const auto phase_on = [&](absl::CivilDay day, rv::CampaignPhase phase) {
    MoveTo(day);
    request.set_phase(phase);
    return Campaigns(request).size() == 1;
  };
  EXPECT_TRUE(phase_on(today_ + 62, rv::CAMPAIGN_OPEN));
  EXPECT_FALSE(phase_on(today_ + 63, rv::CAMPAIGN_OPEN));
  EXPECT_TRUE(phase_on(today_ + 63, rv::CAMPAIGN_CLOSED));
  EXPECT_FALSE(phase_on(today_ + 63, rv::CAMPAIGN_UPCOMING));
}

TEST_F(Search, OfACampaignsStandingCountsItsPeopleByState) {
  const std::string unit = "33.74.02.1002";
  const std::string campaign = city_->RatingCampaign(unit);
  const std::string rated = Named("Standi Satu", "STAF", unit);
  const std::string valid = Named("Standi Dua", "STAF", unit);
  Named("Standi Tiga", "STAF", unit);
  ASSERT_THAT(city_->Rate(campaign, rated, rv::RATER_SELF, City::Nine(2)), IsOk());
  ASSERT_THAT(city_->Assess(campaign, valid, 2), IsOk());
  rv::GetRatingCampaignRequest request;
  request.set_campaign(campaign);
  const auto standing = platform_->registry().GetRatingCampaign(platform_->Analyst(), request);
  ASSERT_THAT(standing, IsOk());
  EXPECT_EQ(standing->campaign().unit_path(), "/33.74.02/33.74.02.1002/");
  EXPECT_GE(standing->people(), 3);
  EXPECT_EQ(standing->unrated(), standing->people() - 2);
  EXPECT_EQ(standing->submitted(), 1);
  EXPECT_EQ(standing->valid(), 1);
  // Only to whom it concerns: of another agency there is no such campaign.
  const auto by_head_of = [&](const std::string& path) {
    return platform_->registry().GetRatingCampaign(
        platform_->As("x", {{v1::UNIT_HEAD, path}}), request);
  };
  EXPECT_THAT(by_head_of("/33.74.14/"), RefusedBy("CAMP-05"));
  EXPECT_THAT(by_head_of("/33.74.02/33.74.02.1001/"), RefusedBy("CAMP-05"));
  EXPECT_THAT(by_head_of("/33.74.02/"), IsOk());
  request.set_campaign(city_->RatingCampaign());
  EXPECT_THAT(by_head_of("/33.74.14/"), IsOk()) << "the city's concerns everybody";
}

TEST_F(Search, ACampaignThatIsClosedBeforeItsDayTakesNothingMore) {
  const std::string person = Named("Tutup Dinio");
  const std::string campaign = city_->RatingCampaign();
  ASSERT_THAT(city_->Rate(campaign, person, rv::RATER_SELF, City::Nine(2)), IsOk());
  const auto closed = Close(campaign);
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->closes(), Day(today_));
  EXPECT_EQ(closed->closed_because(), "keadaan darurat");
  EXPECT_EQ(  // opened, closed
      platform_->sql("registry")
          .Query(
              "SELECT count(*) FROM event_log WHERE aggregate_type = 'rating_campaign' AND "
              "aggregate_id = $1",
              {campaign})
          .Int(0, 0),
      2);
  EXPECT_THAT(
      city_->Rate(campaign, person, rv::RATER_SUPERVISOR, City::Nine(2)), RefusedBy("CAMP-02"));
  EXPECT_THAT(Close(campaign), RefusedBy("CAMP-10"));
  // Other campaigns go on.
  EXPECT_THAT(
      city_->Rate(city_->RatingCampaign(), person, rv::RATER_SUPERVISOR, City::Nine(2)), IsOk());
}

}  // namespace
}  // namespace binadaya::test
