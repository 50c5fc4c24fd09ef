"""Records statistics of windows as numpy, scipy and pandas compute them, to fixtures/indicators/numpy.json.

pip install numpy==2.2.6 scipy==1.15.3 pandas==2.3.2

Measures of volatility are written out here from their papers, with numpy's means and variances.
"""

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view
from scipy import stats

from recording import check_versions, prices, write

check_versions({"numpy": "2.2.6", "scipy": "1.15.3", "pandas": "2.3.2"})
ROWS = 504


def rolling(function, period, *columns):
    """The function of each window of the columns, oldest value first; NaN before the first."""
    windows = zip(*(sliding_window_view(column, period) for column in columns), strict=True)
    values = [float(function(*window)) for window in windows]
    return np.array([np.nan] * (period - 1) + values)


def behind(column):
    """A column that begins with a bar without a value: changes, returns."""
    return np.concatenate([[np.nan], column])


columns = prices(ROWS)
o, h, l, c, v = (columns[name] for name in ("open", "high", "low", "close", "volume"))
returns, market = np.diff(c) / c[:-1], np.diff(l) / l[:-1]
logs = np.log(c[1:] / c[:-1])
place = np.arange(14)

# Volatility.
gaps, bodies = np.log(o[1:] / c[:-1]), np.log(c[1:] / o[1:])
inside = np.log(h / c) * np.log(h / o) + np.log(l / c) * np.log(l / o)
k = 0.34 / (1.34 + 21 / 19)
parkinson = np.log(h / l) ** 2 / (4 * np.log(2))
garman_klass = 0.5 * np.log(h / l) ** 2 - (2 * np.log(2) - 1) * np.log(c / o) ** 2
yang_zhang = np.sqrt(rolling(np.var, 20, gaps) * 20 / 19 + k * rolling(np.var, 20, bodies) * 20 / 19
                     + (1 - k) * rolling(np.mean, 20, inside[1:]))

# The price weighted by volume from bar 100 on, with its deviation.
typical = (h + l + c) / 3
weighted = [(np.average(p, weights=w), np.sqrt(np.average((p - np.average(p, weights=w)) ** 2, weights=w)))
            for p, w in ((typical[100:i + 1], v[100:i + 1]) for i in range(100, ROWS))]
mean, deviation = (np.concatenate([np.full(100, np.nan), column]) for column in np.array(weighted).T)

write("numpy", "numpy 2.2.6, scipy 1.15.3 and pandas 2.3.2, over the last "
      f"{ROWS} rows of fixtures/prices/aapl.csv; tests/oracle/indicators/record_numpy.py", {
          "var(close, 20)": rolling(np.var, 20, c),
          "var(volume, 20, ddof=1)": rolling(lambda w: np.var(w, ddof=1), 20, v),
          "cov(close, volume, 30, ddof=0)": rolling(lambda a, b: np.cov(a, b, ddof=0)[0, 1], 30, c, v),
          "cov(high, low, 30, ddof=1)": rolling(lambda a, b: np.cov(a, b)[0, 1], 30, h, l),
          "corrcoef(high, low, 30)": rolling(lambda a, b: np.corrcoef(a, b)[0, 1], 30, h, l),
          "corrcoef(close, volume, 30)": rolling(lambda a, b: np.corrcoef(a, b)[0, 1], 30, c, v),
          "linregress(returns of low, returns of close, 30).slope":
              behind(rolling(lambda a, b: stats.linregress(a, b).slope, 30, market, returns)),
          "zscore(close, 30)": rolling(lambda w: stats.zscore(w)[-1], 30, c),
          "zscore(close, 30, ddof=1)": rolling(lambda w: stats.zscore(w, ddof=1)[-1], 30, c),
          "median(close, 30)": rolling(np.median, 30, c),
          "median(close, 7)": rolling(np.median, 7, c),
          "quantile(close, 30, 0.9)": rolling(lambda w: np.quantile(w, 0.9), 30, c),
          "rank(close, 30, pct=True)": pd.Series(c).rolling(30).rank(pct=True).to_numpy(),
          "rank(floor(close), 30, pct=True)": pd.Series(np.floor(c)).rolling(30).rank(pct=True).to_numpy(),
          "skew(close, 30)": rolling(stats.skew, 30, c),
          "skew(close, 30, bias=False)": rolling(lambda w: stats.skew(w, bias=False), 30, c),
          "kurtosis(close, 30)": rolling(stats.kurtosis, 30, c),
          "kurtosis(close, 30, bias=False)": rolling(lambda w: stats.kurtosis(w, bias=False), 30, c),
          "linregress(close, 14).value": rolling(lambda w: np.polyval(np.polyfit(place, w, 1), 13), 14, c),
          "linregress(close, 14).slope": rolling(lambda w: stats.linregress(place, w).slope, 14, c),
          "linregress(close, 14).rvalue**2": rolling(lambda w: stats.linregress(place, w).rvalue ** 2, 14, c),
          "std(log returns, 20, ddof=1) * sqrt(252)":
              behind(rolling(lambda w: np.std(w, ddof=1), 20, logs)) * np.sqrt(252),
          "std(log returns, 20)": behind(rolling(np.std, 20, logs)),
          "parkinson(20) * sqrt(252)": np.sqrt(rolling(np.mean, 20, parkinson)) * np.sqrt(252),
          "garman_klass(20)": np.sqrt(rolling(np.mean, 20, garman_klass)),
          "rogers_satchell(20)": np.sqrt(rolling(np.mean, 20, inside)),
          "yang_zhang(20)": behind(yang_zhang),
          "average(typical, weights=volume) from bar 100": mean,
          "average(typical, weights=volume) from bar 100, + 2 deviations": mean + 2 * deviation,
          "average(typical, weights=volume) from bar 100, - 2 deviations": mean - 2 * deviation,
      })
