#include "tests/support/certificates.h"

#include <cstdlib>
#include <filesystem>

#include "services/common/domain/text.h"

namespace binadaya::test {

Certificates::Certificates(const std::string& names, const std::string& of, int days) {
  std::string made = (std::filesystem::temp_directory_path() / "binadaya-tls-XXXXXX").string();
  if (::mkdtemp(made.data()) == nullptr) std::abort();
  folder_ = std::move(made);
  if (!of.empty()) {
    std::filesystem::copy(Cat(of, "/ca"), Cat(folder_, "/ca"));
    std::filesystem::copy(Cat(of, "/ca.pem"), Cat(folder_, "/ca.pem"));
  }
  Make(names, days);
}

Certificates::~Certificates() { std::filesystem::remove_all(folder_); }

tls::Files Certificates::Of(const std::string& name) const {
  return {.identity = Cat(folder_, "/", name, ".pem"), .ca = Cat(folder_, "/ca.pem")};
}

void Certificates::Make(const std::string& what, int days) const {
  const std::string command =
      Cat("BINADAYA_CERTIFICATE_DAYS=", days, " '", BINADAYA_CHECKOUT, "/deploy/certificates' '",
          folder_, "' ", what);
  if (std::system(command.c_str()) != 0) std::abort();
}

std::string Certificates::Keep(const std::string& name) const {
  std::string kept = Cat(folder_, "/", name, ".kept.pem");
  std::filesystem::copy_file(Of(name).identity, kept);
  return kept;
}

}  // namespace binadaya::test
