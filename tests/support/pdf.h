#pragma once

#include <string>
#include <vector>

namespace binadaya::test {

// What stands on each page of a PDF, as poppler reads it; none of what is no PDF.
std::vector<std::string> PagesOf(const std::string& pdf);

// A program of this shell text, for as long as the object lives.
class FakeProgram {
 public:
  // `text` follows the line "#!<shell>".
  explicit FakeProgram(const std::string& text, const std::string& shell = "/bin/bash");
  ~FakeProgram();
  FakeProgram(const FakeProgram&) = delete;
  FakeProgram& operator=(const FakeProgram&) = delete;

  const std::string& path() const { return path_; }
  // A file beside it that it may write.
  std::string Beside(const std::string& name) const { return folder_ + "/" + name; }
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_, path_;
};

// Whether a process runs: neither gone nor a zombie that nobody took yet.
bool IsAlive(int pid);

}  // namespace binadaya::test
