#include "services/registry/domain/invitation.h"

#include <cstddef>
#include <set>

#include "absl/strings/str_cat.h"

namespace binadaya::registry::domain {

std::string NameOf(const Invited& invited) {
  const std::string role(ToString(invited.role));
  return invited.rater.empty() ? role : absl::StrCat(role, " ", invited.rater);
}

Findings CheckInvited(
    const std::vector<Invited>& named, const std::string& person, const RatingPolicy& policy) {
  Findings findings;
  std::set<std::string> raters = {person};
  for (std::size_t i = 0; i < named.size(); ++i) {
    const std::string where = absl::StrCat("raters[", i, "]");
    if (named[i].role != RaterRole::kPeer && named[i].role != RaterRole::kSubordinate) {
      findings.push_back(
          {"INV-01",
           where,
           {"Yang diundang dengan nama hanya rekan dan bawahan. Diri sendiri dan atasan selalu "
            "diundang.",
            "Only peers and subordinates are invited by name. The person himself and the superior "
            "always are."}});
    }
    if (!raters.insert(named[i].rater).second) {
      findings.push_back(
          {"INV-02",
           where,
           {"Penilai ini sudah disebut, atau ia pegawai yang dinilai. Hapus baris ini.",
            "This rater is named already, or is the rated person. Remove this line."}});
    }
  }
  if (!named.empty() && named.size() < static_cast<std::size_t>(policy.min_peers)) {
    findings.push_back(
        {"INV-04",
         "raters",
         {absl::StrCat(
              "Penilaian kurang dari ", policy.min_peers,
              " rekan dan bawahan tidak dihitung. Undang lebih banyak, atau jangan seorang pun."),
          absl::StrCat(
              "The judgements of fewer than ", policy.min_peers,
              " peers and subordinates are not counted. Invite more, or nobody.")}});
  }
  return findings;
}

Finding NotRated() {
  return {
      "INV-07",
      "person",
      {"Pegawai ini tidak aktif atau tidak memegang jabatan, jadi tidak dinilai. Perbarui datanya "
       "lebih dahulu.",
       "This person is not active or holds no post, and is not rated. Correct the record first."}};
}

Findings OfProposal(const Proposal& proposal) {
  Findings findings;
  if (proposal.home != proposal.within) {
    findings.push_back(
        {"INV-05",
         "peers",
         {absl::StrCat(
              "Di unit ", proposal.home, " hanya ada ", proposal.at_home, " dari ", proposal.wanted,
              " rekan sejenjang; usulan diperluas sampai ", proposal.within, "."),
          absl::StrCat(
              "Unit ", proposal.home, " has only ", proposal.at_home, " of ", proposal.wanted,
              " colleagues of the same level; the proposal was widened to ", proposal.within, ".")},
         {{"at_home", absl::StrCat(proposal.at_home)}, {"within", proposal.within}},
         true});
  }
  if (proposal.found < proposal.needed) {
    findings.push_back(
        {"INV-06",
         "peers",
         {absl::StrCat(
              "Rekan sejenjang hanya ", proposal.found, " orang; penilaian kurang dari ",
              proposal.needed, " tidak dihitung. Undang bawahan juga, atau jangan seorang pun."),
          absl::StrCat(
              "There are only ", proposal.found, " colleagues of the same level; fewer than ",
              proposal.needed, " are not counted. Invite subordinates too, or nobody.")},
         {{"found", absl::StrCat(proposal.found)}},
         true});
  }
  return findings;
}

}  // namespace binadaya::registry::domain
