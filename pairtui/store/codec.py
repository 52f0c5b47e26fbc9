"""Codec: the nouns to bytes and back, exactly, whatever is in a name or a text.

The form is JSON in UTF-8. Every noun says which one it is (`is`), a mapping is a list of pairs,
and bytes are text in which every byte that is no UTF-8 stands for itself (Python's surrogateescape,
PEP 383), so that source code stays readable. Long bytes are kept elsewhere, by their digest. A
checksum in front finds what a disk has changed, which SQLite itself does not.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin
from zlib import crc32

if TYPE_CHECKING:
    from cattrs import Converter

BIG = 512
"""From so many bytes on, they are kept by their digest where there is a place for that."""
_SUM = 8
NEWER = "It was written by a newer version of this program"

Keep = Callable[[bytes], str]
"""Keep some bytes elsewhere, and return the name they are found by."""
Fetch = Callable[[str], bytes]
"""Return the bytes of a name; raises Unreadable."""


class Unreadable(Exception):
    """Kept data that cannot be read; `says` is one sentence for a person."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


def dump(value: Any, kind: Any, keep: Keep | None = None) -> bytes:
    """Return a value of a kind (a noun, a union or a collection of them) as bytes."""

    def plain(data: Any) -> dict[str, str]:
        if not isinstance(data, bytes):
            raise TypeError(f"{type(data).__name__} cannot be kept")
        if keep is not None and len(data) >= BIG:
            return {"at": keep(data)}
        return {"b": data.decode("utf-8", "surrogateescape")}

    tree = _converter().unstructure(value, unstructure_as=kind)
    text = json.dumps(tree, ensure_ascii=False, separators=(",", ":"), default=plain)
    body = text.encode("utf-8", "surrogatepass")
    return b"%08x" % crc32(body) + body


def load(data: Any, kind: Any, fetch: Fetch | None = None) -> Any:
    """Return the value of a kind that these bytes stand for; raises Unreadable.

    A field that is missing has its default. One that is not known is never passed over.
    """

    def real(found: dict[str, Any]) -> Any:
        if "is" in found:
            return found
        if "at" not in found:
            return found["b"].encode("utf-8", "surrogateescape")
        if fetch is None:
            raise Unreadable("It is not whole: some of its bytes were kept elsewhere.")
        return fetch(found["at"])

    if not isinstance(data, bytes) or b"%08x" % crc32(data[_SUM:]) != data[:_SUM]:
        raise Unreadable("It is damaged: its checksum is wrong.")
    text = data[_SUM:].decode("utf-8", "surrogatepass")
    return _value(json.loads(text, object_hook=real), kind)


def _value(tree: Any, kind: Any) -> Any:
    from cattrs.errors import ForbiddenExtraKeysError  # noqa: PLC0415 - 30 ms, imported when needed

    try:
        return _converter().structure(tree, kind)
    except ForbiddenExtraKeysError as error:
        names = ", ".join(sorted(error.extra_fields))
        raise Unreadable(f"{NEWER}: {error.cl.__name__} has {names}.") from error
    except KeyError as error:
        raise Unreadable(f"It lacks {error}, which is needed.") from error
    except (TypeError, ValueError) as error:
        raise Unreadable(f"It is not what it should be: {error}.") from error


@cache
def _converter() -> Converter:
    from cattrs import Converter  # noqa: PLC0415 - 30 ms, imported when something is kept

    converter = Converter(detailed_validation=False, forbid_extra_keys=True)
    for kind in (str, int, bool, bytes):
        converter.register_structure_hook(kind, _exactly(kind))
    converter.register_structure_hook(float, _exactly(float, int))
    converter.register_unstructure_hook_factory(_is_noun, _tagging)
    converter.register_structure_hook_factory(_is_noun, _tagged)
    converter.register_structure_hook_factory(_is_union, _one_of)
    converter.register_unstructure_hook_factory(_is_mapping, _to_pairs)
    converter.register_structure_hook_factory(_is_mapping, _from_pairs)
    converter.register_unstructure_hook_factory(_is_set, _to_list)
    return converter


def _exactly(*kinds: type) -> Callable[[Any, Any], Any]:
    def structure(value: Any, _: Any) -> Any:
        if type(value) not in kinds:
            raise TypeError(f"{type(value).__name__} where {kinds[0].__name__} is needed")
        return value

    return structure


def _is_noun(kind: Any) -> bool:
    return isinstance(kind, type) and dataclasses.is_dataclass(kind)


def _is_union(kind: Any) -> bool:
    nouns = [one for one in get_args(kind) if one is not type(None)]
    of_nouns = len(nouns) > 1 and all(map(_is_noun, nouns))
    return get_origin(kind) in (Union, types.UnionType) and of_nouns


def _is_mapping(kind: Any) -> bool:
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _is_set(kind: Any) -> bool:
    return get_origin(kind) is frozenset


def _tagging(kind: Any, converter: Converter) -> Callable[[Any], Any]:
    from cattrs.gen import make_dict_unstructure_fn  # noqa: PLC0415 - as above

    fields = make_dict_unstructure_fn(kind, converter)
    return lambda value: {"is": kind.__name__, **fields(value)}


def _tagged(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    from cattrs.gen import make_dict_structure_fn  # noqa: PLC0415 - as above

    fields = make_dict_structure_fn(kind, converter)

    def structure(tree: Any, _: Any) -> Any:
        if not isinstance(tree, dict) or tree.get("is") != kind.__name__:
            raise TypeError(f"no {kind.__name__}")
        return fields({name: value for name, value in tree.items() if name != "is"}, kind)

    return structure


def _one_of(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    kinds = {one.__name__: one for one in get_args(kind) if one is not type(None)}
    optional = len(kinds) < len(get_args(kind))

    def structure(tree: Any, _: Any) -> Any:
        if tree is None and optional:
            return None
        name = tree.get("is") if isinstance(tree, dict) else None
        if name not in kinds:
            raise Unreadable(f"{NEWER}: it does not know {name}.")
        return converter.structure(tree, kinds[name])

    return structure


def _to_pairs(kind: Any, converter: Converter) -> Callable[[Any], Any]:
    of, to = get_args(kind)

    def unstructure(mapping: Any) -> Any:
        unstructured = converter.unstructure
        return [
            [unstructured(name, unstructure_as=of), unstructured(value, unstructure_as=to)]
            for name, value in mapping.items()
        ]

    return unstructure


def _from_pairs(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    of, to = get_args(kind)

    def structure(tree: Any, _: Any) -> Any:
        return {converter.structure(one, of): converter.structure(two, to) for one, two in tree}

    return structure


def _to_list(kind: Any, converter: Converter) -> Callable[[Any], Any]:
    of = get_args(kind)[0]
    return lambda found: [converter.unstructure(one, unstructure_as=of) for one in found]
