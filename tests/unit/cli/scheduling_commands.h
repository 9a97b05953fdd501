#pragma once

#include <string>

#include "binadaya/needs/v1/needs.rpc.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "tests/unit/cli/fake_services.h"
#include "tests/unit/cli/samples.h"

namespace binadaya::cli {

inline constexpr char kItem[] = "019c0000-07b2-7153-a111-105640ac0001";
inline constexpr char kDecisions[] = "019c0000-07b2-7153-a111-105640ac0002";
inline constexpr char kFirstBatch[] = "019c1111-07b2-7153-a111-105640ac0011";
inline constexpr char kSecondBatch[] = "019c1111-07b2-7153-a111-105640ac0012";
inline constexpr char kHall[] = "019c2222-07b2-7153-a111-105640ac0021";
inline constexpr char kLecturer[] = "019c3333-07b2-7153-a111-105640ac0031";
inline constexpr char kInternal[] = "019c3333-07b2-7153-a111-105640ac0032";

// Commands about a schedule: two batches of a program in OPD04, a hall, a speaker from outside and
// one of the city's people; a plan of 2027; a registry with one person and one unit.
class SchedulingCommands : public CommandsTest {
 protected:
  SchedulingCommands() {
    namespace sv = scheduling::v1;
    namespace rv = registry::v1;
    Answers<sv::ListBatchesRequest>("ListBatches", [](const sv::ListBatchesRequest&) {
      sv::ListBatchesResponse response;
      for (const char* id : {kSecondBatch, kFirstBatch}) {
        *response.add_batches() = Of<sv::Batch>(
            Cat("id: '", id, "' unit: 'OPD04' plan_item: '", kItem, "' program: '", kDecisions,
                "' number: ", id == kFirstBatch ? 1 : 2,
                " state: BATCH_PLANNED capacity: 49 "
                "version: 7"));
      }
      return response;
    });
    Answers<sv::ListVenuesRequest>("ListVenues", [](const sv::ListVenuesRequest&) {
      return Of<sv::ListVenuesResponse>(
          Cat("venues { id: '", kHall,
              "' name: 'Aula Balai Kota' kind: HALL city: 'Kota Semarang' province: 'JAWA TENGAH' "
              "capacity: 60 day_rate: 4500000 version: 3 }"));
    });
    Answers<sv::ListSpeakersRequest>("ListSpeakers", [](const sv::ListSpeakersRequest&) {
      return Of<sv::ListSpeakersResponse>(
          Cat("speakers { id: '", kLecturer,
              "' name: 'Dr. Rekaan' organisation: 'Universitas Rekaan' rate_class: 'PAKAR' "
              "version: 2 } speakers { id: '",
              kInternal, "' person: '", kSekar, "' rate_class: 'ESELON_III' version: 4 }"));
    });
    registry_.On<rv::ResolvePeopleRequest, rv::ResolvePeopleResponse>(
        "ResolvePeople", [](const rv::ResolvePeopleRequest& request) {
          rv::ResolvePeopleResponse response;
          for (const std::string& id : request.people()) {
            rv::ResolvedPerson& person = *response.add_people();
            person.set_id(id);
            person.set_name(id == kSekar ? "Sekar Lowanda" : "Jatisasih Larisdewi");
          }
          return response;
        });
    registry_.On<rv::ListPeopleRequest, rv::ListPeopleResponse>(
        "ListPeople", [](const rv::ListPeopleRequest& request) {
          const bool sekar = request.name() == "sekar";
          return Of<rv::ListPeopleResponse>(
              Cat("people { id: '", sekar ? kSekar : kHead, "' name: '",
                  sekar ? "Sekar Lowanda" : "Jatisasih Larisdewi", "' }"));
        });
    registry_.On<rv::ListUnitsRequest, rv::ListUnitsResponse>("ListUnits", [](const auto&) {
      return Of<rv::ListUnitsResponse>("units { code: 'OPD04' name: 'BKPP' path: '/OPD04/' }");
    });
    namespace nv = needs::v1;
    needs_.On<nv::ListProgramsRequest, nv::ListProgramsResponse>("ListPrograms", [](const auto&) {
      return Of<nv::ListProgramsResponse>(
          Cat("programs { id: '", kDecisions, "' design { title: 'Keputusan dan pelayanan' } }"));
    });
  }
  template <class Request, class Answer>
  void Answers(const char* name, Answer answer) {
    scheduling_.On<Request, decltype(answer(Request()))>(
        name, [answer](const Request& request) -> absl::StatusOr<decltype(answer(request))> {
          return answer(request);
        });
  }
  // Keeps what is asked, and answers with this.
  template <class Request, class Response>
  void Keeps(const char* name, Request& asked, const std::string& answer) {
    Answers<Request>(name, [&asked, answer](const Request& request) {
      asked = request;
      return Of<Response>(answer);
    });
  }
  void Serve() {
    CommandsTest::Serve("SCHEDULING_ADDRESS", scheduling_);
    CommandsTest::Serve("REGISTRY_ADDRESS", registry_);
    CommandsTest::Serve("NEEDS_ADDRESS", needs_);
  }

  Fake scheduling_, registry_, needs_;
};

}  // namespace binadaya::cli
