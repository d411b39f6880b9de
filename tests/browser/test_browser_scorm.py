"""A chapter in an LMS: the archives, their manifests, and what a strict LMS is told."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from serving import Quiet, Strict, serving

from glm_core.exercises import find

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = Path(__file__).with_name("schemas")
CP = {
    "1.2": "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}",
    "2004": "{http://www.imsglobal.org/xsd/imscp_v1p1}",
}
# An LMS that takes nothing before it began, after its end, or that the standard does not know
LMS = """(() => {
  const modern = %s;
  const known = modern
    ? {"cmi.score.raw": /^\\d+$/, "cmi.score.min": /^0$/, "cmi.score.max": /^100$/,
       "cmi.score.scaled": /^(0(\\.\\d+)?|1)$/, "cmi.suspend_data": /^.{0,64000}$/s,
       "cmi.completion_status": /^(completed|incomplete)$/, "cmi.exit": /^suspend$/}
    : {"cmi.core.score.raw": /^\\d+$/, "cmi.core.score.min": /^0$/, "cmi.core.score.max": /^100$/,
       "cmi.suspend_data": /^.{0,4096}$/s, "cmi.core.lesson_status": /^(completed|incomplete)$/,
       "cmi.core.exit": /^suspend$/};
  const exit = modern ? "cmi.exit" : "cmi.core.exit";
  const lms = {data: {}, faults: [], state: "new", commits: 0};
  lms.again = () => { // the next session: what was not suspended is gone, and how it ended too
    if (lms.data[exit] !== "suspend") lms.data = {};
    delete lms.data[exit];
    Object.assign(lms, {state: "new", commits: 0});
  };
  const need = (state, verb) => {
    if (lms.state !== state) lms.faults.push(`${verb} while ${lms.state}`);
    return lms.state === state;
  };
  const verbs = {
    begin: () => { need("new", "begin"); lms.state = "running"; return "true"; },
    end: () => { need("running", "end"); lms.state = "ended"; return "true"; },
    get: (name) => {
      if (!need("running", "get") || name === exit) lms.faults.push(`get ${name}`);
      return lms.data[name] ?? "";
    },
    set: (name, value) => {
      if (!need("running", "set") || !known[name]?.test(value)) {
        lms.faults.push(`set ${name} = ${value}`);
        return "false";
      }
      lms.data[name] = value;
      return "true";
    },
    commit: () => { need("running", "commit"); lms.commits += 1; return "true"; },
  };
  window.lms = lms;
  if (modern) window.API_1484_11 = {Initialize: verbs.begin, Terminate: verbs.end,
    GetValue: verbs.get, SetValue: verbs.set, Commit: verbs.commit};
  else window.API = {LMSInitialize: verbs.begin, LMSFinish: verbs.end, LMSGetValue: verbs.get,
    LMSSetValue: verbs.set, LMSCommit: verbs.commit};
})()"""
FRAME = """<!DOCTYPE html><title>LMS</title><link rel="icon" href="data:,">
<iframe width="1200" height="800"></iframe>"""


@pytest.fixture(scope="module")
def scorm():
    sys.path.insert(0, str(ROOT / "tools"))
    import scorm

    yield scorm
    sys.path.remove(str(ROOT / "tools"))
    sys.modules.pop("scorm", None)


@pytest.fixture(scope="module", params=["1.2", "2004"])
def unpacked(request, scorm, book, tmp_path_factory):
    folder = tmp_path_factory.mktemp("scorm")
    archive = folder / "entropy.zip"
    scorm.pack(book, "entropy", request.param, archive)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder / "site")
    (folder / "site" / "lms.html").write_text(FRAME)
    return request.param, folder / "site"


def test_the_manifest_names_every_file_and_nothing_else(unpacked):
    version, site = unpacked
    root = ElementTree.parse(site / "imsmanifest.xml").getroot()
    cp = CP[version]
    assert root.tag == f"{cp}manifest"
    order = [child.tag.removeprefix(cp) for child in root]
    assert order == ["metadata", "organizations", "resources"]
    resource = root.find(f"{cp}resources/{cp}resource")
    item = root.find(f"{cp}organizations/{cp}organization/{cp}item")
    assert item.get("identifierref") == resource.get("identifier")
    assert any(name.lower().endswith("scormtype") for name in resource.keys())
    listed = {file.get("href") for file in resource.findall(f"{cp}file")}
    there = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    assert listed == there - {"imsmanifest.xml", "lms.html"}
    assert resource.get("href") in listed


def faults(version, *manifests):
    """Of each manifest what ADL's and IMS's schemas do not allow."""
    node = shutil.which("node")
    if node is None or not (SCHEMAS / "node_modules").is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("node and the schemas are needed: npm ci in tests/browser/schemas")
        pytest.skip("no schemas here: npm ci in tests/browser/schemas brings them")
    command = [node, str(SCHEMAS / "validate.mjs"), version, *map(str, manifests)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_manifest_is_valid_in_the_schemas_of_adl_and_ims(unpacked, tmp_path):
    version, site = unpacked
    text = (site / "imsmanifest.xml").read_text(encoding="utf-8")
    broken = {
        "no such type": text.replace('"sco"', '"scox"'),
        "no name": text.replace('identifier="item"', 'identifier="1 item"'),
        "no resources": re.sub("<resources>.*</resources>", "", text, flags=re.S),
    }
    files = [site / "imsmanifest.xml"]
    for name, changed in broken.items():
        assert changed != text
        files.append(tmp_path / f"{name}.xml")
        files[-1].write_text(changed, encoding="utf-8")
    right, *wrong = faults(version, *files)
    assert right == []
    assert all(wrong), wrong


def opened(chromium, version, address):
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    lost = []
    page.on("response", lambda r: lost.append(r.url) if r.status >= 400 else None)
    page.on("console", lambda message: lost.append(message.text))
    context.on("weberror", lambda error: lost.append(str(error.error)))
    page.goto(f"{address}/lms.html")
    page.evaluate(LMS % ("true" if version == "2004" else "false"))
    page.evaluate("document.querySelector('iframe').src = 'book/entropy.html'")
    frame = page.frame_locator("iframe")
    frame.locator("h1").wait_for()
    page.wait_for_function("lms.commits > 0")
    return context, page, frame, lost


def test_an_lms_is_told_the_score_and_the_completion(unpacked, chromium):
    version, site = unpacked
    status = "cmi.completion_status" if version == "2004" else "cmi.core.lesson_status"
    score = "cmi.score.raw" if version == "2004" else "cmi.core.score.raw"
    with serving(site, Strict) as address:
        context, page, frame, lost = opened(chromium, version, address)
        assert page.evaluate(f"lms.data['{status}']") == "incomplete"
        assert page.evaluate(f"lms.data['{score}']") == "0"
        form = frame.locator("#quiz-three-taxis")
        form.locator("input[type=text]").fill(str(find("three-taxis").reference()))
        form.get_by_role("button", name="Check").click()
        form.locator(".quiz-verdict", has_text="Right").wait_for()
        count = frame.locator("form.quiz").count()
        assert page.evaluate(f"lms.data['{score}']") == str(round(100 / count))
        wrong = "for (const f of document.querySelector('iframe').contentDocument.forms) {"
        wrong += " if (f.matches('.quiz')) f.dispatchEvent(new CustomEvent('quiz-verdict',"
        wrong += " {bubbles: true, detail: {kind: 'wrong', name: f.id}})); }"
        page.evaluate(wrong)
        assert page.evaluate(f"lms.data['{status}']") == "completed"
        assert page.evaluate(f"lms.data['{score}']") == str(round(100 / count))
        page.evaluate("document.querySelector('iframe').remove()")
        page.wait_for_function("lms.state === 'ended'")
        # the next day the LMS still knows, and the page goes on from there
        kept = page.evaluate("lms.data['cmi.suspend_data']")
        page.evaluate("lms.again()")
        page.evaluate("""() => {
          localStorage.clear();
          document.body.append(Object.assign(document.createElement("iframe"),
            {src: "book/entropy.html", width: 1200, height: 800}));
        }""")
        page.wait_for_function("lms.commits > 0")
        assert page.evaluate(f"lms.data['{score}']") == str(round(100 / count))
        assert page.evaluate(f"lms.data['{status}']") == "completed"
        assert page.evaluate("lms.data['cmi.suspend_data']") == kept
        frame.locator("h1").click()
        for key in ("Escape", "Control+k"):  # what the book's page has keys for, and this one lacks
            page.keyboard.press(key)
        assert page.evaluate("lms.faults") == []
        assert not lost
        context.close()


def test_a_page_without_quizzes_stays_completed(scorm, book, chromium, tmp_path):
    html = tmp_path / "html"
    (html / "book").mkdir(parents=True)
    end = '<p style="height: 3000px">Text.</p><footer>The end.</footer>'
    script = f"<script>{scorm.ADAPTER.read_text()}</script>"
    (html / "book" / "entropy.html").write_text(f"{script}<h1>One</h1>{end}", encoding="utf-8")
    (html / "lms.html").write_text(FRAME)
    status = "cmi.completion_status"
    with serving(html, Quiet) as address:
        context, page, frame, _ = opened(chromium, "2004", address)
        assert page.evaluate(f"lms.data['{status}']") == "incomplete"
        frame.locator("footer").scroll_into_view_if_needed()
        page.wait_for_function(f"lms.data['{status}'] === 'completed'")
        page.evaluate("document.querySelector('iframe').src = 'about:blank'")
        page.wait_for_function("lms.state === 'ended'")
        page.evaluate("lms.again()")
        page.evaluate("document.querySelector('iframe').src = 'book/entropy.html'")
        page.wait_for_function("lms.commits > 0")
        assert page.evaluate(f"lms.data['{status}']") == "completed"
        assert page.evaluate("lms.faults") == []
        context.close()
