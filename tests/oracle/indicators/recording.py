"""What the scripts of this folder share: the prices that series are recorded over, and the form of the files.

Run the scripts from the root of the project. Python 3.11 or later; each script pins the versions of its libraries and
stops if others are installed.
"""

import csv
import json
import math
from importlib.metadata import version
from pathlib import Path

import numpy as np

PRICES = Path("fixtures/prices/aapl.csv")
FIXTURES = Path("fixtures/indicators")


def check_versions(pinned):
    """Stops if a library is not the pinned one: {"numpy": "2.2.6"}."""
    for name, wanted in pinned.items():
        if version(name) != wanted:
            raise SystemExit(f"Cannot record with {name} {version(name)}: pip install {name}=={wanted}")


def prices(rows=None):
    """Columns date, open, high, low, close and volume of the last rows of the prices, as arrays of doubles."""
    with PRICES.open(newline="") as file:
        records = list(csv.DictReader(file))[-(rows or 0):]
    columns = {name.lower(): np.array([float(row[name]) for row in records])
               for name in ("Open", "High", "Low", "Close", "Volume")}
    return {"date": [row["Date"] for row in records], **columns}


def text(values):
    """One text of all values that reads back exactly: repr of each double, whole numbers without a point."""
    return " ".join(one(float(value)) for value in values)


def one(value):
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)


def write(name, origin, series):
    """Writes fixtures/indicators/NAME.json: where the series come from, and each as a text under its call."""
    path = FIXTURES / f"{name}.json"
    content = {"origin": origin, "series": {call: text(values) for call, values in series.items()}}
    path.write_text(json.dumps(content, indent=2) + "\n")
    print(f"{path}: {len(series)} series, {path.stat().st_size} bytes")
