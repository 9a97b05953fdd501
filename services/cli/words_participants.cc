#include "services/cli/words_participants.h"

#include <utility>

namespace binadaya::cli {

WordList WithParticipants(WordList words) {
  words.merge(WordList{
      {"ENROLMENT_WAITLISTED", {"menunggu", "waits"}},
      {"ENROLMENT_OFFERED", {"ditawari", "offered"}},
      {"ENROLMENT_APPROVED", {"disetujui", "approved"}},
      {"ENROLMENT_CONFIRMED", {"pasti ikut", "confirmed"}},
      {"ENROLMENT_ATTENDING", {"mengikuti", "attending"}},
      {"ENROLMENT_COMPLETED", {"lulus", "completed"}},
      {"ENROLMENT_ATTENDED_ONLY", {"hadir saja", "attended only"}},
      {"ENROLMENT_NOT_PASSED", {"belum lulus", "not passed"}},
      {"ENROLMENT_DECLINED", {"ditolak", "declined"}},
      {"ENROLMENT_SUBSTITUTED", {"diganti", "substituted"}},
      {"ENROLMENT_WITHDRAWN", {"dibatalkan", "withdrawn"}},
      {"ENROLMENT_NO_SHOW", {"tidak hadir", "no-show"}},
      {"END_SUPERIOR", {"tidak diizinkan atasan", "not released by the superior"}},
      {"END_PARTICIPANT", {"ditolak peserta", "declined by the participant"}},
      {"END_REQUEST", {"atas permintaan", "on request"}},
      {"END_SUBSTITUTED", {"digantikan", "substituted"}},
      {"END_UNANSWERED", {"tidak dijawab", "not answered"}},
      {"END_GATE", {"tidak lagi memenuhi syarat", "qualifies no more"}},
      {"END_LEFT_SERVICE", {"berhenti dari dinas", "left service"}},
      {"END_LIST_CLOSED", {"daftar tunggu berakhir", "the waiting list is over"}},
      {"END_EXCUSED", {"berizin dari semua sesi", "excused from every session"}},
      {"SESSION_PLANNED", {"direncanakan", "planned"}},
      {"SESSION_MOVED", {"dipindahkan", "moved"}},
      {"SESSION_OPEN", {"daftar hadir dibuka", "check-in is open"}},
      {"SESSION_RUNNING", {"berlangsung", "running"}},
      {"SESSION_CLOSED", {"terlaksana", "took place"}},
      {"SESSION_CUT_SHORT", {"dipersingkat", "cut short"}},
      {"SESSION_MADE_UP", {"digantikan", "made up"}},
      {"SESSION_CANCELLED", {"dibatalkan", "cancelled"}},
      {"CLOSE_SESSION", {"tutup", "close"}},
      {"CUT_SESSION_SHORT", {"persingkat", "cut short"}},
      {"CANCEL_SESSION", {"batalkan", "cancel"}},
      {"CORRECT_SESSION", {"koreksi", "correct"}},
      {"ATTENDANCE_EXPECTED", {"ditunggu", "expected"}},
      {"ATTENDANCE_CHECKED_IN", {"masuk", "checked in"}},
      {"ATTENDANCE_CHECKED_OUT", {"keluar", "checked out"}},
      {"ATTENDANCE_ABSENT", {"tidak hadir", "absent"}},
      {"ATTENDANCE_EXCUSED", {"berizin", "excused"}},
      {"ATTENDANCE_VERIFIED", {"terverifikasi", "verified"}},
      {"ATTENDANCE_CREDITED", {"dihitung", "credited"}},
      {"PRESENCE_PRESENT", {"hadir", "present"}},
      {"PRESENCE_LATE", {"terlambat", "late"}},
      {"PRESENCE_LEFT_EARLY", {"pulang cepat", "left early"}},
      {"PRESENCE_EXCUSED", {"berizin", "excused"}},
      {"PRESENCE_ABSENT", {"tidak hadir", "absent"}},
      {"COMPLETION_PENDING", {"belum diputus", "pending"}},
      {"COMPLETION_COMPLETED", {"lulus", "completed"}},
      {"COMPLETION_ATTENDED_ONLY", {"hadir saja", "attended only"}},
      {"COMPLETION_NOT_PASSED", {"belum lulus", "not passed"}},
      {"COMPLETION_WITHDRAWN", {"mengundurkan diri", "withdrawn"}},
      {"COMPLETION_NO_SHOW", {"tidak datang", "no-show"}}});
  return words;
}

}  // namespace binadaya::cli
