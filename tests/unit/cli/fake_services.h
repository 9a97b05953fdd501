#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "openssl/evp.h"
#include "openssl/pem.h"
#include "services/cli/environment.h"
#include "services/cli/every_service.h"
#include "services/cli/progress.h"
#include "services/common/domain/text.h"
#include "services/common/rpc.h"

namespace binadaya::cli {

// Serves the methods that a test gives an answer for, the last that it gave; others are
// UNIMPLEMENTED.
class Fake : public rpc::Service {
 public:
  template <class Request, class Response>
  void On(const char* name, std::function<absl::StatusOr<Response>(const Request&)> answer) {
    // The service of the folder that the request's file stands in.
    const std::vector<std::string> path =
        absl::StrSplit(Request::descriptor()->file()->name(), '/');
    const google::protobuf::ServiceDescriptor* service =
        google::protobuf::DescriptorPool::generated_pool()
            ->FindFileByName(Cat("binadaya/", path[1], "/v1/", path[1], ".proto"))
            ->service(0);
    const google::protobuf::MethodDescriptor* method = service->FindMethodByName(name);
    std::erase_if(methods_, [&](const rpc::Method& one) { return one.descriptor == method; });
    methods_.push_back(rpc::Bind<Request>(
        service, method->index(), [this, answer](Call& call, const Request& request) {
          const std::lock_guard lock(one_at_a_time_);
          asked_by.push_back(call.subject());
          return answer(request);
        }));
  }
  std::vector<std::string> asked_by;  // the subject of each call; one call at a time
  std::vector<rpc::Method> Methods() override { return methods_; }
  // Whatever a request is about lies in the city.
  absl::StatusOr<std::string> PathOf(Call&, v1::ScopeKind, const std::string&) override {
    return "/";
  }

 private:
  std::mutex one_at_a_time_;  // a caller that gave up and its next try
  std::vector<rpc::Method> methods_;
};

class CommandsTest : public ::testing::Test {
 protected:
  CommandsTest() {
    std::filesystem::create_directories(folder_ / "public");
    MakeKey("operator");
    values_["OPERATOR_KEY"] = folder_ / "operator.pem";
    for (const std::string& service : AllServices()) {
      MakeKey(service);
      values_[Cat(absl::AsciiStrToUpper(service), "_ADDRESS")] =
          "127.0.0.1:1";  // nobody listens there
    }
  }
  ~CommandsTest() override { std::filesystem::remove_all(folder_); }
  // Before what their answers keep is gone: a call whose caller has given up may still be at work.
  void TearDown() override { servers_.clear(); }

  // Starts a server of these fakes and makes the environment point at it.
  template <class... Fakes>
  void Serve(const std::string& address_name, Fakes&... fakes) {
    const std::string service =
        absl::AsciiStrToLower(address_name.substr(0, address_name.find('_')));
    verifiers_.push_back(std::make_unique<Verifier>(VerifierOf(service)));
    metrics_.push_back(std::make_unique<Metrics>());
    servers_.push_back(std::make_unique<rpc::Server>(
        rpc::Server::Options{.listen = "127.0.0.1:0", .workers = 2}, *verifiers_.back(), clock_,
        *metrics_.back(), [](const Call&, const std::string&) { return false; },
        [](const Call&, const std::string&, const absl::Status&) {}));
    (servers_.back()->Add(fakes), ...);
    ASSERT_TRUE(servers_.back()->Start().ok());
    values_[address_name] = Cat("127.0.0.1:", servers_.back()->port());
  }

  std::string File(const std::string& text) {
    const std::filesystem::path file = folder_ / "file.csv";
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }
  Environment environment() const { return Environment::Of(values_); }
  Verifier VerifierOf(const std::string& service) const {
    return *Verifier::Load(folder_ / "public", *Signer::Load(folder_ / (service + ".pem")));
  }

  const std::filesystem::path folder_ =
      std::filesystem::path(::testing::TempDir()) /
      Cat("binadaya_cli_", getpid(), "_",
          testing::UnitTest::GetInstance()->current_test_info()->name());
  std::map<std::string, std::string> values_;
  std::ostringstream drawn_;
  Progress progress_{drawn_, false};

 private:
  void MakeKey(const std::string& name) const {
    EVP_PKEY* key = EVP_EC_gen("prime256v1");
    const auto write = [&](const std::filesystem::path& file, bool secret) {
      BIO* out = BIO_new_file(file.c_str(), "w");
      if (secret) PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
      if (!secret) PEM_write_bio_PUBKEY(out, key);
      BIO_free(out);
    };
    write(folder_ / (name + ".pem"), true);
    write(folder_ / "public" / (name + ".pem"), false);
    EVP_PKEY_free(key);
  }

  Clock clock_{absl::UTCTimeZone()};
  std::vector<std::unique_ptr<Verifier>> verifiers_;
  std::vector<std::unique_ptr<Metrics>> metrics_;
  std::vector<std::unique_ptr<rpc::Server>> servers_;
};

}  // namespace binadaya::cli
