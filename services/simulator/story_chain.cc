// The chain from one end to the other: shown as reporting has heard of it.
#include <algorithm>
#include <functional>
#include <string_view>

#include "services/cli/chain.h"
#include "services/cli/language.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/story.h"

namespace binadaya::simulator {
namespace {

using reporting::ReportingClient;
using reporting::v1::Chain;
namespace sv = scheduling::v1;

// The links that `keep` keeps, without the facts that are told beside them.
Chain Shown(const Chain& chain, const std::function<bool(const Chain::Link&)>& keep) {
  constexpr const char* kTold[] = {"affected",    "campaign", "competency", "family",
                                   "from_levels", "mean_gap", "rated",      "population",
                                   "to_level",    "type",     "unit_path"};
  Chain shown;
  for (const Chain::Link& link : chain.links()) {
    if (!keep(link)) continue;
    Chain::Link& out = *shown.add_links();
    out = link;
    for (const char* fact : kTold) out.mutable_facts()->erase(fact);
  }
  return shown;
}

// Of a need's chain what belongs to the need itself, and the first person's gap with all below.
Chain OnePerson(const Chain& chain) {
  int gaps = 0;
  return Shown(chain, [&](const Chain::Link& link) {
    if (link.depth() == 1 && link.kind() == "gap") ++gaps;
    return gaps <= 1;
  });
}

// Of a need's chain what was done about it.
Chain Done(const Chain& chain) {
  constexpr std::string_view kDone[] = {"need", "program", "plan_item", "budget_line", "batch"};
  return Shown(chain, [&](const Chain::Link& link) {
    return std::find(std::begin(kDone), std::end(kDone), link.kind()) != std::end(kDone);
  });
}

// Of a person's chain the first gap for which there is a seat, with all below.
Chain FirstSeat(const Chain& chain) {
  std::vector<int> gap_of;  // each link's
  int gap = -1, with_seat = -1;
  for (int i = 0; i < chain.links_size(); ++i) {
    if (chain.links(i).depth() <= 1) gap = i;
    gap_of.push_back(gap);
    if (with_seat < 0 && chain.links(i).depth() > 1 && chain.links(i).kind() == "enrolment")
      with_seat = gap;
  }
  int at = 0;
  return Shown(chain, [&](const Chain::Link&) { return gap_of[at++] == with_seat; });
}

}  // namespace

absl::Status Story::ShowChain() {
  tell_.Step(
      {"Asal kebutuhan yang ditutup itu: rantainya sampai ke satu penilaian dan standarnya",
       "Where the closed need came from: its chain down to one rating and its standard"});
  reporting::v1::GetNeedChainRequest request;
  request.set_need(chosen_.id());
  Chain chain;
  RETURN_IF_ERROR(
      WaitUntil("reporting has heard that the need closed", [&]() -> absl::StatusOr<bool> {
        ASSIGN_OR_RETURN(
            chain,
            world_.Ask(Analyst(), world_.reporting(), &ReportingClient::GetNeedChain, request));
        return chain.links_size() > 0 &&
               chain.links(0).state() == needs::v1::NeedState_Name(needs::v1::CLOSED);
      }));
  const auto missing = std::count_if(
      chain.links().begin(), chain.links().end(),
      [](const Chain::Link& link) { return link.missing(); });
  tell_.Say(
      {Cat("Kebutuhan no. ", chosen_.rank(), ": ", Label(chosen_), ". Ditampilkan untuk satu dari ",
           chosen_.affected(),
           " pegawainya; seluruh rantai "
           "punya ",
           chain.links_size(), " mata, ", missing, " di antaranya hilang."),
       Cat("Need no. ", chosen_.rank(), ": ", Label(chosen_), ". Shown for one of its ",
           chosen_.affected(), " people; the whole chain has ", chain.links_size(), " links, ",
           missing, " of them missing.")});
  ASSIGN_OR_RETURN(const absl::TimeZone zone, world_.environment().Zone());
  tell_.Block(cli::ChainText(OnePerson(chain), zone));
  return absl::OkStatus();
}

absl::Status Story::ShowWhatWasDone() {
  tell_.Step(
      {"Dari kesenjangan sampai ke kursi: rantai yang sama, setahun kemudian",
       "From a gap to a seat: the same chain, a year later"});
  reporting::v1::GetNeedChainRequest request;
  request.set_need(programs_.front().design().needs(0));
  Chain chain;
  RETURN_IF_ERROR(
      WaitUntil("reporting has heard of the batch's end", [&]() -> absl::StatusOr<bool> {
        ASSIGN_OR_RETURN(
            chain,
            world_.Ask(Analyst(), world_.reporting(), &ReportingClient::GetNeedChain, request));
        return std::any_of(
            chain.links().begin(), chain.links().end(), [&](const Chain::Link& link) {
              return link.id() == batches_.front().id() &&
                     link.state() == sv::BatchState_Name(sv::BATCH_COMPLETED);
            });
      }));
  tell_.Say(
      {"Kebutuhan, program, butir rencana tahunan, baris anggaran dengan uang yang terikat dan "
       "terbayar, dan angkatan dengan pesertanya, semuanya dari peristiwa:",
       "The need, its program, the item of the annual plan, the budget lines with the money bound "
       "and paid, and the batches with their seats, all from events:"});
  ASSIGN_OR_RETURN(const absl::TimeZone zone, world_.environment().Zone());
  tell_.Block(cli::ChainText(Done(chain), zone));
  ASSIGN_OR_RETURN(const auto seated, Enrolled(batches_.front().id(), sv::ENROLMENT_COMPLETED));
  if (seated.empty()) return Stopped({"tidak ada peserta", "there is no participant"});
  reporting::v1::GetPersonChainRequest person;
  person.set_person(seated.front().person());
  ASSIGN_OR_RETURN(
      const Chain own,
      world_.Ask(Analyst(), world_.reporting(), &ReportingClient::GetPersonChain, person));
  tell_.Say(
      {"Dan dari sisi satu peserta, dari kesenjangannya sampai ke kursinya dan jam pelajarannya "
       "(JP):",
       "And from one participant's side, from the gap to the seat and its lesson hours (JP):"});
  tell_.Block(cli::ChainText(FirstSeat(own), zone));
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
