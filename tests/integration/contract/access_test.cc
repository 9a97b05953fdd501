// Role x method x scope, from the descriptors: nobody is let in whom the contract does not name,
// nobody named is kept out, by role, as oneself or as the superior, and what comes back holds
// nothing from outside. What the contracts themselves must hold to is in declared_test.cc.
#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/every_service.h"
#include "tests/support/methods.h"

namespace binadaya::test {
namespace {

using google::protobuf::MethodDescriptor;

bool Names(const v1::Access& access, int role) {
  return std::find(access.roles().begin(), access.roles().end(), role) != access.roles().end();
}

TEST(Access, IsGivenToTheDeclaredRolesInsideTheirScopeAndToOneself) {
  Methods methods;
  Platform& platform = methods.platform();
  struct Caller {
    std::string subject, path;
  };
  const std::vector<Caller> callers = {
      {"someone", "/"},
      {"someone", Methods::kUnitPath},
      {"someone", Methods::kOtherPath},
      {methods.person(), Methods::kOtherPath},
      {methods.superior(), Methods::kOtherPath}};
  int allowed_calls = 0, denied_calls = 0;
  for (const Methods::Method& method : methods.all()) {
    for (int role = v1::EMPLOYEE; role <= v1::Role_MAX; ++role) {
      if (role == v1::SERVICE) continue;
      for (const auto& [subject, path] : callers) {
        bool admitted = false;
        for (const v1::Access& access : AccessOf(*method.descriptor)) {
          const v1::ScopeKind kind = access.scope().kind();
          const bool inside =
              kind == v1::OWN || path == "/" || (kind != v1::CITY && path == Methods::kUnitPath);
          admitted = admitted || (kind == v1::SELF       ? subject == methods.person()
                                  : kind == v1::SUPERIOR ? subject == methods.superior()
                                                         : inside && Names(access, role));
        }
        const absl::Status status =
            methods
                .Invoke(
                    method, platform.As(subject, {{static_cast<v1::Role>(role), path}}),
                    [&] {
                      // Broken on purpose behind the scope, so that an allowed call stops at its
                      // field rules.
                      std::unique_ptr<google::protobuf::Message> request =
                          methods.Plausible(method);
                      if (const auto* field =
                              request->GetDescriptor()->FindFieldByName("request_id");
                          field != nullptr) {
                        request->GetReflection()->SetString(request.get(), field, "broken");
                      }
                      return request->SerializeAsString();
                    }())
                .status();
        const bool denied = absl::IsPermissionDenied(status);
        EXPECT_EQ(!denied, admitted) << method.path() << " by " << subject << " as "
                                     << v1::Role_Name(role) << " over " << path << ": " << status;
        (denied ? denied_calls : allowed_calls) += 1;
      }
    }
  }
  EXPECT_GT(allowed_calls, 50);
  EXPECT_GT(denied_calls, 500);
  // Every refusal is in the audit log.
  std::int64_t refusals = 0;
  for (const std::string& service : cli::AllServices()) {
    refusals += platform.sql(service)
                    .Query("SELECT count(*) FROM audit WHERE reason = 'ACCESS-01'", {})
                    .Int(0, 0);
  }
  EXPECT_EQ(refusals, denied_calls);
}

TEST(Access, ShowsNothingOfAUnitThatItsCallerDoesNotCoverButWhatHeNamed) {
  Methods methods;
  std::set<std::string> shown;
  for (const Methods::Method& method : methods.all()) {
    if (method.descriptor->input_type()->FindFieldByName("request_id") != nullptr) continue;
    const std::string request = methods.Least(method)->SerializeAsString();
    for (const v1::Access& access : AccessOf(*method.descriptor)) {
      for (const int role : access.roles()) {
        if (role == v1::SERVICE) continue;
        for (const std::string path : {Methods::kUnitPath, Methods::kOtherPath}) {
          const absl::StatusOr<std::string> answer = methods.Invoke(
              method, methods.platform().As("someone", {{static_cast<v1::Role>(role), path}}),
              request);
          if (!answer.ok()) continue;
          for (const std::string& id : methods.Inside()) {
            if (!absl::StrContains(*answer, id) || absl::StrContains(request, id)) continue;
            EXPECT_EQ(path, Methods::kUnitPath)
                << method.path() << " shows " << id << " to " << v1::Role_Name(role);
            shown.insert(std::string(method.descriptor->name()));
          }
        }
      }
    }
  }
  // To who covers it, all of these did.
  EXPECT_THAT(
      shown, ::testing::IsSupersetOf(
                 {"ListPeople", "ListUnits", "ListGaps", "ListRatingCampaigns", "ListCampaigns",
                  "ListVersions", "ListHolds", "ListDevices", "ListContinuityOverrides"}));
}

TEST(Access, TellsTheSameOfWhatIsOutsideAndWhatDoesNotExist) {
  Methods methods;
  registry::v1::GetPersonRequest request;
  request.set_person(NewId(absl::Now()));
  const Call outsider = methods.platform().As("someone", {{v1::ANALYST, Methods::kOtherPath}});
  const absl::Status missing = methods.platform().registry().GetPerson(outsider, request).status();
  request.set_person(methods.city().Person("LURAH", "33.74.14.1003"));
  const absl::Status outside = methods.platform().registry().GetPerson(outsider, request).status();
  EXPECT_TRUE(absl::IsPermissionDenied(outside));
  EXPECT_EQ(missing, outside);
}

// A mutation without its unit is refused with the field named, whatever its caller covers.
TEST(Access, OfAMutationNeverFallsBackToAllThatTheCallerCovers) {
  Methods methods;
  for (const std::string path : {"/", Methods::kUnitPath}) {
    registry::v1::OpenRatingCampaignRequest ratings;
    ratings.set_request_id(methods.platform().Id());
    ratings.set_name("Penilaian");
    ratings.set_opens("2026-01-01");
    ratings.set_closes("2026-03-01");
    needs::v1::OpenCampaignRequest needs;
    needs.set_request_id(methods.platform().Id());
    needs.set_year(2027);
    const Call analyst = methods.platform().As("someone", {{v1::ANALYST, path}});
    for (const absl::Status& status :
         {methods.platform().registry().OpenRatingCampaign(analyst, ratings).status(),
          methods.platform().needs().OpenCampaign(analyst, needs).status()}) {
      ASSERT_TRUE(absl::IsInvalidArgument(status)) << path << ": " << status;
      EXPECT_EQ(FindingsOf(status).front().where, "unit") << path;
    }
    // The city is named, and who covers less is not let in.
    ratings.set_unit("/");
    EXPECT_EQ(
        methods.platform().registry().OpenRatingCampaign(analyst, ratings).status().code(),
        path == "/" ? absl::StatusCode::kOk : absl::StatusCode::kPermissionDenied);
  }
}

TEST(Access, OfAServiceToAnotherEndsAtWhatItsContractDeclares) {
  Platform platform({"registry"});
  Call call = platform.As("someone", {{v1::ANALYST, "/"}});
  MethodNames declared;
  *declared.Add() = "binadaya.registry.v1.Registry.ListUnits";
  call.set_calls(&declared);
  EXPECT_TRUE(platform.registry().ListUnits(call, {}).ok());
  EXPECT_TRUE(absl::IsInternal(platform.registry().ListPeople(call, {}).status()));
}

}  // namespace
}  // namespace binadaya::test
