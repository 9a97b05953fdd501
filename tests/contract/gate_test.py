"""The gate of tests/contracts against changes that it must refuse, and those that it must let through: each is made in a scratch contract."""
import base64
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "proto"))
# pylint: disable=wrong-import-position
from catalogue import asyncapi, bundle, compatibility, contracts, golden, table  # noqa: E402

SCRATCH = """syntax = "proto3";
package binadaya.scratch.v1;
import "binadaya/v1/options.proto";
enum Colour {
  COLOUR_UNSPECIFIED = 0;
  RED = 1;
  BLUE = 2;
}
message Part {
  string name = 1;
  int32 weight = 2;
}
// A thing was painted.
message Painted {
  option (binadaya.v1.event) = {aggregate: "thing" id_field: "thing" type: "thing.painted"};
  string thing = 1;
  Colour colour = 2;
  repeated Part parts = 3;
  int64 price = 4;
}
// A thing was sold.
message Sold {
  option (binadaya.v1.event) = {aggregate: "thing" id_field: "thing" type: "thing.sold"};
  string thing = 1;
}
"""
SUCCESSOR = SCRATCH.replace("enum Colour", 'import "binadaya/v1/replaced.proto";\nenum Colour', 1).replace(
    'type: "thing.sold"};', 'type: "thing.sold"};\n  option (binadaya.v1.replaced) = {by: "thing.sold.v2" since: "2027-01-01" until: "2027-07-01"};') + """
// A thing was sold to somebody.
message Sold2 {
  option (binadaya.v1.event) = {aggregate: "thing" id_field: "thing" type: "thing.sold.v2"};
  string thing = 1;
  string buyer = 2;
}
"""
PAINTED = {"event": "binadaya.scratch.v1.Painted",
           "json": {"thing": "T1", "colour": "BLUE", "parts": [{"name": "lid", "weight": 3}], "price": "9007199254740993"}}
SOLD = {"event": "binadaya.scratch.v1.Sold", "json": {"thing": "T1"}}


def compiled(text):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "binadaya/scratch/v1/scratch_events.proto")
        file.parent.mkdir(parents=True)
        file.write_text(text)
        return contracts.Contracts(contracts.compile_protos(pathlib.Path(folder), contracts.PROTO))


def changed(old, new, text=SCRATCH):
    assert text.count(old) == 1, old
    return compiled(text.replace(old, new))


def without_message(name, text):
    begin = text.index(f"message {name} ")
    return compiled(text[:begin] + text[text.index("}\n", text.index("\n  string", begin)) + 2:])


class Compatibility(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = compiled(SCRATCH)
        cls.lines = [golden.encode(cls.base, line) for line in (PAINTED, SOLD)]

    def assert_refused(self, known, *words, released=None, today=None):
        faults = list(compatibility.breaks(released or self.base, known, today))
        self.assertTrue(faults, f"let through; expected {words}")
        for word in words:
            self.assertIn(word, " ".join(faults))

    def test_refuses_each_change_after_which_a_reader_reads_something_else(self):
        for old, new, *words in (
                ("  int32 weight = 2;\n", "", "Part.weight = 2 is gone"),
                ("int32 weight = 2", "int32 weight = 5", "Part.weight = 2 is gone"),
                ("int32 weight = 2", "int64 weight = 2", "its type was"),
                ("int32 weight = 2", "sint32 weight = 2", "its type was"),
                ("int32 weight = 2", "repeated int32 weight = 2", "its label was"),
                ("int32 weight = 2", "optional int32 weight = 2", "its oneof was"),
                ("int32 weight = 2", "int32 mass = 2", "its name was weight"),
                ("int32 weight = 2", 'int32 weight = 2 [json_name = "heft"]', "its json name was"),
                ("repeated Part parts", "repeated Other parts", "its of was"),
                ("  BLUE = 2;\n", "", "BLUE = 2 is gone"),
                ("BLUE = 2", "GREEN = 2", "BLUE = 2 is GREEN"),
                ('type: "thing.painted"', 'type: "thing.coloured"', "its type was thing.painted"),
                ('aggregate: "thing" id_field: "thing" type: "thing.sold"', 'aggregate: "deal" id_field: "thing" type: "thing.sold"', "its aggregate was")):
            with self.subTest(new or old):
                text = SCRATCH + ("message Other { string name = 1; int32 weight = 2; }\n" if "Other" in new else "")
                self.assert_refused(changed(old, new, text), *words)

    def test_lets_through_what_is_added(self):
        for old, new in (("int32 weight = 2;", "int32 weight = 2;\n  string note = 3;"), ("BLUE = 2;", "BLUE = 2;\n  GREEN = 3;"),
                         ("// A thing was sold.", "// A thing was lost.\nmessage Lost {\n  option (binadaya.v1.event) = "
                          '{aggregate: "thing" id_field: "thing" type: "thing.lost"};\n  string thing = 1;\n}\n// A thing was sold.')):
            with self.subTest(new):
                known = changed(old, new)
                self.assertEqual(list(compatibility.breaks(self.base, known)), [])
                self.assertEqual(list(golden.read_by_release(known, self.base, self.lines)), [])

    def test_lets_an_event_go_only_when_its_day_has_passed(self):
        self.assert_refused(without_message("Sold", SCRATCH), "thing.sold is told no more")
        both = compiled(SUCCESSOR)
        self.assertEqual(list(compatibility.breaks(self.base, both)), [])
        over = changed('until: "2027-07-01"', 'until: "2027-07-01" over: true', SUCCESSOR)
        self.assert_refused(over, "told until 2027-07-01", released=both, today=datetime.date(2027, 7, 1))
        self.assertEqual(list(compatibility.breaks(both, over, datetime.date(2027, 7, 2))), [])
        self.assertNotIn("`thing.sold`", table.rows(over))
        gone = without_message("Sold", SUCCESSOR)
        self.assert_refused(gone, "told until 2027-07-01", released=both, today=datetime.date(2027, 7, 1))
        self.assertEqual(list(compatibility.breaks(both, gone, datetime.date(2027, 7, 2))), [])
        self.assert_refused(changed("2027-07-01", "2027-06-30", SUCCESSOR), "was promised until", released=both)

    def test_asks_for_half_a_year_of_notice_and_a_successor(self):
        self.assertEqual(list(compatibility.notices(compiled(SUCCESSOR))), [])
        self.assertIn("for 179 days", "".join(compatibility.notices(changed("2027-07-01", "2027-06-29", SUCCESSOR))))
        self.assertIn("no event of that", "".join(compatibility.notices(changed('by: "thing.sold.v2"', 'by: "thing.sold.v3"', SUCCESSOR))))
        self.assertIn("are days", "".join(compatibility.notices(changed("2027-07-01", "soon", SUCCESSOR))))


class Golden(unittest.TestCase):
    def setUp(self):
        self.base = compiled(SCRATCH)
        self.lines = [golden.encode(self.base, line) for line in (PAINTED, SOLD)]
        self.assertEqual(list(golden.faults(self.base, self.lines)), [])

    def test_says_what_to_do_for_an_event_without_an_example(self):
        said = "".join(golden.faults(self.base, self.lines[:1]))
        self.assertIn("scratch thing.sold has no example", said)
        self.assertIn("tests/contracts --write", said)
        draft = json.loads(said.splitlines()[-1])
        self.assertEqual(list(golden.faults(self.base, [self.lines[0], golden.encode(self.base, draft)])), [])

    def test_asks_for_an_example_of_each_field(self):
        known = changed("int32 weight = 2;", "int32 weight = 2;\n  string note = 3;")
        self.assertIn("no example sets binadaya.scratch.v1.Part.note", "".join(golden.faults(known, self.lines)))
        more = golden.encode(known, {"event": PAINTED["event"], "json": {"thing": "T2", "parts": [{"note": "new"}]}})
        self.assertEqual(list(golden.faults(known, [*self.lines, more])), [])
        # Whoever has the release reads it, and passes on what he does not know.
        self.assertEqual(list(golden.read_by_release(known, self.base, [*self.lines, more])), [])

    def test_keeps_the_bytes_as_they_were(self):
        for text in (SCRATCH.replace("int32 weight = 2", "sint32 weight = 2"), SCRATCH.replace("int32 weight = 2", "double weight = 2"),
                     SCRATCH.replace("int64 price = 4", "fixed64 price = 4")):
            known = compiled(text)
            self.assertTrue(list(golden.faults(known, self.lines)))
            self.assertTrue(list(golden.read_by_release(known, self.base, [golden.encode(known, PAINTED)])))
        other = dict(self.lines[1], json={"thing": "T2"})
        self.assertIn("its json something else", "".join(golden.faults(self.base, [self.lines[0], other])))
        twice = dict(self.lines[1], bytes=base64.b64encode(base64.b64decode(self.lines[1]["bytes"]) * 2).decode())
        self.assertIn("other bytes", "".join(golden.faults(self.base, [self.lines[0], twice])))

    def test_reads_a_value_of_an_enum_that_came_later_as_its_number(self):
        known = changed("BLUE = 2;", "BLUE = 2;\n  GREEN = 3;")
        green = golden.encode(known, {"event": PAINTED["event"], "json": {"thing": "T3", "colour": "GREEN"}})
        self.assertEqual(list(golden.read_by_release(known, self.base, [green])), [])
        self.assertEqual(golden.decode(self.base, green).colour, 3)

    def test_reads_every_event_as_a_later_release_may_tell_it(self):
        known = contracts.Contracts(contracts.compile_protos())

        def renew(message):
            """Every value of an enum in it is one that came later."""
            for field, value in message.ListFields():
                many = field.label == field.LABEL_REPEATED
                if field.message_type is not None:
                    for inner in value if many else [value]:
                        renew(inner)
                elif field.enum_type is not None and many:
                    value[:] = [999] * len(value)
                elif field.enum_type is not None:
                    setattr(message, field.name, 999)

        for line in golden.read(golden.FILE.read_text()):
            with self.subTest(line["json"], event=line["event"]):
                later = golden.decode(known, line)
                renew(later)
                told = later.SerializeToString(deterministic=True) + b"\xca\xe4\x02\x03new"  # field 5705 came later, too
                read = known.message_class(line["event"]).FromString(told)
                self.assertTrue(golden.as_told(read.DESCRIPTOR, golden.to_json(read), line["json"]))
                self.assertEqual(read.SerializeToString(deterministic=True), told)  # and passes it on whole


class Catalogue(unittest.TestCase):
    def test_names_an_event_beside_its_successor(self):
        known = compiled(SUCCESSOR)
        lines = [golden.encode(known, line) for line in (PAINTED, SOLD, {"event": "binadaya.scratch.v1.Sold2", "json": {"thing": "T1", "buyer": "B"}})]
        self.assertEqual(list(bundle.faults(known, lines)), [])
        document = asyncapi.document(known, lines, "kota", "1")
        self.assertEqual(list(document["channels"]["scratch"]["messages"]),
                         ["scratch.thing.painted.v1", "scratch.thing.sold.v1", "scratch.thing.sold.v2"])
        headers = document["components"]["messages"]["scratch.thing.sold.v1"]["examples"][0]["headers"]
        self.assertEqual(headers["ce_alsotoldas"], "id.go.kota.scratch.thing.sold.v2")
        self.assertEqual(headers["ce_deprecationsunset"], "2027-07-01T00:00:00Z")
        self.assertIn("**Told until 2027-07-01, beside `thing.sold.v2`.**", table.rows(known))

    def test_finds_a_document_that_is_no_asyncapi_and_an_example_that_does_not_fit(self):
        known = compiled(SCRATCH)
        lines = [golden.encode(known, line) for line in (PAINTED, SOLD)]
        self.assertEqual(list(bundle.faults(known, lines)), [])
        self.assertIn("example 1: 9 is not of type 'string'", "".join(bundle.faults(known, [{**lines[0], "json": {"price": 9}}, lines[1]])))
        kept = asyncapi.document
        asyncapi.document = lambda *about: {**kept(*about), "operations": {"x": {"action": "shout"}}}
        try:
            self.assertIn("asyncapi.json: operations/x", "".join(bundle.faults(known, lines)))
        finally:
            asyncapi.document = kept

    def test_is_the_same_file_for_the_same_sources_and_holds_what_it_lists(self):
        with tempfile.TemporaryDirectory() as folder:
            packed = []
            for place in (pathlib.Path(folder, "one"), pathlib.Path(folder, "two")):
                subprocess.run([contracts.ROOT / "deploy" / "catalogue", place, "9.9"], check=True, stdout=subprocess.DEVNULL,
                               env={**os.environ, "BINADAYA_AGENCY": "semarangkota"})
                packed.append((place / "binadaya-catalogue-9.9.tar.gz").read_bytes())
            self.assertEqual(*packed)
            subprocess.run(["tar", "-xzf", pathlib.Path(folder, "two", "binadaya-catalogue-9.9.tar.gz"), "-C", folder], check=True)
            unpacked = pathlib.Path(folder, "binadaya-catalogue-9.9")
            subprocess.run(["sha256sum", "--quiet", "--strict", "-c", "SHA256SUMS"], cwd=unpacked, check=True)
            listed = {line.split("  ")[1] for line in (unpacked / "SHA256SUMS").read_text().splitlines()}
            self.assertEqual(listed, {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()} - {"SHA256SUMS"})
            self.assertTrue({"asyncapi.json", "agencies.md", "examples/agency/tables.sql", "schemas/registry/unit.changed.v1.json"} <= listed)
            told = json.loads((unpacked / "examples/registry/unit.changed.v1.1.json").read_text())
            self.assertEqual(told["headers"]["ce_type"], "id.go.semarangkota.registry.unit.changed.v1")
            # Its protos are whole: a reader needs nothing else.
            again = contracts.Contracts(contracts.compile_protos(unpacked / "proto"))
            self.assertEqual([event.message for event in again.events], [
                event.message for event in contracts.Contracts((unpacked / "contracts.binpb").read_bytes()).events])

    def test_asks_what_is_told(self):
        self.assertIn("say in a comment above binadaya.scratch.v1.Sold",
                      "".join(table.faults(changed("// A thing was sold.\n", ""))))


if __name__ == "__main__":
    unittest.main()
