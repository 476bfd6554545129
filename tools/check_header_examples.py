#!/usr/bin/env python3
"""Checks that the examples in the public headers are compiled: each stands in examples/header_examples.cpp too.

An example is the indented block below `/// Example:`, or the code in backticks on such a line. White space does not count.

    tools/check_header_examples.py [--root DIR]      prints what is missing there and exits 1, else nothing
"""

import argparse
import re
import sys
from pathlib import Path

COMPILED = "examples/header_examples.cpp"
COMMENT = re.compile(r"^\s*/// ?(.*)$")
CODE = re.compile(r"[;{]\s*(//.*)?$")


def squeezed(text):
    return " ".join(text.split())


def examples(text):
    """(line, code) of each example in a header, and (line, None) where code stands below anything else."""
    lines = [match.group(1) if (match := COMMENT.match(line)) else None for line in text.splitlines()]
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if line is None:
            continue
        if line.startswith("Example: "):
            yield from ((number, code) for code in re.findall(r"`([^`]*)`", line))
            continue
        begins = line == "Example:"
        if not begins and not line.startswith("  "):
            continue
        start = number if begins else number - 1
        end = start
        while end < len(lines) and (lines[end] or "").startswith("  "):
            end += 1
        block = lines[start:end]
        if begins:
            yield start + 1, "\n".join(block)
        elif any(CODE.search(code) for code in block[:-1]) or CODE.search(block[0]) and len(block) == 1:
            if not (lines[start - 1] or "").startswith("- "):
                yield start + 1, None
        number = max(number, end)


def check(root):
    """One line for each example that is not compiled."""
    path = root / COMPILED
    compiled = squeezed(path.read_text(encoding="utf-8")) if path.exists() else ""
    for header in sorted((root / "include").rglob("*.hpp")):
        for line, code in examples(header.read_text(encoding="utf-8")):
            place = f"{header.relative_to(root)}:{line}"
            if code is None:
                yield f"{place}: this looks like an example; write `Example:` above it"
            elif not code.strip():
                yield f"{place}: `Example:` with nothing below it; write the code there, two spaces in"
            elif squeezed(code) not in compiled:
                yield f"{place}: this example is not in {COMPILED}; put the same lines there, so that they are compiled"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    findings = list(check(parser.parse_args().root))
    print("\n".join(findings), end="\n" if findings else "")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
