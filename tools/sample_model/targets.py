"""Which cells of the heads answer for which box, as dense arrays, so that the trainer gathers nothing."""

import numpy as np

from layout import ANCHORS, STRIDES

# An anchor answers for boxes up to this many times higher or lower, and wider or narrower. Digits differ in width alone
# (a 1 is a third of an 8), so the height says which of the heads a digit belongs to.
MOST_HEIGHT_RATIO, MOST_WIDTH_RATIO = 2.0, 4.0


def _cells(position, count):
    """The cell at `position` and the neighbour on its nearer side: both can reach it, decoding spans 2 cells."""
    own = int(position)
    neighbour = own - 1 if position - own < 0.5 else own + 1
    return [own] + ([neighbour] if 0 <= neighbour < count else [])


def assign(boxes, side):
    """For each stride [side/stride, side/stride, 3, 5]: cx, cy, w, h in pixels and the digit; digit -1 means nothing."""
    targets = []
    for stride, anchors in zip(STRIDES, ANCHORS):
        count = side // stride
        target = np.zeros((count, count, 3, 5), np.float32)
        target[..., 4] = -1
        distance = np.full((count, count, 3), np.inf)
        for digit, x1, y1, x2, y2 in boxes:
            cx, cy, w, h = (x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1
            if not (0 <= cx < side and 0 <= cy < side):
                continue
            column, row = int(cx / stride), int(cy / stride)
            places = [(row, x) for x in _cells(cx / stride, count)] + [(y, column) for y in _cells(cy / stride, count)]
            for anchor, (wide, high) in enumerate(anchors):
                if max(h / high, high / h) >= MOST_HEIGHT_RATIO or max(w / wide, wide / w) >= MOST_WIDTH_RATIO:
                    continue
                for y, x in places:
                    away = abs((x + 0.5) * stride - cx) + abs((y + 0.5) * stride - cy)
                    if away < distance[y, x, anchor]:
                        distance[y, x, anchor] = away
                        target[y, x, anchor] = (cx, cy, w, h, digit)
        targets.append(target)
    return targets
