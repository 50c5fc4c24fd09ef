"""Runs a strategy of the comparison on backtesting.py: `python run.py PLAN`, the plan as JSON. Prints what it did as JSON.

A plan names `strategy`, `prices` (a file with the columns Date, Open, High, Low, Close) and the `settings` of Backtest.
Floats are printed by their shortest text, which stands for the same double again.
"""

import json
import platform
import sys
import warnings

import backtesting
import numpy as np
import pandas as pd
from backtesting import Backtest

import strategies

warnings.simplefilter("ignore")


def trade_of(trade):
    closed = trade.exit_bar is not None
    return {
        "size": float(trade.size),
        "entryBar": int(trade.entry_bar),
        "exitBar": int(trade.exit_bar) if closed else None,
        "entryPrice": float(trade.entry_price),
        "exitPrice": float(trade.exit_price) if closed else None,
    }


def main():
    plan = json.loads(sys.argv[1])
    frame = pd.read_csv(plan["prices"], index_col="Date", parse_dates=True, float_precision="round_trip")[["Open", "High", "Low", "Close"]]
    stats = Backtest(frame, getattr(strategies, plan["strategy"]), **plan["settings"]).run()
    broker = stats["_strategy"]._broker
    trades = [trade_of(trade) for trade in (*broker.closed_trades, *broker.trades)]
    trades.sort(key=lambda trade: trade["entryBar"])
    json.dump({
        "versions": {
            "backtesting": backtesting.__version__,
            "numpy": np.__version__,
            "pandas": pd.__version__,
            "python": platform.python_version(),
        },
        "trades": trades,
        "equity": [float(value) for value in stats["_equity_curve"]["Equity"]],
        "finalEquity": float(stats["Equity Final [$]"]),
    }, sys.stdout)


if __name__ == "__main__":
    main()
