#include "services/budgeting/domain/budget.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/budgeting/domain/honorarium.h"
#include "services/budgeting/domain/sums.h"
#include "services/budgeting/domain/volume.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"

namespace binadaya::budgeting::domain {
namespace {

// Where something stands: in the request, and as readers of the sheet see it.
struct Place {
  std::string field;
  int row = 0;
  const char* column = "";

  Place In(const char* name, const char* heading) const {
    return {Cat(field, ".", name), row, heading};
  }
};

Finding Told(
    std::string_view rule, const Place& place, Message message,
    std::map<std::string, std::string> values) {
  const std::string row = absl::StrCat(place.row);
  message.id = Cat("Baris ", row, ", kolom ", place.column, ": ", message.id);
  message.en = Cat("Row ", row, ", column ", place.column, ": ", message.en);
  values["row"] = row;
  values["column"] = place.column;
  return {std::string(rule), place.field, std::move(message), std::move(values)};
}

// The amounts of all lines as they must be; the written one where there is no product.
class Lines {
 public:
  Lines(const Version& version, const Setting& setting, Findings& findings)
      : version_(version),
        setting_(setting),
        prices_(setting.standards, setting.priced_on),
        findings_(findings) {
    for (const AccountRule& rule : setting.accounts)
      allowed_.emplace(rule.subactivity, rule.account, rule.item);
  }

  // Of each group, the amounts after.
  std::vector<std::vector<Money>> Check() {
    std::vector<std::vector<Money>> amounts;
    for (std::size_t g = 0; g < version_.groups.size(); ++g) {
      const Group& group = version_.groups[g];
      std::vector<Money>& of_group = amounts.emplace_back();
      for (std::size_t l = 0; l < group.lines.size(); ++l) {
        const Line& line = group.lines[l];
        const Place place{absl::StrCat("groups[", g, "].lines[", l, "]"), line.row};
        of_group.push_back(CheckLine(group, line, place));
      }
    }
    CheckComplete();
    return amounts;
  }

 private:
  Money CheckLine(const Group& group, const Line& line, const Place& place) {
    const Place after{place.field + ".after", place.row};
    const std::optional<Money> amount = CheckSide(line, line.after, after, "Setelah");
    // What is the same on both sides is told once.
    if (line.before.has_value() && !(*line.before == line.after))
      CheckSide(line, *line.before, {place.field + ".before", place.row}, "Sebelum");
    const PriceStandard* standard = prices_.Find(line.standard);
    CheckPrice(line, standard, after.In("price", "Setelah/Harga"));
    CheckAccount(group, line, standard, place.In("account", "Kode Rekening"));
    CheckProvince(line, standard, place.In("province", "Provinsi"));
    CheckHours(line, standard, after.In("factors", "Setelah/Satuan"));
    if (amount.has_value()) CheckVolume(line, after.In("factors", "Setelah/Koefisien"));
    CheckPlanned(line, place.In("plan_item", "Item Rencana"));
    CheckBound(line, after.In("amount", "Setelah/Jumlah"));
    return amount.value_or(line.after.amount);
  }

  // It is in force and does not grow: it was judged by what held then, and what has changed since
  // (a price, an account, a rate of VAT) only warns. Else nothing could be shifted any more.
  bool Stands(const Line& line) const {
    return version_.kind != VersionKind::kMurni && line.before.has_value() &&
           line.after.price <= line.before->price && line.after.amount <= line.before->amount;
  }

  void Tell(Finding finding, bool warning) {
    finding.warning = warning;
    findings_.push_back(std::move(finding));
  }

  // The amount as it must be; none if there is none.
  std::optional<Money> CheckSide(
      const Line& line, const Side& side, const Place& place, std::string_view name) {
    const bool before = name == "Sebelum";
    const auto in = [&](const char* field, const char* of_before, const char* of_after) {
      return place.In(field, before ? of_before : of_after);
    };
    const bool positive = std::all_of(
        side.factors.begin(), side.factors.end(),
        [](const Factor& factor) { return factor.quantity.thousandths > 0; });
    bool sound = true;
    if (side.factors.empty() || side.factors.size() > kMaxFactors || !positive) {
      sound = false;
      findings_.push_back(Told(
          "BL-10", in("factors", "Sebelum/Koefisien", "Setelah/Koefisien"),
          {"Koefisien harus satu sampai lima bilangan di atas nol. Perbaiki.",
           "There must be one to five quantities above zero. Correct them."},
          {{"found", VolumeText(side)}, {"expected", "> 0"}}));
    }
    if (side.price.rupiah < 0) {
      sound = false;
      findings_.push_back(Told(
          "BL-10", in("price", "Sebelum/Harga", "Setelah/Harga"),
          {Cat("Harga ", Rupiah(side.price), " kurang dari nol. Perbaiki."),
           Cat("The price ", Rupiah(side.price), " is below zero. Correct it.")},
          {{"found", Rupiah(side.price)}, {"expected", Rupiah({0})}}));
    }
    if (std::find(setting_.vat_rates.begin(), setting_.vat_rates.end(), side.vat) ==
        setting_.vat_rates.end()) {
      const std::string rates = absl::StrJoin(
          setting_.vat_rates, ", ", [](std::string* out, int rate) { out->append(Percent(rate)); });
      // What was in force has the rate of its time.
      const bool stands = version_.kind != VersionKind::kMurni &&
                          (before || (Stands(line) && side.vat == line.before->vat));
      sound = sound && stands;
      Tell(
          Told(
              "BL-11", in("vat", "Sebelum/PPN", "Setelah/PPN"),
              {Cat("PPN ", Percent(side.vat), " tidak berlaku. Yang berlaku: ", rates, "."),
               Cat("A VAT (PPN) of ", Percent(side.vat), " is not in force. These are: ", rates,
                   ".")},
              {{"found", Percent(side.vat)}, {"expected", rates}}),
          stands);
    }
    if (!sound) return std::nullopt;
    return CheckAmount(side, in("amount", "Sebelum/Jumlah", "Setelah/Jumlah"));
  }

  std::optional<Money> CheckAmount(const Side& side, const Place& place) {
    std::vector<Quantity> quantities;
    for (const Factor& factor : side.factors) quantities.push_back(factor.quantity);
    const std::string vat = side.vat == 0 ? "" : Cat(" + PPN ", Percent(side.vat));
    const std::string product = Cat(VolumeText(side), " × ", Rupiah(side.price), vat);
    const absl::StatusOr<Money> amount = Product(side.price, quantities, side.vat);
    if (!amount.ok()) {
      findings_.push_back(Told(
          "BL-01", place,
          {Cat(product, " melebihi jumlah terbesar. Periksa koefisien dan harganya."),
           Cat(product, " is above the largest amount. Check quantities and price.")},
          {{"found", Rupiah(side.amount)}, {"expected", Rupiah(kLargest)}}));
      return std::nullopt;
    }
    if (*amount != side.amount) {
      findings_.push_back(Told(
          "BL-01", place,
          {Cat(product, " = ", Rupiah(*amount), ", tetapi tertulis ", Rupiah(side.amount),
               ". Perbaiki jumlahnya, atau koefisien dan harganya."),
           Cat(product, " = ", Rupiah(*amount), ", but ", Rupiah(side.amount),
               " is written. Correct the amount, or quantities and price.")},
          {{"found", Rupiah(side.amount)}, {"expected", Rupiah(*amount)}}));
    }
    return *amount;
  }

  void CheckPrice(const Line& line, const PriceStandard* standard, const Place& place) {
    const std::string price = Rupiah(line.after.price);
    if (line.standard.empty()) {
      Tell(
          Told(
              "BL-03", place,
              {"Tidak menyebut standar harga, jadi batasnya tidak diperiksa. Sebutkan bila ada.",
               "No price standard is named, so no ceiling was compared. Name it if there is one."},
              {{"found", price}}),
          true);
      return;
    }
    if (standard == nullptr) {
      const std::string day = absl::FormatCivilTime(setting_.priced_on);
      Tell(
          Told(
              "BL-03", place,
              {Cat("Standar harga ", line.standard, " tidak ada atau tidak berlaku pada ", day,
                   ". Pilih yang berlaku."),
               Cat("There is no price standard ", line.standard, " in force on ", day,
                   ". Choose one that is.")},
              {{"found", line.standard}, {"expected", day}}),
          Stands(line));
      return;
    }
    if (line.after.price <= standard->ceiling) return;
    const std::string ceiling = Rupiah(standard->ceiling);
    std::map<std::string, std::string> values = {
        {"found", price}, {"expected", ceiling}, {"legal_basis", standard->legal_basis}};
    if (line.exception.empty()) {
      Tell(
          Told(
              "BL-03", place,
              {Cat("Harga ", price, " di atas standar ", ceiling, " (", standard->code, ", ",
                   standard->legal_basis,
                   "). Turunkan, atau isi nomor keputusan yang mengecualikannya."),
               Cat("The price ", price, " is above the standard ", ceiling, " (", standard->code,
                   ", ", standard->legal_basis,
                   "). Lower it, or enter the number of the decree that excepts it.")},
              std::move(values)),
          Stands(line));
      return;
    }
    values["exception"] = line.exception;
    Tell(
        Told(
            "BL-03", place,
            {Cat("Harga ", price, " di atas standar ", ceiling, ", dikecualikan dengan keputusan ",
                 line.exception, ". Periksa keputusannya."),
             Cat("The price ", price, " is above the standard ", ceiling,
                 ", excepted by the decree ", line.exception, ". Check the decree.")},
            std::move(values)),
        true);
  }

  void CheckAccount(
      const Group& group, const Line& line, const PriceStandard* standard, const Place& place) {
    const auto allowed = [&](const std::string& item) {
      return allowed_.contains({group.subactivity, line.account, item});
    };
    if (allowed("") || (standard != nullptr && allowed(standard->item))) return;
    if (standard == nullptr) {  // of whatever kind
      const auto first = allowed_.lower_bound({group.subactivity, line.account, ""});
      if (first != allowed_.end() && std::get<0>(*first) == group.subactivity &&
          std::get<1>(*first) == line.account) {
        return;
      }
    }
    const std::string item = standard == nullptr ? "" : standard->item;
    const std::string of_item = item.empty() ? "" : Cat(" (", item, ")");
    Tell(
        Told(
            "BL-04", place,
            {Cat("Rekening ", line.account, " tidak boleh dipakai sub-kegiatan ", group.subactivity,
                 of_item, ". Pilih rekening yang sesuai."),
             Cat("The account ", line.account, " is not allowed for the sub-activity ",
                 group.subactivity, of_item, ". Choose one that fits.")},
            {{"found", line.account},
             {"expected", AllowedFor(group.subactivity, item)},
             {"item", item}}),
        Stands(line));
  }

  std::string AllowedFor(const std::string& subactivity, const std::string& item) const {
    std::set<std::string> accounts;
    for (auto rule = allowed_.lower_bound({subactivity, "", ""});
         rule != allowed_.end() && std::get<0>(*rule) == subactivity; ++rule) {
      const auto& [of, account, kind] = *rule;
      if (item.empty() || kind.empty() || kind == item) accounts.insert(account);
    }
    return absl::StrJoin(accounts, ", ");
  }

  void CheckProvince(const Line& line, const PriceStandard* standard, const Place& place) {
    if (standard == nullptr || standard->province.empty() || standard->province == line.province)
      return;
    const std::string found = line.province.empty() ? "-" : line.province;
    findings_.push_back(Told(
        "BL-05", place,
        {Cat("Tarif ", standard->code, " berlaku untuk ", standard->province,
             ", padahal kegiatannya di ", found, ". Pakai tarif provinsi kegiatan."),
         Cat("The tariff ", standard->code, " is that of ", standard->province,
             ", but the activity is in ", found, ". Use the tariff of its province.")},
        {{"found", standard->province}, {"expected", found}}));
  }

  void CheckHours(const Line& line, const PriceStandard* standard, const Place& place) {
    std::set<Hours> hours;
    std::string units;
    const auto count = [&](const std::string& unit) {
      if (HoursOf(unit) == Hours::kNone) return;
      hours.insert(HoursOf(unit));
      units += Cat(units.empty() ? "" : ", ", unit);
    };
    for (const Factor& factor : line.after.factors) count(factor.unit);
    if (standard != nullptr) count(standard->unit);
    if (hours.size() < 2) return;
    findings_.push_back(Told(
        "BL-17", place,
        {Cat("Satuan ", units, " mencampur jam honor (OJ, ", setting_.hours.paid,
             " menit) dengan jam pelajaran (OJP, ", setting_.hours.lesson,
             " menit). Pakai satuan standar harganya."),
         Cat("The units ", units, " mix paid hours (OJ, ", setting_.hours.paid,
             " minutes) with lesson hours (OJP, ", setting_.hours.lesson,
             " minutes). Use the unit of the price standard.")},
        {{"found", units}}));
  }

  void CheckVolume(const Line& line, const Place& place) {
    const auto planned = setting_.planned.find(line.plan_item);
    if (planned == setting_.planned.end()) return;
    const std::optional<Expected> volume =
        Reconcile(line, planned->second, setting_.tolerance_percent, setting_.hours);
    if (!volume.has_value() || volume->within) return;
    const std::string found = Written(volume->volume), expected = Written(volume->planned);
    Tell(
        Told(
            "BL-06", place,
            {Cat("Volume ", VolumeText(line.after), " = ", found, ", menurut rencana ", expected,
                 " (toleransi ", setting_.tolerance_percent,
                 " %). Sesuaikan, atau jelaskan selisihnya."),
             Cat("The volume ", VolumeText(line.after), " = ", found, ", by the plan it is ",
                 expected, " (tolerance ", setting_.tolerance_percent,
                 " %). Adjust it, or explain the difference.")},
            {{"found", found}, {"expected", expected}}),
        true);
  }

  void CheckPlanned(const Line& line, const Place& place) {
    if (!setting_.unplanned.contains(line.plan_item)) return;
    Tell(
        Told(
            "BL-18", place,
            {Cat("Item ", line.plan_item, " tidak ada dalam rencana tahunan ", version_.year,
                 " yang berlaku. Tetapkan dulu rencananya, atau "
                 "perbaiki itemnya."),
             Cat("The item ", line.plan_item, " is in no annual plan of ", version_.year,
                 " in force. Have the plan set first, or correct the item.")},
            {{"found", line.plan_item}}),
        true);
  }

  void CheckBound(const Line& line, const Place& place) {
    const auto bound = setting_.bound.find(line.id);
    if (line.id.empty() || bound == setting_.bound.end() || line.after.amount >= bound->second)
      return;
    findings_.push_back(Told(
        "BL-13", place,
        {Cat(Rupiah(line.after.amount), " kurang dari yang sudah terikat (", Rupiah(bound->second),
             "). Naikkan, atau lepaskan dulu ikatannya."),
         Cat(Rupiah(line.after.amount), " is less than what is bound already (",
             Rupiah(bound->second), "). Raise it, or release what is bound first.")},
        {{"found", Rupiah(line.after.amount)}, {"expected", Rupiah(bound->second)}}));
  }

  void CheckComplete() {
    struct Seen {
      int times = 0, row = 0;  // the last of them; of one that is missing there is none
    };
    std::map<std::string, Seen> seen;
    for (const Group& group : version_.groups) {
      for (const Line& line : group.lines) {
        Seen& of = seen[line.id];
        ++of.times;
        of.row = line.row;
      }
    }
    seen.erase("");
    for (const auto& [line, bound] : setting_.bound) seen.try_emplace(line);
    for (const auto& [line, of] : seen) {
      const auto& [times, row] = of;
      if (times == 1) continue;
      std::map<std::string, std::string> values = {
          {"line", line},
          {"found", absl::StrCat(times)},
          {"expected", "1"},
          {"column", "Id Baris"}};
      if (times > 0) values["row"] = absl::StrCat(row);
      findings_.push_back(
          {"BL-15",
           "groups",
           {Cat("Baris ", line, " tertulis ", times,
                " kali, padahal setiap baris yang berlaku ditulis sekali. Yang tidak lagi "
                "dibutuhkan ditulis dengan harga 0."),
            Cat("The line ", line, " is written ", times,
                " times, but each line in force is written once. One that is no longer needed is "
                "written with a price of 0.")},
           std::move(values)});
    }
  }

  const Version& version_;
  const Setting& setting_;
  PriceList prices_;
  Findings& findings_;
  std::set<std::tuple<std::string, std::string, std::string>> allowed_;
};

}  // namespace

absl::CivilDay PricedOn(int year, absl::CivilDay today) {
  return std::clamp(today, absl::CivilDay(year, 1, 1), absl::CivilDay(year, 12, 31));
}

Findings CheckVersion(const Version& version, const Setting& setting) {
  Findings findings;
  const std::vector<std::vector<Money>> amounts = Lines(version, setting, findings).Check();
  for (Findings more : {CheckSums(version, amounts), CheckShift(version)})
    findings.insert(findings.end(), more.begin(), more.end());
  return findings;
}

}  // namespace binadaya::budgeting::domain
