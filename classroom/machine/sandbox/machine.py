"""What a room needs of this computer: Python, its libraries, and the few files of `inside/`."""

import importlib.util
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

INSIDE = Path(__file__).resolve().parent / "inside"
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "TMPDIR": "/tmp",
    "IPYTHONDIR": "/tmp/ipython",
    "MPLCONFIGDIR": "/tmp/matplotlib",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
}


@dataclass(frozen=True)
class Python:
    """This Python: `executable` stands in `prefix`, what was installed for it in `libraries`."""

    executable: Path
    prefix: Path
    libraries: Path

    @classmethod
    def here(cls):
        executable = Path(getattr(sys, "_base_executable", None) or sys.executable).resolve()
        libraries = Path(sysconfig.get_path("purelib")).resolve()
        return cls(executable, Path(sys.base_prefix).resolve(), libraries)


def source_of(package):
    """The folder of an importable package, or None."""
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return None
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]).resolve() if places else None
