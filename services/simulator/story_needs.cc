// Needs are detected, ranked, and one of them closes.
#include <algorithm>
#include <map>

#include "absl/strings/str_format.h"
#include "services/cli/language.h"
#include "services/cli/lists.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/crowd.h"
#include "services/simulator/reference.h"
#include "services/simulator/story.h"

namespace binadaya::simulator {
namespace {

using needs::NeedsClient;
using needs::v1::Need;

constexpr int kMinAffected = 5;
constexpr int kShownNeeds = 8;
constexpr char kFavouriteFamily[] = "LURAH";
constexpr double kStrategicLink = 0.3;

std::string Fixed(double value, int decimals = 2) {
  return absl::StrFormat("%.*f", decimals, value);
}

std::string MeaningOf(const std::string& component) {
  static const std::map<std::string, Message> meanings = {
      {"G", {"rerata kesenjangan / 3 tingkat", "mean gap / 3 levels"}},
      {"R", {"pegawai terdampak / pegawai serumpun", "people affected / people of the family"}},
      {"C",
       {"seberapa langsung warga merasakan kerja jabatan ini",
        "how directly citizens feel these posts' work"}},
      {"S",
       {"kaitan terkuat dengan arahan atau rencana kota (RPJMD)",
        "strongest link to a directive or the city's plan (RPJMD)"}},
      {"M", {"diwajibkan hukum", "demanded by law"}},
      {"U", {"umur kebutuhan, setahun = 1", "age of the need, a year = 1"}}};
  const auto found = meanings.find(component);
  return found == meanings.end() ? "" : cli::Say(found->second);
}

double PointsOf(const Need& need, std::string_view component) {
  for (const needs::v1::ScoreComponent& one : need.breakdown()) {
    if (one.code() == component) return one.points();
  }
  return 0;
}

std::vector<std::string> RankingRow(const Need& need) {
  return {
      Cat(need.rank(), need.provisional() ? cli::Say(" (sementara)", " (provisional)") : ""),
      Fixed(need.score()),
      Cat(need.competency(), " ", NameOfCompetency(need.competency())),
      cli::LevelsOf(need),
      need.family(),
      Cat(need.affected(), cli::Say(" dari ", " of "), need.population()),
      Cat(need.rated()),
      Fixed(need.mean_gap()),
      need.directives().empty() ? "" : cli::Say("arahan", "directive")};
}

}  // namespace

std::string Story::Label(const Need& need) {
  return Cat(
      need.competency(), " ", NameOfCompetency(need.competency()),
      cli::Say(" ke tingkat ", " to level "), need.to_level(), ", ", need.family());
}

absl::StatusOr<std::vector<Need>> Story::NeedsOf(const std::string& campaign) {
  needs::v1::ListNeedsRequest request;
  request.set_campaign(campaign);
  request.set_page_size(kPage);
  std::vector<Need> needs;
  do {
    ASSIGN_OR_RETURN(
        const auto page, world_.Ask(Analyst(), world_.needs(), &NeedsClient::ListNeeds, request));
    needs.insert(needs.end(), page.needs().begin(), page.needs().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return needs;
}

absl::StatusOr<Need> Story::GetNeed(const std::string& id) {
  needs::v1::GetNeedRequest request;
  request.set_need(id);
  return world_.Ask(Analyst(), world_.needs(), &NeedsClient::GetNeed, request);
}

absl::StatusOr<std::string> Story::OpenNeedsCampaign() {
  needs::v1::OpenCampaignRequest open;
  open.set_request_id(world_.NewRequestId());
  open.set_year(plan_year_);
  open.set_unit("/");
  ASSIGN_OR_RETURN(
      const auto campaign, world_.Ask(Analyst(), world_.needs(), &NeedsClient::OpenCampaign, open));
  return campaign.id();
}

absl::StatusOr<needs::v1::DetectNeedsResponse> Story::Detect(
    const std::string& campaign, int min_affected) {
  needs::v1::DetectNeedsRequest detect;
  detect.set_request_id(world_.NewRequestId());
  detect.set_campaign(campaign);
  detect.set_min_affected(min_affected);
  return world_.Ask(Analyst(), world_.needs(), &NeedsClient::DetectNeeds, detect, kLongPatience);
}

absl::Status Story::DetectNeeds() {
  plan_year_ = static_cast<int>(world_.today().year()) + 1;
  const std::string today = absl::FormatCivilTime(world_.today());
  tell_.Step(
      {Cat("Analisis kebutuhan (AKPK) untuk ", plan_year_, ", pada ", today),
       Cat("Needs analysis (AKPK) for ", plan_year_, ", on ", today)});
  ASSIGN_OR_RETURN(needs_campaign_, OpenNeedsCampaign());
  ASSIGN_OR_RETURN(const auto found, Detect(needs_campaign_, kMinAffected));
  ASSIGN_OR_RETURN(const std::vector<Need> needs, ListNeeds());
  std::vector<std::string> ids;
  ids.reserve(needs.size());
  for (const Need& need : needs) ids.push_back(need.id());
  RETURN_IF_ERROR(Decide(ids));
  tell_.Say(
      {Cat(found.detected(), " kebutuhan terdeteksi dari kelompok kesenjangan; ", found.too_small(),
           " kelompok yang kurang dari ", kMinAffected,
           " orang diserahkan kepada atasannya. Cakupannya seluruh kota, maka masing-masing "
           "diverifikasi analis dan divalidasi kepala BKPP: tidak ada yang diberi peringkat tanpa "
           "penanggung jawab."),
       Cat(found.detected(), " needs detected from the gap groups; ", found.too_small(),
           " groups of fewer than ", kMinAffected,
           " people are left to their supervisors. They are of the whole city, so each was "
           "verified by the analyst and validated by the head of BKPP: nothing is ranked that "
           "nobody answers for.")});
  return absl::OkStatus();
}

absl::Status Story::Decide(const std::vector<std::string>& needs) {
  return ForEach(static_cast<int>(needs.size()), [&](int i) -> absl::Status {
    const auto step = [&](const Actor& actor, auto method) {
      needs::v1::DecideNeedRequest request;
      request.set_request_id(world_.NewRequestId());
      request.set_need(needs[static_cast<std::size_t>(i)]);
      return world_.Ask(actor, world_.needs(), method, request).status();
    };
    RETURN_IF_ERROR(step(Analyst(), &NeedsClient::VerifyNeed));
    return step(AgencyHead(), &NeedsClient::ValidateNeed);
  });
}

absl::Status Story::RecordDirective() {
  tell_.Step(
      {"Arahan pimpinan di samping kesenjangan terukurnya",
       "A directive (arahan pimpinan) beside its measured gap"});
  // The leader's favourite is what the lurah lack least.
  std::map<std::string, double> effects;
  int to_level = 0;
  for (const registry::v1::GapGroup& group : groups_) {
    if (group.family() != kFavouriteFamily) continue;
    effects[group.competency()] += group.mean_gap() * group.affected();
    to_level = group.to_level();
  }
  if (effects.empty())
    return Stopped({"Tidak ada lurah yang punya kesenjangan.", "No lurah has a gap."});
  const auto less = [](const auto& a, const auto& b) { return a.second < b.second; };
  const std::string competency = std::min_element(effects.begin(), effects.end(), less)->first;
  needs::v1::RecordDirectiveRequest request;
  request.set_request_id(world_.NewRequestId());
  request.set_campaign(needs_campaign_);
  request.set_issuer_role(v1::Role_Name(v1::APPOINTING_AUTHORITY));
  request.set_reason(
      Cat("Wali Kota ingin pelatihan ", NameOfCompetency(competency), " untuk seluruh lurah."));
  request.set_doc_ref(Cat("Arahan Wali Kota ", absl::FormatCivilTime(world_.today())));
  request.set_competency(competency);
  request.set_family(kFavouriteFamily);
  request.set_to_level(to_level);
  request.set_strategic_link(kStrategicLink);
  ASSIGN_OR_RETURN(
      const auto directive,
      world_.Ask(Analyst(), world_.needs(), &NeedsClient::RecordDirective, request));
  directed_ = directive.need();
  const std::string name = Cat(competency, " ", NameOfCompetency(competency));
  const std::string mean = Fixed(directive.measured_mean_gap());
  tell_.Say(
      {Cat("Wali Kota (", directive.issuer_role(), ") mengarahkan: pelatihan ", name,
           " untuk setiap lurah. Terukur di sampingnya: ", directive.measured_affected(), " dari ",
           directive.measured_population(), " lurah punya kesenjangan di situ, rata-rata ", mean,
           " tingkat."),
       Cat("The Wali Kota (", directive.issuer_role(), ") directs: training in ", name,
           " for every lurah. Measured beside it: ", directive.measured_affected(), " of ",
           directive.measured_population(), " lurah have a gap there, ", mean,
           " levels on average.")});
  if (directive.linked()) {
    tell_.Say(
        {"Arahan itu dicatat dengan siapa pemberinya dan mengapa, dan ditautkan ke kebutuhan yang "
         "terdeteksi untuk kompetensi dan rumpun yang sama. Ia menambah komponen S pada skor "
         "kebutuhan itu; ia tidak menggantikan pengukuran.",
         "It is recorded with who directed it and why, and linked to the need that was detected "
         "for the same competency and family. It adds the component S to that need's score; it "
         "does not replace the measurement."});
    return absl::OkStatus();
  }
  tell_.Say(
      {"Tidak ada kebutuhan yang terdeteksi untuknya, maka ia menjadi kebutuhan strategis usulan "
       "tersendiri; diverifikasi dan divalidasi seperti yang lain, lalu diberi peringkat menurut "
       "skornya.",
       "No need was detected for it, so it became a proposed strategic need of its own; verified "
       "and validated like any other, to be ranked where its score puts it."});
  return Decide({directed_});
}

absl::StatusOr<needs::v1::RankNeedsResponse> Story::Rank(const std::string& campaign) {
  needs::v1::RankNeedsRequest request;
  request.set_request_id(world_.NewRequestId());
  request.set_campaign(campaign);
  return world_.Ask(Analyst(), world_.needs(), &NeedsClient::RankNeeds, request, kLongPatience);
}

absl::Status Story::RankNeeds() {
  tell_.Step({"Kebutuhan menurut peringkat", "The needs, ranked"});
  ASSIGN_OR_RETURN(const auto ranking, Rank(needs_campaign_));
  ASSIGN_OR_RETURN(ranked_, ListNeeds());
  std::erase_if(ranked_, [](const Need& need) { return need.rank() == 0; });
  if (ranked_.empty()) return absl::InternalError("nothing was ranked");
  tell_.Say(
      {Cat(ranking.ranked(),
           " kebutuhan diperingkat menurut skor, 0 sampai 100 (F-05), dengan bobot yang berlaku "
           "hari ini:"),
       Cat(ranking.ranked(),
           " needs ranked by score, 0 to 100 (F-05), with the weights in force today:")});
  ShowRanking(ranked_);
  return absl::OkStatus();
}

void Story::ShowRanking(const std::vector<Need>& needs) {
  std::vector<std::vector<std::string>> table = {
      {cli::Say("peringkat", "rank"), cli::Say("skor", "score"),
       cli::Say("kompetensi", "competency"), cli::Say("tingkat", "level"),
       cli::Say("rumpun jabatan", "post family"), cli::Say("pegawai", "people"),
       cli::Say("dinilai", "rated"), cli::Say("rerata", "mean gap"), ""}};
  const Need* directed = nullptr;
  for (const Need& need : needs) {
    if (need.rank() <= kShownNeeds || need.id() == directed_) table.push_back(RankingRow(need));
    if (need.id() == directed_) directed = &need;
  }
  tell_.Table(table);
  const Need& first = needs.front();
  tell_.Say(
      {Cat("Mengapa yang pertama menjadi pertama — ", Label(first), ", ", Fixed(first.score()),
           " poin:"),
       Cat("Why the first is first — ", Label(first), ", ", Fixed(first.score()), " points:")});
  std::vector<std::vector<std::string>> parts = {
      {cli::Say("bagian", "part"), cli::Say("nilai", "value"), cli::Say("bobot", "weight"),
       cli::Say("poin", "points"), cli::Say("artinya", "what it is")}};
  for (const needs::v1::ScoreComponent& one : first.breakdown()) {
    parts.push_back(
        {one.code(), Fixed(one.value(), 4), Fixed(one.weight()), Fixed(one.points(), 4),
         MeaningOf(one.code())});
  }
  tell_.Table(parts);
  if (directed == nullptr) return;
  const double measured = directed->score() - PointsOf(*directed, "S");
  const auto before = std::count_if(needs.begin(), needs.end(), [&](const Need& need) {
    return need.id() != directed_ && need.score() > measured;
  });
  const std::string score = Fixed(directed->score()),
                    by_directive = Fixed(PointsOf(*directed, "S"));
  tell_.Say(
      {Cat("Kebutuhan dari arahan itu berada di peringkat ", directed->rank(), " dari ",
           needs.size(), " dengan ", score, " poin, ", by_directive,
           " di antaranya dari arahannya; menurut kesenjangan terukurnya saja ia di peringkat ",
           before + 1,
           ". Arahan dihitung, dan terlihat, tetapi tidak dengan sendirinya menjadi yang teratas."),
       Cat("The directive's need stands at rank ", directed->rank(), " of ", needs.size(), " with ",
           score, " points, ", by_directive,
           " of them from the directive; by its measured gap alone it would be at rank ",
           before + 1, ". A directive counts, visibly, but it does not go to the top by itself.")});
}

absl::Status Story::WatchNeedClose() {
  const absl::Time begun = absl::Now();
  RETURN_IF_ERROR(WaitUntil("the need closes by itself", [this]() -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(const Need need, GetNeed(chosen_.id()));
    return need.state() == needs::v1::CLOSED;
  }));
  ASSIGN_OR_RETURN(const Need closed, GetNeed(chosen_.id()));
  const std::string because = cli::Word(closed.closed_because());
  tell_.Say(
      {Cat("Kebutuhan itu menutup sendiri ", Took(begun), " kemudian: ", closed.affected(),
           " dari ", closed.population(), " pegawai tersisa dalam kelompoknya (tadinya ",
           chosen_.affected(), "): ", because,
           ". Tidak ada yang menutupnya; needs mendengar profil yang baru dan mengukur lagi."),
       Cat("The need closed by itself ", Took(begun), " later: ", closed.affected(), " of ",
           closed.population(), " people are left in its gap group (there were ",
           chosen_.affected(), "): ", because,
           ". Nobody closed it; needs heard of the new profiles and measured again.")});
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
