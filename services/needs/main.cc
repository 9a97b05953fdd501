#include "services/common/app.h"
#include "services/needs/needs.h"

int main(int argc, char** argv) {
  using binadaya::needs::Needs;
  return binadaya::App::Main(argc, argv, "needs", binadaya::needs::Migrations(), &Needs::Wire);
}
