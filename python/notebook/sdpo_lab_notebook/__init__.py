"""A run in a notebook cell: `from sdpo_lab_notebook import show; show("run.json")`.

Works in Jupyter, Colab and marimo. The cell is the lab's one-file player in a frame that may run its own script, and may
neither ask the network nor touch the notebook.
"""

import json
import os
from pathlib import Path

import anywidget
import traitlets

__all__ = ["Run", "show"]

_widget = Path(__file__).with_name("widget.js")
if not _widget.is_file():
    raise ImportError(
        "sdpo_lab_notebook has no widget.js: it is built from the lab's player. In the lab's folder say `npm run notebook` "
        "and install again, or install the wheel that it writes."
    )


class Run(anywidget.AnyWidget):
    """A run as a widget: `text` is a run file, or lines of JSON as docs/INTERCHANGE.md has them; `height` is in pixels."""

    _esm = _widget
    text = traitlets.Unicode().tag(sync=True)
    height = traitlets.Int(640, min=120, max=4000).tag(sync=True)


def show(run, height=640):
    """Shows a run: the path of a file, its text, a run as a dict, or a list of dicts, an attempt each."""
    return Run(text=_text(run), height=height)


def _text(run):
    if isinstance(run, os.PathLike):
        return _read(Path(run))
    if isinstance(run, str):
        beginning = run.lstrip()[:1]
        return run if beginning in ("{", "[") else _read(Path(run))
    if isinstance(run, dict):
        # Events a line each, as the lab writes them; of another program it is one attempt.
        return json.dumps(run)
    try:
        attempts = list(run)
    except TypeError:
        raise TypeError(f"show() takes a path, a text, a dict or a list of dicts, not {type(run).__name__}.") from None
    if not attempts or not all(isinstance(attempt, dict) for attempt in attempts):
        raise TypeError("show() takes a list of dicts, an attempt each, and there must be one.")
    return "".join(json.dumps(attempt) + "\n" for attempt in attempts)


def _read(path):
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {path}: show() takes the path of a run, or its text.")
    if path.suffix == ".parquet":
        raise ValueError(f"{path} is parquet: `npx sdpo-lab import {path} --out run.jsonl` writes lines that show() takes.")
    return path.read_text(encoding="utf-8")
