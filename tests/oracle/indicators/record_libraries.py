"""Records averages and statistics that backtrader has not, or has in another form.

    python3 -m venv venv
    venv/bin/pip install TA-Lib==0.8.2 pandas-ta-classic==0.8.32
    venv/bin/python tests/oracle/indicators/record_libraries.py

It writes fixtures/indicators/libraries.json: for each library the series on 2006_day_001.json, under keys that are calls
of ours. Under `Python` are calculations in exact fractions, of which only the result is rounded, and for roots the
quotient before; and the formula of TradingView's ta.alma (pandas-ta has its weights in the other direction). Recorded
with Python 3.11.
"""

import json
import math
import pathlib
from fractions import Fraction

import numpy
import pandas
import pandas_ta_classic
import talib

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures" / "indicators"


def shown(values):
    """Values as text, one a bar."""
    return " ".join("NaN" if math.isnan(value) else repr(float(value)).removesuffix(".0") for value in values)


def windows(values, period):
    """The last values at each bar as exact fractions; None before there are as many."""
    exact = [Fraction(value) for value in values]
    return [exact[at + 1 - period : at + 1] if at + 1 >= period else None for at in range(len(values))]


def gaussian(values, period, offset, sigma):
    middle, width = offset * (period - 1), period / sigma
    weights = [Fraction(math.exp(-((at - middle) ** 2) / (2 * width * width))) for at in range(period)]

    def of(window):
        return float(sum(weight * value for weight, value in zip(weights, window)) / sum(weights))

    return [math.nan if window is None else of(window) for window in windows(values, period)]


def deviation(values, period, divisor):
    def of(window):
        mean = sum(window) / period
        return math.sqrt(sum((value - mean) ** 2 for value in window) / divisor)

    return [math.nan if window is None else of(window) for window in windows(values, period)]


def mean_deviation(values, period):
    def of(window):
        mean = sum(window) / period
        return float(sum(abs(value - mean) for value in window) / period)

    return [math.nan if window is None else of(window) for window in windows(values, period)]


def regression(ys, xs, period):
    slopes, intercepts = [], []
    for some_y, some_x in zip(windows(ys, period), windows(xs, period)):
        if some_y is None:
            slopes.append(math.nan)
            intercepts.append(math.nan)
            continue
        mean_y, mean_x = sum(some_y) / period, sum(some_x) / period
        squares = sum((x - mean_x) ** 2 for x in some_x)
        slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(some_x, some_y)) / squares
        slopes.append(float(slope))
        intercepts.append(float(mean_y - slope * mean_x))
    return slopes, intercepts


def main():
    text = json.loads((FIXTURES / "2006_day_001.json").read_text())
    opens, highs, lows, closes = (
        numpy.array([float(value) for value in text[name].split()]) for name in ("open", "high", "low", "close")
    )
    close, volume = pandas.Series(closes), pandas.Series(numpy.round((highs - lows) * 100))
    slopes, intercepts = regression(closes, opens, 10)
    series = {
        "TA-Lib": {
            "trima(close, 9)": talib.TRIMA(closes, 9),
            "trima(close, 10)": talib.TRIMA(closes, 10),
            "t3(close, 5, 0.7)": talib.T3(closes, 5, 0.7),
            "t3(close, 8, 0.4)": talib.T3(closes, 8, 0.4),
        },
        "pandas-ta-classic": {
            "vwma(close, 20)": pandas_ta_classic.vwma(close, volume, 20),
        },
        "Python": {
            "alma(close, 9, 0.85, 6)": gaussian(closes, 9, 0.85, 6),
            "alma(close, 20, 0.6, 4)": gaussian(closes, 20, 0.6, 4),
            "stdDev(close, 10)": deviation(closes, 10, 10),
            "stdDev(close, 20, sample)": deviation(closes, 20, 19),
            "meanDeviation(close, 10)": mean_deviation(closes, 10),
            "regressionOn(close, open, 10).slope": slopes,
            "regressionOn(close, open, 10).intercept": intercepts,
        },
    }
    texts = {library: {key: shown(values) for key, values in each.items()} for library, each in series.items()}
    (FIXTURES / "libraries.json").write_text(json.dumps(texts, indent=2) + "\n")


if __name__ == "__main__":
    main()
