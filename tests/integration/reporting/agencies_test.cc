// Who from elsewhere may read what, as reporting keeps it.
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/text.h"
#include "services/common/tls.h"
#include "services/reporting/figures.h"
#include "tests/support/certificates.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

namespace av = ::binadaya::reporting::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Agencies : public ::testing::Test {
 protected:
  Agencies() : platform_({"reporting"}) {}

  av::GrantAgencyRequest GrantOf(
      const std::string& name, const std::vector<std::string>& publishers,
      std::int64_t rate = 500'000) {
    av::GrantAgencyRequest request;
    request.set_request_id(platform_.Id());
    request.mutable_agency()->set_name(name);
    for (const std::string& publisher : publishers)
      request.mutable_agency()->add_publishers(publisher);
    request.mutable_agency()->set_bytes_per_second(rate);
    return request;
  }
  absl::StatusOr<av::Agency> Grant(const av::GrantAgencyRequest& request) {
    return platform_.reporting().GrantAgency(platform_.Admin(), request);
  }
  absl::StatusOr<av::Agency> Note(
      const std::string& name, const std::string& ends, const std::string& ca = "") {
    av::NoteCertificateRequest request;
    request.set_request_id(platform_.Id());
    request.set_name(name);
    request.set_certificate_ends(ends);
    request.set_certificate_ca(ca);
    return platform_.reporting().NoteCertificate(platform_.Admin(), request);
  }
  // Waits until the metric says so.
  bool Shows(const std::string& metric, double value) {
    return Eventually([&] { return platform_.Metric("reporting", metric) == value; });
  }
  absl::StatusOr<av::Agency> Revoke(const std::string& name) {
    av::RevokeAgencyRequest request;
    request.set_request_id(platform_.Id());
    request.set_name(name);
    return platform_.reporting().RevokeAgency(platform_.Admin(), request);
  }
  // "name: publishers @ rate" each, "in JSON" where it is, page by page.
  std::vector<std::string> Listed(int page_size = 10) {
    std::vector<std::string> all;
    av::ListAgenciesRequest request;
    request.set_page_size(page_size);
    do {
      const auto page = platform_.reporting().ListAgencies(platform_.Admin(), request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const av::Agency& one : page->agencies()) {
        all.push_back(Cat(one.name(), ":"));
        for (const std::string& publisher : one.publishers()) all.back() += Cat(" ", publisher);
        all.back() += Cat(" @ ", one.bytes_per_second(), one.json() ? " in JSON" : "");
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return all;
  }
  // What the audit says of a method, newest first: "actor target: reason".
  std::vector<std::string> Audited(const std::string& method) {
    operations::v1::ListAuditRequest request;
    request.set_method(method);
    const auto listed = platform_.operations("reporting")
                            .ListAudit(platform_.As("x", {{v1::AUDITOR, "/"}}), request);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> all;
    if (!listed.ok()) return all;
    for (const operations::v1::AuditEntry& one : listed->entries())
      all.push_back(Cat(one.actor(), one.refused() ? " refused: " : ": ", one.reason()));
    return all;
  }

  Platform platform_;
};

TEST_F(Agencies, ReadWhatTheLastGrantSaysUntilItIsTakenBack) {
  const av::GrantAgencyRequest first = GrantOf("dinas_pendidikan", {"registry", "needs"});
  const auto granted = Grant(first);
  ASSERT_THAT(granted, IsOk());
  EXPECT_EQ(granted->granted_by(), "operator");
  EXPECT_THAT(granted->granted_at(), HasSubstr("T"));
  ASSERT_THAT(Grant(GrantOf("bappeda", {"budgeting", "budgeting"}, 1'000)), IsOk());
  EXPECT_THAT(
      Listed(),
      ElementsAre("bappeda: budgeting @ 1000", "dinas_pendidikan: needs registry @ 500000"));
  EXPECT_THAT(Listed(1), Listed());

  // What is granted later is in place of it; the retry of the first grant does not bring it back.
  ASSERT_THAT(Grant(GrantOf("dinas_pendidikan", {"scheduling"}, 2'000)), IsOk());
  ASSERT_THAT(Grant(first), IsOk());
  EXPECT_THAT(
      Listed(), ElementsAre("bappeda: budgeting @ 1000", "dinas_pendidikan: scheduling @ 2000"));

  ASSERT_THAT(Revoke("dinas_pendidikan"), IsOk());
  EXPECT_THAT(Listed(), ElementsAre("bappeda: budgeting @ 1000"));
  EXPECT_EQ(Revoke("dinas_pendidikan").status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(
      Audited("GrantAgency"), ElementsAre(
                                  "operator: agency dinas_pendidikan: scheduling, 2000 B/s",
                                  "operator: agency bappeda: budgeting, 1000 B/s",
                                  "operator: agency dinas_pendidikan: needs registry, 500000 B/s"));
  EXPECT_THAT(
      Audited("RevokeAgency"),
      ElementsAre(
          HasSubstr("operator refused: "), "operator: agency dinas_pendidikan: nothing any more"));
}

TEST_F(Agencies, ReadJsonFromTheGrantThatSaysSoToTheNext) {
  av::GrantAgencyRequest request = GrantOf("bappeda", {"registry"});
  request.mutable_agency()->set_json(true);
  ASSERT_THAT(Grant(request), IsOk());
  EXPECT_THAT(Listed(), ElementsAre("bappeda: registry @ 500000 in JSON"));
  EXPECT_TRUE(Shows("binadaya_json_readers{publisher=\"registry\"}", 1));
  ASSERT_THAT(Grant(GrantOf("bappeda", {"registry"})), IsOk());
  EXPECT_THAT(Listed(), ElementsAre("bappeda: registry @ 500000"));
  EXPECT_TRUE(Shows("binadaya_json_readers{publisher=\"registry\"}", 0));
  EXPECT_THAT(
      Audited("GrantAgency"), ElementsAre(
                                  "operator: agency bappeda: registry, 500000 B/s",
                                  "operator: agency bappeda: registry, 500000 B/s, JSON"));
}

TEST_F(Agencies, HaveTheEndsOfTheirCertificatesWatched) {
  const absl::CivilDay today = absl::ToCivilDay(absl::Now(), absl::UTCTimeZone());
  const auto in = [&](int days) { return absl::FormatCivilTime(today + days); };
  const auto shows = [&](const char* state, double agencies) {
    return Shows(Cat("binadaya_agency_certificates{state=\"", state, "\"}"), agencies);
  };
  ASSERT_THAT(Grant(GrantOf("bappeda", {"registry"})), IsOk());
  ASSERT_THAT(Grant(GrantOf("dinas_pendidikan", {"registry"})), IsOk());
  EXPECT_TRUE(shows("unknown", 2));
  ASSERT_THAT(Note("bappeda", in(-2)), IsOk());
  const auto noted = Note("dinas_pendidikan", in(19));
  ASSERT_THAT(noted, IsOk());
  EXPECT_EQ(noted->certificate_ends(), in(19));
  EXPECT_TRUE(shows("ended", 1));
  EXPECT_TRUE(shows("soon", 1));
  EXPECT_TRUE(shows("unknown", 0));
  // The newest certificate counts, and another grant leaves it.
  ASSERT_THAT(Note("dinas_pendidikan", in(23)), IsOk());
  const auto granted = Grant(GrantOf("dinas_pendidikan", {"needs"}));
  ASSERT_THAT(granted, IsOk());
  EXPECT_EQ(granted->certificate_ends(), in(23));
  EXPECT_TRUE(shows("good", 1));
  EXPECT_TRUE(shows("soon", 0));
  EXPECT_TRUE(shows("ended", 1));
  ASSERT_THAT(Revoke("bappeda"), IsOk());
  ASSERT_THAT(Revoke("dinas_pendidikan"), IsOk());
  EXPECT_TRUE(shows("ended", 0));
  EXPECT_TRUE(shows("good", 0));
  EXPECT_EQ(Note("bappeda", in(90)).status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(
      Audited("NoteCertificate"),
      ElementsAre(
          HasSubstr("operator refused: "),
          Cat("operator: agency dinas_pendidikan: certificate until ", in(23)),
          Cat("operator: agency dinas_pendidikan: certificate until ", in(19)),
          Cat("operator: agency bappeda: certificate until ", in(-2))));
}

TEST_F(Agencies, HaveNoCertificateOnceItsCaIsTrustedNoMore) {
  const Certificates ours("registry");
  const std::string file = ours.Of("registry").ca;
  pg::Connection connection(platform_.conninfo("reporting"));
  const auto state = [&](const std::string& name) {
    Metrics metrics;
    for (Figure& figure : reporting::Figures(file))
      if (figure.name == "binadaya_agency_certificates")
        Measuring(std::move(figure), metrics)(connection);
    return ValueOf(metrics.Text(), Cat("binadaya_agency_certificates{state=\"", name, "\"}"));
  };
  const std::string later =
      absl::FormatCivilTime(absl::ToCivilDay(absl::Now(), absl::UTCTimeZone()) + 60);
  const std::string before = tls::CasOf(file)[0].id;
  ASSERT_THAT(Grant(GrantOf("bappeda", {"registry"})), IsOk());
  ASSERT_THAT(Grant(GrantOf("dinas_pendidikan", {"registry"})), IsOk());
  const auto noted = Note("bappeda", later, before);
  ASSERT_THAT(noted, IsOk());
  EXPECT_EQ(noted->certificate_ca(), before);
  ASSERT_THAT(Note("dinas_pendidikan", later), IsOk());  // by a command of before it was noted
  EXPECT_EQ(state("good"), 2);
  ours.Make("--new-ca");
  EXPECT_EQ(state("good"), 2) << "both are trusted";
  ours.Make("--forget-old-ca");
  EXPECT_EQ(state("refused"), 1);
  EXPECT_EQ(state("good"), 1);
  ASSERT_THAT(Note("bappeda", later, tls::CasOf(file)[0].id), IsOk());
  EXPECT_EQ(state("good"), 2);
}

TEST_F(Agencies, AreRefusedWithAllThatIsWrongAndLeaveNoTraceButTheAudit) {
  const auto refused = Grant(GrantOf("Dinas-Pendidikan", {"registry", "reporting", "kepegawaian"}));
  const Findings findings = FindingsOf(refused.status());
  ASSERT_EQ(findings.size(), 3u) << refused.status();
  EXPECT_EQ(findings[0].rule, "AGENCY-01");
  EXPECT_EQ(findings[1].rule, "AGENCY-02");
  EXPECT_THAT(findings[1].message.en, HasSubstr("no publisher \"reporting\""));
  EXPECT_THAT(findings[2].message.en, HasSubstr("no publisher \"kepegawaian\""));
  for (const std::int64_t rate : {std::int64_t{999}, std::int64_t{1'000'000'001}}) {
    EXPECT_EQ(
        Grant(GrantOf("bappeda", {"registry"}, rate)).status().code(),
        absl::StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(Grant(GrantOf("bappeda", {})).status().code(), absl::StatusCode::kInvalidArgument);
  for (const v1::Role role : {v1::AUDITOR, v1::ANALYST}) {
    EXPECT_EQ(
        platform_.reporting()
            .GrantAgency(platform_.As("x", {{role, "/"}}), GrantOf("bappeda", {"registry"}))
            .status()
            .code(),
        absl::StatusCode::kPermissionDenied);
  }
  EXPECT_THAT(Listed(), ElementsAre());
  EXPECT_EQ(Audited("GrantAgency").size(), 6u);
}

}  // namespace
}  // namespace binadaya::test
