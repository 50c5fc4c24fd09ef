"""Records what pandas-ta computes with its own code, without TA-Lib, to fixtures/indicators/pandas_ta.json.

pip install numpy==2.2.6 pandas==2.3.2 numba==0.61.2 tqdm==4.67.1
pip install pandas-ta==0.4.71b0            (for Python 3.12; see below for 3.11)

The wheel of pandas-ta asks for Python 3.12 because of one f-string in pandas_ta/overlap/hma.py. Under 3.11, unpack the
wheel, name the folder in PYTHONPATH, and write that name with other quotes.

A series is called by the Python call that made it, and by the column for a call that makes several.
"""

import csv
import math
import warnings

import numpy as np
import pandas as pd

from recording import check_versions, prices, write

warnings.simplefilter("ignore")
import pandas_ta  # noqa: E402
from pandas_ta.maps import Imports  # noqa: E402

check_versions({"pandas-ta": "0.4.71b0", "numpy": "2.2.6", "pandas": "2.3.2", "numba": "0.61.2"})
Imports["talib"] = False
ROWS = 504

CALLS = [
    # Averages.
    "sma(close, 10)", "ema(close, 10)", "ema(close, 10, presma=False)", "wma(close, 10)", "rma(close, 10)",
    "smma(close, 7)", "dema(close, 10)", "tema(close, 10)", "trima(close, 10)", "kama(close, 10)", "t3(close, 5, 0.7)",
    "hma(close, 10)", "alma(close, 9, 6, 0.85)", "zlma(close, 10)", "vwma(close, volume, 10)", "vidya(close, 14)",
    "mcgd(close, 10)", "fwma(close, 10)", "pwma(close, 10)", "sinwma(close, 14)", "swma(close, 10)", "ssf(close, 10)",
    "linreg(close, 14)", "midpoint(close, 14)", "midprice(high, low, 14)",
    # Momentum.
    "rsi(close, 14)", "macd(close, 12, 26, 9)", "stoch(high, low, close, 14, 3, 3)", "stochf(high, low, close, 14, 3)",
    "stochrsi(close, 14, 14, 3, 3)", "cci(high, low, close, 20)", "mom(close, 10)", "roc(close, 10)",
    "willr(high, low, close, 14)", "uo(high, low, close, 7, 14, 28)", "trix(close, 15, 9)", "apo(close, 12, 26, 'ema')",
    "ppo(close, 12, 26, 9, 100, 'ema')", "ao(high, low, 5, 34)", "bop(open, high, low, close)", "cmo(close, 14)",
    "coppock(close, 10, 11, 14)", "er(close, 10)", "fisher(high, low, 9, 1)", "kst(close)", "tsi(close, 13, 25, 13)",
    "crsi(close)", "pgo(high, low, close, 14)", "rvgi(open, high, low, close, 14, 4)", "stc(close)",
    "squeeze(high, low, close)", "qqe(close)", "smi(close)", "eri(high, low, close)",
    "bias(close)", "cti(close, 12)", "psl(close, None, 12)", "slope(close, 5)",
    # Trend.
    "adx(high, low, close, 14)", "aroon(high, low, 14)", "psar(high, low, close)", "vortex(high, low, close, 14)",
    "chop(high, low, close, 14)", "dpo(close, 20, False)", "qstick(open, close, 10)", "vhf(close, 28)",
    "cksp(high, low, close)", "supertrend(high, low, close, 10, 10, 3.0)",
    # Volatility.
    "true_range(high, low, close)", "atr(high, low, close, 14)", "natr(high, low, close, 14)",
    "bbands(close, 20, 2.0, 2.0, 0)", "donchian(high, low, 20, 20)", "kc(high, low, close, 20, 2)",
    "kc(high, low, close, 20, 2, tr=False)", "massi(high, low, 9, 25)", "rvi(close, None, None, 14)", "ui(close, 14)",
    "accbands(high, low, close, 20)", "chandelier_exit(high, low, close)", "log_return(close, 1)",
    # Volume.
    "ad(high, low, close, volume)", "adosc(high, low, close, volume, None, 3, 10)", "obv(close, volume)",
    "cmf(high, low, close, volume, None, 20)", "mfi(high, low, close, volume, 14)", "efi(close, volume, 13)",
    "eom(high, low, close, volume, 14)", "pvo(volume, 12, 26, 9)", "kvo(high, low, close, volume)",
    "nvi(close, volume)", "pvt(close, volume)", "vwap(high, low, close, volume, 'M', [1, 2])",
    # Statistics.
    "entropy(close, 10)", "kurtosis(close, 30)", "mad(close, 30)", "median(close, 30)", "quantile(close, 30, 0.25)",
    "skew(close, 30)", "stdev(close, 30, 1)", "variance(close, 30, 1)", "zscore(close, 30)",
    "linreg(close, 14, slope=True)", "linreg(close, 14, intercept=True)", "linreg(close, 14, r=True)",
    "linreg(close, 14, angle=True)", "linreg(close, 14, tsf=True)",
    # Bars.
    "ha(open, high, low, close)",
]


def run(calls, columns, prefix=""):
    series = {}
    names = {name: getattr(pandas_ta, name) for name in dir(pandas_ta)}
    for call in calls:
        result = eval(call, {"__builtins__": {}}, {**names, **columns})  # noqa: S307: the constants above
        if isinstance(result, pd.DataFrame):
            series.update({f"{prefix}{call}.{name}": result[name].to_numpy() for name in result.columns})
        else:
            series[prefix + call] = result.to_numpy()
    return series


def minutes(rows):
    """The first rows of the five-minute bars, which have no volume, with a made-up one."""
    with open("fixtures/prices/2006-min-005.csv", newline="") as file:
        records = list(csv.DictReader(file))[:rows]
    index = pd.DatetimeIndex([f"{row['Date']} {row['Time']}" for row in records])
    columns = {name: pd.Series([float(row[name.title()]) for row in records], index) for name in ("high", "low", "close")}
    columns["volume"] = pd.Series([float(100 + i * 7919 % 9001) for i in range(rows)], index)
    return columns


columns = prices(ROWS)
index = pd.DatetimeIndex(columns.pop("date"))
columns = {name: pd.Series(values, index) for name, values in columns.items()}
series = run(CALLS, columns)
columns = minutes(360)
series["minutes: volume"] = columns["volume"].to_numpy()
series.update(run(["vwap(high, low, close, volume, 'D', [1])"], columns, "minutes: "))
for call in [call for call, values in series.items() if not any(math.isfinite(value) for value in values)]:
    print("left out, as no value is finite:", call)
    del series[call]
write("pandas_ta", "pandas-ta 0.4.71b0 without TA-Lib (numpy 2.2.6, pandas 2.3.2, numba 0.61.2), over the last "
      f"{ROWS} rows of fixtures/prices/aapl.csv; `minutes:` over the first 360 rows of 2006-min-005.csv; "
      "tests/oracle/indicators/record_pandas_ta.py", {call: np.asarray(values, float) for call, values in series.items()})
