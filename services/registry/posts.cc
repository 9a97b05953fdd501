// Posts (jabatan) and what they demand.
#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/registry/post_store.h"
#include "services/registry/registry.h"
#include "services/registry/reporting_line.h"

namespace binadaya::registry {
namespace {

template <class Proto>
void FillStandards(const domain::Post& post, Proto& proto) {
  for (const domain::Standard& standard : post.standards) {
    v1::Standard& out = *proto.add_standards();
    out.set_competency(standard.competency);
    out.set_level(standard.level);
  }
}

void TellDefined(Tx& tx, const domain::Post& post) {
  v1::PostDefined event;
  event.set_code(post.code);
  event.set_title(post.title);
  event.set_group(ToContract<v1::PostGroup>(post.group));
  event.set_family(post.family);
  event.set_criticality(post.criticality);
  event.set_is_head(post.is_head);
  event.set_valid_from(absl::FormatCivilTime(post.valid_from));
  FillStandards(post, event);
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
      .valid_from = today};
  if (!request.valid_from().empty()) absl::ParseCivilTime(request.valid_from(), &post.valid_from);
  for (const v1::Standard& standard : request.standards())
    post.standards.push_back({standard.competency(), standard.level()});
  return post;
}

}  // namespace

absl::StatusOr<v1::Post> Registry::DefinePost(Call& call, const v1::DefinePostRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Post> {
    domain::Post post = FromProto(request, call.today());
    const domain::Dictionary dictionary = post_store::Dictionary(tx);
    if (Findings findings =
            domain::CompleteStandards(post, dictionary.core, dictionary.known, StandardPolicy(tx));
        Blocks(findings)) {
      return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
    }
    post_store::Save(tx, post);
    if (post.is_head) RETURN_IF_ERROR(reporting_line::CheckHeads(tx, "is_head"));
    TellDefined(tx, post);
    return ToProto(post);
  });
}

absl::StatusOr<v1::ListPostsResponse> Registry::ListPosts(
    Call& call, const v1::ListPostsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListPostsResponse> {
    v1::ListPostsResponse response;
    for (const domain::Post& post : post_store::PageInForce(tx, call.today(), page))
      *response.add_posts() = ToProto(post);
    if (response.posts_size() == page.size())
      response.set_next_page_token(page.Next({response.posts().rbegin()->code()}));
    return response;
  });
}

}  // namespace binadaya::registry
