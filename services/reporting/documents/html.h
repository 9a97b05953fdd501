#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kainjow/mustache.hpp"

// Templates (Mustache, *.html of this folder) and what fills them.
namespace binadaya::reporting::documents {

// What stands in a text, so that HTML shows it and nothing of it is markup, in text and in quoted
// attributes; what does not show is left out. The one place that knows: every {{name}} of a
// template goes through it.
std::string Escape(std::string_view text);

// The values of a template by their names. An empty text is false: its section is left out.
class Values {
 public:
  Values& Set(const char* name, const std::string& text);
  Values& Set(const char* name, const char* text) { return Set(name, std::string(text)); }
  Values& Set(const char* name, bool truth);
  Values& Set(const char* name, const std::vector<Values>& list);

 private:
  friend std::string Fill(const char* html_template, const Values& values);

  kainjow::mustache::data data_;
};

std::string Fill(const char* html_template, const Values& values);

}  // namespace binadaya::reporting::documents
