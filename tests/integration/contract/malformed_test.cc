// Malformed input on every method, from the descriptors: refused with the field named, and nothing
// written.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/methods.h"

namespace binadaya::test {
namespace {

using google::protobuf::FieldDescriptor;

bool IsRefused(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsResourceExhausted(status);
}

TEST(Malformed, RequestsAreRefusedWithTheFieldNamedAndNothingWritten) {
  Methods methods;
  const Call city = methods.Anybody(absl::Minutes(4));
  const std::int64_t before = methods.Traces();
  int tried = 0;
  for (const Methods::Method& method : methods.all()) {
    // What only services may ask is refused before it is looked at.
    const auto& access = method.descriptor->options().GetRepeatedExtension(v1::access);
    if (access.size() == 1 && access[0].roles_size() == 1 && access[0].roles(0) == v1::SERVICE)
      continue;
    for (int i = 0; i < method.descriptor->input_type()->field_count(); ++i) {
      const FieldDescriptor* field = method.descriptor->input_type()->field(i);
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING || field->is_repeated()) continue;
      const v1::Rule& rule = field->options().GetExtension(v1::rule);
      std::vector<std::string> bad = {std::string(100'000, 'a')};
      if (field->type() == FieldDescriptor::TYPE_STRING) bad.push_back(std::string("a\0b", 3));
      if (field->type() == FieldDescriptor::TYPE_STRING) bad.emplace_back("\xff\xfe broken");
      if (rule.uuid()) bad.insert(bad.end(), {"", "7", "01890A5D-AC96-774B-BCCE-B302099A8057"});
      if (rule.required()) bad.emplace_back("");
      if (rule.date()) bad.insert(bad.end(), {"2026-02-30", "31-01-2026", "tomorrow"});
      for (const std::string& value : bad) {
        if (field->type() == FieldDescriptor::TYPE_BYTES && !value.empty())
          continue;  // files have their own tests
        std::unique_ptr<google::protobuf::Message> request = methods.Plausible(method);
        request->GetReflection()->SetString(request.get(), field, value);
        const absl::Status status =
            methods.Invoke(method, city, request->SerializePartialAsString()).status();
        EXPECT_TRUE(IsRefused(status)) << method.path() << " " << field->name() << " = "
                                       << value.substr(0, 40) << ": " << status;
        const Findings findings = FindingsOf(status);
        EXPECT_TRUE(!findings.empty() && findings.front().where == field->name())
            << method.path() << " " << field->name() << " = " << value.substr(0, 40) << ": "
            << status;
        ++tried;
      }
    }
    // Bytes that are no message at all, and ten megabytes.
    EXPECT_TRUE(IsRefused(methods.Invoke(method, city, "\x0a\xff\xff\xff\x0f junk").status()))
        << method.path();
    const absl::Status huge =
        methods.Invoke(method, city, std::string(10'000'000, '\x0a')).status();
    EXPECT_TRUE(IsRefused(huge)) << method.path() << huge;
  }
  EXPECT_GT(tried, 150);
  EXPECT_EQ(methods.Traces(), before);
}

TEST(Malformed, NumbersListsAndEnumsOutsideTheirBoundsAreNamed) {
  Methods methods;
  registry::v1::RecordRatingsRequest request;
  request.set_request_id(NewId(absl::Now()));
  request.set_campaign(NewId(absl::Now()));
  request.set_person(methods.city().Person("LURAH", "33.74.14.1003"));
  request.set_rater_role(static_cast<registry::v1::RaterRole>(77));
  registry::v1::Judgement& judgement = *request.add_judgements();
  judgement.set_competency("M.01");
  judgement.set_level(5.5);
  const absl::Status status =
      methods.platform()
          .registry()
          .RecordRatings(methods.platform().As("x", {{v1::SUPERVISOR, "/"}}), request)
          .status();
  std::vector<std::string> where;
  for (const Finding& finding : FindingsOf(status)) where.push_back(finding.where);
  EXPECT_THAT(where, ::testing::ElementsAre("rater_role", "judgements[0].level")) << status;
}

}  // namespace
}  // namespace binadaya::test
