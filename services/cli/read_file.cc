#include "services/cli/read_file.h"

#include <vector>

#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

constexpr std::size_t kPiece = 64UL * 1024;

}  // namespace

absl::StatusOr<std::string> ReadFile(std::istream& in) {
  std::string bytes;
  std::vector<char> buffer(kPiece);
  while (bytes.size() <= kLargestFile && in.read(buffer.data(), kPiece).gcount() > 0)
    bytes.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
  if (bytes.size() > kLargestFile) {
    return Refuse(
        absl::StatusCode::kInvalidArgument,
        {{.rule = "FILE-02",
          .where = "berkas",
          .message = {
              Cat("Berkas lebih besar dari ", kLargestFile,
                  " byte. Pecah menjadi beberapa berkas, masing-masing dengan baris judul."),
              Cat("The file is larger than ", kLargestFile,
                  " bytes. Split it, each part with the heading line.")}}});
  }
  if (in.bad() || !in.eof()) {
    return Refuse(
        absl::StatusCode::kInvalidArgument,
        {{.rule = "FILE-01",
          .where = "berkas",
          .message = {
              "Berkas tidak dapat dibaca. Periksa nama dan izinnya.",
              "The file cannot be read. Check its name and permissions."}}});
  }
  return bytes;
}

}  // namespace binadaya::cli
