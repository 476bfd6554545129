#!/usr/bin/env python3
"""Checks that includes go down the layers only, and that a file stands where its name says.

    tools/check_layers.py [--root DIR]

Rules, each reported as `file:line: what is wrong; what to do`:
  1. A layer includes only itself and the layers named for it in MAY_INCLUDE.
  2. An outside library is included only by the layers named for it in OUTSIDE, not in public headers unless it says so.
  3. Public headers take OpenVINO's small headers, not the umbrella <openvino/openvino.hpp>.
  4. The scheduling core (queue/scheduling) reaches no OpenVINO header, not even through another header.
  5. A header in src/<layer>/ is included by its own layer only, unless OPEN names it; base's are there for all. What OPEN
     names is included by another layer. A public header includes none of them.
  6. src/<layer>/x.cpp and tests/unit/<layer>/x_test.cpp belong to a header <layer>/x.hpp. A longer name may add words
     at the end (nms_limits); a source that is one part of a header's body includes that header first, and a test of
     several headers includes one of its own folder.
  7. Headers of an operating system are included by src/base/platform_<system>.cpp only.
  8. A public header opens the namespace millrace, a header in src/<layer>/ that of its layer, millrace::<layer>.
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
MAY_INCLUDE["millrace"] = MAY_INCLUDE["cli"]  # millrace.hpp, the header to begin with: includes all, included by none

# Headers in src/ that other layers may include, too.
OPEN = {
    "queue": {"device_call", "device_names", "openvino_reason"},
    "vision": {
        *("decode_options", "grid_head", "impossible_score", "model_input", "nearly_equal", "nms"),
        *("picture_tensor", "require_picture", "tensor_view"),
        *("end_to_end", "rtdetr", "ssd", "yolov5", "yolov7_end_to_end", "yolov8", "yolox"),
        *("yolov5_heads", "yolov8_heads", "yolox_heads"),
    },
    "evaluation": {"agreement"},
    "models": {"labels", "model_bytes", "model_file", "registry"},
    "io": {"class_name", "output_file", "output_place", "picture_names"},
    "tuning": {
        *("bench_report", "pictures_in_memory", "soak"),
        *("queue_pattern", "sync_pattern", "two_request_pattern"),
    },
}

# Prefix of the include -> layers that may have it, and whether their public headers may.
OUTSIDE = {
    "openvino/": ({"queue", "models", "pipeline", "tuning", "serving", "cli"}, True),
    "tbb/": ({"queue"}, False),
    "opencv2/": ({"io"}, False),
    "jpeglib.h": ({"io"}, False),
    "jerror.h": ({"io"}, False),
    "yaml-cpp/": ({"models"}, False),
    "nlohmann/": ({"models", "io", "pipeline", "tuning", "serving", "cli"}, False),
    "fmt/": (set(MAY_INCLUDE), False),
    "CLI/": ({"cli"}, True),
}
SYSTEM_HEADER = re.compile(
    r"(sys|linux|net|netinet|arpa)/.*|(unistd|fcntl|poll|pthread|sched|dlfcn|fnmatch|glob|dirent|termios|signal|windows)\.h"
    r"|csignal|climits"
)
PLATFORM = re.compile(r"base/platform_\w+")
UMBRELLA = "openvino/openvino.hpp"
SCHEDULING = "queue/scheduling"
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')
NAMESPACE = re.compile(r"^namespace (millrace\S*) {", re.MULTILINE)
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
        self.tests = sorted((root / "tests/unit").rglob("*_test.cpp"))
        self.includes = {path: list(self._read_includes(path)) for path in self.files + self.tests}

    @staticmethod
    def _read_includes(path):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            if match:
                yield number, match.group(1)

    def inner_path(self, path):
        """include/millrace/vision/nms.hpp, src/vision/nms.cpp: vision/nms; tests/unit/vision/nms_test.cpp: its subject."""
        parts = path.relative_to(self.root).parts
        inner = Path(*parts[1 if parts[0] == "src" else 2 :]).with_suffix("")
        return inner.with_name(inner.name.removesuffix("_test")) if parts[0] == "tests" else inner

    def is_public(self, path):
        return path.relative_to(self.root).parts[0] == "include"

    def is_open_to(self, layer, header):
        owner = self.layer(header)
        if self.is_public(header) or owner in (layer, "base"):
            return True
        return "/".join(self.inner_path(header).parts[1:]) in OPEN.get(owner, ())

    def layer(self, path):
        return self.inner_path(path).parts[0]

    def resolve(self, name):
        """The file of this tree that an include names, or None for one from outside."""
        for candidate in (self.root / "include" / name, self.root / "src" / name):
            if candidate in self.includes:
                return candidate
        return None

    def is_foreign(self, path, name):
        """Whether a file includes a header of another layer by this name."""
        target = self.resolve(name)
        return target is not None and self.layer(target) != self.layer(path)

    def own_folder_targets(self, path):
        """For each header of this project that a file includes: whether it is of the file's own folder."""
        for _, name in self.includes[path]:
            target = self.resolve(name)
            if target is not None:
                yield self.inner_path(target).parent == self.inner_path(path).parent

    def opens_with_own_folder(self, path):
        return next(self.own_folder_targets(path), False)

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
        if SYSTEM_HEADER.fullmatch(name) and not PLATFORM.fullmatch(str(tree.inner_path(path))):
            yield number, f"includes <{name}>; put the call behind base/platform.hpp"
        if target is not None:
            if tree.layer(target) not in allowed:
                below = ", ".join(sorted(MAY_INCLUDE[layer])) or "nothing"
                yield number, f"{layer} includes {name}, but only {below} lies below it; move the code or the type down"
            elif tree.is_public(path) and not tree.is_public(target):
                yield number, f"a public header includes {name}, which is not installed; declare what it needs of it"
            elif not tree.is_open_to(layer, target):
                owner = tree.layer(target)
                yield number, f"{layer} includes {name}, which is {owner}'s own; add it to OPEN if others may use it"
            continue
        yield from ((number, text) for text in check_outside(layer, tree.is_public(path), name))


def check_outside(layer, public, name):
    for prefix, (layers, in_headers) in OUTSIDE.items():
        if not name.startswith(prefix):
            continue
        if layer not in layers:
            yield f"{layer} includes <{name}>, which only {', '.join(sorted(layers))} may; put a seam there"
        elif public and not in_headers:
            yield f"a public header includes <{name}>; include it below src/ and keep the type out of the header"
    if name == UMBRELLA and public:
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


def check_open(tree):
    """Rule 5, what OPEN names in vain."""
    used = {tree.resolve(name) for path in tree.files for _, name in tree.includes[path] if tree.is_foreign(path, name)}
    for owner, names in OPEN.items():
        for header in (tree.root / "src" / owner / f"{name}.hpp" for name in sorted(names)):
            if header.exists() and header not in used:
                yield header, f"no other layer includes this; take it out of OPEN in {Path(__file__).name}"


def check_places(tree):
    """Rule 6."""
    for path in tree.files:
        if path.suffix != ".cpp" or path.name in NO_HEADER:
            continue
        if not tree.has_header(tree.inner_path(path)) and not tree.opens_with_own_folder(path):
            yield path, f"has no header {tree.inner_path(path)}.hpp in include/millrace or src; name it after one"
    for path in tree.tests:
        if not tree.has_header(tree.inner_path(path)) and not any(tree.own_folder_targets(path)):
            yield path, f"tests no header of {tree.inner_path(path).parent}; move it to the folder of what it tests"


def check_namespaces(tree):
    """Rule 8."""
    for path in tree.files:
        inner = str(tree.inner_path(path))
        layer = "scheduling" if inner.startswith(SCHEDULING + "/") else tree.layer(path)
        public = tree.is_public(path)
        wanted = "millrace" if public else f"millrace::{layer}"
        match = NAMESPACE.search(path.read_text(encoding="utf-8")) if path.suffix == ".hpp" else None
        opened = match.group(1) if match else wanted
        if opened != wanted and (public or not opened.startswith(f"{wanted}::")):
            yield path, f"opens the namespace {opened}; what stands here belongs into {wanted}"


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
    problems += [(path, 1, text) for path, text in check_open(tree)]
    problems += [(path, 1, text) for path, text in check_places(tree)]
    problems += [(path, 1, text) for path, text in check_namespaces(tree)]
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
