// What agencies are granted, by a command that is newer than the services; and what becomes of
// their certificates.
#include "services/cli/agency.h"

#include <cstdint>

#include "binadaya/reporting/v1/reporting.rpc.h"
#include "gmock/gmock.h"
#include "openssl/x509.h"
#include "services/cli/agency_certificate.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/fake_services.h"

namespace binadaya::cli {
namespace {

using test::HasCode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
namespace av = reporting::v1;

class AgencyCommands : public CommandsTest {
 protected:
  // A reporting of before there were grants in JSON, and a broker that nobody is to ask.
  AgencyCommands() {
    reporting_.On<av::GrantAgencyRequest, av::Agency>(
        "GrantAgency", [](const av::GrantAgencyRequest& request) {
          av::Agency granted = request.agency();
          granted.clear_json();
          return granted;
        });
    values_["KAFKA"] = "127.0.0.1:1";
    values_["TLS_CA"] = folder_ / "ca.pem";
  }

  Fake reporting_;
};

TEST_F(AgencyCommands, BeginNothingInJsonWhereReportingDoesNotKnowIt) {
  Serve("REPORTING_ADDRESS", reporting_);
  const auto answer = RunAgencyAdd(
      environment(),
      {.name = "dinas", .publishers = {"registry"}, .json = true, .request = {}, .from = {}});
  EXPECT_THAT(answer, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(answer.status().message()), HasSubstr("does not know JSON yet"));
  EXPECT_THAT(reporting_.asked_by, ElementsAre("operator"));
}

class AgencyCertificates : public CommandsTest {
 protected:
  AgencyCertificates() {
    values_["TLS_CA"] = folder_ / "ca.pem";
    reporting_.On<av::NoteCertificateRequest, av::Agency>(
        "NoteCertificate", [this](const av::NoteCertificateRequest& request) {
          noted_.push_back(request.certificate_ends());
          ca_ = request.certificate_ca();
          return Known(request.certificate_ends());
        });
    Serve("REPORTING_ADDRESS", reporting_);
    MakeCa();
    earlier_.On<av::GrantAgencyRequest, av::Agency>(
        "GrantAgency", [](const av::GrantAgencyRequest& request) { return request.agency(); });
  }

  ~AgencyCertificates() override { EVP_PKEY_free(ca_key_); }

  av::Agency Known(const std::string& ends) const {
    av::Agency agency;
    agency.set_name("dinas");
    agency.set_certificate_ends(ends);
    agency.set_certificate_ca(ca_);
    return agency;
  }
  // Another one is trusted from now on, and it alone.
  void MakeCa() {
    EVP_PKEY_free(ca_key_);
    ca_key_ = EVP_EC_gen("prime256v1");
    Write("ca.pem", "CA", ca_key_, absl::CivilDay(2046, 1, 1));
  }
  // A certificate by it that ends on that day stands where the agency's does.
  void Stands(const std::string& ends, const std::string& name = "agency-dinas") const {
    absl::CivilDay day;
    ASSERT_TRUE(absl::ParseCivilTime(ends, &day));
    EVP_PKEY* key = EVP_EC_gen("prime256v1");
    Write("agency-dinas.pem", name, key, day);
    EVP_PKEY_free(key);
  }
  void Write(const char* file, const std::string& name, EVP_PKEY* key, absl::CivilDay ends) const {
    X509* made = X509_new();
    const auto call = [](X509_NAME* whom, const std::string& what) {
      X509_NAME_add_entry_by_txt(
          whom, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(what.c_str()), -1, -1,
          0);
    };
    call(X509_get_subject_name(made), name);
    call(X509_get_issuer_name(made), "CA");
    ASN1_TIME_set(X509_getm_notBefore(made), 0);
    ASN1_TIME_set(
        X509_getm_notAfter(made), absl::ToTimeT(absl::FromCivil(ends, absl::UTCTimeZone())));
    X509_set_pubkey(made, key);
    X509_sign(made, ca_key_, EVP_sha256());
    BIO* out = BIO_new_file((folder_ / file).c_str(), "w");
    PEM_write_bio_X509(out, made);
    BIO_free(out);
    X509_free(made);
  }
  absl::StatusOr<Certified> Certify(const std::string& known, bool renew = false) const {
    return cli::Certify(
        environment(), {.name = "dinas", .publishers = {"registry"}, .request = {}, .from = {}},
        *Operator::Make(environment()), Known(known), renew);
  }

  Fake reporting_, earlier_;  // the earlier one notes nothing
  std::vector<std::string> noted_;
  std::string ca_;  // as it was noted last
  EVP_PKEY* ca_key_ = nullptr;
};

// Issued elsewhere, for fewer days than the one before: nobody would be warned of its end.
TEST_F(AgencyCertificates, CountAsTheyStandThereNowAndAnEarlierEndIsSaid) {
  Stands("2026-03-01");
  const auto earlier = Certify("2026-06-01");
  ASSERT_TRUE(earlier.ok()) << earlier.status();
  EXPECT_THAT(noted_, ElementsAre("2026-03-01"));
  EXPECT_EQ(earlier->agency.certificate_ends(), "2026-03-01");
  EXPECT_THAT(earlier->note, HasSubstr("ends on 2026-03-01, earlier than what was noted"));
  for (const char* known : {"2026-03-01", "2026-02-01", ""}) {
    const auto stands = Certify(known);
    ASSERT_TRUE(stands.ok()) << stands.status();
    EXPECT_EQ(stands->agency.certificate_ends(), "2026-03-01") << known;
    EXPECT_EQ(stands->note, "") << known;
  }
  EXPECT_EQ(noted_.size(), 3u) << "what is known is not noted again";
  // What is to be replaced says nothing of the one that comes.
  ASSERT_TRUE(Certify("2026-06-01", /*renew=*/true).ok());
  EXPECT_EQ(noted_.size(), 3u);
}

TEST_F(AgencyCertificates, MadeNowAreNotedWhateverWasKnown) {
  values_["CERTIFICATES"] = "/bin/true";
  Stands("2026-03-01");
  const auto made = Certify("2026-06-01", /*renew=*/true);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_THAT(noted_, ElementsAre("2026-03-01"));
  EXPECT_EQ(made->file, folder_ / "agency-dinas.pem");
}

TEST_F(AgencyCertificates, AreThoseOfTheAgency) {
  Stands("2026-03-01", "agency-dinas2");
  const auto wrong = Certify("");
  EXPECT_THAT(wrong, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(
      std::string(wrong.status().message()),
      HasSubstr("that of agency-dinas2, not of agency-dinas"));
  EXPECT_THAT(noted_, IsEmpty());
}

TEST_F(AgencyCertificates, AreNoneOnceTheirCaIsTrustedNoMore) {
  Stands("2026-03-01");
  ASSERT_TRUE(Certify("").ok());
  const std::string before = ca_;
  EXPECT_EQ(before.size(), 64u);
  MakeCa();
  const auto old = Certify("2026-03-01");
  EXPECT_THAT(old, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(old.status().message()), HasSubstr("agency rotate dinas"));
  EXPECT_EQ(noted_.size(), 1u);
  // Another one that ends on the same day is noted: it is by another CA.
  Stands("2026-03-01");
  ASSERT_TRUE(Certify("2026-03-01").ok());
  EXPECT_EQ(noted_.size(), 2u);
  EXPECT_NE(ca_, before);
}

TEST_F(AgencyCertificates, AreNamedOnceNothingIsLeftToIssue) {
  const auto none = Certify("");
  ASSERT_TRUE(none.ok()) << none.status();
  EXPECT_EQ(none->file, "");
  EXPECT_THAT(none->note, StartsWith("issue a certificate CN=agency-dinas "));
  Stands("2026-03-01");
  const auto old = Certify("2026-03-01", /*renew=*/true);
  ASSERT_TRUE(old.ok()) << old.status();
  EXPECT_EQ(old->file, "");
  EXPECT_THAT(old->note, StartsWith("issue a certificate CN=agency-dinas "));
  const auto issued = Certify("2026-03-01");
  ASSERT_TRUE(issued.ok()) << issued.status();
  EXPECT_EQ(issued->file, folder_ / "agency-dinas.pem");
  EXPECT_EQ(issued->note, "");
}

// Else each repetition would make a further one.
TEST_F(AgencyCertificates, AreGivenWhereReportingDoesNotNoteThemYet) {
  Serve("REPORTING_ADDRESS", earlier_);
  values_["CERTIFICATES"] = "/bin/true";
  Stands("2026-03-01");
  const auto made = Certify("", /*renew=*/true);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->file, folder_ / "agency-dinas.pem");
  EXPECT_THAT(made->note, HasSubstr("repeat agency add once this version is installed"));
}

}  // namespace
}  // namespace binadaya::cli
