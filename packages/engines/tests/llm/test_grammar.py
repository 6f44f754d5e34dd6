"""The grammar's shape; that a model keeps to it is shown in test_gguf."""

import re
from typing import Any

import pytest
from contracts.base import Language
from contracts.errors import SchemaUnsupported
from engines.llm.grammar import MAX_ITEMS, MAX_STRING, grammar_of


def rules(schema: dict[str, Any]) -> dict[str, str]:
    return dict(line.split(" ::= ", 1) for line in grammar_of(schema).splitlines())


def test_every_string_and_every_array_ends() -> None:
    written = grammar_of(
        {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "array", "items": {"type": "null"}}}}
    )

    assert f"character{{0,{MAX_STRING}}}" in written
    assert f"{{0,{MAX_ITEMS - 1}}}" in written
    assert not re.search(r"[*+](?![^\[]*\])", written)


def test_bounds_are_the_schemas_own() -> None:
    assert rules({"type": "string", "minLength": 2, "maxLength": 5})["rule-0"] == r'"\"" character{2,5} "\""'
    assert rules({"type": "array", "items": {"type": "null"}, "maxItems": 0})["rule-0"] == '"[]"'
    assert "{1,3}" in rules({"type": "array", "items": {"type": "null"}, "minItems": 2, "maxItems": 4})["rule-1"]


def test_integers_between_bounds_are_alternatives() -> None:
    assert rules({"type": "integer", "minimum": -1, "maximum": 2})["rule-0"] == '"-1" | "0" | "1" | "2"'


def numbers(least: int, most: int) -> re.Pattern[str]:
    """The grammar of a number as a regular expression: the two are alike this far."""
    rule = rules({"type": "number", "minimum": least, "maximum": most})["rule-0"]
    return re.compile(rule.replace('"', "").replace(" ", "").replace("(.[", r"(\.["))


@pytest.mark.parametrize(
    ("least", "most", "inside", "outside"),
    [
        (0, 1, ["0", "0.5", "0.125", "1"], ["1.5", "2", "-0.5", "0.1234"]),
        (-1, 1, ["-1", "-0.25", "0", "1"], ["-1.5", "1.25", "2"]),
        (-3, -1, ["-1", "-1.5", "-3"], ["-3.5", "-0.5", "0", "1"]),
        (2, 2, ["2"], ["2.5", "1"]),
    ],
)
def test_numbers_stay_between_their_bounds(least: int, most: int, inside: list[str], outside: list[str]) -> None:
    assert [number for number in inside if not numbers(least, most).fullmatch(number)] == []
    assert [number for number in outside if numbers(least, most).fullmatch(number)] == []


def test_names_and_constants_are_quoted_once_for_json_and_once_for_the_grammar() -> None:
    written = rules({"type": "object", "properties": {'말 "한마디"': {"enum": ["예\n", 3, None]}}})

    assert written["rule-0"] == r'"\"예\\n\"" | "3" | "null"'
    assert written["rule-1"] == r'"{" "\"말 \\\"한마디\\\"\": " rule-0 "}"'


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        ({"type": "string", "pattern": "a+"}, "the schema asks for pattern"),
        ({"type": "object", "properties": {"n": {"type": "integer", "minimum": 0, "maximum": 10**6}}}, "the schema.n"),
        ({"type": "number", "minimum": 0.5, "maximum": 1}, "whole numbers"),
        ({"type": "integer", "multipleOf": 3}, "multipleOf"),
        ({"type": "array"}, "does not say what its items are"),
        ({"type": "object", "required": ["x"]}, "requires x"),
        ({"type": "string", "maxLength": 10**6}, "maxLength"),
        ({"$ref": "#/$defs/missing"}, "not in $defs"),
        (
            {"$ref": "#/$defs/tree", "$defs": {"tree": {"type": "array", "items": {"$ref": "#/$defs/tree"}}}},
            "has no end",
        ),
        ({}, "has no type"),
    ],
)
def test_what_cannot_be_enforced_is_refused(schema: dict[str, Any], problem: str) -> None:
    with pytest.raises(SchemaUnsupported) as refused:
        grammar_of(schema)

    assert problem in refused.value.body(Language.EN).detail
