"""The figure as a Jupyter widget: one synced trait per parameter, and the same script as a page."""

from __future__ import annotations

import base64
import os
import zlib
from typing import Any

from ..digest import digest
from ..explorable import Explorable
from .output import is_offered, output_html
from .page import script, style
from .still import before_the_guess, states_to_draw

try:
    import anywidget
    import traitlets
except ImportError:  # a page or a picture needs no widget
    anywidget: Any = None  # type: ignore[no-redef]

VIEW = "application/vnd.jupyter.widget-view+json"
DIGEST = "text/vnd.explorable.digest"  # for tests of notebooks: nbval compares it
STATIC = "EXPLORE_STATIC"  # set while a book is built: nothing listens, so no comm is opened


def make_widget(function, controls, **options):
    """The Explorable of a function, a widget where anywidget is installed."""
    made = Widget if anywidget else Explorable
    return made(function, controls, **options)


def traits_apart(names, taken):
    """parameter → trait: its own name, or with underscores behind it where that is taken."""
    traits = {}
    for name in names:
        trait = name
        while trait in taken or (trait != name and trait in names) or trait[:1] == "_" != trait[-1]:
            trait += "_"
        traits[name] = trait
    return traits


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
    """An Explorable that Jupyter shows alive; its comm opens when it is first shown or linked.

    A parameter's trait has its name. Where a widget has an attribute of that name already, such as
    ``log`` or ``layout``, the trait is ``log_``; ``traits_of`` maps parameters to their traits.
    """

    def __init__(self, function, controls, **options):
        Explorable.__init__(self, function, controls, **options)
        self.__doc__ = function.__doc__
        self.traits_of = traits_apart(self.controls, {"self", *dir(type(self)), *vars(self)})
        self.add_traits(**{self.traits_of[k]: _trait(k, c) for k, c in self.controls.items()})
        self._esm = script() + "\nexport default {render: globalThis.explorables.render};\n"
        self._css = style(self.payload())
        anywidget.AnyWidget.__init__(self)
        self._anywidget_id = f"explorables.{zlib.crc32(self._css.encode()):08x}"  # of its style

    def open(self):
        """Nothing yet: many figures of a page are never shown in a kernel."""

    @property
    def model_id(self):
        """The id by which the front end knows this figure; asking for it opens the comm."""
        unwanted = os.environ.get(STATIC) or os.environ.get("EXPLORABLES_WIDGET") == "0"
        if self.comm is None and not unwanted:
            anywidget.AnyWidget.open(self)
        return self.comm.comm_id if self.comm else ""

    def get_state(self, key=None, drop_defaults=False):
        """The widget's state; the payload goes along once, when the comm opens."""
        state = super().get_state(key, drop_defaults)
        return {**state, "payload": self.payload()} if key is None else state

    def current(self):
        """Parameter values now."""
        return {name: getattr(self, trait) for name, trait in self.traits_of.items()}

    def _parameter(self, name):
        trait = self.traits_of[name]
        return super()._parameter(name) | ({"trait": trait} if trait != name else {})

    def _repr_mimebundle_(self, **_):
        png = self.picture(**self.current())
        picture = base64.b64encode(png).decode()
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        view |= {"explorable": self.payload(), "picture": picture}
        if os.environ.get(STATIC) and self.states:
            view["states"] = states_to_draw(self)
        if os.environ.get(STATIC) and (closed := before_the_guess(self)):
            view["closed"] = base64.b64encode(closed).decode()
        data = {VIEW: view, "image/png": picture, "text/plain": repr(self)}
        if os.environ.get(STATIC):
            return data, {}
        if is_offered():
            data["text/html"] = output_html(self, png)
        return data | {DIGEST: digest(self)}, {}

    __repr__ = Explorable.__repr__
