// What every event declares, from the descriptors.
#include <fstream>
#include <set>

#include "absl/strings/str_split.h"
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

// Who writes for other agencies what is told, and who tells it, say the same.
TEST(EventContracts, StandInTheTableForOtherAgencies) {
  std::set<std::string> told, written;
  for (const Descriptor* event : Events()) {
    const std::vector<std::string> package = absl::StrSplit(event->file()->package(), '.');
    told.insert(Cat(package[1], " ", event->options().GetExtension(v1::event).type()));
  }
  std::ifstream file(BINADAYA_CHECKOUT "/docs/events.md");
  bool begun = false;
  for (std::string line; std::getline(file, line);) {
    if (line == "## What is told") begun = true;
    // | topic | `event`, `event` | when |
    const std::vector<std::string> cells = absl::StrSplit(line, '|');
    if (!begun || cells.size() < 4) continue;
    const std::vector<std::string> types = absl::StrSplit(cells[2], '`');
    for (std::size_t i = 1; i < types.size(); i += 2) {
      EXPECT_TRUE(written.insert(Cat(absl::StripAsciiWhitespace(cells[1]), " ", types[i])).second)
          << types[i] << " has two rows";
    }
  }
  EXPECT_EQ(written, told);
}

}  // namespace
}  // namespace binadaya::test
