#include "services/reporting/documents/budget_document.h"

#include <map>
#include <optional>

#include "absl/strings/str_join.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"
#include "services/reporting/documents/templates.h"

namespace binadaya::reporting::documents {
namespace {

namespace bv = budgeting::v1;

Message KindOf(const bv::Version& version) {
  switch (version.kind()) {
    case bv::PERGESERAN:
      switch (version.shift()) {
        case bv::RINCIAN:
          return {"Pergeseran antar rincian", "Shift between details of an object"};
        case bv::OBJEK:
          return {"Pergeseran antar objek", "Shift between objects"};
        default:
          return {"Pergeseran", "Shift"};
      }
    case bv::PERUBAHAN:
      return {"Perubahan", "Changed budget"};
    default:
      return {"Murni", "First budget of the year"};
  }
}

Message StateOf(bv::VersionState state) {
  switch (state) {
    case bv::SUBMITTED:
      return {"diajukan, belum diverifikasi", "submitted, not verified yet"};
    case bv::VERIFIED:
      return {"diverifikasi, belum disahkan", "verified, not in force yet"};
    case bv::VALID:
      return {"berlaku", "in force"};
    case bv::SUPERSEDED:
      return {"pernah berlaku, sudah digantikan", "was in force, superseded since"};
    default:
      return {"rancangan", "draft"};
  }
}

bool IsInForce(const bv::Version& version) {
  return version.state() == bv::VALID || version.state() == bv::SUPERSEDED;
}

// "210 Orang × 2 Hari".
std::string Coefficient(const bv::Side& side) {
  std::vector<std::string> factors;
  for (const bv::Factor& factor : side.factors())
    factors.push_back(Cat(factor.quantity(), " ", factor.unit()));
  return absl::StrJoin(factors, " × ");
}

// What is before and after, added up; none when it does not fit.
struct Sums {
  std::vector<Money> before = {}, after = {};

  void Add(const bv::BudgetLine& line) {
    before.push_back({line.before().amount()});
    after.push_back({line.after().amount()});
  }
  std::optional<Money> Before() const { return Added(before); }
  std::optional<Money> After() const { return Added(after); }
  std::optional<Money> Difference() const {
    std::vector<Money> both = after;
    for (const Money one : before) both.push_back({-one.rupiah});
    return Added(both);
  }
};

// All lines; by source and by sub-activity.
struct Summary {
  Sums all = {};
  std::map<std::string, Sums> sources = {}, subactivities = {};
};
Summary SummaryOf(const bv::Version& version) {
  Summary summary;
  for (const bv::BudgetGroup& group : version.budget().groups()) {
    for (const bv::BudgetLine& line : group.lines()) {
      summary.all.Add(line);
      summary.sources[group.source()].Add(line);
      summary.subactivities[group.subactivity()].Add(line);
    }
  }
  return summary;
}

// Where it is spent, and what its price rests on.
std::string Under(const bv::BudgetLine& line, Speech say) {
  std::vector<std::string> parts;
  if (!line.standard().empty()) parts.push_back(line.standard());
  if (!line.province().empty()) parts.push_back(line.province());
  if (!line.exception().empty())
    parts.push_back(Cat(say("pengecualian ", "exception "), line.exception()));
  return absl::StrJoin(parts, " · ");
}

Values SideOf(const bv::Side& side, bool there) {
  Values values;
  values.Set("coefficient", Coefficient(side))
      .Set("price", there ? Rupiah({side.price()}) : "")
      .Set("vat", there ? Percent(side.vat_basis_points()) : "")
      .Set("amount", there ? Rupiah({side.amount()}) : "");
  return values;
}

Values LineOf(const bv::BudgetLine& line, int number, Speech say) {
  Values values;
  values.Set("number", Cat(number))
      .Set("account", line.account())
      .Set("description", line.description())
      .Set("specification", line.specification())
      .Set("under", Under(line, say))
      .Set("sides", {SideOf(line.before(), line.has_before()), SideOf(line.after(), true)});
  return values;
}

// `number`: of the line before.
Values GroupOf(const bv::BudgetGroup& group, int& number, Speech say) {
  Sums sums;
  std::vector<Values> lines;
  for (const bv::BudgetLine& line : group.lines()) {
    sums.Add(line);
    lines.push_back(LineOf(line, ++number, say));
  }
  const bool right = sums.After() == Money{group.total()};
  Values values;
  values.Set("title", group.title().empty() ? group.subactivity() : group.title())
      .Set("subactivity", group.subactivity())
      .Set("source", group.source())
      .Set("lines", lines)
      .Set("before", AmountText(sums.Before(), say))
      .Set("after", AmountText(sums.After(), say))
      .Set("wrong", right ? "" : Rupiah({group.total()}));
  return values;
}

Values SumOf(const Message& by, const std::string& of, const Sums& sums, Speech say) {
  Values values;
  values.Set("by", say(by))
      .Set("of", of)
      .Set("before", AmountText(sums.Before(), say))
      .Set("after", AmountText(sums.After(), say))
      .Set("difference", AmountText(sums.Difference(), say))
      .Set("sign", SignOf(sums.Difference()));
  return values;
}

const Message kBySource = {"Sumber dana", "Source of funds"};
const Message kBySubactivity = {"Sub-kegiatan", "Sub-activity"};

}  // namespace

Heading HeadingOf(const bv::Version& version) {
  const bool first = version.kind() == bv::MURNI;
  Message title = {"Rincian Belanja (RKA)", "Budget Details (RKA)"};
  if (IsInForce(version)) {
    title = first ? Message("Rincian Belanja (DPA)", "Budget Details (DPA)")
                  : Message("Rincian Belanja (DPPA)", "Budget Details (DPPA)");
  }
  return {
      .title = title, .unit = version.unit(), .year = version.year(), .draft = !IsInForce(version)};
}

std::vector<Step> StepsOf(const bv::Version& version) {
  Message approves = {"Disahkan oleh Pengguna Anggaran", "Put into force by the budget user (PA)"};
  if (version.kind() == bv::PERGESERAN) {
    approves = version.shift() == bv::RINCIAN
                   ? Message("Disetujui oleh PPKD", "Approved by the finance authority (PPKD)")
                   : Message(
                         "Disetujui oleh Sekretaris Daerah",
                         "Approved by the authorised official (Sekda)");
  }
  return {
      {{"Disusun oleh PPTK", "Drafted by the activity officer (PPTK)"}, version.drafted_by()},
      {{"Diverifikasi oleh PPK-SKPD", "Verified by the finance verifier (PPK-SKPD)"},
       version.verified_by()},
      {approves, version.validated_by()}};
}

std::string Html(const bv::Version& version, const Frame& frame) {
  const Speech say = frame.say;
  const Summary summary = SummaryOf(version);
  std::vector<Values> groups, sums;
  int number = 0;
  for (const bv::BudgetGroup& group : version.budget().groups())
    groups.push_back(GroupOf(group, number, say));
  for (const auto& [source, of] : summary.sources)
    sums.push_back(SumOf(kBySource, source, of, say));
  for (const auto& [subactivity, of] : summary.subactivities)
    sums.push_back(SumOf(kBySubactivity, subactivity, of, say));
  const std::optional<Money> after = summary.all.After();
  Values values;
  values.Set("id", say.indonesian)
      .Set("en", !say.indonesian)
      .Set("kind", say(KindOf(version)))
      .Set("seq", Cat(version.seq()))
      .Set("state", say(StateOf(version.state())))
      .Set("reason", version.reason())
      .Set("doc_ref", version.doc_ref())
      .Set("valid_from", DayText(version.valid_from(), say))
      .Set("before", AmountText(summary.all.Before(), say))
      .Set("after", AmountText(after, say))
      .Set("words", say.indonesian && after.has_value() ? InWords(*after) : "")
      .Set("difference", AmountText(summary.all.Difference(), say))
      .Set("sign", SignOf(summary.all.Difference()))
      .Set("heads", {Values(), Values()})
      .Set("groups", groups)
      .Set("recapitulated", !sums.empty())
      .Set("sums", sums);
  return Page(HeadingOf(version), frame, Fill(kBudgetHtml, values));
}

std::vector<xlsx::Sheet> Sheets(const bv::Version& version, const Frame& frame) {
  const Speech say = frame.say;
  const auto head = [&](const char* id, const char* en) { return xlsx::Cell{say(id, en), true}; };
  const Summary summary = SummaryOf(version);
  xlsx::Sheet sheet{
      .name = say("Rincian Belanja", "Budget Details"),
      .rows = {},
      .widths = {6, 22, 20, 10, 24, 48, 32, 18, 22, 26, 16, 8, 18, 26, 16, 8, 18, 18, 20},
      .landscape = true};
  const auto fact = [&](const char* id, const char* en, const xlsx::Value& value) {
    sheet.rows.push_back({{}, head(id, en), {value}});
  };
  fact("Dokumen", "Document", say(HeadingOf(version).title));
  fact("Perangkat daerah", "Unit", Cat(version.unit(), " ", frame.unit_name));
  fact("Tahun", "Year", Cat(version.year()));
  fact("Jenis versi", "Kind of version", Cat(say(KindOf(version)), ", ", version.seq()));
  fact("Keadaan", "State", say(StateOf(version.state())));
  if (!version.reason().empty()) fact("Alasan pengembalian", "Returned because", version.reason());
  fact("Nomor", "Number", version.doc_ref());
  fact("Berlaku sejak", "In force since", DayText(version.valid_from(), say));
  sheet.rows.push_back(
      {head("No.", "No."), head("Sub-kegiatan", "Sub-activity"), head("Kelompok", "Group"),
       head("Sumber dana", "Source"), head("Kode rekening", "Account"),
       head("Uraian", "Description"), head("Spesifikasi", "Specification"),
       head("Provinsi", "Province"), head("Kode standar harga", "Price standard"),
       head("Koefisien sebelum", "Coefficient before"), head("Harga sebelum", "Price before"),
       head("PPN sebelum", "VAT before"), head("Jumlah sebelum", "Amount before"),
       head("Koefisien setelah", "Coefficient after"), head("Harga setelah", "Price after"),
       head("PPN setelah", "VAT after"), head("Jumlah setelah", "Amount after"),
       head("Selisih", "Difference"), head("Surat pengecualian", "Decree of exception")});
  sheet.heading = static_cast<int>(sheet.rows.size());
  std::int64_t number = 0;
  for (const bv::BudgetGroup& group : version.budget().groups()) {
    for (const bv::BudgetLine& line : group.lines()) {
      std::vector<xlsx::Cell>& row = sheet.rows.emplace_back();
      row = {{++number},       {group.subactivity()}, {group.title()},        {group.source()},
             {line.account()}, {line.description()},  {line.specification()}, {line.province()},
             {line.standard()}};
      const auto side = [&](const bv::Side& one) {
        row.emplace_back().value = Coefficient(one);
        row.emplace_back().value = Money{one.price()};
        row.emplace_back().value = Percent(one.vat_basis_points());
        row.emplace_back().value = Money{one.amount()};
      };
      if (line.has_before()) {
        side(line.before());
      } else {
        row.resize(row.size() + 4);
      }
      side(line.after());
      row.emplace_back().value = Money{line.after().amount() - line.before().amount()};
      row.emplace_back().value = line.exception();
    }
    std::vector<xlsx::Cell>& written = sheet.rows.emplace_back(17);
    written[2] = {group.title(), true};
    written[5] = head("Jumlah kelompok, seperti tertulis", "Total of the group, as written");
    written[16] = {Money{group.total()}, true};
  }
  std::vector<xlsx::Cell> total(18);
  total[5] = head("Jumlah", "Total");
  total[12] = AmountCell(summary.all.Before(), say, true);
  total[16] = AmountCell(summary.all.After(), say, true);
  total[17] = AmountCell(summary.all.Difference(), say, true);
  sheet.rows.push_back(total);
  return {sheet};
}

Print PrintOf(const bv::Version& version) {
  Print print{
      .about = {},
      .file = "rincian-belanja",
      .steps = StepsOf(version),
      .html = [version](const Frame& frame) { return Html(version, frame); },
      .sheets = [version](const Frame& frame) { return Sheets(version, frame); }};
  print.about.set_kind(v1::BUDGET_VERSION);
  print.about.set_subject(version.id());
  print.about.set_unit(version.unit());
  print.about.set_year(version.year());
  print.about.set_number(version.seq());
  print.about.set_version(version.version());
  print.about.set_state(bv::VersionState_Name(version.state()));
  print.about.set_in_force(IsInForce(version));
  print.about.set_total(version.total());
  return print;
}

}  // namespace binadaya::reporting::documents
