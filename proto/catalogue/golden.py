"""Golden examples: proto/golden.jsonl holds, for each event, at least one as JSON and as the bytes that it once was."""
import base64
import json

from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor

from . import contracts

FILE = contracts.PROTO / "golden.jsonl"
HELP = "write one into proto/golden.jsonl with every field set, then run tests/contracts --write, which adds its bytes. To begin with:"


def read(text):
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def dump(lines):
    return "".join(json.dumps(line, ensure_ascii=False, separators=(", ", ": ")) + "\n" for line in lines)


def to_json(message):
    return json_format.MessageToDict(message)


def decode(known, line):
    return known.message_class(line["event"]).FromString(base64.b64decode(line["bytes"]))


def encode(known, line):
    """The line with its bytes, where it has none yet."""
    if line.get("bytes"):
        return line
    message = json_format.ParseDict(line["json"], known.message_class(line["event"])())
    return {"event": line["event"], "json": to_json(message),
            "bytes": base64.b64encode(message.SerializeToString(deterministic=True)).decode()}


def sample(field, depth=0):
    if field.message_type is not None:
        value = skeleton(field.message_type, depth + 1) if depth < 4 else {}
    elif field.enum_type is not None:
        value = field.enum_type.values[-1].name
    elif field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        value = "…"
    elif field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
        value = True
    else:
        value = 1
    return [value] if field.label == FieldDescriptor.LABEL_REPEATED else value


def skeleton(descriptor, depth=0):
    """A JSON with every field set, to be made an example by hand."""
    return {field.json_name: sample(field, depth) for field in descriptor.fields}


def set_fields(message, found):
    for field, value in message.ListFields():
        found.add(field.full_name)
        if field.message_type is not None:
            for inner in value if field.label == FieldDescriptor.LABEL_REPEATED else [value]:
                set_fields(inner, found)
    return found


def faults(known, lines):
    """What is wrong with the examples, each with what to do about it."""
    covered, seen = {}, set()
    for line in lines:
        name = line.get("event", "?")
        event = next((event for event in known.known if event.message == name), None)
        if event is None:
            yield f"golden.jsonl: {name} is no event of the contracts: an example goes with the message, not before"
            continue
        seen.add(name)
        if not line.get("bytes"):
            yield f"golden.jsonl: an example of {event.name} has no bytes: run tests/contracts --write"
            continue
        message = decode(known, line)
        if base64.b64encode(message.SerializeToString(deterministic=True)).decode() != line["bytes"]:
            yield f"golden.jsonl: {event.name} is encoded to other bytes than it once was: a reader of today's contract does not read what was told then"
        if to_json(message) != line["json"]:
            yield f"golden.jsonl: {event.name}: its bytes say {json.dumps(to_json(message), ensure_ascii=False)}, its json something else"
        covered.setdefault(name, set())
        set_fields(message, covered[name])
    for event in known.events:
        if event.message not in seen:
            draft = json.dumps({"event": event.message, "json": skeleton(event.descriptor)}, ensure_ascii=False)
            yield f"{event.service} {event.name} has no example: {HELP}\n  {draft}"
            continue
        for kind in contracts.reachable(event.descriptor):
            for field in getattr(kind, "fields", []):
                if field.full_name not in covered.get(event.message, {field.full_name}):
                    yield (f"{event.service} {event.name}: no example sets {field.full_name}. Add a line to proto/golden.jsonl that does (the lines "
                           "that are there stay as they are), then run tests/contracts --write")


def read_by_release(known, released, lines):
    """Whether whoever has the contract of the last release reads what is told today, and loses nothing of it when he passes it on."""
    for line in lines:
        event = released.find(line.get("event"))
        if event is None or not line.get("bytes"):
            continue
        told = base64.b64decode(line["bytes"])
        theirs = released.message_class(event.message).FromString(told)
        passed_on = theirs.SerializeToString(deterministic=True)
        if known.message_class(event.message).FromString(passed_on) != decode(known, line) or len(passed_on) != len(told):
            yield f"{event.name}: a reader by the last release loses something of it"
        if not as_told(event.descriptor, to_json(theirs), line["json"]):
            yield f"{event.name}: a reader by the last release reads {json.dumps(to_json(theirs), ensure_ascii=False)}, told was {json.dumps(line['json'], ensure_ascii=False)}"


def as_told(descriptor, read, told):
    """Whether a reader who knows `descriptor` has read all of it that was told. A value of an enum that he does not know is its number."""
    for field in descriptor.fields:
        mine, theirs = read.get(field.json_name), told.get(field.json_name)
        if mine is None or theirs is None:
            if mine is not theirs:
                return False
            continue
        if field.label != FieldDescriptor.LABEL_REPEATED:
            mine, theirs = [mine], [theirs]
        if len(mine) != len(theirs):
            return False
        for one, other in zip(mine, theirs):
            if field.message_type is not None:
                if not as_told(field.message_type, one, other):
                    return False
            elif one != other and not (field.enum_type is not None and isinstance(one, int)):
                return False
    return True
