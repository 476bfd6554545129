"""Clusters the generator's boxes into nine anchors, as layout.py holds them.

    python anchors.py
"""

import numpy as np

from glyphs import Typeface
from scene import make_picture
from typefaces import TRAINING, find


def cluster(sizes, count, rng):
    """k-means on logarithms of width and height, so that a ratio counts alike at every size."""
    points = np.log(sizes)
    centres = points[rng.choice(len(points), count, replace=False)]
    for _ in range(60):
        nearest = ((points[:, None] - centres) ** 2).sum(2).argmin(1)
        centres = np.stack([np.median(points[nearest == k], 0) for k in range(count)])
    anchors = np.exp(centres)
    return anchors[anchors.prod(1).argsort()]


def main():
    faces = [Typeface(path) for path in find(TRAINING)]
    pictures = (make_picture(np.random.default_rng((0, index)), faces, 320, 320) for index in range(300))
    sizes = np.array([(x2 - x1, y2 - y1) for _, boxes in pictures for _, x1, y1, x2, y2 in boxes])
    for width, height in cluster(sizes, 9, np.random.default_rng(0)):
        print(f"{width:.0f} x {height:.0f}")


if __name__ == "__main__":
    main()
