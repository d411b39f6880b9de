"""A student's cells, run one after the other as Jupyter runs them, without Jupyter."""

import ast
import base64
import os

from clock import OutOfTime, deadline
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

TEXT = 20_000  # characters of one output
LINES = 200
OUTPUTS = 40  # of one cell
PICTURE = 400_000  # characters of one picture in base64
KINDS = ("text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg")


def new_shell():
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "nocolor"
    settings.InteractiveShell.xmode = "Plain"
    shell = InteractiveShell.instance(config=settings)
    shell.ask_exit = lambda: None
    shell.displayhook.write_output_prompt = lambda: None
    return shell


def run_cell(shell, source, seconds):
    """Outputs of the cell in the notebook format, cut to size; an error is the last of them."""
    errors, results = [], []
    shell.displayhook.write_format_data = lambda data, metadata=None: results.append(data)
    shell._showtraceback = lambda kind, value, lines: errors.append(_error(kind.__name__, value))
    stopped = None
    with capture_output() as captured:
        try:
            with deadline(seconds):
                result = shell.run_cell(source, store_history=False)
            stopped = result.error_before_exec or result.error_in_exec
        except OutOfTime as error:
            stopped = error
        except BaseException as error:  # raised by a hook of the student's
            stopped = error
    if isinstance(stopped, OutOfTime):
        text = f"It takes more than {seconds:g} s. Is there a loop without an end?"
        errors = [_error("OutOfTime", text)]
    elif stopped is not None and not errors:
        errors = [_error(type(stopped).__name__, stopped)]
    return [*_streams(captured), *_shown(captured, results), *errors[-1:]]


def definitions_only(source):
    """Imports, functions and classes of a cell: what is kept of one that ended its process."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return ""
    kept = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return "\n".join(ast.unparse(node) for node in body if isinstance(node, kept))


def _error(name, value):
    try:
        text = str(value)
    except BaseException:
        text = "(an error whose text cannot be shown)"
    text = cut(text)
    name = str(name)[:80]
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [f"{name}: {text}"]}


def _streams(captured):
    for name in ("stdout", "stderr"):
        if text := str(getattr(captured, name)):
            yield {"output_type": "stream", "name": name, "text": cut(text)}


def _shown(captured, results):
    for shown in [*(output.data for output in captured.outputs), *results][:OUTPUTS]:
        data = {kind: shown[kind] for kind in KINDS if kind in shown}
        data = {kind: _sized(kind, content) for kind, content in data.items()}
        data = {kind: content for kind, content in data.items() if content is not None}
        if data:
            yield {"output_type": "display_data", "data": data, "metadata": {}}


def _sized(kind, content):
    if isinstance(content, bytes):
        content = base64.b64encode(content).decode()
    if not isinstance(content, str):
        return None
    if kind.startswith("image/"):
        return content if len(content) <= PICTURE else None
    return cut(content) if kind == "text/plain" else content if len(content) <= TEXT else None


def cut(text):
    """`text` with at most LINES lines and TEXT characters, and a word where it was cut."""
    lines = text[: TEXT + 1].split("\n")
    if len(lines) <= LINES and len(text) <= TEXT:
        return text
    return "\n".join(lines[:LINES])[:TEXT] + "\nOutput truncated"


def forget_the_wire(*files):
    """A forked child must not answer in its parent's place."""
    os.register_at_fork(after_in_child=lambda: [os.close(file) for file in files])
