// Who from elsewhere may read what: kept here and audited like every command; the broker follows.
#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "services/common/status.h"
#include "services/reporting/reporting.h"

namespace binadaya::reporting {
namespace {

#define AGENCY_COLUMNS                                                                      \
  "name, publishers, bytes_per_second, granted_by, to_char(granted_at AT TIME ZONE 'UTC', " \
  "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), json, coalesce(certificate_ends::text, ''), "         \
  "coalesce(certificate_ca, '')"

v1::Agency AgencyAt(pg::Row& row) {
  v1::Agency agency;
  agency.set_name(row.String());
  for (std::string& publisher : row.Strings()) agency.add_publishers(std::move(publisher));
  agency.set_bytes_per_second(row.Int());
  agency.set_granted_by(row.String());
  agency.set_granted_at(row.String());
  agency.set_json(row.Bool());
  agency.set_certificate_ends(row.String());
  agency.set_certificate_ca(row.String());
  return agency;
}

absl::Status Check(const v1::Agency& agency, const std::vector<std::string>& publishers) {
  Findings findings;
  const auto plain = [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
  };
  if (!std::ranges::all_of(agency.name(), plain)) {
    findings.push_back(
        {.rule = "AGENCY-01",
         .where = "agency.name",
         .message = {
             "Nama instansi hanya huruf kecil, angka, dan garis bawah. Perbaiki namanya.",
             "An agency's name has small letters, digits and underscores only. Correct it."}});
  }
  for (const std::string& publisher : agency.publishers()) {
    if (std::ranges::find(publishers, publisher) != publishers.end()) continue;
    const std::string all = absl::StrJoin(publishers, ", ");
    findings.push_back(
        {.rule = "AGENCY-02",
         .where = "agency.publishers",
         .message = {
             Cat("Tidak ada penerbit \"", publisher, "\". Pilih dari ", all, "."),
             Cat("There is no publisher \"", publisher, "\". Choose from ", all, ".")}});
  }
  if (Blocks(findings)) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Agency> Reporting::GrantAgency(
    Call& call, const v1::GrantAgencyRequest& request) {
  RETURN_IF_ERROR(Check(request.agency(), publishers_));
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Agency> {
    const v1::Agency& asked = request.agency();
    const std::set<std::string> publishers = {asked.publishers().begin(), asked.publishers().end()};
    const pg::Result rows = tx.Query(
        R"(
        INSERT INTO agency (name, publishers, bytes_per_second, granted_by, granted_at, json)
        VALUES ($1, $2::text[], $3, $4, $5, $6)
        ON CONFLICT (name) DO UPDATE SET publishers = excluded.publishers,
          bytes_per_second = excluded.bytes_per_second, granted_by = excluded.granted_by,
          granted_at = excluded.granted_at, json = excluded.json
        RETURNING )" AGENCY_COLUMNS,
        asked.name(), pg::Array(publishers), asked.bytes_per_second(), call.subject(), call.now(),
        asked.json());
    tx.Remark(
        Cat("agency ", asked.name(), ": ", absl::StrJoin(publishers, " "), ", ",
            asked.bytes_per_second(), " B/s", asked.json() ? ", JSON" : ""));
    pg::Row row(rows);
    return AgencyAt(row);
  });
}

absl::StatusOr<v1::Agency> Reporting::NoteCertificate(
    Call& call, const v1::NoteCertificateRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Agency> {
    const pg::Result rows = tx.Query(
        R"(
        UPDATE agency SET certificate_ends = $2::date, certificate_ca = nullif($3, '')
        WHERE name = $1
        RETURNING )" AGENCY_COLUMNS,
        request.name(), request.certificate_ends(), request.certificate_ca());
    if (rows.empty()) return NoSuchObject("name");
    tx.Remark(Cat("agency ", request.name(), ": certificate until ", request.certificate_ends()));
    pg::Row row(rows);
    return AgencyAt(row);
  });
}

absl::StatusOr<v1::Agency> Reporting::RevokeAgency(
    Call& call, const v1::RevokeAgencyRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Agency> {
    const pg::Result rows =
        tx.Query("DELETE FROM agency WHERE name = $1 RETURNING " AGENCY_COLUMNS, request.name());
    if (rows.empty()) return NoSuchObject("name");
    tx.Remark(Cat("agency ", request.name(), ": nothing any more"));
    pg::Row row(rows);
    return AgencyAt(row);
  });
}

absl::StatusOr<v1::ListAgenciesResponse> Reporting::ListAgencies(
    Call& call, const v1::ListAgenciesRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListAgenciesResponse> {
    const pg::Result rows = tx.Query(
        "SELECT " AGENCY_COLUMNS " FROM agency WHERE name > $1 ORDER BY name LIMIT $2",
        page.After(0), page.size());
    v1::ListAgenciesResponse response;
    for (int i = 0; i < rows.rows(); ++i) {
      pg::Row row(rows, i);
      *response.add_agencies() = AgencyAt(row);
    }
    if (rows.rows() == page.size())
      response.set_next_page_token(page.Next({response.agencies().rbegin()->name()}));
    return response;
  });
}

}  // namespace binadaya::reporting
