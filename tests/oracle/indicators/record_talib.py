"""Records what TA-Lib computes, to fixtures/indicators/talib.json and talib_candles.json.

pip install TA-Lib==0.6.8 numpy==2.2.6     (its wheel has the C library, version 0.6.4)

A series is called by the Python call that made it, so this list is all there is to say about it. Every unstable period
is 0, TA-Lib's default.
"""

import random

import numpy as np
import talib
from talib import abstract

from recording import check_versions, prices, write

check_versions({"TA-Lib": "0.6.8", "numpy": "2.2.6"})
ROWS = 504
SMA, EMA = 0, 1

CALLS = [
    # Averages.
    "SMA(close, 10)", "EMA(close, 10)", "WMA(close, 10)", "DEMA(close, 10)", "TEMA(close, 10)", "TRIMA(close, 10)",
    "TRIMA(close, 11)", "KAMA(close, 10)", "T3(close, 5, 0.7)", "MIDPOINT(close, 14)", "MIDPRICE(high, low, 14)",
    "HT_TRENDLINE(close)", "MAMA(close, 0.5, 0.05)",
    # Prices.
    "AVGPRICE(open, high, low, close)", "MEDPRICE(high, low)", "TYPPRICE(high, low, close)",
    "WCLPRICE(high, low, close)",
    # Momentum.
    "RSI(close, 14)", "CMO(close, 14)", "MACD(close, 12, 26, 9)", "MACDEXT(close, 12, 1, 26, 1, 9, 1)",
    "MACDEXT(close, 12, 0, 26, 0, 9, 0)", "STOCH(high, low, close, 14, 3, 0, 3, 0)", "STOCHF(high, low, close, 14, 3, 0)",
    "STOCHRSI(close, 14, 5, 3, 0)", "CCI(high, low, close, 20)", "MOM(close, 10)", "ROC(close, 10)", "ROCP(close, 10)",
    "ROCR(close, 10)", "ROCR100(close, 10)", "WILLR(high, low, close, 14)", "ULTOSC(high, low, close, 7, 14, 28)",
    "TRIX(close, 15)", "APO(close, 12, 26, 0)", "APO(close, 12, 26, 1)", "PPO(close, 12, 26, 0)",
    "PPO(close, 12, 26, 1)", "BOP(open, high, low, close)",
    # Trend.
    "ADX(high, low, close, 14)", "ADXR(high, low, close, 14)", "DX(high, low, close, 14)",
    "PLUS_DI(high, low, close, 14)", "MINUS_DI(high, low, close, 14)", "PLUS_DM(high, low, 14)",
    "MINUS_DM(high, low, 14)", "AROON(high, low, 14)", "AROONOSC(high, low, 14)", "SAR(high, low, 0.02, 0.2)",
    # Volatility.
    "ATR(high, low, close, 14)", "NATR(high, low, close, 14)", "TRANGE(high, low, close)", "BBANDS(close, 20, 2, 2, 0)",
    "BBANDS(close, 20, 2, 2, 1)",
    # Volume.
    "AD(high, low, close, volume)", "ADOSC(high, low, close, volume, 3, 10)", "OBV(close, volume)",
    "MFI(high, low, close, volume, 14)",
    # Statistics.
    "STDDEV(close, 20, 1)", "VAR(close, 20, 1)", "LINEARREG(close, 14)",
    "LINEARREG_SLOPE(close, 14)", "LINEARREG_INTERCEPT(close, 14)", "LINEARREG_ANGLE(close, 14)", "TSF(close, 14)",
    "CORREL(high, low, 30)", "CORREL(close, volume, 30)", "BETA(high, low, 5)", "BETA(close, open, 30)",
    "MAX(close, 14)", "MIN(close, 14)", "MAXINDEX(close, 14)", "MININDEX(close, 14)", "SUM(close, 14)",
]


def outputs_of(name):
    return abstract.Function(name).info["output_names"]


def run(calls, columns):
    series = {}
    names = {name: getattr(talib, name) for name in talib.get_functions()}
    for call in calls:
        result = eval(call, {"__builtins__": {}}, {**names, **columns})  # noqa: S307: the constants above
        if isinstance(result, tuple):
            outputs = outputs_of(call.partition("(")[0])
            series.update({f"{call}.{output}": values for output, values in zip(outputs, result, strict=True)})
        else:
            series[call] = result
    return series


def origin(over):
    return (f"TA-Lib 0.6.8 for Python with the C library {talib.__ta_version__.decode().split()[0]}, over {over}; "
            "tests/oracle/indicators/record_talib.py")


def made_bars(rows):
    """Made-up bars in whole numbers in which rare patterns are frequent: trends of some bars, gaps, and many equal prices."""
    choose = random.Random(20060102).choice
    start, close, drift, left = 10000, 10000, 0, 0
    bars = []
    for _ in range(rows):
        if left == 0:
            drift, left = choose((-9, -6, -3, 0, 0, 3, 6, 9)), choose((1, 2, 3, 4, 6))
        left -= 1
        inside = start + (close - start) * choose((2, 3)) // 4
        start = choose((close, inside, inside, close + choose((1, -1, 3, -3, 6, -6, 20, -20))))
        close = start + drift * choose((0, 1, 1, 2)) + choose((0, 0, 1, -1, 2, -2, 7, -7, 15, -15))
        high = max(start, close) + choose((0, 0, 0, 1, 1, 2, 5, 14))
        low = min(start, close) - choose((0, 0, 0, 1, 1, 2, 5, 14))
        bars.append((start, high, low, close))
    return {name: np.array(column, dtype=float) for name, column in
            zip(("open", "high", "low", "close"), zip(*bars, strict=True), strict=True)}


columns = prices(ROWS)
write("talib", origin(f"the last {ROWS} rows of fixtures/prices/aapl.csv"), run(CALLS, columns))
# Patterns are rare, so they are recorded over all rows, and over bars that are made for them.
calls = [f"{name}(open, high, low, close)" for name in talib.get_function_groups()["Pattern Recognition"]]
columns = prices()
write("talib_candles", origin(f"the {len(columns['close'])} rows of fixtures/prices/aapl.csv"), run(calls, columns))
columns = made_bars(3000)
found = run(calls, columns)
write("talib_candles_made", origin("the made-up bars that stand first"), {**columns, **found})
print("without a single pattern:", [call for call, values in found.items() if not np.any(values)])
