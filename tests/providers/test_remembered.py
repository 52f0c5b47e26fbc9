from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from pairtui.providers.remembered import Remembered

URL = "http://localhost:11434/v1"


def test_choices_are_kept_per_endpoint(tmp_path: Path) -> None:
    file = tmp_path / "state" / "remembered.json"
    first = Remembered(file)
    first.choose(URL, "qwen3:14b")
    first.drop(URL, "stream_options")
    first.drop(URL, "temperature")
    again = Remembered(file)
    assert again.model(URL) == "qwen3:14b"
    assert again.dropped(URL) == {"stream_options", "temperature"}
    assert again.model("https://other.example/v1") == ""
    assert again.problem == ""


def test_only_the_owner_may_read_it_and_nothing_else_is_left(tmp_path: Path) -> None:
    file = tmp_path / "remembered.json"
    Remembered(file).choose(URL, "m")
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob(".remembered-*")) == []


def test_without_a_path_it_lasts_as_long_as_the_program() -> None:
    remembered = Remembered()
    remembered.choose(URL, "m")
    assert remembered.model(URL) == "m"


def test_two_programs_do_not_forget_for_each_other(tmp_path: Path) -> None:
    file = tmp_path / "remembered.json"
    one, two = Remembered(file), Remembered(file)
    one.choose("a", "m")
    two.choose("b", "n")
    assert (Remembered(file).model("a"), Remembered(file).model("b")) == ("m", "n")


def test_threads_do_not_forget_for_each_other(tmp_path: Path) -> None:
    file = tmp_path / "remembered.json"
    one = Remembered(file)
    threads = [threading.Thread(target=one.drop, args=(URL, f"o{i}")) for i in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Remembered(file).dropped(URL)) == 12


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"endpoints": 3}', '{"endpoints": {"a": 3}}', '{"endpoints": {"a": {"model": 3}}}',
     '{"endpoints": {"a": {"dropped": "x"}}}', "\udcff",
     '{"endpoints": {"a": {"ratios": 1}}}', '{"endpoints": {"a": {"ratios": {"m": ["1"]}}}}'],
)  # fmt: skip
def test_a_damaged_file_is_set_aside_and_said(text: str, tmp_path: Path) -> None:
    file = tmp_path / "remembered.json"
    data = text.encode("utf-8", "surrogateescape")
    file.write_bytes(data)
    remembered = Remembered(file)
    assert remembered.model("a") == ""
    assert "remembered.damaged" in remembered.problem
    assert (tmp_path / "remembered.damaged").read_bytes() == data
    remembered.choose(URL, "m")
    assert json.loads(file.read_text())["endpoints"] == {URL: {"model": "m"}}


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    remembered = Remembered(tmp_path / "state" / "remembered.json")
    remembered.choose(URL, "m")
    assert remembered.model(URL) == "m"
    assert "cannot be" in remembered.problem


def test_the_latest_counts_of_each_model_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "remembered.json"
    for count in range(20):
        Remembered(file).counted(URL, "m", 1 + count / 100)
    Remembered(file).counted(URL, "n", 0.5)
    again = Remembered(file)
    assert again.ratios(URL, "m") == (1.13, 1.14, 1.15, 1.16, 1.17, 1.18, 1.19)
    assert again.ratios(URL, "n") == (0.5,)
    assert again.ratios("other", "m") == ()


def test_what_a_host_was_told_of_lasts_beside_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "remembered.json"
    Remembered(file).choose("https://api.example.com/v1", "m")
    Remembered(file).tell("api.example.com", "/home/me/shop")
    Remembered(file).tell("api.example.com", "/home/me/novel")
    found = Remembered(file)
    assert found.told("api.example.com") == {"/home/me/shop", "/home/me/novel"}
    assert found.told("other.example.com") == frozenset()
    assert found.model("https://api.example.com/v1") == "m"
    file.write_text('{"version": 1, "endpoints": {"api.example.com": {"told": [1]}}}')
    assert Remembered(file).told("api.example.com") == frozenset()
