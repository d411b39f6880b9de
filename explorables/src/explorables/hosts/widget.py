"""The figure as a Jupyter widget: one synced trait per parameter, and the same script as a page."""

from __future__ import annotations

import base64
import os
from typing import Any

from ..digest import digest
from ..explorable import Explorable
from .page import script, style

try:
    import anywidget
    import traitlets
except ImportError:  # a page or a picture needs no widget
    anywidget: Any = None  # type: ignore[no-redef]

VIEW = "application/vnd.jupyter.widget-view+json"
DIGEST = "text/vnd.explorable.digest"  # for tests of notebooks: nbval compares it
FIELDS = "caption controls function look name opening predict recording slug states".split()
STATIC = "EXPLORE_STATIC"  # set while a book is built: nothing listens, so no comm is opened


def make_widget(function, controls, **options):
    """The Explorable of a function, a widget where anywidget is installed.

    Raises ValueError when a parameter has the name of something a figure or widget already has.
    """
    for name in controls:
        if hasattr(Widget, name) or name in FIELDS:
            raise ValueError(
                f"a parameter must not be named like a widget's attribute (got {name!r})"
            )
    made = Widget if anywidget else Explorable
    return made(function, controls, **options)


def _trait(name, control):
    class Parameter(traitlets.TraitType):
        default_value = control.value
        info_text = f"a value of {name}"

        def validate(self, widget, value):
            return control.check(name, value)

    return Parameter().tag(
        sync=True,
        to_json=lambda value, widget: control.wire(value),
        from_json=lambda value, widget: control.check(name, value),
    )


class Widget(Explorable, anywidget.AnyWidget if anywidget else object):  # type: ignore[misc]
    """An Explorable that Jupyter shows alive; its comm opens when it is first shown or linked."""

    def __init__(self, function, controls, **options):
        Explorable.__init__(self, function, controls, **options)
        self.__doc__ = function.__doc__
        self.add_traits(**{name: _trait(name, c) for name, c in self.controls.items()})
        self._esm = script() + "\nexport default {render: globalThis.explorables.render};\n"
        self._css = style(self.payload())
        anywidget.AnyWidget.__init__(self)

    def open(self):
        """Nothing yet: many figures of a page are never shown in a kernel."""

    @property
    def model_id(self):
        """The id by which the front end knows this figure; asking for it opens the comm."""
        if self.comm is None and not os.environ.get(STATIC):
            anywidget.AnyWidget.open(self)
        return self.comm.comm_id if self.comm else ""

    def get_state(self, key=None, drop_defaults=False):
        """The widget's state; the payload goes along once, when the comm opens."""
        state = super().get_state(key, drop_defaults)
        return {**state, "payload": self.payload()} if key is None else state

    def current(self):
        """Parameter values now."""
        return {name: getattr(self, name) for name in self.controls}

    def _repr_mimebundle_(self, **_):
        picture = base64.b64encode(self.picture(**self.current())).decode()
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        view |= {"explorable": self.payload(), "picture": picture}
        if os.environ.get(STATIC) and self.states:
            pictures = self.pictures().items()
            view["pictures"] = {k: base64.b64encode(png).decode() for k, png in pictures}
        bundle = {VIEW: view, "image/png": picture, "text/plain": repr(self)}
        return bundle if os.environ.get(STATIC) else bundle | {DIGEST: digest(self)}, {}

    __repr__ = Explorable.__repr__
