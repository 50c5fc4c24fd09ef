"""Records what definitions come to that no library computes in our form, to fixtures/indicators/definitions.json.

    python3 tests/oracle/indicators/record_definitions.py

It needs no library: each definition is written out here, step by step over lists, from the text of its source (the
reference manual of Pine Script, version 6, where TradingView is named). Sums are math.fsum. None is a value that is not
there yet. Recorded with Python 3.11.
"""

import csv
import json
import math
from pathlib import Path

ROWS = 504


def prices():
    with open("fixtures/prices/aapl.csv", newline="") as file:
        records = list(csv.DictReader(file))[-ROWS:]
    return {name.lower(): [float(row[name]) for row in records] for name in ("Open", "High", "Low", "Close")}


def mean(values, period):
    """ta.sma: over the values that are there."""
    result, window = [], []
    for value in values:
        window = [] if value is None else [*window, value][-period:]
        result.append(math.fsum(window) / period if len(window) == period else None)
    return result


def smoothed(values, period, factor):
    """ta.rma and ta.ema with the mean of the first values as the first one."""
    result, before = [], None
    for value, seed in zip(values, mean(values, period)):
        before = before * (1 - factor) + value * factor if before is not None else seed
        result.append(before)
    return result


def rma(values, period):
    return smoothed(values, period, 1 / period)


def ema(values, period):
    return smoothed(values, period, 2 / (1 + period))


def extreme(function, values, period):
    windows = [values[max(0, i + 1 - period): i + 1] for i in range(len(values))]
    return [function(window) if len(window) == period and None not in window else None for window in windows]


def true_range(high, low, close, counts_first):
    """ta.tr(true), or ta.tr(false) without the first bar."""
    rest = [max(h, c) - min(l, c) for h, l, c in zip(high[1:], low[1:], close)]
    return [high[0] - low[0] if counts_first else None, *rest]


def rsi(values, period):
    """ta.rsi."""
    changes = [None, *(b - a for a, b in zip(values, values[1:]))]
    up = rma([None if c is None else max(c, 0.0) for c in changes], period)
    down = rma([None if c is None else max(-c, 0.0) for c in changes], period)
    return [
        None if u is None else 100.0 if d == 0 and u > 0 else 50.0 if d == 0 else 100 - 100 / (1 + u / d)
        for u, d in zip(up, down)
    ]


def supertrend(high, low, close, period, factor):
    """pine_supertrend of the manual; the direction has our sign, 1 upwards."""
    ranges = rma(true_range(high, low, close, True), period)
    lines, directions, uppers, lowers = [], [], [], []
    for i, width in enumerate(ranges):
        if width is None:
            for column in (lines, directions, uppers, lowers):
                column.append(None)
            continue
        middle = (high[i] + low[i]) / 2
        upper, lower = middle + factor * width, middle - factor * width
        is_first = uppers[-1] is None
        if not is_first:
            lower = lower if lower > lowers[-1] or close[i - 1] < lowers[-1] else lowers[-1]
            upper = upper if upper < uppers[-1] or close[i - 1] > uppers[-1] else uppers[-1]
        if is_first:
            direction = -1
        elif lines[-1] == uppers[-1]:
            direction = 1 if close[i] > upper else -1
        else:
            direction = -1 if close[i] < lower else 1
        lines.append(lower if direction == 1 else upper)
        directions.append(direction)
        uppers.append(upper)
        lowers.append(lower)
    return {"line": lines, "direction": directions, "upper": uppers, "lower": lowers}


def streaks(values):
    """The updown of "Connors RSI", with 0 at the first bar."""
    result = [0.0]
    for before, value in zip(values, values[1:]):
        last = result[-1]
        if value == before:
            result.append(0.0)
        elif value > before:
            result.append(1.0 if last <= 0 else last + 1)
        else:
            result.append(-1.0 if last >= 0 else last - 1)
    return result


def connors(close, period, streak, rank, counts_ties):
    """"Connors RSI" of TradingView; without ties that of Connors, Alvarez and Radtke."""
    rates = [None, *(100 * (b - a) / a for a, b in zip(close, close[1:]))]
    first, second, result = rsi(close, period), rsi(streaks(close), streak), []
    for i, rate in enumerate(rates):
        if i < rank + 1:
            result.append(None)
            continue
        former = rates[i - rank: i]
        lower = sum(1 for value in former if value < rate or (counts_ties and value == rate))
        result.append((first[i] + second[i] + 100 * lower / rank) / 3)
    return result


def stochastic_rsi(close, period, length, k, d):
    """"Stochastic RSI" of TradingView."""
    index = rsi(close, period)
    tops, bottoms = extreme(max, index, length), extreme(min, index, length)
    fast = [None if t is None else 100 * (x - b) / (t - b) for x, t, b in zip(index, tops, bottoms)]
    return {"k": mean(fast, k), "d": mean(mean(fast, k), d)}


def bands(middle, widths, factor):
    known = [None if None in pair else pair for pair in zip(middle, widths)]
    return {
        "middle": [None if pair is None else pair[0] for pair in known],
        "upper": [None if pair is None else pair[0] + factor * pair[1] for pair in known],
        "lower": [None if pair is None else pair[0] - factor * pair[1] for pair in known],
    }


def chandelier(high, low, close, period, factor):
    """The exits of Le Beau with Wilder's average of the true range."""
    width = rma(true_range(high, low, close, False), period)
    tops, bottoms = extreme(max, high, period), extreme(min, low, period)
    return {
        "long": [None if None in row else row[0] - factor * row[1] for row in zip(tops, width)],
        "short": [None if None in row else row[0] + factor * row[1] for row in zip(bottoms, width)],
    }


def tsi(close, slow, fast, signal):
    """"True Strength Index" of TradingView."""
    changes = [None, *(b - a for a, b in zip(close, close[1:]))]
    top = ema(ema(changes, slow), fast)
    bottom = ema(ema([None if c is None else abs(c) for c in changes], slow), fast)
    line = [None if b is None else 100 * (t / b) for t, b in zip(top, bottom)]
    return {"line": line, "signal": ema(line, signal)}


def text(values):
    return " ".join("NaN" if value is None else str(value) if isinstance(value, int) else repr(value) for value in values)


def main():
    columns = prices()
    high, low, close = columns["high"], columns["low"], columns["close"]
    made = {
        "ta.supertrend(3, 10)": supertrend(high, low, close, 10, 3),
        "ta.supertrend(1.5, 7)": supertrend(high, low, close, 7, 1.5),
        "Connors RSI(3, 2, 100)": connors(close, 3, 2, 100, True),
        "Connors RSI(4, 3, 20)": connors(close, 4, 3, 20, True),
        "ConnorsRSI(3, 2, 100) without ties": connors(close, 3, 2, 100, False),
        "Stochastic RSI(14, 14, 3, 3)": stochastic_rsi(close, 14, 14, 3, 3),
        "ta.kc(close, 20, 2)": bands(ema(close, 20), ema(true_range(high, low, close, False), 20), 2),
        "Keltner Channels(20, 2, 10)": bands(ema(close, 20), rma(true_range(high, low, close, False), 10), 2),
        "Chandelier Exit(22, 3)": chandelier(high, low, close, 22, 3),
        "ta.atr(14)": rma(true_range(high, low, close, True), 14),
        "True Strength Index(25, 13, 13)": tsi(close, 25, 13, 13),
    }
    series = {}
    for call, values in made.items():
        outputs = values if isinstance(values, dict) else {"": values}
        series.update({f"{call}.{name}" if name else call: text(column) for name, column in outputs.items()})
    origin = (f"the definitions that are written out in tests/oracle/indicators/record_definitions.py, over the last {ROWS} "
              "rows of fixtures/prices/aapl.csv")
    path = Path("fixtures/indicators/definitions.json")
    path.write_text(json.dumps({"origin": origin, "series": series}, indent=2) + "\n")
    print(f"{path}: {len(series)} series")


if __name__ == "__main__":
    main()
