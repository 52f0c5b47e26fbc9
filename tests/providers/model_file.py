"""Where the tests find the embedded model: as `pairtui model add` left it for whoever runs them.

Looked up when this module is imported, before a test cuts itself off from the home. Nothing is
fetched here. In CI a missing model is a failure, elsewhere the tests that need it are skipped.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

from pairtui.config import user_paths
from pairtui.providers.model_add import find_model

_FOUND = find_model(user_paths().data)
_WANTED = bool(os.environ.get("CI"))


def model_file() -> Path:
    """Return the model file, or skip the test that asks for it."""
    if importlib.util.find_spec("xllamacpp") is None or _FOUND is None:
        why = "the embedded model is not here: pip install 'pairtui[local]' && pairtui model add"
        if _WANTED:
            pytest.fail(why)
        pytest.skip(why)
    return _FOUND
