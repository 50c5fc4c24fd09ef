"""An instrument: its grids, its costs, and the way from written prices and sizes to whole numbers."""

from fractions import Fraction

from charges import rate_of, scheme_of
from grids import bar_without_volume, infer
from margin import Margin
from market import bars_of
from rounding import down, half_even, toward_zero, up


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
        self.slippage = rate_of(terms.get("slippage", Fraction(0)))
        self.slippage_steps = up(terms.get("slippageAmount", Fraction(0)) / self.resolution)
        if self.tick is not None:
            self.slippage_steps += int(terms.get("slippageTicks", 0)) * self.tick
        self.slips_at_open = terms.get("slippageAtOpen", True)
        self.slips_limits = terms.get("slippageOfLimits", False)
        self.beyond_bar = terms.get("slippageBeyondBar", "clamp")
        self.margin = Margin(terms, money, self.lot)
        self.scheme = scheme_of(terms.get("commission"), money, self.lot)
        self.without_volume = bar_without_volume(terms.get("barWithoutVolume"), [row[5] for row in feed["bars"]])
        self.timeframe, self.bars = feed["timeframe"], bars_of(feed, self.resolution)

    def notional(self, price, lots):
        """Return the unrounded value of lots at a price, in money units."""
        return price * lots * self.scale

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

    def slipped(self, price, buys, bar, most=None):
        """Return the price after slippage against the trader, cut at ``most`` and at the range of the bar."""
        if not self.slippage and not self.slippage_steps:
            return price
        moved = price * (1 + self.slippage if buys else 1 - self.slippage)
        if self.tick is None:
            moved = half_even(moved)
        moved += self.slippage_steps if buys else -self.slippage_steps
        if self.tick is not None:
            moved = (up(moved / self.tick) if buys else down(moved / self.tick)) * self.tick
        moved = max(0, moved)
        if most is not None:
            moved = min(moved, most) if buys else max(moved, most)
        if self.beyond_bar == "allow":
            return moved
        return min(moved, bar.high) if buys else max(moved, bar.low)

    def distance_steps(self, amount):
        """Return the steps of a written distance."""
        return half_even(self.counted(amount))

    def at_distance(self, price, distance, above):
        """Return the price at a distance, at least a step away and away from it to the tick; zero where there is none."""
        by_rate, size = distance
        if by_rate:
            moved = price * (1 + size if above else 1 - size)
            if self.tick is None:
                moved = half_even(moved)
            else:
                moved = up(moved) if above else down(moved)
            if moved == price:
                moved = price + 1 if above else price - 1
        else:
            moved = price + size if above else price - size
        if self.tick is not None:
            moved = (up(Fraction(moved) / self.tick) if above else down(Fraction(moved) / self.tick)) * self.tick
        return max(0, moved)
