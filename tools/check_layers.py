#!/usr/bin/env python3
"""Checks that includes go down the layers only, and that a file stands where its name says.

    tools/check_layers.py [--root DIR]

Rules, each reported as `file:line: what is wrong; what to do`:
  1. A layer includes only itself and the layers named for it in MAY_INCLUDE.
  2. An outside library is included only by the layers named for it in OUTSIDE, in sources only where it says so.
  3. Public headers take OpenVINO's small headers, not the umbrella <openvino/openvino.hpp>.
  4. The scheduling core (queue/scheduling) reaches no OpenVINO header, not even through another header.
  5. src/<layer>/x.cpp and tests/unit/<layer>/x_test.cpp belong to a header <layer>/x.hpp. A longer name may add words
     at the end (nms_limits), and a source that is one part of a header's body includes that header first.
"""

import argparse
import re
import sys
from pathlib import Path

MAY_INCLUDE = {
    "base": set(),
    "queue": {"base"},
    "vision": {"base"},
    "evaluation": {"base", "vision"},
    "models": {"base", "queue", "vision"},
    "io": {"base", "vision"},
    "pipeline": {"base", "queue", "vision", "evaluation", "models", "io"},
    "tuning": {"base", "queue", "vision", "evaluation", "models", "io", "pipeline"},
    "serving": {"base", "queue", "models", "pipeline", "io"},
}
MAY_INCLUDE["cli"] = set(MAY_INCLUDE)

# Prefix of the include -> layers that may have it, and whether headers may.
OUTSIDE = {
    "openvino/": ({"queue", "models", "pipeline", "tuning", "serving", "cli"}, True),
    "tbb/": ({"queue"}, False),
    "opencv2/": ({"io"}, False),
    "nlohmann/": ({"models", "io", "pipeline", "tuning", "serving", "cli"}, False),
    "CLI/": ({"cli"}, True),
}
UMBRELLA = "openvino/openvino.hpp"
SCHEDULING = "queue/scheduling"
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')
# Files that are a program rather than the body of a header.
NO_HEADER = {"main.cpp"}


class Tree:
    """The C++ files below one root, and what each includes."""

    def __init__(self, root):
        self.root = root
        self.files = [
            path
            for top in ("include/millrace", "src")
            for pattern in ("*.hpp", "*.cpp")
            for path in sorted((root / top).rglob(pattern))
        ]
        self.includes = {path: list(self._read_includes(path)) for path in self.files}

    @staticmethod
    def _read_includes(path):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            if match:
                yield number, match.group(1)

    def inner_path(self, path):
        """include/millrace/vision/nms.hpp and src/vision/nms.cpp are both vision/nms."""
        relative = path.relative_to(self.root)
        skip = 2 if relative.parts[0] == "include" else 1
        return Path(*relative.parts[skip:]).with_suffix("")

    def layer(self, path):
        return self.inner_path(path).parts[0]

    def resolve(self, name):
        """The file of this tree that an include names, or None for one from outside."""
        for candidate in (self.root / "include" / name, self.root / "src" / name):
            if candidate in self.includes:
                return candidate
        return None

    def opens_with_own_folder(self, path):
        """Whether the first header of this project that a source includes is one of its own folder."""
        targets = [self.resolve(name) for _, name in self.includes[path]]
        first = next((target for target in targets if target), None)
        return first is not None and self.inner_path(first).parent == self.inner_path(path).parent

    def has_header(self, stem_path):
        """Whether a header of that folder has this name, or one that the name starts with: nms, nms_limits."""
        words = stem_path.name.split("_")
        names = ["_".join(words[:count]) for count in range(len(words), 0, -1)]
        folders = (self.root / "include/millrace" / stem_path.parent, self.root / "src" / stem_path.parent)
        return any((folder / f"{name}.hpp").exists() for folder in folders for name in names)


def check_includes(tree, path):
    layer = tree.layer(path)
    allowed = MAY_INCLUDE[layer] | {layer}
    for number, name in tree.includes[path]:
        target = tree.resolve(name)
        if target is not None:
            if tree.layer(target) not in allowed:
                below = ", ".join(sorted(MAY_INCLUDE[layer])) or "nothing"
                yield number, f"{layer} includes {name}, but only {below} lies below it; move the code or the type down"
            continue
        yield from ((number, text) for text in check_outside(layer, path, name))


def check_outside(layer, path, name):
    for prefix, (layers, in_headers) in OUTSIDE.items():
        if not name.startswith(prefix):
            continue
        if layer not in layers:
            yield f"{layer} includes <{name}>, which only {', '.join(sorted(layers))} may; put a seam there"
        elif path.suffix == ".hpp" and not in_headers:
            yield f"a header includes <{name}>; include it in the .cpp and keep the type out of the header"
    if name == UMBRELLA and path.suffix == ".hpp" and "include" in path.parts:
        yield f"a public header includes <{UMBRELLA}>; take the small header, such as <openvino/runtime/tensor.hpp>"


def check_scheduling(tree):
    """Rule 4: follows the includes from each file of the scheduling core."""
    for start in tree.files:
        if not str(tree.inner_path(start)).startswith(SCHEDULING + "/"):
            continue
        seen, open_paths = {start}, [start]
        while open_paths:
            path = open_paths.pop()
            for number, name in tree.includes[path]:
                if name.startswith(("openvino/", "tbb/")):
                    via = "" if path == start else f" through {path.relative_to(tree.root)}:{number}"
                    yield start, f"the scheduling core reaches <{name}>{via}; it must know no OpenVINO type"
                target = tree.resolve(name)
                if target is not None and target not in seen:
                    seen.add(target)
                    open_paths.append(target)


def check_places(tree):
    """Rule 5."""
    for path in tree.files:
        if path.suffix != ".cpp" or path.name in NO_HEADER:
            continue
        if not tree.has_header(tree.inner_path(path)) and not tree.opens_with_own_folder(path):
            yield path, f"has no header {tree.inner_path(path)}.hpp in include/millrace or src; name it after one"
    tests = tree.root / "tests/unit"
    for path in sorted(tests.rglob("*_test.cpp")):
        subject = path.relative_to(tests).with_suffix("")
        subject = subject.with_name(subject.name.removesuffix("_test"))
        if not tree.has_header(subject):
            yield path, f"has no header {subject}.hpp in include/millrace or src; name it after one"


def check(root):
    """All violations as lines of text."""
    tree = Tree(root)
    problems = []
    for path in tree.files:
        layer = tree.layer(path)
        if layer not in MAY_INCLUDE:
            problems.append((path, 1, f"'{layer}' is no layer; the layers are {', '.join(MAY_INCLUDE)}"))
            continue
        problems += [(path, number, text) for number, text in check_includes(tree, path)]
    problems += [(path, 1, text) for path, text in check_scheduling(tree)]
    problems += [(path, 1, text) for path, text in check_places(tree)]
    return [f"{path.relative_to(root)}:{number}: {text}" for path, number, text in problems]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    problems = check(parser.parse_args().root.resolve())
    for line in problems:
        print(line)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
