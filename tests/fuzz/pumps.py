"""Strings that make a regular expression work hard: what it repeats, over and over, and then something that does not fit.

`every()` finds the expressions of our own code; `attacks(…)` makes what they are asked with. Nothing here knows what an expression
is for. Source: how backtracking engines lose time, Davis et al., "The Impact of Regular Expression Denial of Service" (2018).
"""

from __future__ import annotations

import ast
import importlib
import itertools
import pkgutil
import random
import re
import re._constants as codes  # type: ignore[import-not-found]  # how the stdlib names what it has parsed; typeshed knows it not
import re._parser as parsing  # type: ignore[import-not-found]
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import connectors
import inbox

OURS = (inbox, connectors)
ASIDE = ("inbox.sandbox", "inbox.testing", "inbox.web.", "inbox.demo", "inbox.store.migrations")  # they read nothing from outside
CALLS = {"match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
MISFITS = ("\x00", "!\n")
REPRESENTATIVES = {"category_digit": "1", "category_word": "a", "category_space": " ", "category_not_space": "a",
                   "category_not_digit": "a", "category_not_word": "-"}


# ---------------------------------------------------------------- which there are

def modules() -> Iterator[str]:
    for package in OURS:
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not found.name.startswith(ASIDE) and not found.name.endswith("__main__"):
                yield found.name


@dataclass(frozen=True, slots=True)
class Found:
    """An expression of ours. `methods`: how it is asked, as far as the source tells; empty: it does not."""

    pattern: str | bytes
    flags: int
    place: str
    methods: frozenset[str]


@cache
def every() -> list[Found]:
    """Every expression that stands in a module of ours, under a name of its own or where it is used."""
    found: dict[tuple[str | bytes, int], Found] = {}
    sources = {name: _source(name) for name in modules()}
    asked: dict[str, set[str]] = defaultdict(set)
    for variable, method in re.findall(r"\b(\w+)(?:\[[\w.]+\])?\.(\w+)\b", "\n".join(sources.values())):
        asked[variable] |= {method} & CALLS
    for name, source in sources.items():
        for variable, value in list(vars(importlib.import_module(name)).items()):
            for one in _within(value):
                found.setdefault((one.pattern, one.flags), Found(one.pattern, one.flags, f"{name}.{variable}", frozenset(asked[variable])))
        for method, pattern in _inline(source):
            flags = re.compile(pattern).flags
            found.setdefault((pattern, flags), Found(pattern, flags, name, frozenset({method})))
    return list(found.values())


def _source(name: str) -> str:
    path = importlib.import_module(name).__file__
    return Path(path).read_text(encoding="utf-8") if path else ""


def _within(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, (tuple, list, set, frozenset)):
        for one in value:
            yield from _within(one, depth + 1)
    elif depth < 3 and isinstance(value, Mapping):
        for one in value.values():
            yield from _within(one, depth + 1)


def _inline(source: str) -> Iterator[tuple[str, str]]:
    """Expressions that stand as text where they are used."""
    for node in ast.walk(ast.parse(source)):
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS and node.args
                and isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and len(node.args) < 4
                and not node.keywords and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)):
            yield node.func.attr, node.args[0].value


# ---------------------------------------------------------------- what attacks them

@dataclass(frozen=True, slots=True)
class Pump:
    """What stands before, what is repeated, what does not fit."""

    head: str
    body: str
    end: str

    def text(self, length: int) -> str:
        """A string of about that length."""
        return self.head + self.body * max(1, length // len(self.body)) + self.end


def attacks(pattern: str | bytes, flags: int, *, most: int, pairs: bool = False) -> Iterator[Pump]:
    """At most so many (and as many again with another end). `pairs`: also every two signs of the expression in turn."""
    tree = parsing.parse(pattern, flags & ~re.UNICODE if isinstance(pattern, bytes) else flags)
    signs = sorted(set(_signs(tree)))[:40]
    found: set[tuple[str, str]] = {("", sign) for sign in signs}
    for head, body in _repeated(tree, ""):
        for one in {body, head + body, *(body + sign for sign in signs[:6])} - {""}:
            found |= {(head[-40:], one), ("", one)}
    if pairs:
        found |= {("", first + second) for first, second in itertools.permutations(signs, 2)}
    for head, body in random.Random(len(found)).sample(sorted(found), min(len(found), most)):
        for end in MISFITS:
            yield Pump(head, body, end)


def _signs(tree: Any) -> Iterator[str]:
    for kind, value in tree:
        if kind in (codes.LITERAL, codes.NOT_LITERAL):
            yield chr(value)
        elif kind is codes.IN:
            yield _one_of(value)
        elif kind is codes.ANY:
            yield "a"
        for inner in _inner(kind, value):
            yield from _signs(inner)


def _inner(kind: Any, value: Any) -> list[Any]:
    """The expressions within one piece of an expression."""
    if kind in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [value[2]]
    if kind is codes.SUBPATTERN:
        return [value[3]]
    if kind is codes.BRANCH:
        return list(value[1])
    if kind in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    if kind is codes.ATOMIC_GROUP:
        return [value]
    return []


def _one_of(parts: Any) -> str:
    """A sign that a class takes."""
    if parts[0][0] is codes.NEGATE:
        barred = {chr(value) for kind, value in parts if kind is codes.LITERAL}
        return next((sign for sign in "a1 -.\t(" if sign not in barred), "a")
    for kind, value in parts:
        if kind is codes.LITERAL:
            return chr(value)
        if kind is codes.RANGE:
            return chr(value[0])
        if kind is codes.CATEGORY:
            return REPRESENTATIVES.get(str(value).lower(), "a")
    return "a"


def _sample(tree: Any) -> str:
    """Something short that the expression takes, as far as its pieces tell."""
    out = ""
    for kind, value in tree:
        if kind is codes.LITERAL:
            out += chr(value)
        elif kind is codes.NOT_LITERAL or kind is codes.ANY:
            out += "a"
        elif kind is codes.IN:
            out += _one_of(value)
        elif kind is codes.BRANCH:
            out += _sample(value[1][0])
        elif kind in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            out += _sample(value[2]) * min(max(value[0], 1), 3)
        elif kind in (codes.SUBPATTERN, codes.ATOMIC_GROUP):
            out += _sample(value[3] if kind is codes.SUBPATTERN else value)
    return out


def _repeated(tree: Any, head: str) -> Iterator[tuple[str, str]]:
    """(what leads to it, what is repeated) for everything that may be repeated often; and whatever can begin anew."""
    for index, (kind, value) in enumerate(tree):
        here = head + _sample(tree[:index])
        if kind in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT) and value[1] > 8:
            body = value[2]
            yield here, _sample(body)
            for inner_kind, inner in body:
                for branch in _inner(inner_kind, inner):
                    if inner_kind is codes.BRANCH or inner_kind is codes.SUBPATTERN:
                        yield here, _sample(branch)
        if index:
            yield "", here
        for inner_tree in _inner(kind, value):
            yield from _repeated(inner_tree, here)
