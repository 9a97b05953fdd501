#include "tests/support/methods.h"

#include "gtest/gtest.h"
#include "services/cli/every_service.h"
#include "tests/support/budget.h"

namespace binadaya::test {

using google::protobuf::FieldDescriptor;

std::string Methods::Method::path() const {
  return Cat("/", descriptor->service()->full_name(), "/", descriptor->name());
}

Methods::Methods(const std::map<std::string, std::string>& settings)
    : platform_(cli::AllServices(), settings), city_(platform_) {
  city_.Found();
  rating_campaign_ = city_.RatingCampaign(kUnit);
  person_ = city_.Person("LURAH", kUnit);
  EXPECT_TRUE(city_.Assess(rating_campaign_, person_, 1).ok());
  superior_ = city_.Head(kUnit);
  EXPECT_TRUE(platform_.Settle());

  const auto budget = DraftBudget(
      platform_.budgeting(),
      [this](
          const std::string& subject, const std::vector<Grant>& grants, absl::Duration patience) {
        return platform_.As(subject, grants, patience);
      },
      kUnit, 2027, BudgetOf({1'000'000}));
  EXPECT_TRUE(budget.ok()) << budget.status();
  scheduling::v1::RequestHoldRequest hold;
  hold.set_request_id(platform_.Id());
  hold.set_unit(kUnit);
  hold.set_leader(superior_);
  hold.mutable_slot()->set_from("2099-04-08T08:00");  // to come, by the clock of the machine
  hold.mutable_slot()->set_until("2099-04-08T09:00");
  hold.set_priority(scheduling::v1::COUNCIL);
  const auto held =
      platform_.scheduling().RequestHold(platform_.As("protokol", {{v1::PROTOCOL, "/"}}), hold);
  EXPECT_TRUE(held.ok()) << held.status();
  scheduling::v1::RegisterDeviceRequest device;
  device.set_request_id(platform_.Id());
  device.set_unit(kUnit);
  device.set_name("tablet pintu");
  device.set_public_key(std::string(32, 'k'));
  const auto registered = platform_.scheduling().RegisterDevice(
      platform_.As("panitia", {{v1::ORGANISER, "/"}}), device);
  EXPECT_TRUE(registered.ok()) << registered.status();

  // What a head lets a batch of the unit break.
  pg::Connection& scheduling = platform_.sql("scheduling");
  const std::string item = NewId(absl::Now()), batch = NewId(absl::Now());
  (void)scheduling.Query(
      "INSERT INTO plan_item (id, program, year, batches, batch_size, rupiah_per_batch, gone) "
      "VALUES ($1, $1, 2027, 1, 30, 0, false)",
      pg::Params(item));
  (void)scheduling.Query(
      "INSERT INTO batch (id, unit, plan_item, number, state, capacity, accessible) "
      "VALUES ($1, $2, $3, 1, 1, 30, false)",
      pg::Params(batch, kUnit, item));
  (void)scheduling.Query(
      "INSERT INTO continuity_override (batch, rule, about, period, allows, unit, why, note, "
      "made_by, made_on) VALUES ($1, 'SVC-01', $2, '2027-04-08', 2, $3, 3, '', 'someone', "
      "'2027-03-01')",
      pg::Params(batch, kUnitPath, kUnit));

  needs::v1::OpenCampaignRequest open;
  open.set_request_id(platform_.Id());
  open.set_year(2027);
  open.set_unit(kUnit);
  const auto campaign = platform_.needs().OpenCampaign(platform_.Analyst(), open);
  EXPECT_TRUE(campaign.ok()) << campaign.status();
  needs_campaign_ = campaign->id();
  needs::v1::DetectNeedsRequest detect;
  detect.set_request_id(platform_.Id());
  detect.set_campaign(needs_campaign_);
  EXPECT_TRUE(platform_.needs().DetectNeeds(platform_.Analyst(), detect).ok());
  needs::v1::ListNeedsRequest list;
  list.set_campaign(needs_campaign_);
  const auto found = platform_.needs().ListNeeds(platform_.Analyst(), list);
  EXPECT_TRUE(found.ok()) << found.status();
  EXPECT_GT(found->needs_size(), 0);
  need_ = found->needs(0).id();
  EXPECT_TRUE(platform_.Settle());

  job_ = NewId(absl::Now());
  (void)platform_.sql("registry")
      .Query(
          "INSERT INTO job (id, kind, state, request, asked_by, grants, target, scope_path, paths, "
          "asked_at) VALUES ($1, 'test.Work', 1, '', 'someone', '{}', '', $2, '{}', now())",
          pg::Params(job_, kUnitPath));

  const auto add = [this](const std::string& service, const std::string& contract) {
    const google::protobuf::FileDescriptor* file =
        google::protobuf::DescriptorPool::generated_pool()->FindFileByName(
            Cat("binadaya/", contract, "/v1/", contract, ".proto"));
    for (int m = 0; m < file->service(0)->method_count(); ++m)
      methods_.push_back({service, file->service(0)->method(m)});
  };
  for (const std::string& service : cli::AllServices()) {
    add(service, service);
    channels_[service] = std::make_unique<rpc::Channel>(platform_.Reach(service));
  }
  add("registry", "operations");  // every service serves it alike
}

std::unique_ptr<google::protobuf::Message> Methods::Plausible(const Method& method) const {
  std::unique_ptr<google::protobuf::Message> request(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(method.descriptor->input_type())
          ->New());
  Fill(*request, method.path(), 0);
  return request;
}

std::unique_ptr<google::protobuf::Message> Methods::Least(const Method& method) const {
  std::unique_ptr<google::protobuf::Message> request = Plausible(method);
  for (int i = 0; i < request->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = request->GetDescriptor()->field(i);
    const v1::Rule& rule = field->options().GetExtension(v1::rule);
    if (!rule.required() && !rule.uuid() && !rule.bounded() && rule.min_items() == 0)
      request->GetReflection()->ClearField(request.get(), field);
  }
  return request;
}

Call Methods::Anybody(absl::Duration patience) {
  std::vector<Grant> all;
  for (int role = v1::EMPLOYEE; role <= v1::Role_MAX; ++role)
    if (role != v1::SERVICE) all.push_back({static_cast<v1::Role>(role), "/"});
  return platform_.As(person_, all, patience);
}

void Methods::Fill(google::protobuf::Message& message, const std::string& method, int depth) const {
  const google::protobuf::Reflection& reflect = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    const v1::Rule& rule = field->options().GetExtension(v1::rule);
    std::string text = rule.date() ? "2026-01-01" : rule.required() ? "x" : "";
    if (rule.uuid()) text = NewId(absl::Now());
    if (field->name() == "person" || field->name() == "superior") text = person_;
    if (field->name() == "need") text = need_;
    if (field->name() == "job") text = job_;
    if (field->name() == "campaign")
      text = method.find("registry") != std::string::npos ? rating_campaign_ : needs_campaign_;
    if (field->name() == "unit") text = kUnit;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        if (field->is_repeated() && rule.min_items() > 0) reflect.AddString(&message, field, text);
        if (!field->is_repeated()) reflect.SetString(&message, field, text);
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        if (!field->is_repeated()) reflect.SetEnumValue(&message, field, 1);
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        if (!field->is_repeated() && rule.bounded())
          reflect.SetInt32(&message, field, static_cast<int>(rule.min()));
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        if (!field->is_repeated() && rule.bounded())
          reflect.SetInt64(&message, field, static_cast<std::int64_t>(rule.min()));
        break;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        if (field->is_repeated() && rule.min_items() > 0) reflect.AddDouble(&message, field, 1);
        if (!field->is_repeated() && rule.bounded()) reflect.SetDouble(&message, field, rule.min());
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (depth > 3) break;
        if (field->is_repeated() && rule.min_items() > 0)
          Fill(*reflect.AddMessage(&message, field), method, depth + 1);
        if (!field->is_repeated())
          Fill(*reflect.MutableMessage(&message, field), method, depth + 1);
        break;
      default:
        break;
    }
  }
}

absl::StatusOr<std::string> Methods::Invoke(
    const Method& method, const Call& call, const std::string& bytes) const {
  return channels_.at(method.service)->InvokeRaw(call, method.path().c_str(), bytes);
}

std::int64_t Methods::Traces() {
  std::int64_t traces = 0;
  for (const std::string& service : cli::AllServices()) {
    traces += platform_.sql(service)
                  .Query(
                      "SELECT (SELECT count(*) FROM event_log) + (SELECT count(*) FROM request) + "
                      "(SELECT count(*) FROM audit"
                      " WHERE decision = 'DONE')",
                      {})
                  .Int(0, 0);
  }
  return traces;
}

}  // namespace binadaya::test
