#include "services/common/validate.h"

#include <functional>

#include "absl/time/civil_time.h"
#include "binadaya/v1/options.pb.h"
#include "google/protobuf/unknown_field_set.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"

namespace binadaya {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Reflection;
using google::protobuf::UnknownField;
using google::protobuf::UnknownFieldSet;

constexpr int kDefaultMaxLength = 200;
constexpr int kDefaultMaxItems = 1000;

// The first string field that is not UTF-8, by walking the wire form; empty when none is.
std::string FindBadText(
    std::string_view bytes, const Descriptor& type, const std::string& prefix, int depth) {
  UnknownFieldSet fields;
  if (depth > 20 || !fields.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return "";
  for (int i = 0; i < fields.field_count(); ++i) {
    const UnknownField& field = fields.field(i);
    const FieldDescriptor* known = type.FindFieldByNumber(field.number());
    if (known == nullptr || field.type() != UnknownField::TYPE_LENGTH_DELIMITED) continue;
    std::string path = Cat(prefix, known->name());
    if (known->type() == FieldDescriptor::TYPE_STRING && !IsUtf8(field.length_delimited()))
      return path;
    if (known->type() == FieldDescriptor::TYPE_MESSAGE) {
      std::string found =
          FindBadText(field.length_delimited(), *known->message_type(), path + ".", depth + 1);
      if (!found.empty()) return found;
    }
  }
  return "";
}

void Violation(
    Findings& findings, std::string_view rule, const std::string& where, std::string id,
    std::string en) {
  findings.push_back(
      {.rule = std::string(rule), .where = where, .message = {std::move(id), std::move(en)}});
}

void CheckText(
    const std::string& text, const FieldDescriptor& field, const v1::Rule& rule,
    const std::string& where, Findings& findings) {
  const std::size_t limit =
      rule.max_len() == 0 ? kDefaultMaxLength : static_cast<std::size_t>(rule.max_len());
  absl::CivilDay day;
  if (rule.uuid()) {
    if (!IsUuid(text))
      Violation(
          findings, "FIELD-03", where, "Bukan UUID huruf kecil. Isi dengan UUID.",
          "It is not a UUID in lower case. Enter one.");
  } else if (rule.required() && text.empty()) {
    Violation(
        findings, "FIELD-04", where, "Kosong, padahal wajib. Isi nilainya.",
        "It is empty. Enter a value.");
  } else if (text.size() > limit) {
    Violation(
        findings, "FIELD-05", where, Cat("Lebih panjang dari ", limit, " byte. Persingkat."),
        Cat("It is longer than ", limit, " bytes. Shorten it."));
  } else if (field.type() == FieldDescriptor::TYPE_STRING && text.find('\0') != std::string::npos) {
    Violation(
        findings, "FIELD-06", where, "Memuat karakter NUL. Hapus karakter itu.",
        "It holds a NUL character. Remove it.");
  } else if (
      rule.date() && !text.empty() &&
      (text.size() != 10 || !absl::ParseCivilTime(text, &day) ||
       absl::FormatCivilTime(day) != text)) {
    Violation(
        findings, "FIELD-07", where, "Bukan tanggal TTTT-BB-HH yang ada. Perbaiki tanggalnya.",
        "It is no date YYYY-MM-DD that exists. Correct it.");
  }
}

void CheckNumber(
    double number, const v1::Rule& rule, const std::string& where, Findings& findings) {
  if (!rule.bounded() || (number >= rule.min() && number <= rule.max()))
    return;  // NaN is out of bounds
  Violation(
      findings, "FIELD-08", where,
      Cat("Nilainya di luar ", rule.min(), " sampai ", rule.max(), ". Perbaiki nilainya."),
      Cat("The value is outside ", rule.min(), " to ", rule.max(), ". Correct it."));
}

void CheckMessage(
    const google::protobuf::Message& message, const std::string& prefix, Findings& findings);

// One value of a field; `index` -1 for a field that is not repeated.
void CheckValue(
    const google::protobuf::Message& message, const FieldDescriptor& field, int index,
    const v1::Rule& rule, const std::string& where, Findings& findings) {
  const Reflection& reflect = *message.GetReflection();
  const bool many = index >= 0;
  std::string scratch;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      CheckText(
          many ? reflect.GetRepeatedStringReference(message, &field, index, &scratch)
               : reflect.GetStringReference(message, &field, &scratch),
          field, rule, where, findings);
      break;
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number = many ? reflect.GetRepeatedEnumValue(message, &field, index)
                              : reflect.GetEnumValue(message, &field);
      const bool known = field.enum_type()->FindValueByNumber(number) != nullptr;
      if (!known || (rule.required() && number == 0)) {
        Violation(
            findings, "FIELD-09", where,
            "Nilainya tidak dikenal. Pilih salah satu nilai yang dikenal.",
            "The value is unknown. Choose one of the known values.");
      }
      break;
    }
    case FieldDescriptor::CPPTYPE_INT32:
      CheckNumber(
          many ? reflect.GetRepeatedInt32(message, &field, index)
               : reflect.GetInt32(message, &field),
          rule, where, findings);
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      CheckNumber(
          static_cast<double>(
              many ? reflect.GetRepeatedInt64(message, &field, index)
                   : reflect.GetInt64(message, &field)),
          rule, where, findings);
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      CheckNumber(
          many ? reflect.GetRepeatedDouble(message, &field, index)
               : reflect.GetDouble(message, &field),
          rule, where, findings);
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      CheckMessage(
          many ? reflect.GetRepeatedMessage(message, &field, index)
               : reflect.GetMessage(message, &field),
          where + ".", findings);
      break;
    default:
      break;
  }
}

void CheckMessage(
    const google::protobuf::Message& message, const std::string& prefix, Findings& findings) {
  const Descriptor& type = *message.GetDescriptor();
  const Reflection& reflect = *message.GetReflection();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const v1::Rule& rule = field.options().GetExtension(v1::rule);
    const std::string where = Cat(prefix, field.name());
    if (!field.is_repeated()) {
      if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
          !reflect.HasField(message, &field)) {
        if (rule.required())
          Violation(
              findings, "FIELD-04", where, "Kosong, padahal wajib. Isi nilainya.",
              "It is empty. Enter a value.");
      } else {
        CheckValue(message, field, -1, rule, where, findings);
      }
      continue;
    }
    const int items = reflect.FieldSize(message, &field);
    const int limit = rule.max_items() == 0 ? kDefaultMaxItems : rule.max_items();
    if (items < rule.min_items() || items > limit) {
      Violation(
          findings, "FIELD-10", where,
          Cat("Banyaknya butir di luar ", rule.min_items(), " sampai ", limit,
              ". Tambah atau kurangi."),
          Cat("The number of items is outside ", rule.min_items(), " to ", limit,
              ". Add or remove some."));
      continue;
    }
    for (int item = 0; item < items; ++item) {
      CheckValue(message, field, item, rule, Cat(where, "[", item, "]"), findings);
    }
  }
}

}  // namespace

bool IsUtf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    int more = byte < 0x80           ? 0
               : (byte >> 5) == 0x6  ? 1
               : (byte >> 4) == 0xe  ? 2
               : (byte >> 3) == 0x1e ? 3
                                     : -1;
    if (more < 0 || i + static_cast<std::size_t>(more) >= text.size()) return false;
    // The least that needs so many bytes: what could be said in fewer is no UTF-8.
    const unsigned least = more == 0 ? 0 : more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000;
    unsigned code = more == 0 ? byte : byte & (0x3f >> more);
    for (++i; more > 0; --more, ++i) {
      const auto next = static_cast<unsigned char>(text[i]);
      if ((next & 0xc0) != 0x80) return false;
      code = (code << 6) | (next & 0x3f);
    }
    if (code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return false;
  }
  return true;
}

absl::Status ParseRequest(std::string_view bytes, google::protobuf::Message& message) {
  if (message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return absl::OkStatus();
  const std::string field = FindBadText(bytes, *message.GetDescriptor(), "", 0);
  Findings findings;
  if (field.empty()) {
    Violation(
        findings, "FIELD-02", "request",
        "Bukan pesan yang sah untuk metode ini. Kirim pesan menurut kontraknya.",
        Cat("It is no valid ", message.GetTypeName(), ". Send one as the contract says."));
  } else {
    Violation(
        findings, "FIELD-01", field, "Bukan teks UTF-8. Kirim sebagai UTF-8.",
        "It is not UTF-8 text. Send it as UTF-8.");
  }
  return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
}

Findings CheckRules(const google::protobuf::Message& message) {
  Findings findings;
  CheckMessage(message, "", findings);
  return findings;
}

}  // namespace binadaya
