// The command line of what is looked up in the registry and needs.
#include "services/cli/chain.h"
#include "services/cli/dead_letters.h"
#include "services/cli/imported.h"
#include "services/cli/views.h"
#include "services/cli/wiring.h"
#include "services/cli/words.h"

namespace binadaya::cli {
namespace {

using RunList = absl::StatusOr<Answer> (*)(const Environment&, const ListOptions&);

std::string AsOf() {
  return Say("Keadaan pada hari ini (2026-03-01)", "As of this day (2026-03-01)");
}

std::string AllOfIt() {
  return Say("Semuanya, bukan hanya 200 pertama", "All, not only the first 200");
}

std::string WhoIsMeant() {
  return Say("Nama, NIP utuh, atau awal id", "Name, whole NIP or first letters of the id");
}

void WireList(Program& p) {
  CLI::App* group = p.Group(
      "list", Say("Daftar pegawai, unit, jabatan, kampanye, …",
                  "Lists of people, units, posts, campaigns, …"));
  const auto list = [&](const char* name, const std::string& meaning, RunList run) {
    CLI::App* command =
        p.Command(group, name, meaning, [&p, run] { return run(p.environment, p.list); });
    command->add_flag("--all", p.list.all, AllOfIt());
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
  Program::OneOf(
      people, "--status", p.list.legal_position,
      {"AKTIF", "CLTN", "TUGAS_BELAJAR", "DIPERBANTUKAN", "PEMBERHENTIAN_SEMENTARA", "PENSIUN",
       "MENINGGAL", "BERHENTI", "PINDAH_INSTANSI"},
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
  Program::OneOf(
      competencies, "--cluster", p.list.cluster, {"MANAJERIAL", "SOSIOKULTURAL", "TEKNIS"},
      "MANAJERIAL, SOSIOKULTURAL, TEKNIS");

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

  CLI::App* imports = list(
      "imports",
      Say("Berkas yang sudah diimpor, terbaru dahulu: kapan, oleh siapa, apa yang dilewati",
          "Files that were imported, newest first: when, by whom, what was skipped"),
      &RunListImports);
  imports->add_option(
      "--kind", p.list.kind,
      Say("Jenis: ", "Kind: ") + Choices<registry::v1::GetImportTemplateRequest::Kind>());
  imports->add_option(
      "--person", p.list.person, Say("Yang menyangkut pegawai ini", "About this person"));
  imports->add_option("--unit", p.list.unit, Say("Yang menyangkut unit ini", "About this unit"));
  imports->add_option("--post", p.list.post, Say("Yang menyangkut jabatan ini", "About this post"));
  imports->add_option("--file", p.list.file, Say("Impor berkas ini", "Of this very file"));

  CLI::App* unit_acts = list(
      "unit-acts",
      Say("Keputusan tentang unit: yang menunggu harinya, yang berlaku, yang gugur dan sebabnya",
          "What was decided about units: what waits for its day, is in force, or lapsed and why"),
      &RunListUnitActs);
  unit_acts->add_option("--unit", p.list.unit, Say("Kode unit", "Code of the unit"));
  unit_acts->add_option(
      "--state", p.list.state, Say("Keadaan: ", "State: ") + Choices<registry::v1::ActState>());

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

// Those that ask a question about people: who leaves, who fits, what stands about whom.
void WireListOfPeople(Program& p) {
  CLI::App* group = p.app.get_subcommand("list");
  const auto list = [&](const char* name, const std::string& meaning, RunList run) {
    CLI::App* command =
        p.Command(group, name, meaning, [&p, run] { return run(p.environment, p.list); });
    command->add_flag("--all", p.list.all, AllOfIt());
    return command;
  };
  const auto inside = [&](CLI::App* command) {
    command->add_option("--unit", p.list.unit, Say("Di dalam unit ini", "Inside this unit"));
  };
  const auto family = [&](CLI::App* command) {
    command->add_option("--family", p.list.family, Say("Rumpun jabatan", "Post family"));
  };
  const auto person = [&](CLI::App* command, std::string& target) {
    return command->add_option("PERSON", target, WhoIsMeant());
  };

  CLI::App* retirements = list(
      "retirements",
      Say("Siapa pergi karena usia (BUP) atau kontrak dalam 12 bulan mendatang",
          "Who leaves by age (BUP) or contract within the next 12 months"),
      &RunListRetirements);
  inside(retirements);
  retirements->add_option(
      "--months", p.list.months, Say("Lain dari 12 bulan", "Another number of months than 12"));

  person(
      list(
          "reports",
          Say("Bawahan langsung seorang atasan, menurut garis pelaporan",
              "Who reports to a superior, by the reporting line"),
          &RunListReports),
      p.list.text)
      ->required();

  CLI::App* candidates = list(
      "candidates",
      Say("Siapa yang cocok untuk sebuah program, dan mengapa (F-06)",
          "Who fits a program, and why (F-06)"),
      &RunListCandidates);
  Program::Several(
      candidates, "--target", p.list.targets,
      Say("M.08=1 atau M.08=1:0.5: naik berapa tingkat, dan bobotnya; boleh berulang",
          "M.08=1 or M.08=1:0.5: by how many levels it raises, and the weight; may be repeated"))
      ->required();
  inside(candidates);
  Program::Several(
      candidates, "--family", p.list.families,
      Say("Rumpun yang ikut juga tanpa kesenjangan; boleh berulang",
          "A family whose people need no gap; may be repeated"));
  candidates->add_option(
      "--next-family", p.list.next_family,
      Say("Kesenjangan terhadap rumpun berikutnya ini, bukan jabatan sekarang",
          "Gaps to this next family instead of to the post held"));
  Program::Day(candidates, "--from", p.list.from, Say("Hari pertama", "The first day"));
  Program::Day(
      candidates, "--to", p.list.to, Say("Hari pertama tidak lagi", "The first day no more"));

  CLI::App* gaps = list(
      "gaps",
      Say("Kesenjangan seorang pegawai, atau di dalam sebuah unit, terlebar dahulu",
          "The gaps of a person, or inside a unit, widest first"),
      &RunListGaps);
  person(gaps, p.list.text);
  gaps->add_flag(
      "--next", p.list.next,
      Say("Seorang pegawai: terhadap jabatan berikutnya", "Of a person: to the next posts"));
  Program::Day(gaps, "--as-of", p.list.as_of, AsOf());
  inside(gaps);
  gaps->add_option("--competency", p.list.competency, Say("Kompetensi", "Competency"));
  family(gaps);

  CLI::App* groups = list(
      "gap-groups",
      Say("Kesenjangan per kompetensi dan rumpun, dampak terlebar dahulu",
          "Gaps by competency and family, the widest effect first"),
      &RunListGapGroups);
  inside(groups);
  groups->add_option("--competency", p.list.competency, Say("Kompetensi", "Competency"));
  family(groups);
  groups->add_flag("--next", p.list.next, Say("Terhadap jabatan berikutnya", "To the next posts"));
  groups->add_option(
      "--next-family", p.list.next_family,
      Say("Terhadap rumpun berikutnya ini", "To this next family"));

  CLI::App* shortfalls = list(
      "shortfalls",
      Say("Siapa yang belum ikut pelatihan wajib, atau dinilai di bawah Baik",
          "Who has not done a required training, or was appraised below Baik"),
      &RunListShortfalls);
  shortfalls->add_option("KIND", p.list.kind, Choices<registry::v1::ShortfallKind>())->required();
  shortfalls->add_option(
      "--training", p.list.text, Say("Pelatihan ini saja", "This training only"));
  inside(shortfalls);
  family(shortfalls);

  CLI::App* appeals = p.Command(
      group, "appeals",
      Say("Keberatan yang menunggu keputusan", "Appeals that wait for a decision"),
      [&p] { return RunListAppeals(p.environment, p.list.unit, p.list.all); });
  appeals->add_flag("--all", p.list.all, AllOfIt());
  inside(appeals);

  CLI::App* records = p.Command(
      group, "records",
      Say("Catatan seorang pegawai: penilaian kinerja, pelatihan, pendidikan, disiplin, cuti",
          "What is on record about a person: appraisals, trainings, education, discipline, leave"),
      [&p] { return RunListRecords(p.environment, p.record); });
  person(records, p.record.person)->required();
  records->add_option(
      "--kind", p.record.kind, Say("Jenis: ", "Kind: ") + Choices<registry::v1::RecordKind>());
  Program::Day(records, "--as-of", p.record.as_of, AsOf());

  person(
      p.Command(
          group, "acts",
          Say("Apa yang ditetapkan keputusan (SK) tentang seorang pegawai",
              "What decrees did to a person"),
          [&p] { return RunListActs(p.environment, p.id); }),
      p.id)
      ->required();

  CLI::App* careers = p.Command(
      group, "careers",
      Say("Jalur karier: rumpun berikutnya", "Career paths: which family is next"),
      [&p] { return RunListCareers(p.environment, p.regulation); });
  CLI::App* trainings = p.Command(
      group, "trainings", Say("Pelatihan yang diwajibkan", "Trainings that are required"),
      [&p] { return RunListTrainings(p.environment, p.regulation); });
  for (CLI::App* command : {careers, trainings})
    Program::Day(command, "--as-of", p.regulation.as_of, AsOf());
  p.Command(
       group, "holidays",
       Say("Hari libur setahun: siapa mengisinya, kapan, atas dasar apa",
           "The holidays of a year: who entered them, when, by which document"),
       [&p] { return RunListHolidays(p.environment, p.regulation); })
      ->add_option(
          "YEAR", p.regulation.year, Say("Tahun; tanpa ini: kini", "Year; by itself this one"));
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
  get_now(
      "own-file", "PERSON",
      Say("Semua yang dilihat seorang pegawai tentang dirinya",
          "Everything that a person sees of himself"),
      &RunGetOwnFile)
      ->required();
  get_now("need", "NEED", Say("Sebuah kebutuhan dan skornya", "A need and its score"), &RunGetNeed)
      ->required();
  get_now(
      "import", "IMPORT",
      Say("Satu berkas yang diimpor, dan semua yang ditambah atau diubahnya",
          "A file that was imported, and all that it added or changed"),
      &RunGetImport)
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
      ->add_option("PERSON", p.id, WhoIsMeant())
      ->required();
}

}  // namespace

void WireRegistry(Program& p) {
  for (const auto wire : {&WireList, &WireListOfPeople, &WireGet, &WireChain}) wire(p);
}

}  // namespace binadaya::cli
