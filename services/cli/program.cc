#include "services/cli/program.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "services/cli/every_service.h"
#include "services/cli/render.h"
#include "services/cli/wiring.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"

namespace binadaya::cli {
namespace {

std::string Footer() {
  return Say(
      "Kode keluar:\n"
      "  0  selesai\n"
      "  1  ditolak, atau ditemukan yang salah; temuannya menyebut apa yang harus dilakukan\n"
      "  2  perintahnya keliru, atau lingkungannya kurang\n"
      "  3  layanan atau broker tidak menjawab; perintah yang sama boleh diulang\n\n"
      "Pegawai, unit, jabatan, kampanye, dan kebutuhan disebut dengan kode, nama, atau awal "
      "id-nya.\n"
      "Bahasa: --lang id|en, lalu BINADAYA_LANG, lalu LANG.\n"
      "Stack ditemukan dari lingkungan: muat berkas env yang ditulis deploy/up (.local/env).",
      "Exit codes:\n"
      "  0  done\n"
      "  1  refused, or something was found to be wrong; the findings say what to do\n"
      "  2  wrong usage, or the environment lacks something\n"
      "  3  a service or the broker did not answer; the same command again may do\n\n"
      "People, units, posts, campaigns and needs are named by code, name or the first letters of "
      "their id.\n"
      "Language: --lang id|en, then BINADAYA_LANG, then LANG.\n"
      "The stack is told by the environment: source the file env that deploy/up wrote "
      "(.local/env).");
}

// The value of an option before the command line is read as a whole.
std::string ValueOf(const std::vector<std::string>& arguments, std::string_view option) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == option && i + 1 < arguments.size()) return arguments[i + 1];
    if (arguments[i].starts_with(Cat(option, "="))) return arguments[i].substr(option.size() + 1);
  }
  return "";
}

template <class Kind>
bool Is(const CLI::ParseError& error) {
  return dynamic_cast<const Kind*>(&error) != nullptr;
}

// "help list people" is "list people --help".
void TurnHelp(std::vector<std::string>& arguments) {
  for (auto one = arguments.begin(); one != arguments.end(); ++one) {
    if (*one == "--lang" && std::next(one) != arguments.end()) {
      ++one;
    } else if (*one == "help") {
      arguments.erase(one);
      arguments.emplace_back("--help");
      return;
    } else if (!one->starts_with("-")) {
      return;
    }
  }
}

// The first word that should name a command and names none; empty when none is written.
std::string UnknownCommand(CLI::App& app, const std::vector<std::string>& arguments) {
  CLI::App* group = &app;
  for (auto one = arguments.begin(); one != arguments.end(); ++one) {
    if (*one == "--lang" && std::next(one) != arguments.end()) {
      ++one;
    } else if (!one->starts_with("-")) {
      const auto all = group->get_subcommands(nullptr);
      if (all.empty()) return "";
      const auto next = std::find_if(
          all.begin(), all.end(), [&](const CLI::App* each) { return each->get_name() == *one; });
      if (next == all.end()) return *one;
      group = *next;
    }
  }
  return "";
}

ExitCode Print(const absl::StatusOr<Answer>& answer, bool json, const Surroundings& around) {
  if (!answer.ok()) {
    around.out << (json ? Cat(ErrorJson(answer.status()), "\n") : ErrorText(answer.status()));
    return ExitCodeOf(answer.status());
  }
  around.out << (json ? Cat(answer->json, "\n") : answer->text) << std::flush;
  if (!json) around.err << answer->note;
  return answer->exit;
}

ExitCode Answered(Program& p, std::vector<std::string> arguments, const Surroundings& around) {
  const bool json = std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
  const std::vector<std::string> turned(arguments.rbegin(), arguments.rend());
  try {
    p.app.parse(std::vector<std::string>(turned));  // CLI11 takes them so
  } catch (const CLI::CallForHelp&) {
    return Print(
        Answer{.text = p.app.help(), .json = JsonObject({{"help", JsonString(p.app.help())}})},
        json, around);
  } catch (const CLI::ParseError& error) {
    return Print(UsageError(MeaningOf(error, UnknownCommand(p.app, arguments))), json, around);
  }
  for (const auto& [command, run] : p.commands) {
    if (!command->parsed()) continue;
    const absl::StatusOr<Answer> answer = run();
    p.progress.End();
    return Print(answer, p.json, around);
  }
  return ExitCode::kUsage;
}

}  // namespace

Program::Program(const Environment& environment, std::ostream& err, bool terminal)
    : app(Say("binadaya — impor, jalankan, dan lihat isi stack Binadaya",
              "binadaya — import, operate and look into a Binadaya stack"),
          "binadaya"),
      environment(environment),
      progress(err, terminal) {
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(Footer());
  app.option_defaults()->group(Say("Opsi", "Options"));
  for (const auto& [label, id] : std::initializer_list<std::pair<const char*, const char*>>{
           {"Usage", "Pemakaian"},
           {"OPTIONS", "OPSI"},
           {"SUBCOMMAND", "PERINTAH"},
           {"SUBCOMMANDS", "PERINTAH"},
           {"Positionals", "Argumen"},
           {"REQUIRED", "WAJIB"},
           {"TEXT", "TEKS"},
           {"INT", "BILANGAN"},
           {"FLOAT", "BILANGAN"},
           {"Needs", "Memerlukan"},
           {"Excludes", "Tidak bersama"}}) {
    app.get_formatter()->label(label, Say(id, label));
  }
  app.set_help_flag("-h,--help", Say("Tampilkan bantuan ini", "Print this help message and exit"));
  app.add_flag(
      "--json", json,
      Say("Jawab dengan satu dokumen JSON di keluaran baku",
          "Answer with one JSON document on standard output"));
  app.add_option("--lang", language, Say("Bahasa: id atau en", "Language: id or en"))
      ->check([](const std::string& text) {
        return text == "id" || text == "en" ? "" : Say("tulis id atau en", "write id or en");
      });
}

CLI::App* Program::Named(CLI::App* command) {
  command->get_help_ptr()->group(Say("Opsi", "Options"));
  return command->group(Say("Perintah", "Commands"));
}

CLI::App* Program::Group(const char* name, const std::string& meaning) {
  return Named(app.add_subcommand(name, meaning))->require_subcommand(1);
}

CLI::App* Program::Command(
    CLI::App* parent, const char* name, const std::string& meaning, Run run) {
  CLI::App* command = Named(parent->add_subcommand(name, meaning));
  commands.emplace_back(command, std::move(run));
  return command;
}

CLI::Option* Program::OneOf(
    CLI::App* command, const char* name, std::string& target, const std::vector<std::string>& codes,
    const std::string& meaning) {
  const auto to_code = [codes](std::string& text) {
    for (const std::string& code : codes) {
      if (!IsMeant(text, code)) continue;
      text = code;
      return std::string();
    }
    const std::string choices = absl::StrJoin(codes, ", ");
    return Say(
        Cat(text, ": pilih salah satu dari ", choices), Cat(text, ": choose one of ", choices));
  };
  return command->add_option(name, target, meaning)->transform(CLI::Validator(to_code, ""));
}

CLI::Option* Program::Service(CLI::App* command, std::string& target, const std::string& meaning) {
  return OneOf(command, "SERVICE", target, AllServices(), meaning);
}

CLI::Option* Program::Day(
    CLI::App* command, const char* name, std::string& target, const std::string& meaning) {
  return command->add_option(name, target, meaning)->check([](const std::string& text) {
    absl::CivilDay day;
    const bool whole = absl::ParseCivilTime(text, &day) && absl::FormatCivilTime(day) == text;
    return whole ? ""
                 : Say(Cat(text, ": tulis tanggal sebagai 2026-03-01"),
                       Cat(text, ": write the day as 2026-03-01"));
  });
}

Message MeaningOf(const CLI::ParseError& error, const std::string& unknown) {
  const std::string said = error.what();
  absl::string_view rest = said;
  if (Is<CLI::RequiredError>(error)) {
    if (absl::StartsWith(said, "A subcommand") && !unknown.empty())
      return {
          Cat("Tidak ada perintah ", unknown, "; --help menampilkan semuanya."),
          Cat("There is no command ", unknown, "; --help shows all.")};
    if (absl::StartsWith(said, "A subcommand"))
      return {
          "Sebut perintahnya; --help menampilkan semuanya.", "Name a command; --help shows all."};
    if (absl::ConsumeSuffix(&rest, " is required"))
      return {Cat(std::string(rest), " harus diisi."), Cat(std::string(rest), " is required.")};
  }
  if (Is<CLI::ExtrasError>(error)) {
    const std::string what = said.substr(std::min(said.size(), said.find(": ") + 2));
    return {
        Cat("Tidak dikenal: ", what, ". Lihat --help."), Cat("Not known: ", what, ". See --help.")};
  }
  if (Is<CLI::ArgumentMismatch>(error)) {
    const std::string what = said.substr(0, said.find(':'));
    return {
        Cat(what, ": nilainya kurang atau berlebih."),
        Cat(what, ": a value is missing, or there are too many.")};
  }
  if (Is<CLI::ConversionError>(error)) {
    return {
        Cat("Bukan nilai yang benar: ", said.substr(said.find(": ") + 2)),
        Cat("Not a valid value: ", said.substr(said.find(": ") + 2))};
  }
  if (Is<CLI::RequiresError>(error)) {
    const std::size_t at = said.find(" requires ");
    return {
        Cat(said.substr(0, at), " memerlukan ", said.substr(at + 10), "."),
        Cat(said.substr(0, at), " needs ", said.substr(at + 10), ".")};
  }
  if (Is<CLI::ExcludesError>(error)) {
    const std::size_t at = said.find(" excludes ");
    return {
        Cat(said.substr(0, at), " tidak dapat bersama ", said.substr(at + 10), "."),
        Cat(said.substr(0, at), " cannot stand beside ", said.substr(at + 10), ".")};
  }
  return {said, said};  // of our own checks: said in the language already
}

ExitCode RunProgram(std::vector<std::string> arguments, const Surroundings& around) {
  TurnHelp(arguments);
  SpeakIn(LanguageOf(ValueOf(arguments, "--lang"), around.environment.Get("LANG"), around.locale));
  Program program(around.environment, around.err, around.terminal);
  for (const auto wire :
       {&WireRegistry, &WireActs, &WirePeople, &WirePlanning, &WirePortfolio, &WireBudget,
        &WireSchedule, &WirePlacements, &WireFeeds, &WireTemplates, &WireResources, &WireSpeakers,
        &WireParticipants, &WireAttendance, &WireImport, &WireDocuments, &WireAgencies,
        &WireOperations})
    wire(program);
  return Answered(program, std::move(arguments), around);
}

}  // namespace binadaya::cli
