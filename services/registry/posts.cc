// Posts (jabatan), what they demand from which day, and their holders measured against it.
#include <algorithm>

#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/registry/career_store.h"
#include "services/registry/gap_store.h"
#include "services/registry/post_store.h"
#include "services/registry/registry.h"
#include "services/registry/reporting_line.h"

namespace binadaya::registry {
namespace {

constexpr char kVersion[] = "post_version";
constexpr char kMeasuring[] = "post_measuring";
// People of a post measured in one transaction.
constexpr std::size_t kMeasuredAtOnce = 100;

template <class Proto>
void FillStandards(const domain::Post& post, Proto& proto) {
  for (const domain::Standard& standard : post.standards) {
    v1::Standard& out = *proto.add_standards();
    out.set_competency(standard.competency);
    out.set_level(standard.level);
  }
}

void TellDefined(Tx& tx, const domain::Post& post, const std::string& previous_family) {
  v1::PostDefined event;
  event.set_code(post.code);
  event.set_title(post.title);
  event.set_group(ToContract<v1::PostGroup>(post.group));
  event.set_family(post.family);
  event.set_criticality(post.criticality);
  event.set_is_head(post.is_head);
  event.set_valid_from(absl::FormatCivilTime(post.valid_from));
  event.set_previous_family(previous_family);
  FillStandards(post, event);
  Tell(tx, event);
}

// `demanded`: what the person was measured in before.
void TellMeasured(
    Tx& tx, const directory_store::PersonView& person, Measurement measured,
    const std::vector<std::string>& demanded) {
  v1::ProfileMeasured event;
  event.set_person(person.id);
  event.set_as_of(absl::FormatCivilTime(tx.call().today()));
  event.set_post(person.post);
  event.set_family(person.family);
  event.set_unit_path(person.path);
  for (const std::string& competency : demanded) {
    const bool still = std::any_of(
        measured.gaps.begin(), measured.gaps.end(),
        [&](const v1::MeasuredGap& gap) { return gap.competency() == competency; });
    if (!still) event.add_requirements_ended(competency);
  }
  Fill(std::move(measured), event);
  Tell(tx, event);
}

v1::Post ToProto(const domain::Post& post) {
  v1::Post proto;
  proto.set_code(post.code);
  proto.set_title(post.title);
  proto.set_group(ToContract<v1::PostGroup>(post.group));
  proto.set_family(post.family);
  proto.set_echelon(post.echelon);
  proto.set_criticality(post.criticality);
  proto.set_is_head(post.is_head);
  proto.set_valid_from(absl::FormatCivilTime(post.valid_from));
  FillStandards(post, proto);
  return proto;
}

domain::Post FromProto(const v1::DefinePostRequest& request, absl::CivilDay today) {
  domain::Post post{
      .code = request.code(),
      .title = request.title(),
      .group = ToDomain<domain::PostGroup>(request.group()),
      .family = request.family(),
      .echelon = request.echelon(),
      .functional_level = request.functional_level(),
      .criticality = request.criticality(),
      .is_head = request.is_head(),
      .standards = {},
      .valid_from = DayOr(request.valid_from(), today)};
  for (const v1::Standard& standard : request.standards())
    post.standards.push_back({standard.competency(), standard.level()});
  return post;
}

}  // namespace

absl::StatusOr<v1::Post> Registry::DefinePost(Call& call, const v1::DefinePostRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Post> {
    domain::Post post = FromProto(request, call.today());
    const domain::Dictionary dictionary = post_store::Dictionary(tx).Get();
    Findings findings = domain::CompleteStandards(
        post, dictionary.core, dictionary.known, StandardLevels(tx),
        {request.not_required().begin(), request.not_required().end()});
    const domain::Post there = post_store::Get(tx, post.code, post.valid_from);
    if (post == there) return ToProto(there);  // the same once more changes nothing
    std::optional<absl::CivilDay> newest;
    if (!there.code.empty()) newest = post_store::Get(tx, post.code, call.today()).valid_from;
    for (Findings more :
         {domain::CheckPost(post),
          domain::CheckPostTwin(post.code, post_store::Twins(tx, post.code)),
          domain::CheckVersion(post.valid_from, newest, call.today(), HorizonYears(tx))}) {
      findings.insert(findings.end(), more.begin(), more.end());
    }
    if (Blocks(findings)) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
    Define(tx, post);
    if (post.is_head) RETURN_IF_ERROR(reporting_line::CheckHeads(tx, "is_head"));
    return ToProto(post);
  });
}

void Registry::Define(Tx& tx, const domain::Post& post) {
  const bool at_once = post.valid_from <= tx.call().today();
  post_store::Save(tx, post, at_once);
  if (at_once) {
    Enforce(tx, post);
  } else {
    Await(tx, kVersion, post.code, post.valid_from);
  }
}

void Registry::Enforce(Tx& tx, const domain::Post& post) {
  const std::string family = post_store::FamilyOf(tx, post.code);
  post_store::Enforce(tx, post);
  TellDefined(tx, post, family);
  MeasureHoldersSoon(tx, {post.code});
  // And those for whom it is a next one.
  MeasureHoldersSoon(
      tx, career_store::PostsLeadingTo(tx, {family, post.family}, tx.call().today()));
}

void Registry::MeasureHoldersSoon(Tx& tx, const std::vector<std::string>& posts) {
  // Many may hold them, so they are measured by and by.
  for (const std::string& post : posts) {
    if (!post_store::Holders(tx, post, "", 1).empty())
      tx.At(tx.call().now(), kMeasuring, Cat(post, "@"));
  }
}

absl::StatusOr<Timers::Effect> Registry::BeginVersion(const Call&, const std::string& subject) {
  const auto [code, from] = Halves(subject);
  absl::CivilDay day;
  if (!absl::ParseCivilTime(from, &day)) return absl::InternalError("no day of a version");
  return Timers::Effect([this, code = code, day](Tx& tx) -> absl::Status {
    // One of a later day may be in force already, when this comes late.
    if (const domain::Post post = post_store::Get(tx, code, tx.call().today());
        post.valid_from == day) {
      Enforce(tx, post);
    }
    return absl::OkStatus();
  });
}

void Registry::MeasureAnew(Tx& tx, const directory_store::PersonView& person) {
  const absl::CivilDay today = tx.call().today();
  std::vector<std::string> demanded;
  for (const gap_store::GapView& gap : gap_store::OfPerson(tx, person.id, today))
    demanded.push_back(gap.gap.competency);
  const bool was = !demanded.empty() || !gap_store::NextOfPerson(tx, person.id, today).empty();
  Measurement measured = Measure(tx, person);
  // Who hears of gaps hears also that the last of them has ended.
  if (was || !measured.gaps.empty() || !measured.next.empty())
    TellMeasured(tx, person, std::move(measured), demanded);
}

absl::StatusOr<Timers::Effect> Registry::MeasureHolders(const Call&, const std::string& subject) {
  const auto [code, after] = Halves(subject);
  return Timers::Effect([this, code = code, after = after](Tx& tx) -> absl::Status {
    const std::vector<std::string> holders = post_store::Holders(tx, code, after, kMeasuredAtOnce);
    for (const std::string& holder : holders) {
      ASSIGN_OR_RETURN(
          const directory_store::PersonView person, directory_store::LockPerson(tx, holder));
      MeasureAnew(tx, person);  // on the post that he holds now
    }
    if (holders.size() == kMeasuredAtOnce)
      tx.At(tx.call().now(), kMeasuring, Cat(code, "@", holders.back()));
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::Post> Registry::GetPost(Call& call, const v1::GetPostRequest& request) {
  const absl::CivilDay day = DayOr(request.as_of(), call.today());
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Post> {
    const domain::Post post = post_store::Get(tx, request.post(), day);
    if (post.code.empty()) return NoSuchObject("post");
    return ToProto(post);
  });
}

absl::StatusOr<v1::ListPostsResponse> Registry::ListPosts(
    Call& call, const v1::ListPostsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListPostsResponse> {
    const std::vector<post_store::FoundPost> found = post_store::PageInForce(
        tx,
        {.day = DayOr(request.as_of(), call.today()),
         .text = request.text(),
         .family = request.family(),
         .group = request.group(),
         .order = request.order()},
        page);
    v1::ListPostsResponse response;
    for (const post_store::FoundPost& post : found) *response.add_posts() = ToProto(post.post);
    if (response.posts_size() == page.size())
      response.set_next_page_token(page.Next({found.back().key}));
    return response;
  });
}

}  // namespace binadaya::registry
