#include "services/common/zip.h"

#include <zip.h>

#include <algorithm>
#include <memory>

namespace binadaya::zip {
namespace {

constexpr std::size_t kPiece = 64UL * 1024;
constexpr time_t kTime = 315'619'200;  // 1980-01-02, about the first day that a zip can name

}  // namespace

Reader::Reader(std::string_view bytes) {
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (source == nullptr) return;
  archive_ = zip_open_from_source(source, ZIP_RDONLY, nullptr);
  if (archive_ == nullptr) zip_source_free(source);
}

Reader::~Reader() {
  if (archive_ != nullptr) zip_discard(archive_);
}

absl::StatusOr<std::string> Reader::Read(const std::string& name, std::size_t limit) const {
  if (zip_name_locate(archive_, name.c_str(), 0) < 0) return absl::NotFoundError(name);
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
      zip_fopen(archive_, name.c_str(), 0), &zip_fclose);
  if (file == nullptr) return absl::DataLossError(name);
  std::string text;
  for (;;) {
    const std::size_t size = text.size();
    text.resize(size + kPiece);
    const zip_int64_t read = zip_fread(file.get(), text.data() + size, kPiece);
    if (read < 0) return absl::DataLossError(name);
    text.resize(size + static_cast<std::size_t>(read));
    if (text.size() > limit) return absl::ResourceExhaustedError(name);
    if (read == 0) return text;
  }
}

std::string Pack(const std::map<std::string, std::string>& files) {
  const std::unique_ptr<zip_source_t, void (*)(zip_source_t*)> out(
      zip_source_buffer_create(nullptr, 0, 0, nullptr), &zip_source_free);
  zip_source_keep(out.get());  // the archive lets go of it when it is closed
  zip_t* archive = zip_open_from_source(out.get(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  for (const auto& [name, text] : files) {
    zip_source_t* source = zip_source_buffer(archive, text.data(), text.size(), 0);
    const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), kTime, 0);
  }
  std::string bytes;
  if (zip_close(archive) != 0 || zip_source_open(out.get()) != 0) return bytes;
  zip_source_seek(out.get(), 0, SEEK_END);
  bytes.resize(static_cast<std::size_t>(std::max<zip_int64_t>(zip_source_tell(out.get()), 0)));
  zip_source_seek(out.get(), 0, SEEK_SET);
  zip_source_read(out.get(), bytes.data(), bytes.size());
  zip_source_close(out.get());
  return bytes;
}

}  // namespace binadaya::zip
