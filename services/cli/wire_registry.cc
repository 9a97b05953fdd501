// The command line of what is looked up in, and done to, the registry and needs.
#include "services/cli/chain.h"
#include "services/cli/dead_letters.h"
#include "services/cli/views.h"
#include "services/cli/wiring.h"
#include "services/cli/words.h"

namespace binadaya::cli {
namespace {

using RunList = absl::StatusOr<Answer> (*)(const Environment&, const ListOptions&);

std::string AsOf() {
  return Say("Keadaan pada hari ini (2026-03-01)", "As of this day (2026-03-01)");
}

void WireList(Program& p) {
  CLI::App* group = p.Group(
      "list", Say("Daftar pegawai, unit, jabatan, kampanye, …",
                  "Lists of people, units, posts, campaigns, …"));
  const auto list = [&](const char* name, const std::string& meaning, RunList run) {
    CLI::App* command =
        p.Command(group, name, meaning, [&p, run] { return run(p.environment, p.list); });
    command->add_flag(
        "--all", p.list.all,
        Say("Semuanya, bukan hanya 200 pertama", "All, not only the first 200"));
    return command;
  };
  const auto text = [&](CLI::App* command, const std::string& meaning) {
    command->add_option("TEXT", p.list.text, meaning);
  };
  const std::string name_or_code =
      Say("Bagian dari nama, atau awal kodenya", "Part of the name, or the beginning of the code");
  const std::string inside = Say("Di dalam unit ini", "Inside this unit");
  const std::string order = Say("Urut menurut: ", "In the order of: ");

  CLI::App* people = list("people", Say("Pegawai", "People"), &RunListPeople);
  text(people, Say("Bagian dari nama", "Part of the name"));
  people->add_option("--unit", p.list.unit, inside);
  people->add_option("--post", p.list.post, Say("Jabatannya", "On this post"));
  people->add_option(
      "--profile", p.list.profile,
      Say("Sejauh mana profilnya: ", "How far the profile is: ") +
          Choices<registry::v1::ProfileFilter>());
  people->add_option(
      "--campaign", p.list.campaign,
      Say("Dalam kampanye penilaian ini", "In this rating campaign"));
  people->add_option(
      "--status", p.list.legal_position,
      Say("Kedudukan hukum: AKTIF, CLTN, PENSIUN, …", "Legal position: AKTIF, CLTN, PENSIUN, …"));
  people->add_flag(
      "--former", p.list.former,
      Say("Juga yang tidak (lagi) memegang jabatan", "Also those who hold no post (any more)"));
  Program::Day(people, "--as-of", p.list.as_of, AsOf());
  people->add_option("--sort", p.list.sort, order + Choices<registry::v1::PeopleOrder>());

  CLI::App* units = list("units", Say("Unit", "Units"), &RunListUnits);
  text(
      units, Say("Bagian dari nama, kini atau dulu, atau awal kodenya",
                 "Part of the name, now or before, or the beginning of the code"));
  units->add_option("--unit", p.list.unit, inside);
  units->add_option(
      "--kind", p.list.kind, Say("Jenis: DINAS, KECAMATAN, …", "Kind: DINAS, KECAMATAN, …"));
  Program::Day(units, "--as-of", p.list.as_of, AsOf());
  units->add_option("--sort", p.list.sort, order + Choices<registry::v1::UnitOrder>());

  CLI::App* posts = list("posts", Say("Jabatan", "Posts"), &RunListPosts);
  text(posts, name_or_code);
  posts->add_option("--family", p.list.family, Say("Rumpun jabatan", "Post family"));
  posts->add_option(
      "--group", p.list.group, Say("Jenjang: ", "Group: ") + Choices<registry::v1::PostGroup>());
  Program::Day(posts, "--as-of", p.list.as_of, AsOf());
  posts->add_option("--sort", p.list.sort, order + Choices<registry::v1::PostOrder>());

  CLI::App* competencies =
      list("competencies", Say("Kompetensi", "Competencies"), &RunListCompetencies);
  text(competencies, name_or_code);
  competencies->add_option("--cluster", p.list.cluster, "MANAJERIAL, SOSIOKULTURAL, TEKNIS");

  CLI::App* campaigns = list(
      "campaigns",
      Say("Kampanye penilaian dan kampanye kebutuhan", "Rating campaigns and needs campaigns"),
      &RunListCampaigns);
  text(campaigns, Say("Bagian dari nama", "Part of the name"));
  campaigns->add_option("--unit", p.list.unit, inside);
  campaigns->add_option(
      "--phase", p.list.phase, Say("Tahap: ", "Phase: ") + Choices<registry::v1::CampaignPhase>());

  CLI::App* needs =
      list("needs", Say("Kebutuhan, menurut peringkat", "Needs, by rank"), &RunListNeeds);
  needs->add_option(
      "--campaign", p.list.campaign,
      Say("Tahun atau awal id kampanye kebutuhan",
          "Year, or first letters of the id, of the needs campaign"));
  needs->add_option(
      "--state", p.list.state, Say("Keadaan: ", "State: ") + Choices<needs::v1::NeedState>());
  needs->add_option("--competency", p.list.competency, Say("Kompetensi", "Competency"));
  needs->add_option("--family", p.list.family, Say("Rumpun jabatan", "Post family"));

  CLI::App* parked = p.Command(
      group, "parked",
      Say("Peristiwa yang tertahan di sebuah layanan", "Events that wait in a service"),
      [&p] { return RunListParked(p.environment, p.service); });
  Program::Service(parked, p.service, Say("Layanan", "Service"))->required();
  CLI::App* dead = p.Command(
      group, "dead-letters",
      Say("Peristiwa yang tidak dapat diterapkan, dengan sebabnya",
          "Events that could not be applied, and why"),
      [&p] { return RunListDeadLetters(p.environment, p.service, p.all); });
  Program::Service(dead, p.service, Say("Layanan", "Service"))->required();
  dead->add_flag("--all", p.all, Say("Juga yang sudah dibuang", "Also those that were discarded"));
}

void WireGet(Program& p) {
  CLI::App* group = p.Group(
      "get", Say("Lihat satu pegawai, unit, jabatan, …", "Look at one person, unit, post, …"));
  using RunGet =
      absl::StatusOr<Answer> (*)(const Environment&, const std::string&, const std::string&);
  const auto get = [&](const char* name, const char* what, const std::string& meaning, RunGet run) {
    CLI::App* command =
        p.Command(group, name, meaning, [&p, run] { return run(p.environment, p.id, p.as_of); });
    command
        ->add_option(
            what, p.id, Say("Kode, nama, atau awal id", "Code, name or first letters of the id"))
        ->required();
    Program::Day(command, "--as-of", p.as_of, AsOf());
  };
  get("person", "PERSON",
      Say("Seorang pegawai (juga dengan NIP utuh)", "A person (also by the whole NIP)"),
      &RunGetPerson);
  get("profile", "PERSON",
      Say("Profil kompetensi seorang pegawai", "A person's competency profile"), &RunGetProfile);
  get("unit", "UNIT", Say("Sebuah unit", "A unit"), &RunGetUnit);
  get("post", "POST", Say("Sebuah jabatan dan standarnya", "A post and its standard"), &RunGetPost);
  const auto get_now = [&](const char* name, const char* what, const std::string& meaning,
                           absl::StatusOr<Answer> (*run)(const Environment&, const std::string&)) {
    CLI::App* command =
        p.Command(group, name, meaning, [&p, run] { return run(p.environment, p.id); });
    return command->add_option(
        what, p.id, Say("Kode, nama, atau awal id", "Code, name or first letters of the id"));
  };
  get_now("competency", "COMPETENCY", Say("Sebuah kompetensi", "A competency"), &RunGetCompetency)
      ->required();
  get_now("need", "NEED", Say("Sebuah kebutuhan dan skornya", "A need and its score"), &RunGetNeed)
      ->required();
  get_now(
      "dashboard", "UNIT",
      Say("Pegawai, penilaian, kesenjangan, dan kebutuhan sebuah unit; tanpa UNIT: kota",
          "People, ratings, gaps and needs of a unit; without UNIT: the city"),
      &RunGetDashboard);
  CLI::App* needs = p.Command(
      group, "needs", Say("Seperti list needs", "The same as list needs"),
      [&p] { return RunListNeeds(p.environment, p.list); });
  needs->add_option(
      "--campaign", p.list.campaign,
      Say("Tahun atau awal id kampanye kebutuhan",
          "Year, or first letters of the id, of the needs campaign"));
  CLI::App* campaign = p.Command(
      group, "campaign", Say("Seperti campaign status", "The same as campaign status"),
      [&p] { return RunCampaignStatus(p.environment, p.campaign); });
  campaign
      ->add_option(
          "CAMPAIGN", p.campaign.name, Say("Nama atau awal id", "Name or first letters of the id"))
      ->required();
}

void WireChain(Program& p) {
  CLI::App* group = p.Group(
      "chain",
      Say("Apa bertumpu pada apa, juga yang putus", "What rests on what, with missing links"));
  p.Command(
       group, "need", Say("Dari kebutuhan turun ke penilaian", "From a need down to the ratings"),
       [&p] { return RunNeedChain(p.environment, p.id); })
      ->add_option("NEED", p.id, Say("Awal id kebutuhan", "First letters of the need's id"))
      ->required();
  p.Command(
       group, "person",
       Say("Dari penilaian naik ke kebutuhan", "From a person's ratings up to the needs"),
       [&p] { return RunPersonChain(p.environment, p.id); })
      ->add_option(
          "PERSON", p.id,
          Say("Nama, NIP utuh, atau awal id", "Name, whole NIP or first letters of the id"))
      ->required();
}

void WireActs(Program& p) {
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
  define->add_option(
      "--functional-level", p.post.functional_level,
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
  CLI::App* status = p.Command(
      group, "status",
      Say("Keadaan dan formulir yang kembali", "How it stands, and the forms that came back"),
      [&p] { return RunCampaignStatus(p.environment, p.campaign); });
  CLI::App* close = p.Command(
      group, "close",
      Say("Tutup sebelum harinya, untuk selamanya", "Close before its day, for good"),
      [&p] { return RunCampaignClose(p.environment, p.campaign); });
  for (CLI::App* command : {status, close}) {
    command
        ->add_option(
            "CAMPAIGN", p.campaign.name,
            Say("Nama atau awal id", "Name or first letters of the id"))
        ->required();
  }
  status->add_option("--unit", p.campaign.unit, Say("Di dalam unit ini", "Inside this unit"));
  close->add_option("--reason", p.campaign.reason, Say("Alasannya", "Why"))->required();
}

}  // namespace

void WireRegistry(Program& p) {
  for (const auto wire : {&WireList, &WireGet, &WireChain, &WireActs}) wire(p);
}

}  // namespace binadaya::cli
