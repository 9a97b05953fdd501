// protoc plugin: what stands between a contract and its C++ (docs/adr/0002).
// `--binadaya_opt` says which piece to write:
//
//   rpc   <service>.rpc.h: the abstract service (a pure virtual method per RPC) and its client;
//         <service>.rpc.cc: what binds those methods, for the service's own library
//   hear  <service>_events.hear.h: the abstract listener (a virtual method per event)
//   tell  <service>_events.tell.h: one Tell per event, for the service that owns them
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "binadaya/v1/options.pb.h"
#include "binadaya/v1/replaced.pb.h"
#include "google/protobuf/compiler/code_generator.h"
#include "google/protobuf/compiler/plugin.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/printer.h"
#include "google/protobuf/io/zero_copy_stream.h"
#include "services/common/event_type.h"

namespace binadaya {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using google::protobuf::io::Printer;

std::string Stem(const FileDescriptor* file) {
  return file->name().substr(0, file->name().size() - 6);
}

// "binadaya.registry.v1" -> "registry".
std::string ServiceName(const FileDescriptor* file) {
  const std::vector<std::string> parts = absl::StrSplit(file->package(), '.');
  return parts.size() == 3 ? parts[1] : "";
}

// Messages of this package as v1::Name; others by their full name.
std::string Cpp(const Descriptor* type, const FileDescriptor* file) {
  if (type->file()->package() == file->package()) return absl::StrCat("v1::", type->name());
  return absl::StrCat("::", absl::StrReplaceAll(type->full_name(), {{".", "::"}}));
}

std::string Comment(const google::protobuf::SourceLocation& location) {
  std::string text;
  for (const absl::string_view line :
       absl::StrSplit(location.leading_comments, '\n', absl::SkipWhitespace())) {
    absl::StrAppend(&text, "  //", line, "\n");
  }
  return text;
}

class Generator : public google::protobuf::compiler::CodeGenerator {
 public:
  std::uint64_t GetSupportedFeatures() const override { return FEATURE_PROTO3_OPTIONAL; }

  bool Generate(
      const FileDescriptor* file, const std::string& piece,
      google::protobuf::compiler::GeneratorContext* context, std::string* error) const override {
    const std::string service = ServiceName(file);
    if (service.empty()) return true;  // options and shared messages
    const bool wanted = piece == "rpc" ? file->service_count() > 0 : file->service_count() == 0;
    if (!wanted) return true;
    const std::unique_ptr<google::protobuf::io::ZeroCopyOutputStream> out(
        context->Open(absl::StrCat(Stem(file), ".", piece, ".h")));
    Printer printer(out.get(), '$');
    printer.Print(
        "// Written by proto/plugin from $file$; do not edit.\n#pragma once\n\n#include "
        "<string>\n#include <utility>\n#include <vector>\n\n"
        "#include \"absl/status/status.h\"\n#include \"absl/status/statusor.h\"\n#include "
        "\"$stem$.pb.h\"\n",
        "file", file->name(), "stem", Stem(file));
    if (piece == "rpc") {
      const std::unique_ptr<google::protobuf::io::ZeroCopyOutputStream> body(
          context->Open(absl::StrCat(Stem(file), ".rpc.cc")));
      Printer binding(body.get(), '$');
      Methods(file, service, binding);
      return Rpc(file, service, printer, error);
    }
    if (piece == "hear") return Hear(file, service, printer, error);
    if (piece == "tell") return Tell(file, service, printer, error);
    *error = absl::StrCat("unknown piece: ", piece);
    return false;
  }

 private:
  // Apart from the header: each method is a handful of instances of templates, and who includes the
  // header wants the client.
  static void Methods(const FileDescriptor* file, const std::string& service, Printer& printer) {
    printer.Print(
        "// Written by proto/plugin from $file$; do not edit.\n#include \"$stem$.rpc.h\"\n\n"
        "namespace binadaya::$service$ {\n",
        "file", file->name(), "stem", Stem(file), "service", service);
    for (int s = 0; s < file->service_count(); ++s) {
      const ServiceDescriptor* type = file->service(s);
      printer.Print(
          "\nstd::vector<rpc::Method> $name$Service::Methods() {\n"
          "  const google::protobuf::ServiceDescriptor* self = "
          "v1::$anchor$::descriptor()->file()->service($index$);\n  return {\n",
          "name", type->name(), "anchor", file->message_type(0)->name(), "index", absl::StrCat(s));
      for (int m = 0; m < type->method_count(); ++m) {
        const MethodDescriptor* method = type->method(m);
        printer.Print(
            "      rpc::Bind<$request$>(self, $index$, [this](Call& call, const $request$& "
            "request) "
            "{ return $method$(call, request); }),\n",
            "request", Cpp(method->input_type(), file), "index", absl::StrCat(m), "method",
            method->name());
      }
      printer.Print("  };\n}\n");
    }
    printer.Print("\n}  // namespace binadaya::$service$\n", "service", service);
  }

  static bool Rpc(
      const FileDescriptor* file, const std::string& service, Printer& printer,
      std::string* error) {
    printer.Print(
        "#include \"services/common/client.h\"\n#include \"services/common/rpc.h\"\n\nnamespace "
        "binadaya::$service$ {\n",
        "service", service);
    for (int s = 0; s < file->service_count(); ++s) {
      const ServiceDescriptor* type = file->service(s);
      printer.Print(
          "\nclass $name$Service : public rpc::Service {\n public:\n", "name", type->name());
      for (int m = 0; m < type->method_count(); ++m) {
        const MethodDescriptor* method = type->method(m);
        if (method->options().ExtensionSize(v1::access) == 0) {
          *error = absl::StrCat(
              method->full_name(),
              " declares no (binadaya.v1.access): who may call it, and over what?");
          return false;
        }
        google::protobuf::SourceLocation location;
        method->GetSourceLocation(&location);
        printer.PrintRaw(Comment(location));
        printer.Print(
            "  virtual absl::StatusOr<$response$> $method$(Call& call, const $request$& request) = "
            "0;\n",
            "response", Cpp(method->output_type(), file), "method", method->name(), "request",
            Cpp(method->input_type(), file));
      }
      printer.Print(
          "\n  std::vector<rpc::Method> Methods() override;\n};\n\n"
          "// Deadline, identity and trace of `call` travel by themselves.\n"
          "class $name$Client {\n public:\n"
          "  explicit $name$Client(rpc::Neighbour at) : channel_(std::move(at)) {}\n\n",
          "name", type->name());
      for (int m = 0; m < type->method_count(); ++m) {
        const MethodDescriptor* method = type->method(m);
        printer.Print(
            "  absl::StatusOr<$response$> $method$(const Call& call, const $request$& request) "
            "const {\n"
            "    return channel_.Invoke<$response$>(call, \"/$service$/$method$\", request);\n  "
            "}\n",
            "response", Cpp(method->output_type(), file), "method", method->name(), "request",
            Cpp(method->input_type(), file), "service", type->full_name());
      }
      printer.Print("\n private:\n  rpc::Channel channel_;\n};\n");
    }
    printer.Print("\n}  // namespace binadaya::$service$\n", "service", service);
    return true;
  }

  // The messages of an events file that are events.
  static std::vector<const Descriptor*> Events(const FileDescriptor* file) {
    std::vector<const Descriptor*> events;
    for (int i = 0; i < file->message_type_count(); ++i) {
      if (file->message_type(i)->options().HasExtension(v1::event))
        events.push_back(file->message_type(i));
    }
    return events;
  }

  static const Descriptor* OfType(const FileDescriptor* file, const std::string& type) {
    for (const Descriptor* event : Events(file)) {
      if (event->options().GetExtension(v1::event).type() == type) return event;
    }
    return nullptr;
  }
  // What is told beside the event of this type, if anything is.
  static const Descriptor* ReplacedBy(const FileDescriptor* file, const std::string& type) {
    for (const Descriptor* event : Events(file)) {
      const v1::Replaced& replaced = event->options().GetExtension(v1::replaced);
      if (replaced.by() == type && !replaced.over()) return event;
    }
    return nullptr;
  }

  static bool Hear(
      const FileDescriptor* file, const std::string& service, Printer& printer, std::string*) {
    printer.Print(
        "#include \"services/common/subscription.h\"\n\nnamespace binadaya::$service$ {\n\n"
        "// What $service$ tells, for those who hear it. A listener overrides what concerns it; "
        "the rest passes by.\n"
        "class EventListener {\n public:\n  virtual ~EventListener() = default;\n\n",
        "service", service);
    for (const Descriptor* event : Events(file)) {
      google::protobuf::SourceLocation location;
      event->GetSourceLocation(&location);
      printer.PrintRaw(Comment(location));
      printer.Print(
          "  virtual absl::Status Hear(Tx&, const Event&, const v1::$event$&) { return "
          "absl::OkStatus(); }\n",
          "event", event->name());
    }
    printer.Print(
        "};\n\n"
        "// What `listener` hears of $service$: the events whose Hear it overrides.\n"
        "template <class Listener>\n"
        "Subscription Listen(Listener& listener) {\n"
        "  static_assert(\n"
        "      requires(Tx& tx, const Event& event) {\n",
        "service", service);
    for (const Descriptor* event : Events(file)) {
      printer.Print("        listener.Hear(tx, event, v1::$event$());\n", "event", event->name());
    }
    printer.Print(
        "      },\n"
        "      \"the listener hides what it does not hear: say `using "
        "$service$::EventListener::Hear;` in its class\");\n"
        "  Subscription heard{\"$service$\", {}};\n",
        "service", service);
    for (const Descriptor* event : Events(file)) {
      printer.Print(
          "  heard.Add<EventListener, v1::$event$>(\"$type$\", listener);\n", "event",
          event->name(), "type", WithMajor(event->options().GetExtension(v1::event).type()));
    }
    printer.Print(
        "  return heard;\n}\n\n}  // namespace binadaya::$service$\n", "service", service);
    return true;
  }

  static bool Tell(
      const FileDescriptor* file, const std::string& service, Printer& printer,
      std::string* error) {
    printer.Print(
        "#include \"services/common/db.h\"\n\nnamespace binadaya::$service$ {\n\n"
        "// Tells an event, in the transaction of what it is about.\n",
        "service", service);
    for (const Descriptor* event : Events(file)) {
      const v1::Event& option = event->options().GetExtension(v1::event);
      const FieldDescriptor* id = event->FindFieldByName(option.id_field());
      if (option.aggregate().empty() || option.type().empty() || id == nullptr ||
          id->type() != FieldDescriptor::TYPE_STRING || id->is_repeated()) {
        *error = absl::StrCat(
            event->full_name(),
            " declares an (event) without aggregate or type, or whose id_field is no string of it");
        return false;
      }
      if (const v1::Replaced& replaced = event->options().GetExtension(v1::replaced);
          event->options().HasExtension(v1::replaced)) {
        const Descriptor* successor = OfType(file, replaced.by());
        if (successor == nullptr || MajorOf(replaced.by()) <= MajorOf(option.type()) ||
            successor->options().GetExtension(v1::event).aggregate() != option.aggregate()) {
          *error = absl::StrCat(
              event->full_name(), " is (replaced) by no later version of it in this file");
          return false;
        }
        continue;
      }
      const Descriptor* before = ReplacedBy(file, option.type());
      printer.Print(
          before == nullptr
              ? "inline void Tell(Tx& tx, const v1::$event$& event) {\n"
              : "// Together with what it replaces.\n"
                "inline void Tell(Tx& tx, const v1::$event$& event, const v1::$before$& "
                "before) {\n"
                "  tx.TellRaw(\"$aggregate$\", event.$id$(), \"$before_type$\", "
                "before);\n",
          "event", event->name(), "aggregate", option.aggregate(), "id", id->name(), "before",
          before == nullptr ? "" : before->name(), "before_type",
          before == nullptr ? "" : before->options().GetExtension(v1::event).type());
      printer.Print(
          "  tx.TellRaw(\"$aggregate$\", event.$id$(), \"$type$\", event);\n}\n", "aggregate",
          option.aggregate(), "id", id->name(), "type", option.type());
    }
    printer.Print("\n}  // namespace binadaya::$service$\n", "service", service);
    return true;
  }
};

}  // namespace
}  // namespace binadaya

int main(int argc, char** argv) {
  const binadaya::Generator generator;
  return google::protobuf::compiler::PluginMain(argc, argv, &generator);
}
