#pragma once

// The files of this folder, as they are compiled in (services/CMakeLists.txt).
namespace binadaya::reporting::documents {

extern const char kFrameHtml[];
extern const char kAssignmentHtml[];
extern const char kAttendanceHtml[];
extern const char kBudgetHtml[];
extern const char kInvitationHtml[];
extern const char kPlanHtml[];
extern const char kRundownHtml[];

}  // namespace binadaya::reporting::documents
