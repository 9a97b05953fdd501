#include "services/simulator/load.h"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/cli/language.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/domain/random.h"
#include "services/simulator/leaders.h"
#include "services/simulator/narrator.h"
#include "services/simulator/raters.h"

namespace binadaya::simulator {
namespace {

constexpr int kRaters = 64;  // ratings that may be under way at once
constexpr int kRatersOfOnePerson =
    8;  // a later judgement of the same rater replaces the earlier: profiles stay small
constexpr int kLoadDays = 60;

// What became of the ratings so far. Safe from any thread.
class Journal {
 public:
  absl::Status Open(const std::string& file) {
    if (file.empty()) return absl::OkStatus();
    out_.open(file, std::ios::trunc);
    if (!out_.good()) return absl::FailedPreconditionError(Cat("cannot write ", file));
    return absl::OkStatus();
  }

  void Note(
      const registry::v1::RecordRatingsRequest& request, const absl::Status& status,
      absl::Duration took) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const char* outcome = status.ok() ? "ok" : IsTransient(status) ? "unknown" : "fail";
    (status.ok() ? ok_ : IsTransient(status) ? unknown_ : failed_) += 1;
    if (status.ok()) times_.push_back(took);
    if (!status.ok()) last_ = status;
    // A line at a time: who kills the load reads what is known.
    if (out_.is_open()) {
      out_ << request.request_id() << "," << outcome << "," << request.person() << std::endl;
    }
  }

  void Summarise(absl::Duration took, std::ostream& out) {
    std::sort(times_.begin(), times_.end());
    const auto at = [this](double share) {
      if (times_.empty()) return 0.0;
      const auto index = static_cast<std::size_t>(share * static_cast<double>(times_.size() - 1));
      return absl::ToDoubleMilliseconds(times_[index]);
    };
    const double seconds = absl::ToDoubleSeconds(took);
    out << cli::Say(
        absl::StrFormat(
            "ok %d, gagal %d, tidak diketahui %d dalam %.1f s (%.1f/s diterima)\n", ok_, failed_,
            unknown_, seconds, ok_ / seconds),
        absl::StrFormat(
            "ok %d, failed %d, unknown %d in %.1f s (%.1f/s acknowledged)\n", ok_, failed_,
            unknown_, seconds, ok_ / seconds));
    out << cli::Say(
               "dari awal yang direncanakan sampai jawaban: ",
               "from the planned start to the answer: ")
        << absl::StrFormat(
               "p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms\n", at(0.5), at(0.95), at(0.99),
               at(1));
    if (!last_.ok()) {
      out << cli::Say("yang terakhir tidak diterima: ", "the last that was not acknowledged: ")
          << last_.ToString() << "\n";
    }
  }

 private:
  std::mutex mutex_;
  std::ofstream out_;
  int ok_ = 0, failed_ = 0, unknown_ = 0;
  std::vector<absl::Duration> times_;
  absl::Status last_;
};

// The n-th rating of the load: a colleague judges one competency of one leader.
struct Rating {
  Actor rater;
  registry::v1::RecordRatingsRequest request;
};

Rating MakeRating(
    const World& world, const Leadership& leadership, const std::string& campaign,
    std::uint64_t seed, std::int64_t n) {
  const std::vector<Leader>& leaders = leadership.leaders();
  domain::Stream random(seed, Cat("load/", n));
  const int count = static_cast<int>(leaders.size());
  const int rated = random.Between(0, count - 1);
  const int rater = (rated + random.Between(1, std::min(kRatersOfOnePerson, count - 1))) % count;
  const Leader& leader = leaders[static_cast<std::size_t>(rated)];
  Rating rating{
      .rater = As(leaders[static_cast<std::size_t>(rater)].id, v1::EMPLOYEE, leader.kecamatan),
      .request = {}};
  rating.request.set_request_id(world.NewRequestId());
  rating.request.set_campaign(campaign);
  rating.request.set_person(leader.id);
  rating.request.set_rater_role(registry::v1::RATER_PEER);
  auto competency = leader.standards.begin();
  std::advance(competency, random.Between(0, static_cast<int>(leader.standards.size()) - 1));
  registry::v1::Judgement& judgement = *rating.request.add_judgements();
  judgement.set_competency(competency->first);
  judgement.set_level(random.Between(1, 3));
  return rating;
}

}  // namespace

absl::Status RunLoad(const World& world, const LoadOptions& options, std::ostream& out) {
  Journal journal;
  RETURN_IF_ERROR(journal.Open(options.journal));
  ASSIGN_OR_RETURN(const Leadership leadership, Leadership::Load(world));
  if (leadership.leaders().size() < 2) {
    return Refuse(
        {.rule = "LOAD",
         .where = "",
         .message = {
             "Tidak ada yang dapat dinilai. Jalankan `simulator play` dahulu, atau impor pegawai.",
             "There is nobody to rate. Run `simulator play` first, or import people."}});
  }
  ASSIGN_OR_RETURN(const std::string campaign, OpenRatingCampaign(world, "Beban", kLoadDays));
  const auto count = static_cast<std::int64_t>(options.rate * options.seconds);
  const absl::Time begun = absl::Now();
  std::atomic<std::int64_t> next = 0;
  std::vector<std::thread> raters;
  raters.reserve(kRaters);
  for (int i = 0; i < kRaters; ++i) {
    raters.emplace_back([&] {
      for (std::int64_t n = next++; n < count; n = next++) {
        const absl::Time planned = begun + absl::Seconds(static_cast<double>(n) / options.rate);
        absl::SleepFor(planned - absl::Now());
        const Rating rating = MakeRating(world, leadership, campaign, options.seed, n);
        const absl::Status status =
            world
                .Ask(
                    rating.rater, world.registry(), &registry::RegistryClient::RecordRatings,
                    rating.request)
                .status();
        journal.Note(rating.request, status, absl::Now() - planned);
      }
    });
  }
  for (std::thread& rater : raters) rater.join();
  journal.Summarise(absl::Now() - begun, out);
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
