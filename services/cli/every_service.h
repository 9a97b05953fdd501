#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/answer.h"
#include "services/cli/progress.h"
#include "services/cli/render.h"
#include "services/common/domain/text.h"

namespace binadaya::cli {

// The services of the platform, and those whose events `service` hears: from the declarations of
// add_service.
std::vector<std::string> AllServices();
std::vector<std::string> HeardBy(std::string_view service);

// Asks one service after the other and puts together what they say: "registry: …" and
// {"registry":{…}}. One that does not answer or refuses does not keep the others from being asked;
// its error stands in its place. `tell` makes the text and exit code of one response. Each service
// is one step of `progress`.
template <class Response>
Answer AskEach(
    const std::vector<std::string>& services, Progress& progress,
    const std::function<absl::StatusOr<Response>(std::string_view)>& ask,
    const std::function<Answer(const Response&)>& tell) {
  Answer all;
  std::vector<std::pair<std::string, std::string>> members;
  for (const std::string& service : services) {
    progress.Step(service);
    const absl::StatusOr<Response> response = ask(service);
    if (response.ok()) {
      const Answer one = tell(*response);
      all.text += Cat(service, ": ", one.text);
      all.exit = Worse(all.exit, one.exit);
      members.emplace_back(service, Json(*response));
    } else {
      all.text += Cat(service, ":\n", ErrorText(response.status()));
      all.exit = Worse(all.exit, ExitCodeOf(response.status()));
      members.emplace_back(service, ErrorJson(response.status()));
    }
  }
  all.json = JsonObject(members);
  return all;
}

}  // namespace binadaya::cli
