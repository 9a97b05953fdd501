#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "services/registry/domain/import.h"

namespace binadaya::registry {

// What whoever imports a file gets to read: every row counted, what was found grouped by kind, and
// of a dry run the rows themselves as far as they fit.
class ImportReporter {
 public:
  ImportReporter(const domain::Sheet& sheet, const domain::ImportOptions& options);

  template <class T>
  void Add(const domain::ImportPlan<T>& plan) {
    for (const domain::Planned<T>& planned : plan.rows)
      Add({planned.line, planned.outcome, planned.findings, planned.who, planned.changes});
    for (const std::string& missing : plan.missing) AddMissing(missing);
  }

  // Whether the file as a whole could be read; else its rows have not been looked at.
  bool readable() const { return readable_; }
  v1::ImportReport Report() &&;

 private:
  struct Row {
    int line;
    domain::Outcome outcome;
    const Findings& findings;
    const std::string& who;
    const std::vector<domain::FieldChange>& changes;
  };
  void Count(domain::Outcome outcome);
  void Add(const Row& row);
  void AddMissing(const std::string& name);

  v1::ImportReport report_;
  domain::FindingKinds kinds_;
  std::size_t size_ = 0;  // of the rows
  bool readable_ = true;
};

// A confirmed import with something wrong is refused whole, with what is wrong: each kind with its
// first lines and how many there are.
absl::Status RefuseImport(const v1::ImportReport& report);

}  // namespace binadaya::registry
