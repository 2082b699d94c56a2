"""What the run says of itself: an attempt a line, which SDPO Lab opens (docs/INTERCHANGE.md there)."""

import json

from transformers import TrainerCallback


class TraceWriter(TrainerCallback):
    """Appends every attempt with the log-probabilities of student and teacher to `path`, as it was scored."""

    def __init__(self, path):
        self.path = path
        open(path, "w").close()

    def on_attempts_scored(self, args, state, control, attempts, **kwargs):
        with open(self.path, "a", encoding="utf-8") as file:
            for attempt in sorted(attempts, key=lambda each: each["attempt"]):
                file.write(json.dumps({"format": "sdpo-lab-trace", "version": 1, **attempt}) + "\n")
            file.flush()


class StopAtFirstPass(TrainerCallback):
    """Ends the run after the update of a step in which an attempt passed."""

    passed = False

    def on_attempts_scored(self, args, state, control, attempts, **kwargs):
        self.passed = self.passed or any(attempt["reward"] >= 1 for attempt in attempts)

    def on_step_end(self, args, state, control, **kwargs):
        if self.passed:
            control.should_training_stop = True
