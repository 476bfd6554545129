#!/usr/bin/env python3
"""Checks that no class is defined twice in one namespace: a program that links both would mix them up without a word.

    tools/check_classes.py [--root DIR]

It reads include, src, examples, benchmarks, tests and tools. What stands in an unnamed namespace or in a function concerns its
own file only; so does a program's own class, unless the library has one of that name.
"""

import argparse
import re
import sys
from collections import defaultdict
from pathlib import Path

LIBRARY = ("include", "src")
PROGRAMS = ("examples", "benchmarks", "tests", "tools")
# Comments, literals and preprocessor lines hold no definition that counts.
NOISE = re.compile(
    r"""//[^\n]* | /\*.*?\*/ | R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)" | "(?:\\.|[^"\\\n])*" | (?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'
        | ^[ \t]*\#(?:\\\n|[^\n])*""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
TOKEN = re.compile(r"\w+|::|\S")
KEYS = {"class", "struct", "union", "enum"}
UNNAMED, BLOCK = "(unnamed)", "{}"


def without_noise(text):
    return NOISE.sub(lambda match: "\n" * match.group().count("\n") or " ", text)


def tokens_of(text):
    """Each token with the number of its line."""
    line, last = 1, 0
    for match in TOKEN.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        yield match.group(), line


def past(tokens, start, opening, closing):
    """The index after the group that opens at `start`."""
    depth = 0
    for i in range(start, len(tokens)):
        depth += (tokens[i] == opening) - (tokens[i] == closing)
        if depth == 0:
            return i + 1
    return len(tokens)


def past_attributes(tokens, i):
    """Skips [[...]], alignas(...) and macros before a class's name."""
    while i + 1 < len(tokens):
        if tokens[i] == "[":
            i = past(tokens, i, "[", "]")
        elif tokens[i + 1] == "(":
            i = past(tokens, i + 1, "(", ")")
        elif tokens[i].isidentifier() and tokens[i + 1].isidentifier() and tokens[i + 1] != "final":
            i += 1
        else:
            break
    return i


def scope_of(head):
    """What the brace after these tokens opens: a namespace's or a class's name, UNNAMED, or BLOCK."""
    i = 0
    while i < len(head) and head[i] in ("template", "inline", "export", "typedef"):
        i = past(head, i + 1, "<", ">") if head[i] == "template" else i + 1
    if i == len(head):
        return BLOCK
    if head[i] == "namespace":
        return "".join(head[i + 1 :]) or UNNAMED
    if head[i] not in KEYS:
        return BLOCK
    i += 2 if head[i] == "enum" and head[i + 1 : i + 2] in (["class"], ["struct"]) else 1
    i = past_attributes(head, i)
    end = i
    while end < len(head) and (head[end] == "::" or head[end].isidentifier() and (end == i or head[end - 1] == "::")):
        end += 1
    if end == i:
        return BLOCK  # it has no name
    if end < len(head) and head[end] == "<":
        end = past(head, end, "<", ">")  # a specialisation is a class of its own
    return "".join(head[i:end]) if end == len(head) or head[end] in (":", "final") else BLOCK


def definitions(text):
    """The full name of each class defined in `text` that other files can see, with its line."""
    scopes, head, parentheses = [], [], 0
    for token, line in tokens_of(without_noise(text)):
        if token == "{":
            scope = BLOCK if parentheses else scope_of(head)
            if scope not in (BLOCK, UNNAMED) and not {BLOCK, UNNAMED} & set(scopes) and "namespace" not in head:
                yield "::".join([*scopes, scope]), line
            scopes.append(scope)
        elif token == "}" and scopes:
            scopes.pop()
        parentheses += (token == "(") - (token == ")")
        if token in "{};":
            head, parentheses = [], 0
        elif token == ":" and head[-1:] in (["public"], ["private"], ["protected"]) and len(head) == 1:
            head = []
        else:
            head.append(token)


def places(root, folders):
    """Full name -> the places that define it."""
    found = defaultdict(list)
    for folder in folders:
        for path in sorted((root / folder).rglob("*.[ch]pp")):
            name = path.relative_to(root).as_posix()
            for full_name, line in definitions(path.read_text(encoding="utf-8")):
                found[full_name].append((name, line))
    return found


def check(root):
    library, programs = places(root, LIBRARY), places(root, PROGRAMS)
    problems = []
    for name, where in library.items():
        where = where + programs.get(name, [])
        first = where[0][0]
        problems += [
            f"{file}:{line}: {name} is defined in {first} too; give one of them another name"
            for file, line in where[1:]
            if file != first
        ]
    return sorted(problems)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    problems = check(parser.parse_args().root.resolve())
    for line in problems:
        print(line)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
