#include "services/cli/document.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using ::testing::HasSubstr;
namespace pv = reporting::v1;

TEST(DocumentCommand, TakesTheFormatFromTheFileUnlessItIsSaid) {
  EXPECT_EQ(*FormatOf("", ""), pv::PDF);
  EXPECT_EQ(*FormatOf("", "rencana"), pv::PDF);
  EXPECT_EQ(*FormatOf("", "rencana.xlsx"), pv::XLSX);
  EXPECT_EQ(*FormatOf("", "RENCANA.HTML"), pv::HTML);
  EXPECT_EQ(*FormatOf("html", "rencana.pdf"), pv::HTML);
  EXPECT_FALSE(FormatOf("", "rencana.docx").ok());
  EXPECT_FALSE(FormatOf("doc", "").ok());
}

TEST(DocumentCommand, SaysWhetherADocumentIsTheNewest) {
  pv::Document document;
  document.set_id("kode-1");
  document.set_kind(pv::BUDGET_VERSION);
  document.set_total(1'500'000);
  const SpeakingIndonesian id;
  EXPECT_THAT(DocumentText(document), HasSubstr("rincian belanja"));
  EXPECT_THAT(DocumentText(document), HasSubstr("Rp1.500.000"));
  EXPECT_THAT(DocumentText(document), HasSubstr("rancangan"));
  EXPECT_THAT(DocumentText(document), HasSubstr("digantikan oleh  -"));
  document.set_in_force(true);
  document.set_superseded_by("kode-2");
  EXPECT_THAT(DocumentText(document), HasSubstr("berlaku ketika dicetak"));
  EXPECT_THAT(DocumentText(document), HasSubstr("digantikan oleh  kode-2"));
  pv::ListDocumentsResponse list;
  *list.add_documents() = document;
  EXPECT_THAT(DocumentsText(list), HasSubstr("kode-1"));
}

}  // namespace
}  // namespace binadaya::cli
