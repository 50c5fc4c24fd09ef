"""Sizes that are worked out at the fill."""

from rounding import down, half_even, toward_zero

# A size that is worked out ends here.
MOST = 2**53 - 2


def cost(instrument, price, lots, filled=0, charged=0):
    """Return what lots take with commission: the exact sum, and the booked one."""
    notional = instrument.notional(price, lots)
    booked = half_even(notional) + instrument.booked_commission(price, filled, lots, charged)
    return notional + instrument.commission(price, filled, lots), booked


def affordable(instrument, price, budget, filled=0, charged=0):
    """Return the most lots whose exact and booked cost are within a budget."""

    def fits(lots):
        return max(cost(instrument, price, lots, filled, charged)) <= budget

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
