"""The first screen where nobody answers yet: the ways to get a model, each with its command."""

from __future__ import annotations

from pairtui.review.visible import one_line
from pairtui.session.status import Status

WAYS = (
    ("a tiny model on this machine, only for trying out", "pairtui model add"),
    ("a server of your own", "export OPENAI_BASE_URL=http://localhost:11434/v1"),
    ("OpenAI or another endpoint with a key", "export OPENAI_API_KEY=…"),
)
"""Three ways to get a model: what it is, and the command for it."""


def first_lines(status: Status) -> tuple[str, ...]:
    """Return what the conversation says while nobody answers; Markdown."""
    if status.choices:
        return (
            f"{one_line(status.problem)}",
            f"{len(status.choices)} models are on offer: `/model` chooses one.",
        )
    ways = (f"{place}. {what}: `{command}`" for place, (what, command) in enumerate(WAYS, 1))
    return (
        f"**Nobody answers yet.** {status.problem}",
        "Three ways to get a model, in a shell; then start pairtui again:",
        "\n".join(ways),
        "The review of files works without one.",
    )
