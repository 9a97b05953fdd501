// What every event declares, from the descriptors.
#include <set>

#include "binadaya/v1/options.pb.h"
#include "gtest/gtest.h"
#include "services/common/domain/text.h"
#include "services/graph.h"

namespace binadaya::test {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

std::vector<const Descriptor*> Events() {
  std::vector<const Descriptor*> events;
  for (const std::string_view publisher : graph::kPublishers) {
    const google::protobuf::FileDescriptor* file =
        google::protobuf::DescriptorPool::generated_pool()->FindFileByName(
            Cat("binadaya/", publisher, "/v1/", publisher, "_events.proto"));
    EXPECT_NE(file, nullptr) << publisher;
    for (int i = 0; file != nullptr && i < file->message_type_count(); ++i) {
      if (file->message_type(i)->options().HasExtension(v1::event))
        events.push_back(file->message_type(i));
    }
  }
  return events;
}

TEST(EventContracts, SayWhatTheyAreAbout) {
  std::set<std::string> types;
  for (const Descriptor* event : Events()) {
    const v1::Event& option = event->options().GetExtension(v1::event);
    const FieldDescriptor* id = event->FindFieldByName(option.id_field());
    ASSERT_NE(id, nullptr) << event->full_name();
    EXPECT_EQ(id->type(), FieldDescriptor::TYPE_STRING) << event->full_name();
    EXPECT_FALSE(id->is_repeated()) << event->full_name();
    EXPECT_NE(option.aggregate(), "") << event->full_name();
    EXPECT_TRUE(types.insert(option.type()).second) << option.type();
  }
  EXPECT_GT(types.size(), 10);
}

}  // namespace
}  // namespace binadaya::test
