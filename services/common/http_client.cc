#include <string>

#include "httplib.h"
#include "services/common/domain/text.h"
#include "services/common/http.h"

namespace binadaya::http {

int StatusOf(const std::string& address, const std::string& path) {
  constexpr int kPatience = 2;  // seconds
  httplib::Client client(Cat("http://", address));
  client.set_connection_timeout(kPatience);
  client.set_read_timeout(kPatience);
  const httplib::Result answer = client.Get(path);
  return answer ? answer->status : 0;
}

}  // namespace binadaya::http
