"""Nothing but knowledge finds the right options: no place, no length, no form of words does."""

import itertools
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from py_mini_racer import MiniRacer
from scipy.stats import chi2_contingency, chisquare

ROOT = Path(__file__).parents[2]
SHUFFLE = ROOT / "explorables/javascript/src/shuffle.js"
PAYLOAD = re.compile(
    r'<figure class="explorable".*?<script type="application/json">(.*?)</script>', re.DOTALL
)
READERS = 600  # of a fixed list: the same on every machine
RARE = 1e-4  # of so many counts none may be as uneven as one in ten thousand is by chance


@pytest.fixture(scope="module")
def questions(book):
    """slug → (options, place of the right one), of every figure in the book that asks."""
    found = {}
    for page in sorted(book.rglob("*.html")):
        for payload in map(json.loads, PAYLOAD.findall(page.read_text(encoding="utf-8"))):
            if predict := payload["predict"]:
                found[payload["slug"]] = predict["options"], predict["answer"]
    assert len(found) > 60
    return found


@pytest.fixture(scope="module")
def places(questions):
    """slug → where the right option stands, for each of the readers."""
    context = MiniRacer()
    context.eval(SHUFFLE.read_text(encoding="utf-8").replace("export function", "function"))
    draw = np.random.default_rng(17)
    readers = ["".join(map(str, draw.integers(0, 10, 16))) for _ in range(READERS)]
    asked = {slug: [len(options), right] for slug, (options, right) in questions.items()}
    code = """(asked, readers) => {
        const place = (slug, [n, right], who) => order(slug, n, who).indexOf(right);
        const all = ([slug, question]) => [slug, readers.map((who) => place(slug, question, who))];
        return JSON.stringify(Object.fromEntries(Object.entries(asked).map(all)));
    }"""
    return json.loads(context.eval(f"({code})({json.dumps(asked)}, {json.dumps(readers)})"))


def test_for_each_question_every_place_is_right_about_equally_often(questions, places):
    for slug, (options, _) in questions.items():
        seen = np.bincount(places[slug], minlength=len(options))
        assert len(seen) == len(options)
        assert chisquare(seen).pvalue > RARE, f"{slug}: {seen}"


def test_over_the_book_every_place_is_right_about_equally_often(questions, places):
    for n in {len(options) for options, _ in questions.values()}:
        seen = Counter()
        for slug, (options, _) in questions.items():
            seen.update(places[slug] if len(options) == n else [])
        assert chisquare([seen[place] for place in range(n)]).pvalue > RARE, f"{n} options: {seen}"


def test_the_place_of_one_answer_says_nothing_of_the_next(questions, places):
    alike = sorted(questions, key=lambda slug: len(questions[slug][0]))
    for one, other in itertools.pairwise(alike):
        table = np.zeros((len(questions[one][0]), len(questions[other][0])))
        np.add.at(table, (places[one], places[other]), 1)
        assert chi2_contingency(table).pvalue > RARE, f"{one}, {other}: {table.tolist()}"


def test_the_order_of_the_authors_says_nothing(questions):
    """Paper has no readers to shuffle for: there options stand as they were written."""
    counts = Counter((len(options), right) for options, right in questions.values())
    for n in {n for n, _ in counts}:
        seen = [counts[n, place] for place in range(n)]
        assert chisquare(seen).pvalue > 0.01, f"{n} options: right at {seen}"
    most = Counter(right for _, right in questions.values()).most_common(1)[0][1]
    assert most <= 0.5 * len(questions)


HABITS = {  # what a reader without a clue may look at: the option with the largest number is taken
    "the longest": len,
    "the shortest": lambda option: -len(option),
    "one with a reason": lambda option: ":" in option or "," in option,
    "one without a reason": lambda option: ":" not in option and "," not in option,
    "one with a number": lambda option: bool(re.search(r"\d", option)),
}


@pytest.mark.parametrize("habit", HABITS)
def test_no_habit_finds_the_right_options(questions, habit):
    """Chance is right in about a third; among equals a reader of habit draws lots."""
    hits = 0.0
    for options, right in questions.values():
        marks = [HABITS[habit](option) for option in options]
        best = max(marks)
        hits += (marks[right] == best) / marks.count(best)
    assert hits <= 0.45 * len(questions), f"{habit}: {hits:.1f} of {len(questions)}"
