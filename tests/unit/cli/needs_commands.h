#pragma once

#include <string>

#include "binadaya/needs/v1/needs.rpc.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "tests/unit/cli/fake_services.h"
#include "tests/unit/cli/samples.h"

namespace binadaya::cli {

// Commands that ask needs, and the registry for people: it knows the head of the agency.
class NeedsCommands : public CommandsTest {
 protected:
  NeedsCommands() {
    registry_.On<registry::v1::ListPeopleRequest, registry::v1::ListPeopleResponse>(
        "ListPeople", [](const auto&) {
          return Of<registry::v1::ListPeopleResponse>(
              Cat("people { id: '", kHead, "' name: 'Jatisasih Larisdewi' }"));
        });
  }
  template <class Request, class Answer>
  void Answers(const char* name, Answer answer) {
    needs_.On<Request, decltype(answer(Request()))>(
        name, [answer](const Request& request) -> absl::StatusOr<decltype(answer(request))> {
          return answer(request);
        });
  }
  void Serve() {
    CommandsTest::Serve("NEEDS_ADDRESS", needs_);
    CommandsTest::Serve("REGISTRY_ADDRESS", registry_);
  }

  Fake needs_, registry_;
};

}  // namespace binadaya::cli
