#pragma once

// The files of this folder, as they are compiled in (services/CMakeLists.txt).
namespace binadaya::reporting::documents {

extern const char kFrameHtml[];
extern const char kBudgetHtml[];
extern const char kPlanHtml[];

}  // namespace binadaya::reporting::documents
