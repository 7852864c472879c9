"""Records as Arrow rows and back: the schema is read off the dataclasses, so a new field needs no second list of names.

A dataclass is a struct, a tuple of one type a list, an Enum its text, and a pair of texts a struct (name, value).
Arrow text is UTF-8 and what stands behind it (spreadsheets, HTML, XML) knows no NUL: half a surrogate pair and NUL,
which broken pages do contain, become U+FFFD.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import pyarrow as pa

Record = TypeVar("Record")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Codec:
    """How one Python type stands in Arrow."""

    arrow: pa.DataType
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


def storable(text: str) -> str:
    """The text as it can be stored: what has no place in UTF-8 text replaced."""
    return UNSTORABLE.sub(REPLACEMENT, text)


def _same(value: Any) -> Any:
    return value


def _moment(value: datetime) -> datetime:
    return value.astimezone(UTC)


PLAIN: dict[type, Codec] = {
    str: Codec(pa.string(), storable, _same),
    int: Codec(pa.int64(), _same, _same),
    float: Codec(pa.float64(), _same, _same),
    bool: Codec(pa.bool_(), _same, _same),
    date: Codec(pa.date32(), _same, _same),
    datetime: Codec(pa.timestamp("us", tz="UTC"), _moment, _moment),
}
PAIR = pa.struct([("name", pa.string()), ("value", pa.string())])


@cache
def codec(hint: Any) -> Codec:
    """How values of a type hint of the records are stored.

    Raises:
        TypeError: a record uses a type this module does not know.
    """
    if hint in PLAIN:
        return PLAIN[hint]
    arguments = get_args(hint)
    if isinstance(hint, types.UnionType) and len(arguments) == 2 and type(None) in arguments:  # noqa: PLR2004 - X | None
        return _optional(codec(next(argument for argument in arguments if argument is not type(None))))
    if get_origin(hint) is tuple and arguments[1:] == (Ellipsis,):
        return _many(codec(arguments[0]))
    if hint == tuple[str, str]:
        return Codec(PAIR, _encode_pair, lambda row: (row["name"], row["value"]))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Codec(pa.string(), lambda member: member.value, hint)
    if is_dataclass(hint):
        return _struct(hint)
    raise TypeError(f"records cannot be stored with a field of type {hint}: teach pipelines.arrow")


def _encode_pair(pair: tuple[str, str]) -> dict[str, str]:
    return {"name": storable(pair[0]), "value": storable(pair[1])}


def _optional(inner: Codec) -> Codec:
    return Codec(
        inner.arrow,
        lambda value: None if value is None else inner.encode(value),
        lambda value: None if value is None else inner.decode(value),
    )


def _many(inner: Codec) -> Codec:
    return Codec(
        pa.list_(inner.arrow),
        lambda values: [inner.encode(value) for value in values],
        lambda values: tuple(inner.decode(value) for value in values),
    )


def _struct(record: Any) -> Codec:
    fields = {name: codec(hint) for name, hint in get_type_hints(record).items()}
    return Codec(
        pa.struct([(name, field.arrow) for name, field in fields.items()]),
        lambda value: {name: field.encode(getattr(value, name)) for name, field in fields.items()},
        lambda row: record(**{name: field.decode(row[name]) for name, field in fields.items()}),
    )


def schema_of(record: type) -> pa.Schema:
    """The columns of a table of records of one dataclass."""
    struct: Any = codec(record).arrow
    return pa.schema(struct.fields)


def to_batch(record: Callable[..., Record], values: Iterable[Record]) -> pa.RecordBatch:
    """Records as one Arrow batch, one row a record."""
    kind = codec(record)
    rows: Any = pa.array([kind.encode(value) for value in values], type=kind.arrow)
    return pa.RecordBatch.from_struct_array(rows)


def from_table(record: Callable[..., Record], table: pa.Table | pa.RecordBatch) -> Iterator[Record]:
    """The records of a table whose columns are the fields of the dataclass, in any order."""
    decode = codec(record).decode
    for row in table.to_pylist():
        yield decode(row)
