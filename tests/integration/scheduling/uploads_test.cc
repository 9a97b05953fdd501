// What the devices of a committee entered without a net.
#include <future>
#include <map>

#include "services/simulator/device.h"
#include "tests/integration/scheduling/attendance.h"

namespace binadaya::test {
namespace {

// Committee devices without a net.
class Uploads : public AttendanceTest {
 protected:
  absl::StatusOr<sv::Device> Register(simulator::Device& tablet) {
    sv::RegisterDeviceRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_name("tablet pintu");
    request.set_public_key(tablet.public_key());
    const auto device = client().RegisterDevice(Organiser(), request);
    if (device.ok()) tablet.set_id(device->id());
    return device;
  }
  absl::StatusOr<sv::Device> Register() { return Register(tablet_); }
  static sv::SignedEntry SignedBy(
      const simulator::Device& tablet, const sv::Session& session, const sv::AttendanceEntry& entry,
      const std::string& by = kNobody) {
    return tablet.Sign(entry, session.id(), absl::CivilSecond(2027, 4, 8, 10, 0, 30), by);
  }
  sv::SignedEntry Signed(
      const sv::Session& session, const sv::Device& device, const sv::AttendanceEntry& entry,
      const std::string& by = kNobody) {
    tablet_.set_id(device.id());
    return SignedBy(tablet_, session, entry, by);
  }
  absl::StatusOr<sv::UploadReport> Upload(
      const sv::Session& session, const sv::Device& device,
      const std::vector<sv::SignedEntry>& entries, const std::string& by = "panitia") {
    sv::UploadAttendanceRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_session(session.id());
    request.set_device(device.id());
    for (const sv::SignedEntry& entry : entries) *request.add_entries() = entry;
    return client().UploadAttendance(Committee(by), request);
  }
  static std::string Results(const absl::StatusOr<sv::UploadReport>& report) {
    std::string results;
    if (!report.ok()) return std::string(report.status().message());
    for (const sv::UploadedEntry& one : report->entries()) {
      absl::StrAppend(
          &results, results.empty() ? "" : ", ",
          sv::UploadResult_Name(one.result()).substr(std::string("UPLOAD_").size()),
          one.findings_size() > 0 ? " " : "", RulesIn(one.findings()));
    }
    return results;
  }

  simulator::Device tablet_;
};

TEST_F(Uploads, AreTakenOnceEachByItself) {
  const std::vector<std::string> people = Begun(2);
  const sv::Session session = SessionNo(0);
  const auto device = Register();
  ASSERT_THAT(device, IsOk());
  At(18, 0);
  ASSERT_TRUE(AreSessions("CLOSED CLOSED CLOSED"));
  const sv::SignedEntry good = Signed(session, *device, Entry(people[0], "08:00", "10:00"));
  sv::SignedEntry forged = Signed(session, *device, Entry(people[1], "08:00", "10:00"));
  forged.mutable_entry()->set_from(Cat(kDay, "T07:59:00"));
  EXPECT_EQ(Results(Upload(session, *device, {good, forged})), "NEW, REFUSED ATT-01");
  EXPECT_EQ(Results(Upload(session, *device, {good})), "AGAIN");
  const sv::KeptEntry kept = RowOf(session, people[0]).entries(0);
  EXPECT_EQ(kept.made(), "2027-04-08T10:00:30");
  EXPECT_EQ(kept.arrived().substr(0, 16), "2027-04-08T18:00");
  // Not by the one it is about, whoever signed or uploads it.
  const sv::AttendanceEntry entry = Entry(people[1], "08:00", "10:00");
  EXPECT_EQ(
      Results(Upload(session, *device, {Signed(session, *device, entry, people[1])})),
      "REFUSED ATT-08");
  EXPECT_EQ(
      Results(Upload(session, *device, {Signed(session, *device, entry)}, people[1])),
      "REFUSED ATT-24");
  EXPECT_THAT(
      Upload(session, *device, {Signed(session, *device, entry, "panitia")}),
      RefusedBy("FIELD-03"));
  EXPECT_EQ(Results(Upload(session, *device, {Signed(session, *device, entry)})), "NEW");
  ASSERT_THAT(Verify(session), IsOk());
  EXPECT_EQ(
      Results(
          Upload(session, *device, {Signed(session, *device, Entry(people[1], "08:00", "09:00"))})),
      "LATE");
  EXPECT_EQ(Seen(session, people[1]), "VERIFIED PRESENT 120");

  sv::RevokeDeviceRequest revoke;
  revoke.set_request_id(platform_.Id());
  revoke.set_unit(kUnit);
  revoke.set_id(device->id());
  revoke.set_version(device->version());
  ASSERT_THAT(client().RevokeDevice(Organiser(), revoke), IsOk());
  EXPECT_THAT(Upload(session, *device, {good}), RefusedBy("ATT-15"));
  sv::ListDevicesRequest list;
  const auto devices = client().ListDevices(Auditor(), list);
  ASSERT_THAT(devices, IsOk());
  ASSERT_EQ(devices->devices_size(), 1);
  EXPECT_TRUE(devices->devices(0).revoked());
}

TEST_F(Uploads, WantAKeyThatIsOne) {
  sv::RegisterDeviceRequest request;
  request.set_request_id(platform_.Id());
  request.set_unit(kUnit);
  request.set_name("tablet");
  request.set_public_key("short");
  EXPECT_THAT(client().RegisterDevice(Organiser(), request), RefusedBy("ATT-16"));
}

// Two tablets of one class, each over two nets, all of it at once.
TEST_F(Uploads, AtOnceAreTakenOnceWhateverComesFirst) {
  const std::vector<std::string> people = Begun(3);
  const sv::Session session = SessionNo(0);
  At(8, 20);
  ASSERT_THAT(Scan(session, people[0]), IsOk());
  simulator::Device other;
  const auto door = Register(tablet_), hall = Register(other);
  ASSERT_THAT(door, IsOk());
  ASSERT_THAT(hall, IsOk());
  At(18, 0);
  ASSERT_TRUE(AreSessions("CLOSED CLOSED CLOSED"));
  // Both have seen the one in the middle; of him the hall has the door's entry, too.
  std::vector<sv::SignedEntry> of_door, of_hall;
  for (int i = 0; i < 2; ++i)
    of_door.push_back(
        SignedBy(tablet_, session, Entry(people[static_cast<std::size_t>(i)], "08:00", "10:00")));
  for (int i = 1; i < 3; ++i)
    of_hall.push_back(
        SignedBy(other, session, Entry(people[static_cast<std::size_t>(i)], "08:00", "10:00")));
  of_hall.push_back(of_door[1]);
  std::vector<std::future<absl::StatusOr<sv::UploadReport>>> asked;
  for (int i = 0; i < 6; ++i) {
    const bool from_door = i % 2 == 0;
    asked.push_back(std::async(std::launch::async, [&, from_door, by = Cat("panitia-", i)] {
      return Upload(session, from_door ? *door : *hall, from_door ? of_door : of_hall, by);
    }));
  }
  std::map<std::string, int> results;
  for (auto& one : asked) {
    const auto report = one.get();
    ASSERT_THAT(report, IsOk());
    for (const sv::UploadedEntry& entry : report->entries()) {
      ++results[sv::UploadResult_Name(entry.result())];
      if (entry.result() == sv::UPLOAD_REFUSED) {
        EXPECT_EQ(RulesIn(entry.findings()), "ATT-01") << "the hall did not sign it";
      }
    }
  }
  EXPECT_EQ(
      results,
      (std::map<std::string, int>{{"UPLOAD_NEW", 4}, {"UPLOAD_AGAIN", 8}, {"UPLOAD_REFUSED", 3}}));
  EXPECT_EQ(
      sql()
          .Query(
              "SELECT count(*) FROM attendance_entry WHERE session = $1", pg::Params(session.id()))
          .Int(0, 0),
      5)
      << "one scan, and four entries";
  // The committee goes before the scan, and both are kept; two that saw the same are no more time.
  const sv::SheetRow row = RowOf(session, people[0]);
  ASSERT_EQ(row.entries_size(), 2);
  EXPECT_FALSE(row.entries(0).counts());
  EXPECT_TRUE(row.entries(1).counts());
  EXPECT_EQ(RowOf(session, people[1]).entries_size(), 2);
  for (const std::string& person : people)
    EXPECT_EQ(Seen(session, person), "CHECKED_OUT PRESENT 120");
  ASSERT_THAT(Verify(session), IsOk());
  EXPECT_EQ(Results(Upload(session, *door, of_door)), "AGAIN, AGAIN") << "once more, too late";
  for (const std::string& person : people) EXPECT_EQ(Seen(session, person), "VERIFIED PRESENT 120");
}

}  // namespace
}  // namespace binadaya::test
