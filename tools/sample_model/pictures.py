"""Draws the sample pictures and their truth: python pictures.py DIR. Typefaces are those held out from training."""

import argparse
from pathlib import Path

import numpy as np

from draw_set import HELD_OUT_SEED, typefaces_of, write_picture, yolo_text
from scene import make_picture

# Name, width, height, seed, digits aimed at.
PICTURES = (
    ("crowded", 900, 700, 23, 30),
    ("empty", 640, 360, 24, 0),
    ("hd", 1280, 720, 26, 12),
    ("landscape", 640, 480, 25, 9),
    ("narrow", 240, 720, 13, 8),
    ("portrait", 480, 640, 6, 10),
    ("single", 500, 375, 26, 1),
    ("small", 200, 150, 1, 6),
    ("square", 320, 320, 9, 15),
    ("wide", 1280, 300, 22, 12),
)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    faces = typefaces_of("held-out")
    for name, width, height, seed, wanted in PICTURES:
        picture, boxes = make_picture(np.random.default_rng((2 * HELD_OUT_SEED, seed)), faces, width, height, wanted=wanted)
        write_picture(folder / f"{name}.jpg", picture)
        (folder / f"{name}.txt").write_text(yolo_text(boxes, width, height))
        print(f"{name}.jpg: {width} x {height}, {len(boxes)} digits")


if __name__ == "__main__":
    main()
