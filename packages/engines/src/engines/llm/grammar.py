"""JSON Schema as a grammar of llama.cpp (GBNF) in which everything has a bound.

llama-cpp-python's own conversion lets raw control characters into strings and leaves out the bounds of integers; of a
hundred texts of a model with random weights not one was valid. Here strings and arrays end, integers are alternatives,
and what cannot be enforced is refused.
"""

import json
from collections.abc import Mapping
from typing import Any

from contracts.errors import SchemaUnsupported

from engines.llm import JsonSchema

MAX_STRING = 1000
"""Characters of a string without `maxLength`."""
MAX_ITEMS = 16
"""Of an array without `maxItems`."""
MAX_ALTERNATIVES = 1000
"""Integers between two bounds; each is written out in the grammar."""
MAX_REPETITIONS = 2000
"""What llama.cpp admits in one place."""
DIGITS = "[0-9]{0,8}"
FRACTION = '("." [0-9]{1,3})?'
CHARACTER = r'character ::= [^"\\\x00-\x1F\x7F\uD800-\uDFFF] | "\\" ["\\/bfnrt]'
"""Without \\u: every character can be written as itself, and half a surrogate pair could not be stored."""
KEYWORDS = {
    "string": {"minLength", "maxLength"},
    "integer": {"minimum", "maximum"},
    "number": {"minimum", "maximum"},
    "array": {"items", "minItems", "maxItems"},
    "object": {"properties", "required", "additionalProperties"},
}
FEW_VALUES: dict[str, list[object]] = {"boolean": [True, False], "null": [None]}
ANNOTATIONS = {"title", "description", "default", "examples", "$schema", "$defs", "$id", "$comment", "type"}


def grammar_of(schema: JsonSchema) -> str:
    """The grammar whose texts are JSON that fits `schema`, every property written in the schema's order.

    Raises `SchemaUnsupported` for recursion, patterns, formats and whatever else it would not enforce.
    """
    grammar = _Grammar(schema)
    root = grammar.rule(schema, "the schema", ())
    return "\n".join([f"root ::= {root}", *grammar.rules, CHARACTER])


class _Grammar:
    def __init__(self, schema: JsonSchema) -> None:
        self._definitions: Mapping[str, Any] = schema.get("$defs", {})
        self.rules: list[str] = []

    def rule(self, schema: JsonSchema, where: str, within: tuple[str, ...]) -> str:
        """The name of a rule for `schema`; `within` are the definitions that it is part of."""
        expression = self._expression(schema, where, within)
        name = f"rule-{len(self.rules)}"
        self.rules.append(f"{name} ::= {expression}")
        return name

    def _expression(self, schema: JsonSchema, where: str, within: tuple[str, ...]) -> str:
        if "$ref" in schema:
            return self._reference(schema["$ref"], where, within)
        if alternatives := _alternatives(schema):
            return " | ".join(self.rule(one, where, within) for one in alternatives)
        if values := _values(schema):
            return " | ".join(_literal(json.dumps(value, ensure_ascii=False)) for value in values)
        return self._typed(schema, where, within)

    def _reference(self, reference: str, where: str, within: tuple[str, ...]) -> str:
        name = reference.removeprefix("#/$defs/")
        if name not in self._definitions:
            raise SchemaUnsupported(problem=f"{where} refers to {reference}, which is not in $defs")
        if name in within:
            raise SchemaUnsupported(problem=f"{where} refers to {reference} within itself, which has no end")
        return self.rule(self._definitions[name], where, (*within, name))

    def _typed(self, schema: JsonSchema, where: str, within: tuple[str, ...]) -> str:
        kind = schema.get("type")
        if kind not in KEYWORDS:
            raise SchemaUnsupported(problem=f"{where} has no type that is known")
        if unknown := schema.keys() - KEYWORDS[kind] - ANNOTATIONS:
            raise SchemaUnsupported(problem=f"{where} asks for {', '.join(sorted(unknown))}")
        match kind:
            case "string":
                return _string(schema, where)
            case "integer":
                return _integer(schema, where)
            case "number":
                return _number(schema, where)
            case "array":
                return self._array(schema, where, within)
            case _:
                return self._object(schema, where, within)

    def _array(self, schema: JsonSchema, where: str, within: tuple[str, ...]) -> str:
        if "items" not in schema:
            raise SchemaUnsupported(problem=f"{where} does not say what its items are")
        least, most = _bounds(schema, where, "minItems", "maxItems", MAX_ITEMS)
        if most == 0:
            return '"[]"'
        item = self.rule(schema["items"], f"{where}[]", within)
        items = f'{item} (", " {item}){{{max(least - 1, 0)},{most - 1}}}'
        return f'"[" {items} "]"' if least else f'"[" ({items})? "]"'

    def _object(self, schema: JsonSchema, where: str, within: tuple[str, ...]) -> str:
        properties: Mapping[str, JsonSchema] = schema.get("properties", {})
        if unknown := set(schema.get("required", ())) - properties.keys():
            raise SchemaUnsupported(problem=f"{where} requires {', '.join(sorted(unknown))} and does not describe it")
        members = [
            f"{_literal(json.dumps(name, ensure_ascii=False) + ': ')} {self.rule(value, f'{where}.{name}', within)}"
            for name, value in properties.items()
        ]
        return ' ", " '.join(members).join(['"{" ', ' "}"']) if members else '"{}"'


def _alternatives(schema: JsonSchema) -> list[JsonSchema]:
    """The schemas of which one has to fit."""
    if isinstance(schema.get("type"), list):
        return [{**schema, "type": one} for one in schema["type"]]
    if len(schema.get("allOf", ())) == 1:
        return list(schema["allOf"])
    return list(schema.get("anyOf", ()) or schema.get("oneOf", ()))


def _values(schema: JsonSchema) -> list[object]:
    """The values of which it has to be one, where they are few."""
    if "const" in schema:
        return [schema["const"]]
    return list(schema.get("enum", ())) or FEW_VALUES.get(schema.get("type", ""), [])


def _string(schema: JsonSchema, where: str) -> str:
    least, most = _bounds(schema, where, "minLength", "maxLength", MAX_STRING)
    return rf'"\"" character{{{least},{most}}} "\""'


def _integer(schema: JsonSchema, where: str) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is None and most is None:
        return f'"-"? ("0" | [1-9] {DIGITS})'
    if most is None and least == 0:
        return f'"0" | [1-9] {DIGITS}'
    if most is None and least == 1:
        return f"[1-9] {DIGITS}"
    least, most = _whole_bounds(schema, where)
    return " | ".join(f'"{value}"' for value in range(least, most + 1))


def _number(schema: JsonSchema, where: str) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is None and most is None:
        return f'"-"? ("0" | [1-9] {DIGITS}) {FRACTION}'
    if most is None and least == 0:
        return f'("0" | [1-9] {DIGITS}) {FRACTION}'
    least, most = _whole_bounds(schema, where)
    parts = [_decimals(max(least, 0), most)] if most >= 0 else []
    if least < 0:
        parts.append(f'"-" ({_decimals(max(-most, 0), -least)})')
    return " | ".join(parts)


def _decimals(least: int, most: int) -> str:
    """From `least`, which is not negative, to `most`."""
    whole = " | ".join(f'"{value}"' for value in range(least, most))
    return f'({whole}) {FRACTION} | "{most}"' if whole else f'"{most}"'


def _whole_bounds(schema: JsonSchema, where: str) -> tuple[int, int]:
    bounds = [schema.get("minimum"), schema.get("maximum")]
    whole = [int(bound) for bound in bounds if bound is not None and float(bound).is_integer()]
    if len(whole) < len(bounds) or not 0 <= whole[1] - whole[0] < MAX_ALTERNATIVES:
        raise SchemaUnsupported(
            problem=f"{where} needs whole numbers less than {MAX_ALTERNATIVES} apart as its minimum and maximum"
        )
    return whole[0], whole[1]


def _bounds(schema: JsonSchema, where: str, lower: str, upper: str, default: int) -> tuple[int, int]:
    least = schema.get(lower, 0)
    most = schema.get(upper, max(default, least))
    if not 0 <= least <= most <= MAX_REPETITIONS:
        raise SchemaUnsupported(problem=f"{where}: {lower} {least} and {upper} {most} are not 0 to {MAX_REPETITIONS}")
    return least, most


def _literal(text: str) -> str:
    """`text` in the grammar's quotes, which are those of JSON."""
    return json.dumps(text, ensure_ascii=False)
