"""Writes trained weights as an OpenVINO model with f16 weights: python export.py WEIGHTS.npz MODEL.xml

Batch normalisation goes into the convolutions, and the first of them becomes the 6 x 6 one that it stands for.
"""

import argparse
from pathlib import Path

import numpy as np
import openvino as ov

from graph import GraphWriter, Shape
from layout import ANCHORS, SIDE

EPSILON = 1e-3  # as in network.py, which needs JAX
LABELS = [str(digit) for digit in range(10)]


def unfold(weight):
    """Weights [3, 3, 2*2*3, out] over folded pixels -> [6, 6, 3, out] over pixels."""
    out = weight.shape[-1]
    return weight.reshape(3, 3, 2, 2, 3, out).transpose(0, 2, 1, 3, 4, 5).reshape(6, 6, 3, out)


def shape_of(parameters):
    """The widths are those of the trained weights."""
    layers = ("stem", "down2", "down3", "down4", "down5")
    widths = tuple(parameters[f"{layer}.weight"].shape[-1] for layer in layers)
    return Shape(widths, (1, 1, 1, 1), SIDE, ANCHORS, LABELS)


def weights_of(parameters):
    def weights(name, kernel, wide, out):
        weight = parameters[f"{name}.weight"]
        weight = unfold(weight) if name == "stem" else weight
        if name.startswith("head"):
            bias = parameters[f"{name}.bias"]
        else:
            scale = parameters[f"{name}.gain"] / np.sqrt(parameters[f"{name}.variance"] + EPSILON)
            weight, bias = weight * scale, parameters[f"{name}.shift"] - parameters[f"{name}.mean"] * scale
        assert weight.shape == (kernel, kernel, wide, out), (name, weight.shape)
        return np.ascontiguousarray(weight.transpose(3, 2, 0, 1)), bias

    return weights


def make_model(parameters) -> ov.Model:
    return GraphWriter(shape_of(parameters), weights_of(parameters)).write()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("model", type=Path)
    options = parser.parse_args()
    with np.load(options.weights) as content:
        model = make_model(dict(content))
    options.model.parent.mkdir(parents=True, exist_ok=True)
    ov.save_model(model, options.model, compress_to_fp16=True)
    size = options.model.stat().st_size + options.model.with_suffix(".bin").stat().st_size
    print(f"{options.model}: {size / 1e6:.2f} MB with its weights")


if __name__ == "__main__":
    main()
