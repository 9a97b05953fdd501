#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/call.h"

namespace binadaya {

// One page of a list, by key (AIP-158). It carries no authority; scope is checked anew on each.
class Page {
 public:
  int size() const { return size_; }
  bool first() const { return after_.empty(); }
  // The sort key after which to continue, as Next got it; empty strings on the first page.
  std::string After(std::size_t part) const { return part < after_.size() ? after_[part] : ""; }
  std::string Next(const std::vector<std::string>& key) const;

 private:
  friend class Pages;

  int size_ = 50;
  std::string seal_;  // the secret of this very list
  std::vector<std::string> after_;
};

// Makes and opens page tokens. A token holds the sort key of the last row shown, sealed (HMAC) for
// one caller's one list: method, filters and subject. What did not come from Page::Next of the same
// list never reaches a statement. Safe from any thread.
class Pages {
 public:
  // `secret`: a file that all instances of a service share and nobody else has. When it is changed,
  // lists under way start anew.
  explicit Pages(const std::string& secret);

  // Of any list request: all of its fields but page_size and page_token are filters. page_size 0 ->
  // 50, at most 1000. InvalidArgument (PAGE-01, PAGE-02): negative size, a token that is not of
  // this list.
  template <class Request>
  absl::StatusOr<Page> Of(const Call& call, const Request& request) const {
    Request filters = request;
    filters.clear_page_size();
    filters.clear_page_token();
    return Open(call, filters.SerializeAsString(), request.page_size(), request.page_token());
  }

 private:
  absl::StatusOr<Page> Open(
      const Call& call, std::string_view filters, int size, std::string_view token) const;

  std::string key_;
};

}  // namespace binadaya
