"""The training loss: complete IoU for boxes, cross entropy for objectness (its target is the IoU) and class."""

import jax
import jax.numpy as jnp

from layout import ANCHORS, CLASSES, STRIDES
from network import decode_boxes

OBJECT, CLASS = 1.0, 2.0  # weights of two terms; the boxes' rises as the training goes on
BALANCE = {8: 4.0, 16: 1.0, 32: 0.4}  # the finer the grid, the more empty cells dilute its objectness


def _complete_iou(a, b):
    """(IoU, IoU less the distance of the centres and the difference of the aspects) of boxes cx, cy, w, h."""
    low_a, high_a = a[..., :2] - a[..., 2:] / 2, a[..., :2] + a[..., 2:] / 2
    low_b, high_b = b[..., :2] - b[..., 2:] / 2, b[..., :2] + b[..., 2:] / 2
    common = jnp.prod(jnp.maximum(jnp.minimum(high_a, high_b) - jnp.maximum(low_a, low_b), 0), -1)
    together = jnp.prod(a[..., 2:], -1) + jnp.prod(b[..., 2:], -1) - common
    iou = common / (together + 1e-6)
    around = jnp.maximum(high_a, high_b) - jnp.minimum(low_a, low_b)
    apart = ((a[..., :2] - b[..., :2]) ** 2).sum(-1) / ((around**2).sum(-1) + 1e-6)
    slant = jnp.arctan(b[..., 2] / (b[..., 3] + 1e-6)) - jnp.arctan(a[..., 2] / (a[..., 3] + 1e-6))
    aspect = (4 / jnp.pi**2) * slant**2
    share = jax.lax.stop_gradient(aspect / (1 - iou + aspect + 1e-6))
    return iou, iou - apart - share * aspect


def _cross_entropy(raw, target):
    return jnp.maximum(raw, 0) - raw * target + jnp.log1p(jnp.exp(-jnp.abs(raw)))


def _head_loss(raw, target, stride, anchors):
    held = (target[..., 4] >= 0).astype(jnp.float32)
    count = jnp.maximum(held.sum(), 1)
    # Empty places get a box of their own, so that no term divides by nothing there.
    wanted = jnp.where(held[..., None] > 0, target[..., :4], jnp.ones(4))
    iou, complete = _complete_iou(decode_boxes(raw, stride, anchors), wanted)
    box = (held * (1 - complete)).sum() / count
    digit = jax.nn.one_hot(target[..., 4].astype(jnp.int32), CLASSES)
    classes = (held[..., None] * _cross_entropy(raw[..., 5:], digit)).sum() / (count * CLASSES)
    objects = _cross_entropy(raw[..., 4], held * jax.lax.stop_gradient(jnp.maximum(iou, 0))).mean()
    return jnp.stack([box, objects * BALANCE[stride], classes])


def detection_loss(heads, targets, box_weight):
    """(loss, its three unweighted terms: box, objectness, class) of a batch."""
    terms = sum(_head_loss(*each) for each in zip(heads, targets, STRIDES, ANCHORS))
    return (terms * jnp.stack([box_weight, OBJECT, CLASS])).sum(), terms
