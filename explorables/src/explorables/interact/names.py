"""The author's function sees faces in the place of NumPy, pyplot and others; its text stays."""

from __future__ import annotations

import builtins
from types import BuiltinFunctionType, CellType, FunctionType, ModuleType

from .cells import pickable
from .percent import fillable, with_texts


class Globals(dict):
    """A module's names, looked at through faces."""

    def __init__(self, real, face):
        super().__init__(real)
        self._face = face

    def __getitem__(self, name):
        return self._face(super().__getitem__(name))


class View:
    """``see(f)`` is f with its module's names, builtins and imports looked at through ``table``.

    ``table`` maps the id of an object to the face that takes its place; functions of the same
    module are seen the same way, so that helpers need no change.
    """

    def __init__(self, table, own_builtins):
        self._table, self._known = table, {}
        self._builtins = {**vars(builtins), **own_builtins, "__import__": self._import}

    def _import(self, *args, **kwargs):
        return self.face(builtins.__import__(*args, **kwargs))

    def face(self, value):
        if id(value) in self._table:
            return self._table[id(value)]
        if isinstance(value, FunctionType) and value.__globals__ is self._home:
            return self._function(value)
        return fillable(pickable(value))

    def see(self, function):
        """The function through this view; callable objects and methods are left as they are."""
        if not isinstance(function, FunctionType):
            return function
        self._home = function.__globals__
        return self._function(function)

    def _function(self, function):
        if id(function) not in self._known:
            names = Globals(function.__globals__, self.face)
            names["__builtins__"] = self._builtins
            cells = function.__closure__ and tuple(map(self._cell, function.__closure__))
            made = FunctionType(
                with_texts(function.__code__),
                names,
                function.__name__,
                function.__defaults__,
                cells,
            )
            made.__kwdefaults__ = function.__kwdefaults__
            self._known[id(function)] = made
        return self._known[id(function)]

    def _cell(self, cell):
        try:
            value = cell.cell_contents
        except ValueError:  # not filled yet
            return cell
        face = self.face(value)
        return cell if face is value else CellType(face)


def table_of(pairs):
    """id → face for (object, face) pairs, and for each name that a module and its face share."""
    table = {}
    for real, face in pairs:
        table[id(real)] = face
        if isinstance(real, ModuleType):
            for name in face.own_names():
                member = getattr(real, name, None)
                if isinstance(member, FunctionType | BuiltinFunctionType | type) or callable(
                    member
                ):
                    table[id(member)] = getattr(face, name)
    return table
