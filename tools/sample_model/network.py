"""The network in JAX: YOLOv5's blocks at a small width, written from their published description.

Parameters are one flat dict, `<layer>.<weight|gain|shift|mean|variance|bias>` -> array, that export.py reads as well.
Pictures are [batch, height, width, 3], 0 to 1; weights are [height, width, in, out].
"""

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from layout import COLUMNS, STRIDES

WIDTHS = (12, 24, 48, 96, 128)  # channels at strides 2, 4, 8, 16, 32
EPSILON = 1e-3  # of the batch normalisation


class Layers:
    """Applies layers by name. `training` normalises by the batch and collects its statistics in `seen`."""

    def __init__(self, parameters, training, rng=None):
        self.parameters = parameters
        self.training = training
        self.rng = rng  # given: missing parameters are made
        self.seen = {}

    def _make(self, name, kernel, wide, out):
        spread = np.sqrt(2 / (kernel * kernel * wide))
        weight = self.rng.standard_normal((kernel, kernel, wide, out)) * spread
        values = {"weight": weight, "gain": np.ones(out), "shift": np.zeros(out)}
        values |= {"mean": np.zeros(out), "variance": np.ones(out)}
        self.parameters.update({f"{name}.{key}": value.astype(np.float32) for key, value in values.items()})

    def conv(self, name, x, out, kernel=1, stride=1):
        """Convolution, batch normalisation, SiLU."""
        if self.rng is not None:
            self._make(name, kernel, x.shape[-1], out)
        weight, gain, shift, mean, variance = (
            self.parameters[f"{name}.{key}"] for key in ("weight", "gain", "shift", "mean", "variance")
        )
        x = convolve(x, weight, stride)
        if self.training:
            mean = x.mean((0, 1, 2))
            variance = jnp.maximum((x * x).mean((0, 1, 2)) - mean * mean, 0)
            self.seen |= {f"{name}.mean": lax.stop_gradient(mean), f"{name}.variance": lax.stop_gradient(variance)}
        scale = gain * lax.rsqrt(variance + EPSILON)
        return jax.nn.silu(x * scale + (shift - mean * scale))

    def csp(self, name, x, out, shortcut=True):
        """Cross stage partial block: half the channels go through a bottleneck, half past it."""
        half = out // 2
        through = self.conv(f"{name}.in", x, half)
        past = self.conv(f"{name}.past", x, half)
        inner = self.conv(f"{name}.inner2", self.conv(f"{name}.inner1", through, half), half, 3)
        through = through + inner if shortcut else inner
        return self.conv(f"{name}.out", jnp.concatenate([through, past], -1), out)

    def pyramid_pooling(self, name, x, out):
        """Three poolings of 5 x 5 in a row, side by side."""
        pools = [self.conv(f"{name}.in", x, x.shape[-1] // 2)]
        for _ in range(3):
            pools.append(lax.reduce_window(pools[-1], -jnp.inf, lax.max, (1, 5, 5, 1), (1, 1, 1, 1), "SAME"))
        return self.conv(f"{name}.out", jnp.concatenate(pools, -1), out)

    def head(self, name, x):
        """Three anchors' rows in each cell, before the sigmoid: [batch, rows, columns, 3, COLUMNS]."""
        if self.rng is not None:
            self._make_head(name, x.shape[-1])
        x = convolve(x, self.parameters[f"{name}.weight"], 1) + self.parameters[f"{name}.bias"]
        return x.reshape(*x.shape[:3], 3, COLUMNS)

    def _make_head(self, name, wide):
        weight = self.rng.standard_normal((1, 1, wide, 3 * COLUMNS)) * 0.01
        bias = np.zeros((3, COLUMNS))
        bias[:, 4], bias[:, 5:] = -5.0, -2.2  # few cells hold a digit, and one class of ten is right
        values = {"weight": weight, "bias": bias.reshape(-1)}
        self.parameters.update({f"{name}.{key}": value.astype(np.float32) for key, value in values.items()})


def convolve(x, weight, stride):
    pad = weight.shape[0] // 2
    return lax.conv_general_dilated(
        x, weight, (stride, stride), [(pad, pad)] * 2, dimension_numbers=("NHWC", "HWIO", "NHWC")
    )


def _fold(x):
    """[h, w, 3] -> [h/2, w/2, 12]. A 3 x 3 convolution on it is the 6 x 6 one with stride 2 that export.py writes."""
    batch, height, width, channels = x.shape
    x = x.reshape(batch, height // 2, 2, width // 2, 2, channels)
    return x.transpose(0, 1, 3, 2, 4, 5).reshape(batch, height // 2, width // 2, 4 * channels)


def _double(x):
    batch, height, width, channels = x.shape
    x = jnp.broadcast_to(x[:, :, None, :, None], (batch, height, 2, width, 2, channels))
    return x.reshape(batch, 2 * height, 2 * width, channels)


def _heads(layers, x):
    c1, c2, c3, c4, c5 = WIDTHS
    x = layers.conv("stem", _fold(x), c1, 3)
    x = layers.csp("stage2", layers.conv("down2", x, c2, 3, 2), c2)
    p3 = layers.csp("stage3", layers.conv("down3", x, c3, 3, 2), c3)
    p4 = layers.csp("stage4", layers.conv("down4", p3, c4, 3, 2), c4)
    p5 = layers.csp("stage5", layers.conv("down5", p4, c5, 3, 2), c5)
    p5 = layers.pyramid_pooling("pool", p5, c5)

    lateral5 = layers.conv("lateral5", p5, c4)
    up4 = layers.csp("up4", jnp.concatenate([_double(lateral5), p4], -1), c4, False)
    lateral4 = layers.conv("lateral4", up4, c3)
    out3 = layers.csp("up3", jnp.concatenate([_double(lateral4), p3], -1), c3, False)
    out4 = jnp.concatenate([layers.conv("path4", out3, c3, 3, 2), lateral4], -1)
    out4 = layers.csp("merge4", out4, c4, False)
    out5 = jnp.concatenate([layers.conv("path5", out4, c4, 3, 2), lateral5], -1)
    out5 = layers.csp("merge5", out5, c5, False)
    return [layers.head(f"head{stride}", out) for stride, out in zip(STRIDES, (out3, out4, out5))]


def make_parameters(seed):
    """Fresh parameters as numpy arrays."""
    layers = Layers({}, training=False, rng=np.random.default_rng(seed))
    jax.eval_shape(lambda x: _heads(layers, x), jnp.zeros((1, 64, 64, 3)))
    return layers.parameters


def train_heads(parameters, pictures):
    """The three heads' raw values, and the batch's statistics for the running ones."""
    layers = Layers(parameters, training=True)
    return _heads(layers, pictures), layers.seen


def decode_boxes(raw, stride, anchors):
    """Raw values of one head -> cx, cy, w, h in pixels, [batch, rows, columns, 3, 4]."""
    rows, columns = raw.shape[1:3]
    y, x = jnp.meshgrid(jnp.arange(rows), jnp.arange(columns), indexing="ij")
    grid = jnp.stack([x, y], -1)[:, :, None].astype(jnp.float32)
    values = jax.nn.sigmoid(raw[..., :4])
    centre = (values[..., :2] * 2 - 0.5 + grid) * stride
    size = (values[..., 2:] * 2) ** 2 * jnp.array(anchors, jnp.float32)
    return jnp.concatenate([centre, size], -1)


