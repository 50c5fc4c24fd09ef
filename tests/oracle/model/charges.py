"""Commission: what an order owes for its fills, by each scheme."""

from fractions import Fraction

from rounding import half_even

RATE_UNIT = Fraction(1, 10**9)


def rate_of(said):
    """Return a rate as a whole count of 10^-9."""
    return half_even(said / RATE_UNIT) * RATE_UNIT


class Rate:
    """A fraction of the notional of each fill."""

    def __init__(self, said):
        self.rate = rate_of(said)

    def exact(self, fill):
        """Return the unrounded commission of a fill."""
        return fill.notional * self.rate

    def booked(self, fill):
        """Return the commission of a fill as it is booked."""
        return half_even(self.exact(fill))

    def charge(self, fill):
        """Note a fill."""


class PerOrder:
    """An amount per unit with a minimum of the order, or an amount of the order: fills share what the order owes."""

    def __init__(self, said, money, lot):
        self.per_lot = Fraction(said.get("perUnit", 0)) * lot / money
        self.minimum = half_even(max(said.get("minimum", 0), said.get("perOrder", 0)) / money)

    def _owed(self, lots):
        return max(self.per_lot * lots, self.minimum) if lots else Fraction(0)

    def exact(self, fill):
        """Return what the order owes more by a fill, unrounded."""
        return self._owed(fill.before + fill.lots) - self._owed(fill.before)

    def booked(self, fill):
        """Return the commission of a fill as it is booked: what is rounded and what was charged make the whole."""
        return half_even(self._owed(fill.before + fill.lots)) - half_even(self._owed(fill.before))

    def charge(self, fill):
        """Note a fill."""


class Schedule:
    """Rates for makers and takers by what was traded, amounts per unit and per order, and bounds of an order."""

    def __init__(self, said, money, lot):
        self.rates = [(0, said["taker"], said.get("maker", said["taker"]))]
        self.rates += [(half_even(tier["from"] / money), tier["taker"], tier.get("maker", tier["taker"]))
                       for tier in said.get("tiers", [])]
        self.per_lot = Fraction(said.get("perUnit", 0)) * lot / money
        self.per_order = half_even(said.get("perOrder", 0) / money)
        self.minimum = half_even(said.get("minimum", 0) / money) or None
        self.maximum = half_even(said["maximum"] / money) if "maximum" in said else None

    def _rate(self, fill):
        _, taker, maker = [row for row in self.rates if fill.traded >= row[0]][-1]
        return rate_of(maker if fill.maker else taker)

    def _bounded(self, owed):
        owed = owed if self.minimum is None else max(owed, self.minimum)
        return owed if self.maximum is None else min(owed, self.maximum)

    def _owed(self, fill):
        by_lots = half_even(self.per_lot * (fill.before + fill.lots)) - half_even(self.per_lot * fill.before)
        by_order = 0 if fill.before else self.per_order
        return fill.owed + half_even(fill.notional * self._rate(fill)) + by_lots + by_order

    def booked(self, fill):
        """Return the commission of a fill as it is booked."""
        return self._bounded(self._owed(fill)) - (self._bounded(fill.owed) if fill.before else 0)

    def exact(self, fill):
        """Return the same: a schedule counts as booked for a budget, too."""
        return self.booked(fill)

    def charge(self, fill):
        """Note a fill: what the order owes by it before the bounds."""
        fill.order.owed = self._owed(fill)


class Charge:
    """A fill as a scheme sees it: its notional, the lots of its order before it, and the way in which it fills."""

    def __init__(self, notional, lots, before, owed, maker, traded, order=None):
        self.notional, self.lots, self.before, self.owed = notional, lots, before, owed
        self.maker, self.traded, self.order = maker, traded, order


def scheme_of(said, money, lot):
    """Return the scheme of a written commission."""
    if said is None:
        return Rate(Fraction(0))
    if not isinstance(said, dict):
        return Rate(said)
    return Schedule(said, money, lot) if "taker" in said else PerOrder(said, money, lot)
