#pragma once

#include "services/scheduling/batch_store.h"
#include "services/scheduling/domain/rundown.h"
#include "services/scheduling/feeds.h"

namespace binadaya::scheduling {

// The part of the service that keeps what rundowns of a program have in common, from year to year
// (rundown_templates.cc): made of a batch's draft or release, in versions, and drafted from. Any
// thread. A batch is locked before a template.
class Templates : public Feeds {
 public:
  absl::StatusOr<v1::RundownTemplate> KeepRundownTemplate(
      Call& call, const v1::KeepRundownTemplateRequest& request) override;
  absl::StatusOr<v1::RundownTemplate> RetireRundownTemplate(
      Call& call, const v1::RetireRundownTemplateRequest& request) override;
  absl::StatusOr<v1::Rundown> DraftFromTemplate(
      Call& call, const v1::DraftFromTemplateRequest& request) override;
  absl::StatusOr<v1::RundownTemplate> GetRundownTemplate(
      Call& call, const v1::GetRundownTemplateRequest& request) override;
  absl::StatusOr<v1::ListRundownTemplatesResponse> ListRundownTemplates(
      Call& call, const v1::ListRundownTemplatesRequest& request) override;

 protected:
  using Feeds::Feeds;

  // The draft of a batch that is locked, in place of the one before; told.
  static void WriteDraft(Tx& tx, batch_store::Batch& batch, const domain::Rundown& draft);
};

}  // namespace binadaya::scheduling
