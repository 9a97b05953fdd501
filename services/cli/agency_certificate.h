#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "binadaya/reporting/v1/reporting.rpc.h"
#include "services/cli/agency.h"
#include "services/cli/environment.h"
#include "services/cli/operator.h"

// The certificate of an agency: who it says that it is, where it stands, and until when it is good
// (docs/adr/0052).
namespace binadaya::cli {

// Who it is for the broker: the CN of its certificate.
std::string Principal(const std::string& name);
// Where that stands: beside the CA's, as all do.
std::string CertificateOf(const Environment& environment, const std::string& name);

struct Certified {
  reporting::v1::Agency agency;  // as reporting has it now
  std::string file = {};         // "": what it is to have is still to be issued
  std::string note = {};         // for people: what is left to do
};
// Has its certificate made where it has none, or `renew`, and reporting note when that ends: of
// what was made now, or stands there and is not to be replaced, whatever was known before.
// FailedPrecondition when it is not made, or when the file holds none of its name by a CA that is
// trusted.
absl::StatusOr<Certified> Certify(
    const Environment& environment, const AgencyOptions& options, const Operator& caller,
    reporting::v1::Agency agency, bool renew);

}  // namespace binadaya::cli
