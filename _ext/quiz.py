"""``{quiz}``: a paper exercise answered and checked on the static page, with no kernel.

The shortest form names an exercise of ``glm_core.exercises`` whose answer is a value. Its
reference and its slips are hashed while the book is built; the page holds no answer::

    ::::{quiz} taxi-ways
    :digits: 0

    Eight friends, two taxis: how many ways are there to put three into the first?

    :::{hint}
    The order in which the three get in makes no difference.
    :::
    ::::

Where the chapter's file has no such exercise, ``python -m glm_core.exercises.quiz hash 56
--digits 0 --slip 336`` prints the lines with the hashes::

    ::::{quiz} taxi-ways
    :digits: 0
    :answer: pbkdf2-sha256$1000$…$…

    How many ways?

    :::{slip} 83f7…
    The order in which they get in makes no new way.
    :::
    ::::

A choice: ``:choices:`` makes the last list of the body the options (the exercise's value is the
place of the right one, from 1, or a tuple of places; with ``:choices: several`` any number may be
ticked)::

    ::::{quiz} which-is-larger
    :choices:

    Which is larger?

    - $H(p)$
    - $H(p, q)$
    ::::

Options: ``digits`` (after the point, default 3), ``tolerance`` (units of the last digit, default
0), ``unit``, ``title`` (the legend, "Check yourself"). Hints unfold one at a time; outside HTML
the question and the options are printed, and the form is left out.
"""

import hashlib
import html
import json
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from places import SKIPPED, copy_static, holds
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from glm_core.exercises import exercises
from glm_core.exercises.quiz import canonical_choice, canonical_number, decode, digest, encode

FILES = Path(__file__).parent / "quiz"
logger = logging.getLogger(__name__)


class quiz(nodes.General, nodes.Element):
    """The form; with a `name`, a `title`, and a `key` for the script."""


class quiz_answer(nodes.General, nodes.Element):
    """The row with the field, the button and the verdict."""


class quiz_option(nodes.General, nodes.Element):
    """A radio button or a tick box with its label."""


class quiz_hint(nodes.General, nodes.Element):
    """One hint, with the next one folded inside it."""


class quiz_slip(nodes.General, nodes.Element):
    """What to say to an answer with this `hash`."""


class Slip(SphinxDirective):
    required_arguments = 1
    has_content = True

    def run(self):
        slip = quiz_slip(hash=self.arguments[0])
        self.state.nested_parse(self.content, self.content_offset, slip)
        return [slip]


def _choices(argument):
    return directives.choice(argument or "one", ("one", "several"))


class Quiz(SphinxDirective):
    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {
        "answer": directives.unchanged_required,
        "choices": _choices,
        "digits": directives.nonnegative_int,
        "tolerance": directives.nonnegative_int,
        "unit": directives.unchanged,
        "title": directives.unchanged,
    }

    def run(self):
        name = self.arguments[0]
        kind = self.options.get("choices", "number")
        body = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, body)
        try:
            key, sentences = self._key(name, kind)
        except ValueError as error:
            logger.warning(f"quiz {name!r}: {error}", location=self.get_location())
            return body.children
        key["kind"] = kind
        node = quiz(name=name, key=key, title=self.options.get("title", "Check yourself"))
        node["ids"] = [nodes.make_id(f"quiz-{name}")]
        self.set_source_info(node)
        hints = [child for child in body.children if isinstance(child, nodes.hint)]
        question = [child for child in body.children if not isinstance(child, nodes.hint)]
        node += self._with_options(question, kind)
        told = {"digits": key["digits"], "tolerance": key["tolerance"]}
        node += quiz_answer(kind=kind, unit=self.options.get("unit", ""), **told)
        node += self._nested(hints)
        for hashed, sentence in sentences:
            node += quiz_slip("", nodes.paragraph("", sentence), hash=hashed)
        return [node]

    def _key(self, name, kind):
        """What the script needs, and (hash, sentence) of the exercise's slips."""
        digits = self.options.get("digits", 3)
        key = {"digits": digits, "tolerance": self.options.get("tolerance", 0)}
        key |= {"unit": self.options["unit"]} if "unit" in self.options else {}

        def canonical(value):
            return canonical_number(value, digits) if kind == "number" else canonical_choice(value)

        if "answer" in self.options:
            encoded, slips = self.options["answer"], {}
        else:
            exercise = exercises().get(name)
            if exercise is None or exercise.kind != "value":
                raise ValueError("an :answer: or an exercise with a value of this name is needed")
            salt = hashlib.sha256(name.encode()).hexdigest()[:16]
            encoded, slips = encode(canonical(exercise.reference()), salt), exercise.slips
        iterations, salt, right = decode(encoded)
        key |= {"iterations": iterations, "salt": salt, "hash": right}
        wrong = [(value() if callable(value) else value, said) for said, value in slips.items()]
        return key, [(digest(canonical(value), salt, iterations), said) for value, said in wrong]

    def _with_options(self, children, kind):
        """The last list becomes the options."""
        if kind == "number":
            return children
        lists = [i for i, child in enumerate(children) if isinstance(child, nodes.Sequential)]
        if not lists:
            logger.warning("a quiz with choices needs a list", location=self.get_location())
            return children
        items = children[lists[-1]].children
        options = [
            quiz_option("", *item.children, place=place, kind=kind, name=self.arguments[0])
            for place, item in enumerate(items, start=1)
        ]
        return [*children[: lists[-1]], *options, *children[lists[-1] + 1 :]]

    def _nested(self, hints):
        """Each hint holds the next one."""
        inner: list = []
        for hint in reversed(hints):
            inner = [quiz_hint("", *hint.children, *inner, first=hint is hints[0])]
        return inner


def _escape(text):
    return html.escape(text, quote=True)


def visit_quiz(self, node):
    attributes = {"data-quiz": json.dumps(node["key"], sort_keys=True), "novalidate": "novalidate"}
    self.body.append(self.starttag(node, "form", CLASS="quiz", **attributes))
    self.body.append(f"<fieldset><legend>{_escape(node['title'])}</legend>\n")


def depart_quiz(self, node):
    self.body.append("</fieldset></form>\n")


def visit_answer(self, node):
    """The row stays hidden until the script is there to check an answer."""
    field = ""
    if node["kind"] == "number":
        label = "Your answer" + (f" in {node['unit']}" if node["unit"] else "")
        digits = node["digits"]
        word = "digit" if digits == 1 else "digits"
        places = f"{digits} {word} after the point" if digits else "a whole number"
        if node["tolerance"]:
            places += f", give or take {node['tolerance'] / 10**digits:.{digits}f}"
        field = (
            f'<label>{_escape(label)}, <span class="quiz-digits">{places}</span> '
            '<input type="text" inputmode="decimal" autocomplete="off" spellcheck="false"></label>'
        )
    self.body.append(
        f'<div class="quiz-answer" hidden>{field}<button type="submit">Check</button></div>'
        '<div class="quiz-verdict" role="status" aria-live="polite"></div>\n'
    )
    raise nodes.SkipNode


def visit_option(self, node):
    control = "radio" if node["kind"] == "one" else "checkbox"
    name = _escape(node["name"])
    self.body.append(
        f'<label class="quiz-option"><input type="{control}" name="{name}" '
        f'value="{node["place"]}" disabled><span>'
    )
    # A label holds phrases, no paragraphs.
    for child in node.children:
        for part in child.children if isinstance(child, nodes.paragraph) else [child]:
            part.walkabout(self)
    self.body.append("</span></label>\n")
    raise nodes.SkipNode


def visit_hint(self, node):
    word = "A hint" if node["first"] else "Another hint"
    self.body.append(f'<details class="quiz-hint"><summary>{word}</summary>\n')


def depart_hint(self, node):
    self.body.append("</details>\n")


def visit_slip(self, node):
    self.body.append(f'<template class="quiz-slip" data-hash="{_escape(node["hash"])}">')


def depart_slip(self, node):
    self.body.append("</template>\n")


def _plain(self, node):
    """Outside HTML: the contents alone."""


def _bullet(self, node):
    self.body.append("\n\\par\\noindent\\(\\circ\\)\\enspace ")


def add_files(app, pagename, templatename, context, doctree):
    """Only pages with a quiz load the scripts."""
    if holds(doctree, quiz):
        app.add_css_file("quiz/quiz.css")
        for name in ("numbers.js", "quiz.js"):
            app.add_js_file(f"quiz/{name}", loading_method="defer")


def copy_files(app, builder):
    if builder.format == "html":
        copy_static(app, FILES, ("quiz.css", "numbers.js", "quiz.js", "pbkdf2.js"))


def setup(app):
    app.add_directive("quiz", Quiz)
    app.add_directive("slip", Slip)
    plain = {"latex": (_plain, _plain), "text": (_plain, _plain), "texinfo": (_plain, _plain)}
    app.add_node(quiz, html=(visit_quiz, depart_quiz), **plain)
    app.add_node(quiz_answer, html=(visit_answer, None), **SKIPPED)
    app.add_node(quiz_hint, html=(visit_hint, depart_hint), **plain)
    app.add_node(quiz_slip, html=(visit_slip, depart_slip), **SKIPPED)
    app.add_node(quiz_option, html=(visit_option, None), **plain | {"latex": (_bullet, _plain)})
    app.connect("html-page-context", add_files)
    app.connect("write-started", copy_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
