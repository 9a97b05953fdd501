// How selections, seats and their reasons read.
#include "services/cli/language.h"
#include "services/cli/participants.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"

namespace binadaya::cli {
namespace {

namespace sv = scheduling::v1;

// Of a path of units its last code.
std::string UnitOrName(const std::string& name) {
  if (name.empty() || name.back() != '/') return name;
  const std::size_t before = name.rfind('/', name.size() - 2);
  return name.substr(before + 1, name.size() - before - 2);
}

std::string PercentText(double share) { return Cat(Number(share * 100, 1), " %"); }

std::string WhyLetBe(const sv::ContinuityOverride& one) {
  return Cat(Word(one.reason()), one.note().empty() ? "" : ": ", one.note());
}

}  // namespace

std::string SelectionText(const sv::Selection& of) {
  std::string text = Say(
      Cat("Pemilihan ke-", of.number(), ": ", of.considered(), " orang dinilai, ", of.qualified(),
          " memenuhi syarat, ", of.chosen(), " terpilih, ", of.waiting(), " menunggu.\n"),
      Cat("Selection ", of.number(), ": ", of.considered(), " people were judged, ", of.qualified(),
          " qualify, ", of.chosen(), " are chosen, ", of.waiting(), " wait.\n"));
  Rows rows = {
      {Say("hari pertama", "first day"), Say("kursi", "seats"), Say("terpilih", "chosen")}};
  for (const sv::IntakeSeats& intake : of.intakes())
    rows.push_back({intake.first_day(), Cat(intake.seats()), Cat(intake.chosen())});
  text += TableOf(rows);
  text += of.score_alone() ? Say(Cat("Skor sama diundi (benih ", of.seed(), ").\n"),
                                 Cat("Equal scores were drawn by lot (seed ", of.seed(), ").\n"))
                           : Say(Cat("Benih undian ", of.seed(), ".\n"),
                                 Cat("Seed of the lots ", of.seed(), ".\n"));
  if (of.overridden() > 0) {
    text +=
        Say(Cat(of.overridden(), " di luar urutan.\n"), Cat(of.overridden(), " out of turn.\n"));
  }
  for (const v1::Finding& warning : of.warnings()) text += FindingText(warning);
  return text;
}

std::string EnrolmentsText(const std::vector<sv::Enrolment>& enrolments, const Names& names) {
  Rows rows = {
      {Say("urutan", "rank"), Say("pegawai", "person"), Say("keadaan", "state"),
       Say("jawab paling lambat", "answer by"), Say("alasan", "reason"), "id"}};
  for (const sv::Enrolment& one : enrolments) {
    std::string why = one.reason();
    if (why.empty() && one.end_cause() != sv::END_CAUSE_UNSPECIFIED) why = Word(one.end_cause());
    if (one.override() != sv::OVERRIDE_REASON_UNSPECIFIED) {
      why += Cat(
          why.empty() ? "" : "; ", Say("di luar urutan: ", "out of turn: "), Word(one.override()));
    }
    const bool kept = one.state() == sv::ENROLMENT_WAITLISTED && !one.batch().empty();
    rows.push_back(
        {Cat(one.upheld() ? "*" : "", one.rank()), NameIn(names, one.person()),
         kept ? Say("kursi disimpan", "seat kept") : Word(one.state()),
         one.state() == sv::ENROLMENT_OFFERED ? one.answer_by() : "-", why, one.id()});
  }
  return TableOf(rows);
}

std::string ChoiceText(const sv::Choice& of, const std::string& name) {
  std::string text = Cat(name, ": ", Word(of.standing()), "\n");
  for (const v1::Finding& reason : of.reasons())
    text += Cat("  ", reason.rule(), "  ", Say(reason.id(), reason.en()), "\n");
  if (of.drawn()) text += Say("Hanya undian yang menentukan.\n", "The lot alone decided.\n");
  text +=
      Say(Cat("Diputus ", of.made_on(), "; keberatan sampai ", of.object_until(), ".\n"),
          Cat("Decided on ", of.made_on(), "; objections until ", of.object_until(), ".\n"));
  if (of.has_objection()) {
    text += Say("Keberatan: ", "Objection: ") +
            Cat(Word(of.objection().state()),
                of.objection().decision().empty() ? "" : Cat(" (", of.objection().decision(), ")"),
                "\n");
  }
  if (of.has_enrolment())
    text += Say("Kepesertaan: ", "Enrolment: ") + Cat(Word(of.enrolment().state()), "\n");
  return text;
}

std::string FairnessText(const sv::Fairness& fairness) {
  Rows rows = {
      {Say("menurut", "by"), Say("kelompok", "group"), Say("dinilai", "judged"),
       Say("terpilih", "chosen"), Say("bagian", "rate")}};
  std::string below;
  for (const sv::DimensionFairness& of : fairness.dimensions()) {
    for (const sv::FairnessGroup& group : of.groups()) {
      rows.push_back(
          {Word(of.dimension()), UnitOrName(group.name()), Cat(group.considered()),
           Cat(group.chosen()), PercentText(group.rate())});
    }
    if (of.has_ratio()) {
      below +=
          Say(Cat(Word(of.dimension()), ": bagian terendah ", Number(of.ratio(), 2),
                  " kali yang tertinggi\n"),
              Cat(Word(of.dimension()), ": the lowest rate is ", Number(of.ratio(), 2),
                  " times the highest\n"));
    }
    if (of.hides()) {
      below +=
          Say(Cat(Word(of.dimension()), ": kelompok kecil tidak ditampilkan\n"),
              Cat(Word(of.dimension()), ": small groups are not shown\n"));
    }
    for (const v1::Finding& finding : of.findings()) below += FindingText(finding);
  }
  below +=
      Say(Cat("Di luar urutan: ", fairness.overridden(), " dari ", fairness.chosen(), " kursi (",
              PercentText(fairness.override_rate()), ")\n"),
          Cat("Out of turn: ", fairness.overridden(), " of ", fairness.chosen(), " seats (",
              PercentText(fairness.override_rate()), ")\n"));
  below += Say(
      Cat("Kesinambungan layanan dikesampingkan: ", fairness.continuity_overridden(), " dari ",
          fairness.batches(), " kelas (", PercentText(fairness.continuity_override_rate()), ")\n"),
      Cat("Continuity of service let be broken: ", fairness.continuity_overridden(), " of ",
          fairness.batches(), " batches (", PercentText(fairness.continuity_override_rate()),
          ")\n"));
  for (const v1::Finding& finding : fairness.findings()) below += FindingText(finding);
  return Cat(TableOf(rows), below);
}

std::string OverridesText(const sv::ContinuityOverrides& made) {
  Rows rows = {
      {Say("aturan", "rule"), Say("mengenai", "about"), Say("kapan", "when"),
       Say("sampai", "up to"), Say("alasan", "reason")}};
  for (const sv::ContinuityOverride& one : made.overrides())
    rows.push_back({one.rule(), one.about(), one.period(), Cat(one.allows()), WhyLetBe(one)});
  return TableOf(rows);
}

std::string OverridesText(const sv::ListContinuityOverridesResponse& listed) {
  Rows rows = {
      {Say("kelas", "batch"), Say("aturan", "rule"), Say("mengenai", "about"), Say("kapan", "when"),
       Say("sampai", "up to"), Say("alasan", "reason"), Say("oleh", "by"), Say("unit", "unit"),
       Say("pada", "on")}};
  for (const sv::ContinuityOverride& one : listed.overrides()) {
    rows.push_back(
        {one.batch(), one.rule(), one.about(), one.period(), Cat(one.allows()), WhyLetBe(one),
         one.made_by(), one.unit(), one.made_on()});
  }
  return TableOf(rows);
}

}  // namespace binadaya::cli
