"""What happens to agencies in tests/agencies/run: a week of a city's units is told while their programs are away and killed; then the topic loses
what they have not read yet, and a replay brings it; then others of theirs begin late, and a replay brings what was before. Each time the store
is compared with what was told. The stack is real and so is what each agency may; the records are as the registry's relay sends them, by the
registry's own certificate and on its topic, and in its event log, for the registry itself tells nothing twice and nothing that its contract lacks.
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

from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient

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


def log(events):
    """Puts them where replays come from: (id, code, sequence, headers, value) of each."""
    rows = "".join(f"{id}\tunit\t{code}\t{sequence}\t\\\\x{headers.hex()}\t\\\\x{value.hex()}\n" for id, code, sequence, headers, value in events)
    columns = "event_id, aggregate_type, aggregate_id, aggregate_version, headers, payload"
    subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", f"{os.environ['BINADAYA_POSTGRES_ADMIN']} dbname={SOURCE}",
                    "-c", f"COPY event_log ({columns}) FROM STDIN"], input=rows, text=True, check=True)


class City:
    """What the registry tells of its units, and what a reader must know when he has read all of it."""

    def __init__(self, began):
        known = contracts.Contracts(contracts.compile_protos())
        self.event = next(event for event in known.events if event.type == "unit.changed.v1")
        line = next(line for line in golden.read(golden.FILE.read_text()) if line["event"] == self.event.message)
        self.headers = asyncapi.headers(self.event, AGENCY, line, 1)
        self.unit = known.message_class(self.event.message).FromString(base64.b64decode(line["bytes"]))
        self.stored = known.message_class("binadaya.v1.Headers")
        self.producer = Producer({**connect(SOURCE), "partitioner": "murmur2_random", "enable.idempotence": True})
        self.began, self.random = began, random.Random(11)
        self.units = {f"33.74.{n:02}": {"sequence": 0, "changes": 0, "name": ""} for n in range(UNITS)}
        self.told = self.repeated = self.unknown = self.days = self.lost = 0

    def tell(self):
        """The next day's events, its time stamped; some of an unknown type, some that are told again as after a relay's crash."""
        recent, logged, day = [], [], self.days
        self.days += 1
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
            logged.append((headers["ce_id"], code, unit["sequence"], self.as_stored(headers), value))
            recent = [*recent[-20:], (code, value, headers, at)]
            self.send(*recent[-1])
            if self.random.random() < 0.01:
                self.repeated += len(recent)
                for one in recent:
                    self.send(*one)
        self.producer.flush()
        log(logged)

    def as_stored(self, headers):
        """As the event log has them: the sequence is a column of its own."""
        return self.stored(values={name: text.encode() for name, text in headers.items() if name != "ce_sequence"}).SerializeToString()

    def lose(self):
        """The topic keeps nothing of what it has by now, as after 30 days."""
        admin = AdminClient(connect("operator"))
        ends = [TopicPartition(TOPIC, part, -1) for part in admin.list_topics(TOPIC, timeout=30).topics[TOPIC].partitions]  # -1: all
        for done in admin.delete_records(ends).values():
            done.result(timeout=30)
        self.lost = self.told

    def day(self, number):
        return time.strftime("%Y-%m-%d", time.gmtime((self.began + number * 86_400_000) / 1000))

    def send(self, code, value, headers, at):
        self.producer.produce(TOPIC, value, code, headers=[(name, text.encode()) for name, text in headers.items()], timestamp=at)
        self.producer.poll(0)


class Program:
    def __init__(self, language, other=""):
        self.language, self.other, self.agency, self.lane = language, other, f"agency-{language}", f"replay.agency-{language}"
        self.folder, self.store = WORK / "examples" / "agency" / language, WORK / f"{language}{other}.db"
        self.log = pathlib.Path(f"{self.store}.log")
        self.environment = {
            **os.environ, "BROKER": BROKER, "CA": str(CA), "IDENTITY": str(CA.with_name(f"{self.agency}.pem")), "STORE": str(self.store),
            "PROTO": str(self.folder / "proto")}

    def start(self, *arguments, topic=TOPIC):
        self.log.touch()
        self.said_before = self.log.stat().st_size
        group = f"{self.agency}-{'lane' if topic == self.lane else 'units'}{self.other}"  # each topic by a group of its own
        with open(self.log, "ab") as out:
            return subprocess.Popen(["./start", *arguments], cwd=self.folder, env={**self.environment, "TOPIC": topic, "GROUP": group},
                                    stdout=out, stderr=out, start_new_session=True)

    def hear(self, count, topic=TOPIC):
        """Runs it until it has heard so many events, and kills it."""
        process = self.start(topic=topic)
        try:
            self.wait_for(process, count)
        finally:
            self.kill(process)

    def wait_for(self, process, count):
        deadline = time.monotonic() + 180
        while self.heard() < count:
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{self.agency}: ended or too slow; see {self.log}\n{self.log.read_text()[-2000:]}")
            time.sleep(0.02)

    def end(self, process):
        """Waits until it ends by itself; its exit code, and what it said."""
        try:
            code = process.wait(timeout=120)
        except subprocess.TimeoutExpired:
            sys.exit(f"{self.agency}: goes on where it should end; see {self.log}\n{self.log.read_text()[-2000:]}")
        finally:
            self.kill(process)
        return code, self.log.read_bytes()[self.said_before:].decode()

    def end_for_lack_of_place(self, process):
        code, said = self.end(process)
        if code == 0 or "ask the city for a replay" not in said:
            yield f"{self.agency} has lost its place, ended with {code} and said {said[-500:]!r}"

    @staticmethod
    def kill(process):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def replay(self, day):
        subprocess.run(["binadaya", "agency", "replay", self.language, "--from", day], check=True, stdout=subprocess.DEVNULL)

    def heard(self):
        return (self.ask(f"SELECT count(*) {OF_UNITS}") or [(0,)])[0][0]

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


def faults(city, program, late=False):
    """`late`: what was before came behind what was after."""
    heard = program.ask(f"SELECT subject, sequence, known {OF_UNITS} ORDER BY {'subject, sequence' if late else 'rowid'}")
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


def away(city, program, before):
    """Away for the rest of the week; then killed twice while it catches up."""
    for share in (1 / 3, 2 / 3, 1):
        program.hear(before + int((city.told - before) * share))
    yield from faults(city, program)


def lose(city, programs):
    """All of them read, and stand still for so long that the topic loses what they have not read. Each ends and says so."""
    running = {program: program.start() for program in programs}
    try:
        city.tell()
        for program, process in running.items():
            program.wait_for(process, city.told)
            os.killpg(process.pid, signal.SIGSTOP)
        city.tell()
        city.lose()
        city.tell()
        for program, process in running.items():
            os.killpg(process.pid, signal.SIGCONT)
            yield from program.end_for_lack_of_place(process)
    finally:
        for process in running.values():
            Program.kill(process)


def away_for_too_long(city, program, read):
    """Where it was is lost, now and when it starts. A replay brings what it has not read, and the topic goes on."""
    yield from program.end_for_lack_of_place(program.start())
    program.replay(city.day(read - 1))
    program.hear(city.told, program.lane)
    code, said = program.end(program.start("anew"))
    if code != 0:
        yield f"anew: {said[-500:]!r}"
    city.tell()
    program.hear(city.told)
    yield from faults(city, program)


def late(city, program):
    """It begins with what the topic has; a replay brings what was before, and the topic goes on."""
    program.hear(city.told - city.lost)
    program.replay(city.day(0))
    program.hear(city.told, program.lane)
    city.tell()
    program.hear(city.told)
    yield from faults(city, program, late=True)


def play(languages):
    programs = [Program(language) for language in languages]
    city = City(int(time.time() * 1000) - (DAYS + 3 + 2 * len(languages)) * 86_400_000)
    found = []

    def judge(what, program, own):
        own = list(own)
        print(json.dumps({"agency": program.agency, "was": what, "told": city.told, "again": city.repeated, "unknown": city.unknown,
                          "units": len(city.units), "faults": len(own)}), flush=True)
        found.extend(f"{program.agency}, {what}: {fault}" for fault in own[:10])

    city.tell()
    for program in programs:
        program.hear(city.told)
    before = city.told
    while city.days < DAYS:
        city.tell()
    for program in programs:
        judge("away", program, away(city, program, before))
    found.extend(lose(city, programs))
    for program in programs:
        judge("away for too long", program, away_for_too_long(city, program, DAYS))
        judge("late", program, late(city, Program(program.language, "-late")))
    return "\n".join(found) or None


sys.exit(play(sys.argv[2:]))
