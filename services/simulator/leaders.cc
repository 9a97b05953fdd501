#include "services/simulator/leaders.h"

#include <algorithm>
#include <utility>

#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/domain/posts.h"

namespace binadaya::simulator {
namespace {

constexpr std::size_t kPeers = 3;

struct PostView {
  std::string family;
  std::map<std::string, int> standards;
};

absl::StatusOr<std::map<std::string, PostView>> LoadPosts(const World& world) {
  registry::v1::ListPostsRequest request;
  request.set_page_size(kPage);
  ASSIGN_OR_RETURN(
      const auto posts,
      world.Ask(Analyst(), world.registry(), &registry::RegistryClient::ListPosts, request));
  std::map<std::string, PostView> views;
  for (const registry::v1::Post& post : posts.posts()) {
    PostView& view = views[post.code()];
    view.family = post.family();
    for (const registry::v1::Standard& standard : post.standards()) {
      view.standards[standard.competency()] = standard.level();
    }
  }
  return views;
}

// Who is asked about whom: camat among camat, lurah among the lurah of a kecamatan, the others
// within their unit.
std::string CircleOf(const Leader& leader) {
  if (leader.post == "CAMAT") return "CAMAT";
  return Cat(leader.post == "LURAH" ? "LURAH" : leader.unit_path, leader.kecamatan);
}

}  // namespace

absl::StatusOr<Leadership> Leadership::Load(const World& world) {
  ASSIGN_OR_RETURN(const auto posts, LoadPosts(world));
  Leadership leadership;
  for (const std::string& post : domain::LeaderPosts()) {
    const auto view = posts.find(post);
    if (view == posts.end()) continue;  // an empty platform
    registry::v1::ListPeopleRequest request;
    request.set_post(post);
    request.set_page_size(kPage);
    std::map<std::string, int>
        met;  // by unit: ids ascend in the order of import, so this is the order of the file
    do {
      ASSIGN_OR_RETURN(
          const auto page,
          world.Ask(Analyst(), world.registry(), &registry::RegistryClient::ListPeople, request));
      for (const registry::v1::Person& person : page.people()) {
        if (!person.active()) continue;
        leadership.leaders_.push_back(
            {.id = person.id(),
             .name = Cat(post, "/", person.unit(), "/", met[person.unit()]++),
             .post = post,
             .family = view->second.family,
             .unit = person.unit(),
             .unit_path = person.unit_path(),
             .kecamatan = person.unit_path().substr(0, person.unit_path().find('/', 1) + 1),
             .standards = view->second.standards});
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
  }
  for (std::size_t i = 0; i < leadership.leaders_.size(); ++i) {
    const Leader& leader = leadership.leaders_[i];
    leadership.by_post_and_path_[{leader.post, leader.unit_path}].push_back(i);
    leadership.circle_of_.push_back(CircleOf(leader));
    leadership.circles_[leadership.circle_of_.back()].push_back(i);
  }
  return leadership;
}

const Leader* Leadership::Holder(const std::string& post, const std::string& path) const {
  const auto found = by_post_and_path_.find({post, path});
  return found == by_post_and_path_.end() ? nullptr : &leaders_[found->second.front()];
}

Actor Leadership::SupervisorOf(const Leader& leader) const {
  const bool below_lurah = leader.unit_path != leader.kecamatan && leader.post != "LURAH";
  if (const Leader* lurah = below_lurah ? Holder("LURAH", leader.unit_path) : nullptr)
    return As(lurah->id, v1::SUPERVISOR, leader.unit_path);
  const Leader* camat = leader.post == "CAMAT" ? nullptr : Holder("CAMAT", leader.kecamatan);
  return camat == nullptr ? CitySecretary() : As(camat->id, v1::SUPERVISOR, leader.kecamatan);
}

std::vector<Actor> Leadership::PeersOf(const Leader& leader) const {
  const auto self = static_cast<std::size_t>(&leader - leaders_.data());
  const std::vector<std::size_t>& circle = circles_.at(circle_of_[self]);
  const auto place =
      static_cast<std::size_t>(std::find(circle.begin(), circle.end(), self) - circle.begin());
  // The next ones around the circle: everybody is asked equally often, but for who verifies.
  const std::string officer = HrOfficerOf(leader).subject;
  std::vector<Actor> peers;
  for (std::size_t step = 1; step < circle.size() && peers.size() < kPeers; ++step) {
    const Leader& peer = leaders_[circle[(place + step) % circle.size()]];
    if (peer.id == officer) continue;
    peers.push_back(As(peer.id, v1::EMPLOYEE, leader.post == "CAMAT" ? "/" : leader.kecamatan));
  }
  return peers;
}

Actor Leadership::HrOfficerOf(const Leader& leader) const {
  const Leader* officer =
      leader.post == "CAMAT" ? nullptr : Holder("KASUBBAG_KEC", leader.kecamatan);
  if (officer == nullptr || officer == &leader) return CityHrOfficer();
  return As(officer->id, v1::UNIT_HR_OFFICER, leader.kecamatan);
}

Actor Leadership::HeadOf(const Leader& leader) const {
  const Leader* camat = Holder("CAMAT", leader.kecamatan);
  const std::string supervisor = SupervisorOf(leader).subject;
  if (camat != nullptr && camat != &leader && camat->id != supervisor)
    return As(camat->id, v1::UNIT_HEAD, leader.kecamatan);
  return supervisor == CitySecretary().subject ? CityAssistant() : CitySecretary();
}

}  // namespace binadaya::simulator
