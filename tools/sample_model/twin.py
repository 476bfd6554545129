"""Writes a model of YOLOv5s's size with random weights, for benchmarks: python twin.py MODEL.xml

It has the input, output and work of a YOLOv5s trained on COCO ([batch,3,640,640] -> [batch,25200,85]) and finds nothing.
"""

import argparse
from pathlib import Path

import numpy as np
import openvino as ov

from graph import GraphWriter, Shape

# Channels and depths of the published "s" size, and the anchors published with it.
ANCHORS = (
    ((10, 13), (16, 30), (33, 23)),
    ((30, 61), (62, 45), (59, 119)),
    ((116, 90), (156, 198), (373, 326)),
)
SMALL = Shape((32, 64, 128, 256, 512), (1, 2, 3, 1), 640, ANCHORS, [f"thing {number}" for number in range(80)])


def random_weights(seed):
    rng = np.random.default_rng(seed)

    def weights(name, kernel, wide, out):
        weight = rng.standard_normal((out, wide, kernel, kernel)) * np.sqrt(2 / (wide * kernel * kernel))
        # So low that no cell is taken for an object.
        return (weight * 0.01, np.full(out, -8.0)) if name.startswith("head") else (weight, np.zeros(out))

    return weights


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.model.parent.mkdir(parents=True, exist_ok=True)
    ov.save_model(GraphWriter(SMALL, random_weights(options.seed)).write(), options.model, compress_to_fp16=True)
    print(f"{options.model}: {options.model.with_suffix('.bin').stat().st_size / 1e6:.1f} MB of weights")


if __name__ == "__main__":
    main()
