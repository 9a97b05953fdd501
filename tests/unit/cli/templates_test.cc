// Templates of rundowns on the command line: of which batch they are kept, and how they read.
#include "services/cli/templates.h"

#include "gmock/gmock.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/scheduling_commands.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using test::IsOk;
using test::RefusedBy;
using ::testing::HasSubstr;
using ::testing::Not;
namespace sv = scheduling::v1;

constexpr char kTemplate[] = "019c4f00-0000-7000-8000-000000000001";

class TemplateCommands : public SchedulingCommands {
 protected:
  TemplateCommands() {
    needs_.On<needs::v1::GetProgramRequest, needs::v1::Program>("GetProgram", [](const auto&) {
      return Of<needs::v1::Program>(Cat("id: '", kDecisions, "'"));
    });
    const std::string shown =
        Cat("id: '", kTemplate, "' unit: 'OPD04' title: 'Dua hari' number: 2 version: 5 days: 2 ",
            "learning_minutes: 435 jp: 9");
    Keeps<sv::ListRundownTemplatesRequest, sv::ListRundownTemplatesResponse>(
        "ListRundownTemplates", listed_, Cat("templates { ", shown, " }"));
    Keeps<sv::KeepRundownTemplateRequest, sv::RundownTemplate>("KeepRundownTemplate", kept_, shown);
    Keeps<sv::RetireRundownTemplateRequest, sv::RundownTemplate>(
        "RetireRundownTemplate", retired_,
        Cat(shown, " retired: true retired_reason: 'kurikulum baru'"));
    Keeps<sv::GetRundownTemplateRequest, sv::RundownTemplate>(
        "GetRundownTemplate", got_,
        Cat(shown,
            " content { items { number: '2' day: 2 from: 480 until: 600 kind: LEARNING "
            "title: 'Materi' } }"));
    Keeps<sv::DraftFromTemplateRequest, sv::Rundown>(
        "DraftFromTemplate", drafted_,
        "content { items { number: '1' day: '2027-04-08' kind: LEARNING title: 'Materi' } }");
  }
  TemplateOptions options_;
  sv::ListRundownTemplatesRequest listed_;
  sv::KeepRundownTemplateRequest kept_;
  sv::RetireRundownTemplateRequest retired_;
  sv::GetRundownTemplateRequest got_;
  sv::DraftFromTemplateRequest drafted_;
};

TEST_F(TemplateCommands, KeepABatchsRundownAsANewOneOrTheNextVersion) {
  Serve();
  options_.by = "jatisasih";
  options_.batch = "OPD04/1";
  options_.title = "Dua hari";
  options_.release = 3;
  const auto answer = RunKeepTemplate(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(kept_.batch(), kFirstBatch);
  EXPECT_EQ(kept_.unit(), "OPD04");
  EXPECT_EQ(kept_.release(), 3);
  EXPECT_EQ(kept_.template_id(), "");
  EXPECT_THAT(answer->text, HasSubstr("version 2, days: 2, learning 435 minutes: 9 lesson hours"));
  options_.id = "dua";
  ASSERT_THAT(RunKeepTemplate(environment(), options_), IsOk());
  EXPECT_EQ(kept_.template_id(), kTemplate);
  EXPECT_EQ(kept_.version(), 5);
  options_.id = "tiga";
  EXPECT_THAT(RunKeepTemplate(environment(), options_), RefusedBy("FIND-01"));
}

TEST_F(TemplateCommands, ListThemShowOneAndRetireIt) {
  Serve();
  options_.program = "keputusan";
  const auto list = RunTemplates(environment(), options_);
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(listed_.program(), kDecisions);
  EXPECT_FALSE(listed_.retired());
  EXPECT_THAT(list->text, HasSubstr("Dua hari"));
  options_.id = "019c4f";
  options_.number = 1;
  const auto one = RunTemplates(environment(), options_);
  ASSERT_THAT(one, IsOk());
  EXPECT_EQ(got_.template_id(), kTemplate);
  EXPECT_EQ(got_.number(), 1);
  EXPECT_THAT(one->text, HasSubstr("08:00"));
  EXPECT_THAT(one->text, Not(HasSubstr("retired")));
  options_.by = "jatisasih";
  options_.reason = "kurikulum baru";
  const SpeakingIndonesian id;
  const auto retired = RunRetireTemplate(environment(), options_);
  ASSERT_THAT(retired, IsOk());
  EXPECT_EQ(retired_.version(), 5);
  EXPECT_EQ(retired_.unit(), "OPD04");
  EXPECT_THAT(retired->text, HasSubstr("tidak dipakai lagi: kurikulum baru"));
}

TEST_F(TemplateCommands, StartADraftFromOne) {
  Serve();
  options_.by = "jatisasih";
  options_.batch = "OPD04/2";
  options_.id = "dua hari";
  options_.first = "2027-04-08";
  const auto answer = RunDraftFromTemplate(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(drafted_.batch(), kSecondBatch);
  EXPECT_EQ(drafted_.version(), 7);
  EXPECT_EQ(drafted_.template_id(), kTemplate);
  EXPECT_EQ(drafted_.first_day(), "2027-04-08");
  EXPECT_THAT(answer->text, HasSubstr("Materi"));
}

}  // namespace
}  // namespace binadaya::cli
