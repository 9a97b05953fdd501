#include "services/scheduling/domain/planned.h"

#include "services/common/domain/text.h"

namespace binadaya::scheduling::domain {
namespace {

// PLB-03.
void RequirePaid(const PlannedItem& item, int capacity, Findings& findings) {
  if (capacity <= item.batch_size) return;
  findings.push_back(
      {.rule = "PLB-03",
       .where = "capacity",
       .message =
           {Cat("Rencana membiayai ", item.batch_size, " peserta per angkatan, bukan ", capacity,
                ". Kurangi kursinya, atau ubah rencananya."),
            Cat("The plan pays for ", item.batch_size, " people a batch, not ", capacity,
                ". Take fewer, or revise the plan.")},
       .values = {{"batch_size", Cat(item.batch_size)}, {"capacity", Cat(capacity)}}});
}

}  // namespace

bool IsStructural(std::string_view form) { return form == "KL01"; }

Findings CheckNewBatch(const PlannedItem& item, int drafted, int capacity) {
  Findings findings;
  if (item.gone) {
    findings.push_back(
        {.rule = "PLB-01",
         .where = "plan_item",
         .message = {
             "Butir ini tidak ada lagi di rencana tahunan yang berlaku. Pilih butir yang berlaku.",
             "This item is no longer in the annual plan in force. Choose one that is."}});
  }
  if (drafted >= item.batches) {
    findings.push_back(
        {.rule = "PLB-02",
         .where = "plan_item",
         .message =
             {Cat("Rencana memuat ", item.batches,
                  " angkatan, dan semuanya sudah disusun. Ubah "
                  "rencananya bila perlu lebih."),
              Cat("The plan has ", item.batches,
                  " batches, and all are drafted. Revise the plan if "
                  "more are needed.")},
         .values = {{"batches", Cat(item.batches)}}});
  }
  RequirePaid(item, capacity, findings);
  return findings;
}

Findings CheckPublished(const PlannedItem& item, int published, int capacity) {
  Findings findings;
  if (const int batches = item.gone ? 0 : item.batches; published >= batches) {
    findings.push_back(
        {.rule = "PLB-04",
         .where = "plan_item",
         .message =
             {Cat("Rencana yang berlaku memuat ", batches, " angkatan butir ini, dan ", published,
                  " sudah terbit. Batalkan kelas ini, atau ubah rencananya dahulu."),
              Cat("The plan in force has ", batches, " batches of this item, and ", published,
                  " are published. Cancel this one, or revise the plan first.")},
         .values = {{"batches", Cat(batches)}, {"published", Cat(published)}}});
  }
  RequirePaid(item, capacity, findings);
  return findings;
}

}  // namespace binadaya::scheduling::domain
