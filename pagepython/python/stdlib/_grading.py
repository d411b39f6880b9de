"""One answer against one recorded check, by glm_core's own graders."""

import json
import time
from collections import OrderedDict

import _page
import dis
import numpy as np
from glm_core.exercises import _registry
from glm_core.exercises._run import Recorded
from _page import _nd, to_js
from numpy._core import bool_, checked, float64, int64, ndarray, wrap

if not hasattr(time, "process_time"):
    time.process_time = lambda: time.ticks_ms() / 1000

_SCALARS = {"f": float, "i": int, "b": lambda text: text == "True"}
_WRAPPED = {"f": float64, "i": int64, "b": bool_}


def decode(made):
    if "a" in made:
        kind, shape, data = made["a"]
        if kind == "U":
            return ndarray(checked(_nd.build("U", to_js(shape), to_js(data))))
        if kind == "linspace":
            return np.linspace(data[0], data[1], shape[0])
        return ndarray(checked(_nd.unpack(kind, to_js(shape), data)))
    if "n" in made or "s" in made:
        kind, text = made.get("n") or made["s"]
        value = _SCALARS[kind](text)
        return _WRAPPED[kind](value) if "s" in made else value
    if "t" in made:
        return made["t"]
    if "p" in made:
        items = [decode(item) for item in made["p"]]
        return items if made["list"] else tuple(items)
    if "g" in made:
        return _replayed(made["g"])
    if "source" in made:
        space = {}
        exec(made["source"], space)
        return space[made["name"]]
    if "u" in made:
        from glm_core.exercises._plain import Unusable

        return Unusable(made["u"])
    return None


def _constant(shape, attr):
    if "value" in attr:
        return float(attr["value"])
    if "data" in attr:
        return np.array([float(x) for x in attr["data"]]).reshape(shape)
    if "linspace" in attr:
        return np.linspace(attr["linspace"][0], attr["linspace"][1], shape[0]).reshape(shape)
    if "range" in attr:
        return (attr["range"][0] + np.arange(shape[0]) * attr["range"][1]).reshape(shape)
    return ndarray(checked(_nd.unpack("f", to_js(shape), attr["base64"])))


def _replayed(graph):
    """The function that a graph says, at arguments of any shape where it works element by element."""
    nodes = graph["nodes"]

    def function(x):
        given, values = np.asarray(x) * 1.0, []
        for node in nodes:
            op, inputs, shape = node[:3]
            attr = node[3] if len(node) > 3 else {}
            args = [values[i] for i in inputs]
            if op == "const":
                values.append(_constant(shape, attr))
            elif op == "param":
                values.append(given)
            elif op == "broadcast_to":
                values.append(args[0])
            else:
                values.append(_operate(op, args, shape, attr))
        out = values[graph["out"]]
        if graph["alike"] and np.shape(out) != given.shape:
            out = np.broadcast_to(out, given.shape)
        return out if np.ndim(out) else np.asarray(out)[()]

    return function


def _operate(op, args, shape, attr):
    if op in ("where", "clip", "betainc"):
        return wrap(_nd.ternary(op, *[_give(a) for a in args]))
    if op in ("sum", "prod", "min", "max", "any", "all"):
        return wrap(_nd.reduce(op, _give(args[0]), to_js(attr["axis"]), attr["keepdims"], 0))
    if op == "matmul":
        return np.matmul(*args)
    if len(args) == 1 and not attr and op not in ("reshape", "inv", "det", "cholesky"):
        return wrap(_nd.unary(op, _give(args[0])))
    if len(args) == 2 and not attr and op != "solve":
        return wrap(_nd.binary(op, _give(args[0]), _give(args[1])))
    return wrap(_nd.operate(op, to_js([np.asarray(a)._ for a in args]), to_js(shape), to_js(attr)))


def _give(x):
    return np.asarray(x)._


class Exercise:
    """A record in the form that the graders know."""

    def __init__(self, made, pick, rules):
        for name in ("name", "chapter", "summary", "kind", "ordered", "rtol", "atol", "digits", "trials", "seconds"):
            setattr(self, name, made.get(name))
        self.accept, self.edges, self.slips, self.opening = None, {}, {}, {}
        self.call = lambda answer, *inputs: answer(*inputs)
        if "accept" in made:
            self.accept = rules[made["accept"]["name"]]
        if "call" in made:
            special = rules[made["call"]["name"]]
            self.call = lambda answer, *inputs: answer(*inputs) if type(answer) is Recorded else special(answer, *inputs)
        if self.kind == "setting":
            self.reference = rules[made["judge"]["name"]]
            self.opening = OrderedDict([(name, decode(made["opening"][name])) for name in made["parameters"]])
            return
        self.reference = Recorded(made["parameters"])
        self.slips = OrderedDict([(said, Recorded()) for said in made["slips"]])
        drawn = self._take(made["sets"][pick % len(made["sets"])])
        self.seed = made["sets"][pick % len(made["sets"])]["seed"]
        if self.kind == "value":
            value = drawn and self.reference.known[0][1]
            self.whole = made["whole"]
            self.reference = lambda: int(value.item()) if made["whole"] else value
            self.slips = OrderedDict([(said, slip.known[0][1]) for said, slip in self.slips.items()])
            return
        self._next = iter(drawn)
        self.inputs = lambda rng: next(self._next)
        self.edges = OrderedDict(zip(made["edges"], self._take(made["at_edges"])))

    def _take(self, part):
        """The inputs of a set; what is right and what the slips give there is kept."""
        trials = [tuple([decode(value) for value in inputs]) for inputs in part["inputs"]]
        for inputs, expected in zip(trials, part["expected"]):
            self.reference.known.append((inputs, decode(expected)))
        for slip, outputs in zip(self.slips.values(), part["slipped"]):
            for inputs, output in zip(trials, outputs):
                slip.known.append((inputs, decode(output)))
        return trials


class _Figure:
    def __init__(self, values):
        self.opening = {}
        for name, value in values.items():
            setattr(self, name, value)


def grade(name, record, source, about, pick):
    """{status, message} as JSON; `source` defines the answer, or is a figure's values as JSON.

    `about` says what the page read off the source: {"names": …, "empty": …, "signatures": …}
    """
    from glm_core.exercises import _grade

    made, about = json.loads(record), json.loads(about)
    rules = {}
    for part in ("accept", "call", "judge"):
        if part in made:
            exec(made[part]["source"], rules)
    exercise = _registry.current = Exercise(made, pick, rules)
    if made["kind"] == "setting":
        result = _grade.grade(name, _Figure(json.loads(source)), seed=0)
        return json.dumps({"status": result.status, "message": result.message})
    key = "exercise " + name
    _page.forget(key)
    with _page.Muted():
        wrong = _page.run(made.get("lead", ""), key) or _page.run(source, key)
    if wrong:
        return json.dumps({"status": "wrong", "message": "Your code stops before it can be checked.\n" + wrong})
    space = _page.names(key)
    wanted = made.get("answer")
    answer = space.get(wanted) if wanted in space else _page.function(space, about["names"])
    dis.empty[:] = about["empty"]
    _page.signatures.clear()
    _page.signatures.update(about["signatures"])
    result = _grade.grade(name, answer, seed=exercise.seed)
    return json.dumps({"status": result.status, "message": result.message})
