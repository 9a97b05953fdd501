"""What happens to an agency in tests/agencies/run: a week of a city's units is told while its program is away and killed, and then its store is
compared with what was told. The broker is real, with TLS and access lists; the records are as a relay sends them.
  trial.py prepare AGENCY...          the topic, and who may read it
  trial.py play FOLDER COMMAND...     runs the program of an agency in FOLDER (its environment says where) through the week"""
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

from confluent_kafka import Consumer, KafkaException, Producer
from confluent_kafka.admin import AclBinding, AclOperation, AclPermissionType, AdminClient, NewTopic, ResourcePatternType, ResourceType

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "proto"))
# pylint: disable=wrong-import-position
from catalogue import asyncapi, contracts, golden  # noqa: E402

AGENCY, UNITS, DAYS, A_DAY = "semarangkota", 40, 7, 300
TLS, BROKER, SOURCE = pathlib.Path(os.environ["TLS"]), os.environ["BROKER"], "registry"
OTHER = "binadaya.needs.v1"  # nobody was granted this one


def connect(name):
    return {"bootstrap.servers": BROKER, "security.protocol": "ssl", "ssl.ca.location": str(TLS / "ca.pem"),
            "ssl.certificate.location": str(TLS / f"{name}.pem"), "ssl.key.location": str(TLS / f"{name}.pem")}


def topic_of(agency):
    """Each trial has one of its own, laid out as infra/kafka/topics.txt says."""
    return f"{agency}.binadaya.{SOURCE}.v1"


def wait(futures):
    for future in futures.values():
        try:
            future.result()
        except KafkaException as error:
            if error.args[0].name() != "TOPIC_ALREADY_EXISTS":
                raise


def prepare(agencies):
    admin = AdminClient(connect("operator"))
    partitions, config = contracts.topic_kinds()["binadaya.<publisher>.v1"]
    wait(admin.create_topics([NewTopic(name, partitions, 1, config=config) for name in (*map(topic_of, agencies), OTHER)]))
    allow = [(kind, name, pattern, operation, agency) for agency in agencies
             for kind, name, pattern in ((ResourceType.TOPIC, topic_of(agency), ResourcePatternType.LITERAL),
                                         (ResourceType.GROUP, f"{agency}.", ResourcePatternType.PREFIXED))
             for operation in (AclOperation.READ, AclOperation.DESCRIBE)]
    wait(admin.create_acls([AclBinding(kind, name, pattern, f"User:{agency}", "*", operation, AclPermissionType.ALLOW)
                            for kind, name, pattern, operation, agency in allow]))


def may_not_read_others(agency):
    consumer = Consumer({**connect(agency), "group.id": f"{agency}.look"})
    error = consumer.list_topics(OTHER, timeout=30).topics[OTHER].error
    consumer.close()
    return error is not None and error.name() == "TOPIC_AUTHORIZATION_FAILED"


class City:
    """What the registry tells of its units, and what a reader must know when he has read all of it."""

    def __init__(self, agency, began):
        known = contracts.Contracts(contracts.compile_protos())
        self.event = next(event for event in known.events if event.type == "unit.changed.v1")
        line = next(line for line in golden.read(golden.FILE.read_text()) if line["event"] == self.event.message)
        self.headers = asyncapi.headers(self.event, AGENCY, line, 1)
        self.unit = known.message_class(self.event.message).FromString(base64.b64decode(line["bytes"]))
        self.producer = Producer({**connect("operator"), "partitioner": "murmur2_random", "enable.idempotence": True})
        self.topic, self.began, self.random = topic_of(agency), began, random.Random(11)
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
        self.producer.produce(self.topic, value, code, headers=[(name, text.encode()) for name, text in headers.items()], timestamp=at)
        self.producer.poll(0)


class Program:
    def __init__(self, folder, command, environment):
        self.folder, self.command, self.environment = folder, command, environment
        self.store = pathlib.Path(environment["STORE"])
        self.process = None

    def start(self):
        with open(f"{self.store}.log", "ab") as log:
            self.process = subprocess.Popen(self.command, cwd=self.folder, env=self.environment, stdout=log, stderr=log, start_new_session=True)

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

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

    def until_heard(self, count, patience=180):
        deadline = time.monotonic() + patience
        while (self.ask("SELECT count(*) FROM heard") or [(0,)])[0][0] < count:
            if self.process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{' '.join(self.command)}: ended or too slow; see {self.store}.log\n{pathlib.Path(f'{self.store}.log').read_text()[-2000:]}")
            time.sleep(0.02)


def faults(city, program):
    heard = program.ask("SELECT subject, sequence, known FROM heard ORDER BY rowid")
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


def play(folder, command):
    environment = dict(os.environ)
    agency = environment["GROUP"].split(".")[0]
    city = City(agency, int(time.time() * 1000) - DAYS * 86_400_000)
    program = Program(folder, command, environment)
    city.tell(0)
    program.start()
    program.until_heard(city.told)
    program.kill()
    # Away for the rest of the week; then killed twice while it catches up.
    before = city.told
    for day in range(1, DAYS):
        city.tell(day)
    for share in (1 / 3, 2 / 3):
        program.start()
        program.until_heard(before + int((city.told - before) * share))
        program.kill()
    program.start()
    program.until_heard(city.told)
    program.kill()
    found = list(faults(city, program))
    if not may_not_read_others(agency):
        found.append(f"{OTHER} is read by who was not granted it")
    print(json.dumps({"agency": agency, "told": city.told, "again": city.repeated, "unknown": city.unknown, "units": len(city.units),
                      "killed": 4, "faults": len(found)}))
    sys.exit("\n".join(found[:10]) or None)


if sys.argv[1] == "prepare":
    prepare(sys.argv[2:])
else:
    play(sys.argv[2], sys.argv[3:])
