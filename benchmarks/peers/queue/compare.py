"""The same scenarios on Python's AsyncInferQueue and on millrace's: python compare.py QUEUE_SCENARIOS [--runs 10]

QUEUE_SCENARIOS is the program of that name in build/<preset>/bin; this Python needs openvino. Each run is a process of
its own: one that has not ended after 15 seconds hangs, one that a signal ended crashed.
"""

import argparse
import collections
import signal
import subprocess
import sys
from pathlib import Path

SCENARIOS = {
    "serves_after_a_failed_inference": "serves the next jobs after a failed inference",
    "keeps_its_requests_after_wrong_inputs": "keeps its requests after inputs of the wrong shape",
    "serves_eight_producers": "gives eight producers their own results",
    "runs_callbacks_when_it_is_destroyed": "runs the callbacks of jobs in flight when it is destroyed",
    "leaves_held_outputs_alone": "leaves outputs alone that somebody holds",
    "refuses_a_missing_input": "refuses a job without all inputs",
    "refuses_an_index_out_of_range": "refuses an index out of range",
    "starts_from_its_callback_with_one_request": "starts the next job from its callback, with one request",
    "waits_for_all_although_one_failed": "wait_all waits for all although one job failed",
}
LONGEST = 15  # seconds


def run(command):
    """ok, or what went wrong, in words."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return "hangs"
    if done.returncode < 0:
        return f"crashes ({signal.Signals(-done.returncode).name})"
    if done.returncode != 0:
        return "ends with: " + (done.stderr.strip().splitlines() or ["no message"])[-1][:100]
    return done.stdout.strip()


def summary(command, runs):
    seen = collections.Counter(run(command) for _ in range(runs))
    if seen["ok"] == runs:
        return "yes"
    return "; ".join(f"{count} of {runs}: {what}" for what, count in seen.most_common())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=Path)
    parser.add_argument("--runs", type=int, default=10)
    options = parser.parse_args()
    python = [sys.executable, "-B", str(Path(__file__).with_name("python_scenarios.py"))]
    print("| the queue ... | Python's AsyncInferQueue | millrace |\n|---|---|---|")
    for name, words in SCENARIOS.items():
        theirs = summary([*python, name], options.runs)
        ours = summary([str(options.program), name], options.runs)
        print(f"| {words} | {theirs} | {ours} |", flush=True)


if __name__ == "__main__":
    main()
