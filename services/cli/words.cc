#include "services/cli/words.h"

#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "services/cli/answer.h"
#include "services/cli/language.h"
#include "services/cli/terms.h"
#include "services/cli/words_participants.h"
#include "services/common/domain/text.h"

namespace binadaya::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

// By code, and by enum where a code means two things.
const WordList& Words() {
  static const WordList words = WithParticipants(
      {// Needs
       {"DETECTED", {"terdeteksi", "detected"}},
       {"PROPOSED", {"diusulkan", "proposed"}},
       {"VERIFIED", {"terverifikasi", "verified"}},
       {"VALIDATED", {"tervalidasi", "validated"}},
       {"RANKED", {"berperingkat", "ranked"}},
       {"BACKLOG", {"tertunda", "backlog"}},
       {"CLOSED", {"ditutup", "closed"}},
       {"REOPENED", {"dibuka kembali", "reopened"}},
       {"NON_TRAINING_ACTION", {"tindakan lain", "other action"}},
       {"REJECTED", {"ditolak", "rejected"}},
       {"COMPETENCY_GAP", {"kesenjangan kompetensi", "competency gap"}},
       {"STRATEGIC", {"strategis", "strategic"}},
       {"GAP_GONE", {"kesenjangan hilang", "gap gone"}},
       {"REQUIREMENT_ENDED", {"tidak lagi dituntut", "requirement ended"}},
       {"PEOPLE_LEFT", {"pegawainya pergi", "people left"}},
       {"DECISION", {"keputusan", "decision"}},
       {"MERGED", {"digabung", "merged"}},
       {"NOT_CLOSED", {"terbuka", "open"}},
       {"MANDATORY", {"wajib", "mandatory"}},
       {"PERFORMANCE_GAP", {"kesenjangan kinerja", "performance gap"}},
       {"CAREER", {"karier", "career"}},
       {"PROFILES_EXPIRED", {"profil kedaluwarsa", "profiles expired"}},
       // Documents
       {"BUDGET_VERSION", {"rincian belanja", "budget version"}},
       {"ANNUAL_PLAN", {"rencana tahunan", "annual plan"}},
       {"BATCH_RUNDOWN", {"susunan acara", "rundown"}},
       {"ATTENDANCE_SHEET", {"daftar hadir", "attendance sheet"}},
       {"ASSIGNMENT_LETTER", {"surat tugas", "assignment letter"}},
       {"INVITATION", {"undangan", "invitation"}},
       {"SPEAKER_INVITATION", {"undangan narasumber", "invitation of speakers"}},
       {"PARTICIPANTS", {"peserta", "participants"}},
       {"SPEAKERS", {"narasumber", "speakers"}},
       {"HTML", {"html", "html"}},
       {"PDF", {"pdf", "pdf"}},
       {"XLSX", {"xlsx", "xlsx"}},
       // Programs
       {"PROGRAM_DRAFT", {"rancangan", "draft"}},
       {"PROGRAM_SUBMITTED", {"diajukan", "submitted"}},
       {"PROGRAM_REVIEWED", {"ditelaah", "reviewed"}},
       {"PROGRAM_APPROVED", {"disetujui", "approved"}},
       {"PROGRAM_UNDER_REVIEW", {"ditinjau ulang", "under review"}},
       {"PROGRAM_RETIRED", {"dihentikan", "retired"}},
       {"PROGRAM_REPLACED", {"diganti", "replaced"}},
       {"PORTFOLIO_COMPUTED", {"terhitung", "computed"}},
       {"PORTFOLIO_ACCEPTED", {"diterima", "accepted"}},
       {"LIMIT_CEILING", {"pagu", "ceiling"}},
       {"LIMIT_KECAMATAN_SEATS",
        {"kursi kecamatan dan kelurahan", "seats for kecamatan and kelurahan"}},
       {"LIMIT_TRAINER_HOURS", {"jam pengajar", "trainer hours"}},
       {"LIMIT_BATCHES", {"angkatan bulan", "batches of month"}},
       {"WHY_OTHER_VARIANT", {"varian lain dari program ini masuk", "another variant is in"}},
       {"WHY_NOTHING_TO_ADD", {"kebutuhannya sudah terlayani", "its needs are covered"}},
       {"WHY_LIMITS", {"melampaui batas", "breaks limits"}},
       {"WHY_CUT_SHORT", {"pencarian dipotong waktu", "the search was cut short"}},
       {"ENTRY_ENTERS", {"masuk", "enters"}},
       {"ENTRY_NEVER", {"tidak masuk berapa pun pagunya", "enters with no money whatever"}},
       {"ENTRY_CUT_SHORT", {"harganya tidak ditemukan pada waktunya", "no price found in time"}},
       {"PLAN_DRAFT", {"rancangan", "draft"}},
       {"PLAN_PROPOSED", {"diusulkan", "proposed"}},
       {"PLAN_SET", {"ditetapkan", "set"}},
       {"PLAN_REVISED", {"direvisi", "revised"}},
       {"PLAN_REPLACED", {"diganti", "replaced"}},
       {"PLAN_ITEM_REMOVED", {"dihapus dari rencana", "removed from the plan"}},
       {"ADDED", {"DITAMBAH", "ADDED"}},
       {"LECTURE", {"ceramah", "lecture"}},
       {"DISCUSSION", {"diskusi", "discussion"}},
       {"QUESTIONS", {"tanya jawab", "questions"}},
       {"SELF_STUDY", {"belajar mandiri", "self-study"}},
       {"CASE_STUDY", {"kasus", "case study"}},
       {"SIMULATION", {"simulasi", "simulation"}},
       {"PRACTICE", {"praktik", "practice"}},
       {"PROJECT", {"proyek", "project"}},
       {"CLASSICAL", {"klasikal", "classical"}},
       {"ONLINE", {"daring", "online"}},
       {"BLENDED", {"campuran", "blended"}},
       {"IN_HOUSE", {"in-house (di kantor sendiri)", "in-house"}},
       {"MENTORING", {"pendampingan (mentoring)", "mentoring"}},
       {"EVALUATION_A", {"A: sebelum dan sesudah", "A: before and after"}},
       {"EVALUATION_B", {"B: dengan kelompok pembanding", "B: beside a comparison group"}},
       {"EVALUATION_C", {"C: urutan acak", "C: random order of entry"}},
       {"PAD", {"PAD (pendapatan asli daerah)", "PAD (own revenue)"}},
       {"DAU", {"DAU (alokasi umum)", "DAU (general allocation)"}},
       {"DAK", {"DAK (alokasi khusus)", "DAK (special allocation)"}},
       {"DBH", {"DBH (bagi hasil)", "DBH (revenue sharing)"}},
       {"DBHCHT", {"DBHCHT (cukai tembakau)", "DBHCHT (tobacco excise)"}},
       {"PROVINCIAL_AID", {"bantuan provinsi", "provincial aid"}},
       {"SILPA", {"SILPA (sisa tahun lalu)", "SILPA (last year's surplus)"}},
       {"BLUD", {"BLUD (layanan umum)", "BLUD (public service body)"}},
       {"GRANT", {"hibah", "grant"}},
       {"OTHER_FUNDS", {"sumber lain", "other funds"}},
       {"BY_MINUTES", {"menit belajar", "learning minutes"}},
       {"BY_SYLLABUS", {"kurikulum", "curriculum"}},
       {"PER_ACTIVITY", {"tiap kegiatan", "each activity"}},
       // Budget
       {"MURNI", {"murni", "murni"}},
       {"PERGESERAN", {"pergeseran", "pergeseran"}},
       {"PERUBAHAN", {"perubahan", "perubahan"}},
       {"DRAFT", {"rancangan", "draft"}},
       {"VersionState.SUBMITTED", {"diajukan", "submitted"}},
       {"SUPERSEDED", {"digantikan", "superseded"}},
       {"RINCIAN", {"antarrincian objek", "between details of an object"}},
       {"OBJEK", {"antarobjek", "between objects"}},
       {"JENIS", {"antarjenis belanja", "between kinds of expenditure"}},
       {"ALLOT", {"pagu", "allotted"}},
       {"EARMARK", {"cadangan", "earmark"}},
       {"COMMIT", {"ikatan", "commitment"}},
       {"RELEASE", {"pelepasan", "release"}},
       {"REALISE", {"realisasi", "realisation"}},
       {"RETURN", {"pengembalian", "return"}},
       {"FREEZE", {"pembekuan", "freeze"}},
       {"UNFREEZE", {"pencairan", "unfreeze"}},
       {"SPJ_ASSIGNMENT", {"surat tugas", "assignment"}},
       {"SPJ_INVITATION", {"undangan", "invitation"}},
       {"SPJ_ATTENDANCE", {"daftar hadir", "attendance"}},
       {"SPJ_MATERIAL", {"materi", "material"}},
       {"SPJ_SPEAKER_FILE", {"CV dan permohonan", "speaker file"}},
       {"SPJ_FEE_RECEIPT", {"tanda terima honor", "fee receipt"}},
       {"SPJ_TAX_SLIP", {"bukti potong", "tax slip"}},
       {"SPJ_INVOICE", {"kuitansi", "invoice"}},
       {"SPJ_PHOTO", {"foto", "photo"}},
       {"SPJ_ACTIVITY_REPORT", {"laporan kegiatan", "activity report"}},
       {"SPJ_TRAVEL", {"SPPD", "travel order"}},
       // Profiles
       {"SUBMITTED", {"menunggu penilai", "raters awaited"}},
       {"CONSOLIDATED", {"terkonsolidasi", "consolidated"}},
       {"DISPUTED", {"disengketakan", "disputed"}},
       {"VALID", {"sah", "valid"}},
       {"EXPIRED", {"kedaluwarsa", "expired"}},
       {"PROFILE_UNRATED", {"belum dinilai", "unrated"}},
       {"PROFILE_UNVERIFIED", {"belum diverifikasi", "unverified"}},
       {"PROFILE_IN_DISPUTE", {"disengketakan", "disputed"}},
       {"PROFILE_UNVALIDATED", {"belum disahkan", "unvalidated"}},
       {"PROFILE_VALIDATED", {"sah", "valid"}},
       {"PROFILE_RUN_OUT", {"kedaluwarsa", "expired"}},
       {"RATER_SELF", {"diri", "self"}},
       {"RATER_SUPERVISOR", {"atasan", "supervisor"}},
       {"RATER_PEER", {"rekan", "peer"}},
       {"RATER_ASSESSMENT_CENTER", {"assessment center", "assessment center"}},
       {"RATER_SUBORDINATE", {"bawahan", "subordinate"}},
       {"RATER_TEST", {"uji kompetensi", "test"}},
       {"RATER_EVIDENCE", {"bukti", "evidence"}},
       {"ASSESSMENT_CENTER", {"assessment center", "assessment center"}},
       {"TEST", {"uji kompetensi", "test"}},
       {"EVIDENCE", {"bukti", "evidence"}},
       {"MULTI_RATER", {"beberapa penilai", "several raters"}},
       {"CALIBRATION", {"kalibrasi", "calibration"}},
       {"CORRECTION", {"pembetulan", "correction"}},
       {"APPEAL", {"keberatan", "appeal"}},
       {"NONE", {"tidak ada", "none"}},
       {"LOW", {"rendah", "low"}},
       {"MEDIUM", {"sedang", "medium"}},
       {"HIGH", {"tinggi", "high"}},
       // Campaigns, posts
       {"CAMPAIGN_UPCOMING", {"akan dibuka", "upcoming"}},
       {"CAMPAIGN_OPEN", {"dibuka", "open"}},
       {"CAMPAIGN_CLOSED", {"ditutup", "closed"}},
       {"SENIOR_LEADER", {"JPT pratama", "senior leader"}},
       {"PostGroup.ADMINISTRATOR", {"administrator", "administrator"}},
       {"PostGroup.SUPERVISOR", {"pengawas", "supervisor"}},
       {"EXECUTOR", {"pelaksana", "executor"}},
       {"FUNCTIONAL", {"fungsional", "functional"}},
       {"DEFINITIVE", {"definitif", "definitive"}},
       {"ACTING", {"Plt", "acting"}},
       {"DAILY", {"Plh", "daily"}},
       {"PEOPLE_BY_ID", {"id", "id"}},
       {"PEOPLE_BY_NAME", {"nama", "name"}},
       {"PEOPLE_BY_UNIT", {"unit", "unit"}},
       {"UNITS_BY_PATH", {"susunan", "path"}},
       {"UNITS_BY_NAME", {"nama", "name"}},
       {"UNITS_BY_CODE", {"kode", "code"}},
       {"POSTS_BY_CODE", {"kode", "code"}},
       {"POSTS_BY_TITLE", {"nama", "title"}},
       // Schedules
       {"BATCH_PLANNED", {"direncanakan", "planned"}},
       {"BATCH_SCHEDULED", {"dijadwalkan", "scheduled"}},
       {"BATCH_PUBLISHING", {"sedang diterbitkan", "being published"}},
       {"BATCH_PUBLISHED", {"diterbitkan", "published"}},
       {"BATCH_LOCKED", {"dikunci", "locked"}},
       {"BATCH_RUNNING", {"berjalan", "running"}},
       {"BATCH_DELIVERED", {"terlaksana", "delivered"}},
       {"BATCH_COMPLETED", {"selesai", "completed"}},
       {"BATCH_CANCELLED", {"dibatalkan", "cancelled"}},
       {"PLACEMENT_COMPUTED", {"terhitung", "computed"}},
       {"PLACEMENT_BREAKS_RULES", {"melanggar aturan", "breaks rules"}},
       {"PLACEMENT_ACCEPTED", {"diterima", "accepted"}},
       {"WISH_PREFERRED", {"menit di luar jam belajar", "minutes outside the best hours"}},
       {"WISH_COMPACT", {"hari kosong di tengah", "empty days between"}},
       {"WISH_BALANCE", {"pasangan hari satu unit", "pairs of days of one unit"}},
       {"WISH_TRAVEL", {"perpindahan dan perjalanan", "changes of venue and journeys"}},
       {"WISH_LEADER", {"sambutan yang berbenturan", "addresses that collide"}},
       {"WISH_FIT", {"kursi kosong", "empty seats"}},
       {"WISH_BUDGET", {"hari sesudah batas SPJ", "days behind the accounts"}},
       {"WISH_ARMS", {"permil antarkelompok pembanding", "per mille between arms"}},
       {"REPAIR_FALLBACK", {"pengganti", "fallback"}},
       {"REPAIR_SHIFT", {"geser jam", "another hour"}},
       {"REPAIR_MOVE", {"pindah", "move"}},
       {"REPAIR_MAKE_UP", {"sesi pengganti", "make-up sessions"}},
       {"REPAIR_PROPOSED", {"diusulkan", "proposed"}},
       {"REPAIR_NOT_NEEDED", {"tidak perlu", "not needed"}},
       {"REPAIR_NOT_FOUND", {"tidak ditemukan", "not found"}},
       {"REPAIR_ACCEPTED", {"diterima", "accepted"}},
       {"PUBLICATION_RUNNING", {"berjalan", "running"}},
       {"PUBLICATION_DONE", {"selesai", "done"}},
       {"PUBLICATION_UNDOING", {"sedang dikembalikan", "being undone"}},
       {"PUBLICATION_UNDONE", {"dikembalikan", "undone"}},
       {"FUNDS", {"uang", "money"}},
       {"RESOURCES", {"tempat dan narasumber", "venue and speakers"}},
       {"CAUSE_LEADER_AGENDA", {"agenda pimpinan", "leader's agenda"}},
       {"CAUSE_SERVICE_DUTY", {"tugas layanan", "service duty"}},
       {"CAUSE_SPEAKER", {"narasumber", "speaker"}},
       {"CAUSE_VENUE", {"tempat", "venue"}},
       {"CAUSE_BUDGET", {"anggaran", "budget"}},
       {"CAUSE_FORCE_MAJEURE", {"keadaan kahar", "force majeure"}},
       {"CHECK_RELEASE_LETTERS", {"surat izin", "release letters"}},
       {"CHECK_LEADER_HOLD", {"agenda pimpinan", "leader hold"}},
       {"CHECK_SPEAKERS", {"narasumber", "speakers"}},
       {"CHECK_VENUE_CONTRACT", {"kontrak tempat", "venue contract"}},
       {"CHECK_BUDGET_COMMITMENT", {"ikatan anggaran", "budget commitment"}},
       {"CHECK_HEALTH_SAFETY", {"kesehatan dan keselamatan", "health and safety"}},
       {"CHECK_ACCESSIBILITY", {"aksesibilitas", "accessibility"}},
       {"CHECK_MATERIALS", {"materi", "materials"}},
       {"CHECK_CERTIFICATE_TEMPLATE", {"format sertifikat", "certificate template"}},
       {"CHECK_DONE", {"selesai", "done"}},
       {"CHECK_UNDO", {"buka kembali", "undo"}},
       {"CHECK_NOT_NEEDED", {"tidak perlu", "not needed"}},
       {"RAG_GREEN", {"hijau", "green"}},
       {"RAG_AMBER", {"kuning", "amber"}},
       {"RAG_RED", {"merah", "red"}},
       {"REGISTRATION", {"registrasi", "registration"}},
       {"ASSEMBLY", {"berkumpul", "assembly"}},
       {"TRAVEL", {"perjalanan", "travel"}},
       {"OPENING", {"pembukaan", "opening"}},
       {"LEADER_ADDRESS", {"sambutan pimpinan", "leader's address"}},
       {"LEARNING", {"belajar", "learning"}},
       {"OUTDOOR_LEARNING", {"belajar di alam", "outdoor learning"}},
       {"PRETEST", {"tes awal", "pre-test"}},
       {"POSTTEST", {"tes akhir", "post-test"}},
       {"RTL_CLINIC", {"klinik RTL", "action plan clinic"}},
       {"BREAK", {"istirahat", "break"}},
       {"MEAL", {"makan", "meal"}},
       {"PRAYER", {"salat", "prayer"}},
       {"CEREMONY", {"upacara", "ceremony"}},
       {"ENTERTAINMENT", {"hiburan", "entertainment"}},
       {"EVALUATION", {"evaluasi", "evaluation"}},
       {"CLOSING", {"penutupan", "closing"}},
       {"ITEM_NEW", {"baru", "new"}},
       {"ITEM_MOVED", {"pindah", "moved"}},
       {"ITEM_CHANGED", {"berubah", "changed"}},
       {"ITEM_CANCELLED", {"dihapus", "cancelled"}},
       {"STATE_INVITATION",
        {"undangan negara atau provinsi", "invitation of the state or province"}},
       {"DISASTER", {"bencana", "disaster"}},
       {"COUNCIL", {"DPRD", "city council"}},
       {"CITY_CEREMONY", {"upacara kota", "city ceremony"}},
       {"TRAINING_OPENING", {"pembukaan pelatihan", "opening of a training"}},
       {"HOLD_REQUESTED", {"diminta", "requested"}},
       {"HOLD_TENTATIVE", {"sementara", "tentative"}},
       {"HOLD_CONFIRMED", {"pasti", "confirmed"}},
       {"HOLD_CHANGED", {"berubah", "changed"}},
       {"HOLD_FALLBACK_ACTIVE", {"pengganti berjalan", "fallback active"}},
       {"HOLD_DONE", {"selesai", "done"}},
       {"HOLD_RELEASED", {"dilepas", "released"}},
       {"DELEGATE", {"diwakilkan", "delegate"}},
       {"VIDEO", {"rekaman", "recording"}},
       {"MOVE", {"pindah waktu", "moved"}},
       {"AGREE_VIDEO", {"setuju rekaman", "agree to a recording"}},
       {"DECLINE_VIDEO", {"tolak rekaman", "decline a recording"}},
       {"ROOM", {"ruang", "room"}},
       // Whose calendar
       {"VENUE", {"tempat", "venue"}},
       {"SPEAKER", {"narasumber", "speaker"}},
       {"PERSON", {"pegawai", "person"}},
       {"LEADER", {"pimpinan", "leader"}},
       {"HALL", {"aula", "hall"}},
       {"HOTEL", {"hotel", "hotel"}},
       {"FIELD", {"lapangan", "field"}},
       // Participants
       {"NOT_QUALIFIED", {"belum memenuhi syarat", "does not qualify"}},
       {"CHOSEN", {"terpilih", "chosen"}},
       {"LEADER_DIRECTIVE", {"arahan pimpinan", "leader's directive"}},
       {"OverrideReason.SUBSTITUTE", {"pengganti", "substitute"}},
       {"UNIT_REQUEST", {"permintaan unit", "unit's request"}},
       {"OverrideReason.OTHER", {"lainnya", "other"}},
       {"OBJECTION_FILED", {"diajukan", "filed"}},
       {"OBJECTION_UPHELD", {"diterima", "upheld"}},
       {"OBJECTION_REJECTED", {"ditolak", "rejected"}},
       {"OBJECTION_LAPSED", {"gugur", "lapsed"}},
       {"GENDER", {"jenis kelamin", "gender"}},
       {"EMPLOYMENT", {"jenis pegawai", "employment"}},
       {"LEVEL", {"jenjang jabatan", "post level"}},
       {"Dimension.UNIT", {"unit", "unit"}},
       // Jobs
       {"WAITING", {"menunggu", "waiting"}},
       {"RUNNING", {"berjalan", "running"}},
       {"DONE", {"selesai", "done"}},
       {"REFUSED", {"ditolak", "refused"}},
       {"CANCELLED", {"dibatalkan", "cancelled"}},
       {"FAILED", {"gagal", "failed"}},
       // Imports
       {"UNITS", {"unit", "units"}},
       {"PEOPLE", {"pegawai", "people"}},
       {"POSTS", {"jabatan", "posts"}},
       {"COMPETENCIES", {"kompetensi", "competencies"}},
       {"APPRAISALS", {"penilaian kinerja", "appraisals"}},
       {"TRAININGS", {"diklat", "trainings"}},
       {"EDUCATION", {"pendidikan", "education"}},
       {"DISCIPLINE", {"hukuman disiplin", "discipline"}},
       {"LEAVE", {"cuti", "leave"}},
       {"REPLACED", {"diganti", "replaced"}},
       {"HORIZON_CURRENT", {"jabatan sekarang", "the post held"}},
       {"HORIZON_NEXT", {"jabatan berikutnya", "the next post"}},
       // Acts
       {"ACT_ASSIGNMENT", {"penempatan", "assignment"}},
       {"ACT_ACTING", {"Plt/Plh", "acting"}},
       {"ACT_PROMOTION", {"kenaikan pangkat", "promotion"}},
       {"ACT_EMPLOYMENT", {"kepegawaian", "employment"}},
       {"ACT_SUSPENSION", {"nonaktif sementara", "suspension"}},
       {"ACT_RETURN", {"pengaktifan kembali", "return"}},
       {"ACT_RETIREMENT", {"pensiun", "retirement"}},
       {"ACT_DEATH", {"meninggal", "death"}},
       {"ACT_DISMISSAL", {"diberhentikan", "dismissal"}},
       {"ACT_CONTRACT_END", {"kontrak berakhir", "contract end"}},
       {"ACT_TRANSFER_OUT", {"pindah instansi", "transfer out"}},
       {"ACT_PENDING", {"menunggu harinya", "pending"}},
       {"ACT_IN_FORCE", {"berlaku", "in force"}},
       {"ACT_ANNULLED", {"dibatalkan", "annulled"}},
       {"ACT_LAPSED", {"gugur", "lapsed"}},
       {"EXIT_RETIREMENT", {"pensiun", "retirement"}},
       {"EXIT_DEATH", {"meninggal", "death"}},
       {"EXIT_DISMISSAL", {"diberhentikan", "dismissal"}},
       {"EXIT_CONTRACT_END", {"kontrak berakhir", "contract end"}},
       {"EXIT_TRANSFER_OUT", {"pindah instansi", "transfer out"}},
       // Records, appeals
       {"RECORD_APPRAISAL", {"penilaian kinerja", "appraisal"}},
       {"RECORD_TRAINING", {"pelatihan", "training"}},
       {"RECORD_EDUCATION", {"pendidikan", "education"}},
       {"RECORD_DISCIPLINE", {"hukuman disiplin", "discipline"}},
       {"RECORD_LEAVE", {"cuti", "leave"}},
       {"SANGAT_BAIK", {"sangat baik", "very good"}},
       {"BAIK", {"baik", "good"}},
       {"BUTUH_PERBAIKAN", {"butuh perbaikan", "needs improvement"}},
       {"KURANG", {"kurang", "poor"}},
       {"SANGAT_KURANG", {"sangat kurang", "very poor"}},
       {"RINGAN", {"ringan", "light"}},
       {"SEDANG", {"sedang", "moderate"}},
       {"BERAT", {"berat", "severe"}},
       {"TAHUNAN", {"tahunan", "annual"}},
       {"BESAR", {"besar", "long"}},
       {"SAKIT", {"sakit", "sick"}},
       {"MELAHIRKAN", {"melahirkan", "maternity"}},
       {"ALASAN_PENTING", {"alasan penting", "important reason"}},
       {"BERSAMA", {"bersama", "collective"}},
       {"SHORTFALL_TRAINING", {"pelatihan", "training"}},
       {"SHORTFALL_APPRAISAL", {"penilaian kinerja", "appraisal"}},
       {"APPEAL_FILED", {"menunggu keputusan", "filed"}},
       {"APPEAL_UPHELD", {"dikabulkan", "upheld"}},
       {"APPEAL_REJECTED", {"ditolak", "rejected"}},
       {"APPEAL_LAPSED", {"gugur", "lapsed"}},
       // The audit log
       {"CHANGED", {"DIUBAH", "CHANGED"}},
       {"REMOVED", {"DIHAPUS", "REMOVED"}},
       {"PUT_BETWEEN", {"DISISIPKAN", "PUT_BETWEEN"}},
       {"FORGED", {"DIPALSUKAN", "FORGED"}},
       // Kinds and states of a chain's links
       {"CURRENT", {"SEKARANG", "CURRENT"}},
       {"PAST", {"LALU", "PAST"}},
       {"MORE", {"LAINNYA", "MORE"}},
       {"LINKED", {"TERTAUT", "LINKED"}},
       {"UNLINKED", {"TAK TERTAUT", "UNLINKED"}}});
  return words;
}

const Message* Find(const EnumDescriptor& kind, std::string_view code) {
  const auto own = Words().find(Cat(kind.name(), ".", code));
  if (own != Words().end()) return &own->second;
  const auto shared = Words().find(code);
  return shared == Words().end() ? nullptr : &shared->second;
}

// Made when it is first asked for: it is filled before `main`.
std::vector<const EnumDescriptor* (*)()>& Remembered() {
  static std::vector<const EnumDescriptor* (*)()> kinds;
  return kinds;
}

std::string Plain(std::string_view text) {
  std::string plain;
  for (const char c : text)
    if (c != '-' && c != '_' && c != ' ')
      plain += absl::ascii_tolower(static_cast<unsigned char>(c));
  return plain;
}

// The values that somebody may mean: a zero that says "unspecified" is none of them.
std::vector<const EnumValueDescriptor*> ValuesOf(const EnumDescriptor& kind) {
  std::vector<const EnumValueDescriptor*> values;
  for (int i = 0; i < kind.value_count(); ++i)
    if (!std::string_view(kind.value(i)->name()).ends_with("_UNSPECIFIED"))
      values.push_back(kind.value(i));
  return values;
}

}  // namespace

std::string WordOf(const EnumDescriptor& kind, std::string_view code) {
  const Message* word = Find(kind, code);
  return word == nullptr ? std::string(code) : Say(*word);
}

bool IsMeant(std::string_view text, std::string_view code) { return Plain(text) == Plain(code); }

absl::StatusOr<int> ParseWord(
    const EnumDescriptor& kind, std::string_view option, std::string_view text) {
  for (const EnumValueDescriptor* value : ValuesOf(kind)) {
    const Message* word = Find(kind, value->name());
    if (IsMeant(text, value->name()) ||
        (word != nullptr && (IsMeant(text, word->id) || IsMeant(text, word->en)))) {
      return value->number();
    }
  }
  const std::string choices = Choices(kind);
  return UsageError(
      {Cat(option, " ", text, ": pilih salah satu dari ", choices),
       Cat(option, " ", text, ": choose one of ", choices)});
}

std::string Choices(const EnumDescriptor& kind) {
  return absl::StrJoin(ValuesOf(kind), ", ", [&](std::string* out, const EnumValueDescriptor* one) {
    *out += WordOf(kind, one->name());
  });
}

std::string Term(std::string_view code) {
  for (const WordList* words : {&Terms(), &Words()})
    if (const auto word = words->find(code); word != words->end()) return Say(word->second);
  return std::string(code);
}

bool remembered::Remember(const EnumDescriptor* (*kind)()) {
  Remembered().push_back(kind);
  return true;
}

std::vector<const EnumDescriptor*> SpokenEnums() {
  std::vector<const EnumDescriptor*> kinds;
  for (const auto kind : Remembered()) kinds.push_back(kind());
  return kinds;
}

}  // namespace binadaya::cli
