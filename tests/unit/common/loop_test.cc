#include "services/common/loop.h"

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace binadaya {
namespace {

TEST(Loop, WakingEndsALongRest) {
  absl::Notification first, second;
  Loop loop("test", [&] {
    if (!first.HasBeenNotified()) {
      first.Notify();
    } else if (!second.HasBeenNotified()) {
      second.Notify();
    }
    return absl::Hours(1);
  });
  loop.Start();
  ASSERT_TRUE(first.WaitForNotificationWithTimeout(absl::Seconds(10)));
  loop.Wake();
  EXPECT_TRUE(second.WaitForNotificationWithTimeout(absl::Seconds(10)));
}

TEST(Loop, AWakeDuringATurnIsNotLost) {
  absl::Notification begun, woken, second;
  Loop loop("test", [&] {
    if (begun.HasBeenNotified()) {
      if (!second.HasBeenNotified()) second.Notify();
      return absl::Hours(1);
    }
    begun.Notify();
    woken.WaitForNotification();
    return absl::Hours(1);
  });
  loop.Start();
  begun.WaitForNotification();
  loop.Wake();
  woken.Notify();
  EXPECT_TRUE(second.WaitForNotificationWithTimeout(absl::Seconds(10)));
}

TEST(Loop, ARestOfLessThanNothingIsNone) {
  absl::Notification second;
  int turns = 0;
  Loop loop("test", [&] {
    if (++turns == 2) second.Notify();
    return turns < 2 ? -absl::InfiniteDuration() : absl::Hours(1);
  });
  loop.Start();
  EXPECT_TRUE(second.WaitForNotificationWithTimeout(absl::Seconds(10)));
}

TEST(Loop, StopEndsARestWithinATurn) {
  absl::Notification begun;
  bool rested = true;
  Loop loop("test", [&] {
    begun.Notify();
    rested = loop.Rest(absl::InfiniteDuration());
    return absl::ZeroDuration();
  });
  loop.Start();
  begun.WaitForNotification();
  EXPECT_TRUE(loop.go_on());
  loop.Stop();
  EXPECT_FALSE(rested);
  EXPECT_FALSE(loop.go_on());
}

TEST(Loop, ATurnThatHangsFallsSilentAndARestDoesNot) {
  absl::Notification begun, go;
  Loop loop("test", [&] {
    if (!begun.HasBeenNotified()) {
      begun.Notify();
      go.WaitForNotification();
    }
    return absl::Hours(1);
  });
  EXPECT_EQ(loop.Silence(), absl::ZeroDuration());
  loop.Start();
  begun.WaitForNotification();
  const absl::Time end = absl::Now() + absl::Seconds(10);
  while (loop.Silence() < absl::Milliseconds(1500) && absl::Now() < end) {
  }
  EXPECT_GE(loop.Silence(), absl::Milliseconds(1500));
  go.Notify();
  while (loop.Silence() > absl::Milliseconds(1200) && absl::Now() < end) {
  }
  EXPECT_LT(loop.Silence(), absl::Milliseconds(1200));
}

}  // namespace
}  // namespace binadaya
