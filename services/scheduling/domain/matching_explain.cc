#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/domain/step.h"
#include "services/scheduling/domain/ranking.h"

namespace binadaya::scheduling::domain {
namespace {

Phrase NameOf(Criterion criterion) {
  switch (criterion) {
    case Criterion::kScore:
      return {"skor kecocokan", "the score"};
    case Criterion::kJpDeficit:
      return {"kekurangan jam pelajaran", "the lesson hours that are lacking"};
    case Criterion::kLastTraining:
      return {"lamanya sejak pelatihan terakhir", "the time since the last training"};
    case Criterion::kUnitShare:
      return {"bagian unit yang sudah dilatih", "the share of the unit that was trained"};
    case Criterion::kLot:
      return {"undian", "the lot"};
  }
  return {"", ""};
}

std::string Decimals(double value) { return absl::StrFormat("%.4f", value); }

class Explanation {
 public:
  Explanation(
      const Matching& matching, std::span<const Candidate> candidates, const Selection& selection,
      std::size_t at)
      : matching_(matching),
        candidates_(candidates),
        selection_(selection),
        at_(at),
        candidate_(candidates[at]),
        verdict_(selection.Of(at)) {}

  Findings Make() {
    findings_ = CheckGates(matching_, candidate_);
    switch (verdict_.standing) {
      case ChoiceState::kNotQualified:
        break;
      case ChoiceState::kWaiting:
        Waits();
        break;
      case ChoiceState::kChosen:
        IsChosen();
        break;
    }
    if (verdict_.standing != ChoiceState::kNotQualified) {
      for (const PassedOver& passed : verdict_.passed_over) IsPassedOver(passed);
      // A seat earlier than that of the ranking, or the same: nothing was taken from him.
      if (verdict_.ranked_intake.has_value() &&
          (!verdict_.intake.has_value() || *verdict_.intake > *verdict_.ranked_intake)) {
        LostHisSeat();
      }
    }
    for (const ScorePart& part : candidate_.parts) Shows(part);
    ShowsTieBreaks();
    return std::move(findings_);
  }

 private:
  using Values = std::map<std::string, std::string>;

  void Say(std::string rule, std::string where, Message message, Values values) {
    findings_.push_back(
        {std::move(rule), std::move(where), std::move(message), std::move(values), true});
  }

  void IsChosen() {
    Values values = {
        {"batch", matching_.intakes[*verdict_.intake].batch},
        {"rank", absl::StrCat(verdict_.rank)},
        {"qualified", absl::StrCat(selection_.verdicts.size())},
        {"score", Decimals(candidate_.score)}};
    if (verdict_.override.has_value()) {
      const std::string reason(ToString(*verdict_.override));
      values["reason"] = reason;
      return Say(
          "WHY-02", "standing",
          {absl::StrCat(
               "Terpilih di luar urutan (", reason, "); menurut peringkat ke-", verdict_.rank,
               " dari ", selection_.verdicts.size(), " yang memenuhi syarat."),
           absl::StrCat(
               "Chosen out of turn (", reason, "); by rank number ", verdict_.rank, " of ",
               selection_.verdicts.size(), " who qualify.")},
          std::move(values));
    }
    Say("WHY-01", "standing",
        {absl::StrCat(
             "Terpilih: peringkat ke-", verdict_.rank, " dari ", selection_.verdicts.size(),
             " yang memenuhi syarat."),
         absl::StrCat(
             "Chosen: number ", verdict_.rank, " of ", selection_.verdicts.size(),
             " who qualify.")},
        std::move(values));
  }

  void Waits() {
    const auto found = std::find(selection_.waiting.begin(), selection_.waiting.end(), at_);
    const auto place = found - selection_.waiting.begin() + 1;
    Values values = {
        {"place", absl::StrCat(place)},
        {"rank", absl::StrCat(verdict_.rank)},
        {"qualified", absl::StrCat(selection_.verdicts.size())},
        {"score", Decimals(candidate_.score)}};
    Phrase decided = {"batas unit atau pilihan di luar urutan", "a cap or a choice out of turn"};
    if (const Candidate* last = LastByRank(); last != nullptr) {
      const Criterion criterion = Between(matching_, selection_.equals, candidate_, *last);
      values["decided_by"] = std::string(ToString(criterion));
      decided = NameOf(criterion);
    }
    Say("WHY-03", "standing",
        {absl::StrCat(
             "Menunggu di urutan ke-", place, "; yang menentukan: ", decided.id,
             ". Bila ada kursi kosong, urutan ini yang dipakai."),
         absl::StrCat(
             "Waiting at place ", place, "; what decided: ", decided.en,
             ". A seat that falls free is given in this order.")},
        std::move(values));
  }

  // Who has the last seat that was given by rank, if that is somebody before him.
  const Candidate* LastByRank() const {
    const Candidate* last = nullptr;
    int rank = 0;
    for (const std::vector<std::size_t>& chosen : selection_.chosen) {
      for (const std::size_t one : chosen) {
        const Verdict& verdict = selection_.Of(one);
        if (verdict.override.has_value() || verdict.rank <= rank) continue;
        rank = verdict.rank;
        last = &candidates_[one];
      }
    }
    return rank < verdict_.rank ? last : nullptr;
  }

  void IsPassedOver(const PassedOver& passed) {
    const AwayCap& cap = matching_.caps[passed.cap];
    const std::size_t colleagues = selection_.holders[passed.cap].size();
    Say("WHY-04", "caps",
        {absl::StrCat(
             "Dilewati pada satu angkatan: tidak boleh lebih banyak yang meninggalkan tugas "
             "bersamaan (",
             cap.rule, "); tempatnya terisi oleh ", colleagues,
             " rekan terpilih dan yang sudah bertugas di luar."),
         absl::StrCat(
             "Passed over for one intake: no more may be away at the same time (", cap.rule, "); ",
             colleagues, " chosen colleagues and those already away take it up.")},
        {{"batch", matching_.intakes[passed.intake].batch},
         {"rule", cap.rule},
         {"of", cap.of},
         {"colleagues", absl::StrCat(colleagues)}});
  }

  void LostHisSeat() {
    Say("WHY-05", "overrides",
        {absl::StrCat(
             "Menurut peringkat mendapat kursi yang lebih awal, tetapi ", selection_.overridden,
             " orang dipilih di luar urutan. Keberatan dapat diajukan."),
         absl::StrCat(
             "The ranking gave an earlier seat, but ", selection_.overridden,
             " were chosen out of turn. That can be objected to.")},
        {{"batch", matching_.intakes[*verdict_.ranked_intake].batch},
         {"overridden", absl::StrCat(selection_.overridden)}});
  }

  void Shows(const ScorePart& part) {
    Say("WHY-06", "score",
        {absl::StrCat(
             "Kompetensi ", part.competency, " menyumbang ", Decimals(part.points),
             " dari 100 poin."),
         absl::StrCat(
             "The competency ", part.competency, " adds ", Decimals(part.points),
             " of 100 points.")},
        {{"competency", part.competency},
         {"gap", Decimals(part.gap)},
         {"lift", Decimals(part.lift)},
         {"points", Decimals(part.points)}});
  }

  void ShowsTieBreaks() {
    const char* const equals = selection_.equals == Equals::kScore ? "SCORE" : "TIE_BREAKS";
    const char* const drawn = verdict_.drawn ? "true" : "false";
    Say("WHY-07", "tie_breaks",
        {"Bila skor sama, yang didahulukan berturut-turut: kekurangan jam pelajaran terbesar, "
         "paling lama tanpa pelatihan, bagian unit yang sudah dilatih terkecil, lalu undian.",
         "With equal scores comes first, in this order: who lacks most lesson hours, who was "
         "trained longest ago, whose unit was trained least, then the lot."},
        {{"jp_deficit", absl::StrCat(JpDeficit(matching_.policy, candidate_))},
         {"last_training", candidate_.last_training.has_value()
                               ? absl::FormatCivilTime(*candidate_.last_training)
                               : ""},
         {"unit_trained", Decimals(candidate_.unit_trained)},
         {"equals", equals},
         {"drawn", drawn}});
  }

  const Matching& matching_;
  std::span<const Candidate> candidates_;
  const Selection& selection_;
  const std::size_t at_;
  const Candidate& candidate_;
  const Verdict& verdict_;
  Findings findings_;
};

}  // namespace

std::string_view ToString(Criterion criterion) {
  switch (criterion) {
    case Criterion::kScore:
      return "SCORE";
    case Criterion::kJpDeficit:
      return "JP_DEFICIT";
    case Criterion::kLastTraining:
      return "LAST_TRAINING";
    case Criterion::kUnitShare:
      return "UNIT_SHARE";
    case Criterion::kLot:
      return "LOT";
  }
  return "";
}

Criterion Between(
    const Matching& matching, Equals equals, const Candidate& one, const Candidate& other) {
  const Place a = PlaceOf(matching, equals, one, 0);
  const Place b = PlaceOf(matching, equals, other, 0);
  if (a.score != b.score) return Criterion::kScore;
  if (a.deficit != b.deficit) return Criterion::kJpDeficit;
  if (a.training != b.training) return Criterion::kLastTraining;
  if (a.share != b.share) return Criterion::kUnitShare;
  return Criterion::kLot;
}

Findings Explain(
    const Matching& matching, std::span<const Candidate> candidates, const Selection& selection,
    std::size_t candidate) {
  return Explanation(matching, candidates, selection, candidate).Make();
}

}  // namespace binadaya::scheduling::domain
