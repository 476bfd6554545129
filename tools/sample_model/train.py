"""Trains the sample model and writes its weights: python train.py WEIGHTS.npz

The boxes' term of the loss counts little at first, so that the network learns what a digit looks like, and much later,
when it learns where its ink ends: with the boxes in front from the beginning, classes are learnt far more slowly.

The same seed draws the same pictures in the same order; sums on another processor differ in their last digits.
"""

import argparse
import functools
import os
import time
import typing
from pathlib import Path

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax
import jax.numpy as jnp
import numpy as np

from batches import stream
from layout import SIDE
from loss import detection_loss
from network import make_parameters, train_heads
from typefaces import TRAINING, find

SMALL_SIDE = 192  # most steps see squares of this side: a third of the work, digits of the same size
LAST_RATE, WARM_UP = 2e-5, 100
BOX_WEIGHTS = (0.1, 2.0)  # of the boxes' term in the loss, first and last
BOX_RISE = (0.2, 0.4)  # the share of the first cycle when it leaves the first and reaches the last
DECAY = 0.02  # of the weights, times the rate
MOMENTS = (0.9, 0.99)
STATISTICS = 0.03  # how fast the running mean and variance follow


class Cycle(typing.NamedTuple):
    """So many steps at the peak rate, and so many while it falls like half a cosine; `whole` of them see SIDE pixels."""

    level: int
    falling: int
    whole: int
    peak: float

    @property
    def steps(self):
        return self.level + self.falling

    def scaled(self, scale):
        return Cycle(int(self.level * scale), max(1, int(self.falling * scale)), int(self.whole * scale), self.peak)


# The second one begins where the first one ended: with its rate up again, boxes become exacter than in one long cycle.
CYCLES = (Cycle(2000, 18000, 1500, 2.5e-3), Cycle(1000, 13000, 2500, 1.5e-3))


class Plan:
    """What each step of a training does."""

    def __init__(self, scale):
        self.cycles = [cycle.scaled(scale) for cycle in CYCLES]
        self.steps = sum(cycle.steps for cycle in self.cycles)

    def _place(self, step):
        for cycle in self.cycles:
            if step < cycle.steps:
                return cycle, step
            step -= cycle.steps
        raise IndexError(step)

    def rate(self, step):
        """Linear warm-up, then each cycle's."""
        cycle, place = self._place(step)
        down = max(0, place - cycle.level) / cycle.falling
        falling = LAST_RATE + (cycle.peak - LAST_RATE) * 0.5 * (1 + np.cos(np.pi * down))
        return np.float32(falling * min(1.0, (step + 1) / WARM_UP))

    def box_weight(self, step):
        """Level, then a geometric rise, then level."""
        risen = np.interp(step / self.cycles[0].steps, BOX_RISE, (0, 1))
        return np.float32(BOX_WEIGHTS[0] * (BOX_WEIGHTS[1] / BOX_WEIGHTS[0]) ** risen)

    def batch(self, step):
        """(step, pictures, their side)."""
        cycle, place = self._place(step)
        return (step, 4, SIDE) if place >= cycle.steps - cycle.whole else (step, 8, SMALL_SIDE)


def average_at(step):
    """How much of the averaged weights stays: little at first, 0.998 later."""
    return np.float32(min(0.998, (1 + step) / (10 + step)))


@functools.partial(jax.jit, donate_argnums=0)
def train_step(state, pictures, targets, rate, keep, step, box_weight):
    """One step of AdamW; `state` holds parameters, their average and both moments."""
    parameters, average, first, second = state

    def loss_of(parameters):
        heads, seen = train_heads(parameters, pictures.astype(jnp.float32) / 255)
        loss, terms = detection_loss(heads, targets, box_weight)
        return loss, (terms, seen)

    gradients, (terms, seen) = jax.grad(loss_of, has_aux=True)(parameters)
    norm = jnp.sqrt(sum((gradient**2).sum() for gradient in gradients.values()))
    clip = jnp.minimum(1.0, 4.0 / (norm + 1e-6))
    updated = {}
    for name, value in parameters.items():
        if name in seen:
            updated[name] = value + STATISTICS * (seen[name] - value)
            continue
        gradient = gradients[name] * clip
        first[name] = MOMENTS[0] * first[name] + (1 - MOMENTS[0]) * gradient
        second[name] = MOMENTS[1] * second[name] + (1 - MOMENTS[1]) * gradient**2
        move = first[name] / (1 - MOMENTS[0] ** step) / (jnp.sqrt(second[name] / (1 - MOMENTS[1] ** step)) + 1e-8)
        decay = DECAY if name.endswith(".weight") else 0.0
        updated[name] = value - rate * (move + decay * value)
    average = {name: keep * average[name] + (1 - keep) * value for name, value in updated.items()}
    return (updated, average, first, second), terms


def fresh_state(seed):
    parameters = make_parameters(seed)
    copies = [{name: jnp.asarray(value) for name, value in parameters.items()} for _ in range(2)]
    moments = [{name: jnp.zeros_like(value) for name, value in parameters.items()} for _ in range(2)]
    return (*copies, *moments)


def save(path, state, step):
    """Writes the averaged parameters, and all of the state beside them for --resume; each at once or not at all."""
    parts = zip(("parameters", "average", "first", "second"), state)
    whole = {f"{part}/{name}": np.asarray(value) for part, values in parts for name, value in values.items()}
    average = {name: np.asarray(value) for name, value in state[1].items()}
    for target, content in ((path, average), (path.with_suffix(".state.npz"), whole | {"step": np.array(step)})):
        partial = target.with_suffix(".part.npz")
        np.savez(partial, **content)
        partial.replace(target)


def resume(path):
    """(state, steps done) of a file that save() wrote."""
    content = np.load(path)
    state = tuple({} for _ in range(4))
    for part, values in zip(("parameters", "average", "first", "second"), state):
        prefix = part + "/"
        values.update({name[len(prefix):]: jnp.asarray(content[name]) for name in content if name.startswith(prefix)})
    return state, int(content["step"])


def train(options):
    plan = Plan(options.scale)
    paths = find(TRAINING) if options.typefaces == "debian" else [None]
    state, done = resume(options.resume) if options.resume else (fresh_state(options.seed), 0)
    began, recent = time.monotonic(), []
    batches = stream(paths, options.seed, map(plan.batch, range(done, plan.steps)), options.workers)
    for step, (pictures, targets) in enumerate(batches, done):
        state, terms = train_step(state, pictures, targets, plan.rate(step), average_at(step),
                                  np.float32(step + 1), plan.box_weight(step))
        recent.append(np.asarray(terms))
        if (step + 1) % options.report == 0 or step + 1 == plan.steps:
            box, objects, classes = np.mean(recent, 0)
            print(f"step {step + 1}/{plan.steps}  {time.monotonic() - began:.0f} s  box {box:.3f}  "
                  f"objectness {objects:.4f}  class {classes:.4f}", flush=True)
            recent.clear()
        if (step + 1) % 200 == 0 or step + 1 == plan.steps:
            save(options.weights, state, step + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, help="where the averaged weights go; also every 200 steps")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1, help="of the number of steps, to try the tool")
    parser.add_argument("--resume", type=Path, help="the .state.npz of a run with the same seed: go on from there")
    parser.add_argument("--workers", type=int, default=1, help="processes that draw pictures")
    parser.add_argument("--report", type=int, default=50, help="steps between two lines of progress")
    parser.add_argument("--typefaces", choices=("debian", "builtin"), default="debian",
                        help="builtin: only the one inside Pillow, to try the tool without packages")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
