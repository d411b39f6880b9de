"""A figure as the page shows it: plain data for its opening, and for each setting that is asked."""

import itertools

import _page

from ..configuration import settings
from ..explorable import Explorable
from ..figure.veil import veils_of


def make_widget(function, controls, **options):
    return Live(function, controls, **options)


class Live(Explorable):
    """An Explorable whose function runs for every move of the reader."""

    def __init__(self, function, controls, **options):
        Explorable.__init__(self, function, controls, **options)
        self.__doc__ = _page.doc_of(function)
        _page.made.append(self)

    def _veils(self):
        """As in the package, a selector must find something in the figure of some choice."""
        if self.predict is None:
            return []
        for parameter in self.predict.free:
            if parameter not in self.controls:
                raise ValueError(f"free must name parameters of {self.name} (got {parameter!r})")
        chosen = [k for k, c in self.controls.items() if not c.follows]
        choices = list(itertools.product(*[self.controls[k].corners() for k in chosen]))
        figures = [self.compute(**dict(zip(chosen, values))).to_dict() for values in choices]
        self._veiled = dict(zip([tuple(map(repr, v)) for v in choices], veils_of(self.predict, figures, self.name)))
        return [self._veiled[tuple([repr(self.opening[k]) for k in chosen])]]

    def payload(self):
        """What the page needs at first; numbers come by :meth:`at`."""
        return {
            "format": 1,
            "name": self.name,
            "slug": self.slug,
            "caption": self.caption,
            "look": self.look,
            "predict": self.predict and {**self.predict.to_dict(), "veils": self.veils},
            "parameters": [self._parameter(name) for name in self.controls],
            "states": [
                {"name": name, "values": {k: self.controls[k].wire(v) for k, v in s.items()}}
                for name, s in self.states.items()
            ],
            "nodes": [],
            "figures": [],
            "alt": self.caption,
        }

    def payload_size(self):
        raise NotImplementedError("payload_size is not in the page's Python. In the notebook it works.")

    picture = pictures = to_html = payload_size

    def macros(self):
        """TeX macros that its formulas may use."""
        return dict(settings.macros)

    def at(self, wired):
        """({"figure": structure, "veil": …}, slots) at values as the page writes them."""
        values = {k: self.controls[k].check(k, v) for k, v in wired.items()}
        figure = self._figure({k: c.argument(values[k]) for k, c in self.controls.items()})
        structure, slots = self.recording.sent(figure, values)
        answer = {"figure": structure}
        if self.predict:
            answer["veil"] = self._veiled[tuple([repr(values[k]) for k, c in self.controls.items() if not c.follows])]
        return answer, slots
