#include "tests/support/server.h"

namespace binadaya::test {
namespace {

Signer SignerOf(const std::string& name) {
  return *Signer::Load(Cat(Stack::Get().folder(), "/keys/private/", name, ".pem"));
}

Call CallOf(Identity identity, absl::Duration patience) {
  const absl::Time now = absl::Now();
  return {"test", std::move(identity), now + patience, now, absl::CivilDay()};
}

}  // namespace

HandlerServer::HandlerServer(
    const std::vector<std::pair<std::string, Handler>>& handlers,
    const rpc::Server::Options& options)
    : verifier_(*Verifier::Load(Stack::Get()["TOKEN_KEYS"], SignerOf("registry"))) {
  const auto* registry = registry::v1::Post::descriptor()->file()->service(0);
  for (const auto& [name, handler] : handlers) {
    const google::protobuf::MethodDescriptor* method = registry->FindMethodByName(name);
    methods_.push_back(
        {method,
         [method] {
           return std::unique_ptr<google::protobuf::Message>(
               google::protobuf::MessageFactory::generated_factory()
                   ->GetPrototype(method->input_type())
                   ->New());
         },
         [handler = handler](Call& call, const google::protobuf::Message&) {
           return handler(call);
         }});
  }
  server_ = std::make_unique<rpc::Server>(
      options, verifier_, clock_, metrics_, [](const Call&, const std::string&) { return false; },
      [this](const Call&, const std::string&, const absl::Status&) { ++refusals_; });
  server_->Add(*this);
  if (!server_->Start().ok()) std::abort();
}

Call HandlerServer::Known(absl::Duration patience) const {
  const std::vector<Grant> grants = {{v1::ANALYST, "/"}, {v1::ADMINISTRATOR, "/"}};
  return CallOf(
      {.subject = "someone",
       .token_id = {},
       .grants = grants,
       .proof = ProofBy(SignerOf("operator"), "someone", grants)},
      patience);
}

Call HandlerServer::Unknown(absl::Duration patience) const {
  return CallOf({.subject = {}, .token_id = {}, .grants = {}, .proof = nullptr}, patience);
}

}  // namespace binadaya::test
