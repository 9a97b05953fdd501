#include "services/common/table_file.h"

#include "services/common/csv.h"
#include "services/common/xlsx.h"

namespace binadaya {

std::vector<Table> ReadTables(std::string_view bytes) {
  if (xlsx::IsWorkbook(bytes)) return xlsx::Read(bytes);
  return {csv::Parse(bytes)};
}

}  // namespace binadaya
