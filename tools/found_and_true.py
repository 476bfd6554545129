#!/usr/bin/env python3
"""Prints what a detector found beside the truth: two folders of labels in YOLO's text format, one file a picture.

    tools/found_and_true.py FOUND TRUTH

A detection is right when it is of the class of a true box that it covers with an IoU of 0.5 or more; each true box counts
once. A picture without a file in FOUND is one in which nothing was found.
"""
import sys
from pathlib import Path

LEAST_IOU = 0.5


def read(path):
    """[(class, (x1, y1, x2, y2))] of a label file; none where there is no file."""
    boxes = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        name, x, y, width, height = line.split()[:5]
        x, y, width, height = float(x), float(y), float(width), float(height)
        boxes.append((name, (x - width / 2, y - height / 2, x + width / 2, y + height / 2)))
    return boxes


def iou(a, b):
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def count_right(found, truth):
    """How many of `found` are right."""
    pairs = sorted(
        ((iou(box, true_box), f, t) for f, (name, box) in enumerate(found)
         for t, (true_name, true_box) in enumerate(truth) if name == true_name),
        reverse=True)
    used_found, used_truth = set(), set()
    for overlap, f, t in pairs:
        if overlap >= LEAST_IOU and f not in used_found and t not in used_truth:
            used_found.add(f)
            used_truth.add(t)
    return len(used_found)


def classes(boxes):
    return " ".join(sorted((name for name, _ in boxes), key=int)) if len(boxes) < 10 else f"{len(boxes)} boxes"


def main(found_folder, truth_folder):
    paths = sorted(Path(truth_folder).glob("*.txt"))
    if not paths:
        sys.exit(f"{truth_folder} holds no label file (*.txt)")
    print(f"{'picture':<12}{'true':<20}{'found':<20}{'right':<10}wrong")
    for path in paths:
        truth, found = read(path), read(Path(found_folder) / path.name)
        right = count_right(found, truth)
        print(f"{path.stem:<12}{classes(truth):<20}{classes(found):<20}{f'{right} of {len(truth)}':<10}{len(found) - right}")
    print("right: the digit and its place agree with the truth; wrong: found, but not right")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
