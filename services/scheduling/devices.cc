// Devices of committees, and what they entered without a net.
#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/aggregate.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/scheduling/deliveries.h"
#include "services/scheduling/device_store.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/signatures.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling {
namespace {

Finding Revoked() {
  return {
      .rule = "ATT-15",
      .where = "device",
      .message = {
          "Perangkat ini sudah dicabut. Daftarkan perangkat lain, lalu catat lagi.",
          "This device is revoked. Register another one and enter it again."}};
}

v1::UploadResult ResultOf(domain::Attendance::Taken taken) {
  switch (taken) {
    case domain::Attendance::Taken::kNew:
      return v1::UPLOAD_NEW;
    case domain::Attendance::Taken::kAgain:
      return v1::UPLOAD_AGAIN;
    case domain::Attendance::Taken::kLate:
      return v1::UPLOAD_LATE;
  }
  return v1::UPLOAD_RESULT_UNSPECIFIED;
}

}  // namespace

absl::StatusOr<v1::Device> Scheduling::RegisterDevice(
    Call& call, const v1::RegisterDeviceRequest& request) {
  if (!IsEd25519Key(request.public_key())) {
    return RefuseInput(
        {{.rule = "ATT-16",
          .where = "public_key",
          .message = {
              "Ini bukan kunci publik Ed25519 (32 bita). Ambil kuncinya dari perangkat.",
              "This is no Ed25519 public key (32 bytes). Take the key from the device."}}});
  }
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Device> {
    v1::Device device;
    device.set_id(NewId(call.now()));
    device.set_unit(request.unit());
    device.set_name(request.name());
    device.set_public_key(request.public_key());
    device.set_registered_by(call.subject());
    device.set_version(1);
    device_store::Add(tx, device);
    v1::DeviceRegistered event;
    event.set_device(device.id());
    event.set_unit(device.unit());
    Tell(tx, event);
    return device;
  });
}

absl::StatusOr<v1::Device> Scheduling::RevokeDevice(
    Call& call, const v1::RevokeDeviceRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Device> {
    ASSIGN_OR_RETURN(v1::Device device, device_store::Lock(tx, request.unit(), request.id(), "id"));
    RETURN_IF_ERROR(tx.Expect("device", device.id(), request.version()));
    if (device.revoked()) return Refuse(Revoked());
    device.set_revoked(true);
    device_store::Revoke(tx, device.id());
    v1::DeviceRevoked event;
    event.set_device(device.id());
    event.set_unit(device.unit());
    Tell(tx, event);
    device.set_version(VersionOf(tx, "device", device.id()) + 1);
    return device;
  });
}

absl::StatusOr<v1::ListDevicesResponse> Scheduling::ListDevices(
    Call& call, const v1::ListDevicesRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListDevicesResponse> {
    std::vector<v1::Device> devices = device_store::PageOf(tx, call.scope(), page);
    const auto versions = VersionsOf(tx, "device", devices, &v1::Device::id);
    v1::ListDevicesResponse response;
    for (v1::Device& device : devices) {
      device.set_version(versions.at(device.id()));
      *response.add_devices() = std::move(device);
    }
    if (response.devices_size() == page.size())
      response.set_next_page_token(page.Next({response.devices().rbegin()->id()}));
    return response;
  });
}

absl::StatusOr<v1::UploadReport> Scheduling::UploadAttendance(
    Call& call, const v1::UploadAttendanceRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::UploadReport> {
    ASSIGN_OR_RETURN(
        session_store::Held session, SessionOf(tx, request.unit(), request.session(), true));
    ASSIGN_OR_RETURN(
        const v1::Device device,
        device_store::Lock(tx, request.unit(), request.device(), "device"));
    if (device.revoked()) return Refuse(Revoked());
    const domain::AttendancePolicy rules = AttendanceRules(tx);
    std::vector<attendance_store::Row> sheet =
        attendance_store::SheetOf(tx, session.is.id, session.batch);
    v1::UploadReport report;
    std::map<domain::AttendanceMethod, std::vector<std::string>> entered;
    for (const v1::SignedEntry& one : request.entries()) {
      v1::UploadedEntry& out = *report.add_entries();
      out.set_id(one.entry().id());
      Findings findings;
      domain::Entry entry = ReadEntry(one.entry(), session, "", findings);
      entry.made = ReadSecond(one.made(), "made", findings);
      entry.by = one.by();
      entry.device = device.id();
      attendance_store::Row* const row = attendance_store::RowOf(sheet, one.entry().enrolment());
      if (row == nullptr) findings.push_back(NotOnSheet("enrolment"));
      if (row != nullptr && row->is.person == call.subject())
        findings.push_back(domain::OwnAttendance("enrolment"));
      auto taken = domain::Attendance::Taken::kNew;
      if (findings.empty()) {
        entry.arrived = ArrivalAt(tx, *row);
        const bool genuine = IsSignedBy(
            device.public_key(), domain::SignedText(entry, session.is.id, row->is.enrolment),
            one.signature());
        const auto took = row->is.Take(entry, genuine, TimeOf(session), rules);
        findings = FindingsOf(took.status());
        if (took.ok()) taken = *took;
      }
      for (const Finding& finding : findings) ::binadaya::ToProto(finding, *out.add_findings());
      if (!findings.empty()) {
        out.set_result(v1::UPLOAD_REFUSED);
        continue;
      }
      out.set_result(ResultOf(taken));
      if (taken == domain::Attendance::Taken::kAgain) continue;
      attendance_store::Add(
          tx, *row, entry, {.uploaded_by = call.subject(), .signature = one.signature()});
      entered[entry.method].push_back(row->is.enrolment);
    }
    for (const auto& [method, enrolments] : entered) TellEntered(tx, session, enrolments, method);
    return report;
  });
}

}  // namespace binadaya::scheduling
