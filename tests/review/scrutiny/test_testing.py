from __future__ import annotations

from dataclasses import replace

import pytest

from pairtui.proposal import FileChange, Hunk, Present
from pairtui.review.scrutiny.look import signs
from pairtui.review.scrutiny.testing import is_test
from tests.review.scrutiny.looked import made, names, seen

REMOVED = {
    "tests/test_a.py": ("def test_total():\n    assert total([-1]) == 0\n", "test_total"),
    "a_test.go": ("func TestTotal(t *testing.T) {\n}\n", "TestTotal"),
    "src/lib.rs": ("#[test]\n#[should_panic]\nfn adds_up() {}\n", "adds_up"),
    "tests/async.rs": ('#[tokio::test(flavor = "x")]\nasync fn waits() {}\n', "waits"),
    "src/a.test.ts": ("  it('adds up', () => {\n  })\n", "“adds up”"),
    "spec/a_spec.rb": ('  it "adds up" do\n  end\n', "“adds up”"),
    "src/test/java/ATest.java": ("  @Test\n  public void addsUp() {\n  }\n", "addsUp"),
    "tests/A.cs": ("  [Fact]\n  public void AddsUp()\n  {\n  }\n", "AddsUp"),
    "tests/ATest.php": ("  public function testAddsUp()\n  {\n  }\n", "testAddsUp"),
    "Tests/ATests.swift": ("  func testAddsUp() {\n  }\n", "testAddsUp"),
    "tests/a.cc": ("TEST(Total, AddsUp) {\n}\n", "“Total, AddsUp”"),
    "test/a_test.exs": ('  test "adds up" do\n  end\n', "“adds up”"),
    "test/a.bats": ('@test "adds up" {\n}\n', "“adds up”"),
    "test/a_test.dart": ("  test('adds up', () {\n  });\n", "“adds up”"),
}  # fmt: skip
SKIPPED = {
    "tests/test_a.py": "@pytest.mark.skip(reason='slow')\n",
    "tests/test_b.py": "@pytest.mark.xfail\n",
    "tests/test_c.py": "        self.skipTest('no')\n",
    "a.test.js": "  it.skip('adds up', () => {\n",
    "b.test.js": "  xit('adds up', () => {\n",
    "a_test.go": "\tt.Skip()\n",
    "src/lib.rs": "#[ignore]\n",
    "src/test/java/ATest.java": "  @Disabled\n",
    "tests/A.cs": '  [Fact(Skip = "later")]\n',
    "tests/a.php": "    $this->markTestSkipped();\n",
    "c.spec.ts": "  describe.only('x', () => {\n",
}
CHECKS = "def test_a():\n    assert one() == 1\n    assert two() == 2\n"


@pytest.mark.parametrize(("path", "case"), REMOVED.items(), ids=REMOVED.keys())
def test_a_test_that_goes_is_named(path: str, case: tuple[str, str]) -> None:
    text, name = case
    (sign,) = seen(f"# one\n{text}", "# one\n", path)
    assert (sign.name, sign.says, sign.care) == ("test removed", f"removes {name}", True)
    (sign,) = seen(text, "", path, "delete")
    assert sign.says == "deletes a file with 1 test"
    assert seen(text, text.replace("Up", "Down").replace("up", "down"), path) == ()


@pytest.mark.parametrize(("path", "line"), SKIPPED.items(), ids=SKIPPED.keys())
def test_a_test_that_is_skipped_is_said(path: str, line: str) -> None:
    (sign,) = seen("one\n", f"one\n{line}", path)
    assert (sign.name, sign.care) == ("test skipped", True)
    assert sign.says.endswith("at line 2")
    fewer = seen(f"one\n{line}", "one\n", path)
    assert "test skipped" not in names(*fewer)
    assert seen(f"one\n{line}", f"two\n{line}", path) == ()


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (CHECKS.replace("    assert two() == 2\n", ""), "removes 1 assertion"),
        (CHECKS.replace("two() == 2", "True"), "asserts what is always true at line 3"),
    ],
)
def test_a_test_that_asserts_less_is_said(new: str, says: str) -> None:
    (sign,) = seen(CHECKS, new, "tests/test_a.py")
    assert (sign.name, sign.says) == ("test weakened", says)
    assert seen(CHECKS, new, "src/a.py") == (), "an assertion of the program is no test"


@pytest.mark.parametrize(
    "new",
    [
        CHECKS.replace("test_a", "test_other"),
        CHECKS.replace("one() == 1", "one(\n        x\n    ) == 1"),
        CHECKS + CHECKS.replace("test_a", "test_b"),
        CHECKS.replace("assert one() == 1", "assert one() == 3"),
    ],
)
def test_a_test_that_only_changes_is_fine(new: str) -> None:
    assert seen(CHECKS, new, "tests/test_a.py") == ()


def test_a_test_that_moves_is_not_removed() -> None:
    base = f"{CHECKS}one\n".encode()
    gone = Hunk("1", "tests/test_a.py", 0, len(CHECKS), CHECKS.encode(), b"")
    back = Hunk("2", "tests/test_a.py", len(base), len(base), b"", CHECKS.encode())
    change = FileChange("tests/test_a.py", Present(base), (gone,))
    assert [sign.name for sign in signs(change, gone)] == ["test removed"]
    assert signs(replace(change, hunks=(gone, back)), gone) == ()
    elsewhere = made(None, CHECKS, "tests/test_b.py")
    assert signs(change, gone, (change, elsewhere)) == ()


def test_what_is_no_test_is_not_looked_at() -> None:
    assert seen("def test_drive():\n    pass\nx\n", "x\n", "src/cars.py") == ()
    assert not is_test("src/contest.py")
    assert not is_test("latest.txt")
    assert is_test("pkg/a_test.go")
    assert is_test("src/__tests__/a.js")
