"""What network, targets and export agree on: the heads, their anchors, and the rows of the output."""

SIDE = 320  # input pixels
STRIDES = (8, 16, 32)
CLASSES = 10
COLUMNS = 5 + CLASSES  # cx, cy, w, h, objectness, one score a class

# Anchor widths and heights in input pixels, three for each stride: what anchors.py finds in the generator's boxes.
ANCHORS = (
    ((8, 12), (9, 16), (11, 15)),
    ((14, 19), (16, 25), (20, 30)),
    ((26, 38), (35, 52), (52, 72)),
)
