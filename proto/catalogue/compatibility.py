"""Whether those who read by the contracts of the last release can read what is told by today's."""
import datetime

from . import contracts

NOTICE = datetime.timedelta(days=180)
ADVICE = "Leave it, and tell a new version beside it (docs/how-to.md, \"A new version of an event\")"


def breaks(released, known, today=None):
    today = today or datetime.date.today()
    for before in released.events:
        after = known.find(before.message)
        if after is None:
            if not before.until:
                yield f"{before.service} {before.name} is told no more. {ADVICE}"
            elif datetime.date.fromisoformat(before.until) >= today:
                yield f"{before.service} {before.name} is told until {before.until}; it may go after that day"
            continue
        for what in ("type", "aggregate", "id_field"):
            if getattr(before, what) != getattr(after, what):
                yield f"{before.service} {before.name}: its {what} was {getattr(before, what)} and is {getattr(after, what)}. {ADVICE}"
        if before.until and after.until < before.until:
            yield f"{before.service} {before.name} was promised until {before.until}"
    seen = set()
    for before in released.events:
        after = known.find(before.message)
        if after is None:
            continue
        kinds = {kind.full_name: kind for kind in contracts.reachable(after.descriptor)}
        for kind in contracts.reachable(before.descriptor):
            if kind.full_name not in seen:
                seen.add(kind.full_name)
                yield from compare(kind, kinds.get(kind.full_name))


def compare(before, after):
    if after is None:
        yield f"{before.full_name} is gone from where it was. {ADVICE}"
    elif hasattr(before, "fields"):
        yield from compare_fields(before, after)
    else:
        values = {value.number: value.name for value in after.values}
        for value in before.values:
            if values.get(value.number) != value.name:
                yield f"{before.full_name}: {value.name} = {value.number} is {values.get(value.number, 'gone')}. {ADVICE}"


def shape(field):
    inner = field.message_type or field.enum_type
    oneof = field.containing_oneof
    return {"name": field.name, "type": field.type, "of": inner.full_name if inner else "", "label": field.label,
            "json name": field.json_name, "oneof": oneof.name if oneof else ""}


def compare_fields(before, after):
    fields = {field.number: field for field in after.fields}
    for field in before.fields:
        now = fields.get(field.number)
        if now is None:
            yield f"{field.full_name} = {field.number} is gone. {ADVICE}"
            continue
        for what, was in shape(field).items():
            if shape(now)[what] != was:
                yield f"{field.full_name} = {field.number}: its {what} was {was} and is {shape(now)[what]}. {ADVICE}"


def notices(known):
    """What is wrong with how events are replaced."""
    types = {event.type: event for event in known.events}
    for event in known.events:
        if not event.by:
            continue
        after = types.get(event.by)
        if after is None or after.service != event.service or after.aggregate != event.aggregate:
            yield f"{event.service} {event.name} is replaced by {event.by}, which is no event of that service and aggregate"
        try:
            since, until = map(datetime.date.fromisoformat, (event.since, event.until))
        except ValueError:
            yield f"{event.service} {event.name}: since and until are days (YYYY-MM-DD)"
            continue
        if until - since < NOTICE:
            yield f"{event.service} {event.name} is told beside its successor for {(until - since).days} days; others have {NOTICE.days} to change"
