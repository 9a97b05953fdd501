// The command line of what is done to the registry as a whole: forms, posts, campaigns,
// regulations.
#include "services/cli/wiring.h"
#include "services/cli/words.h"

namespace binadaya::cli {
namespace {

void WireForms(Program& p) {
  CLI::App* rate = p.Command(
      &p.app, "rate",
      Say("Catat satu formulir penilaian atas nama pengisinya",
          "Record one rating form in the name of who filled it in"),
      [&p] { return RunRate(p.environment, p.rate); });
  rate->add_option("PERSON", p.rate.person, Say("Siapa yang dinilai", "Who is rated"))->required();
  rate->add_option(
          "LEVEL", p.rate.levels,
          Say("KOMPETENSI=TINGKAT, misalnya M.08=3", "COMPETENCY=LEVEL, such as M.08=3"))
      ->required();
  rate->add_option("--campaign", p.rate.campaign, Say("Kampanye penilaian", "Rating campaign"))
      ->required();
  rate->add_option(
          "--role", p.rate.role, Say("Sebagai: ", "As: ") + Choices<registry::v1::RaterRole>())
      ->required();
  rate->add_option(
      "--as", p.rate.rater,
      Say("Pengisi formulir; bawaan: pegawai itu sendiri, atau atasannya",
          "Who filled it in; by default the person, or the superior"));
  Program::Day(
      rate, "--seen-on", p.rate.seen_on, Say("Hari pengamatan", "The day on which it was seen"));

  CLI::App* assign = p.Command(
      &p.app, "assign", Say("Tempatkan pegawai pada jabatan", "Put a person on a post"),
      [&p] { return RunAssign(p.environment, p.assign); });
  assign->add_option("PERSON", p.assign.person, Say("Pegawai", "Person"))->required();
  assign->add_option("POST", p.assign.post, Say("Jabatan", "Post"))->required();
  assign->add_option("UNIT", p.assign.unit, "Unit")->required();
  Program::Day(assign, "--from", p.assign.from, Say("Mulai berlaku", "The first day"))->required();
  assign
      ->add_option(
          "--decree", p.assign.decree, Say("Nomor keputusan (SK)", "Number of the decree (SK)"))
      ->required();
  assign->add_option(
      "--kind", p.assign.kind,
      Say("Bawaan definitif: ", "By default definitive: ") +
          Choices<registry::v1::AssignmentKind>());
  Program::Day(
      assign, "--to", p.assign.to,
      Say("Plt/Plh: hari pertama tidak lagi", "Acting: the first day no more"));

  CLI::App* define = p.Command(
      p.Group("post", Say("Jabatan", "Posts")), "define",
      Say("Tetapkan jabatan dan standarnya, seutuhnya",
          "Define a post and its standard, as a whole"),
      [&p] { return RunPostDefine(p.environment, p.post); });
  define->add_option("CODE", p.post.code, Say("Kode", "Code"))->required();
  define->add_option("--title", p.post.title, Say("Nama jabatan", "Title"))->required();
  define
      ->add_option(
          "--group", p.post.group, Say("Jenjang: ", "Group: ") + Choices<registry::v1::PostGroup>())
      ->required();
  define->add_option("--family", p.post.family, Say("Rumpun jabatan", "Post family"))->required();
  define->add_option(
      "--echelon", p.post.echelon, Say("Eselon: II.a … IV.b", "Echelon: II.a … IV.b"));
  Program::OneOf(
      define, "--functional-level", p.post.functional_level,
      {"AHLI_PERTAMA", "AHLI_MUDA", "AHLI_MADYA", "AHLI_UTAMA", "PEMULA", "TERAMPIL", "MAHIR",
       "PENYELIA"},
      Say("Fungsional: AHLI_MUDA, …", "Functional: AHLI_MUDA, …"));
  define->add_option(
      "--criticality", p.post.criticality,
      Say("0 sampai 1: seberapa langsung warga merasakannya",
          "0 to 1: how directly citizens feel it"));
  Program::Several(
      define, "--level", p.post.levels,
      Say("M.08=4: lain dari jenjangnya; boleh berulang",
          "M.08=4: other than the group's; may be repeated"));
  Program::Several(
      define, "--without", p.post.without,
      Say("Kompetensi yang tidak dituntut; boleh berulang",
          "A competency that it does not demand; may be repeated"));
  define->add_flag(
      "--head", p.post.is_head, Say("Pemegangnya mengepalai unit", "Its holder heads the unit"));
  Program::Day(
      define, "--from", p.post.from,
      Say("Mulai berlaku; bawaan hari ini", "The first day; by default today"));
}

void WireCampaigns(Program& p) {
  CLI::App* group = p.Group("campaign", Say("Kampanye penilaian", "Rating campaigns"));
  CLI::App* open = p.Command(group, "open", Say("Buka", "Open one"), [&p] {
    return RunCampaignOpen(p.environment, p.campaign);
  });
  open->add_option("NAME", p.campaign.name, Say("Nama", "Name"))->required();
  open->add_option("--unit", p.campaign.unit, Say("Unit; / adalah kota", "Unit; / is the city"))
      ->required();
  Program::Day(open, "--opens", p.campaign.opens, Say("Hari pertama", "The first day"))->required();
  Program::Day(
      open, "--closes", p.campaign.closes,
      Say("Hari pertama yang tertutup", "The first day on which it is closed"))
      ->required();
  open->add_flag(
      "--by-invitation", p.campaign.by_invitation,
      Say("Hanya yang dinilai atas undangan yang ikut, bukan semua orang di unit itu",
          "Only whom somebody is invited to judge takes part, not everybody of the unit"));
  CLI::App* status = p.Command(
      group, "status",
      Say("Keadaan dan formulir yang kembali", "How it stands, and the forms that came back"),
      [&p] { return RunCampaignStatus(p.environment, p.campaign); });
  CLI::App* close = p.Command(
      group, "close",
      Say("Tutup sebelum harinya, untuk selamanya", "Close before its day, for good"),
      [&p] { return RunCampaignClose(p.environment, p.campaign); });
  CLI::App* invite = p.Command(
      group, "invite",
      Say("Undang rekan dan bawahan menilai seseorang; tanpa nama: tampilkan yang mungkin",
          "Invite peers and subordinates to judge a person; without names: show who might"),
      [&p] { return RunCampaignInvite(p.environment, p.campaign); });
  CLI::App* raters = p.Command(
      group, "raters",
      Say("Bagaimana para atasan menilai, per unit", "How the superiors judged, by unit"),
      [&p] { return RunCampaignRaters(p.environment, p.campaign); });
  for (CLI::App* command : {status, close, invite, raters}) {
    command
        ->add_option(
            "CAMPAIGN", p.campaign.name,
            Say("Nama atau awal id", "Name or first letters of the id"))
        ->required();
  }
  for (CLI::App* command : {status, raters})
    command->add_option("--unit", p.campaign.unit, Say("Di dalam unit ini", "Inside this unit"));
  invite->add_option("PERSON", p.campaign.person, Say("Siapa yang dinilai", "Who is judged"))
      ->required();
  Program::Several(
      invite, "--peer", p.campaign.peers, Say("Rekan; boleh berulang", "A peer; may be repeated"));
  Program::Several(
      invite, "--subordinate", p.campaign.subordinates,
      Say("Bawahan; boleh berulang", "A subordinate; may be repeated"));
  close->add_option("--reason", p.campaign.reason, Say("Alasannya", "Why"))->required();
}

void WireRegulations(Program& p) {
  const auto basis = [&](CLI::App* command) {
    command
        ->add_option(
            "--basis", p.regulation.basis,
            Say("Keputusan atau peraturan yang menetapkannya",
                "The decree or regulation that says so"))
        ->required();
    Program::Day(
        command, "--from", p.regulation.from,
        Say("Mulai berlaku; bawaan hari ini", "The first day; by default today"));
  };
  CLI::App* career = p.Command(
      p.Group("career", Say("Jalur karier", "Career paths")), "set",
      Say("Tetapkan rumpun yang berikutnya; kesenjangan terhadapnya lalu diukur",
          "Say which families come next; the gaps to them are then measured"),
      [&p] { return RunCareerSet(p.environment, p.regulation); });
  career
      ->add_option("FAMILY", p.regulation.family, Say("Rumpun jabatan sekarang", "The family held"))
      ->required();
  career->add_option(
      "NEXT", p.regulation.next_families, Say("Rumpun berikutnya", "The next families"));
  career->add_flag("--ends", p.regulation.ends, Say("Jalurnya berakhir", "The path ends"));
  basis(career);

  CLI::App* training = p.Command(
      p.Group("training", Say("Pelatihan wajib", "Required trainings")), "require",
      Say("Tetapkan siapa yang wajib ikut sebuah pelatihan", "Say of whom a training is required"),
      [&p] { return RunTrainingRequire(p.environment, p.regulation); });
  training->add_option("TRAINING", p.regulation.training, "PKP, PKA, PKN_II, LATSAR, …")
      ->required();
  training->add_option(
      "--group", p.regulation.group,
      Say("Jenjang jabatannya: ", "Of holders of posts of: ") + Choices<registry::v1::PostGroup>());
  Program::OneOf(
      training, "--employment", p.regulation.employment_type, {"CPNS", "PNS", "PPPK", "PPPK_PW"},
      Say("Jenis kepegawaian: CPNS, …", "Employment type: CPNS, …"));
  Program::Day(
      training, "--regulated-on", p.regulation.regulated_on,
      Say("Tanggal peraturannya", "Day of the regulation"));
  training->add_flag(
      "--not-any-more", p.regulation.ends, Say("Tidak lagi diwajibkan", "Not required any more"));
  basis(training);

  CLI::App* holidays = p.Command(
      p.Group("holidays", Say("Hari libur: bukan hari kerja", "Holidays: no working days")), "set",
      Say("Isi semua hari libur setahun, menggantikan yang lama",
          "Enter all holidays of a year, in place of those before"),
      [&p] { return RunHolidaysSet(p.environment, p.regulation); });
  holidays->add_option("YEAR", p.regulation.year, Say("Tahun", "Year"))->required();
  holidays
      ->add_option(
          "DAY", p.regulation.holidays,
          Say("TANGGAL=NAMA, misalnya \"2026-01-01=Tahun Baru\"",
              "DAY=NAME, such as \"2026-01-01=Tahun Baru\""))
      ->required();
  holidays->add_option(
      "--provisional", p.regulation.provisional,
      Say("Tanggal yang masih dapat digeser SKB", "Days that a decree may still shift"));
  holidays->add_option(
      "--basis", p.regulation.basis,
      Say("Dasarnya, misalnya SKB 3 Menteri", "What it rests on, such as the SKB 3 Menteri"));
}

}  // namespace

void WireActs(Program& p) {
  for (const auto wire : {&WireForms, &WireCampaigns, &WireRegulations}) wire(p);
}

}  // namespace binadaya::cli
