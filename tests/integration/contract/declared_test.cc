// What every contract must hold to, from the descriptors: who may call over what, what comes back,
// what is called in between. Each check is shown a contract that breaks it.
#include <algorithm>
#include <functional>
#include <iterator>
#include <set>

#include "binadaya/needs/v1/needs.pb.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "binadaya/v1/options.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/text.h"
#include "services/graph.h"
#include "tests/support/methods.h"

namespace binadaya::test {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Faults = std::vector<std::string>;

const FileDescriptor& Contract(std::string_view service, std::string_view part = "") {
  const FileDescriptor* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(
      Cat("binadaya/", service, "/v1/", service, part, ".proto"));
  EXPECT_NE(file, nullptr) << service << part;
  return *file;
}

// Of every service of the graph, and what all of them serve alike.
std::vector<const ServiceDescriptor*> Services() {
  std::vector<const ServiceDescriptor*> all = {Contract("operations").service(0)};
  for (const std::string_view service : graph::kServices)
    all.push_back(Contract(service).service(0));
  return all;
}

template <class List, class T>
bool Holds(const List& list, const T& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

// What a method begins with that changes nothing, or nothing but a count of wrong tries.
constexpr const char* kLookUps[] = {"Get",   "List",        "Compare",    "Export",
                                    "Quote", "VerifyAudit", "OpenCheckIn"};

// Who may call, over what. An empty scope is all of the caller's in a list, and nothing anywhere
// else.
Faults OfScope(const MethodDescriptor& method) {
  Faults faults;
  const Descriptor& request = *method.input_type();
  const bool mutation = request.FindFieldByName("request_id") != nullptr;
  const bool reads = std::any_of(std::begin(kLookUps), std::end(kLookUps), [&](const char* verb) {
    return method.name().starts_with(verb);
  });
  if (reads == mutation) faults.emplace_back("a change carries a request id, a look-up does not");
  if (AccessOf(method).empty()) faults.emplace_back("nobody may call it");
  for (const v1::Access& access : AccessOf(method)) {
    const v1::ScopeKind kind = access.scope().kind();
    const FieldDescriptor* field = request.FindFieldByName(access.scope().field());
    if (kind == v1::SCOPE_KIND_UNSPECIFIED) faults.emplace_back("over what?");
    const bool by_person = kind == v1::SELF || kind == v1::SUPERIOR;
    if (access.roles().empty() != by_person)
      faults.emplace_back("SELF and SUPERIOR have no roles, all others do");
    if (mutation && kind == v1::OWN) faults.emplace_back("a change over all of the caller's");
    if ((field == nullptr) != (kind == v1::CITY || kind == v1::OWN))
      faults.emplace_back("a scope field that is not there, or that nobody reads");
    if (field == nullptr) continue;
    const v1::Rule& rule = field->options().GetExtension(v1::rule);
    if (!rule.uuid() && !rule.required() && (kind != v1::UNIT || mutation))
      faults.push_back(Cat(field->name(), " may be empty"));
  }
  return faults;
}

// The data about people that a message may hold, nested ones included.
void CollectData(
    const Descriptor& type, std::set<const Descriptor*>& visited, std::set<int>& data) {
  if (!visited.insert(&type).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.options().HasExtension(v1::data)) data.insert(field.options().GetExtension(v1::data));
    if (field.message_type() != nullptr) CollectData(*field.message_type(), visited, data);
  }
}

std::set<int> DataIn(const Descriptor& type) {
  std::set<const Descriptor*> visited;
  std::set<int> data;
  CollectData(type, visited, data);
  return data;
}

// What comes back holds nothing of others that one of those who may ask does not see.
// `superior`: by the reporting line, whatever roles his token carries, he sees what this role sees.
Faults OfAnswer(const MethodDescriptor& method, v1::Role superior = v1::SUPERVISOR) {
  Faults faults;
  for (const v1::Access& access : AccessOf(method)) {
    std::vector<int> roles(access.roles().begin(), access.roles().end());
    if (access.scope().kind() == v1::SUPERIOR) roles.push_back(superior);
    for (const int role : roles) {
      const auto& sees =
          v1::Role_descriptor()->FindValueByNumber(role)->options().GetRepeatedExtension(v1::sees);
      for (const int one : DataIn(*method.output_type())) {
        if (!Holds(sees, one)) {
          faults.push_back(
              Cat("shows ", v1::DataClass_Name(static_cast<v1::DataClass>(one)), " to ",
                  v1::Role_Name(static_cast<v1::Role>(role))));
        }
      }
    }
  }
  return faults;
}

// Whether `role` of `access` (SELF: nobody's) may also call `called`, over the same things.
bool IsOpen(const v1::Access& access, int role, const MethodDescriptor& called) {
  const v1::ScopeKind kind = access.scope().kind();
  return std::any_of(
      AccessOf(called).begin(), AccessOf(called).end(), [&](const v1::Access& other) {
        const v1::ScopeKind wanted = other.scope().kind();
        const bool reached =
            wanted == kind || kind == v1::CITY || wanted == v1::OWN || wanted == v1::UNIT;
        return reached && (wanted == v1::SELF || Holds(other.roles(), role));
      });
}

// Whoever may call a method may call what it calls for him.
Faults OfCalls(const MethodDescriptor& method) {
  Faults faults;
  for (const std::string& name : method.options().GetRepeatedExtension(v1::calls)) {
    const MethodDescriptor* called = method.file()->pool()->FindMethodByName(name);
    if (called == nullptr) {
      faults.push_back(Cat("calls ", name, ", which is not there"));
      continue;
    }
    for (const v1::Access& access : AccessOf(method)) {
      std::vector<int> roles(access.roles().begin(), access.roles().end());
      if (roles.empty()) roles.push_back(v1::ROLE_UNSPECIFIED);
      for (const int role : roles) {
        if (!IsOpen(access, role, *called)) {
          faults.push_back(
              Cat("calls ", called->name(), ", which refuses ",
                  v1::Role_Name(static_cast<v1::Role>(role))));
        }
      }
    }
  }
  return faults;
}

// The contracts of registry and needs with one file changed as its author might have.
class Changed {
 public:
  Changed(const std::string& name, const std::function<void(FileDescriptorProto&)>& change) {
    const auto add = [&](const FileDescriptor& file, const auto& self) -> void {
      if (pool_.FindFileByName(file.name()) != nullptr) return;
      for (int i = 0; i < file.dependency_count(); ++i) self(*file.dependency(i), self);
      FileDescriptorProto proto;
      file.CopyTo(&proto);
      if (proto.name().ends_with(name)) change(proto);
      EXPECT_NE(pool_.BuildFile(proto), nullptr) << file.name();
    };
    add(*registry::v1::Unit::descriptor()->file(), add);
    add(*needs::v1::Need::descriptor()->file(), add);
  }
  const MethodDescriptor& operator[](const std::string& method) const {
    return *pool_.FindMethodByName(method);
  }

 private:
  google::protobuf::DescriptorPool pool_;
};

template <class List>
auto& Named(List& list, std::string_view name) {
  return *std::find_if(
      list.begin(), list.end(), [&](const auto& one) { return one.name() == name; });
}

TEST(Declared, EveryMethodHoldsToWhatContractsMustHoldTo) {
  int methods = 0;
  for (const ServiceDescriptor* service : Services()) {
    for (int i = 0; i < service->method_count(); ++i, ++methods) {
      const MethodDescriptor& method = *service->method(i);
      EXPECT_THAT(OfScope(method), IsEmpty()) << method.full_name();
      EXPECT_THAT(OfAnswer(method), IsEmpty()) << method.full_name();
      EXPECT_THAT(OfCalls(method), IsEmpty()) << method.full_name();
    }
    for (const std::string& name : service->options().GetRepeatedExtension(v1::own_calls)) {
      const MethodDescriptor* called = service->file()->pool()->FindMethodByName(name);
      ASSERT_NE(called, nullptr) << service->full_name() << " calls " << name;
      v1::Access own;
      own.mutable_scope()->set_kind(v1::CITY);
      EXPECT_TRUE(IsOpen(own, v1::SERVICE, *called)) << name;
    }
  }
  EXPECT_GT(methods, 30);
}

TEST(Declared, AnAnswerThatShowsAColleagueToAnEmployeeIsFound) {
  const Changed contracts("registry.proto", [](FileDescriptorProto& file) {
    Named(*file.mutable_service(0)->mutable_method(), "RecordRatings")
        .set_output_type(".binadaya.registry.v1.Profile");
  });
  EXPECT_THAT(
      OfAnswer(contracts["binadaya.registry.v1.Registry.RecordRatings"]),
      ElementsAre("shows EVALUATION to EMPLOYEE", "shows EVALUATION to ASSESSOR"));
}

TEST(Declared, AnAnswerThatShowsASuperiorWhatHisRoleDoesNotSeeIsFound) {
  const Changed contracts("registry.proto", [](FileDescriptorProto& file) {
    auto& options =
        *Named(*file.mutable_service(0)->mutable_method(), "GetPerson").mutable_options();
    options.ClearExtension(v1::access);
    options.AddExtension(v1::access)->mutable_scope()->set_kind(v1::SUPERIOR);
  });
  const MethodDescriptor& method = contracts["binadaya.registry.v1.Registry.GetPerson"];
  EXPECT_THAT(OfAnswer(method), IsEmpty());
  EXPECT_THAT(OfAnswer(method, v1::EMPLOYEE), ElementsAre("shows PERSONAL to EMPLOYEE"));
}

TEST(Declared, ARoleThatCannotUseItsMethodIsFound) {
  const Changed contracts("registry.proto", [](FileDescriptorProto& file) {
    auto& method = Named(*file.mutable_service(0)->mutable_method(), "ListGapGroups");
    auto& roles = *method.mutable_options()->MutableExtension(v1::access, 0)->mutable_roles();
    roles.erase(std::remove(roles.begin(), roles.end(), v1::ANALYST), roles.end());
  });
  EXPECT_THAT(
      OfCalls(contracts["binadaya.needs.v1.Needs.DetectNeeds"]),
      ElementsAre("calls ListGapGroups, which refuses ANALYST"));
}

TEST(Declared, AChangeWhoseScopeMayBeEmptyIsFound) {
  const Changed contracts("needs.proto", [](FileDescriptorProto& file) {
    auto& request = Named(*file.mutable_message_type(), "OpenCampaignRequest");
    Named(*request.mutable_field(), "unit").mutable_options()->ClearExtension(v1::rule);
    auto& method = Named(*file.mutable_service(0)->mutable_method(), "RankNeeds");
    auto& scope = *method.mutable_options()->MutableExtension(v1::access, 0)->mutable_scope();
    scope.Clear();
    scope.set_kind(v1::OWN);
  });
  EXPECT_THAT(
      OfScope(contracts["binadaya.needs.v1.Needs.OpenCampaign"]), ElementsAre("unit may be empty"));
  EXPECT_THAT(
      OfScope(contracts["binadaya.needs.v1.Needs.RankNeeds"]),
      ElementsAre("a change over all of the caller's"));
}

TEST(Declared, EventsHoldNothingPersonal) {
  for (const std::string_view publisher : graph::kPublishers) {
    const FileDescriptor& file = Contract(publisher, "_events");
    for (int i = 0; i < file.message_type_count(); ++i) {
      EXPECT_FALSE(DataIn(*file.message_type(i)).contains(v1::PERSONAL))
          << file.message_type(i)->full_name();
    }
  }
}

}  // namespace
}  // namespace binadaya::test
