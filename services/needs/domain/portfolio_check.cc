#include <cmath>
#include <set>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "services/needs/domain/portfolio.h"

namespace binadaya::needs::domain {
namespace {

// Far above any city's year, and their sums fit into what adds them up.
constexpr std::int64_t kMostRupiah = 100'000'000'000'000;
constexpr std::int64_t kMostOfAnything = 1'000'000;

class PortfolioChecker {
 public:
  explicit PortfolioChecker(const PortfolioInput& input) : input_(input) {}

  Findings Check() {
    std::set<std::string> needs, programs, ceilings;
    for (const PortfolioNeed& need : input_.needs) {
      const std::string where = absl::StrCat("needs[", need.id, "]");
      Named(needs, need.id, where);
      Within(need.score, 100, absl::StrCat(where, ".score"));
      Within(need.affected, kMostOfAnything, absl::StrCat(where, ".affected"));
      Within(need.mean_gap, 5, absl::StrCat(where, ".mean_gap"));
    }
    for (const Ceiling& ceiling : input_.ceilings) {
      const std::string name = absl::StrCat(ceiling.source, "|", ceiling.sub_activity);
      const std::string where = absl::StrCat("ceilings[", name, "]");
      Named(ceilings, name, where);
      Within(static_cast<double>(ceiling.amount.rupiah), kMostRupiah, where);
    }
    for (const PortfolioProgram& program : input_.programs) {
      Named(programs, program.id, absl::StrCat("programs[", program.id, "]"));
      Check(program, needs);
    }
    Within(input_.kecamatan_share, 1, "kecamatan_share");
    if (input_.trainer_hours) Within(*input_.trainer_hours, kMostOfAnything, "trainer_hours");
    if (input_.batches_a_month) Within(*input_.batches_a_month, kMostOfAnything, "batches_a_month");
    return std::move(findings_);
  }

 private:
  void Check(const PortfolioProgram& program, const std::set<std::string>& needs) {
    std::set<std::string> variants;
    for (const PortfolioVariant& variant : program.variants) {
      const std::string where =
          absl::StrCat("programs[", program.id, "].variants[", variant.id, "]");
      Named(variants, variant.id, where);
      Within(static_cast<double>(variant.cost.rupiah), kMostRupiah, absl::StrCat(where, ".cost"));
      Within(variant.seats, kMostOfAnything, absl::StrCat(where, ".seats"));
      Within(variant.kecamatan_seats, variant.seats, absl::StrCat(where, ".kecamatan_seats"));
      Within(variant.trainer_hours, kMostOfAnything, absl::StrCat(where, ".trainer_hours"));
      for (std::size_t month = 0; month < variant.batches.size(); ++month) {
        Within(
            variant.batches[month], kMostOfAnything,
            absl::StrCat(where, ".batches[", month + 1, "]"));
      }
      std::set<std::string> lifted;
      for (const Lift& lift : variant.lifts) {
        const std::string at = absl::StrCat(where, ".lifts[", lift.need, "]");
        Named(lifted, lift.need, at);
        Within(lift.share, 1, absl::StrCat(at, ".share"));
        if (!needs.contains(lift.need)) Missing(at);
      }
      if (!Paid(variant)) {
        findings_.push_back(
            {"PORT-04",
             where,
             {absl::StrCat(
                  "Tidak ada pagu untuk sumber dana ", variant.source, ", sub-kegiatan ",
                  variant.sub_activity, ". Masukkan pagunya."),
              absl::StrCat(
                  "There is no ceiling for the source ", variant.source, ", sub-activity ",
                  variant.sub_activity, ". Enter it.")},
             {}});
      }
    }
    const std::string where = absl::StrCat("programs[", program.id, "]");
    if (program.variants.empty()) Missing(absl::StrCat(where, ".variants"));
    if (!program.committed.empty() && !variants.contains(program.committed))
      Missing(absl::StrCat(where, ".committed"));
  }

  bool Paid(const PortfolioVariant& variant) const {
    for (const Ceiling& ceiling : input_.ceilings) {
      if ((ceiling.source.empty() || ceiling.source == variant.source) &&
          (ceiling.sub_activity.empty() || ceiling.sub_activity == variant.sub_activity))
        return true;
    }
    return false;
  }

  void Within(double value, std::int64_t most, const std::string& where) {
    if (value >= 0 && value <= static_cast<double>(most)) return;
    findings_.push_back(
        {"PORT-01",
         where,
         {absl::StrCat("Nilai ", value, " harus 0 sampai ", most, ". Perbaiki."),
          absl::StrCat("The value ", value, " must be 0 to ", most, ". Correct it.")},
         {{"value", absl::StrCat(value)}}});
  }

  void Named(std::set<std::string>& names, const std::string& name, const std::string& where) {
    if (names.insert(name).second && !name.empty()) return;
    findings_.push_back(
        {"PORT-02",
         where,
         {absl::StrCat("Nama \"", name, "\" kosong atau muncul dua kali. Beri nama yang lain."),
          absl::StrCat("The name \"", name, "\" is empty or stands twice. Give another one.")},
         {}});
  }

  void Missing(const std::string& where) {
    findings_.push_back(
        {"PORT-03",
         where,
         {"Yang ditunjuk di sini tidak ada. Masukkan, atau hapus penunjukannya.",
          "What this points to is not there. Enter it, or remove the reference."},
         {}});
  }

  const PortfolioInput& input_;
  Findings findings_;
};

}  // namespace

Findings CheckPortfolio(const PortfolioInput& input) { return PortfolioChecker(input).Check(); }

}  // namespace binadaya::needs::domain
