#include "tests/support/pdf.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/common/domain/text.h"

namespace binadaya::test {
namespace {

std::string NewFolder() {
  std::string folder = ::testing::TempDir() + "binadayaXXXXXX";
  EXPECT_NE(mkdtemp(folder.data()), nullptr);
  return folder;
}

}  // namespace

std::vector<std::string> PagesOf(const std::string& pdf) {
  const std::string folder = NewFolder();
  std::ofstream(folder + "/a.pdf", std::ios::binary) << pdf;
  std::string text;
  std::FILE* pipe = popen(Cat("pdftotext -layout ", folder, "/a.pdf - 2>/dev/null").c_str(), "r");
  char buffer[4096];
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe))
    text.append(buffer, got);
  pclose(pipe);
  std::filesystem::remove_all(folder);
  std::vector<std::string> pages = absl::StrSplit(text, '\f');
  if (!pages.empty()) pages.pop_back();  // behind the last page
  return pages;
}

FakeProgram::FakeProgram(const std::string& text, const std::string& shell)
    : folder_(NewFolder()), path_(folder_ + "/program") {
  std::ofstream(path_) << "#!" << shell << "\n" << text << "\n";
  std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
}

FakeProgram::~FakeProgram() { std::filesystem::remove_all(folder_); }

bool IsAlive(int pid) {
  std::ifstream stat(Cat("/proc/", pid, "/stat"));
  std::string line;
  if (!std::getline(stat, line)) return false;
  const std::size_t name = line.rfind(')');  // "12 (sleep) S …"
  return name != std::string::npos && line.size() > name + 2 && line[name + 2] != 'Z';
}

}  // namespace binadaya::test
