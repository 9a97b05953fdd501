#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

// Templates of rundowns: kept of a batch, listed, retired, drafted from.
namespace binadaya::cli {

// A template by part of its title or the first letters of its id; a program by part of its title.
struct TemplateOptions {
  std::string batch, id, program, title, note, reason, first, by;
  int release = 0;  // of the batch's rundown; 0: its draft
  int number = 0;   // of a version of the template; 0: the newest
  bool retired = false, all = false;
};

absl::StatusOr<Answer> RunKeepTemplate(
    const Environment& environment, const TemplateOptions& options);
absl::StatusOr<Answer> RunRetireTemplate(
    const Environment& environment, const TemplateOptions& options);
// One with its items, or the list.
absl::StatusOr<Answer> RunTemplates(const Environment& environment, const TemplateOptions& options);
// With all that is wrong with the draft that it makes.
absl::StatusOr<Answer> RunDraftFromTemplate(
    const Environment& environment, const TemplateOptions& options);

// Pure.
std::string TemplateText(const scheduling::v1::RundownTemplate& shown);
std::string TemplatesText(const scheduling::v1::ListRundownTemplatesResponse& listed);

}  // namespace binadaya::cli
