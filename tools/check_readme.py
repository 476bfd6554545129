#!/usr/bin/env python3
"""Checks that code quoted in the documentation is the code of the examples, and the same in both languages.

A block that follows `<!-- examples/NAME.cpp -->` must be a run of whole lines of that file. README.md and
README.zh-CN.md have the same blocks of code and sessions, in the same order.

    tools/check_readme.py            prints what differs and exits 1, else nothing
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
QUOTE = re.compile(r"<!-- (examples/\S+) -->\n```\w*\n(.*?)```", re.S)
BLOCK = re.compile(r"^```.*?^```$", re.S | re.M)


def differing_quotes(page: pathlib.Path):
    """The examples that `page` quotes in words of its own."""
    for source, quoted in QUOTE.findall(page.read_text(encoding="utf-8")):
        path = ROOT / source
        if not path.exists() or "\n" + quoted not in "\n" + path.read_text(encoding="utf-8"):
            yield source


def blocks(page: pathlib.Path):
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def first_difference(page: pathlib.Path, other: pathlib.Path):
    """The first line of the first block that `other` has not in this place, or None."""
    ours, theirs = blocks(page), blocks(other)
    for number, block in enumerate(ours):
        if number >= len(theirs) or theirs[number] != block:
            return block.splitlines()[1]
    return theirs[len(ours)].splitlines()[1] if len(theirs) > len(ours) else None


def main() -> int:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    wrong = [(page, source) for page in pages for source in differing_quotes(page)]
    for page, source in wrong:
        print(f"{page.relative_to(ROOT)}: the quote of {source} differs from that file; copy it again")
    english, chinese = ROOT / "README.md", ROOT / "README.zh-CN.md"
    different = first_difference(english, chinese)
    if different is not None:
        print(f"README.zh-CN.md: its blocks differ from README.md's from the one that begins '{different}'; copy it again")
    return 1 if wrong or different is not None else 0


if __name__ == "__main__":
    sys.exit(main())
