// Programs for what was found: one as it was held before, which does not get through, and those
// designed for needs.
#include <algorithm>

#include "services/cli/language.h"
#include "services/cli/planning.h"
#include "services/cli/render.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/reference.h"
#include "services/simulator/story.h"

namespace binadaya::simulator {
namespace {

using needs::NeedsClient;
using needs::v1::Need;
using needs::v1::Program;
using needs::v1::ProgramDesign;

constexpr int kPrograms = 9;
constexpr int kSeats = 30;     // of a batch for one need
constexpr double kLift = 0.6;  // levels that a batch is expected to bring
constexpr char kLurah[] = "LURAH", kLeaders[] = "PIMPINAN_KECAMATAN";
constexpr char kLeadersProgram[] = "Keputusan dan pelayanan bagi camat dan lurah";
constexpr int kLeadersNeeds = 4;

Actor SecondAnalyst() { return As("analis-kedua-bkpp", v1::ANALYST, "/"); }

void AddModule(
    ProgramDesign& design, const std::string& title, int minutes,
    needs::v1::TrainingMethod method = needs::v1::TRAINING_METHOD_UNSPECIFIED) {
  needs::v1::Module& module = *design.add_modules();
  module.set_title(title);
  module.set_minutes(minutes);
  module.set_method(method);
  module.set_learning(method != needs::v1::TRAINING_METHOD_UNSPECIFIED);
}

void AddObjective(ProgramDesign& design, const std::string& verb, const std::string& standard) {
  needs::v1::LearningObjective& objective = *design.mutable_modules()->rbegin()->add_objectives();
  objective.set_verb(verb);
  objective.set_condition("dari tiga kasus nyata unitnya");
  objective.set_standard(standard);
}

void AddCost(
    needs::v1::Variant& variant, const std::string& item,
    const std::vector<std::pair<int, std::string>>& volume, std::int64_t price) {
  needs::v1::CostLine& line = *variant.add_costs();
  line.set_item(item);
  for (const auto& [quantity, unit] : volume) {
    needs::v1::CostFactor& factor = *line.add_factors();
    factor.set_quantity(quantity);
    factor.set_unit(unit);
  }
  line.set_price(price);
}

// "Capacity building" of camat and lurah as its printed agenda has it: 810 minutes, 120 of content.
ProgramDesign AsBefore() {
  ProgramDesign design;
  design.set_title("Capacity building camat dan lurah");
  design.add_families(kLurah);
  design.add_families(kLeaders);
  AddModule(design, "Perjalanan dari empat titik kumpul", 240);
  AddModule(design, "Registrasi, makan, dan penutupan", 150);
  AddModule(design, "Makan malam dan hiburan", 180);
  AddModule(design, "Outbound", 120);
  AddModule(design, "Penyampaian materi", 120, needs::v1::LECTURE);
  needs::v1::Variant& variant = *design.add_variants();
  variant.set_mode(needs::v1::CLASSICAL);
  variant.set_form("KL02");
  variant.set_jp(20);
  variant.set_lift_share(1);
  AddCost(variant, "Paket rapat di luar kantor", {{210, "Orang/Hari"}}, 143'000);
  design.set_batch_min(193);
  design.set_batch_max(193);
  design.set_funding(needs::v1::PAD);
  return design;
}

// What every design of these has in common.
ProgramDesign Designed(const std::string& title, int batch_min, int batch_max) {
  ProgramDesign design;
  design.set_title(title);
  design.mutable_completion()->set_attendance_min(0.85);
  design.mutable_completion()->set_pass_mark(70);
  needs::v1::EvaluationPlan& evaluation = *design.mutable_evaluation();
  evaluation.set_design(needs::v1::EVALUATION_C);
  evaluation.set_pre_test("12 soal kasus");
  evaluation.set_post_test("12 soal kasus yang setara");
  evaluation.set_behaviour("21 butir perilaku");
  evaluation.set_result("waktu layanan");
  design.set_action_plan("RTL-UMUM");
  needs::v1::SpeakerRequirement& speaker = *design.add_speakers();
  speaker.set_expertise("pengambilan keputusan di pelayanan publik");
  speaker.set_people(2);
  design.add_facilities(Cat("ruang untuk ", batch_max, " orang"));
  needs::v1::Risk& risk = *design.add_risks();
  risk.set_risk("peserta dipanggil pimpinan");
  risk.set_answer("pindah ke kelas berikutnya");
  design.set_batch_min(batch_min);
  design.set_batch_max(batch_max);
  design.set_funding(needs::v1::PAD);
  return design;
}

void Serve(ProgramDesign& design, const Need& need) {
  design.add_needs(need.id());
  const auto& families = design.families();
  if (std::find(families.begin(), families.end(), need.family()) == families.end())
    design.add_families(need.family());
  for (needs::v1::CompetencyTarget& target : *design.mutable_targets()) {
    if (target.competency() != need.competency()) continue;
    target.set_from_level(std::min(target.from_level(), need.to_level() - 1));
    target.set_to_level(std::max(target.to_level(), need.to_level()));
    return;
  }
  needs::v1::CompetencyTarget& target = *design.add_targets();
  target.set_competency(need.competency());
  target.set_from_level(need.to_level() - 1);
  target.set_to_level(need.to_level());
  target.set_lift(kLift);
  target.set_weight(1);
}

needs::v1::Variant& AddVariant(
    ProgramDesign& design, needs::v1::DeliveryMode mode, const std::string& form, int jp,
    double lift_share) {
  needs::v1::Variant& variant = *design.add_variants();
  variant.set_mode(mode);
  variant.set_form(form);
  variant.set_jp(jp);
  variant.set_lift_share(lift_share);
  return variant;
}

// The money of the old design for all camat and lurah, in another way: two days in the city in four
// batches, and guidance at work. One batch: Rp35.812.000.
ProgramDesign ForLeaders(const std::vector<Need>& needs) {
  ProgramDesign design = Designed(kLeadersProgram, 20, 49);
  for (const Need& need : needs) Serve(design, need);
  AddModule(design, "Registrasi dan pembukaan", 60);
  AddModule(design, "Dasar keputusan dan hasil", 240, needs::v1::LECTURE);
  AddObjective(design, "memilih", "dengan dua alasan tertulis");
  AddModule(design, "Kasus dari unit sendiri", 480, needs::v1::CASE_STUDY);
  AddObjective(design, "memutuskan", "dalam 20 menit");
  AddModule(design, "Pendampingan di tempat kerja", 180, needs::v1::PRACTICE);
  AddObjective(design, "menerapkan", "dengan bukti dari atasan");
  needs::v1::Variant& variant = AddVariant(design, needs::v1::CLASSICAL, "KL02", 20, 1);
  AddCost(variant, "Konsumsi", {{49, "orang"}, {2, "hari"}}, 90'000);
  AddCost(variant, "Narasumber", {{8, "orang-jam"}}, 900'000);
  AddCost(variant, "Sewa gedung pertemuan", {{2, "hari"}}, 4'500'000);
  AddCost(variant, "Bahan dan modul", {{49, "orang"}}, 100'000);
  AddCost(variant, "Pendampingan", {{1, "paket"}}, 5'892'000);
  return design;
}

needs::v1::DecideProgramRequest About(const World& world, const Program& program) {
  needs::v1::DecideProgramRequest request;
  request.set_request_id(world.NewRequestId());
  request.set_program(program.id());
  request.set_version(program.version());
  return request;
}

}  // namespace

ProgramDesign Story::ForOne(const Need& need, int seats) {
  const std::string both = NameOfCompetency(need.competency()),
                    name = both.substr(0, both.find(" ("));
  ProgramDesign design = Designed(Cat(name, " bagi ", need.family()), 20, seats);
  Serve(design, need);
  AddModule(design, "Registrasi dan pembukaan", 60);
  AddModule(design, Cat("Dasar ", name), 150, needs::v1::LECTURE);
  AddObjective(design, "memilih", "dengan dua alasan tertulis");
  AddModule(design, "Kasus dari unit sendiri", 300, needs::v1::CASE_STUDY);
  AddObjective(design, "memutuskan", "dalam 20 menit");
  needs::v1::Variant& class_room = AddVariant(design, needs::v1::CLASSICAL, "KL02", 10, 1);
  AddCost(class_room, "Konsumsi", {{seats, "orang"}, {2, "hari"}}, 60'000);
  AddCost(class_room, "Narasumber", {{2, "orang"}, {4, "jam"}}, 900'000);
  needs::v1::Variant& mentoring = AddVariant(design, needs::v1::MENTORING, "NKL02", 8, 0.5);
  mentoring.set_activities(4);
  AddCost(mentoring, "Modul pegangan", {{seats, "orang"}}, 50'000);
  return design;
}

absl::StatusOr<Program> Story::Draft(const ProgramDesign& design) {
  needs::v1::DraftProgramRequest request;
  request.set_request_id(world_.NewRequestId());
  request.set_year(plan_year_);
  *request.mutable_design() = design;
  return world_.Ask(Analyst(), world_.needs(), &NeedsClient::DraftProgram, request);
}

absl::Status Story::TryProgramAsBefore() {
  tell_.Step(
      {Cat("Program untuk ", plan_year_, ": rancangan lama tidak lolos, pada ",
           absl::FormatCivilTime(world_.today())),
       Cat("Programs for ", plan_year_, ": the old design does not get through, on ",
           absl::FormatCivilTime(world_.today()))});
  ASSIGN_OR_RETURN(const Program program, Draft(AsBefore()));
  const absl::StatusOr<Program> submitted =
      world_.Ask(Analyst(), world_.needs(), &NeedsClient::SubmitProgram, About(world_, program));
  if (submitted.ok()) return absl::InternalError("the old design went through");
  const v1::ErrorDetails details = cli::DetailsOf(submitted.status());
  tell_.Say(
      {Cat("“", program.design().title(), "” dirancang seperti susunan acara yang lama: ",
           program.scheduled_minutes(), " menit, ", program.learning_minutes(),
           " di antaranya belajar. Saat diajukan, semuanya yang kurang disebut sekaligus:"),
       Cat("“", program.design().title(), "” is designed as its old agenda has it: ",
           program.scheduled_minutes(), " minutes, ", program.learning_minutes(),
           " of them learning. When it is submitted, all that is missing is named at once:")});
  Show(details);
  return absl::OkStatus();
}

absl::Status Story::BringIntoForce(const ProgramDesign& design) {
  ASSIGN_OR_RETURN(Program program, Draft(design));
  const auto step = [&](const Actor& actor, auto method) -> absl::Status {
    ASSIGN_OR_RETURN(program, world_.Ask(actor, world_.needs(), method, About(world_, program)));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(step(Analyst(), &NeedsClient::SubmitProgram));
  RETURN_IF_ERROR(step(SecondAnalyst(), &NeedsClient::ReviewProgram));
  RETURN_IF_ERROR(step(AgencyHead(), &NeedsClient::ApproveProgram));
  programs_.push_back(std::move(program));
  return absl::OkStatus();
}

absl::Status Story::Retire(const Program& program, const std::string& reason) {
  needs::v1::DecideProgramRequest request = About(world_, program);
  request.set_reason(reason);
  return world_.Ask(AgencyHead(), world_.needs(), &NeedsClient::RetireProgram, request).status();
}

absl::Status Story::DesignPrograms() {
  tell_.Step({"Program untuk kebutuhan teratas", "Programs for the foremost needs"});
  std::vector<Need> open, of_leaders;
  for (const Need& ranked : ranked_) {
    ASSIGN_OR_RETURN(Need need, GetNeed(ranked.id()));
    if (need.state() != needs::v1::RANKED || need.type() != needs::v1::COMPETENCY_GAP) continue;
    if ((need.family() == kLurah || need.family() == kLeaders) && of_leaders.size() < kLeadersNeeds)
      of_leaders.push_back(need);
    open.push_back(std::move(need));
  }
  RETURN_IF_ERROR(BringIntoForce(ForLeaders(of_leaders)));
  for (const Need& need : open)
    if (programs_.size() < kPrograms) RETURN_IF_ERROR(BringIntoForce(ForOne(need, kSeats)));
  needs::v1::GetTraceabilityRequest request;
  request.set_year(plan_year_);
  ASSIGN_OR_RETURN(
      const auto traced,
      world_.Ask(Analyst(), world_.needs(), &NeedsClient::GetTraceability, request));
  tell_.Say(
      {Cat(programs_.size(),
           " program: satu bagi semua camat dan lurah, yang lain masing-masing untuk satu "
           "kebutuhan; dengan tujuan terukur, tes awal dan "
           "akhir, cara mengevaluasi, dan biayanya; dirancang, ditelaah, dan disetujui tiga orang "
           "yang berbeda. Tertelusur ke kebutuhan terukur (F-27): ",
           traced.measured(), " dari ", traced.programs(), "."),
       Cat(programs_.size(),
           " programs: one for all camat and lurah, the others each for one need; with objectives "
           "that can be measured, tests before and "
           "after, a way of evaluation, and their costs; designed, reviewed and approved by three "
           "different people. Traced to a measured need (F-27): ",
           traced.measured(), " of ", traced.programs(), ".")});
  tell_.Block(cli::ProgramsText({programs_.begin(), programs_.end()}));
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
