"""Print the only line of the code block under a heading of the README.

So that what is tested is what a person pastes: `python3 .ci/readme_line.py "Test it"`.
"""

import pathlib
import re
import sys

text = pathlib.Path(__file__).parents[1].joinpath("README.md").read_text(encoding="utf-8")
section = re.search(rf"^#+ {re.escape(sys.argv[1])}\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
if section is None:
    sys.exit(f"README.md has no heading {sys.argv[1]!r}")
blocks = re.findall(r"^```\w*\n(.*?)^```", section[1], re.MULTILINE | re.DOTALL)
if len(blocks) != 1 or blocks[0].count("\n") != 1:
    sys.exit(f"under {sys.argv[1]!r} there must be one code block of one line")
print(blocks[0].strip())
