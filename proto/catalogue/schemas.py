"""What an event says, as JSON Schema (draft 2020-12 keeps draft-07's words that are used here) of its proto3 JSON, and as CloudEvents headers."""
from google.protobuf.descriptor import FieldDescriptor

NUMBERS = {FieldDescriptor.CPPTYPE_INT32, FieldDescriptor.CPPTYPE_UINT32}
LONG = {FieldDescriptor.CPPTYPE_INT64, FieldDescriptor.CPPTYPE_UINT64}
REAL = {FieldDescriptor.CPPTYPE_DOUBLE, FieldDescriptor.CPPTYPE_FLOAT}
DRAFT = "http://json-schema.org/draft-07/schema#"


def value_schema(field):
    if field.message_type is not None:
        return {"$ref": f"#/definitions/{field.message_type.full_name}"}
    if field.enum_type is not None:
        return {"$ref": f"#/definitions/{field.enum_type.full_name}"}
    if field.cpp_type in NUMBERS:
        return {"type": "integer"}
    if field.cpp_type in LONG:
        return {"type": "string", "pattern": "^-?[0-9]+$", "description": "64 bits, as text"}
    if field.cpp_type in REAL:
        return {"anyOf": [{"type": "number"}, {"enum": ["NaN", "Infinity", "-Infinity"]}]}
    if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
        return {"type": "boolean"}
    return {"type": "string", **({"contentEncoding": "base64"} if field.type == FieldDescriptor.TYPE_BYTES else {})}


def field_schema(field):
    if field.label != FieldDescriptor.LABEL_REPEATED:
        return value_schema(field)
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        return {"type": "object", "additionalProperties": value_schema(field.message_type.fields_by_name["value"])}
    return {"type": "array", "items": value_schema(field)}


def definition(kind):
    if not hasattr(kind, "fields"):
        # A later release may add values: whoever does not know one reads its number.
        return {"anyOf": [{"type": "string", "enum": [value.name for value in kind.values]}, {"type": "integer"}, {"type": "string"}],
                "description": "One of these, or one that a later release adds."}
    return {"type": "object", "properties": {field.json_name: field_schema(field) for field in kind.fields}}


def event_schema(event, kinds):
    """Of the event's data. Fields that are not known are to be ignored, so they are allowed; what is zero or empty is left out."""
    first, *others = kinds
    return {
        "$schema": DRAFT, "title": event.type, "description": event.says, **definition(first),
        **({"definitions": {kind.full_name: definition(kind) for kind in others}} if others else {}),
        **({"deprecated": True} if event.by else {})}


def structured(event, agency, kinds):
    """Of the event as its topic in JSON has it."""
    return {
        "$schema": DRAFT, "title": f"{event.type} in JSON", "description": event.says,
        **structured_schema(event, agency, {"$ref": f"#/definitions/{event.message}"}),
        "definitions": {kind.full_name: definition(kind) for kind in kinds}}


def constant(value):
    return {"type": "string", "const": value}


def headers_schema(event, agency):
    """The headers of a record: the attributes of CloudEvents 1.0 in the binary mode of Kafka (services/common/envelope.cc)."""
    kind = f"id.go.{agency}.{event.service}."
    required = {
        "content-type": constant("application/protobuf"),
        "ce_specversion": constant("1.0"),
        "ce_id": {"type": "string", "format": "uuid", "description": "UUIDv7; with ce_source the key by which a repetition is known"},
        "ce_source": constant(f"//id.go.{agency}/{event.service}"),
        "ce_type": constant(kind + event.type),
        "ce_subject": {"type": "string", "pattern": f"^{event.aggregate}/.+", "description": "the unit of order"},
        "ce_time": {"type": "string", "format": "date-time"},
        "ce_partitionkey": {"type": "string", "description": "the key of the record: the id in ce_subject"},
        "ce_sequence": {"type": "string", "pattern": "^[0-9]{19}$", "description": "1, 2, 3 … of each ce_subject, without gaps"},
        "ce_dataschema": constant(f"{event.descriptor.file.name}#{event.message}"),
        "ce_dataclassification": constant("internal"),
    }
    optional = {"ce_traceparent": {"type": "string", "description": "W3C trace context of what told it"}}
    if event.by:
        required |= {"ce_alsotoldas": constant(kind + event.by), "ce_deprecated": constant("true"),
                     "ce_deprecationfrom": constant(f"{event.since}T00:00:00Z"), "ce_deprecationsunset": constant(f"{event.until}T00:00:00Z")}
    else:
        optional["ce_alsotoldas"] = {"type": "string", "description": "of what is told in two versions: the type of the other"}
    return {"type": "object", "properties": required | optional, "required": sorted(required)}


def structured_schema(event, agency, data):
    """The same in JSON, in the structured mode (services/common/structured.cc); `data` is the schema of what was told."""
    headers = headers_schema(event, agency)
    attributes = {name.removeprefix("ce_"): value for name, value in headers["properties"].items() if name.startswith("ce_")}
    if event.by:
        attributes["deprecated"] = {"const": True}
    attributes["datacontenttype"] = {"enum": ["application/json", "application/protobuf"]}
    required = [name.removeprefix("ce_") for name in headers["required"] if name.startswith("ce_")]
    body = {
        "data": data,
        "data_base64": {"type": "string", "contentEncoding": "base64",
                        "description": "instead: its protobuf, when what translates does not know the message, or its JSON is more than a topic takes"},
        "dataomitted": {"const": True, "description": "instead: that it is more than a topic takes either way"}}
    return {"type": "object", "required": sorted([*required, "datacontenttype"]), "properties": attributes | body,
            "oneOf": [{"required": [member]} for member in body]}
