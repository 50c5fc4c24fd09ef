"""Strategies of backtrader's documentation, as its users write them. Their twins are in twins.ts."""

from datetime import timedelta

import backtrader as bt


class Quickstart(bt.Strategy):
    """The quickstart's: in above an average of 15 closes, out below it, and one order at a time."""

    params = (("period", 15),)

    def __init__(self):
        self.order = None
        self.sma = bt.indicators.SimpleMovingAverage(self.data, period=self.p.period)

    def notify_order(self, order):
        if order.status in (order.Submitted, order.Accepted):
            return
        self.order = None

    def next(self):
        if self.order:
            return
        if not self.position:
            if self.data.close[0] > self.sma[0]:
                self.order = self.buy()
        elif self.data.close[0] < self.sma[0]:
            self.order = self.sell()


class Bracket(bt.Strategy):
    """That of the page on bracket orders: on a cross upwards a limit entry with a stop and a limit, for three days."""

    params = (("fast", 5), ("slow", 15), ("limit", 0.005), ("days", 3))

    def __init__(self):
        fast, slow = bt.ind.SMA(period=self.p.fast), bt.ind.SMA(period=self.p.slow)
        self.cross = bt.ind.CrossOver(fast, slow)
        self.waiting = []

    def notify_order(self, order):
        if not order.alive() and order.ref in self.waiting:
            self.waiting.remove(order.ref)

    def next(self):
        if self.waiting:
            return
        if not self.position:
            if self.cross > 0.0:
                close = self.data.close[0]
                price = close * (1.0 - self.p.limit)
                stop = price - 0.02 * close
                limit = price + 0.02 * close
                valid = timedelta(self.p.days)
                orders = self.buy_bracket(price=price, valid=valid, stopprice=stop, limitprice=limit)
                self.waiting = [order.ref for order in orders]
        elif self.cross < 0.0:
            self.close()


class Trailing(bt.Strategy):
    """That of the page on trailing stops, on both sides: the crossing enters, a stop that follows by per cent leaves."""

    params = (("fast", 10), ("slow", 30), ("trailpercent", 0.03))

    def __init__(self):
        fast, slow = bt.ind.SMA(period=self.p.fast), bt.ind.SMA(period=self.p.slow)
        self.cross = bt.ind.CrossOver(fast, slow)
        self.trail = None

    def next(self):
        if not self.position:
            self.trail = None
            if self.cross > 0:
                self.order_target_percent(target=0.9)
            elif self.cross < 0:
                self.sell(size=50)
        elif self.trail is None:
            if self.position.size > 0:
                self.trail = self.sell(size=self.position.size, exectype=bt.Order.StopTrail, trailpercent=self.p.trailpercent)
            else:
                self.trail = self.buy(size=-self.position.size, exectype=bt.Order.StopTrail, trailpercent=self.p.trailpercent)


class Gaps(bt.Strategy):
    """That of the page on cheating on the open, with more kinds of orders: the open of the bar that begins decides."""

    params = (("period", 10), ("gap", 0.004))
    cheat_on_open = True

    def __init__(self):
        self.sma = bt.indicators.SimpleMovingAverage(self.data, period=self.p.period)
        self.trail = None

    def notify_order(self, order):
        if self.trail is not None and order.ref == self.trail.ref and not order.alive():
            self.trail = None

    def next_open(self):
        opened, close, gap = self.data.open[0], self.data.close[-1], self.p.gap
        if not self.position:
            if opened < close * (1.0 - gap):
                self.buy()
            elif opened < close:
                self.buy(exectype=bt.Order.Limit, price=opened * 0.995, valid=bt.Order.DAY)
            elif opened > close * (1.0 + gap):
                self.sell(exectype=bt.Order.Limit, price=opened * 1.005, valid=timedelta(2))
        elif self.position.size > 0:
            if opened > self.sma[0] * 1.02:
                self.close()
            elif self.trail is None:
                size = self.position.size
                self.trail = self.sell(size=size, exectype=bt.Order.StopTrail, price=opened * 0.98, trailpercent=0.02)
        elif opened < self.sma[0] * 0.98:
            self.order_target_size(target=5)

    def next(self):
        if self.position.size < 0 and self.data.close[0] > self.sma[0] * 1.03:
            self.close()
