"""The JSON Schemas of `cleaner.records`: from types to the files in `cleaner/schemas`.

    python -m cleaner.lab.schemas  # write them anew

Lists, mappings, `Literal`, unions and typed dictionaries become what JSON Schema has for them; keywords
in `Annotated` are taken over as they are. Objects hold no other keys than those of their type.
"""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NotRequired,
    TypeAlias,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from cleaner import records
from cleaner.configuration.keys import KEYS, WALK_KEYS
from cleaner.records import OUTPUTS, ConfigurationFile, PageKeys
from cleaner.schemas import SUFFIX

FOLDER: Final = Path("cleaner/schemas")
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
CONFIGURATIONS: Final = (PageKeys, ConfigurationFile)
_KEY: Final = re.compile(r"^(\w+): (.+)$", re.MULTILINE)
_TYPES: Final = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}

Schema: TypeAlias = dict[str, Any]


def schema_of(name: str) -> Schema:
    """The schema of an output, by its name in `cleaner.records.OUTPUTS`."""
    definitions: dict[str, Schema] = {}
    kinds = [_of(kind, definitions) for kind in OUTPUTS[name]]
    root = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    return {"$schema": DIALECT, "title": f"cleaner {name}", **root, "$defs": definitions}


def _of(kind: Any, definitions: dict[str, Schema]) -> Schema:
    """The schema of a type.

    Raises:
        TypeError: the type is of no kind that is known here.
    """
    for known, name in _TYPES.items():
        if kind is known:
            return {"type": name}
    if is_typeddict(kind):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = _object(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    return _composed(get_origin(kind), get_args(kind), definitions)


def _composed(origin: Any, arguments: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is Annotated:
        return _of(arguments[0], definitions) | dict(arguments[1])
    parts = [_of(argument, definitions) for argument in arguments]
    if origin is NotRequired:
        schema = parts[0]
    elif origin in (Union, UnionType):
        schema = {"anyOf": parts}
    elif origin is list:
        schema = {"type": "array", "items": parts[0]}
    elif origin is dict:
        schema = {"type": "object", "propertyNames": parts[0], "additionalProperties": parts[1]}
    else:
        raise TypeError(f"there is no JSON Schema for {origin!r}")
    return schema


def _object(kind: Any, definitions: dict[str, Schema]) -> Schema:
    properties = {
        key: _of(value, definitions) | _description(kind, key)
        for key, value in get_type_hints(kind, include_extras=True).items()
    }
    return {
        "type": "object",
        "description": _doc(kind).partition("\n\n")[0].replace("\n", " "),
        "properties": properties,
        "required": sorted(kind.__required_keys__, key=list(properties).index),
        "additionalProperties": False,
    }


def _description(kind: Any, key: str) -> Schema:
    """What a type says of a key, or else a type that it holds; a configuration says it in its own table."""
    parts = [
        part
        for part in vars(records).values()
        if is_typeddict(part) and part.__annotations__.items() <= kind.__annotations__.items()
    ]
    documented = [dict(_KEY.findall(_doc(part))) for part in (kind, *parts)]
    if kind in CONFIGURATIONS:
        documented.append({name: known.summary for name, known in {**KEYS, **WALK_KEYS}.items()})
    found = next((texts[key] for texts in documented if key in texts), "")
    return {"description": found} if found else {}


def _doc(kind: Any) -> str:
    text = inspect.cleandoc(kind.__doc__ or "")
    return "" if text.startswith("dict(") else text


def text_of(name: str) -> str:
    """The file of a schema."""
    return json.dumps(schema_of(name), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write all schemas."""
    for name in OUTPUTS:
        (FOLDER / f"{name}{SUFFIX}").write_text(text_of(name), encoding="utf-8")


if __name__ == "__main__":
    main()
