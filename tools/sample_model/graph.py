"""Writes a network of YOLOv5's architecture as an OpenVINO model, from weights by name.

The decoding at its end has the nodes of YOLOv5's own exports: sigmoid, split, centre, size, concatenation.
"""

from dataclasses import dataclass
from typing import Callable

import numpy as np
import openvino as ov
import openvino.opset13 as op

STRIDES = (8, 16, 32)


@dataclass
class Shape:
    """What tells networks of this architecture apart."""

    widths: tuple  # channels at strides 2, 4, 8, 16, 32
    depths: tuple  # bottlenecks of the blocks at strides 4, 8, 16, 32
    side: int  # input pixels
    anchors: tuple  # for each stride three (width, height) in input pixels
    labels: list

    @property
    def columns(self):
        return 5 + len(self.labels)


# Name, kernel, channels in, channels out -> weights [out, in, kernel, kernel] and bias [out].
Weights = Callable[[str, int, int, int], tuple[np.ndarray, np.ndarray]]


class GraphWriter:
    def __init__(self, shape: Shape, weights: Weights):
        self._shape = shape
        self._weights = weights

    def write(self) -> ov.Model:
        side = self._shape.side
        images = op.parameter([-1, 3, side, side], np.float32, name="images")
        images.output(0).set_names({"images"})
        rows = op.concat([self._decode(*each) for each in zip(self._features(images), range(3))], 1)
        rows.set_friendly_name("output0")
        rows.output(0).set_names({"output0"})
        model = ov.Model([rows], [images], "yolov5")
        self._describe(model)
        return model

    def _describe(self, model):
        """The metadata that exports carry, where readers of them look."""
        names = "{" + ", ".join(f"{number}: {label!r}" for number, label in enumerate(self._shape.labels)) + "}"
        side = self._shape.side
        for key, value in (("names", names), ("stride", "32"), ("task", "detect"), ("imgsz", f"[{side}, {side}]")):
            model.set_rt_info(value, ["framework", key])

    def _features(self, x):
        c1, c2, c3, c4, c5 = self._shape.widths
        d2, d3, d4, d5 = self._shape.depths
        x = self._conv("stem", x, c1, 6, 2)
        x = self._csp("stage2", self._conv("down2", x, c2, 3, 2), c2, d2)
        p3 = self._csp("stage3", self._conv("down3", x, c3, 3, 2), c3, d3)
        p4 = self._csp("stage4", self._conv("down4", p3, c4, 3, 2), c4, d4)
        p5 = self._csp("stage5", self._conv("down5", p4, c5, 3, 2), c5, d5)
        p5 = self._pyramid_pooling("pool", p5, c5)

        lateral5 = self._conv("lateral5", p5, c4)
        up4 = self._csp("up4", op.concat([self._double(lateral5), p4], 1), c4, d2, shortcut=False)
        lateral4 = self._conv("lateral4", up4, c3)
        out3 = self._csp("up3", op.concat([self._double(lateral4), p3], 1), c3, d2, shortcut=False)
        out4 = op.concat([self._conv("path4", out3, c3, 3, 2), lateral4], 1)
        out4 = self._csp("merge4", out4, c4, d2, shortcut=False)
        out5 = op.concat([self._conv("path5", out4, c4, 3, 2), lateral5], 1)
        out5 = self._csp("merge5", out5, c5, d2, shortcut=False)
        return out3, out4, out5

    def _convolution(self, name, x, out, kernel, stride, pad):
        wide = x.get_output_partial_shape(0)[1].get_length()
        weight, bias = self._weights(name, kernel, wide, out)
        x = op.convolution(x, self._constant(weight), [stride, stride], [pad, pad], [pad, pad], [1, 1])
        return op.add(x, self._constant(bias.reshape(1, -1, 1, 1)))

    def _conv(self, name, x, out, kernel=1, stride=1):
        return op.swish(self._convolution(name, x, out, kernel, stride, (kernel - stride + 1) // 2))

    def _csp(self, name, x, out, depth, shortcut=True):
        half = out // 2
        through = self._conv(f"{name}.in", x, half)
        past = self._conv(f"{name}.past", x, half)
        for number in range(1, 2 * depth, 2):
            inner = self._conv(f"{name}.inner{number}", through, half)
            inner = self._conv(f"{name}.inner{number + 1}", inner, half, 3)
            through = op.add(through, inner) if shortcut else inner
        return self._conv(f"{name}.out", op.concat([through, past], 1), out)

    def _pyramid_pooling(self, name, x, out):
        wide = x.get_output_partial_shape(0)[1].get_length()
        pools = [self._conv(f"{name}.in", x, wide // 2)]
        for _ in range(3):
            pools.append(op.max_pool(pools[-1], [1, 1], [1, 1], [2, 2], [2, 2], [5, 5]).output(0))
        return self._conv(f"{name}.out", op.concat(pools, 1), out)

    def _double(self, x):
        scales = self._constant(np.array([2, 2]))
        axes = op.constant(np.array([2, 3], np.int64))
        return op.interpolate(x, scales, "nearest", "scales", [0, 0, 0, 0], [0, 0, 0, 0], "asymmetric", "floor", axes=axes)

    def _decode(self, x, level):
        """One head: raw values -> rows cx, cy, w, h in input pixels, objectness, class scores."""
        stride, columns = STRIDES[level], self._shape.columns
        cells = self._shape.side // stride
        x = self._convolution(f"head{stride}", x, 3 * columns, 1, 1, 0)
        x = op.reshape(x, op.constant(np.array([0, 3, columns, cells, cells], np.int64)), True)
        x = op.sigmoid(op.transpose(x, op.constant(np.array([0, 1, 3, 4, 2], np.int64))))
        lengths = op.constant(np.array([2, 2, columns - 4], np.int64))
        centre, size, scores = op.variadic_split(x, op.constant(np.int64(4)), lengths).outputs()
        grid = np.stack(np.meshgrid(np.arange(cells), np.arange(cells)), -1).reshape(1, 1, cells, cells, 2) - 0.5
        centre = op.add(op.multiply(centre, self._constant(2.0)), self._constant(grid))
        centre = op.multiply(centre, self._constant(float(stride)))
        size = op.power(op.multiply(size, self._constant(2.0)), self._constant(2.0))
        size = op.multiply(size, self._constant(np.array(self._shape.anchors[level]).reshape(1, 3, 1, 1, 2)))
        rows = op.concat([centre, size, scores], 4)
        return op.reshape(rows, op.constant(np.array([0, 3 * cells * cells, columns], np.int64)), True)

    @staticmethod
    def _constant(value):
        return op.constant(np.asarray(value, np.float32))
