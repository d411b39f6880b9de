"""Which room? A container where the engine has the image, bubblewrap, or a refusal."""

from machine.sandbox import bare, bubblewrap, container
from machine.sandbox.link import Link

ROOMS = {"container": container, "bubblewrap": bubblewrap, "none": bare}

REFUSAL = """\
Students' code is not run on this computer without a sandbox, and there is none:
  {container}
  {bubblewrap}
Install one (Debian and Ubuntu: apt install bubblewrap; Windows and macOS: Docker or Podman, then
`make room`), or say that their code may read, change and send whatever you can: SANDBOX=none."""


class NoSandbox(RuntimeError):
    """There is no room for strangers' code."""


def enter(name, packages=()):
    """A `Link` to the worker in a new room of this kind."""
    room = ROOMS[name]
    return Link(room.command(packages), keeper=container if room is container else None)


def choose(wanted=""):
    """The name of a room in ROOMS: the one that is wanted, or the best there is."""
    if wanted:
        if wanted not in ROOMS:
            raise NoSandbox(f"SANDBOX must be one of {', '.join(ROOMS)} (got {wanted!r})")
        if why := ROOMS[wanted].usable():
            raise NoSandbox(f"SANDBOX={wanted} cannot be used: {why}")
        return wanted
    missing = {name: ROOMS[name].usable() for name in ("container", "bubblewrap")}
    for name, why in missing.items():
        if why is None:
            return name
    raise NoSandbox(REFUSAL.format(**missing))
