#pragma once

#include <string>

#include "tests/support/city.h"
#include "tests/support/platform.h"

namespace binadaya::test {

namespace rv = ::binadaya::registry::v1;

// What is decided about people, by decree, and taken back.
class RecordedActs : public RegistryOverTime {
 protected:
  template <class Request>
  Request For(const std::string& person, absl::CivilDay effective) {
    Request request;
    request.set_request_id(platform_->Id());
    request.set_person(person);
    request.set_effective(Day(effective));
    request.set_decree("800/1/2026");
    return request;
  }
  absl::StatusOr<rv::Act> End(const std::string& person, rv::Exit exit, absl::CivilDay day) {
    auto request = For<rv::EndEmploymentRequest>(person, day);
    request.set_exit(exit);
    return platform_->registry().EndEmployment(platform_->Analyst(), request);
  }
  absl::StatusOr<rv::Act> Annul(const std::string& person, const std::string& act) {
    rv::AnnulActRequest request;
    request.set_request_id(platform_->Id());
    request.set_person(person);
    request.set_act(act);
    request.set_reason("salah orang");
    return platform_->registry().AnnulAct(platform_->Analyst(), request);
  }
};

}  // namespace binadaya::test
