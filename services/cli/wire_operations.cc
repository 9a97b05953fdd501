// The command line of what an operator does to any service.
#include "services/cli/clock.h"
#include "services/cli/dead_letters.h"
#include "services/cli/every_service.h"
#include "services/cli/jobs.h"
#include "services/cli/replay.h"
#include "services/cli/tokens.h"
#include "services/cli/topics.h"
#include "services/cli/wiring.h"

namespace binadaya::cli {
namespace {

std::string ServiceHelp() { return Say("Layanan", "Service"); }

void WireAudit(Program& p) {
  CLI::App* audit = p.Command(
      &p.app, "audit", Say("Siapa berbuat apa kepada siapa", "Who did what to whom"),
      [&p] { return RunAudit(p.environment, p.audit, p.progress); });
  Program::Service(
      audit, p.audit.service, Say("Layanan; bawaan semuanya", "Service; by default all"));
  audit->add_option(
      "--by", p.audit.actor,
      Say("Pelaku: nama, NIP utuh, id, atau nama operator",
          "Who did it: name, whole NIP, id, or an operator's name"));
  audit->add_option(
      "--target", p.audit.target,
      Say("Terhadap: pegawai, unit, kebutuhan, impor, …; juga impor yang menulisnya",
          "To whom or what: a person, a unit, a need, an import, …; the imports that wrote it "
          "too"));
  audit->add_option(
      "--method", p.audit.method, Say("Misalnya ValidateProfile", "Such as ValidateProfile"));
  Program::Day(audit, "--from", p.audit.from, Say("Sejak hari ini", "From this day on"));
  Program::Day(
      audit, "--to", p.audit.to, Say("Sampai dengan hari ini", "Until the end of this day"));
  audit->add_flag(
      "--refused", p.audit.refused_only, Say("Hanya yang ditolak", "Only what was refused"));
  audit->add_flag(
      "--all", p.audit.all,
      Say("Semuanya, bukan hanya 200 terbaru", "All, not only the newest 200"));
  CLI::App* verify = p.Command(
      &p.app, "verify-audit",
      Say("Periksa log audit bersegel satu layanan atau semuanya",
          "Verify the sealed audit log of one service or of all"),
      [&p] { return RunVerifyAudit(p.environment, p.service, p.progress); });
  Program::Service(verify, p.service, ServiceHelp());
}

void WireReplay(Program& p) {
  CLI::App* group = p.Group("replay", Say("Terapkan peristiwa sekali lagi", "Apply events again"));
  CLI::App* parked = p.Command(
      group, "dead-letters",
      Say("Coba lagi yang tidak dapat diterapkan sebuah layanan",
          "Try again what a service could not apply"),
      [&p] { return RunReplayParked(p.environment, p.service, p.accept); });
  parked
      ->add_option(
          "--accept", p.accept,
          Say("Penerbit yang dipulihkan dari cadangan: dari versi yang diceritakan dua kali, yang "
              "kemudian berlaku",
              "A publisher that was restored from a backup: of versions told twice, the later "
              "count"))
      ->check([](const std::string& text) {
        for (const std::string& service : AllServices())
          if (service == text) return std::string();
        return Say(text + ": bukan layanan", text + ": no service");
      });
  CLI::App* bootstrap = p.Command(
      group, "bootstrap",
      Say("Layanan mengambil alih masa lalu dari log yang didengarnya",
          "Have a service take over the past from the logs of those it hears"),
      [&p] { return RunReplayBootstrap(p.environment, p.service, p.progress); });
  CLI::App* seek = p.Command(
      group, "seek",
      Say("Layanan mendengar topiknya dari awal; tidak ada yang diterapkan dua kali",
          "Have a service hear its topics from their beginning; nothing is applied twice"),
      [&p] { return RunReplaySeek(p.environment, p.service); });
  CLI::App* projection = p.Command(
      group, "projection",
      Say("Kosongkan proyeksi sebuah layanan dan isi dari log yang didengarnya",
          "Empty the projection of a service and fill it from the logs of those it hears"),
      [&p] { return RunReplayProjection(p.environment, p.service, p.progress); });
  for (CLI::App* command : {parked, bootstrap, seek, projection})
    Program::Service(command, p.service, ServiceHelp())->required();
  CLI::App* discard = p.Command(
      &p.app, "discard",
      Say("Buang satu surat mati dengan alasan; yang menunggu di belakangnya dilanjutkan",
          "Settle one dead letter with a reason; what waited behind it goes on"),
      [&p] { return RunDiscard(p.environment, p.service, p.id, p.reason); });
  Program::Service(discard, p.service, ServiceHelp())->required();
  discard
      ->add_option(
          "LETTER", p.id,
          Say("Awal id dari list dead-letters", "First letters of the id, from list dead-letters"))
      ->required();
  discard->add_option("--reason", p.reason, Say("Alasannya", "Why"))->required();
}

void WireJobs(Program& p) {
  const auto of_service = [&p](CLI::App* command) {
    Program::Service(command, p.service, ServiceHelp())->required();
  };
  CLI::App* list = p.Command(
      p.app.get_subcommand("list"), "jobs",
      Say("Pekerjaan latar sebuah layanan, misalnya impor berkas besar",
          "Long work of a service, such as the import of a large file"),
      [&p] { return RunListJobs(p.environment, p.service, p.all); });
  of_service(list);
  list->add_flag("--all", p.all, Say("Juga yang sudah berakhir", "Also what has ended"));
  const std::string letters =
      Say("Awal id dari list jobs", "First letters of the id, from list jobs");
  CLI::App* get = p.Command(
      p.app.get_subcommand("get"), "job", Say("Satu pekerjaan latar", "One job"),
      [&p] { return RunGetJob(p.environment, p.service, p.id); });
  of_service(get);
  get->add_option("JOB", p.id, letters)->required();
  CLI::App* cancel = p.Command(
      &p.app, "cancel",
      Say("Batalkan satu pekerjaan latar, bila belum berlaku",
          "Cancel a job, unless its effect is there already"),
      [&p] { return RunCancel(p.environment, p.service, p.id); });
  of_service(cancel);
  cancel->add_option("JOB", p.id, letters)->required();
}

void WireToken(Program& p) {
  CLI::App* token = Program::Named(p.app.add_subcommand(
      "token", Say("Cetak token yang berlaku 15 menit, ditandatangani kunci operator",
                   "Print a token, good for 15 minutes, signed with the operator's key")));
  CLI::App* revoke = p.Command(
      token, "revoke",
      Say("Semua layanan menolak token ini sejak sekarang",
          "Have every service refuse a token from now on"),
      [&p] { return RunTokenRevoke(p.environment, p.token_id, p.progress); });
  revoke->add_option("TOKEN_ID", p.token_id, Say("Klaim jti", "The claim jti"))->required();
  token->add_option(
      "--for", p.service,
      Say("Satu-satunya layanan yang menerimanya", "The one service that takes it"));
  token->add_option(
      "--subject", p.subject,
      Say("Id pegawai (UUID), atau nama operator", "Person id (UUID), or the name of an operator"));
  Program::Several(
      token, "--grant", p.grants,
      Say("PERAN:LETAK, misalnya ANALYST:/ atau UNIT_HEAD:/33.74.01/; boleh berulang",
          "ROLE:PATH, such as ANALYST:/ or UNIT_HEAD:/33.74.01/; may be repeated"));
  p.commands.emplace_back(
      token, [&p] { return RunToken(p.environment, p.service, p.subject, p.grants); });
}

void WirePolicy(Program& p) {
  CLI::App* group =
      p.Group("policy", Say("Angka dari hukum atau kebijakan", "Numbers that law or policy sets"));
  CLI::App* list = p.Command(
      group, "list", Say("Milik sebuah layanan", "Those of a service"),
      [&p] { return RunPolicyList(p.environment, p.service); });
  Program::Service(list, p.service, ServiceHelp())->required();
  CLI::App* set = p.Command(
      group, "set",
      Say("Tetapkan sejak suatu hari; hari sebelumnya tetap seperti semula",
          "Set one from a day on; earlier days keep what was in force"),
      [&p] { return RunPolicySet(p.environment, p.policy); });
  Program::Service(set, p.policy.service, ServiceHelp())->required();
  set->add_option("KEY", p.policy.key, Say("Misalnya priority.weights", "Such as priority.weights"))
      ->required();
  Program::Day(set, "VALID_FROM", p.policy.valid_from, "2026-03-01")->required();
  set->add_option(
         "VALUE", p.policy.values, Say("Sebanyak nilai kebijakan itu", "As many as the policy has"))
      ->required();
  set->add_option(
         "--basis", p.policy.basis,
         Say("Hukum atau keputusan yang menetapkannya", "The law or decision that sets it"))
      ->required();
  set->add_option(
      "--verified-by", p.policy.verified_by,
      Say("Siapa yang mencocokkan dengan sumbernya", "Who checked it against its source"));
}

void WireStack(Program& p) {
  p.Command(
       p.Group("topics", Say("Topik Kafka", "Kafka's topics")), "apply",
       Say("Buat yang belum ada dan atur konfigurasinya; partisi tidak pernah diubah",
           "Create what is missing and set the configuration; never changes partitions"),
       [&p] { return RunTopicsApply(p.environment, p.file); })
      ->add_option(
          "--file", p.file,
          Say("Baris: nama partisi kunci=nilai…", "Lines of: name partitions key=value…"))
      ->required();
  CLI::App* group = p.Group("clock", Say("Waktu stack", "The time of the stack"));
  p.Command(
      group, "show", Say("Tampilkan", "Show it"), [&p] { return RunClockShow(p.environment); });
  p.Command(
       group, "to",
       Say("Geser, untuk demo dan uji; ditolak di produksi",
           "Move it, for demo and tests; refused in production"),
       [&p] { return RunClockTo(p.environment, p.when); })
      ->add_option(
          "WHEN", p.when,
          Say("Tanggal (saat pertamanya) atau RFC 3339", "A date (its first instant) or RFC 3339"))
      ->required();
}

}  // namespace

void WireOperations(Program& p) {
  for (const auto wire : {&WireAudit, &WireReplay, &WireJobs, &WireToken, &WirePolicy, &WireStack})
    wire(p);
}

}  // namespace binadaya::cli
