"""The contracts of events, read from the protos by descriptor: everything that the catalogue and the gate know comes from here."""
import dataclasses
import pathlib
import re
import subprocess
import tempfile

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROTO = ROOT / "proto"
SERVICES = ROOT / "services" / "services.txt"
TOPICS = ROOT / "infra" / "kafka" / "topics.txt"
RELEASED = PROTO / "released.binpb"


@dataclasses.dataclass
class Event:
    service: str
    type: str         # "need.closed.v1"
    aggregate: str
    id_field: str
    descriptor: object
    says: str         # its comment
    by: str = ""      # the type of its successor, while both are told
    since: str = ""
    until: str = ""
    over: bool = False  # told no more, but somebody may hear it of the past

    @property
    def name(self):
        """As a contract writes it: the first major is left out."""
        return self.type.removesuffix(".v1")

    @property
    def message(self):
        return self.descriptor.full_name


class Contracts:
    """A descriptor set and what can be done with it."""

    def __init__(self, descriptor_set):
        self.set = descriptor_pb2.FileDescriptorSet.FromString(descriptor_set)
        self.pool = descriptor_pool.DescriptorPool()
        for file in self.set.file:
            self.pool.Add(file)
        order = [line.split("#")[0].strip() for line in SERVICES.read_text().splitlines()]
        # In the order of the services, and of each as they are written.
        self.known = sorted(self._events(), key=lambda event: order.index(event.service) if event.service in order else len(order))
        self.events = [event for event in self.known if not event.over]

    def message_class(self, name):
        descriptor = self.pool.FindMessageTypeByName(name)
        if hasattr(message_factory, "GetMessageClass"):  # from 4.22 on
            return message_factory.GetMessageClass(descriptor)
        return message_factory.MessageFactory(self.pool).GetPrototype(descriptor)

    def find(self, message):
        return next((event for event in self.events if event.message == message), None)

    def _events(self):
        options = self.message_class("google.protobuf.MessageOptions")
        event_option = self.pool.FindExtensionByName("binadaya.v1.event")
        replaced_option = self._extension("binadaya.v1.replaced")
        for file in self.set.file:
            for i, message in enumerate(file.message_type):
                said = options.FromString(message.options.SerializeToString())
                if not said.HasExtension(event_option):
                    continue
                event = said.Extensions[event_option]
                found = Event(
                    service=file.package.split(".")[1], type=event.type if re.search(r"\.v\d+$", event.type) else f"{event.type}.v1",
                    aggregate=event.aggregate, id_field=event.id_field,
                    descriptor=self.pool.FindMessageTypeByName(f"{file.package}.{message.name}"), says=comment(file, i))
                if replaced_option is not None and said.HasExtension(replaced_option):
                    replaced = said.Extensions[replaced_option]
                    found.by, found.since, found.until = replaced.by, replaced.since, replaced.until
                    found.over = replaced.over
                yield found

    def _extension(self, name):
        try:
            return self.pool.FindExtensionByName(name)
        except KeyError:
            return None


def comment(file, index):
    """What stands before a message, as one line."""
    for place in file.source_code_info.location:
        if list(place.path) == [4, index]:
            return " ".join(place.leading_comments.split())
    return ""


def reachable(descriptor, seen=None):
    """The messages and enums that an event may hold, itself first."""
    seen = {} if seen is None else seen
    if descriptor.full_name not in seen:
        seen[descriptor.full_name] = descriptor
        for field in getattr(descriptor, "fields", []):
            for inner in (field.message_type, field.enum_type):
                if inner is not None:
                    reachable(inner, seen)
    return list(seen.values())


def compile_protos(*roots, with_comments=True):
    """The descriptor set of every events file under the first root, and of all that they import."""
    roots = roots or (PROTO,)
    files = sorted(str(path.relative_to(roots[0])) for path in roots[0].glob("binadaya/*/v*/*_events.proto"))
    with tempfile.NamedTemporaryFile(suffix=".binpb") as out:
        subprocess.run(
            ["protoc", *(f"-I{root}" for root in roots), f"--descriptor_set_out={out.name}", "--include_imports",
             *(["--include_source_info"] if with_comments else []), *files], check=True)
        return pathlib.Path(out.name).read_bytes()


def topic_kinds(text=None):
    """The configuration of the topics that services tell on: {"binadaya.<publisher>.v1": (partitions, {…})}."""
    kinds = {}
    for line in (TOPICS.read_text() if text is None else text).splitlines():
        words = line.split("#")[0].split()
        if words:
            kinds[words[0]] = int(words[1]), dict(word.split("=", 1) for word in words[2:] if not word.startswith(("write=", "read=")))
    return kinds
