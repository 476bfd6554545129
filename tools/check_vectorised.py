#!/usr/bin/env python3
"""Checks that the compiler vectorises the loops that say so.

    tools/check_vectorised.py COMPILER [-I DIR ...] FILE ...

Each loop whose line ends with `// vectorised` is to be reported by g++ -O3 -fopt-info-vec-optimized; each file has one.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

MARK = "// vectorised"
FLAGS = ["-std=c++20", "-O3", "-ffp-contract=off", "-fopt-info-vec-optimized", "-c", "-o", "/dev/null"]


def vectorised_lines(compiler, includes, path):
    """The numbers of the lines whose loops g++ has vectorised."""
    command = [compiler, *FLAGS, *(f"-I{each}" for each in includes), str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    said = re.compile(re.escape(str(path)) + r":(\d+):\d+: optimized: loop vectorized")
    return {int(match.group(1)) for match in map(said.match, ran.stderr.splitlines()) if match}


def check(compiler, includes, path):
    """All violations in one file as lines of text."""
    marked = {
        number
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.rstrip().endswith(MARK)
    }
    if not marked:
        return [f"{path}: no loop is marked with '{MARK}'"]
    found = vectorised_lines(compiler, includes, path)
    return [f"{path}:{number}: this loop is not vectorised" for number in sorted(marked - found)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("compiler")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("-I", dest="includes", action="append", default=[])
    given = parser.parse_args()
    problems = [line for path in given.files for line in check(given.compiler, given.includes, path)]
    for line in problems:
        print(line)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
