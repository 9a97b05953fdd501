// The command line of speakers who are asked for sessions.
#include "services/cli/speakers.h"
#include "services/cli/wiring.h"

namespace binadaya::cli {

void WireSpeakers(Program& p) {
  SpeakerInvitationOptions& options = p.speaker_invitation;
  CLI::App* group = p.app.get_subcommand("schedule");
  const auto by = [&](CLI::App* command) {
    return command->add_option("--as", options.by, Say("Atas nama siapa", "In whose name"));
  };
  const auto reason = [&](CLI::App* command) {
    command->add_option("--reason", options.reason, Say("Alasannya", "Why"))->required();
  };
  const auto which = [&](CLI::App* command) {
    command
        ->add_option(
            "INVITATION", options.invitation,
            Say("Awal id undangannya", "First letters of the invitation's id"))
        ->required();
  };
  CLI::App* invite = p.Command(
      group, "invite",
      Say("Undang narasumber kelas yang belum diundang",
          "Ask the speakers of a batch who were not asked yet"),
      [&p] { return RunInviteSpeakers(p.environment, p.speaker_invitation); });
  invite->add_option("BATCH", options.batch, WhichBatch())->required();
  invite->add_option(
      "--session", options.session,
      Say("Hanya sesi ini (id), juga bila ia menolak", "This session alone (id), also once more"));
  by(invite)->required();
  CLI::App* list = p.Command(
      group, "invitations",
      Say("Undangan narasumber yang menunggu jawaban", "Speakers whose answer is waited for"),
      [&p] { return RunListSpeakerInvitations(p.environment, p.speaker_invitation); });
  list->add_option("BATCH", options.batch, WhichBatch());
  list->add_option("--unit", options.unit, Say("Di dalam unit ini", "Inside this unit"));
  list->add_flag(
      "--overdue", options.overdue,
      Say("Hanya yang lewat waktunya", "Only those that are overdue"));
  list->add_flag(
      "--in-need", options.in_need,
      Say("Sesi yang belum ada narasumber yang diundang, sebagai gantinya",
          "Sessions that nobody is asked for, in their place"));
  list->add_flag(
      "--all", options.all, Say("Juga yang sudah dijawab", "Those that were answered, too"));
  for (const auto& [name, meaning, answer] :
       {std::tuple(
            "speaker-comes",
            Say("Narasumber memastikan hadir; --as: panitia mencatatnya bagi yang dari luar",
                "A speaker confirms; --as: the committee notes it of one from outside"),
            scheduling::v1::CONFIRM_SESSION),
        std::tuple(
            "speaker-declines", Say("Narasumber tidak dapat hadir", "A speaker does not come"),
            scheduling::v1::DECLINE_SESSION)}) {
    CLI::App* command = p.Command(group, name, meaning, [&p, given = answer] {
      return RunAnswerSpeakerInvitation(p.environment, p.speaker_invitation, given);
    });
    which(command);
    by(command);
    if (answer == scheduling::v1::DECLINE_SESSION) reason(command);
  }
  CLI::App* withdraw = p.Command(
      group, "withdraw-speaker", Say("Tarik sebuah undangan", "Withdraw an invitation"),
      [&p] { return RunWithdrawSpeakerInvitation(p.environment, p.speaker_invitation); });
  which(withdraw);
  reason(withdraw);
  by(withdraw)->required();
  const auto interest = [&](CLI::App* command) {
    command->add_option("BATCH", options.batch, WhichBatch())->required();
    command->add_option("SPEAKER", options.speaker, Say("Narasumbernya", "The speaker"))
        ->required();
    by(command)->required();
    return command;
  };
  reason(interest(p.Command(
      group, "accept-interest",
      Say("Terima kepentingan seorang narasumber untuk sebuah kelas (Kepala BKPP)",
          "Accept a speaker's conflict of interest for a batch (head of the agency)"),
      [&p] { return RunAcceptInterest(p.environment, p.speaker_invitation); })));
  reason(interest(p.Command(
      group, "withdraw-interest",
      Say("Tidak menerima lagi kepentingan seorang narasumber untuk sebuah kelas (Kepala BKPP)",
          "Accept a speaker's conflict of interest for a batch no more (head of the agency)"),
      [&p] { return RunWithdrawInterest(p.environment, p.speaker_invitation); })));
}

}  // namespace binadaya::cli
