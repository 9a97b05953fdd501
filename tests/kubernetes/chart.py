"""What the tests of the chart share: the tools, what the chart gives for a values file, Kubernetes' own schemas."""
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import subprocess

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CHART = ROOT / "helm" / "binadaya"
VALUES = sorted((ROOT / "helm" / "values").glob("*.yaml"))
CRDS = sorted((HERE / "crds").glob("*.json"))
RELEASE = "binadaya"
OLDEST = ("--kube-version", "1.30.0")  # that Chart.yaml asks for


def tools(*names):
    """The programs, built when they are missing."""
    folder = subprocess.run([HERE / "tools", *names], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    return [os.path.join(folder, name) for name in names]


def load(path):
    """A script of ours as a module."""
    loader = importlib.machinery.SourceFileLoader(path.name, str(path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(path.name, loader))
    loader.exec_module(module)
    return module


def services():
    return list(load(ROOT / "helm" / "graph").services())


def template(helm, values, *options):
    """What `helm template` answers: its result, with output and errors."""
    return subprocess.run([helm, "template", RELEASE, CHART, "-f", values, *OLDEST, *options], capture_output=True, text=True, check=False)


def render(helm, values, *options):
    done = template(helm, values, *options)
    if done.returncode != 0:
        raise SystemExit(f"{values}: {done.stderr}")
    return [document for document in yaml.safe_load_all(done.stdout) if document]


def pods(documents):
    """Each pod that the chart would have made: (kind, name, metadata, spec)."""
    for document in documents:
        if document["kind"] in ("Deployment", "Job"):
            pod = document["spec"]["template"]
            yield document["kind"], document["metadata"]["name"], pod["metadata"], pod["spec"]


def containers(spec):
    return spec.get("initContainers", []) + spec["containers"]


def _strict(schema):
    """Nothing but what is declared."""
    if isinstance(schema, list):
        return [_strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    out = {}
    for key, value in schema.items():
        if key in ("description", "default", "format") and not isinstance(value, dict):
            continue
        if key == "$ref":
            out[key] = value
        elif key in ("properties", "definitions"):
            out[key] = {name: _strict(one) for name, one in value.items()}
        elif not key.startswith("x-kubernetes"):
            out[key] = _strict(value)
    if schema.get("format") == "int-or-string" or schema.get("x-kubernetes-int-or-string"):
        out.pop("anyOf", None)
        out["type"] = ["string", "integer"]
    if "properties" in out and "additionalProperties" not in out and not schema.get("x-kubernetes-preserve-unknown-fields"):
        out["additionalProperties"] = False
    return out


def _needed(name, definitions, found):
    if name in found:
        return
    found[name] = definitions[name]
    for part in json.dumps(definitions[name]).split('"#/definitions/')[1:]:
        _needed(part.split('"')[0], definitions, found)


def write_schemas(folder):
    """<kind>-<version>.json of everything that the pinned version of Kubernetes knows, and of the kinds of crds/."""
    module = subprocess.run(["go", "mod", "download", "-json", "k8s.io/kubernetes"], cwd=HERE, check=True, capture_output=True, text=True)
    swagger = json.loads((pathlib.Path(json.loads(module.stdout)["Dir"]) / "api/openapi-spec/swagger.json").read_text())
    definitions = {name: _strict(one) for name, one in swagger["definitions"].items()}
    definitions["io.k8s.apimachinery.pkg.api.resource.Quantity"] = {"type": ["string", "number"]}
    for name, definition in swagger["definitions"].items():
        kinds = definition.get("x-kubernetes-group-version-kind", [])
        if len(kinds) == 1:
            found = {}
            _needed(name, definitions, found)
            file = folder / f"{kinds[0]['kind'].lower()}-{kinds[0]['version']}.json"
            file.write_text(json.dumps({"$ref": f"#/definitions/{name}", "definitions": found}))
    for path in CRDS:
        spec = json.loads(path.read_text())["spec"]
        for version in spec["versions"]:
            file = folder / f"{spec['names']['kind'].lower()}-{version['name']}.json"
            file.write_text(json.dumps(_strict(version["schema"]["openAPIV3Schema"])))
