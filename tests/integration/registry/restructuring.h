#pragma once

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/registry/recorded_acts.h"
#include "tests/support/matchers.h"

namespace binadaya::test {

// Units by file, as decrees make them from a day on, and who is in them.
class Restructuring : public RecordedActs {
 protected:
  static constexpr char kHeader[] =
      "code,name,kind,parent,direct_service,valid_from,decree,succeeds,closed\n";

  absl::StatusOr<rv::ImportReport> Units(const std::string& rows, bool confirm = true) {
    return city_->ImportUnits(kHeader + rows, confirm);
  }
  static std::string New(const std::string& code, const std::string& parent = "") {
    return Cat(
        code, ",Dinas ", code, ",", parent.empty() ? "DINAS" : "BIDANG", ",", parent, ",,,,,\n");
  }
  // As it is decided for a day.
  static std::string On(
      absl::CivilDay day, const std::string& code, const std::string& name,
      const std::string& parent = "", const std::string& succeeds = "",
      const std::string& closed = "") {
    return Cat(
        code, ",", name, ",", parent.empty() ? "DINAS" : "BIDANG", ",", parent, ",,", Day(day),
        ",Perda 1/2026,", succeeds, ",", closed, "\n");
  }
  static std::string Closed(absl::CivilDay day, const std::string& code) {
    return On(day, code, "Dinas " + code, "", "", "ya");
  }
  rv::Unit Unit(const std::string& code, absl::CivilDay day) {
    rv::GetUnitRequest request;
    request.set_unit(code);
    request.set_as_of(Day(day));
    return platform_->registry().GetUnit(platform_->Analyst(), request).value_or(rv::Unit());
  }
  rv::Person Person(const std::string& id, absl::CivilDay day) {
    rv::GetPersonRequest request;
    request.set_person(id);
    request.set_as_of(Day(day));
    const auto person = platform_->registry().GetPerson(platform_->Analyst(), request);
    EXPECT_THAT(person, IsOk());
    return person.value_or(rv::Person());
  }
  absl::CivilDay Now() { return platform_->clock().Today(); }
  std::vector<std::string> Listed() {
    rv::ListUnitsRequest request;
    request.set_unit("/");
    request.set_page_size(200);
    std::vector<std::string> codes;
    const auto page = platform_->registry().ListUnits(platform_->Analyst(), request);
    EXPECT_THAT(page, IsOk());
    if (page.ok())
      for (const rv::Unit& unit : page->units()) codes.push_back(unit.code());
    return codes;
  }
  // What was decided about a unit, the newest first: "2026-01-01 Dinas Baru ACT_PENDING ".
  std::vector<std::string> Decided(const std::string& code) {
    rv::ListUnitActsRequest request;
    request.set_unit(code);
    std::vector<std::string> decided;
    const auto page = platform_->registry().ListUnitActs(platform_->Analyst(), request);
    EXPECT_THAT(page, IsOk());
    if (!page.ok()) return decided;
    for (const rv::UnitAct& act : page->acts()) {
      decided.push_back(
          Cat(act.effective(), " ", act.name(), " ", rv::ActState_Name(act.state()), " ",
              act.ended_because()));
    }
    return decided;
  }
  static std::vector<std::string> Rules(const absl::StatusOr<rv::ImportReport>& report) {
    std::vector<std::string> rules;
    if (report.ok())
      for (const auto& kind : report->kinds()) rules.push_back(kind.finding().rule());
    return rules;
  }
  absl::StatusOr<rv::ImportReport> Posts(const std::string& rows, bool confirm = true) {
    rv::ImportRequest request;
    request.set_request_id(platform_->Id());
    request.set_file(
        "Kode Jabatan;Nama Jabatan;Jenjang;Rumpun;Standar Kompetensi;Berlaku Mulai;Kepala\n" +
        rows);
    request.set_confirm(confirm);
    return platform_->registry().ImportPosts(platform_->Analyst(), request);
  }
  rv::Post Post(const std::string& code, absl::CivilDay day) {
    rv::GetPostRequest request;
    request.set_post(code);
    request.set_as_of(Day(day));
    return platform_->registry().GetPost(platform_->Analyst(), request).value_or(rv::Post());
  }
  static int Level(const rv::Post& post, const std::string& competency) {
    for (const rv::Standard& standard : post.standards())
      if (standard.competency() == competency) return standard.level();
    return 0;
  }
};

}  // namespace binadaya::test
