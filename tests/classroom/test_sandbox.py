"""The room of students' code: what it holds back, what passes its wire, and no room at all."""

from types import SimpleNamespace

import numpy as np
import pytest
from machine.sandbox import bubblewrap, choose, container
from machine.sandbox.choose import NoSandbox
from machine.sandbox.inside.plain import Unknown, decode, encode
from machine.sandbox.link import Ended, Link

VALUES = [
    None,
    True,
    7,
    -(2**70),
    0.1,
    float("inf"),
    "ü",
    1 + 2j,
    ...,
    [1, (2.5, "x"), {"a": [None]}],
    {3, 4},
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_plain_values_pass(value):
    assert decode(encode(value)) == value


@pytest.mark.parametrize("kind", ["f8", "f4", "i8", "u1", "?", "c16", "U5"])
def test_arrays_pass(kind):
    array = np.array([[1, 0], [3, 4], [5, 6]]).astype(kind)
    there = decode(encode(array))
    assert there.dtype == array.dtype
    np.testing.assert_array_equal(there, array)
    assert type(decode(encode(array[0, 0]))) is type(array[0, 0])


class Clever(float):
    def __eq__(self, other):
        return True

    __hash__ = None


def test_clever_objects_do_not():
    got = decode(encode(Clever(1)))
    assert type(got) is Unknown
    assert got != 1
    assert type(decode(encode([Clever(1)]))[0]) is Unknown
    view = np.ones(2).view(type("Same", (np.ndarray,), {}))
    assert type(decode(encode(view))) is np.ndarray
    assert np.isnan(decode(encode(float("nan"))))


@pytest.mark.parametrize(
    "data",
    [
        {"array": ["|O8", [1], "AAAAAAAAAAA="]},
        {"array": ["<f8", [10**12], ""]},
        {"array": ["<f8", [-1], "AAAA"]},
        {"array": ["V8", [1], "AAAAAAAAAAA="]},
        {"what": 1},
        {"list": 3},
        [1],
        {"int": "zz"},
    ],
    ids=str,
)
def test_what_no_honest_worker_says_is_refused(data):
    with pytest.raises((ValueError, KeyError, TypeError)):
        decode(data)


def test_without_a_sandbox_nothing_is_run(monkeypatch):
    monkeypatch.setattr(bubblewrap, "usable", lambda: "bubblewrap is not installed")
    monkeypatch.setattr(container, "usable", lambda: "neither Podman nor Docker is installed")
    with pytest.raises(NoSandbox, match="SANDBOX=none") as refusal:
        choose.choose()
    assert "apt install bubblewrap" in str(refusal.value)
    assert "neither Podman nor Docker is installed" in str(refusal.value)
    assert choose.choose("none") == "none"
    with pytest.raises(NoSandbox, match="cannot be used: bubblewrap is not installed"):
        choose.choose("bubblewrap")
    with pytest.raises(NoSandbox, match="must be one of"):
        choose.choose("docker")


def test_a_container_with_its_image_comes_first(monkeypatch):
    monkeypatch.setattr(container, "usable", lambda: None)
    monkeypatch.setattr(container, "engine", lambda: ("podman", None))
    assert choose.choose() == "container"
    command = container.command()
    assert command[:4] == ["podman", "run", "--rm", "--interactive"]
    text = " ".join(command)
    for wall in ("--network none", "--read-only", "--cap-drop ALL", "--pids-limit", "--memory 2g"):
        assert wall in text
    volumes = [command[n + 1] for n, word in enumerate(command) if word == "--volume"]
    assert [volume.split(":")[1:] for volume in volumes] == [["/inside", "ro"]]


@pytest.fixture
def broken_engine(tmp_path, monkeypatch):
    """A Podman that has the image and cannot start it, alone on the path with bubblewrap."""
    podman = tmp_path / "podman"
    podman.write_text("#!/bin/sh\ntest $1 = image || { echo 'no  cgroups' >&2; exit 125; }\n")
    podman.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(container, "ENGINES", ("podman",))
    container.engine.cache_clear()
    yield
    container.engine.cache_clear()


def test_an_engine_that_starts_nothing_is_passed_over(broken_engine, monkeypatch):
    why = "podman has the image but starts no room (no cgroups)"
    assert container.usable() == container.trouble() == why
    with pytest.raises(NoSandbox, match="no cgroups"):
        choose.choose("container")
    monkeypatch.setattr(bubblewrap, "usable", lambda: None)
    assert choose.choose() == "bubblewrap"


def test_an_image_that_is_missing_is_no_trouble(broken_engine, monkeypatch):
    monkeypatch.setattr(container, "IMAGE", "x")
    monkeypatch.setattr(container, "ENGINES", ("false",))
    assert "no image x (`make room` builds it)" in container.usable()
    assert container.trouble() == ""


@pytest.fixture(params=["bubblewrap", "container"])
def room(request):
    if why := choose.ROOMS[request.param].usable():
        pytest.skip(why)
    link = choose.enter(request.param)
    yield link
    link.close()


def run(link, code, seconds=3.0):
    outputs = link.ask("run", seconds, source=code, seconds=seconds)["outputs"]
    return "".join(o.get("text", o.get("evalue", "")) for o in outputs)


def test_a_room_holds_nothing_of_ours(room):
    assert (
        run(room, "import os\nprint(os.getuid() > 0, sorted(os.listdir('/tmp')))")
        == "True ['ipython']\n"
    )
    assert "glm_core is not there" in run(room, "import glm_core")
    assert "Errno" in run(room, "open('/inside/room.py', 'a')")
    assert run(room, "print([p for p in os.listdir('/proc') if p.isdigit()])").count("'") <= 8
    assert "unreachable" in run(room, "import socket\nsocket.create_connection(('1.1.1.1', 80))")
    assert run(room, "print({k for k in os.environ if 'KEY' in k or 'TOKEN' in k})") == "set()\n"
    assert "MemoryError" not in run(room, "x = bytearray(10**8)")
    assert "Operation not permitted" in run(room, "os.setuid(0)")


def test_a_loop_is_ended_and_the_room_lives_on(room):
    assert "loop without an end" in run(room, "x = 1\nwhile True: pass", 1.0)
    assert run(room, "print(x)") == "1\n"


def test_a_room_that_breaks_off_says_so(room):
    with pytest.raises(Ended, match="ended"):
        run(room, "import os\nos._exit(3)")


def test_what_holds_the_room_cannot_be_killed_from_inside(room):
    run(room, "import os\nos.kill(os.getppid(), 9)")  # refused, or of no effect
    assert run(room, "print('still here')") == "still here\n"


def test_calls_go_by_data(room):
    run(room, "def double(x):\n    return 2 * x\nnumber = 5")
    names = room.ask("names", 2.0, names=["double", "number", "other"])["names"]
    assert names["number"] == 5
    assert set(names) == {"double", "number"}
    function = names["double"]["function"][0]
    request = {"args": encode((np.arange(3.0),)), "kwargs": encode({}), "seconds": 2.0}
    answer = room.ask("call", 2.0, function=function, **request)
    np.testing.assert_array_equal(decode(answer["value"]), [0, 2, 4])


def test_a_container_is_gone_with_its_link():
    if why := container.usable():
        pytest.skip(why)
    link = choose.enter("container")
    assert container.first_process(link.command)
    run(link, "import threading, time\nthreading.Thread(target=time.sleep, args=(900,)).start()")
    link.close()
    assert container.first_process(link.command) is None


def test_where_a_room_cannot_be_seen_the_clock_on_the_wall_counts():
    """As under macOS and Windows, where containers run in a virtual machine."""
    if why := bubblewrap.usable():
        pytest.skip(why)
    ended = []
    keeper = SimpleNamespace(first_process=lambda command: None, end=ended.append)
    link = Link(bubblewrap.command(), keeper)
    try:
        assert run(link, "import time\ntime.sleep(0.5)\nprint('here')") == "here\n"
        assert 0.3 < link.spent < 3
        with pytest.raises(Ended, match="takes too long"):
            run(link, "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0)\ntime.sleep(9)", 1.0)
        assert ended == [link.command]
    finally:
        link.close()
