#!/usr/bin/env python3
"""Checks that no file holds words that must not stay: notes to finish later, one machine's paths, printing in the library.

    tools/check_words.py [--root DIR]    # every file git knows or would add
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

EVERYWHERE = re.compile(r"")
LIBRARY = re.compile(r"^(include/millrace|src)/(?!cli/)")
TESTS = re.compile(r"^tests/.*\.[ch]pp$")
# Pattern, the files it is for, what to do.
RULES = [
    (re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|TB" r"D)\b"), EVERYWHERE, "finish it, or write it in docs/limitations.md"),
    (re.compile(r"(?<![\w.])/(home|root|Users|work)/\w"), EVERYWHERE, "a path of one machine; make it relative"),
    (re.compile(r"extra-index-url|--index-url"), EVERYWHERE, "where packages come from is the machine's own setting"),
    (re.compile(r"^(<{7}|>{7}) "), EVERYWHERE, "a merge conflict; resolve it"),
    (re.compile(r"\bstd::(cout|cerr|clog)\b|\b(f?printf|puts)\("), LIBRARY, "the library never prints; return or throw it"),
    (re.compile(r"\b(std::)?(abort|exit|terminate)\(\)|\bassert\("), LIBRARY, "the library never aborts; throw an Error"),
    (re.compile(r"\bDISABLED_"), TESTS, "a test that never runs; repair it or delete it"),
]
SELF = "tools/check_words.py"


def tracked_files(root):
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    return [name for name in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0") if name]


def check_text(name, text):
    """Violations in one file as lines of text."""
    rules = [(pattern, files, advice) for pattern, files, advice in RULES if files.search(name)]
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, files, advice in rules:
            # What a comment shows, the library does not do.
            match = pattern.search(line.split("//")[0] if files is LIBRARY else line)
            if match:
                yield f"{name}:{number}: '{match.group(0)}': {advice}"


def check(root):
    for name in tracked_files(root):
        path = root / name
        if name == SELF or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        yield from check_text(name, text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    problems = list(check(parser.parse_args().root.resolve()))
    for line in problems:
        print(line)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
