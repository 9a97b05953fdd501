#pragma once

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "services/common/domain/text.h"
#include "services/reporting/documents/attendance_document.h"
#include "services/reporting/documents/letter_document.h"
#include "services/reporting/documents/rundown_document.h"

namespace binadaya::reporting::documents {

template <class Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// Batch 2 of a program of two days, its second release: a speaker of the registry, one from
// outside, a hall on record and a room that is only written.
inline BatchFacts BatchOf() {
  namespace sv = scheduling::v1;
  BatchFacts facts;
  facts.batch = FromText<sv::Batch>(
      R"(id: "019c0000-0000-7000-8000-0000000000d1" unit: "OPD04" number: 2 released: 2
         state: BATCH_PUBLISHED plan_item: "i")");
  facts.title = "Keputusan bagi <Lurah> & Camat";
  facts.rundown = FromText<sv::Rundown>(R"(
    number: 2
    content {
      compensation: "hari libur pengganti"
      items { id: "i3" number: "3" day: "2027-04-07" from: 480 until: 570 kind: PRACTICE
              title: "Simulasi" venue: "v" speaker: "s2" method: "simulasi" }
      items { id: "i2" number: "2" day: "2027-04-06" from: 480 until: 600 kind: LEARNING
              title: "Studi kasus" venue: "v" speaker: "s1" method: "studi kasus" owner: "Seksi 2" }
      items { id: "i1" number: "1" day: "2027-04-06" from: 450 printed_minutes: 30
              kind: REGISTRATION title: "Registrasi <b>" place: "Lobi" }
    }
    learning { day: "2027-04-06" minutes: 120 jp: 2 }
    learning { day: "2027-04-07" minutes: 90 jp: 2 }
    learning { minutes: 210 jp: 4 })");
  facts.venues["v"] = FromText<sv::Venue>(R"(id: "v" name: "Aula Rekaan" city: "Kota Semarang")");
  facts.speakers["s1"] = FromText<sv::Speaker>(R"(id: "s1" person: "p9")");
  facts.speakers["s2"] = FromText<sv::Speaker>(
      R"(id: "s2" name: "Dr. Narasumber Rekaan" organisation: "Universitas Rekaan")");
  facts.asked = 7;
  return facts;
}

// So many people, the last by the alphabet first; "p9" is the speaker of the registry.
inline Frame BatchFrame(Speech say, int people = 3) {
  Frame frame;
  frame.say = say;
  frame.government = "Pemerintah Kota Semarang";
  frame.unit_name = "Badan Kepegawaian, Pendidikan dan Pelatihan";
  frame.code = "00000000-0000-8000-8000-000000000001";
  frame.address = Cat("https://binadaya.example/periksa/", frame.code);
  frame.printed = "1 Maret 2027 08.00 WIB";
  for (int i = 0; i < people; ++i) {
    frame.people[Cat("p", 100 + i)] = {
        .name = Cat("Peserta ", std::string(1, static_cast<char>('z' - i % 26)), i, " <i>, S.Sos."),
        .number = Cat("••••", 1001 + i),
        .post = "Lurah",
        .unit = Cat("Kelurahan Rekaan ", i),
        .active = true};
  }
  frame.people["p9"] = {
      .name = "Pengajar Rekaan", .number = "••••9", .post = "Widyaiswara", .unit = "BKPP"};
  return frame;
}

inline constexpr Speech kSpeakId{true}, kSpeakEn{false};

// In this order, and nothing that is markup of somebody else's.
inline void Shows(const std::string& html, const std::vector<std::string>& parts) {
  std::size_t at = 0;
  for (const std::string& part : parts) {
    const std::size_t found = html.find(part, at);
    EXPECT_NE(found, std::string::npos) << part;
    if (found != std::string::npos) at = found + part.size();
  }
  for (const char* foreign : {"<Lurah>", "Registrasi <b>", "<i>"})
    EXPECT_THAT(html, ::testing::Not(::testing::HasSubstr(foreign)));
}
// The code of what it says, whoever is called what.
template <class Facts>
std::string Code(const Facts& facts) {
  return CodeOf(PrintOf(facts).sheets(Frame()));
}

}  // namespace binadaya::reporting::documents
