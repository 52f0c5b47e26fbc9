"""Serve one model file on a unix socket, for the process that started this one and no other.

Run as `python -m pairtui.providers.llama_child MODEL SOCKET`. Prints one line, `ready` or
`failed: why`, on standard output, and nothing else ever: whatever the engine prints goes nowhere.
Ends when its standard input does, and that ends with the parent, however the parent ended. No
TCP port is opened, nothing is fetched, and there is no web page.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from pathlib import Path

CONTEXT = 2048
"""Tokens of one request and its answer."""


def main(model: str, socket: str) -> None:
    """Serve until standard input ends."""
    report = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    watcher = threading.Thread(target=_end_with_the_parent, args=(Path(socket).parent,))
    watcher.start()
    try:
        os.nice(5)  # whoever types comes before whoever computes
        server = serve(model, socket)
    except Exception as error:  # noqa: BLE001 - whatever the engine raises, the parent is told
        os.write(report, f"failed: {error}\n".encode())
        os._exit(1)
    os.write(report, b"ready\n")
    os.close(report)
    watcher.join()
    del server


def serve(model: str, socket: str) -> object:
    """Start the engine's server and return it, ready to answer."""
    import xllamacpp  # noqa: PLC0415 - an optional package; its absence is reported, not raised

    # Threads wait for each other by spinning: as many as there are cores crawl on a busy machine.
    threads = min(max((os.cpu_count() or 1) // 2, 1), 4)
    parameters = xllamacpp.CommonParams()
    parameters.cpuparams.n_threads = threads
    parameters.cpuparams_batch.n_threads = threads
    parameters.model.path = model
    parameters.hostnames = [socket]
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.cache_ram_mib = 64
    parameters.ui = False
    parameters.offline = True
    parameters.warmup = False
    parameters.endpoint_slots = False
    parameters.verbosity = 0
    return xllamacpp.Server(parameters)


def _end_with_the_parent(folder: Path) -> None:
    while os.read(0, 1024):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)  # the engine's threads would take their time


if __name__ == "__main__":
    main(*sys.argv[1:])
