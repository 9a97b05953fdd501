#include "services/common/app.h"
#include "services/reporting/reporting.h"

int main(int argc, char** argv) {
  using binadaya::reporting::Reporting;
  return binadaya::App::Main(
      argc, argv, "reporting", binadaya::reporting::Migrations(), &Reporting::Wire);
}
