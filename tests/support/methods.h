#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "binadaya/v1/options.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tests/support/city.h"
#include "tests/support/platform.h"

namespace binadaya::test {

// Who may call a method, as its contract declares it.
inline const auto& AccessOf(const google::protobuf::MethodDescriptor& method) {
  return method.options().GetRepeatedExtension(v1::access);
}

// Every method of every contract, and objects to call it on: what tests that are generated from the
// descriptors stand on.
class Methods {
 public:
  // A platform of all services with a founded city, a rated lurah, campaigns, a need, a budget, a
  // leader's agenda, a device, a rule that a batch may break, and a job that "someone" asked for.
  // `settings`: as Platform's.
  explicit Methods(const std::map<std::string, std::string>& settings = {});

  struct Method {
    std::string service;  // whose address serves it
    const google::protobuf::MethodDescriptor* descriptor;
    std::string path() const;  // "/binadaya.registry.v1.Registry/GetUnit"
  };
  const std::vector<Method>& all() const { return methods_; }

  // A request that passes every declared rule, about objects that exist inside kUnit.
  std::unique_ptr<google::protobuf::Message> Plausible(const Method& method) const;
  // The same, but what may be left out is, its scope too.
  std::unique_ptr<google::protobuf::Message> Least(const Method& method) const;
  // By the lurah whom requests name, who holds every role of people over the whole city.
  Call Anybody(absl::Duration patience = absl::Seconds(20));
  // The bytes of its answer.
  absl::StatusOr<std::string> Invoke(
      const Method& method, const Call& call, const std::string& bytes) const;
  // Everything that a command would leave behind, counted.
  std::int64_t Traces();

  Platform& platform() { return platform_; }
  City& city() { return city_; }
  // The lurah whom requests name.
  const std::string& person() const { return person_; }
  const std::string& superior() const { return superior_; }  // his
  // By which an answer shows something of what lies inside kUnit: ids, and its code.
  std::vector<std::string> Inside() const {
    return {kUnit, person_, superior_, rating_campaign_, needs_campaign_, need_, job_};
  }

  static constexpr char kUnit[] = "33.74.14.1003";
  static constexpr char kUnitPath[] = "/33.74.14/33.74.14.1003/";
  static constexpr char kOtherPath[] = "/33.74.02/";

 private:
  void Fill(google::protobuf::Message& message, const std::string& method, int depth) const;

  Platform platform_;
  City city_;
  std::vector<Method> methods_;
  std::string person_, superior_, rating_campaign_, needs_campaign_, need_, job_;
  std::map<std::string, std::unique_ptr<rpc::Channel>> channels_;
};

}  // namespace binadaya::test
