// How programs read: as tables, and as the file that an analyst writes.
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/planning.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"

namespace binadaya::cli {
namespace {

namespace nv = needs::v1;

std::string PercentOf(double share) { return Cat(Number(share * 100, 1), " %"); }

// "M.08 → 2 LURAH (no. 3, ranked)"
std::string ServedText(const nv::ServedNeed& need) {
  const std::string about = !need.training().empty()    ? need.training()
                            : need.competency().empty() ? Word(need.type())
                                                        : need.competency();
  std::string text = Cat(
      about, need.to_level() == 0 ? "" : Cat(" → ", need.to_level()), "  ", need.family(), "  ");
  if (need.rank() > 0) text += Cat(Say("no. ", "no. "), need.rank(), "  ");
  text += Word(need.state());
  if (need.closed_because() != nv::NOT_CLOSED) text += Cat(" (", Word(need.closed_because()), ")");
  return text;
}

std::string Flags(const nv::Program& program) {
  std::vector<std::string> flags;
  if (program.without_measured_need())
    flags.push_back(Say("TANPA KEBUTUHAN TERUKUR", "NO MEASURED NEED"));
  if (program.jp_unverified()) flags.push_back(Say("JP belum dicocokkan", "JP unverified"));
  return absl::StrJoin(flags, ", ");
}

std::string CostText(const nv::CostLine& line) {
  std::string text = line.item();
  for (const nv::CostFactor& factor : line.factors())
    text += Cat(" ", factor.quantity(), " ", factor.unit(), " ×");
  return Cat(text, " ", Rupiah({line.price()}));
}

std::string ModulesText(const nv::ProgramDesign& design) {
  Rows rows = {
      {Say("ACARA", "ITEM"), Say("MENIT", "MINUTES"), Say("METODE", "METHOD"),
       Say("TUJUAN", "OBJECTIVES")}};
  for (const nv::Module& module : design.modules()) {
    std::vector<std::string> objectives;
    for (const nv::LearningObjective& one : module.objectives())
      objectives.push_back(Cat(one.verb(), " ", one.condition(), " ", one.standard()));
    rows.push_back(
        {module.title(), Cat(module.minutes()),
         module.learning() ? Word(module.method()) : Say("bukan belajar", "no learning"),
         absl::StrJoin(objectives, "; ")});
  }
  return rows.size() > 1 ? Cat("\n", Table(rows)) : "";
}

std::string VariantsText(const nv::ProgramDesign& design) {
  Rows rows = {
      {Say("VARIAN", "VARIANT"), Say("BENTUK", "FORM"), "JP", Say("KENAIKAN", "LIFT"),
       Say("BIAYA SATU KELAS", "COST OF A BATCH")}};
  for (const nv::Variant& variant : design.variants()) {
    std::vector<std::string> costs;
    for (const nv::CostLine& line : variant.costs()) costs.push_back(CostText(line));
    if (costs.empty()) costs.push_back(variant.free_because());
    rows.push_back(
        {Word(variant.mode()), variant.form(), Cat(variant.jp()), PercentOf(variant.lift_share()),
         absl::StrJoin(costs, "; ")});
  }
  return rows.size() > 1 ? Cat("\n", Table(rows)) : "";
}

// Collects what cannot be read.
class Errors : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    findings.push_back(
        {.rule = "FILE-04",
         .where = Cat(line + 1, ":", column + 1),
         .message = {
             Cat("Baris ini tidak dapat dibaca (", message,
                 "). Bandingkan dengan binadaya program template."),
             Cat("This line cannot be read (", message,
                 "). Compare it with binadaya program template.")}});
  }
  Findings findings;
};

}  // namespace

std::string ProgramText(const nv::Program& program) {
  const nv::ProgramDesign& design = program.design();
  std::string text =
      Cat(design.title(), "  ", program.year(), "  ", Say("versi ", "version "), program.number(),
          "  ", Word(program.state()), "\n");
  if (const std::string flags = Flags(program); !flags.empty()) text += Cat("  ", flags, "\n");
  if (!program.note().empty()) text += Cat("  ", Say("catatan: ", "note: "), program.note(), "\n");
  for (const nv::ServedNeed& need : program.needs())
    text += Cat("  ", Say("kebutuhan: ", "need: "), ServedText(need), "\n");
  Rows facts = {
      {Say("belajar", "learning"),
       Cat(program.learning_minutes(), "/", program.scheduled_minutes(), " ",
           Say("menit", "minutes"), ", ", Say("aktif ", "active "), program.active_minutes())},
      {Say("satu kelas", "a batch"),
       Cat(design.batch_min(), "–", design.batch_max(), ", ", Rupiah({program.rupiah()}),
           program.rupiah_per_participant_jp() == 0
               ? ""
               : Cat(", ", Rupiah({program.rupiah_per_participant_jp()}),
                     Say(" tiap JP seorang peserta", " a participant's JP")))},
      {Say("sasaran", "families"), absl::StrJoin(design.families(), ", ")},
      {Say("sumber dana", "funding"), design.funding() == 0 ? "-" : Word(design.funding())}};
  for (const nv::CompetencyTarget& target : design.targets()) {
    facts.push_back(
        {Say("target", "target"), Cat(target.competency(), " ", target.from_level(), " → ",
                                      target.to_level(), ", +", Number(target.lift(), 2), ", ",
                                      Say("bobot ", "weight "), Number(target.weight(), 2))});
  }
  text += Cat("\n", Table(facts), ModulesText(design), VariantsText(design));
  if (program.versions_size() > 1) {
    Rows rows = {{Say("VERSI", "VERSION"), Say("KEADAAN", "STATE"), Say("SEJAK", "SINCE")}};
    for (const nv::ProgramVersion& one : program.versions())
      rows.push_back({Cat(one.number()), Word(one.state()), one.decided_on()});
    text += Cat("\n", Table(rows));
  }
  if (!program.findings().empty())
    text += Cat("\n", Say("Kata gerbang hari ini:", "What the gate says today:"), "\n");
  for (const v1::Finding& finding : program.findings()) text += FindingText(finding);
  return text;
}

std::string ProgramsText(const google::protobuf::RepeatedPtrField<nv::Program>& programs) {
  Rows rows = {
      {Say("TAHUN", "YEAR"), Say("JUDUL", "TITLE"), Say("KEADAAN", "STATE"),
       Say("VERSI", "VERSION"), Say("KEBUTUHAN", "NEEDS"), Say("SASARAN", "FAMILIES"),
       Say("SATU KELAS", "A BATCH"), "", "ID"}};
  for (const nv::Program& program : programs) {
    std::vector<std::string> needs;
    for (const nv::ServedNeed& need : program.needs())
      needs.push_back(need.rank() > 0 ? Cat("no. ", need.rank()) : Word(need.state()));
    rows.push_back(
        {Cat(program.year()), program.design().title(), Word(program.state()),
         Cat(program.number(), "/", program.versions_size()), absl::StrJoin(needs, ", "),
         absl::StrJoin(program.design().families(), ", "), Rupiah({program.rupiah()}),
         Flags(program), program.id()});
  }
  return TableOf(rows);
}

std::string FormsText(const nv::ListProgramFormsResponse& forms) {
  Rows rows = {
      {Say("KODE", "CODE"), Say("NAMA", "NAME"), Say("JALUR", "CHANNEL"), "SIASN",
       Say("CARA JP", "JP BY"), "JP", ""}};
  for (const nv::ProgramForm& form : forms.forms()) {
    rows.push_back(
        {form.code(), form.name(), form.channel(),
         form.siasn_id() == 0 ? "-" : Cat(form.siasn_id()), Word(form.method()),
         form.jp_per_activity() == 0 ? "" : Cat(form.jp_per_activity(), " ≤ ", form.jp_cap()),
         form.unverified() ? Say("belum dicocokkan", "unverified") : ""});
  }
  return TableOf(rows);
}

std::string TraceabilityText(const nv::Traceability& traceability, int year) {
  const auto line = [](const std::string& measured, const std::string& all, double share) {
    return Cat(measured, Say(" dari ", " of "), all, " = ", PercentOf(share));
  };
  std::string text = Table(
      {{Say("program dengan kebutuhan terukur", "programs with a measured need"),
        line(Cat(traceability.measured()), Cat(traceability.programs()), traceability.share())},
       {Say("menurut rupiah", "by rupiah"),
        line(
            Rupiah({traceability.measured_rupiah()}), Rupiah({traceability.rupiah()}),
            traceability.share_of_rupiah())},
       {Say("target", "target"), PercentOf(traceability.target())}});
  if (!traceability.without().empty()) {
    text +=
        Cat("\n", Say("Tanpa kebutuhan terukur pada ", "Without a measured need in "), year, ":\n",
            ProgramsText(traceability.without()));
  }
  return text;
}

absl::StatusOr<nv::ProgramDesign> ReadDesign(const std::string& text) {
  Errors errors;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  nv::ProgramDesign design;
  if (parser.ParseFromString(text, &design)) return design;
  return Refuse(absl::StatusCode::kInvalidArgument, std::move(errors.findings));
}

std::string ExampleDesign() {
  return Cat(
      Say("# Rancangan program. Simpan sebagai berkas, ubah, lalu: binadaya program draft BERKAS "
          "--year 2027\n"
          "# Baris yang diawali # adalah keterangan.\n",
          "# The design of a program. Save it as a file, change it, then: binadaya program draft "
          "FILE --year 2027\n"
          "# Lines that begin with # are remarks.\n"),
      "title: \"Pengambilan keputusan bagi lurah\"\n",
      Say("# Kebutuhan: nomor peringkatnya tahun itu, atau awal id\n",
          "# Needs: their rank in that year, or the first letters of the id\n"),
      "needs: \"1\"\n",
      Say("# Kenaikan (lift): bagian kesenjangan yang diperkirakan tertutup, dalam tingkat\n",
          "# Lift: how much of the gap is expected to close, in levels\n"),
      "targets { competency: \"M.08\" from_level: 1 to_level: 2 lift: 0.6 weight: 1 }\n",
      Say("# Acara menurut urutan; metode: LECTURE DISCUSSION QUESTIONS SELF_STUDY, aktif: "
          "CASE_STUDY SIMULATION PRACTICE PROJECT\n",
          "# Items in their order; method: LECTURE DISCUSSION QUESTIONS SELF_STUDY, active: "
          "CASE_STUDY SIMULATION PRACTICE PROJECT\n"),
      "modules { title: \"Registrasi dan pembukaan\" minutes: 60 }\n"
      "modules {\n"
      "  title: \"Dasar pengambilan keputusan\" minutes: 150 learning: true method: LECTURE\n",
      Say("  # Tujuan: kata kerja yang teramati, kondisi, standar\n",
          "  # Objective: a verb that can be watched, its condition, its standard\n"),
      "  objectives { verb: \"memilih\" condition: \"dari tiga kasus nyata\" standard: \"dengan "
      "dua "
      "alasan tertulis\" }\n"
      "}\n"
      "modules {\n"
      "  title: \"Kasus kelurahan\" minutes: 300 learning: true method: CASE_STUDY\n"
      "  objectives { verb: \"memutuskan\" condition: \"dari tiga kasus nyata\" standard: \"dalam "
      "20 "
      "menit\" }\n"
      "}\n",
      Say("# Varian, yang diutamakan lebih dahulu: CLASSICAL ONLINE BLENDED IN_HOUSE MENTORING; "
          "bentuk: binadaya list forms\n"
          "# Biaya satu kelas terbesar: jumlah = semua volume × harga\n",
          "# Variants, the preferred one first: CLASSICAL ONLINE BLENDED IN_HOUSE MENTORING; form: "
          "binadaya list forms\n"
          "# Cost of one batch of the largest size: amount = all quantities × price\n"),
      "variants {\n"
      "  mode: CLASSICAL form: \"KL02\" jp: 10 lift_share: 1\n"
      "  costs { item: \"Konsumsi\" factors { quantity: 30 unit: \"orang\" } factors { quantity: 2 "
      "unit: \"hari\" } price: 60000 }\n"
      "  costs { item: \"Narasumber\" factors { quantity: 2 unit: \"orang\" } factors { quantity: "
      "4 "
      "unit: \"jam\" } price: 900000 }\n"
      "}\n"
      "variants { mode: MENTORING form: \"NKL02\" activities: 4 jp: 8 lift_share: 0.7 "
      "free_because: "
      "\"mentor dan ruang milik kecamatan\" }\n"
      "completion { attendance_min: 0.85 pass_mark: 70 }\n"
      "evaluation { design: EVALUATION_C pre_test: \"12 soal kasus\" post_test: \"12 soal kasus\" "
      "behaviour: \"21 butir perilaku\" result: \"waktu layanan\" }\n",
      Say("# Templat rencana tindak lanjut (RTL)\n", "# Template of the follow-up plan (RTL)\n"),
      "action_plan: \"RTL-UMUM\"\n"
      "speakers { expertise: \"pengambilan keputusan\" people: 2 }\n"
      "facilities: \"ruang 30 orang\"\n"
      "risks { risk: \"peserta dipanggil pimpinan\" answer: \"kelas pengganti\" }\n"
      "families: \"LURAH\"\n"
      "batch_min: 20\n"
      "batch_max: 30\n",
      Say("# Sumber dana: ", "# Funding source: "),
      "PAD DAU DAK DBH DBHCHT PROVINCIAL_AID SILPA BLUD GRANT OTHER_FUNDS\n"
      "funding: PAD\n");
}

}  // namespace binadaya::cli
