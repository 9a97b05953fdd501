#pragma once

#include <string>

#include "services/common/tls.h"

namespace binadaya::test {

// A CA and identities by it, as deploy/certificates makes them. Gone with the object.
class Certificates {
 public:
  // By the CA in `of`, a folder of deploy/certificates, which stays as it is; else by one of its
  // own.
  explicit Certificates(const std::string& names, const std::string& of = "", int days = 90);
  ~Certificates();
  Certificates(const Certificates&) = delete;

  tls::Files Of(const std::string& name) const;
  // Whatever deploy/certificates takes after its folder.
  void Make(const std::string& what, int days = 90) const;
  // A copy of an identity, to be shown when it has been replaced.
  std::string Keep(const std::string& name) const;
  // The CA that signs now, without the one before it.
  std::string newest_ca() const { return folder_ + "/ca/current.pem"; }

 private:
  std::string folder_;
};

}  // namespace binadaya::test
