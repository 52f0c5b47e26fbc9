"""A moment in a few words, as a person says it: "14:07", "yesterday 18:12", "3 May, 14:07"."""

from __future__ import annotations

from datetime import datetime, timedelta


def moment(at: float, now: float) -> str:
    """Return a time as it is said on the day of `now`; both are in seconds since the epoch.

    Times are in the zone of this machine. The year is said where it is another one.
    """
    try:
        then, today = (datetime.fromtimestamp(one).astimezone() for one in (at, now))
    except (ValueError, OverflowError, OSError):
        return "an unknown time"
    if then.date() == today.date():
        return f"{then:%H:%M}"
    if then.date() == (today - timedelta(days=1)).date():
        return f"yesterday {then:%H:%M}"
    year = "" if then.year == today.year else f" {then.year}"
    return f"{then.day} {then:%b}{year}, {then:%H:%M}"


def day_words(at: float, now: float) -> str:
    """Return every way a person may write the day of a time, in words to look through.

    Both times are in seconds since the epoch; an unknown time has no words.
    """
    try:
        then, today = (datetime.fromtimestamp(one).astimezone() for one in (at, now))
    except (ValueError, OverflowError, OSError):
        return ""
    near = {today.date(): "today", (today - timedelta(days=1)).date(): "yesterday"}
    said = f"{then:%Y-%m-%d} {then.day} {then:%B %Y} {then:%b} {then:%A} {then:%H:%M}"
    return f"{said} {near.get(then.date(), '')}".rstrip().casefold()
