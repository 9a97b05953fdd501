// Who takes part in a program: everybody who fits is asked of the registry, and chosen by rule.
#include <algorithm>
#include <map>

#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/app.h"
#include "services/common/domain/text.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/scheduling/domain/lot.h"
#include "services/scheduling/gates.h"
#include "services/scheduling/program_store.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/selection_proto.h"
#include "services/scheduling/selection_store.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling {
namespace {

constexpr int kRegistryPage = 1000;
constexpr domain::Dimension kDimensions[] = {
    domain::Dimension::kGender, domain::Dimension::kEmployment, domain::Dimension::kLevel,
    domain::Dimension::kUnit};

domain::Candidate CandidateOf(const registry::v1::Candidate& told) {
  domain::Candidate candidate{
      .person = told.person(),
      .unit = told.unit_path(),
      .family = told.family(),
      .gender = told.gender(),
      .employment = told.employment_type(),
      .level = registry::v1::PostGroup_Name(told.group()),
      .score = told.score()};
  for (const registry::v1::Candidate::Reason& reason : told.reasons())
    candidate.parts.push_back({reason.competency(), reason.gap(), reason.lift(), reason.points()});
  return candidate;
}

Finding NotScheduled(const batch_store::Batch& batch) {
  return {
      .rule = "SEL-30",
      .where = "batches",
      .message =
          {"Kelas ini belum mempunyai susunan acara yang berlaku, atau sudah berjalan; "
           "hari-harinya "
           "menentukan siapa yang dapat ikut. Berlakukan susunan acaranya dahulu.",
           "This batch has no released rundown, or is under way; its days decide who can come. "
           "Release its rundown first."},
      .values = {{"batch", batch.id}, {"state", std::string(domain::ToString(batch.state))}}};
}

Finding OfNoPlan(const batch_store::Batch& batch) {
  return {
      .rule = "SEL-33",
      .where = "batches",
      .message =
          {"Butir rencana kelas ini tidak ada lagi di rencana tahunan yang berlaku, jadi kelasnya "
           "tidak terbit. Batalkan kelasnya, atau ubah rencananya dahulu.",
           "The item of this batch is no longer in the annual plan in force, so it is not "
           "published. Cancel it, or revise the plan first."},
      .values = {{"batch", batch.id}}};
}

// The batches may be chosen for, together.
Findings CheckIntakes(const std::vector<batch_store::Batch>& batches) {
  Findings findings;
  for (const batch_store::Batch& batch : batches) {
    const bool open = batch.state == domain::BatchState::kScheduled ||
                      batch.state == domain::BatchState::kPublished;
    if (!open || !batch.first_day.has_value()) findings.push_back(NotScheduled(batch));
    if (batch.unplanned) findings.push_back(OfNoPlan(batch));
    if (batch.program == batches.front().program) continue;
    findings.push_back(
        {.rule = "SEL-31",
         .where = "batches",
         .message =
             {"Satu pemilihan hanya untuk satu program. Pilih peserta program lain tersendiri.",
              "One selection is for one program. Choose for another program by itself."},
         .values = {{"batch", batch.id}}});
  }
  return findings;
}

Finding NotInForce(const std::string& program) {
  return {
      .rule = "SEL-32",
      .where = "batches",
      .message =
          {"Program kelas ini tidak berlaku, ditinjau ulang, atau tanpa sasaran kompetensi. "
           "Berlakukan program dahulu.",
           "The program of this batch is not in force, is under review, or raises no competency. "
           "Have it approved first."},
      .values = {{"program", program}}};
}

}  // namespace

// By day, and in the order of their ids where they begin together.
absl::StatusOr<std::vector<batch_store::Batch>> Scheduling::BatchesOf(
    Tx& tx, const v1::SelectParticipantsRequest& request, bool lock) const {
  std::vector<std::string> ids(request.batches().begin(), request.batches().end());
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::vector<batch_store::Batch> batches;
  for (const std::string& id : ids) {
    ASSIGN_OR_RETURN(
        batches.emplace_back(), lock ? batch_store::Lock(tx, request.unit(), id, "batches")
                                     : batch_store::Get(tx, request.unit(), id, "batches"));
  }
  RETURN_IF_ERROR(RefuseIfBlocked(CheckIntakes(batches)));
  std::stable_sort(
      batches.begin(), batches.end(),
      [](const batch_store::Batch& one, const batch_store::Batch& other) {
        return *one.first_day < *other.first_day;
      });
  return batches;
}

absl::StatusOr<std::vector<domain::Candidate>> Scheduling::CandidatesOf(
    const Call& call, const program_store::Program& program, const std::string& unit) const {
  registry::v1::ListCandidatesRequest request;
  request.set_unit(unit);
  for (const program_store::Target& target : program.targets) {
    registry::v1::CandidateTarget& out = *request.add_targets();
    out.set_competency(target.competency);
    out.set_lift(target.lift);
    out.set_weight(target.weight);
  }
  for (const std::string& family : program.families) request.add_families(family);
  request.set_page_size(kRegistryPage);
  // On its own behalf: who chooses does not see how people were rated.
  const Call own = app_.Background(call.method(), call.remaining());
  std::vector<domain::Candidate> candidates;
  do {
    ASSIGN_OR_RETURN(
        const registry::v1::ListCandidatesResponse page, registry_.ListCandidates(own, request));
    for (const registry::v1::Candidate& one : page.candidates())
      candidates.push_back(CandidateOf(one));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return candidates;
}

v1::Selection Scheduling::ShowSelection(const selection_store::Selection& of) {
  v1::Selection proto;
  proto.set_id(of.id);
  proto.set_unit(of.unit);
  proto.set_program(of.program);
  proto.set_year(of.year);
  proto.set_number(of.number);
  *proto.mutable_intakes() = of.content.intakes();
  proto.set_considered(of.considered);
  proto.set_qualified(of.qualified);
  proto.set_chosen(of.chosen);
  proto.set_waiting(of.qualified - of.chosen);
  proto.set_overridden(of.overridden);
  proto.set_seed(of.content.seed());
  proto.set_score_alone(of.content.score_alone());
  proto.set_made_by(of.made_by);
  proto.set_made_at(InstantText(of.made_at));
  proto.set_from_unit(of.from_unit);
  *proto.mutable_families() = of.content.only_families();
  domain::MatchingPolicy policy;
  policy.override_rate = of.content.policy().override_rate();
  for (const Finding& warning : domain::CheckOverrideRate(of.overridden, of.chosen, policy))
    ::binadaya::ToProto(warning, *proto.add_warnings());
  return proto;
}

// One call: the 16,000 of a city are sixteen pages of the registry, a sort and three statements.
absl::StatusOr<v1::Selection> Scheduling::SelectParticipants(
    Call& call, const v1::SelectParticipantsRequest& request) {
  const std::string from = request.from_unit().empty() ? request.unit() : request.from_unit();
  const auto ask = [&]() -> absl::StatusOr<std::vector<domain::Candidate>> {
    program_store::Program program;
    const auto read = db_.Read(call, [&](Tx& tx) -> absl::StatusOr<std::string> {
      std::string path = "/";
      if (from != "/") {
        ASSIGN_OR_RETURN(path, learned::PathOfUnit(tx, from));
      }
      ASSIGN_OR_RETURN(
          const std::vector<batch_store::Batch> batches, BatchesOf(tx, request, false));
      auto found = program_store::Get(tx, batches.front().program);
      if (!found.ok() || !found->plannable || found->targets.empty())
        return Refuse(NotInForce(batches.front().program));
      program = *std::move(found);
      return path;
    });
    if (!read.ok()) return read.status();
    if (!call.Holds(::binadaya::v1::ORGANISER, *read)) return NoSuchObject("from_unit");
    ASSIGN_OR_RETURN(std::vector<domain::Candidate> all, CandidatesOf(call, program, from));
    if (!request.families().empty()) {
      std::erase_if(all, [&](const domain::Candidate& one) {
        return !Contains(request.families(), one.family);
      });
    }
    return all;
  };
  return db_.Write(
      call, request, ask,
      [&](Tx& tx, const std::vector<domain::Candidate>& found) -> absl::StatusOr<v1::Selection> {
        tx.PlanForValues();  // of all who may be chosen
        ASSIGN_OR_RETURN(
            const std::vector<batch_store::Batch> batches, BatchesOf(tx, request, true));
        ASSIGN_OR_RETURN(
            const program_store::Program program, program_store::Lock(tx, batches.front().program));
        if (!program.plannable || program.targets.empty()) return Refuse(NotInForce(program.id));
        CloseListBefore(tx, program.id, static_cast<int>(batches.front().first_day->year()));
        std::vector<std::string> people;
        for (const domain::Candidate& one : found) people.push_back(one.person);
        Gates gates(tx, program, batches, people, SeatRulesOf(tx).gates);
        KeptSelection of{.candidates = found};
        for (domain::Candidate& candidate : of.candidates) {
          gates.Fill(candidate, call.now());
          candidate.enrolled = gates.IsEnrolled(candidate.person);
        }
        gates.AddCaps(of.candidates);
        const std::string id = NewId(call.now());
        of.matching = gates.matching;
        of.matching.seed = domain::lot::Mix(domain::lot::Hash(id));
        for (std::size_t i = 0; i < batches.size(); ++i) {
          const enrolment_store::Taken taken = enrolment_store::TakenOf(tx, batches[i].id);
          of.matching.intakes[i].seats = std::max(batches[i].capacity - taken.held - taken.kept, 0);
        }
        const std::vector<domain::SeatOverride> overrides = AsDomain(request.overrides());
        ASSIGN_OR_RETURN(of.selection, domain::Select(of.matching, of.candidates, overrides));

        const domain::Selection& selection = of.selection;
        selection_store::Selection kept{
            .id = id,
            .unit = request.unit(),
            .program = program.id,
            .year = static_cast<int>(batches.front().first_day->year()),
            .number = selection_store::CountOf(tx, program.id) + 1,
            .from_unit = from,
            .considered = static_cast<int>(of.candidates.size()),
            .qualified = static_cast<int>(selection.verdicts.size()),
            .chosen = static_cast<int>(selection.verdicts.size() - selection.waiting.size()),
            .overridden = selection.overridden,
            .made_by = call.subject(),
            .made_at = call.now(),
            .made_on = call.today(),
            .content = ToProto(of, overrides)};
        *kept.content.mutable_only_families() = request.families();
        selection_store::GroupsBy groups;
        for (const domain::Dimension dimension : kDimensions)
          groups[dimension] = domain::CountBy(dimension, of.candidates, selection);
        selection_store::Add(tx, kept, groups);
        v1::ParticipantsSelected event;
        event.set_selection(id);
        event.set_unit(kept.unit);
        event.set_program(kept.program);
        event.set_number(kept.number);
        *event.mutable_intakes() = kept.content.intakes();
        event.set_considered(kept.considered);
        event.set_qualified(kept.qualified);
        event.set_overridden(kept.overridden);
        event.set_seed(of.matching.seed);
        event.set_score_alone(kept.content.score_alone());
        Tell(tx, event);

        std::vector<enrolment_store::Enrolment> enrolled;
        for (std::size_t i = 0; i < of.candidates.size(); ++i) {
          const domain::Verdict& verdict = selection.Of(i);
          if (verdict.rank == 0) continue;
          enrolment_store::Enrolment& one = enrolled.emplace_back();
          one.is.id = NewId(call.now());
          one.is.program = program.id;
          one.is.person = of.candidates[i].person;
          if (verdict.intake.has_value()) one.is.batch = batches[*verdict.intake].id;
          one.is.override = verdict.override;
          one.is.arm = verdict.arm;
          one.is.selection = kept.number;
          one.is.rank = verdict.rank;
          one.unit = kept.unit;
          one.selection = id;
          one.drawn = verdict.drawn;
          one.candidate = scheduling::ToProto(of.candidates[i]);
        }
        enrolment_store::Add(tx, enrolled);
        CloseListAfter(tx, program.id, kept.year);
        for (const enrolment_store::Enrolment& one : enrolled) TellEnrolment(tx, one);
        for (const batch_store::Batch& batch : batches) {
          if (batch.state == domain::BatchState::kPublished) RETURN_IF_ERROR(OfferSeats(tx, batch));
        }
        return ShowSelection(kept);
      });
}

absl::StatusOr<v1::ListSelectionsResponse> Scheduling::ListSelections(
    Call& call, const v1::ListSelectionsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListSelectionsResponse> {
    v1::ListSelectionsResponse response;
    for (const selection_store::Selection& one :
         selection_store::PageOf(tx, call.scope(), request.program(), page)) {
      *response.add_selections() = ShowSelection(one);
    }
    if (response.selections_size() == page.size())
      response.set_next_page_token(page.Next({response.selections().rbegin()->id()}));
    return response;
  });
}

}  // namespace binadaya::scheduling
