"""What happens to agencies in tests/agencies/run: a week of a city's units is told while their programs are away and killed, and then the store
of each is compared with what was told. The stack is real and so is what each agency may; the records are as the registry's relay sends
them, by the registry's own certificate and on its topic, for the registry itself tells nothing twice and nothing that its contract lacks.
  trial.py FOLDER LANGUAGE...     runs FOLDER/examples/agency/LANGUAGE/start of each, as the agency of that name, through the week"""
import base64
import json
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import time
import uuid

from confluent_kafka import Consumer, Producer

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "proto"))
# pylint: disable=wrong-import-position
from catalogue import asyncapi, contracts, golden  # noqa: E402

WORK = pathlib.Path(sys.argv[1])
CA, BROKER = pathlib.Path(os.environ["BINADAYA_TLS_CA"]), os.environ["BINADAYA_KAFKA"]
AGENCY, SOURCE, UNITS, DAYS, A_DAY = os.environ["BINADAYA_AGENCY"], "registry", 40, 7, 300
OF_UNITS = "FROM heard WHERE subject LIKE 'unit/%'"  # the registry that runs tells of holidays, too
TOPIC = f"binadaya.{SOURCE}.v1"
OTHER = "binadaya.needs.v1"  # nobody was granted this one


def connect(name):
    identity = str(CA.with_name(f"{name}.pem"))
    return {"bootstrap.servers": BROKER, "security.protocol": "ssl", "ssl.ca.location": str(CA),
            "ssl.certificate.location": identity, "ssl.key.location": identity}


class City:
    """What the registry tells of its units, and what a reader must know when he has read all of it."""

    def __init__(self, began):
        known = contracts.Contracts(contracts.compile_protos())
        self.event = next(event for event in known.events if event.type == "unit.changed.v1")
        line = next(line for line in golden.read(golden.FILE.read_text()) if line["event"] == self.event.message)
        self.headers = asyncapi.headers(self.event, AGENCY, line, 1)
        self.unit = known.message_class(self.event.message).FromString(base64.b64decode(line["bytes"]))
        self.producer = Producer({**connect(SOURCE), "partitioner": "murmur2_random", "enable.idempotence": True})
        self.began, self.random = began, random.Random(11)
        self.units = {f"33.74.{n:02}": {"sequence": 0, "changes": 0, "name": ""} for n in range(UNITS)}
        self.told = self.repeated = self.unknown = 0

    def tell(self, day):
        """A day's events, its time stamped; some of an unknown type, some that are told again as after a relay's crash."""
        recent = []
        for n in range(A_DAY):
            code = self.random.choice(list(self.units))
            unit = self.units[code]
            unit["sequence"] += 1
            at = self.began + day * 86_400_000 + n * 86_400_000 // A_DAY
            headers = {**self.headers, "ce_id": str(uuid.UUID(int=at << 80 | 0x7 << 76 | 0x8 << 60 | self.told)), "ce_subject": f"unit/{code}",
                       "ce_partitionkey": code, "ce_sequence": f"{unit['sequence']:019}",
                       "ce_time": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(at / 1000))}
            value = b"\x0a\x03of another kind, and no protobuf that a reader knows"
            if self.random.random() < 0.1:
                self.unknown += 1
                headers["ce_type"] = headers["ce_type"].replace("changed.v1", self.random.choice(["painted.v1", "changed.v2"]))
            else:
                unit["changes"] += 1
                unit["name"] = f"{code} since {unit['sequence']}"
                self.unit.code, self.unit.name = code, unit["name"]
                value = self.unit.SerializeToString() + b"\x9a\x06\x03new"  # a field that a later release has added
            self.told += 1
            recent = [*recent[-20:], (code, value, headers, at)]
            self.send(*recent[-1])
            if self.random.random() < 0.01:
                self.repeated += len(recent)
                for one in recent:
                    self.send(*one)
        self.producer.flush()

    def send(self, code, value, headers, at):
        self.producer.produce(TOPIC, value, code, headers=[(name, text.encode()) for name, text in headers.items()], timestamp=at)
        self.producer.poll(0)


class Program:
    def __init__(self, language):
        self.agency = f"agency-{language}"
        self.folder, self.store = WORK / "examples" / "agency" / language, WORK / f"{language}.db"
        self.log = pathlib.Path(f"{self.store}.log")
        self.environment = {
            **os.environ, "BROKER": BROKER, "TOPIC": TOPIC, "GROUP": f"{self.agency}-units", "CA": str(CA),
            "IDENTITY": str(CA.with_name(f"{self.agency}.pem")), "STORE": str(self.store), "PROTO": str(self.folder / "proto")}

    def hear(self, count):
        """Runs it until it has heard so many events, and kills it."""
        with open(self.log, "ab") as log:
            process = subprocess.Popen("./start", cwd=self.folder, env=self.environment, stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + 180
        try:
            while (self.ask(f"SELECT count(*) {OF_UNITS}") or [(0,)])[0][0] < count:
                if process.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"{self.agency}: ended or too slow; see {self.log}\n{self.log.read_text()[-2000:]}")
                time.sleep(0.02)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def ask(self, query):
        if not self.store.exists():
            return []
        store = sqlite3.connect(self.store, timeout=30)
        try:
            return store.execute(query).fetchall()
        except sqlite3.OperationalError:  # its tables are not there yet
            return []
        finally:
            store.close()

    def sees_others(self):
        consumer = Consumer({**connect(self.agency), "group.id": f"{self.agency}-look"})
        error = consumer.list_topics(OTHER, timeout=30).topics[OTHER].error
        consumer.close()
        return error is None or error.name() != "TOPIC_AUTHORIZATION_FAILED"


def faults(city, program):
    heard = program.ask(f"SELECT subject, sequence, known {OF_UNITS} ORDER BY rowid")
    at = {}
    for subject, sequence, _ in heard:
        if sequence != at.get(subject, 0) + 1:
            yield f"{subject}: {sequence} after {at.get(subject, 0)}"
        at[subject] = sequence
    lost = city.told - len(heard)
    if lost:
        yield f"{lost} of {city.told} events are lost"
    if sum(not known for *_, known in heard) != city.unknown:
        yield "not every event of an unknown type passed by"
    kept = {code: (name, changes) for code, name, changes in program.ask("SELECT code, name, changes FROM unit")}
    for code, unit in city.units.items():
        if kept.get(code) != (unit["name"], unit["changes"]):
            yield f"{code} is {kept.get(code)}, told was {unit['name']}, {unit['changes']} times"
    if program.sees_others():
        yield f"{OTHER} is read by who was not granted it"


def play(programs):
    city = City(int(time.time() * 1000) - DAYS * 86_400_000)
    city.tell(0)
    for program in programs:
        program.hear(city.told)
    # Away for the rest of the week; then killed twice while they catch up.
    before = city.told
    for day in range(1, DAYS):
        city.tell(day)
    found = []
    for program in programs:
        for share in (1 / 3, 2 / 3, 1):
            program.hear(before + int((city.told - before) * share))
        own = list(faults(city, program))
        print(json.dumps({"agency": program.agency, "told": city.told, "again": city.repeated, "unknown": city.unknown,
                          "units": len(city.units), "killed": 4, "faults": len(own)}))
        found += [f"{program.agency}: {fault}" for fault in own[:10]]
    return "\n".join(found) or None


sys.exit(play([Program(language) for language in sys.argv[2:]]))
