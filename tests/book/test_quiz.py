"""Paper exercises on the static page: the hashes, the directive, and the page in a browser."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from py_mini_racer import MiniRacer

from glm_core.exercises import exercises
from glm_core.exercises.quiz import (
    canonical_choice,
    canonical_number,
    decode,
    digest,
    encode,
    main,
    matches,
)

ROOT = Path(__file__).parents[2]
FILES = ROOT / "_ext" / "quiz"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.6931471805599453, 3, "693"),
        ("0.6931", 3, "693"),
        (-0.25, 1, "-3"),
        (-1e-9, 3, "0"),
        (1.005, 2, "101"),
        (70, 0, "70"),
        (1e21, 2, "100000000000000000000000"),
    ],
)
def test_numbers_are_counted_in_their_last_digit(value, digits, text):
    assert canonical_number(value, digits) == text


def test_choices_are_places():
    assert canonical_choice(2) == canonical_choice("2") == "2"
    assert canonical_choice((3, 1)) == canonical_choice("3, 1") == "1,3"
    for wrong in (0, (), "-1"):
        with pytest.raises(ValueError, match=r"places in the list|invalid literal"):
            canonical_choice(wrong)


def test_a_hash_is_salted_and_quick():
    first, second = encode("693"), encode("693")
    assert first != second
    assert matches("693", first)
    assert not matches("694", first)
    assert decode(first)[0] == 1_000
    # RFC 7914, section 11, gives PBKDF2-HMAC-SHA-256("passwd", "salt", 1) as 55ac046e56e3089f…
    assert digest("passwd", b"salt".hex(), 1) == "55ac046e56e3089fec1691c22544b605"


@pytest.mark.parametrize("encoded", ["693", "md5$1$00$00", "pbkdf2-sha256$x$00$00"])
def test_a_malformed_answer_is_refused(encoded):
    with pytest.raises(ValueError, match="answer must have the form"):
        decode(encoded)


def test_the_command_line_makes_and_verifies_a_hash(capsys):
    main(["hash", "0.6931", "--slip", "1.0"])
    printed = capsys.readouterr().out
    encoded = re.search(r":answer: (\S+)", printed)[1]
    slip = re.search(r":::\{slip\} (\S+)", printed)[1]
    assert slip == digest("1000", decode(encoded)[1])
    assert main(["verify", encoded, "0.69312"]) == 0
    assert main(["verify", encoded, "0.694"]) == 1


def test_every_slip_of_a_paper_exercise_has_a_hash_of_its_own():
    for name, exercise in exercises().items():
        if exercise.kind == "value" and isinstance(exercise.reference(), int | float):
            wrong = [w() if callable(w) else w for w in exercise.slips.values()]
            texts = [canonical_number(value, 6) for value in [exercise.reference(), *wrong]]
            assert len(set(texts)) == len(texts), name


def page(body):
    return f"# A page\n\n{body}\n"


NUMBER = """\
::::{quiz} taxi-ways
:digits: 0

Eight friends, $n = 8$: how many ways?

:::{hint}
First hint, about order.
:::
:::{hint}
Second hint, about the factorial.
:::
::::
"""
CHOICE = """\
::::{quiz} which-is-larger
:choices:
:answer: ANSWER

Which is larger?

- $H(p)$
- $H(p, q)$
- neither

:::{slip} SLIP
Cross-entropy is *never* the smaller.
:::
::::
"""
SEVERAL = """\
::::{quiz} which-are-divergences
:choices: several
:answer: SEVERAL

Tick all that are positive.

1. one
2. minus one
3. two
::::
"""
DECIMAL = """\
::::{quiz} fair-coin
:answer: DECIMAL
:unit: nats
:title: A fair coin
:tolerance: 1

The entropy of a fair coin?
::::
"""
SALT = "00112233445566ff"


def source():
    text = page(NUMBER + CHOICE + SEVERAL + DECIMAL)
    for word, value in {
        "ANSWER": encode("2", SALT),
        "SLIP": digest("1", SALT),
        "SEVERAL": encode("1,3", SALT),
        "DECIMAL": encode("693", SALT),
    }.items():
        text = text.replace(f" {word}\n", f" {value}\n")
    return text


def build(folder, text, builder="html"):
    (folder / "index.md").write_text(text, encoding="utf-8")
    (folder / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT / '_ext')!r})\n"
        "extensions = ['myst_parser', 'quiz']\n"
        "myst_enable_extensions = ['colon_fence', 'dollarmath']\n"
        "html_theme = 'basic'\nhtml_sidebars = {'**': []}\n"
        "html_math_renderer = 'mathjax'\nmathjax_path = 'mathjax.js'\n"
    )
    return subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-b", builder, str(folder), str(folder / builder)],
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("quiz")
    done = build(folder, source())
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "html" / "index.html"


def test_the_page_holds_no_answer(built):
    html = built.read_text(encoding="utf-8")
    forms = re.findall(r'<form.*?data-quiz="([^"]*)"', html, re.S)
    assert len(forms) == 4
    for form in forms:
        key = json.loads(form.replace("&quot;", '"'))
        assert key.keys() - {"unit"} == {
            "digits",
            "hash",
            "iterations",
            "kind",
            "salt",
            "tolerance",
        }
    assert not re.search(r"\b56\b", html)
    assert "0.693" not in html
    assert exercises()["taxi-ways"].reference() == 56


def test_two_builds_are_equal(built, tmp_path):
    build(tmp_path, source())
    again = (tmp_path / "html" / "index.html").read_text(encoding="utf-8")
    assert again == built.read_text(encoding="utf-8")


def test_print_shows_the_question_and_the_options(tmp_path):
    done = build(tmp_path, source(), "latex")
    assert (done.returncode, done.stderr) == (0, "")
    tex = next((tmp_path / "latex").glob("*.tex")).read_text(encoding="utf-8")
    assert "Which is larger?" in tex
    assert "neither" in tex
    assert "never" not in tex


@pytest.mark.parametrize(
    ("body", "warning"),
    [
        (":::{quiz} no-such-exercise\nHow many?\n:::", "an exercise with a value of this name"),
        (":::{quiz} entropy-in-nats\nHow many?\n:::", "an exercise with a value of this name"),
        (":::{quiz} x\n:answer: 693\nHow many?\n:::", "answer must have the form"),
        (f":::{{quiz}} x\n:choices:\n:answer: {encode('1')}\nHow?\n:::", "needs a list"),
    ],
)
def test_a_mistake_of_the_author_is_a_warning_with_its_place(tmp_path, body, warning):
    stderr = build(tmp_path, page(body)).stderr
    assert warning in stderr
    assert "index.md:3" in stderr


CSP = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; "
    "form-action 'self'; base-uri 'none'; img-src 'self' file:"
)


@pytest.fixture(params=["crypto.subtle", "without crypto.subtle"])
def sheet(request, chromium, built):
    """The page from file://, under a strict policy, with every complaint of the console."""
    policy = f'<head><meta http-equiv="Content-Security-Policy" content="{CSP}">'
    strict = built.with_name("strict.html")
    scripts_of_the_theme = r"<script>.*?</script>|<script[^>]*mathjax[^>]*></script>"
    html = re.sub(scripts_of_the_theme, "", built.read_text(encoding="utf-8"), flags=re.S)
    strict.write_text(html.replace("<head>", policy, 1), encoding="utf-8")
    page = chromium.new_page()
    if request.param != "crypto.subtle":
        page.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(strict.as_uri())
    assert page.evaluate("!!crypto.subtle") == (request.param == "crypto.subtle")
    yield page
    assert complaints == []
    page.close()


def verdict(sheet, quiz, expected):
    sheet.wait_for_selector(f"#{quiz}[data-verdict={expected}]")
    return sheet.locator(f"#{quiz} .quiz-verdict").inner_text()


def test_a_number_by_keyboard_alone(sheet):
    field = sheet.get_by_label("Your answer, a whole number")
    field.focus()
    for text, expected, said in [
        ("56", "right", "✓ Right."),
        ("57", "wrong", "✗ Not right yet."),
        ("336", "wrong", "✗ These are ordered choices"),
        ("many", "empty", "Enter a number"),
        ("", "empty", "Enter a number"),
    ]:
        field.fill("")
        sheet.keyboard.type(text)
        sheet.keyboard.press("Enter")
        assert verdict(sheet, "quiz-taxi-ways", expected).startswith(said.lstrip("✓✗ "))
        invalid = field.get_attribute("aria-invalid")
        assert invalid == (None if expected == "right" else "true")


def test_decimals_in_all_the_ways_they_are_written(sheet):
    field = sheet.get_by_label("Your answer in nats")
    wanted = {"0.6931": "right", "0,693": "right", ".6925": "right", "69.3e-2": "right"}
    wanted |= {"9/13": "right", "0.694": "right", "0.692": "right"}  # tolerance: one unit
    wanted |= {"0.695": "wrong", "-0.693": "wrong", "−0.693": "wrong", "1/0": "empty"}
    for text, expected in wanted.items():
        field.fill(text)
        field.press("Enter")
        verdict(sheet, "quiz-fair-coin", expected)


@pytest.fixture(scope="module")
def parse(request):
    """A text, and the unit that is asked: the numbers it may mean, and a unit that is another."""
    context = MiniRacer()
    context.eval((FILES / "numbers.js").read_text(encoding="utf-8"))
    code = "(text, unit) => JSON.stringify(bookNumbers.parse(text, unit))"
    return lambda text, unit="": json.loads(
        context.eval(f"({code})({json.dumps(text)}, {json.dumps(unit)})")
    )


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("4 %", "", 0.04),
        ("4 percent", "", 0.04),
        ("4 per cent", "", 0.04),
        ("4 Per Cent", "nats", 0.04),
        ("10/hour", "1/hour", 10),
        ("10 1/hour", "1/hour", 10),
        ("101/hour", "1/hour", 101),
        ("10 per hour", "1/hour", 10),
        ("10/h", "1/hour", 10),
        ("10", "1/hour", 10),
        ("1/6 /hour", "1/hour", 1 / 6),
        ("2.5/°C", "1/°C", 2.5),
        ("2,5 1/°C", "1/°C", 2.5),
        ("2.5/℃", "1/°C", 2.5),
        ("0.61 deaths per corps-year", "deaths per corps-year", 0.61),
        ("0.61 deaths", "deaths per corps-year", 0.61),
        ("1.609 nats", "nats", 1.609),
        ("1.609 Nat", "nats", 1.609),
        ("6.93e-1 nats", "nats", 0.693),
        ("½", "", 0.5),
        ("3 apples", "", 3),
    ],
)
def test_a_number_is_read_with_its_unit(parse, text, unit, number):
    found = parse(text, unit)
    assert "foreign" not in found
    assert number in found["numbers"]


@pytest.mark.parametrize(
    ("text", "unit", "foreign"),
    [
        ("1.609 bits", "nats", "bits"),
        ("0.25 °F", "1/°C", "°F"),
        ("10/min", "1/hour", "/min"),
        ("10 per minute", "1/hour", "/minute"),
        ("3.4 g", "kg", "g"),
    ],
)
def test_another_unit_is_named_and_not_read(parse, text, unit, foreign):
    assert parse(text, unit) == {"numbers": [], "places": 0, "foreign": foreign}


@pytest.mark.parametrize("text", ["", "many", "1/2/3", "2-3", "2.5e", "1/0", "0x10", "1,2,3"])
def test_what_is_no_number_is_none(parse, text):
    assert parse(text, "nats")["numbers"] == []


def test_the_unit_that_is_asked_is_said(sheet):
    field = sheet.get_by_label("Your answer in nats")
    field.fill("1 bit")
    field.press("Enter")
    said = verdict(sheet, "quiz-fair-coin", "empty")
    assert said == "The answer is asked in nats, and you give bit."


def test_a_choice(sheet):
    form = sheet.locator("#quiz-which-is-larger")
    form.get_by_role("button", name="Check").click()
    assert verdict(sheet, "quiz-which-is-larger", "empty") == "Choose an answer first."
    form.get_by_role("radio").nth(0).focus()
    sheet.keyboard.press("Space")
    form.get_by_role("button", name="Check").click()
    said = verdict(sheet, "quiz-which-is-larger", "wrong")
    assert said == "Cross-entropy is never the smaller."
    form.get_by_role("radio").nth(0).focus()
    sheet.keyboard.press("ArrowDown")
    assert form.get_attribute("data-verdict") is None
    sheet.keyboard.press("Enter")
    assert verdict(sheet, "quiz-which-is-larger", "right") == "Right."


def test_several_choices(sheet):
    form = sheet.locator("#quiz-which-are-divergences")
    form.get_by_label("one", exact=True).check()
    form.get_by_role("button").click()
    verdict(sheet, "quiz-which-are-divergences", "wrong")
    form.get_by_label("two").check()
    form.get_by_role("button").click()
    verdict(sheet, "quiz-which-are-divergences", "right")


def test_hints_unfold_one_at_a_time(sheet):
    first, second = sheet.get_by_text("A hint"), sheet.get_by_text("Another hint")
    assert not second.is_visible()
    first.focus()
    sheet.keyboard.press("Enter")
    assert sheet.get_by_text("First hint").is_visible()
    assert second.is_visible()
    assert not sheet.get_by_text("Second hint").is_visible()
    second.focus()
    sheet.keyboard.press("Enter")
    assert sheet.get_by_text("Second hint").is_visible()


def test_what_a_screen_reader_is_told(sheet):
    group = sheet.get_by_role("group", name="A fair coin")
    assert group.get_by_role("textbox").count() == 1
    status = group.get_by_role("status")
    assert status.get_attribute("aria-live") == "polite"
    assert sheet.get_by_role("radio").count() == 3
    assert sheet.get_by_role("checkbox").count() == 3


def test_without_scripts_nothing_pretends_to_be_checked(chromium, built):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(built.as_uri())
    assert page.get_by_text("how many ways?").is_visible()
    assert page.get_by_role("button").count() == 0
    assert page.get_by_role("radio").first.is_disabled()
    page.close()


def test_the_committed_bundle_is_the_vendored_library():
    bundle = (FILES / "pbkdf2.js").read_text(encoding="utf-8")
    assert "noble-hashes - MIT License" in bundle
    assert "import(" not in bundle
    assert "eval(" not in bundle
