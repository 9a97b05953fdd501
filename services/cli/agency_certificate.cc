#include "services/cli/agency_certificate.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "services/cli/language.h"
#include "services/common/domain/text.h"
#include "services/common/kafka_access.h"
#include "services/common/status.h"
#include "services/common/tls.h"

namespace binadaya::cli {
namespace {

using reporting::ReportingClient;
namespace av = reporting::v1;

// Has CERTIFICATES (deploy/certificates) make it.
absl::Status Make(const Environment& environment, const AgencyOptions& options) {
  std::string program = environment.Get("CERTIFICATES");
  const std::string file = CertificateOf(environment, options.name);
  std::string folder = std::filesystem::path(file).parent_path().string();
  std::string what = Principal(options.name);
  if (!options.request.empty()) what = Cat("--csr=", what, ":", options.request);
  std::vector<char*> arguments = {program.data(), folder.data(), what.data(), nullptr};
  pid_t child = 0;
  int outcome = -1;
  const bool done =
      posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ) == 0 &&
      waitpid(child, &outcome, 0) == child && outcome == 0;
  if (done) return absl::OkStatus();
  return absl::FailedPreconditionError(Say(
      Cat(program, " tidak membuat ", file, "; hak aksesnya sudah berlaku, ulangi perintah ini"),
      Cat(program, " did not make ", file, "; its access holds already, repeat this command")));
}

// What stands in a file; one that the broker does not take is none.
absl::StatusOr<tls::Issued> Read(
    const Environment& environment, const std::string& file, const std::string& name) {
  absl::StatusOr<tls::Issued> issued =
      tls::ReadIssued({.identity = file, .ca = environment.Get("TLS_CA")}, Principal(name));
  if (issued.ok()) return issued;
  return absl::FailedPreconditionError(
      Cat(issued.status().message(),
          Say("; hak aksesnya sudah berlaku, buat sertifikat baru: agency rotate ",
              "; its access holds already, have it a new one: agency rotate "),
          name));
}

// Has reporting note on which day the one in a file ends. One of before it did that does not.
absl::Status NoteEnd(
    const Environment& environment, const Operator& caller, const std::string& file, bool made,
    Certified& certified) {
  const std::string& name = certified.agency.name();
  ASSIGN_OR_RETURN(const tls::Issued issued, Read(environment, file, name));
  av::NoteCertificateRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_name(name);
  request.set_certificate_ends(
      absl::FormatCivilTime(absl::ToCivilDay(issued.ends, absl::UTCTimeZone())));
  request.set_certificate_ca(issued.ca);
  const std::string known = certified.agency.certificate_ends();
  if (!made && request.certificate_ends() == known &&
      issued.ca == certified.agency.certificate_ca())
    return absl::OkStatus();
  absl::StatusOr<av::Agency> noted =
      caller.Ask("reporting", &ReportingClient::NoteCertificate, request);
  if (absl::IsUnimplemented(noted.status())) {
    certified.note =
        Say("reporting yang berjalan belum mencatat kapan sertifikat habis; ulangi agency add "
            "setelah versi ini dipasang\n",
            "the reporting that runs does not note when a certificate ends; repeat agency add once "
            "this version is installed\n");
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(noted.status());
  certified.agency = *std::move(noted);
  // Whoever has an old file there is warned too early then, and never too late.
  if (!made && request.certificate_ends() < known) {
    certified.note = Say(
        Cat(file, " habis ", request.certificate_ends(), ", lebih awal dari yang tercatat (", known,
            "), dan kini itu yang berlaku; bila ada yang lebih baru, taruh di sana dan "
            "ulangi agency add\n"),
        Cat(file, " ends on ", request.certificate_ends(), ", earlier than what was noted (", known,
            "), and that holds now; if there is a newer one, put it there and repeat "
            "agency add\n"));
  }
  return absl::OkStatus();
}

}  // namespace

std::string Principal(const std::string& name) { return Cat(kafka::kReader, name); }

std::string CertificateOf(const Environment& environment, const std::string& name) {
  return (std::filesystem::path(environment.Get("TLS_CA")).parent_path() /
          Cat(Principal(name), ".pem"))
      .string();
}

absl::StatusOr<Certified> Certify(
    const Environment& environment, const AgencyOptions& options, const Operator& caller,
    av::Agency agency, bool renew) {
  Certified certified{.agency = std::move(agency)};
  const std::string file = CertificateOf(environment, options.name);
  std::error_code ignored;
  const bool stood = std::filesystem::exists(file, ignored);
  const bool wanted = renew || !options.request.empty() || !stood;
  const bool made = wanted && !environment.Get("CERTIFICATES").empty();
  if (made) RETURN_IF_ERROR(Make(environment, options));
  if (made || !wanted) RETURN_IF_ERROR(NoteEnd(environment, caller, file, made, certified));
  if (made || !wanted) {
    certified.file = file;
  } else {
    const std::string name = Principal(options.name);
    certified.note +=
        Say(Cat("beri sertifikat CN=", name, " dari CA platform ini; taruh di ", file,
                " dan jalankan agency add lagi, agar diperingatkan sebelum habis\n"),
            Cat("issue a certificate CN=", name, " by this platform's CA; put it at ", file,
                " and repeat agency add, to be warned before it ends\n"));
  }
  return certified;
}

}  // namespace binadaya::cli
