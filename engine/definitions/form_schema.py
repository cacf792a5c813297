"""The schema of a form with everything it refers to put in its place, so that one plain object remains."""

import json
from collections.abc import Iterator, Mapping
from itertools import count

import orjson

from engine.errors import DefinitionUnreadable

MAX_BYTES = 300_000
MAX_DEPTH = 12
#: How far brackets may stand in each other, so that reading a form never exhausts the stack.
MAX_NESTING = 20
#: How many references one form may follow: blocks that name each other many times unfold without end.
MAX_REFERENCES = 500
MAX_FIELDS = 200


def read_json(data: bytes, file: str) -> dict:
    """The object in a JSON file. Raises `DefinitionUnreadable`."""
    if len(data) > MAX_BYTES:
        raise DefinitionUnreadable(file, "file_too_large", f"it has more than {MAX_BYTES} bytes", "Make it shorter.")
    try:
        value = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as problem:
        raise DefinitionUnreadable(
            file,
            "not_json",
            f"it is not valid JSON ({problem})",
            "Correct that line, or save it again in the form editor.",
        ) from None
    if not isinstance(value, dict):
        raise DefinitionUnreadable(file, "not_an_object", "it holds no object", "A form begins with { and ends with }.")
    if _is_nested_too_deep(value):
        raise DefinitionUnreadable(
            file, "file_too_large", f"its brackets stand more than {MAX_NESTING} deep", "Make it flatter.")
    twice = _key_twice(data)
    if twice is not None:
        raise DefinitionUnreadable(
            file, "json_key_twice", f"it says {twice} twice in one place, and only the last would count",
            "Delete one of them, or give it a name of its own.")
    return value


def _key_twice(data: bytes) -> str | None:
    """A key that an object holds twice: readers of JSON keep the last and say nothing."""
    found: list[str] = []

    def keep(pairs: list[tuple[str, object]]) -> None:
        keys = [key for key, _ in pairs]
        found.extend(key for key in keys if keys.count(key) > 1)

    json.loads(data.decode("utf-8-sig"), object_pairs_hook=keep, parse_int=str, parse_float=str)
    return found[0][:80] if found else None


def _is_nested_too_deep(value: object) -> bool:
    level = [value]
    for _ in range(MAX_NESTING):
        level = [part for node in level if isinstance(node, (dict, list))
                 for part in (node.values() if isinstance(node, dict) else node)]
    return any(isinstance(node, (dict, list)) for node in level)


def resolved_schema(files: Mapping[str, bytes], file: str) -> dict:
    """The schema in `forms/<file>`: local and bundle `$ref`s inlined, `allOf` blocks of the form merged into it.

    A reference is a path below forms/ ("shared/contact-schema.json"), with or without "#/$defs/name". Nothing outside
    the bundle is ever read. Raises `DefinitionUnreadable`.
    """
    schema = _inlined(read_json(files[f"forms/{file}"], file), file, files, (), count(1))
    return _merged(schema, file)


def merged_ui(files: Mapping[str, bytes], file: str, schema_file: str) -> dict:
    """The uiSchema of a form over those of the shared blocks its schema includes."""
    merged: dict = {}
    for block in included_blocks(files, schema_file):
        name = f"forms/{block.removesuffix('-schema.json')}-uischema.json"
        if name in files:
            shared = read_json(files[name], name)
            merged.update({key: value for key, value in shared.items() if key not in ("ui:order", "ui:pages")})
    own = read_json(files[f"forms/{file}"], file) if f"forms/{file}" in files else {}
    for key, value in own.items():
        merged[key] = (
            {**merged[key], **value} if isinstance(value, dict) and isinstance(merged.get(key), dict) else value
        )
    return merged


def included_blocks(files: Mapping[str, bytes], schema_file: str) -> list[str]:
    """The shared files named by the `allOf` of a form."""
    parts = read_json(files[f"forms/{schema_file}"], schema_file).get("allOf", [])
    refs = (
        [part["$ref"] for part in parts if isinstance(part, dict) and isinstance(part.get("$ref"), str)]
        if isinstance(parts, list)
        else []
    )
    return [target for target, _, _ in (_target(ref, schema_file).partition("#") for ref in refs) if target]


def _inlined(node, file: str, files: Mapping[str, bytes], trail: tuple[str, ...], followed: Iterator[int]):
    if len(trail) > MAX_DEPTH:
        raise DefinitionUnreadable(
            file, "ref_circle", f"its references go in a circle ({trail[-1]})", "Remove one of them."
        )
    if isinstance(node, list):
        return [_inlined(item, file, files, trail, followed) for item in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("$ref"), str):
        if next(followed) > MAX_REFERENCES:
            raise DefinitionUnreadable(
                file, "file_too_large", f"it unfolds to more than {MAX_REFERENCES} references", "Use fewer of them.")
        target_file, target = _resolve(node["$ref"], file, files)
        rest = {key: value for key, value in node.items() if key != "$ref"}
        block = _inlined(target, target_file, files, (*trail, node["$ref"]), followed)
        return {**block, **_inlined(rest, file, files, trail, followed)} if isinstance(block, dict) else block
    return {key: _inlined(value, file, files, trail, followed) for key, value in node.items()
            if key not in ("$defs", "$id")}


def _resolve(ref: str, file: str, files: Mapping[str, bytes]) -> tuple[str, object]:
    """The file a reference leads to, and the part of it that is meant."""
    target_file, _, pointer = _target(ref, file).partition("#")
    if f"forms/{target_file}" not in files:
        raise DefinitionUnreadable(
            file,
            "ref_unknown",
            f"it refers to {ref}, which is not among the forms",
            "Correct the reference, or add the file to forms/shared/.",
        )
    target: object = read_json(files[f"forms/{target_file}"], target_file)
    for step in (part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]):
        if not isinstance(target, dict) or step not in target:
            raise DefinitionUnreadable(
                file, "ref_unknown", f"it refers to {ref}, and {step} is not there", "Correct the part after #."
            )
        target = target[step]
    return target_file, target


def _target(ref: str, file: str) -> str:
    """`#/…` is the same file; any other reference is a path below forms/, so `../` leads nowhere."""
    return f"{file}{ref}" if ref.startswith("#") else ref.removeprefix("./").removeprefix("../")


def _merged(schema: dict, file: str) -> dict:
    """`allOf` objects folded into the form: their questions come first, in the order they are named."""
    blocks = (
        [block for block in schema.get("allOf", []) if isinstance(block, dict)]
        if isinstance(schema.get("allOf"), list)
        else []
    )
    plain = [block for block in blocks if isinstance(block.get("properties"), dict)]
    properties, required = {}, []
    for block in (*(_merged(block, file) for block in plain), schema):
        own = block.get("properties", {})
        if not isinstance(own, dict) or not all(isinstance(value, dict) for value in own.values()):
            raise DefinitionUnreadable(
                file,
                "form_properties",
                "its properties are no objects",
                "Each question under `properties` is an object with a `type`.",
            )
        properties.update(own)
        names = block.get("required", [])
        required += (
            [name for name in names if isinstance(name, str) and name not in required]
            if isinstance(names, list)
            else []
        )
    if len(properties) > MAX_FIELDS:
        raise DefinitionUnreadable(
            file, "form_too_long", f"it asks {len(properties)} questions", "Ask fewer questions."
        )
    merged = {**schema, "properties": properties, "required": required}
    rest = [block for block in blocks if block not in plain]
    merged.pop("allOf", None)
    return {**merged, "allOf": rest} if rest else merged
