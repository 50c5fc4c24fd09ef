"""Records what quantstats, empyrical-reloaded and backtesting.py compute from returns and trades of our runs.

    python3 -m venv VENV
    VENV/bin/pip install quantstats==0.0.86 empyrical-reloaded==0.7.1 backtesting==0.6.6
    deno run --allow-read --allow-write tests/oracle/statistics/write_runs.ts FOLDER
    VENV/bin/python tests/oracle/statistics/record_statistics.py FOLDER fixtures/statistics

Each file has the hash of its input, so that a test tells when a run has changed and the file is stale, and the cells of
each library by the call that made them. Numbers are written as Python's repr, which reads back exactly.
"""

import hashlib
import json
import math
import sys
import warnings
from importlib.metadata import version
from pathlib import Path

import backtesting._stats as backtesting_stats
import empyrical
import numpy as np
import pandas as pd
import quantstats.stats as qs

warnings.filterwarnings("ignore")


def plain(value):
    """Returns a cell as a number, or None if it is not one."""
    if isinstance(value, pd.Timedelta):
        return value / pd.Timedelta(days=1)
    value = float(value)
    return value if math.isfinite(value) else None


def quantstats_cells(returns, benchmark, periods, rate):
    """The calls by which quantstats makes its report, without the report's rounding."""
    greeks = qs.greeks(returns, benchmark, periods)
    drawdown = qs.to_drawdown_series(returns)
    details = qs.drawdown_details(drawdown)
    cells = {
        "comp": qs.comp(returns),
        "sum": returns.sum(),
        "exposure": qs.exposure(returns),
        "cagr": qs.cagr(returns, periods=periods),
        "sharpe": qs.sharpe(returns, rate, periods),
        "probabilistic_sharpe_ratio": qs.probabilistic_sharpe_ratio(returns, rate, periods=periods),
        "smart_sharpe": qs.smart_sharpe(returns, rate, periods),
        "sortino": qs.sortino(returns, rate, periods),
        "smart_sortino": qs.smart_sortino(returns, rate, periods),
        "adjusted_sortino": qs.adjusted_sortino(returns, rate, periods),
        "adjusted_smart_sortino": qs.adjusted_sortino(returns, rate, periods, smart=True),
        "autocorr_penalty": qs.autocorr_penalty(returns),
        "omega": qs.omega(returns, rate, 0.0, periods),
        "max_drawdown": qs.max_drawdown(returns),
        "longest_drawdown_days": details["days"].max(),
        "average_drawdown": details["max drawdown"].mean() / 100,
        "average_drawdown_days": details["days"].mean(),
        "volatility": qs.volatility(returns, periods),
        "r_squared": qs.r_squared(returns, benchmark),
        "information_ratio": qs.information_ratio(returns, benchmark),
        "calmar": qs.calmar(returns, periods=periods),
        "skew": qs.skew(returns),
        "kurtosis": qs.kurtosis(returns),
        "ulcer_performance_index": qs.ulcer_performance_index(returns, rate),
        "rar": qs.rar(returns, rate, periods),
        "risk_return_ratio": qs.risk_return_ratio(returns),
        "avg_return": qs.avg_return(returns),
        "avg_win": qs.avg_win(returns),
        "avg_loss": qs.avg_loss(returns),
        "win_loss_ratio": qs.win_loss_ratio(returns),
        "profit_ratio": qs.profit_ratio(returns),
        "expected_return": qs.expected_return(returns),
        "expected_return ME": qs.expected_return(returns, aggregate="ME"),
        "expected_return YE": qs.expected_return(returns, aggregate="YE"),
        "kelly_criterion": qs.kelly_criterion(returns),
        "risk_of_ruin": qs.risk_of_ruin(returns),
        "value_at_risk": qs.value_at_risk(returns),
        "conditional_value_at_risk": qs.conditional_value_at_risk(returns),
        "conditional_value_at_risk historical": qs.conditional_value_at_risk(returns, method="historical"),
        "consecutive_wins": qs.consecutive_wins(returns),
        "consecutive_losses": qs.consecutive_losses(returns),
        "gain_to_pain_ratio": qs.gain_to_pain_ratio(returns),
        "gain_to_pain_ratio ME": qs.gain_to_pain_ratio(returns, resolution="ME"),
        "payoff_ratio": qs.payoff_ratio(returns),
        "profit_factor": qs.profit_factor(returns),
        "common_sense_ratio": qs.common_sense_ratio(returns),
        "cpc_index": qs.cpc_index(returns),
        "tail_ratio": qs.tail_ratio(returns),
        "outlier_win_ratio": qs.outlier_win_ratio(returns),
        "outlier_loss_ratio": qs.outlier_loss_ratio(returns),
        "best": qs.best(returns),
        "worst": qs.worst(returns),
        "best W": qs.best(returns, aggregate="W"),
        "worst W": qs.worst(returns, aggregate="W"),
        "best ME": qs.best(returns, aggregate="ME"),
        "worst ME": qs.worst(returns, aggregate="ME"),
        "best YE": qs.best(returns, aggregate="YE"),
        "worst YE": qs.worst(returns, aggregate="YE"),
        "recovery_factor": qs.recovery_factor(returns),
        "ulcer_index": qs.ulcer_index(returns),
        "serenity_index": qs.serenity_index(returns, rate),
        "avg_win ME": qs.avg_win(returns, aggregate="ME"),
        "avg_loss ME": qs.avg_loss(returns, aggregate="ME"),
        "win_rate": qs.win_rate(returns),
        "win_rate W": qs.win_rate(returns, aggregate="W"),
        "win_rate ME": qs.win_rate(returns, aggregate="ME"),
        "win_rate QE": qs.win_rate(returns, aggregate="QE"),
        "win_rate YE": qs.win_rate(returns, aggregate="YE"),
        "beta": greeks["beta"],
        "alpha": greeks["alpha"],
        "correlation": returns.corr(benchmark),
        "treynor_ratio": qs.treynor_ratio(returns, benchmark, periods, rate),
        "benchmark comp": qs.comp(benchmark),
        "benchmark volatility": qs.volatility(benchmark, periods),
        "benchmark sharpe": qs.sharpe(benchmark, rate, periods),
        "benchmark max_drawdown": qs.max_drawdown(benchmark),
    }
    months = qs.monthly_returns(returns, eoy=False)
    for year, row in months.iterrows():
        for number, value in enumerate(row, 1):
            cells[f"month {year}-{number:02d}"] = value
    sharpe = qs.rolling_sharpe(returns, 0.0, min(63, len(returns) // 2), periods_per_year=periods)
    volatility = qs.rolling_volatility(returns, min(63, len(returns) // 2), periods)
    beta = qs.rolling_greeks(returns, benchmark, min(63, len(returns) // 2))["beta"]
    for name, column in (("rolling_sharpe", sharpe), ("rolling_volatility", volatility), ("rolling_beta", beta)):
        known = column.dropna()
        for place in (0, len(known) // 2, len(known) - 1):
            cells[f"{name} {known.index[place].date()}"] = known.iloc[place]
    return cells


def empyrical_cells(returns, benchmark, periods, rate):
    """The functions of empyrical that give one number. It takes the risk-free rate of a period."""
    by_period = {"annualization": periods}
    # Some pass the options on to functions that take no annualization, and 252 is their default.
    cells = {
        "cum_returns_final": empyrical.cum_returns_final(returns),
        "annual_return": empyrical.annual_return(returns, **by_period),
        "cagr": empyrical.cagr(returns, **by_period),
        "annual_volatility": empyrical.annual_volatility(returns, **by_period),
        "max_drawdown": empyrical.max_drawdown(returns),
        "calmar_ratio": empyrical.calmar_ratio(returns, **by_period),
        "omega_ratio": empyrical.omega_ratio(returns, rate),
        "sharpe_ratio": empyrical.sharpe_ratio(returns, rate, **by_period),
        "sortino_ratio": empyrical.sortino_ratio(returns, rate, **by_period),
        "downside_risk": empyrical.downside_risk(returns, rate, **by_period),
        "excess_sharpe": empyrical.excess_sharpe(returns, benchmark),
        "alpha": empyrical.alpha(returns, benchmark, rate, **by_period),
        "beta": empyrical.beta(returns, benchmark, rate),
        "up_beta": empyrical.up_alpha_beta(returns, benchmark)[1],
        "down_beta": empyrical.down_alpha_beta(returns, benchmark)[1],
        "stability_of_timeseries": empyrical.stability_of_timeseries(returns),
        "tail_ratio": empyrical.tail_ratio(returns),
        "up_capture": empyrical.up_capture(returns, benchmark),
        "down_capture": empyrical.down_capture(returns, benchmark),
        "up_down_capture": empyrical.up_down_capture(returns, benchmark),
        "batting_average": empyrical.batting_average(returns, benchmark)["batting average"],
        "value_at_risk": empyrical.value_at_risk(returns),
        "conditional_value_at_risk": empyrical.conditional_value_at_risk(returns),
    }
    for year, value in empyrical.aggregate_returns(returns, "yearly").items():
        cells[f"year {year}"] = value
    return cells


def backtesting_cells(bars, trades, rate):
    """The rows that backtesting.py prints, from the equity and the trades of our run."""
    index = pd.DatetimeIndex(pd.to_datetime(bars["wallUs"], unit="us"))
    frame = pd.DataFrame({
        "EntryBar": [t["entryBar"] for t in trades],
        "ExitBar": [t["exitBar"] for t in trades],
        "Size": [t["size"] for t in trades],
        "PnL": [t["pnl"] for t in trades],
        "ReturnPct": [t["returnFraction"] for t in trades],
        "EntryTime": pd.to_datetime([t["entryWallUs"] for t in trades], unit="us"),
        "ExitTime": pd.to_datetime([t["exitWallUs"] for t in trades], unit="us"),
    })
    frame["Duration"] = frame["ExitTime"] - frame["EntryTime"]
    prices = pd.DataFrame({"Close": bars["close"]}, index=index)

    class Strategy:
        """Stands for a strategy without indicators, which begins at its first bar."""

        _indicators = ()

    stats = backtesting_stats.compute_stats(frame, np.array(bars["equity"]), prices, Strategy(), rate)
    return {name: value for name, value in stats.items() if not name.startswith("_") and name not in ("Start", "End")}


def main():
    source, target = map(Path, sys.argv[1:])
    for path in sorted(source.glob("*.json")):
        text = path.read_text()
        run = json.loads(text)
        index = pd.DatetimeIndex(run["dates"])
        returns = pd.Series(run["returns"], index=index, name="returns")
        benchmark = pd.Series(run["benchmark"], index=index, name="benchmark")
        periods, rate = run["periodsPerYear"], run["riskFree"]
        cells = {
            "quantstats": quantstats_cells(returns, benchmark, periods, rate),
            "empyrical": empyrical_cells(returns, benchmark, periods, run["riskFreePeriod"]),
            "backtesting": backtesting_cells(run["bars"], run["trades"], rate),
        }
        names = ("quantstats", "empyrical-reloaded", "backtesting", "pandas", "numpy", "scipy")
        recorded = {
            "origin": {name: version(name) for name in names},
            "input": hashlib.sha256(text.encode()).hexdigest(),
            **{name: {cell: plain(value) for cell, value in table.items()} for name, table in cells.items()},
        }
        (target / path.name).write_text(json.dumps(recorded, indent=2) + "\n")
        print(path.name, *(f"{name}: {len(table)} cells" for name, table in cells.items()))


main()
