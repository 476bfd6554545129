"""Glyphs of one typeface as coverage masks, in four sizes, with the outline that gives the exact box."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

DIGITS = "0123456789"
# No letter that is a digit to somebody: O Q D for 0, I l i for 1, Z z for 2, S s for 5, b G for 6, g q for 9, B for 8.
LETTERS = "ACEFHKLMNPRTUVWXYaehkmnrtvwxy%&#@+*?="
MARKS = ".,:-/"
HEIGHT = 96  # pixels that the digits of a typeface are high in the largest mask
PAD = 4  # empty pixels around a mask


@dataclass
class Glyph:
    """One symbol. All lengths are pixels of the largest mask; y counts from the baseline, downwards."""

    masks: list  # uint8, each half as large as the one before
    hull: np.ndarray  # [n,2] float32: convex hull of the ink in the mask
    left: float  # where the mask begins, relative to the pen
    top: float
    advance: float


def _render(font, symbol):
    left, top, right, bottom = font.getbbox(symbol, anchor="ls")
    if right <= left or bottom <= top:
        return None
    # Whole steps of 8 pixels, so that each smaller mask is half as large exactly: else its ink would outgrow its box.
    picture = Image.new("L", [-(-(int(side) + 2 * PAD) // 8) * 8 for side in (right - left, bottom - top)])
    ImageDraw.Draw(picture).text((PAD - left, PAD - top), symbol, fill=255, font=font, anchor="ls")
    mask = np.asarray(picture)
    ys, xs = np.nonzero(mask > 127)
    if len(xs) < 8:
        return None
    corners = np.concatenate([np.stack([xs + dx, ys + dy], 1) for dx in (0, 1) for dy in (0, 1)])
    hull = cv2.convexHull(corners.astype(np.float32))[:, 0]
    masks = [mask]
    while len(masks) < 4:
        height, width = masks[-1].shape
        masks.append(cv2.resize(masks[-1], (width // 2, height // 2), interpolation=cv2.INTER_AREA))
    return Glyph(masks, hull, left - PAD, top - PAD, font.getlength(symbol))


class Typeface:
    """The symbols of one font file, drawn once. Without a file: the typeface inside Pillow."""

    def __init__(self, path: Path | None):
        def load(size):
            return ImageFont.truetype(str(path), size) if path else ImageFont.load_default(size)

        _, top, _, bottom = load(100).getbbox("0", anchor="ls")
        font = load(round(100 * HEIGHT / (bottom - top)))
        drawn = {symbol: _render(font, symbol) for symbol in DIGITS + LETTERS + MARKS}
        self.glyphs = {symbol: glyph for symbol, glyph in drawn.items() if glyph}
        # Seven and fourteen segments draw letters and digits alike.
        segments = path is not None and path.name.startswith("DSEG")
        self.letters = [] if segments else [symbol for symbol in LETTERS if symbol in self.glyphs]
        self.marks = [symbol for symbol in MARKS if symbol in self.glyphs]
        missing = [symbol for symbol in DIGITS if symbol not in self.glyphs]
        if missing:
            raise ValueError(f"{path} draws no {', '.join(missing)}; take it out of typefaces.py")
