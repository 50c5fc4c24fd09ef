"""An instrument: its grids, its costs, and the way from written prices and sizes to whole numbers."""

from fractions import Fraction

from grids import bar_without_volume, infer
from market import bars_of
from rounding import down, half_even, toward_zero, up

RATE_UNIT = Fraction(1, 10**9)


class Instrument:
    """Terms of one feed and what the run knows of it."""

    def __init__(self, feed, cash, money):
        terms = feed["terms"]
        prices = [price for row in feed["bars"] for price in row[1:5]]
        self.name = feed["name"]
        self.resolution, self.declared_tick, self.lot, self.multiplier = infer(terms, prices, cash, money)
        self.money = money
        self.tick = None if self.declared_tick is None else int(self.declared_tick / self.resolution)
        self.rejects = terms.get("tickRounding") == "reject"
        self.scale = self.resolution * self.lot * self.multiplier / money
        self.slippage = half_even(terms.get("slippage", 0) / RATE_UNIT) * RATE_UNIT
        self.without_volume = bar_without_volume(terms.get("barWithoutVolume"), [row[5] for row in feed["bars"]])
        self.bars = bars_of(feed, self.resolution)
        self._take_commission(terms.get("commission"))

    def _take_commission(self, said):
        self.rate = self.per_unit = self.minimum = self.per_order = 0
        if isinstance(said, dict):
            self.per_unit = Fraction(said.get("perUnit", 0)) / self.money
            self.minimum = half_even(said.get("minimum", 0) / self.money)
            self.per_order = half_even(said.get("perOrder", 0) / self.money)
        elif said is not None:
            self.rate = half_even(said / RATE_UNIT) * RATE_UNIT

    def notional(self, price, lots):
        """Return the unrounded value of lots at a price, in money units."""
        return price * lots * self.scale

    def commission(self, price, filled, lots):
        """Return the unrounded commission of lots of an order that filled something before."""
        if self.rate:
            return self.notional(price, lots) * self.rate
        return self._of_order(filled + lots) - self._of_order(filled)

    def booked_commission(self, price, filled, lots, charged):
        """Return the commission of lots as it is booked: what is rounded and what was charged make the whole."""
        if self.rate:
            return half_even(self.notional(price, lots) * self.rate)
        return half_even(self._of_order(filled + lots)) - charged

    def _of_order(self, lots):
        """Return the unrounded commission of an order with so many lots filled, where no rate is taken."""
        if lots == 0:
            return 0
        return max(self.per_unit * lots * self.lot, self.minimum, self.per_order)

    def lots(self, size):
        """Return the whole lots of a written size."""
        return toward_zero(size / self.lot)

    def limit_steps(self, price, buys):
        """Return the steps of a written limit price."""
        if self.tick is None:
            return self.nearest(price)
        ticks = price / self.declared_tick
        return (down(ticks) if buys else up(ticks)) * self.tick

    def trigger_steps(self, price):
        """Return the steps of a written trigger price."""
        if self.tick is None:
            return self.nearest(price)
        return down(price / self.declared_tick + Fraction(1, 2)) * self.tick

    def counted(self, price):
        """Return a price in steps as the double that the product makes of it."""
        return float(price) * self.resolution.denominator / self.resolution.numerator

    def nearest(self, price):
        """Return the steps nearest to a price, half to even."""
        return half_even(self.counted(price))

    def fault_of(self, price):
        """Return the reason for which a written price is refused where it is not snapped, or None."""
        if not self.rejects or self.tick is None or (price / self.declared_tick).denominator == 1:
            return None
        return "offTick" if (price / self.resolution).denominator == 1 else "offGrid"

    def told(self, price):
        """Return a price off the grid as a refusal tells it: counted in steps as a double, and counted back."""
        return self.counted(price) * self.resolution.numerator / self.resolution.denominator

    def slipped(self, price, buys, bar):
        """Return the price after slippage against the trader, cut at the range of the bar."""
        if not self.slippage:
            return price
        moved = price * (1 + self.slippage if buys else 1 - self.slippage)
        if self.tick is None:
            moved = half_even(moved)
        else:
            moved = (up(moved / self.tick) if buys else down(moved / self.tick)) * self.tick
        return min(moved, bar.high) if buys else max(moved, bar.low)
