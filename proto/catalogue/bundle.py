"""What is given to other agencies: the files of the catalogue, and that each is what it claims to be."""
import base64
import hashlib
import json
import pathlib
import subprocess

import jsonschema

from . import asyncapi, contracts, golden, schemas

ASYNCAPI_SCHEMA = pathlib.Path(__file__).parent / "asyncapi-3.0.0.schema.json"
GUIDES = ("docs/agencies.md", "docs/events.md")


def text(value):
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def files(known, lines, agency, version):
    """{path: bytes}"""
    out = {"asyncapi.json": text(asyncapi.document(known, lines, agency, version)), "contracts.binpb": contracts.compile_protos()}
    for file in known.set.file:
        if file.name.startswith("binadaya/"):
            out[f"proto/{file.name}"] = (contracts.PROTO / file.name).read_bytes()
    for event in known.events:
        name = f"{event.service}/{event.type}"
        out[f"schemas/{name}.json"] = text(schemas.event_schema(event, contracts.reachable(event.descriptor)))
        out[f"schemas/{name}.headers.json"] = text({"$schema": schemas.DRAFT, **schemas.headers_schema(event, agency)})
        out[f"schemas/{name}.structured.json"] = text(schemas.structured(event, agency, contracts.reachable(event.descriptor)))
        for number, line in enumerate((line for line in lines if line["event"] == event.message), 1):
            told = {"headers": asyncapi.headers(event, agency, line, number), "key": line["json"].get(
                event.descriptor.fields_by_name[event.id_field].json_name), "data": line["json"]}
            out[f"examples/{name}.{number}.json"] = text(told)
            out[f"examples/{name}.{number}.structured.json"] = text(asyncapi.structured(event, agency, line, number))
            out[f"examples/{name}.{number}.binpb"] = base64.b64decode(line["bytes"])
    for guide in GUIDES:
        out[pathlib.Path(guide).name] = (contracts.ROOT / guide).read_bytes()
    examples = subprocess.run(["git", "ls-files", "examples/agency"], cwd=contracts.ROOT, capture_output=True, text=True, check=True)
    out |= {path: (contracts.ROOT / path).read_bytes() for path in examples.stdout.splitlines()}
    out["SHA256SUMS"] = "".join(f"{hashlib.sha256(out[name]).hexdigest()}  {name}\n" for name in sorted(out)).encode()
    return out


def faults(known, lines, agency="agency"):
    """AsyncAPI against its schema, every JSON Schema against its own, every example against both of its event."""
    document = asyncapi.document(known, lines, agency, "0")
    check = jsonschema.Draft7Validator(json.loads(ASYNCAPI_SCHEMA.read_text()))
    for error in check.iter_errors(document):
        deepest = jsonschema.exceptions.best_match([error])
        yield f"asyncapi.json: {'/'.join(map(str, deepest.absolute_path))}: {deepest.message[:200]}"
    for event in known.events:
        data = schemas.event_schema(event, contracts.reachable(event.descriptor))
        headers = schemas.headers_schema(event, agency)
        structured = schemas.structured(event, agency, contracts.reachable(event.descriptor))
        for schema in (data, headers, structured):
            jsonschema.Draft7Validator.check_schema(schema)
        for number, line in enumerate((line for line in lines if line["event"] == event.message), 1):
            for schema, value in ((data, line["json"]), (headers, asyncapi.headers(event, agency, line, number)),
                                  (structured, asyncapi.structured(event, agency, line, number))):
                for error in jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).iter_errors(value):
                    yield f"{event.service} {event.name}, example {number}: {error.message[:200]}"
