#include "services/common/app.h"
#include "services/registry/registry.h"

int main(int argc, char** argv) {
  using binadaya::registry::Registry;
  return binadaya::App::Main(
      argc, argv, "registry", binadaya::registry::Migrations(), &Registry::Wire);
}
