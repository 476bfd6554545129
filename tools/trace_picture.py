#!/usr/bin/env python3
"""Draws a Chrome trace of a queue as an SVG, for pages that cannot open Perfetto: trace_picture.py TRACE.json OUT.svg

    tools/trace_picture.py trace.json trace.svg --from 20 --to 120    # milliseconds of the trace

One lane a request, one box a run; below them the jobs that wait. Empty lanes are requests that had nothing to do.
"""

import argparse
import json
from html import escape
from pathlib import Path

COLOURS = {"succeeded": "#4c8bf5", "failed": "#e4572e"}
STOPPED, WAITING = "#9aa0a6", "#f2b134"
LEFT, LANE, WIDTH, TEXT = 110, 26, 1000, 'font-family="sans-serif" font-size="12"'


def events(path):
    """The trace's events. A process that was ended may have left the list open."""
    text = path.read_text().strip().rstrip(",")
    return json.loads(text if text.endswith("]") else text + "]")


def runs_and_waits(trace):
    """({lane: name}, [(lane, start, end, name, outcome)], [(start, end)]) in milliseconds, from the first on."""
    lanes = {e["tid"]: e["args"]["name"] for e in trace if e["name"] == "thread_name" and "request" in e["args"]["name"]}
    runs = [(e["tid"], e["ts"], e["ts"] + e["dur"], e["name"], e["args"]["outcome"])
            for e in trace if e["ph"] == "X" and e["tid"] in lanes]
    ends = {e["id"]: e["ts"] for e in trace if e["ph"] == "e" and e.get("cat") == "waiting"}
    waits = [(e["ts"], ends[e["id"]]) for e in trace if e["ph"] == "b" and e.get("cat") == "waiting" and e["id"] in ends]
    zero = min([start for _, start, *_ in runs] + [start for start, _ in waits])
    return (lanes, [(lane, (a - zero) / 1e3, (b - zero) / 1e3, *rest) for lane, a, b, *rest in runs],
            [((a - zero) / 1e3, (b - zero) / 1e3) for a, b in waits])


def rows_of(spans):
    """Spans in as few rows as it takes for none to overlap: [(row, start, end)]."""
    ends, placed = [], []
    for start, end in sorted(spans):
        row = next((i for i, last in enumerate(ends) if last <= start), len(ends))
        ends[row:row + 1] = [end]
        placed.append((row, start, end))
    return placed


def draw(trace, begin, end):
    lanes, runs, waits = runs_and_waits(trace)
    end = min(end, max(b for _, _, b, *_ in runs))
    scale = WIDTH / (end - begin)
    waits = rows_of([(a, b) for a, b in waits if b > a and b > begin and a < end])
    depth = max((row for row, *_ in waits), default=-1) + 1
    height = LANE * len(lanes) + 8 * depth + 60
    svg = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 30} {height}" {TEXT}>',
           '<rect width="100%" height="100%" fill="white"/>']

    def box(start, stop, top, tall, colour, label=""):
        start, stop = max(start, begin), min(stop, end)
        x, wide = LEFT + (start - begin) * scale, (stop - start) * scale
        svg.append(f'<rect x="{x:.1f}" y="{top}" width="{max(wide, 0.5):.1f}" height="{tall}" fill="{colour}" '
                   f'stroke="white" stroke-width="0.5"/>')
        if wide > 9 * len(label) > 0:
            svg.append(f'<text x="{x + 4:.1f}" y="{top + tall - 7}" fill="white">{escape(label)}</text>')

    for place, lane in enumerate(sorted(lanes)):
        top = 10 + LANE * place
        svg.append(f'<text x="6" y="{top + 16}">{escape(lanes[lane])}</text>')
        svg.append(f'<rect x="{LEFT}" y="{top}" width="{WIDTH}" height="{LANE - 4}" fill="#f1f3f4"/>')
        for at, start, stop, name, outcome in runs:
            if at == lane and stop > begin and start < end:
                box(start, stop, top, LANE - 4, COLOURS.get(outcome, STOPPED), name)
    top = 14 + LANE * len(lanes)
    if depth:
        svg.append(f'<text x="6" y="{top + 10}">jobs that wait</text>')
    for row, start, stop in waits:
        box(start, stop, top + 8 * row, 7, WAITING)
    for tick in range(11):
        x, ms = LEFT + WIDTH * tick / 10, (end - begin) * tick / 10
        svg.append(f'<text x="{x:.0f}" y="{height - 8}" text-anchor="middle" fill="#5f6368">{ms:.0f} ms</text>')
    return "\n".join([*svg, "</svg>", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trace", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--from", dest="begin", type=float, default=0)
    parser.add_argument("--to", dest="end", type=float, default=float("inf"))
    options = parser.parse_args()
    options.picture.write_text(draw(events(options.trace), options.begin, options.end))


if __name__ == "__main__":
    main()
