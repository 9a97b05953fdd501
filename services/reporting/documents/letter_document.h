#pragma once

#include <string>
#include <vector>

#include "services/reporting/documents/batch_text.h"

// The letters of a batch: who is assigned to it (surat tugas), who is invited to it (surat
// undangan). What an office adds, its number, its day and who signs, is left open where it is not
// said.
namespace binadaya::reporting::documents {

struct LetterFacts : BatchFacts {
  v1::LetterHead head = {};
  std::vector<std::string> people = {};  // whom it assigns or invites
};

// What of a budget line a batch is paid by.
struct Funding {
  int year = 0;
  std::string account = {};
  std::string description = {};
  Money amount = {};
};
struct AssignmentFacts : LetterFacts {
  std::vector<Funding> funding = {};
};
Heading HeadingOf(const AssignmentFacts& facts);
std::string Html(const AssignmentFacts& facts, const Frame& frame);
std::vector<xlsx::Sheet> Sheets(const AssignmentFacts& facts, const Frame& frame);
Print PrintOf(const AssignmentFacts& facts);

struct InvitationFacts : LetterFacts {
  v1::Invited invited = v1::PARTICIPANTS;  // SPEAKERS: those of the rundown, whoever is in `people`
};
Heading HeadingOf(const InvitationFacts& facts);
std::string Html(const InvitationFacts& facts, const Frame& frame);
std::vector<xlsx::Sheet> Sheets(const InvitationFacts& facts, const Frame& frame);
Print PrintOf(const InvitationFacts& facts);

}  // namespace binadaya::reporting::documents
