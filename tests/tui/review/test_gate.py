"""The gate: what is pressed before it can have been seen does nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pairtui.tui.review.gate import HELD, QUIET, Gate


def seen(target: str = "one", at: float = 10.0, *, asked: bool = True) -> Gate:
    return Gate().aim(target, asked=asked).show(target, at)


def test_what_was_painted_when_the_key_was_pressed_can_be_decided() -> None:
    assert seen().press("a", 10.1, deciding=True)[1] == "go"


def test_a_key_pressed_before_the_frame_was_written_does_nothing() -> None:
    assert seen().press("a", 9.9, deciding=True)[1] == "not yet"
    assert Gate().aim("one", asked=True).press("a", 10.0, deciding=True)[1] == "not yet"


def test_the_next_change_needs_a_frame_of_its_own() -> None:
    gate, answer = seen().press("a", 10.5, deciding=True)
    assert answer == "go"
    gate = gate.aim("two", asked=True)
    gate, answer = gate.press("x", 10.7, deciding=True)
    assert answer == "not yet"
    gate = gate.show("two", 10.8)
    assert gate.press("x", 10.9, deciding=True)[1] == "go"


def test_a_frame_of_something_else_does_not_count() -> None:
    gate = seen().aim("two", asked=True).show("one", 11.0)
    assert gate.press("a", 12.0, deciding=True)[1] == "not yet"


def test_what_came_unasked_is_dead_until_half_a_second_without_a_key() -> None:
    gate = seen(asked=False)
    gate, answer = gate.press("a", 10.4, deciding=True)
    assert answer == "not yet"
    gate, answer = gate.press("x", 10.8, deciding=True)
    assert answer == "not yet"
    gate, _ = gate.press("j", 11.2, deciding=False)
    gate, answer = gate.press("x", 11.6, deciding=True)
    assert answer == "not yet"
    assert gate.press("x", 12.2, deciding=True)[1] == "go"


def test_once_the_quiet_was_kept_any_key_may_follow_at_once() -> None:
    gate, _ = seen(asked=False).press("down", 10.6, deciding=False)
    assert gate.press("enter", 10.7, deciding=True)[1] == "go"


def test_what_was_on_screen_stays_live_while_more_streams_in() -> None:
    gate = seen().aim("one", asked=False)
    assert gate.press("a", 10.1, deciding=True)[1] == "go"


def test_a_held_key_decides_once() -> None:
    gate, answer = seen().press("a", 11.0, deciding=True)
    assert answer == "go"
    for step in range(1, 30):
        now = 11.0 + step * 0.03
        gate = gate.aim(f"{step}", asked=True).show(f"{step}", now - 0.01)
        gate, answer = gate.press("a", now, deciding=True)
        assert answer == "held"
    gate = gate.aim("last", asked=True).show("last", 12.0)
    assert gate.press("a", 12.2, deciding=True)[1] == "go"


def test_after_it_was_covered_it_must_be_painted_again() -> None:
    gate = seen().cover(asked=True)
    assert gate.press("a", 11.0, deciding=True)[1] == "not yet"
    assert gate.show("one", 12.0).press("a", 12.1, deciding=True)[1] == "go"


@given(
    st.lists(
        st.tuples(st.sampled_from("axjn"), st.floats(0.0, 1.0), st.booleans(), st.booleans()),
        max_size=30,
    )
)
def test_no_order_of_events_lets_an_unpainted_change_be_decided(
    events: list[tuple[str, float, bool, bool]],
) -> None:
    gate, now, target = Gate(), 0.0, 0
    painted: dict[str, float] = {}
    arrived_unasked: dict[str, bool] = {}
    last_key = last_deciding = float("-inf")
    last_name = ""
    quiet = False
    for key, wait, moves, paints in events:
        now += wait
        if moves:
            target += 1
            gate = gate.aim(str(target), asked=key in "jn")
            arrived_unasked[str(target)] = key not in "jn"
            quiet = False
        if paints:
            gate = gate.show(str(target), now)
            painted.setdefault(str(target), now)
        now += wait
        deciding = key in "ax"
        gate, answer = gate.press(key, now, deciding=deciding)
        at = painted.get(str(target))
        if at is not None and now - max(at, last_key) >= QUIET:
            quiet = True
        if deciding and answer == "go":
            assert at is not None
            assert now >= at
            assert not (key == last_name and now - last_deciding < HELD)
            assert quiet or not arrived_unasked.get(str(target), False)
        last_key = now
        if deciding:
            last_name, last_deciding = key, now
