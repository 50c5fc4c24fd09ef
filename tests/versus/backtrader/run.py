"""Runs a strategy of the comparison on backtrader: `python run.py PLAN`, the plan as JSON. Prints what it did as JSON.

A plan names `strategy`, `prices` (a file with the columns Date, Open, High, Low, Close, Adj Close, Volume), `cash`, the
arguments `commission` of setcommission, and the `stake` of the sizer. Floats are printed by their shortest text, which
stands for the same double again.
"""

import json
import platform
import sys

import backtrader as bt

import strategies


def recorded(base):
    """Returns the strategy with a record of all notifications and of cash and value after each bar."""

    class Recorded(base):
        def __init__(self):
            super().__init__()
            self.told = {"orders": [], "executions": [], "trades": [], "cash": [], "value": []}

        def notify_order(self, order):
            done = order.executed
            self.told["orders"].append([
                order.ref, order.getstatusname(), order.size, done.size, float(done.price), float(done.comm),
            ])
            for bit in done.iterpending():
                self.told["executions"].append([
                    order.ref, bit.size, float(bit.price), float(bit.closedcomm + bit.openedcomm), float(bit.pnl),
                ])
            super().notify_order(order)

        def notify_trade(self, trade):
            self.told["trades"].append([
                trade.ref, trade.isopen, float(trade.price), float(trade.pnlcomm), float(trade.commission),
            ])
            super().notify_trade(trade)

        def notify_cashvalue(self, cash, value):
            self.told["cash"].append(float(cash))
            self.told["value"].append(float(value))

    return Recorded


def main():
    plan = json.loads(sys.argv[1])
    strategy = getattr(strategies, plan["strategy"])
    cerebro = bt.Cerebro(cheat_on_open=getattr(strategy, "cheat_on_open", False))
    cerebro.adddata(bt.feeds.GenericCSVData(
        dataname=plan["prices"], dtformat="%Y-%m-%d", datetime=0, open=1, high=2, low=3, close=4, volume=6,
        openinterest=-1,
    ))
    cerebro.addstrategy(recorded(strategy))
    cerebro.addsizer(bt.sizers.FixedSize, stake=plan["stake"])
    cerebro.broker.setcash(plan["cash"])
    commission = dict(plan["commission"])
    if commission.get("commtype") == "COMM_FIXED":
        commission["commtype"] = bt.CommInfoBase.COMM_FIXED
    cerebro.broker.setcommission(**commission)
    [ran] = cerebro.run()
    json.dump({
        "versions": {"backtrader": bt.__version__, "python": platform.python_version()},
        **ran.told,
    }, sys.stdout)


if __name__ == "__main__":
    main()
