// What a person sees of himself, and a superior of who reports to him.
#include <algorithm>

#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/registry/act_store.h"
#include "services/registry/appeal_store.h"
#include "services/registry/contact_store.h"
#include "services/registry/finding_store.h"
#include "services/registry/gap_store.h"
#include "services/registry/profile_store.h"
#include "services/registry/registry.h"
#include "services/registry/reporting_line.h"

namespace binadaya::registry {

absl::StatusOr<v1::OwnFile> Registry::GetOwnFile(Call& call, const v1::GetOwnFileRequest& request) {
  const absl::CivilDay today = call.today();
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::OwnFile> {
    ASSIGN_OR_RETURN(
        const directory_store::PersonView person, directory_store::GetPerson(tx, request.person()));
    v1::OwnFile file;
    *file.mutable_person() = Whole(person);
    const domain::Contact contact = contact_store::Of(tx, person.id);
    file.set_email(contact.email);
    file.set_mobile(contact.mobile);
    for (const act_store::Number& number : act_store::Numbers(tx, person.id)) {
      v1::OwnFile::Number& out = *file.add_numbers();
      out.set_number(number.value);
      out.set_valid_from(number.from);
      out.set_valid_to(number.to);
    }
    if (const auto head = reporting_line::Superior(tx, person.id, today); head.has_value())
      file.set_superior(head->person);
    absl::StatusOr<v1::Profile> profile = Show(tx, person.id, "", today);
    if (!profile.ok() && !absl::IsNotFound(profile.status())) return profile.status();
    if (profile.ok()) *file.mutable_profile() = *std::move(profile);
    std::vector<domain::Gap> gaps;
    for (const gap_store::GapView& gap : gap_store::OfPerson(tx, person.id, today)) {
      gaps.push_back(gap.gap);
      *file.add_gaps() = View(gap);
    }
    file.set_job_person_match(domain::JobPersonMatch(gaps));
    const std::vector<domain::Appeal> appeals = appeal_store::Of(tx, person.id);
    for (const domain::Appeal& appeal : appeals) *file.add_appeals() = View(appeal);
    const std::vector<domain::ValidLevel> levels = profile_store::On(tx, person.id, today);
    const bool left = domain::HasLeft(person.legal_position);
    for (const domain::Appealable& one : AppealableOf(tx, person.id, levels, appeals)) {
      if (Blocks(domain::CheckAppeal(one, left, today))) continue;
      v1::OwnFile::Appealable& out = *file.add_appealable();
      out.set_competency(one.level->what.competency);
      out.set_last_day(absl::FormatCivilTime(one.last_day));
    }
    return file;
  });
}

absl::StatusOr<v1::ListPeopleResponse> Registry::ListReports(
    Call& call, const v1::ListReportsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListPeopleResponse> {
    v1::ListPeopleResponse response;
    std::vector<std::string> people = reporting_line::Reports(tx, request.superior(), call.today());
    std::erase_if(people, [&](const std::string& person) { return person <= page.After(0); });
    people.resize(std::min(people.size(), static_cast<std::size_t>(page.size())));
    const auto states = finding_store::States(tx, people, call.today());
    for (const directory_store::PersonView& person : directory_store::People(tx, people)) {
      v1::Person& proto = *response.add_people() = View(person);
      if (const std::optional<domain::CaseState> state = states.at(person.id); state.has_value())
        proto.set_profile(ToContract<v1::Profile::State>(*state));
    }
    if (response.people_size() == page.size())
      response.set_next_page_token(page.Next({response.people().rbegin()->id()}));
    return response;
  });
}

}  // namespace binadaya::registry
