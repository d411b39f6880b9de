"""The book as an EPUB: XHTML with MathML, links that lead, no script, nothing remote."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from explorables.hosts.tex import tex_html
from PIL import Image

import glm_core.explore  # noqa: F401  (the macros of the book)

ROOT = Path(__file__).resolve().parents[2]
XHTML, MATHML = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/1998/Math/MathML}"
OPF, DC = "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}"


def formula(tex: str, *, display: bool = False) -> str:
    markup = tex_html(tex, display=display)
    return f'<div class="math-scroll">{markup}</div>' if display else markup


SHORT = formula(r"\mathbb{E}[Y] = \log p")
LONG = formula(r"a \le b + c = d \le e + f = g + h + i + j + k + l + m = n \log \theta")
DISPLAY = formula(r"\argmin_\theta \Loss", display=True)
BOOK = f"""<!DOCTYPE html><html lang="en"><head><script src="book.js"></script></head>
<body><article><section id="book"><h1>Book<a class="headerlink" href="#book">#</a></h1>
<p>Start, or <a href="index.html">go home</a>.</p><script>1</script><template>x</template>
<div class="toctree-wrapper">
<span id="document-book/entropy"></span><section id="entropy"><h2>1. Entropy</h2>
<p>Here {SHORT} and <a href="book/index.html#id1">Shannon</a>, then
{LONG}.</p>{DISPLAY}
<section id="summary"><h3>Summary</h3><p id="id1">Of <a href="#summary">entropy</a>.</p></section>
<figure class="explorable-still" id="taxi"><img src="_images/taxi.png" alt="half: How many ways?">
<figcaption>How many ways? <a href="https://example.org/entropy.html#taxi">Live</a></figcaption>
</figure>
<form class="quiz" data-quiz="x"><fieldset><legend>Check yourself</legend><p>Which?</p>
<label class="quiz-option"><input type="radio"><span>The first</span></label>
<div class="quiz-answer"><button type="submit">Check</button></div></fieldset></form></section>
<span id="document-book/solutions"></span><section id="solutions"><h2>Solutions</h2><p>All.</p>
<span id="document-book/solutions/entropy"></span><section id="s"><h3>Solutions: entropy</h3>
<section id="summary"><h4>Summary</h4><p><a href="#summary">Own</a>,
<a href="book/index.html#taxi">figure</a>, <a href="#nowhere">nowhere</a>.</p></section></section>
</section>
<span id="document-book/bibliography"></span><section id="bibliography"><h2>Bibliography</h2>
<div class="citation" id="id1"><p>Shannon</p></div></section>
</div></section></article></body></html>"""


@pytest.fixture(scope="module")
def epub(tmp_path_factory, chromium):
    folder = tmp_path_factory.mktemp("epub")
    (folder / "_images").mkdir()
    Image.new("RGB", (2, 2)).save(folder / "_images" / "taxi.png")
    (folder / "whole-book.html").write_text(BOOK, encoding="utf-8")
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import epub

        epub.bind(folder / "whole-book.html", folder / "book.epub", chromium)
    finally:
        sys.path.remove(str(ROOT / "tools"))
        for name in ("epub", "pdf"):
            sys.modules.pop(name, None)
    return folder / "book.epub"


@pytest.fixture(scope="module")
def pages(epub):
    with zipfile.ZipFile(epub) as zipped:
        return {
            name.removeprefix("book/"): ElementTree.fromstring(zipped.read(name))
            for name in zipped.namelist()
            if name.endswith(".xhtml")
        }


def test_archive_and_package_agree(epub):
    with zipfile.ZipFile(epub) as zipped:
        first, *names = zipped.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        package = ElementTree.fromstring(zipped.read("book/package.opf"))
    items = {item.get("href"): item.get("properties") for item in package.iter(f"{OPF}item")}
    assert {f"book/{name}" for name in items} | {"META-INF/container.xml", "book/package.opf"} == {
        name.filename for name in names
    }
    assert items["cover.png"] == "cover-image"
    assert items["contents.xhtml"] == "nav"
    assert items["entropy.xhtml"] == "mathml"
    for name in ("title", "language", "creator", "rights", "identifier"):
        assert package.find(f".//{DC}{name}").text
    assert len(package.findall(f".//{OPF}itemref")) == 3 + 5


def test_pages_hold_no_script_no_form_and_nothing_remote(pages):
    for page in pages.values():
        tags = {element.tag.rpartition("}")[2] for element in page.iter()}
        assert not tags & {"script", "form", "input", "button", "template", "iframe"}
        for element in page.iter():
            assert "://" not in (element.get("src") or "")
            assert not any(name.startswith("on") for name in element.attrib)
        assert all(image.get("alt") for image in page.iter(f"{XHTML}img"))


def test_every_link_leads_to_a_place_of_the_book(pages):
    ids = {name: [e.get("id") for e in page.iter() if e.get("id")] for name, page in pages.items()}
    assert all(len(found) == len(set(found)) for found in ids.values())
    for name, page in pages.items():
        for link in page.iter(f"{XHTML}a"):
            if "://" not in link.get("href"):
                path, _, anchor = link.get("href").partition("#")
                assert not anchor or anchor in ids[path or name]


def test_links_lead_to_their_own_chapter_or_away(pages):
    links = {a.text: a.get("href") for page in pages.values() for a in page.iter(f"{XHTML}a")}
    assert links["entropy"] == "#summary"
    assert links["Own"].startswith("#summary")
    assert links["figure"] == "entropy.xhtml#taxi"
    assert links["Shannon"].startswith("bibliography.xhtml#id1")
    assert links["Live"] == "https://example.org/entropy.html#taxi"
    assert not {"nowhere", "go home"} & set(links)


def test_contents_name_chapters_and_sections_from_their_first_heading_on(pages):
    contents = "".join(pages["contents.xhtml"].find(f".//{XHTML}nav").itertext()).split("\n")
    assert contents[1:-1] == [
        "Book",
        "1. EntropySummary",
        "Solutions",
        "Solutions: entropySummary",
        "Bibliography",
    ]
    for name in ("entropy", "solutions-entropy"):
        assert pages[f"{name}.xhtml"].find(f".//{XHTML}h1") is not None


def test_formulas_are_mathml_alone(pages):
    page = pages["entropy.xhtml"]
    formulas = list(page.iter(f"{MATHML}math"))
    said = ["".join(one.itertext()) for one in formulas]
    assert said[0].startswith("𝔼[Y]=log")
    assert [one.get("display") for one in formulas].count("block") == 1
    assert len(formulas) > 3  # the long one goes on after its relations
    assert not any("katex" in (element.get("class") or "") for element in page.iter())
    for token in ("mi", "mo", "mn", "mtext"):
        assert all(len(element) == 0 for element in page.iter(f"{MATHML}{token}"))


def test_questions_keep_their_words_and_choices(pages):
    words = " ".join("".join(pages["entropy.xhtml"].itertext()).split())
    assert "Check yourself" in words
    assert "○ The first" in words


def test_epubcheck_finds_nothing(epub):
    checker = shutil.which("epubcheck")
    if checker is None:
        pytest.skip("NOT CHECKED: no epubcheck here (Debian: apt install epubcheck)")
    jar = Path(checker).read_bytes()[:2] == b"PK"
    command = ["java", "-jar", checker] if jar else [checker]
    done = subprocess.run([*command, "--failonwarnings", str(epub)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
