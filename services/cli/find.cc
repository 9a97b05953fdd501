#include "services/cli/find.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "binadaya/needs/v1/needs.rpc.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "services/cli/language.h"
#include "services/cli/words.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using needs::NeedsClient;
using registry::RegistryClient;
namespace nv = needs::v1;
namespace rv = registry::v1;

constexpr std::size_t kShown = 10;
constexpr std::size_t kWholeNumber = 16;  // digits; a NIP has 18
constexpr std::size_t kPartOfNumber = 5;

bool Same(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase(Absl(a), Absl(b));
}

// The beginning of an id, as it may be meant: at least four letters of one.
bool MayBeId(std::string_view text) {
  return text.size() >= 4 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-';
         });
}

std::string DigitsOf(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c == ' ') continue;
    if (c < '0' || c > '9') return "";
    digits += c;
  }
  return digits;
}

// The one of the found things that is meant; `show` makes a candidate of each.
template <class Thing, class Show>
absl::StatusOr<Thing> ChooseOf(
    const Message& what, const std::string& text, const std::vector<Thing>& things, Show show) {
  std::vector<Candidate> candidates;
  for (const Thing& thing : things) candidates.push_back(show(thing));
  ASSIGN_OR_RETURN(const std::size_t chosen, Choose(what, text, candidates));
  return things[chosen];
}

template <class Repeated>
auto Listed(const Repeated& repeated) {
  return std::vector<typename Repeated::value_type>(repeated.begin(), repeated.end());
}

// The command that lists things of a kind, where `list` has just their name.
std::string ListOf(const Message& what) {
  for (const char* list : {"units", "posts", "people", "competencies", "needs", "imports"})
    if (what.en == list) return Cat(": binadaya list ", list);
  return "";
}

absl::StatusOr<rv::Person> GetPerson(const Operator& caller, const std::string& id) {
  rv::GetPersonRequest request;
  request.set_person(id);
  return caller.Ask("registry", &RegistryClient::GetPerson, request);
}

absl::StatusOr<rv::Person> FindByNumber(const Operator& caller, const std::string& number) {
  rv::FindPersonByNumberRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_number(number);
  absl::StatusOr<rv::Person> person =
      caller.Ask("registry", &RegistryClient::FindPersonByNumber, request);
  if (absl::IsNotFound(person.status())) return Choose({"pegawai", "people"}, "***", {}).status();
  return person;
}

}  // namespace

absl::StatusOr<std::size_t> Choose(
    const Message& what, const std::string& text, const std::vector<Candidate>& candidates) {
  if (candidates.empty()) {
    return Refuse(
        absl::StatusCode::kNotFound,
        {{.rule = "FIND-01",
          .where = text,
          .message = {
              Cat("Tidak ada ", what.id, " dengan kode, nama, atau awal id ini. Lihat daftarnya",
                  ListOf(what), "."),
              Cat("None of the ", what.en,
                  " has this code, name or beginning of an id. See the list", ListOf(what),
                  ".")}}});
  }
  const auto exact = [](const Candidate& one) { return one.exact; };
  if (candidates.size() == 1) return 0;
  if (std::count_if(candidates.begin(), candidates.end(), exact) == 1) {
    return static_cast<std::size_t>(
        std::find_if(candidates.begin(), candidates.end(), exact) - candidates.begin());
  }
  std::string list;
  for (std::size_t i = 0; i < std::min(kShown, candidates.size()); ++i)
    list += Cat("\n    ", candidates[i].id, "  ", candidates[i].shown);
  if (candidates.size() > kShown) list += "\n    …";
  return Refuse(
      {.rule = "FIND-02",
       .where = text,
       .message = {
           Cat("Beberapa ", what.id, " cocok:", list, "\n  Sebut satu dengan kode atau id-nya."),
           Cat("Several ", what.en, " match:", list, "\n  Name one by its code or id.")}});
}

absl::StatusOr<rv::Person> FindPerson(const Operator& caller, const std::string& text) {
  if (IsUuid(text)) return GetPerson(caller, text);
  const std::string digits = DigitsOf(text);
  if (digits.size() >= kWholeNumber) return FindByNumber(caller, digits);
  std::vector<rv::Person> people;
  rv::ListPeopleRequest request;
  request.set_with_former(true);
  request.set_order(rv::PEOPLE_BY_NAME);
  const auto add = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(
        const auto listed,
        caller.AskPages("registry", &RegistryClient::ListPeople, request, false));
    people.insert(people.end(), listed.people().begin(), listed.people().end());
    return absl::OkStatus();
  };
  if (MayBeId(text)) {
    request.set_id_prefix(text);
    RETURN_IF_ERROR(add());
    request.clear_id_prefix();
  }
  if (digits.empty()) {
    request.set_name(text);
    RETURN_IF_ERROR(add());
  }
  if (people.empty() && digits.size() >= kPartOfNumber) {
    return Refuse(
        absl::StatusCode::kInvalidArgument,
        {{.rule = "FIND-03",
          .where = "NIP",
          .message = {
              "Pegawai hanya dicari dengan NIP atau NI PPPK yang utuh. Tulis ke-18 angkanya.",
              "A person is found by the whole employment number only. Write all of its 18 "
              "digits."}}});
  }
  return ChooseOf({"pegawai", "people"}, text, people, [&](const rv::Person& person) {
    return Candidate{
        .id = person.id(),
        .shown = Cat(person.name(), "  ", person.post(), "  ", person.unit()),
        .exact = Same(person.name(), text)};
  });
}

absl::StatusOr<rv::Unit> FindUnit(const Operator& caller, const std::string& text) {
  if (text == "/") {
    rv::Unit city;
    city.set_code("/");
    city.set_path("/");
    return city;
  }
  rv::ListUnitsRequest request;
  request.set_text(text);
  ASSIGN_OR_RETURN(
      const auto listed, caller.AskPages("registry", &RegistryClient::ListUnits, request));
  // A code is one unit whatever else begins with it.
  const bool code = std::any_of(listed.units().begin(), listed.units().end(), [&](const auto& one) {
    return Same(one.code(), text);
  });
  return ChooseOf({"unit", "units"}, text, Listed(listed.units()), [&](const rv::Unit& unit) {
    return Candidate{
        .id = unit.code(),
        .shown = Cat(unit.name(), "  ", unit.kind(), "  ", unit.path()),
        .exact = Same(code ? unit.code() : unit.name(), text)};
  });
}

absl::StatusOr<std::string> FindUnitCode(const Operator& caller, const std::string& text) {
  if (text.empty()) return text;
  ASSIGN_OR_RETURN(const rv::Unit unit, FindUnit(caller, text));
  return unit.code();
}

absl::StatusOr<rv::Post> FindPost(const Operator& caller, const std::string& text) {
  rv::ListPostsRequest request;
  request.set_text(text);
  ASSIGN_OR_RETURN(
      const auto listed, caller.AskPages("registry", &RegistryClient::ListPosts, request));
  const bool code = std::any_of(listed.posts().begin(), listed.posts().end(), [&](const auto& one) {
    return Same(one.code(), text);
  });
  return ChooseOf({"jabatan", "posts"}, text, Listed(listed.posts()), [&](const rv::Post& post) {
    return Candidate{
        .id = post.code(),
        .shown = post.title(),
        .exact = Same(code ? post.code() : post.title(), text)};
  });
}

absl::StatusOr<rv::Competency> FindCompetency(const Operator& caller, const std::string& text) {
  rv::ListCompetenciesRequest request;
  request.set_text(text);
  ASSIGN_OR_RETURN(
      const auto listed, caller.AskPages("registry", &RegistryClient::ListCompetencies, request));
  return ChooseOf(
      {"kompetensi", "competencies"}, text, Listed(listed.competencies()),
      [&](const rv::Competency& one) {
        return Candidate{
            .id = one.code(),
            .shown = Say(one.name_id(), one.name_en()),
            .exact =
                Same(one.code(), text) || Same(one.name_id(), text) || Same(one.name_en(), text)};
      });
}

absl::StatusOr<rv::RatingCampaign> FindRatingCampaign(
    const Operator& caller, const std::string& text) {
  rv::ListRatingCampaignsRequest request;
  (MayBeId(text) ? *request.mutable_id_prefix() : *request.mutable_text()) = text;
  ASSIGN_OR_RETURN(
      auto listed, caller.AskPages("registry", &RegistryClient::ListRatingCampaigns, request));
  if (listed.campaigns().empty() && MayBeId(text)) {  // "2026" is in many names
    request.clear_id_prefix();
    request.set_text(text);
    ASSIGN_OR_RETURN(
        listed, caller.AskPages("registry", &RegistryClient::ListRatingCampaigns, request));
  }
  return ChooseOf(
      {"kampanye penilaian", "rating campaigns"}, text, Listed(listed.campaigns()),
      [&](const rv::RatingCampaign& one) {
        return Candidate{
            .id = one.id(),
            .shown = Cat(one.name(), "  ", one.opens(), " – ", one.closes()),
            .exact = Same(one.name(), text)};
      });
}

absl::StatusOr<nv::Campaign> FindNeedsCampaign(const Operator& caller, const std::string& text) {
  nv::ListCampaignsRequest request;
  int year = 0;
  if (text.size() == 4 && absl::SimpleAtoi(text, &year)) {
    request.set_year(year);
  } else {
    request.set_id_prefix(text);
  }
  ASSIGN_OR_RETURN(
      const auto listed, caller.AskPages("needs", &NeedsClient::ListCampaigns, request));
  return ChooseOf(
      {"kampanye kebutuhan", "needs campaigns"}, text, Listed(listed.campaigns()),
      [](const nv::Campaign& one) {
        return Candidate{.id = one.id(), .shown = Cat(one.year(), "  ", one.unit_path())};
      });
}

absl::StatusOr<nv::Need> FindNeed(const Operator& caller, const std::string& text) {
  if (IsUuid(text)) {
    nv::GetNeedRequest request;
    request.set_need(text);
    return caller.Ask("needs", &NeedsClient::GetNeed, request);
  }
  std::vector<nv::Need> needs;
  if (MayBeId(text)) {
    ASSIGN_OR_RETURN(
        const auto campaigns,
        caller.AskPages("needs", &NeedsClient::ListCampaigns, nv::ListCampaignsRequest()));
    for (const nv::Campaign& campaign : campaigns.campaigns()) {
      nv::ListNeedsRequest request;
      request.set_campaign(campaign.id());
      request.set_id_prefix(text);
      ASSIGN_OR_RETURN(
          const auto listed, caller.AskPages("needs", &NeedsClient::ListNeeds, request, false));
      needs.insert(needs.end(), listed.needs().begin(), listed.needs().end());
    }
  }
  return ChooseOf({"kebutuhan", "needs"}, text, needs, [](const nv::Need& need) {
    return Candidate{
        .id = need.id(),
        .shown =
            Cat(Word(need.type()), "  ", AboutOf(need),
                need.to_level() == 0 ? "" : Cat(" → ", need.to_level()), "  ", need.family(), "  ",
                Word(need.state()))};
  });
}

std::vector<rv::ResolvedPerson> Resolved(const Operator& caller, const std::set<std::string>& ids) {
  rv::ResolvePeopleRequest request;
  for (const std::string& id : ids)
    if (IsUuid(id) && request.people_size() < kWholePage) request.add_people(id);
  if (request.people().empty()) return {};
  request.set_request_id(caller.NewRequestId());
  request.set_unit("/");
  // Of nobody GetPerson would be refused, which is on record. Who is no person, or not to be had
  // now, stays an id.
  const auto people = caller.Ask("registry", &RegistryClient::ResolvePeople, request);
  if (!people.ok()) return {};
  return {people->people().begin(), people->people().end()};
}

Names NamesOf(const Operator& caller, const std::set<std::string>& ids) {
  Names names;
  for (const rv::ResolvedPerson& person : Resolved(caller, ids)) names[person.id()] = person.name();
  return names;
}

std::string NameIn(const Names& names, const std::string& id) {
  const auto name = names.find(id);
  return name == names.end() ? id : name->second;
}

std::string AboutOf(const nv::Need& need) {
  if (!need.training().empty()) return need.training();
  return need.competency().empty() ? "-" : need.competency();
}

}  // namespace binadaya::cli
