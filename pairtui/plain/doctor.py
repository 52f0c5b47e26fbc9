"""The doctor's findings as plain lines, or as JSON."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from typing import TextIO

from pairtui.config import Config
from pairtui.plain.lines import put_line
from pairtui.session import doctor
from pairtui.session.parts import Answering

REPOSITORY, ENDPOINT = 4, 3


async def report(
    path: str, config: Config, answering: Answering, out: TextIO, *, as_json: bool, verbose: bool
) -> int:
    """Print what works and what does not, and return the exit code.

    3 when nobody can answer, 4 when there is no usable repository or nothing of it may be sent,
    else 0.
    """
    findings = [
        *doctor.programs(),
        doctor.repository(path),
        *doctor.rules(path),
        *doctor.kept(path, config, time.time()),
        *[finding async for finding in doctor.model(config, answering, verbose=verbose)],
        doctor.terminal(),
        *doctor.places(config),
    ]
    if verbose:
        findings += [
            doctor.Finding(f"setting {name}", works=True, says=f"from {origin}")
            for name, origin in sorted(config.origin.items())
        ]
    if as_json:
        out.write(json.dumps([asdict(finding) for finding in findings], indent=2) + "\n")
    else:
        width = max(len(finding.what) for finding in findings)
        for finding in findings:
            sign = "ok" if finding.works else "no"
            put_line(out, f"{sign}  {finding.what:<{width}}  {finding.says}")
    failed = {finding.what for finding in findings if not finding.works}
    if failed & {"git", "repository", "rules"}:
        return REPOSITORY
    return ENDPOINT if failed & {"model", "key"} else 0
