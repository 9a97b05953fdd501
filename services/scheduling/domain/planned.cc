#include "services/scheduling/domain/planned.h"

#include "services/common/domain/text.h"

namespace binadaya::scheduling::domain {

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
  if (capacity > item.batch_size) {
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
  return findings;
}

}  // namespace binadaya::scheduling::domain
