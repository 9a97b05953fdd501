// People who are rated and moved.
#include <cmath>
#include <memory>
#include <random>

#include "absl/strings/str_format.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "tests/faults/load.h"
#include "tests/support/letters.h"
#include "tests/support/with_id.h"

namespace binadaya::test {
namespace {

namespace rv = ::binadaya::registry::v1;
namespace nv = ::binadaya::needs::v1;

constexpr const char* kCompetencies[] = {"M.01", "M.02", "M.03", "M.04", "M.05",
                                         "M.06", "M.07", "M.08", "SK.01"};
constexpr const char* kUnits[] = {"33.74.14.1003", "33.74.02.1001", "33.74.02.1002"};
constexpr char kHeader[] =
    "nip,name,gender,birth_date,employment_type,grade,legal_position,unit,post,since\n";
constexpr absl::Duration kAttempt = absl::Seconds(5);

std::vector<Grant> Everywhere(const std::vector<v1::Role>& roles) {
  std::vector<Grant> grants;
  for (const v1::Role role : roles) grants.push_back({role, "/"});
  return grants;
}

Call Officer(const Target& target, absl::Duration patience = absl::Seconds(20)) {
  return target.as(
      "operator",
      Everywhere(
          {v1::ADMINISTRATOR, v1::ANALYST, v1::SUPERVISOR, v1::UNIT_HR_OFFICER, v1::UNIT_HEAD}),
      patience);
}

// A CSV row with a number that fits: NIP serial 900 and up, never a real one.
std::string Row(int n) {
  const int year = 1970 + n / 100;
  const int month = 1 + n % 12, day = 1 + n % 28;
  return absl::StrFormat(
      "%04d%02d%02d%04d031%03d,Pegawai %s,L,%04d-%02d-%02d,PNS,III/c,AKTIF,%s,LURAH,2024-01-01\n",
      year, month, day, year + 24, 900 + n % 100, Letters(n), year, month, day, kUnits[n % 3]);
}

rv::ImportRequest Import(const std::string& csv) {
  rv::ImportRequest request = WithId<rv::ImportRequest>();
  request.set_file(csv);
  request.set_confirm(true);
  return request;
}

rv::ImportRequest Move(bool north) {
  return Import(
      Cat("code,name,kind,parent,direct_service\n33.74.14.1004,Polaman,KELURAHAN,",
          north ? "33.74.02" : "33.74.14", ",ya\n"));
}

absl::Status FoundUnits(const Target& target) {
  const rv::ImportRequest units = Import(
      "code,name,kind,parent,direct_service\n"
      "33.74.14,Mijen,KECAMATAN,,ya\n"
      "33.74.14.1003,Purwosari,KELURAHAN,33.74.14,ya\n"
      "33.74.14.1004,Polaman,KELURAHAN,33.74.14,ya\n"
      "33.74.02,Semarang Utara,KECAMATAN,,ya\n"
      "33.74.02.1001,Purwosari,KELURAHAN,33.74.02,ya\n"
      "33.74.02.1002,Bulu Lor,KELURAHAN,33.74.02,ya\n");
  RETURN_IF_ERROR(target.registry[0]->ImportUnits(Officer(target), units).status());
  for (const char* code : {"LURAH", "CAMAT"}) {
    rv::DefinePostRequest post = WithId<rv::DefinePostRequest>();
    post.set_code(code);
    post.set_title(code);
    post.set_group(rv::SUPERVISOR);
    post.set_family(code);
    post.set_criticality(0.5);
    post.set_valid_from("2020-01-01");
    RETURN_IF_ERROR(target.registry[0]->DefinePost(Officer(target), post).status());
  }
  return absl::OkStatus();
}

// Rated below the standard in everything, verified and validated.
absl::Status Assess(const Target& target, const std::string& campaign, const std::string& person) {
  rv::RecordRatingsRequest ratings = WithId<rv::RecordRatingsRequest>();
  ratings.set_campaign(campaign);
  ratings.set_person(person);
  ratings.set_rater_role(rv::RATER_SUPERVISOR);
  for (const char* competency : kCompetencies) {
    rv::Judgement& judgement = *ratings.add_judgements();
    judgement.set_competency(competency);
    judgement.set_level(1);
  }
  RETURN_IF_ERROR(target.registry[0]->RecordRatings(Officer(target), ratings).status());
  ratings.set_request_id(NewId(absl::Now()));
  ratings.set_rater_role(rv::RATER_SELF);
  const Call self = target.as(person, Everywhere({v1::EMPLOYEE}), absl::Seconds(20));
  RETURN_IF_ERROR(target.registry[0]->RecordRatings(self, ratings).status());
  rv::DecideProfileRequest decision = WithId<rv::DecideProfileRequest>();
  decision.set_person(person);
  decision.set_campaign(campaign);
  const Call verifier = target.as("pic", Everywhere({v1::UNIT_HR_OFFICER}), absl::Seconds(20));
  RETURN_IF_ERROR(target.registry[0]->VerifyProfile(verifier, decision).status());
  decision.set_request_id(NewId(absl::Now()));
  const Call head = target.as("head", Everywhere({v1::UNIT_HEAD}), absl::Seconds(20));
  return target.registry[0]->ValidateProfile(head, decision).status();
}

template <class T>
absl::StatusOr<std::string> Bytes(const absl::StatusOr<T>& answer) {
  if (!answer.ok()) return answer.status();
  return answer->SerializeAsString();
}

Command NextOfPeople(
    const std::shared_ptr<const Target>& target, const World& world, int client,
    std::uint64_t number) {
  std::mt19937_64 random(static_cast<std::uint64_t>(client) * 1'000'003 + number);
  const auto below = [&random](std::size_t end) { return random() % end; };
  // Few are hot: the first of 35 gets a third of all.
  const double even = std::uniform_real_distribution<double>(0, 1)(random);
  const std::size_t hot =
      static_cast<std::size_t>(std::pow(even, 3) * static_cast<double>(world.people.size()));
  const std::string person = world.people[hot];
  const std::size_t kind = below(100);

  Command command;
  Operation& operation = command.operation;
  const auto prepare = [&operation](auto& request, const char* effect) {
    operation = OperationOf("registry", request.request_id(), effect);
  };
  const auto send = [&target](
                        auto method, const std::string& subject, const std::vector<Grant>& grants,
                        const auto& request) {
    return [target, method, subject, grants, request](
               std::size_t instance, const std::string& trace) -> absl::StatusOr<std::string> {
      Call call = target->as(subject, grants, kAttempt);
      call.set_traceparent(trace);
      const auto& instances = target->registry;
      return Bytes((instances[instance % instances.size()]->*method)(call, request));
    };
  };
  const std::vector<Grant> officer =
      Everywhere({v1::ADMINISTRATOR, v1::ANALYST, v1::UNIT_HR_OFFICER});
  if (kind < 84) {
    rv::RecordRatingsRequest request = WithId<rv::RecordRatingsRequest>();
    request.set_campaign(world.rating_campaign);
    request.set_person(person);
    request.set_rater_role(rv::RATER_PEER);
    rv::Judgement& judgement = *request.add_judgements();
    judgement.set_competency(kCompetencies[below(std::size(kCompetencies))]);
    judgement.set_level(static_cast<double>(1 + below(4)));
    prepare(request, "rating.recorded");
    const std::string rater = world.assessed[below(world.assessed.size())];
    command.send =
        send(&registry::RegistryClient::RecordRatings, rater, Everywhere({v1::EMPLOYEE}), request);
  } else if (kind < 92) {
    rv::AssignPostRequest request = WithId<rv::AssignPostRequest>();
    request.set_person(kind < 88 ? person : world.assessed[below(world.assessed.size())]);
    request.set_post(below(4) == 0 ? "CAMAT" : "LURAH");
    request.set_unit(kUnits[below(std::size(kUnits))]);
    request.set_kind(rv::DEFINITIVE);
    request.set_valid_from("2026-01-01");
    request.set_decree("800/1/2026");
    prepare(request, "post.assigned");
    command.send = send(&registry::RegistryClient::AssignPost, "operator", officer, request);
  } else if (kind < 96) {
    const rv::ImportRequest request = Move(below(2) == 0);
    prepare(request, "unit.changed");
    operation.always = false;  // it may be there already
    command.send = send(&registry::RegistryClient::ImportUnits, "operator", officer, request);
  } else {
    nv::RecordDirectiveRequest request = WithId<nv::RecordDirectiveRequest>();
    request.set_campaign(world.needs_campaign);
    request.set_issuer_role("APPOINTING_AUTHORITY");
    request.set_reason("arahan");
    request.set_doc_ref(request.request_id());
    request.set_competency(kCompetencies[below(std::size(kCompetencies))]);
    request.set_family("LURAH");
    request.set_to_level(2);
    operation = OperationOf("needs", request.request_id(), "directive.recorded");
    command.send = [target, request](std::size_t instance, const std::string& trace) {
      Call call = target->as("operator", {{v1::ANALYST, "/"}}, kAttempt);
      call.set_traceparent(trace);
      return Bytes(target->needs[instance % target->needs.size()]->RecordDirective(call, request));
    };
  }
  return command;
}

}  // namespace

absl::StatusOr<World> World::Found(const Target& target, int people) {
  registry::RegistryClient& registry = *target.registry[0];
  RETURN_IF_ERROR(FoundUnits(target));
  std::string csv = kHeader;
  for (int n = 0; n < people; ++n) csv += Row(n);
  RETURN_IF_ERROR(registry.ImportPeople(Officer(target), Import(csv)).status());
  rv::ListPeopleRequest list;
  list.set_page_size(1000);
  ASSIGN_OR_RETURN(const rv::ListPeopleResponse found, registry.ListPeople(Officer(target), list));

  World world;
  const absl::CivilDay today = Officer(target).today();
  rv::OpenRatingCampaignRequest open = WithId<rv::OpenRatingCampaignRequest>();
  open.set_name("Penilaian");
  open.set_unit("/");
  open.set_opens(absl::FormatCivilTime(today - 7));
  open.set_closes(absl::FormatCivilTime(today + 63));
  ASSIGN_OR_RETURN(
      const rv::RatingCampaign campaign, registry.OpenRatingCampaign(Officer(target), open));
  world.rating_campaign = campaign.id();
  for (const rv::Person& person : found.people()) {
    if (world.assessed.size() < 5) {
      RETURN_IF_ERROR(Assess(target, campaign.id(), person.id()));
      world.assessed.push_back(person.id());
    } else {
      world.people.push_back(person.id());
    }
  }
  nv::OpenCampaignRequest needs = WithId<nv::OpenCampaignRequest>();
  needs.set_year(2027);
  needs.set_unit("/");
  ASSIGN_OR_RETURN(
      const nv::Campaign needs_campaign,
      target.needs[0]->OpenCampaign(
          target.as("operator", {{v1::ANALYST, "/"}}, absl::Seconds(20)), needs));
  world.needs_campaign = needs_campaign.id();
  nv::DetectNeedsRequest detect = WithId<nv::DetectNeedsRequest>();
  detect.set_campaign(needs_campaign.id());
  RETURN_IF_ERROR(target.needs[0]->DetectNeeds(Officer(target), detect).status());
  return world;
}

Work PeopleWork(Target target, World world) {
  return
      [target = std::make_shared<const Target>(std::move(target)), world = std::move(world)](
          int client, std::uint64_t number) { return NextOfPeople(target, world, client, number); };
}

}  // namespace binadaya::test
