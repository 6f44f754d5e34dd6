"""YAML as people send it, read as words: what a word means, a number or a time, is for the schema to say.

Nothing in it is run, followed or repeated: no tag, no anchor, no alias. A field that is left empty is left out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import yaml
from contracts.errors import FieldProblem, LineProblem

Path: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"

DEEPEST = 24
MOST_VALUES = 100_000
NOTHING = {"", "~", "null", "Null", "NULL"}

# The parser in C, where PyYAML came with it, is ten times as quick.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNKEPT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class YamlRefused(Exception):
    """Text that is no YAML, or more than words, lists and fields."""

    def __init__(self, problem: FieldProblem) -> None:
        self.problem = problem
        super().__init__(problem.kind)


@dataclass(frozen=True)
class YamlText:
    """What a text says, and on which line each part of it begins."""

    value: Value
    lines: Mapping[Path, int]

    def problem(self, where: Path, problem: FieldProblem) -> tuple[str, LineProblem]:
        """The place of a problem, in words with dots and numbers from 1, and the problem with its line.

        What `where` names beyond the text, such as a field that is missing, is on the line of what it is missing from.
        """
        path: Path = ()
        for part in where:
            if (*path, part) in self.lines:
                path = (*path, part)
        named = [*path, where[-1]] if problem.kind == "missing" and where[-1:] != path[-1:] else path
        place = ".".join(str(part + 1) if isinstance(part, int) else part for part in named)
        return place or "file", LineProblem(problem.kind, problem.params, problem.otherwise, self.lines[path])


def read_yaml(data: bytes) -> YamlText:
    """One document in UTF-8. Raises `YamlRefused`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise YamlRefused(FieldProblem("not_utf8")) from error
    unkept = _UNKEPT.search(text)
    if unkept is not None:
        raise _refused("character", text.count("\n", 0, unkept.start()) + 1)
    reader = _Reader(text)
    try:
        return YamlText(reader.read(), reader.lines)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _refused("yaml_syntax", mark.line + 1 if mark else 1) from error


class _Reader:
    """Builds values from the parser's events, whose number and depth it bounds."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=LOADER)
        self.lines: dict[Path, int] = {(): 1}

    def read(self) -> Value:
        self._next()  # the stream begins
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        value = self._value(self._next(), ())
        self._next()  # the document ends
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise _refused("yaml_documents", _line(after))
        return value

    def _next(self) -> yaml.Event:
        return next(self._events)

    def _value(self, event: yaml.Event, path: Path) -> Value:
        self._admit(event, path)
        match event:
            case yaml.SequenceStartEvent():
                return self._items(path)
            case yaml.MappingStartEvent():
                return self._fields(path)
            case _:
                return _word(event)

    def _items(self, path: Path) -> list[Value]:
        items: list[Value] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _fields(self, path: Path) -> dict[str, Value]:
        fields: dict[str, Value] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            name = _word(event) if isinstance(event, yaml.ScalarEvent) else None
            if name is None:
                raise _refused("yaml_key", _line(event))
            if (*path, name) in self.lines:
                raise _refused("yaml_twice", _line(event))
            self._admit(event, (*path, name))
            value = self._value(self._next(), (*path, name))
            if value is not None:
                fields[name] = value
        return fields

    def _admit(self, event: yaml.Event, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _refused("yaml_alias", _line(event))
        if getattr(event, "tag", None) is not None:
            raise _refused("yaml_tag", _line(event))
        if len(path) > DEEPEST:
            raise _refused("yaml_deep", _line(event))
        # Of a field, the line of its name.
        self.lines.setdefault(path, _line(event))
        if len(self.lines) > MOST_VALUES:
            raise _refused("yaml_long", _line(event))


# PyYAML's events are not typed further than that.
def _word(event: yaml.Event) -> str | None:
    word = str(getattr(event, "value", ""))
    if not getattr(event, "style", None) and word in NOTHING:
        return None
    if _UNKEPT.search(word):  # written as an escape
        raise _refused("character", _line(event))
    return word


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _refused(kind: str, line: int) -> YamlRefused:
    return YamlRefused(LineProblem(kind, line=line))
