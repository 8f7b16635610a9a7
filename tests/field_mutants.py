"""Writers and readers that lose one thing: mutants of the source, made one at a time.

A mutant of a writer does not see one field of the record in one place. A mutant of a reader does
not know one name in one place, or misses one line of one of its tables.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FunctionType, ModuleType
from typing import Any, Literal, get_origin

import msgspec

from archive import release

Change = Callable[[ast.AST], ast.expr | None]
"""What a node of the source becomes; ``None`` if it stays."""
_STRUCTS = [
    one
    for one in vars(release).values()
    if isinstance(one, type) and issubclass(one, msgspec.Struct)
]
_NOTHING = {int: "0", release.Span: "(0, 0)"}


def _absent(field: msgspec.structs.FieldInfo) -> str:
    """Return what stands for a field that is not there; for a text that must be, another one."""
    if field.type is str or get_origin(field.type) is Literal:
        return "'urn:x:lost'"
    if field.default is msgspec.NODEFAULT:
        return _NOTHING.get(field.type, "None")
    return repr(field.default)


FIELDS: dict[str, str] = {}
"""The fields of the typed record, and the expression that says each is absent."""
for _field in [field for one in _STRUCTS for field in msgspec.structs.fields(one)]:
    if FIELDS.get(_field.name, "None") == "None":
        FIELDS[_field.name] = _absent(_field)


_MODULES = {"agents", "things", "item"}
"""Names of modules, whose functions are called as fields are."""


def unseen_fields(node: ast.AST) -> ast.expr | None:
    """Return what stands instead of a field that is asked for: as if it were absent."""
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Is | ast.IsNot):
        is_field = unseen_fields(node.left) is not None
        return ast.Compare(ast.Constant(None), node.ops, node.comparators) if is_field else None
    if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load):
        return None
    if node.attr not in FIELDS or (isinstance(node.value, ast.Name) and node.value.id in _MODULES):
        return None
    return ast.parse(FIELDS[node.attr], mode="eval").body


def unknown_names(node: ast.AST) -> ast.expr | None:
    """Return what stands instead of a name: another one."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or not node.value:
        return None
    return ast.Constant(f"{node.value}-lost")


class _OneChange(ast.NodeTransformer):
    """Changes the node of a number, of those that can be changed; ``done`` is what was there."""

    def __init__(self, change: Change, number: int) -> None:
        self.done = ""
        self._change = change
        self._left = number

    def visit(self, node: ast.AST) -> Any:
        """Return the node or what it becomes; docstrings and types of arguments stay."""
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return node
        if isinstance(node, ast.arguments):
            return node
        if not self.done and (other := self._change(node)) is not None:
            if self._left == 0:
                self.done = ast.unparse(node)
                return ast.copy_location(other, node)
            self._left -= 1
            if isinstance(node, ast.Compare):
                return node
        return self.generic_visit(node)


def mutants(names: list[str], change: Change) -> Iterator[Callable[[], Any]]:
    """Yield a context for each mutant: inside it the function is the mutant.

    The context gives the place of what was changed.
    """
    for name in names:
        module = importlib.import_module(name)
        for function in _functions(module):
            yield from _of_function(module, function, change)


def _functions(module: ModuleType) -> Iterator[FunctionType]:
    """Yield the functions and methods that a module defines."""
    for one in vars(module).values():
        members = vars(one).values() if isinstance(one, type) else [one]
        for member in members:
            if not inspect.isfunction(member) or "<" in member.__qualname__:
                continue  # no lambda, none made inside another one
            if member.__code__.co_filename == module.__file__:
                yield member


def _of_function(
    module: ModuleType, function: FunctionType, change: Change
) -> Iterator[Callable[[], Any]]:
    number = 0
    while True:
        tree = ast.parse(inspect.getsource(module))
        (node,) = [
            one
            for one in ast.walk(tree)
            if isinstance(one, ast.FunctionDef) and _begins(one) == function.__code__.co_firstlineno
        ]
        mutator = _OneChange(change, number)
        node.body = [mutator.visit(statement) for statement in node.body]
        if not mutator.done:
            return
        with warnings.catch_warnings(action="ignore", category=SyntaxWarning):
            code = compile(ast.fix_missing_locations(tree), module.__file__ or "", "exec")
        where = f"{module.__name__}.{function.__qualname__}: {mutator.done}"
        yield _context(function, _found(code, function), where)
        number += 1


def _begins(node: ast.FunctionDef) -> int:
    return min([node.lineno, *[one.lineno for one in node.decorator_list]])


def _found(code: CodeType, function: FunctionType) -> CodeType:
    """Return the code of a function inside that of its module."""
    for one in code.co_consts:
        if isinstance(one, CodeType):
            if one.co_qualname == function.__qualname__:
                return one
            if function.__qualname__.startswith(f"{one.co_qualname}."):
                return _found(one, function)
    raise LookupError(function.__qualname__)


def _context(function: FunctionType, code: CodeType, where: str) -> Callable[[], Any]:
    @contextmanager
    def mutant() -> Iterator[str]:
        known = function.__code__
        function.__code__ = code
        try:
            yield where
        finally:
            function.__code__ = known

    return mutant


def poorer_tables(names: list[str]) -> Iterator[Callable[[], Any]]:
    """Yield a context for each part of each table of some modules: inside it the part is gone."""
    seen: set[int] = set()
    for name in names:
        for table_name, table in vars(importlib.import_module(name)).items():
            if table_name[:2] != "__":
                yield from _poorer(table, f"{name}.{table_name}", seen)


def _poorer(table: Any, where: str, seen: set[int]) -> Iterator[Callable[[], Any]]:
    """Yield a context for each line of a table, and each attribute of what stands in it."""
    if id(table) in seen:
        return
    if isinstance(table, dict):
        seen.add(id(table))
        for key, part in list(table.items()):
            yield _without([table], key, f"{where}[{key!r}]")
            yield from _poorer(part, f"{where}[{key!r}]", seen)
    elif isinstance(table, tuple):
        for number, part in enumerate(table):
            yield from _poorer(part, f"{where}[{number}]", seen)
    elif dataclasses.is_dataclass(table) and not isinstance(table, type):
        seen.add(id(table))
        parts = {field.name: getattr(table, field.name) for field in dataclasses.fields(table)}
        inside = [part for part in parts.values() if isinstance(part, dict)]
        for key in {key: None for part in inside for key in part}:
            yield _without(inside, key, f"{where}[{key!r}]")
        for name, part in parts.items():
            if isinstance(part, dict):
                yield from _poorer(tuple(part.values()), f"{where}.{name}", seen)
            elif part is not None and part is not False:
                yield _blank(table, name, f"{where}.{name}")
                yield from _poorer(part, f"{where}.{name}", seen)


def _without(tables: list[dict[Any, Any]], key: Any, where: str) -> Callable[[], Any]:
    @contextmanager
    def mutant() -> Iterator[str]:
        known = [dict(table) for table in tables]
        for table in tables:
            table.pop(key, None)
        try:
            yield where
        finally:
            for table, before in zip(tables, known, strict=True):
                table.clear()
                table.update(before)

    return mutant


def _blank(one: Any, name: str, where: str) -> Callable[[], Any]:
    @contextmanager
    def mutant() -> Iterator[str]:
        known = getattr(one, name)
        object.__setattr__(one, name, None)
        try:
            yield where
        finally:
            object.__setattr__(one, name, known)

    return mutant
