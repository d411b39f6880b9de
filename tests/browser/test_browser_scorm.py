"""A chapter in an LMS: the archives, their manifests, and what a strict LMS is told."""

import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from serving import Strict, serving

from glm_core.exercises import find

ROOT = Path(__file__).resolve().parents[2]
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
       "cmi.completion_status": /^(completed|incomplete)$/}
    : {"cmi.core.score.raw": /^\\d+$/, "cmi.core.score.min": /^0$/, "cmi.core.score.max": /^100$/,
       "cmi.suspend_data": /^.{0,4096}$/s, "cmi.core.lesson_status": /^(completed|incomplete)$/};
  const lms = {data: {}, faults: [], state: "new", commits: 0};
  const need = (state, verb) => {
    if (lms.state !== state) lms.faults.push(`${verb} while ${lms.state}`);
    return lms.state === state;
  };
  const verbs = {
    begin: () => { need("new", "begin"); lms.state = "running"; return "true"; },
    end: () => { need("running", "end"); lms.state = "ended"; return "true"; },
    get: (name) => { need("running", "get"); return lms.data[name] ?? ""; },
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
FRAME = '<!DOCTYPE html><title>LMS</title><iframe width="1200" height="800"></iframe>'


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


def opened(chromium, version, address):
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    lost = []
    page.on("response", lambda r: lost.append(r.url) if r.status >= 400 else None)
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
        assert page.evaluate("lms.faults") == []
        assert not lost
        context.close()
