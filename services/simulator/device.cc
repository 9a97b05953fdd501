#include "services/simulator/device.h"

#include "services/common/enums.h"
#include "services/scheduling/domain/attendance.h"

namespace binadaya::simulator {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kSignatureBytes = 64;

absl::CivilSecond SecondOf(const std::string& written) {
  absl::CivilSecond at;
  absl::ParseCivilTime(written, &at);
  return at;
}

unsigned char* BytesIn(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

Device::Device() : key_(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), &EVP_PKEY_free) {}

std::string Device::public_key() const {
  std::string raw(kKeyBytes, '\0');
  std::size_t size = raw.size();
  EVP_PKEY_get_raw_public_key(key_.get(), BytesIn(raw), &size);
  return raw;
}

scheduling::v1::SignedEntry Device::Sign(
    const scheduling::v1::AttendanceEntry& entry, const std::string& session,
    absl::CivilSecond made, const std::string& by) const {
  namespace sd = scheduling::domain;
  sd::Entry of{
      .id = entry.id(),
      .method = ToDomain<sd::AttendanceMethod>(entry.method()),
      .statement = ToDomain<sd::Statement>(entry.statement()),
      .from = SecondOf(entry.from()),
      .made = made,
      .device = id_,
      .by = by,
      .replaces = entry.replaces(),
      .document = entry.document()};
  if (!entry.until().empty()) of.until = SecondOf(entry.until());
  const std::string text = sd::SignedText(of, session, entry.enrolment());
  std::string signature(kSignatureBytes, '\0');
  std::size_t size = signature.size();
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(
      EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get());
  EVP_DigestSign(
      context.get(), BytesIn(signature), &size, reinterpret_cast<const unsigned char*>(text.data()),
      text.size());
  scheduling::v1::SignedEntry out;
  *out.mutable_entry() = entry;
  out.set_made(absl::FormatCivilTime(made));
  out.set_by(by);
  out.set_signature(signature);
  return out;
}

}  // namespace binadaya::simulator
