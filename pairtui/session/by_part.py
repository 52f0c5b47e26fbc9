"""By part: which part of a working text a comment asks a model for that is given one at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pairtui.context.passage import Places, begins, is_prose
from pairtui.context.task import Wording, find_task
from pairtui.conversation import Attachment, Task
from pairtui.proposal import Present, Snapshot
from pairtui.review.comment import Comment
from pairtui.review.decide import Review
from pairtui.review.frame import Frame
from pairtui.review.lines import line_of, line_starts
from pairtui.review.pointing import place_of

NOTHING = "it rewrites one chosen part at a time: comment on the part."
QUESTION = "it rewrites one chosen part at a time, and explains nothing: take the question away."


def tasks_of(
    review: Review,
    frames: Mapping[str, Frame],
    comments: Sequence[Comment],
    commands: Sequence[Wording],
    *,
    docs_only: bool,
) -> tuple[tuple[Task, str], ...] | str:
    """Return a task for each comment, with its words, or why the model is not asked.

    What such a model may be asked for is as for a message (`find_task`).
    """
    found: list[tuple[Task, str]] = []
    for one in comments:
        task = _task(review, frames, one, commands, docs_only=docs_only)
        if isinstance(task, str):
            return f"comment {one.number}: {task}"
        found.append((task, one.text))
    return tuple(found) or NOTHING


def _task(
    review: Review,
    frames: Mapping[str, Frame],
    comment: Comment,
    commands: Sequence[Wording],
    *,
    docs_only: bool,
) -> Task | str:
    frame = frames.get(comment.path)
    if comment.asks:
        return QUESTION
    place = place_of(review, frame, comment) if frame else None
    if frame is None or place is None or not isinstance(frame.work, Present):
        return NOTHING
    starts = line_starts(frame.work.data)
    first, last = line_of(starts, place[0]), line_of(starts, max(place[1] - 1, place[0]))
    item = Attachment(comment.path, (first, max(first, last)))
    shown = Snapshot({comment.path: frame.work})
    task = find_task(comment.text, commands, (item,), shown, docs_only=docs_only)
    if not isinstance(task, Task):
        return task.says
    if not is_prose(comment.path):
        return task
    # A paragraph may be one line: the sentences that are meant, and no others.
    label = f"{comment.path}: {begins(Places(item, frame.work.data), *place)}"
    passage = replace(task.passage, start=place[0], end=place[1], label=label)
    return Task(task.offer, passage, task.offer.says(passage))
