#!/usr/bin/env python3
"""Does what a README says: runs the commands of its blocks, in their order and in one shell, in a fresh clone.

    tools/follow_readme.py README.md [--data DIR]

Run are all lines of ```sh blocks, and in ```text blocks those that begin with "$ ". The clone, and a home folder for what
is installed, are made in a temporary folder. Commands on yolov5n.onnx and pictures/ need --data, a folder with
models/yolov5n.onnx and images/; without it they are named and left out, as are the lines in tables that download a
model. The first command that fails ends it, and the exit code is 1.
"""
import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.S | re.M)
CLONE_OF = "URL-OF-THIS-PAGE"
USERS_OWN = "yolov5n.onnx"


def commands(page):
    """The commands of a page: whole blocks of shell, single lines of sessions."""
    for language, body in BLOCK.findall(page):
        if language == "sh":
            yield body.rstrip("\n")
        else:
            yield from (line.removeprefix("$ ") for line in body.splitlines() if line.startswith("$ "))


def script(page, data):
    """One bash script of all commands; what cannot be run without data is only named."""
    lines = ["set -euo pipefail"]
    for command in commands(page):
        if USERS_OWN in command and data is None:
            print(f"left out, as it needs --data: {command}")
            continue
        lines.append("printf '\\n$ %s\\n' " + shlex.quote(command))
        lines.append(command.replace(CLONE_OF, shlex.quote(str(ROOT))))
        lines.append("[ $? = 0 ] || exit 1")  # set -e passes over what fails on the left of &&
        if CLONE_OF in command and data is not None:
            lines.append(f"ln -s {shlex.quote(str(data / 'models' / USERS_OWN))} {USERS_OWN}")
            lines.append(f"ln -s {shlex.quote(str(data / 'images'))} pictures")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path)
    parser.add_argument("--data", type=Path)
    arguments = parser.parse_args()
    text = arguments.page.read_text(encoding="utf-8")
    if CLONE_OF not in text:
        sys.exit(f"{arguments.page} has no command with {CLONE_OF}: there is nothing to begin with")
    data = arguments.data.resolve() if arguments.data else None
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        sys.stdout.flush()
        done = subprocess.run(["bash", "-c", script(text, data)], cwd=folder, env={**os.environ, "HOME": str(home)})
    if done.returncode:
        sys.exit(f"{arguments.page}: the last command above failed")


if __name__ == "__main__":
    main()
