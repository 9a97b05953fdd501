"""The catalogue as AsyncAPI 3.0 with Kafka's bindings."""
from . import contracts, schemas

BINDING = "0.5.0"
EXTRA = {"retention.ms": int, "max.message.bytes": int, "cleanup.policy": lambda value: value.split(",")}


def bundled(kinds):
    """Schemas as components: every message once, whoever holds it."""
    def moved(node):
        if isinstance(node, dict):
            return {key: node[key].replace("#/definitions/", "#/components/schemas/") if key == "$ref" else moved(node[key]) for key in node}
        return [moved(item) for item in node] if isinstance(node, list) else node
    return {name: moved(schemas.definition(kind)) for name, kind in sorted(kinds.items())}


def message(event, agency, examples):
    return {
        "name": f"id.go.{agency}.{event.service}.{event.type}", "title": event.type, "summary": event.says,
        "contentType": "application/protobuf",
        "headers": schemas.headers_schema(event, agency),
        "payload": {"$ref": f"#/components/schemas/{event.message}"},
        "tags": [{"name": event.service}] + ([{"name": "deprecated", "description": f"told until {event.until}; its successor is {event.by}"}] if event.by else []),
        "bindings": {"kafka": {"key": {"type": "string", "description": "the id of the aggregate"}, "bindingVersion": BINDING}},
        "examples": [{"name": f"{event.type}-{number}", "headers": headers(event, agency, line, number), "payload": line["json"]}
                     for number, line in enumerate(examples, 1)],
        "x-protobuf": {"file": event.descriptor.file.name, "message": event.message},
    }


def structured_message(event, agency, examples):
    return {
        "name": f"id.go.{agency}.{event.service}.{event.type}", "title": f"{event.type} in JSON", "summary": event.says,
        "contentType": "application/cloudevents+json",
        "payload": schemas.structured_schema(event, agency, {"$ref": f"#/components/schemas/{event.message}"}),
        "tags": [{"name": event.service}, {"name": "json"}],
        "bindings": {"kafka": {"key": {"type": "string", "description": "the id of the aggregate"}, "bindingVersion": BINDING}},
        "examples": [{"name": f"{event.type}-{number}", "payload": structured(event, agency, line, number)} for number, line in enumerate(examples, 1)],
    }


def structured(event, agency, line, number):
    """The same example as its topic in JSON has it."""
    attributes = {name.removeprefix("ce_"): value for name, value in headers(event, agency, line, number).items() if name.startswith("ce_")}
    if "deprecated" in attributes:
        attributes["deprecated"] = True
    return attributes | {"datacontenttype": "application/json", "data": line["json"]}


def headers(event, agency, line, number):
    """Those of an example: an event of the first month, invented but for what its contract says of it."""
    about = line["json"].get(event.descriptor.fields_by_name[event.id_field].json_name, "?")
    schema = schemas.headers_schema(event, agency)
    return {name: schema["properties"][name]["const"] for name in schema["required"] if "const" in schema["properties"][name]} | {
        "ce_id": f"019b8bab-07b2-7153-a111-{number:012x}", "ce_subject": f"{event.aggregate}/{about}", "ce_time": "2026-01-05T01:00:00.000Z",
        "ce_partitionkey": about, "ce_sequence": f"{number:019d}"}


def document(known, lines, agency, version):
    services = list(dict.fromkeys(event.service for event in known.events))
    kinds, messages = {}, {}
    for event in known.events:
        kinds |= {one.full_name: one for one in contracts.reachable(event.descriptor)}
        examples = [line for line in lines if line["event"] == event.message]
        messages[key(event)] = message(event, agency, examples)
        messages[f"{key(event)}.json"] = structured_message(event, agency, examples)
    channels, operations = {}, {}
    for service, form in ((service, form) for service in services for form in ("", ".json")):
        partitions, config = contracts.topic_kinds()[f"binadaya.<publisher>.v1{form}"]
        channel, address = f"{service}{form}", f"binadaya.{service}.v1{form}"
        names = [f"{key(event)}{form}" for event in known.events if event.service == service]
        own = {name: {"$ref": f"#/components/messages/{name}"} for name in names}
        channels[channel] = {
            "address": address, "title": f"What {service} tells{' in JSON, for those to whom it was granted so' if form else ''}", "messages": own,
            "bindings": {"kafka": {"topic": address, "partitions": partitions, "bindingVersion": BINDING, "topicConfiguration": {
                name: EXTRA[name](value) for name, value in config.items() if name in EXTRA}}}}
        operations[f"{channel}.tell"] = {
            "action": "send", "channel": {"$ref": f"#/channels/{channel}"}, "summary": f"{service} tells what happened, in the order of each subject.",
            "messages": [{"$ref": f"#/channels/{channel}/messages/{name}"} for name in own]}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": f"Binadaya, {agency}: events for other agencies", "version": version,
                 "description": "At least once, in the order of each ce_subject; what has the same ce_source and ce_id is the same event. "
                                "Ignore fields, values of enums and types that you do not know. See agencies.md beside this file."},
        "defaultContentType": "application/protobuf",
        "servers": {"city": {
            "host": "{broker}", "protocol": "kafka-secure", "description": "TLS; both sides show a certificate.",
            "variables": {"broker": {"description": "host:port, told with the certificate", "default": "kafka.example:9093"}},
            "security": [{"$ref": "#/components/securitySchemes/certificate"}]}},
        "channels": channels, "operations": operations,
        "components": {"messages": messages, "schemas": bundled(kinds),
                       "securitySchemes": {"certificate": {"type": "X509", "description": "The agency's name is the CN of its certificate."}}},
    }


def key(event):
    return f"{event.service}.{event.type}"
