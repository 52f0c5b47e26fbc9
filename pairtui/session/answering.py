"""Find who can be asked, from the person's settings alone."""

from __future__ import annotations

from pairtui.config import Config, NoEndpoint
from pairtui.providers.model_add import find_model
from pairtui.providers.registry import make
from pairtui.providers.remembered import Remembered
from pairtui.request import Fault
from pairtui.session.parts import Answering


def find(config: Config, remembered: Remembered) -> Answering:
    """Return the provider the settings lead to, or why there is none; asks no endpoint."""
    endpoint = config.endpoint(find_model(config.paths.data))
    if isinstance(endpoint, NoEndpoint):
        return Answering(problem=endpoint.says)
    try:
        return Answering(make(endpoint, remembered), endpoint)
    except Fault as fault:
        return Answering(endpoint=endpoint, problem=f"{fault.says}. {fault.remedy}")
