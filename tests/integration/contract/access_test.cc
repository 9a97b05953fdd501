// Role x method x scope, from the descriptors: nobody is let in whom the contract does not name,
// and nobody named is kept out.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/methods.h"

namespace binadaya::test {
namespace {

TEST(Access, EveryMethodSaysWhoMayCallItAndOverWhat) {
  Methods methods;
  for (const Methods::Method& method : methods.all()) {
    EXPECT_TRUE(method.descriptor->options().HasExtension(v1::access)) << method.path();
    EXPECT_GT(method.access().roles_size(), 0) << method.path();
    EXPECT_NE(method.access().scope().kind(), v1::SCOPE_KIND_UNSPECIFIED) << method.path();
    const std::string& field = method.access().scope().field();
    if (!field.empty()) {
      EXPECT_NE(method.descriptor->input_type()->FindFieldByName(field), nullptr) << method.path();
    }
    // What changes something carries a request id.
    const bool reads = method.descriptor->name().starts_with("Get") ||
                       method.descriptor->name().starts_with("List") ||
                       method.descriptor->name() == "VerifyAudit";
    EXPECT_EQ(reads, method.descriptor->input_type()->FindFieldByName("request_id") == nullptr)
        << method.path();
  }
}

TEST(Access, IsGivenToTheDeclaredRolesInsideTheirScopeOnly) {
  Methods methods;
  Platform& platform = methods.platform();
  int allowed_calls = 0, denied_calls = 0;
  for (const Methods::Method& method : methods.all()) {
    const v1::Access& access = method.access();
    for (int role = v1::EMPLOYEE; role <= v1::ADMINISTRATOR; ++role) {
      for (const std::string path : {"/", Methods::kUnitPath, Methods::kOtherPath}) {
        bool listed = false;
        for (const int named : access.roles()) listed = listed || named == role;
        const bool inside = access.scope().kind() == v1::OWN || path == "/" ||
                            (access.scope().kind() != v1::CITY && path == Methods::kUnitPath);
        const absl::Status status = methods.Invoke(
            method, platform.As("someone", {{static_cast<v1::Role>(role), path}}), [&] {
              // Broken on purpose behind the scope, so that an allowed call stops at its field
              // rules.
              std::unique_ptr<google::protobuf::Message> request = methods.Plausible(method);
              if (const auto* field = request->GetDescriptor()->FindFieldByName("request_id");
                  field != nullptr) {
                request->GetReflection()->SetString(request.get(), field, "broken");
              }
              return request->SerializeAsString();
            }());
        const bool denied = absl::IsPermissionDenied(status);
        EXPECT_EQ(!denied, listed && inside)
            << method.path() << " by " << v1::Role_Name(role) << " over " << path << ": " << status;
        (denied ? denied_calls : allowed_calls) += 1;
      }
    }
  }
  EXPECT_GT(allowed_calls, 50);
  EXPECT_GT(denied_calls, 500);
  // Every refusal is in the audit log.
  std::int64_t refusals = 0;
  for (const char* service : {"registry", "needs", "reporting"}) {
    refusals += platform.sql(service)
                    .Query("SELECT count(*) FROM audit WHERE reason = 'ACCESS-01'", {})
                    .Int(0, 0);
  }
  EXPECT_EQ(refusals, denied_calls);
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

}  // namespace
}  // namespace binadaya::test
