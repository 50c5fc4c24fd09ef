"""The strategies of the comparison, as a user of backtesting.py writes them. Their twins are in twins.ts.

An average is the exactly rounded sum over the number of its values, as here: how sums round is another question.
"""

from math import fsum

import numpy as np
from backtesting import Strategy
from backtesting.lib import crossover


def over_windows(of, values, count):
    """A value for each window of `count` values, NaN before the first whole one."""
    column = [float(value) for value in values]
    known = [of(column[end - count:end]) for end in range(count, len(column) + 1)]
    return np.array([np.nan] * (count - 1) + known)


def mean(values, count):
    return over_windows(lambda window: fsum(window) / count, values, count)


def highest(values, count):
    return over_windows(max, values, count)


def lowest(values, count):
    return over_windows(min, values, count)


class SmaCross(Strategy):
    """All in on a cross upwards, out on a cross downwards."""

    def init(self):
        self.fast = self.I(mean, self.data.Close, 10)
        self.slow = self.I(mean, self.data.Close, 30)

    def next(self):
        if crossover(self.fast, self.slow):
            if not self.position:
                self.buy()
        elif crossover(self.slow, self.fast):
            self.position.close()


class StopAndTarget(Strategy):
    """Above the average a long position with a stop and a target close by."""

    def init(self):
        self.average = self.I(mean, self.data.Close, 28)

    def next(self):
        close = self.data.Close[-1]
        if not self.position and close > self.average[-1]:
            self.buy(size=100, sl=close * 0.985, tp=close * 1.02)


class LimitAndStopEntries(Strategy):
    """While flat, a stop above the channel and a limit below the close wait for a bar; each entry is protected."""

    def init(self):
        self.top = self.I(highest, self.data.High, 10)

    def next(self):
        for order in list(self.orders):
            if not order.is_contingent:
                order.cancel()
        if self.position:
            return
        close, top = self.data.Close[-1], self.top[-1]
        self.buy(size=150, stop=top * 1.001, sl=top * 0.99, tp=top * 1.015)
        self.buy(size=100, limit=close * 0.985, sl=close * 0.97, tp=close * 1.0)


class LongAndShort(Strategy):
    """Long at the top of the channel, short at its bottom: the first order turns the position round, one adds to it."""

    def init(self):
        self.top = self.I(highest, self.data.High, 20)
        self.bottom = self.I(lowest, self.data.Low, 20)

    def next(self):
        held = self.position.size
        if self.data.High[-1] >= self.top[-1] and held < 60:
            self.buy(size=40 - held if held <= 0 else 20)
        elif self.data.Low[-1] <= self.bottom[-1] and held > -50:
            self.sell(size=25 + held if held >= 0 else 25)


class Leveraged(Strategy):
    """A part of the buying power at a margin of 10 % on a cross upwards, as much of it short on a cross downwards."""

    def init(self):
        self.fast = self.I(mean, self.data.Close, 5)
        self.slow = self.I(mean, self.data.Close, 20)

    def next(self):
        if crossover(self.fast, self.slow):
            self.position.close()
            self.buy(size=0.35)
        elif crossover(self.slow, self.fast):
            self.position.close()
            self.sell(size=0.35)
