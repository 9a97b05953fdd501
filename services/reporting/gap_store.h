#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "binadaya/registry/v1/registry_events.pb.h"
#include "services/common/db.h"

// Measurements of people's gaps, and the single ratings that they rest on; appraisals.
namespace binadaya::reporting::gap_store {

// A person's whole set of gaps from an instant on, until the next one's.
struct Measurement {
  std::string_view event;  // id
  std::string_view person;
  absl::Time at;
  std::string_view family, path;
  std::optional<double> match = std::nullopt;  // job-person match
  int required = 0;                            // competencies of the post's standard
};
using Gaps = google::protobuf::RepeatedPtrField<registry::v1::MeasuredGap>;
void Insert(Tx& tx, const Measurement& measurement, const Gaps& gaps, const Gaps& next);

void Insert(Tx& tx, const registry::v1::RatingRecorded& recorded, absl::Time at);
void Insert(Tx& tx, const registry::v1::AppraisalRecorded& recorded, absl::Time at);
void Insert(Tx& tx, const registry::v1::RecordAnnulled& annulled, absl::Time at);

}  // namespace binadaya::reporting::gap_store
