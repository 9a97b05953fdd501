#include "services/cli/line_scan.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/common/domain/text.h"

namespace binadaya::cli {
namespace {

constexpr std::size_t kPiece = 64UL * 1024;

void Add(
    Findings& findings, std::string_view rule, std::string where, std::string id, std::string en) {
  findings.push_back(
      {.rule = std::string(rule),
       .where = std::move(where),
       .message = {std::move(id), std::move(en)}});
}

// Counts the lines of the pieces and finds those that are too long, each once.
class LongLines {
 public:
  explicit LongLines(Findings& findings) : findings_(findings) {}

  void Take(std::string_view piece) {
    while (!piece.empty()) {
      const std::size_t end = piece.find('\n');
      const bool ends = end != std::string_view::npos;
      const std::size_t taken = ends ? end + 1 : piece.size();
      if (length_ <= csv::kLongestLine && length_ + taken > csv::kLongestLine) {
        Add(findings_, "CSV-05", Cat("baris ", line_),
            "Baris lebih panjang dari 64 KiB. Periksa tanda kutip yang tidak ditutup.",
            "The line is longer than 64 KiB. Look for a quote that is not closed.");
      }
      length_ = ends ? 0 : length_ + taken;
      line_ += ends ? 1 : 0;
      piece.remove_prefix(taken);
    }
  }

 private:
  Findings& findings_;
  int line_ = 1;
  std::size_t length_ = 0;  // of the line so far
};

}  // namespace

ScannedFile ScanFile(std::istream& in) {
  ScannedFile file;
  LongLines lines(file.findings);
  std::vector<char> buffer(kPiece);
  std::size_t size = 0;
  while (size <= kLargestFile && in.read(buffer.data(), kPiece).gcount() > 0) {
    const std::string_view piece(buffer.data(), static_cast<std::size_t>(in.gcount()));
    size += piece.size();
    lines.Take(piece);
    // What has a finding is not sent, so it need not be kept.
    if (file.findings.empty()) file.bytes += piece;
  }
  if (size > kLargestFile) {
    Add(file.findings, "FILE-02", "berkas",
        Cat("Berkas lebih besar dari ", kLargestFile,
            " byte. Pecah menjadi beberapa berkas, masing-masing dengan baris judul."),
        Cat("The file is larger than ", kLargestFile,
            " bytes. Split it, each part with the heading line."));
  } else if (in.bad() || !in.eof()) {
    Add(file.findings, "FILE-01", "berkas", "Berkas tidak dapat dibaca. Periksa nama dan izinnya.",
        "The file cannot be read. Check its name and permissions.");
  }
  if (!file.findings.empty()) file.bytes = {};
  return file;
}

}  // namespace binadaya::cli
