#include "services/common/watch.h"

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace binadaya {
namespace {

constexpr char kNowhere[] = "host=127.0.0.1 port=1";

TEST(Watch, NamesALoopThatIsSilentForTooLongAndNoOther) {
  Metrics metrics;
  absl::Notification end, named;
  Loop hangs("hangs", [&] {
    end.WaitForNotification();
    return absl::Hours(1);
  });
  Loop rests("rests", [] { return absl::Hours(1); });
  Watch watch(
      {.database = kNowhere,
       .limit = absl::Seconds(3),
       .stuck =
           [&](const Loop& loop) {
             EXPECT_EQ(loop.name(), "hangs");
             if (!named.HasBeenNotified()) named.Notify();
           }},
      metrics);
  watch.Hear(hangs);
  watch.Hear(rests);
  hangs.Start();
  rests.Start();
  watch.Start();
  EXPECT_TRUE(named.WaitForNotificationWithTimeout(absl::Seconds(20)));
  end.Notify();
}

TEST(WatchDeathTest, ALoopThatIsStuckEndsTheProcess) {
  EXPECT_EXIT(
      {
        Metrics metrics;
        Loop hangs("hangs", []() -> absl::Duration {
          absl::Notification never;
          never.WaitForNotification();
          return {};
        });
        Watch watch({.database = kNowhere, .limit = absl::Milliseconds(100)}, metrics);
        watch.Hear(hangs);
        hangs.Start();
        watch.Start();
        absl::Notification never;
        never.WaitForNotificationWithTimeout(absl::Seconds(20));
        std::_Exit(2);
      },
      ::testing::ExitedWithCode(1), "");
}

}  // namespace
}  // namespace binadaya
