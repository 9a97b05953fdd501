"""Keeps a table of the city's units, from what its registry tells. BROKER, TOPIC, GROUP, CA, IDENTITY (key and
certificate) and STORE say where. `anew`: forgets where it was in TOPIC, and ends."""
import os
import pathlib
import sqlite3
import sys

from confluent_kafka import Consumer, KafkaError, TopicPartition

from binadaya.registry.v1.registry_events_pb2 import UnitChanged  # written by protoc

TOPIC = os.environ["TOPIC"]
store = sqlite3.connect(os.environ["STORE"], isolation_level=None)
store.executescript(pathlib.Path("../tables.sql").read_text())


def change_unit(value, sequence):
    unit = UnitChanged.FromString(value)
    store.execute("INSERT INTO unit VALUES (?, ?, 1, ?) ON CONFLICT DO UPDATE SET changes = changes + 1, "
                  "name = iif(excluded.sequence > sequence, excluded.name, name), sequence = max(sequence, excluded.sequence)",
                  (unit.code, unit.name, sequence))


EFFECTS = {"unit.changed.v1": change_unit}  # other types, and later versions of this one, pass by


def take(record):
    """One event with its effect and where to go on, in one transaction: all of it or nothing."""
    event = {name: value.decode() for name, value in record.headers()}
    source, subject, sequence = event["ce_source"], event["ce_subject"], int(event["ce_sequence"])
    effect = EFFECTS.get(".".join(event["ce_type"].split(".")[4:]))
    store.execute("BEGIN IMMEDIATE")
    known = store.execute("SELECT sequence FROM position WHERE source = ? AND subject = ?", (source, subject)).fetchone()
    new = store.execute("INSERT OR IGNORE INTO heard VALUES (?, ?, ?, ?, ?)",
                        (source, event["ce_id"], subject, sequence, effect is not None)).rowcount
    if new:
        at = known[0] if known else sequence - 1
        if sequence > at + 1:
            raise SystemExit(f"{subject} is at {at} and {sequence} came: ask the city for what is missing")
        if effect:
            effect(record.value(), sequence)
        store.execute("INSERT OR REPLACE INTO position VALUES (?, ?, ?)", (source, subject, max(sequence, at)))
    store.execute("INSERT OR REPLACE INTO next VALUES (?, ?, ?)", (record.topic(), record.partition(), record.offset() + 1))
    store.execute("COMMIT")


def main():
    if sys.argv[1:] == ["anew"]:
        store.execute("DELETE FROM next WHERE topic = ?", (TOPIC,))
        return
    consumer = Consumer({
        "bootstrap.servers": os.environ["BROKER"], "security.protocol": "ssl", "ssl.ca.location": os.environ["CA"],
        "ssl.certificate.location": os.environ["IDENTITY"], "ssl.key.location": os.environ["IDENTITY"],
        "group.id": os.environ["GROUP"], "enable.auto.commit": False, "auto.offset.reset": "error"})
    partitions = consumer.list_topics(TOPIC, timeout=30).topics[TOPIC].partitions
    stored = dict(store.execute("SELECT part, next FROM next WHERE topic = ?", (TOPIC,)))
    beginning = {part: consumer.get_watermark_offsets(TopicPartition(TOPIC, part), timeout=30)[0] for part in partitions}
    consumer.assign([TopicPartition(TOPIC, part, stored.get(part, beginning[part])) for part in partitions])
    while True:
        record = consumer.poll(0.5)
        if record is None:
            continue
        if record.error():
            if record.error().code() == KafkaError._AUTO_OFFSET_RESET:  # away for longer than the topic keeps
                raise SystemExit(f"{record.error()}: ask the city for a replay")
            print(record.error())  # it tries again by itself
            continue
        take(record)


main()
