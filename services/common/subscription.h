#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "services/common/envelope.h"

namespace binadaya {

class Tx;

// What a service hears of one publisher: a handler for each type of event that concerns it. Other
// types pass by. Generated code (Listen) makes one from the Hear methods that a listener overrides.
struct Subscription {
  using Handler = std::function<absl::Status(Tx&, const Envelope& told)>;

  std::string publisher;                                 // "registry"
  std::map<std::string, Handler, std::less<>> handlers;  // "profile.validated.v1"
  // Of every other type, for who passes on what he need not know; none: it passes by.
  Handler rest = nullptr;

  // Takes `type` in if `listener` overrides the Hear of its message. The listener outlives this.
  template <class Interface, class Told, class Listener>
  void Add(const char* type, Listener& listener) {
    if constexpr (Overrides<Interface, Told>(&Listener::Hear)) {
      handlers[type] = [&listener](Tx& tx, const Envelope& envelope) {
        Told told;
        if (!told.ParseFromString(envelope.payload)) {
          return absl::InvalidArgumentError("the payload cannot be read");
        }
        return listener.Hear(tx, envelope.event, told);
      };
    }
  }

 private:
  // A member that was not overridden is still of the interface's class.
  template <class Interface, class Told, class Owner>
  static consteval bool Overrides(absl::Status (Owner::*)(Tx&, const Event&, const Told&)) {
    return !std::is_same_v<Owner, Interface>;
  }
};

}  // namespace binadaya
