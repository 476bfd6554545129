"""One picture with printed digits, and where each of them is.

Everything is drawn from the random generator that is passed in: the same seed gives the same picture.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from backgrounds import luminance, make_background, photograph, random_colour
from glyphs import DIGITS, HEIGHT, PAD

MODEL_SIDE = 320  # pixels of the model's input; sizes below are in them
SMALLEST, LARGEST = 11, 100  # height of a digit before it is turned
MOST_DIGITS = 30
TEXT_LENGTHS = (1, 2, 3, 4, 5, 6, 8)
TEXT_SHARES = (0.34, 0.16, 0.16, 0.15, 0.08, 0.06, 0.05)


@dataclass
class Line:
    """Symbols side by side in flat coordinates: pixels of the largest masks, y downwards from the baseline."""

    symbols: list  # (symbol, Glyph, x of the pen)
    width: float

    def corners(self, margin):
        """The rectangle around the line, `margin` wider on each side."""
        x1, x2, y1, y2 = -margin, self.width + margin, -HEIGHT - margin, margin
        return np.array([(x1, y1), (x2, y1), (x2, y2), (x1, y2)], np.float32)


def _text(rng, face, digits):
    """Symbols of a line with at most `digits` digits; zero digits give letters only."""
    length = int(rng.choice(TEXT_LENGTHS, p=TEXT_SHARES))
    if digits == 0:
        return "".join(rng.choice(face.letters, length)) if face.letters else ""
    mixed = bool(face.letters) and rng.random() < 0.25
    text = ""
    for place in range(min(length, digits)):
        if place and face.marks and rng.random() < 0.08:
            text += str(rng.choice(face.marks))
        text += str(rng.choice(face.letters)) if mixed and rng.random() < 0.4 else DIGITS[rng.integers(10)]
    return text


def _lay_out(rng, face, text):
    spacing = rng.uniform(-0.02, 0.12) * HEIGHT if rng.random() < 0.8 else rng.uniform(0.1, 0.6) * HEIGHT
    symbols, pen = [], 0.0
    for symbol in text:
        glyph = face.glyphs[symbol]
        symbols.append((symbol, glyph, pen))
        pen += glyph.advance + spacing
    return Line(symbols, max(1.0, pen - spacing))


def _warp(points, homography):
    return cv2.perspectiveTransform(points[None], homography)[0]


def _translation(x, y):
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], np.float64)


def _random_view(rng, line, height):
    """A homography from flat coordinates to pixels around the origin: size, turn, slant and perspective."""
    scale = height / HEIGHT
    angle = np.deg2rad(rng.uniform(-5, 5) if rng.random() < 0.4 else rng.uniform(-30, 30))
    stretch = rng.uniform(0.8, 1.2)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    flat = np.array([[scale * stretch, rng.uniform(-0.12, 0.12) * scale, 0], [0, scale, 0], [0, 0, 1]])
    tilt = np.eye(3)
    if rng.random() < 0.5:
        reach = max(line.width, HEIGHT) * scale
        tilt[2, :2] = rng.uniform(-0.25, 0.25, 2) / reach
    return turn @ tilt @ flat @ _translation(-line.width / 2, HEIGHT / 2)


def _paint(picture, mask, homography, colour):
    """Lays `colour` over the picture where the mask, seen through the homography, covers it."""
    height, width = mask.shape
    corners = _warp(np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32), homography)
    x1, y1 = np.maximum(np.floor(corners.min(0)).astype(int), 0)
    x2, y2 = np.minimum(np.ceil(corners.max(0)).astype(int), picture.shape[1::-1])
    if x2 <= x1 or y2 <= y1:
        return
    # warpPerspective counts pixel centres, the homography counts pixel edges.
    centred = _translation(-x1 - 0.5, -y1 - 0.5) @ homography @ _translation(0.5, 0.5)
    cover = cv2.warpPerspective(mask, centred, (int(x2 - x1), int(y2 - y1)), flags=cv2.INTER_LINEAR)
    region = picture[y1:y2, x1:x2]
    share = cover[..., None].astype(np.float32) * (1 / 255)
    region[:] = (region + (colour - region) * share + 0.5).astype(np.uint8)


def _paint_line(picture, line, view, scale, colour, outline):
    level = int(np.clip(np.floor(-np.log2(max(scale, 1e-3))), 0, 3))
    for _, glyph, pen in line.symbols:
        place = view @ _translation(pen + glyph.left, glyph.top) @ np.diag([2.0**level, 2.0**level, 1])
        mask = glyph.masks[level]
        if outline is not None:
            _paint(picture, cv2.dilate(mask, np.ones((3, 3), np.uint8)), place, outline)
        _paint(picture, mask, place, colour)


def _boxes(line, view):
    """(digit, x1, y1, x2, y2) of the ink of every digit."""
    boxes = []
    for symbol, glyph, pen in line.symbols:
        if symbol in DIGITS:
            hull = _warp((glyph.hull + (pen + glyph.left, glyph.top)).astype(np.float32), view)
            boxes.append((int(symbol), *hull.min(0).tolist(), *hull.max(0).tolist()))
    return boxes


def _readable_colour(rng, ground, least):
    for _ in range(20):
        colour = random_colour(rng)
        if abs(luminance(colour) - luminance(ground)) >= least:
            return colour
    return np.full(3, 0 if luminance(ground) > 127 else 255, np.float32)


def _draw_line(rng, picture, line, view, height, margin):
    corners = _warp(line.corners(margin), view)
    outline = None
    if rng.random() < 0.5:
        ground = random_colour(rng)
        cv2.fillConvexPoly(picture, corners.astype(np.int32), ground.tolist(), cv2.LINE_AA)
        if rng.random() < 0.4:
            edge = random_colour(rng).tolist()
            cv2.polylines(picture, [corners.astype(np.int32)], True, edge, max(1, int(height / 20)), cv2.LINE_AA)
        least = rng.uniform(45, 140)
    else:
        (x1, y1), (x2, y2) = np.maximum(corners.min(0), 0).astype(int), corners.max(0).astype(int) + 1
        below = picture[y1:y2, x1:x2].reshape(-1, 3)
        ground, uneven = below.mean(0), float(below.std(0).mean())
        least = min(150.0, 55 + 1.5 * uneven)
        if uneven > 35:
            outline = np.full(3, 0 if luminance(ground) > 127 else 255, np.float32)
            ground, least = outline, 120
    colour = _readable_colour(rng, ground, least)
    _paint_line(picture, line, view, height / HEIGHT, colour, outline)


class _Places:
    """Where lines stand already, so that none covers another."""

    def __init__(self, width, height):
        self._size = np.array((width, height))
        self._taken = []

    def put(self, rng, corners):
        """Moves a shape around the origin to a free place and returns it, or None when ten tries find none."""
        low, high = corners.min(0), corners.max(0)
        room = self._size - (high - low) - 2
        if (room <= 0).any():
            return None
        for _ in range(10):
            at = 1 + rng.uniform(0, room)
            box = (*at, *(at + high - low))
            if all(box[0] > t[2] or box[2] < t[0] or box[1] > t[3] or box[3] < t[1] for t in self._taken):
                self._taken.append(box)
                return at - low
        return None


def _line_height(rng, unit):
    return unit * np.exp(rng.uniform(np.log(SMALLEST), np.log(LARGEST)))


def _add_line(rng, picture, faces, places, digits, height, unit):
    """Draws one line and returns the boxes of its digits; none where it finds no place."""
    face = faces[rng.integers(len(faces))]
    text = _text(rng, face, digits)
    if not text:
        return []
    line = _lay_out(rng, face, text)
    room = 0.9 * max(picture.shape[:2]) * HEIGHT / (line.width + 0.3 * HEIGHT)
    height = min(height, max(room, SMALLEST * unit))
    view = _random_view(rng, line, height)
    margin = HEIGHT * rng.uniform(0.08, 0.35)
    at = places.put(rng, _warp(line.corners(margin), view))
    if at is None:
        return []
    view = _translation(*at) @ view
    boxes = _boxes(line, view)
    if any(y2 - y1 < (SMALLEST - 1) * unit for _, _, y1, _, y2 in boxes):
        return []
    _draw_line(rng, picture, line, view, height, margin)
    return boxes


def make_picture(rng, faces, width, height, unit=None, wanted=None):
    """A picture and its digits: (uint8 RGB [height,width,3], [(digit, x1, y1, x2, y2)] in pixels).

    `unit` is how many pixels of the picture become one of the model's input; by default what fits the longer side.
    `wanted` digits are aimed at, by default none to MOST_DIGITS; there are fewer where they find no place.
    """
    unit = unit or max(width, height) / MODEL_SIDE
    picture = make_background(rng, width, height)
    places = _Places(width, height)
    if wanted is None:
        wanted = 0 if rng.random() < 0.03 else min(MOST_DIGITS, 1 + int(rng.exponential(9)))
    boxes, common = [], _line_height(rng, unit)
    for _ in range(40):
        if len(boxes) >= wanted:
            break
        size = common * rng.uniform(0.7, 1.4) if rng.random() < 0.5 else _line_height(rng, unit)
        boxes += _add_line(rng, picture, faces, places, wanted - len(boxes), max(size, SMALLEST * unit), unit)
    for _ in range(int(rng.integers(0, 4))):
        _add_line(rng, picture, faces, places, 0, _line_height(rng, unit), unit)
    smallest = min((box[4] - box[2] for box in boxes), default=40 * unit)
    return photograph(rng, picture, smallest), boxes
