"""The table of docs/events.md."""
from . import contracts

FILE = contracts.ROOT / "docs" / "events.md"
BEGIN, END = "<!-- From the contracts, by tests/contracts --write -->\n", "<!-- end -->\n"


def rows(known):
    lines = ["| topic | event | about | when |", "|---|---|---|---|"]
    for event in known.events:
        replaced = f" **Told until {event.until}, beside `{event.by}`.**" if event.by else ""
        lines.append(f"| {event.service} | `{event.name}` | {event.aggregate} | {event.says}{replaced} |")
    return "\n".join(lines) + "\n"


def filled(known, text):
    before, rest = text.split(BEGIN)
    return before + BEGIN + "\n" + rows(known) + "\n" + END + rest.split(END)[1]


def faults(known):
    for event in known.events:
        if not event.says.endswith("."):
            yield f"{event.service} {event.name}: say in a comment above {event.message}, in whole sentences, when it is told; other agencies read it"
    if FILE.read_text() != filled(known, FILE.read_text()):
        yield "docs/events.md is not what the contracts say: run tests/contracts --write"
