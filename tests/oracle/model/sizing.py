"""Sizes that are worked out at the fill."""

from charges import Charge
from rounding import down, half_even, toward_zero

# A size that is worked out ends here.
MOST = 2**53 - 2


class Dealing:
    """A fill of an order to come, at a price and by a rule: what lots of it cost."""

    def __init__(self, account, order, price, rule):
        self.account, self.order, self.instrument, self.price = account, order, order.instrument, price
        self.maker = rule == "limit"

    def charge(self, lots):
        """Return lots of the fill as the scheme of commission sees them."""
        order = self.order
        notional = self.instrument.notional(self.price, lots)
        return Charge(notional, lots, order.filled, order.owed, self.maker, self.account.traded, order)

    def commission(self, lots):
        """Return the commission of lots as it is booked."""
        return self.instrument.scheme.booked(self.charge(lots))

    def cost(self, lots, of_opening=False):
        """Return what lots take with commission, the exact sum and the booked one: their notional, or their margin."""
        charge, margin = self.charge(lots), self.instrument.margin
        exact, booked = charge.notional, half_even(charge.notional)
        if of_opening and margin.here:
            # A margin counts as it is booked, and so does the commission beside it.
            booked = margin.of(margin.initial, booked, lots) + self.instrument.scheme.booked(charge)
            return booked, booked
        return exact + self.instrument.scheme.exact(charge), booked + self.instrument.scheme.booked(charge)

    def affordable(self, budget, of_opening=False):
        """Return the most lots whose exact and booked cost are within a budget."""

        def fits(lots):
            return max(self.cost(lots, of_opening)) <= budget

        if budget <= 0 or not fits(1):
            return 0
        low, high = 1, 2
        while fits(high) and high <= MOST:
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if fits(middle) else (low, middle)
        return min(low, MOST)


def budget_of(order, account, price):
    """Return what an order without a size may spend, before free cash cuts it."""
    if order.budget is not None:
        return order.budget
    return max(0, down(order.fraction * account.value(order.instrument, price)))


def target_lots(order, account, price):
    """Return the signed lots of the position that a target aims at."""
    kind, amount = order.target
    if kind == "size":
        return amount
    if kind == "fraction":
        value = account.value(order.instrument, price)
        amount = toward_zero(amount * max(0, value))
    lots = 0
    if amount:
        lots = min(MOST, down(abs(amount) / order.instrument.notional(price, 1)))
    return lots if amount > 0 else -lots
