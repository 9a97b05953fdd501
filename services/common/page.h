#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace binadaya {

// Paging by key (AIP-158): a token holds the sort key of the last row shown and is bound to the
// request that it continues. It carries no authority; scope is checked anew on each page.
class Page {
 public:
  // `binding`: what must not change between pages (filters). size 0 -> 50, at most 1000.
  // InvalidArgument (PAGE-01, PAGE-02): negative size, a token of another request.
  static absl::StatusOr<Page> Of(int size, std::string_view token, std::string_view binding);

  int size() const { return size_; }
  bool first() const { return after_.empty(); }
  // The sort key after which to continue, as Next got it; empty strings on the first page.
  std::string After(std::size_t part) const { return part < after_.size() ? after_[part] : ""; }
  std::string Next(const std::vector<std::string>& key) const;

 private:
  int size_ = 50;
  std::string binding_;
  std::vector<std::string> after_;
};

}  // namespace binadaya
