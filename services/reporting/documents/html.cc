#include "services/reporting/documents/html.h"

#include <utility>

#include "services/common/domain/invisible.h"
#include "services/common/domain/text.h"

namespace binadaya::reporting::documents {

std::string Escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (const std::size_t hidden = StartsWithAny(text, kInvisible); hidden > 0) {
      text.remove_prefix(hidden);
      continue;
    }
    const char c = text.front();
    text.remove_prefix(1);
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        // Of control characters HTML knows these alone.
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
    }
  }
  return out;
}

Values& Values::Set(const char* name, const std::string& text) {
  if (text.empty()) return Set(name, false);
  data_[name] = kainjow::mustache::data(text);
  return *this;
}

Values& Values::Set(const char* name, bool truth) {
  data_[name] = kainjow::mustache::data(truth);
  return *this;
}

Values& Values::Set(const char* name, const std::vector<Values>& list) {
  kainjow::mustache::list items;
  items.reserve(list.size());
  for (const Values& one : list) items.push_back(one.data_);
  data_[name] = kainjow::mustache::data(items);
  return *this;
}

std::string Fill(const char* html_template, const Values& values) {
  kainjow::mustache::mustache page(html_template);
  page.set_custom_escape([](const std::string& text) { return Escape(text); });
  return page.render(values.data_);
}

}  // namespace binadaya::reporting::documents
