// The command line of imports.
#include <filesystem>
#include <tuple>

#include "absl/strings/numbers.h"
#include "services/cli/wiring.h"

namespace binadaya::cli {

void WireImport(Program& p) {
  CLI::App* group = p.Group(
      "import", Say("Impor berkas CSV atau XLSX: uji coba, kecuali dengan --confirm",
                    "Import a CSV or XLSX file: a dry run unless --confirm is given"));
  for (const auto& [name, meaning, kind] :
       {std::tuple{
            "units",
            Say("Unit organisasi: Kode, Nama, Jenis, Kode Induk, Layanan Langsung; menurut SK juga "
                "Berlaku Mulai, Nomor SK, Menggantikan, Ditutup",
                "Organisational units: code, name, kind, parent, direct_service; by decree also "
                "valid_from, decree, succeeds, closed"),
            ImportKind::kUnits},
        std::tuple{
            "competencies",
            Say("Kamus kompetensi: Kode, Nama, Nama Inggris, Kelompok",
                "Competencies of the dictionary: code, name, name_en, cluster"),
            ImportKind::kCompetencies},
        std::tuple{
            "posts",
            Say("Jabatan: Kode Jabatan, Nama Jabatan, Jenjang, Rumpun; juga Eselon, Jenjang "
                "Fungsional, "
                "Kritikalitas, Kepala Unit, Standar Kompetensi, Berlaku Mulai",
                "Posts: code, title, group, family; also echelon, functional_level, criticality, "
                "is_head, standards, valid_from"),
            ImportKind::kPosts},
        std::tuple{
            "people",
            Say("Pegawai: NIP, Nama, Jenis Kelamin, Tanggal Lahir, Jenis Kepegawaian, Golongan, "
                "Kedudukan Hukum, Kode Unit, Kode Jabatan, TMT Jabatan; juga Surel, Nomor HP",
                "People: nip, name, gender, birth_date, employment_type, grade, legal_position, "
                "unit, post, since; also email, mobile"),
            ImportKind::kPeople},
        std::tuple{
            "appraisals",
            Say("Penilaian kinerja: NIP, Tahun, Predikat; juga Nomor Dokumen, dan Alasan bila "
                "memperbaiki yang tercatat",
                "Appraisals: nip, year, predicate; also document, and reason where one on record "
                "is corrected"),
            ImportKind::kAppraisals},
        std::tuple{
            "trainings",
            Say("Diklat yang selesai: NIP, Diklat, Tanggal Selesai, Nomor Sertifikat",
                "Trainings that were completed: nip, training, completed_on, document"),
            ImportKind::kTrainings},
        std::tuple{
            "education",
            Say("Pendidikan formal: NIP, Tingkat Pendidikan, Tanggal Lulus, Nomor Ijazah; juga "
                "Bidang Studi",
                "Formal education: nip, education, completed_on, document; also field"),
            ImportKind::kEducation},
        std::tuple{
            "discipline",
            Say("Hukuman disiplin: NIP, Tingkat Hukuman Disiplin, Tanggal SK, Nomor SK; juga "
                "Tanggal Berakhir",
                "Disciplinary measures: nip, discipline, decided_on, document; also ends_on"),
            ImportKind::kDiscipline},
        std::tuple{
            "leave",
            Say("Cuti: NIP, Jenis Cuti, Tanggal Mulai, Tanggal Selesai, Nomor Surat Cuti",
                "Leave: nip, leave, first_day, last_day, document"),
            ImportKind::kLeave}}) {
    CLI::App* command = p.Command(group, name, meaning, [&p, kind = kind] {
      return p.form.empty() ? RunImport(p.environment, kind, p.import, p.progress)
                            : RunImportTemplate(p.environment, kind, p.form);
    });
    CLI::Option* file =
        command
            ->add_option(
                "FILE", p.import.file,
                Say("CSV (UTF-8) atau XLSX; sebuah baris di dekat awal menamai kolomnya, dalam "
                    "bahasa "
                    "Indonesia atau Inggris",
                    "CSV (UTF-8) or XLSX; a line near the top names the columns, in Indonesian or "
                    "English"))
            ->check([](const std::string& text) {
              std::error_code unknown;
              return std::filesystem::is_regular_file(text, unknown)
                         ? ""
                         : Say(text + ": berkas ini tidak ada", text + ": there is no such file");
            });
    command
        ->add_option(
            "--template", p.form,
            Say("Tulis berkas untuk diisi, dengan contoh; sebagai .xlsx dengan nilai yang boleh",
                "Write a file to fill in, with an example; as .xlsx with the allowed values"))
        ->excludes(file);
    CLI::Option* confirm = command->add_flag(
        "--confirm", p.import.confirm,
        Say("Tulis, kecuali ada baris yang salah", "Write, unless a row is wrong"));
    command->add_flag("--dry-run")
        ->description(
            Say("Uji coba saja, seperti tanpa --confirm", "A dry run only, as without --confirm"))
        ->excludes(confirm);
    Program::Several(
        command, "--skip-line", p.import.skip_lines,
        Say("Lewati baris ini, atau beberapa (5,6); boleh berulang",
            "Leave out this line of the file, or row of the sheet, or some (5,6); may be repeated"))
        ->delimiter(',')
        ->check([](const std::string& text) {
          int line = 0;
          return absl::SimpleAtoi(text, &line) && line >= 2 && line <= 10'000'000
                     ? ""
                     : Say(text + ": nomor baris, mulai dari 2",
                           text + ": the number of a line, from 2");
        });
    command->add_option(
        "--date-format", p.import.date_format,
        Say("Cara berkas menulis tanggal, misalnya dd/mm/yyyy; YYYY-MM-DD selalu terbaca",
            "How the file writes dates, such as dd/mm/yyyy; YYYY-MM-DD is read in any case"));
    Program::Several(
        command, "--allow", p.import.allow,
        Say("Setujui sejenis perubahan, NAME, EXIT, RETURN, UNIT_KIND, atau NAMESAKE: di seluruh "
            "berkas, atau pada beberapa baris (EXIT:12,15); boleh berulang",
            "Confirm a kind of change, NAME, EXIT, RETURN, UNIT_KIND or NAMESAKE: in the whole "
            "file, or on some lines (EXIT:12,15); may be repeated"));
    command->add_option(
        "--sheet", p.import.sheet,
        Say("Lembar buku kerja yang diimpor, bila lebih dari satu berisi data",
            "The sheet of the workbook to import, where more than one holds data"));
    command->add_flag(
        "--complete", p.import.complete,
        Say("Berkas memuat semuanya: tampilkan yang dikenal tetapi tidak ada di dalamnya (tidak "
            "ada "
            "yang dihapus)",
            "The file holds everybody: list who is known and not in it (nobody is removed)"));
    command->add_option(
        "--findings", p.import.findings,
        Say("Tulis berkas ini sekali lagi dengan temuan di samping tiap baris: perbaiki, lalu "
            "impor "
            "lagi",
            "Write the file once more with what is wrong beside each row: mend it, import it "
            "again"));
    command
        ->add_option(
            "--request-id", p.import.request_id,
            Say("UUID penulisan: diulang dengan yang sama, dilakukan sekali",
                "UUID of the write: repeated with the same one, it is done once"))
        ->needs(confirm);
  }
}

}  // namespace binadaya::cli
