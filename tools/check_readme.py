#!/usr/bin/env python3
"""Checks that code quoted in the documentation is the code of the examples.

A block that follows `<!-- examples/NAME.cpp -->` must be a run of whole lines of that file.

    tools/check_readme.py            prints what differs and exits 1, else nothing
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
QUOTE = re.compile(r"<!-- (examples/\S+) -->\n```\w*\n(.*?)```", re.S)


def differing_quotes(page: pathlib.Path):
    """The examples that `page` quotes in words of its own."""
    for source, quoted in QUOTE.findall(page.read_text(encoding="utf-8")):
        path = ROOT / source
        if not path.exists() or "\n" + quoted not in "\n" + path.read_text(encoding="utf-8"):
            yield source


def main() -> int:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    wrong = [(page, source) for page in pages for source in differing_quotes(page)]
    for page, source in wrong:
        print(f"{page.relative_to(ROOT)}: the quote of {source} differs from that file; copy it again")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
