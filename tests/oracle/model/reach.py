"""Where a bar lets an order fill: at its open, or at which price inside it and how certainly."""

from order import STOP_LIMITS, STOPS


class Reach:
    """A price inside a bar at which an order may fill."""

    def __init__(self, price, rule, rises, certain=True, at=None):
        self.price, self.rule, self.rises, self.certain = price, rule, rises, certain
        # A stop-limit whose limit does not allow its trigger fills at some time after the bar reached the trigger.
        self.later = at is not None
        self.at = price if at is None else at
        # It came back to its limit, so the price had been on both sides of it.
        self.way = "back" if self.later else "up" if rises else "down"


def beats_limit(order, price, through):
    """Return whether a price is as good as the limit, or with ``through`` better."""
    if through:
        return price < order.limit if order.buys else price > order.limit
    return price <= order.limit if order.buys else price >= order.limit


def beyond_stop(order, price):
    """Return whether a price has reached the trigger."""
    return price >= order.stop if order.buys else price <= order.stop


def touched(order, price):
    """Return whether a price is as good as the trigger of an order if touched."""
    return price <= order.stop if order.buys else price >= order.stop


def at_open(order, bar, through):
    """Return the rule by which an order fills at the open, or None."""
    if order.kind == "market":
        return "open"
    if order.kind == "marketOnOpen":
        return "sessionOpen" if bar.day > order.open_after else None
    if order.kind == "marketIfTouched":
        return "touchOpen" if touched(order, bar.open) else None
    if order.works_as_limit:
        return "limitOpen" if beats_limit(order, bar.open, through) else None
    if order.kind in STOPS:
        return "stopGap" if beyond_stop(order, bar.open) else None
    if order.kind in STOP_LIMITS and beyond_stop(order, bar.open):
        return "limitOpen" if beats_limit(order, bar.open, through) else None
    if order.kind == "limitIfTouched" and touched(order, bar.open):
        return "limitOpen" if beats_limit(order, bar.open, through) else None
    return None


def best(order, bar):
    """Return the price of the bar that is best for a limit of an order."""
    return bar.low if order.buys else bar.high


def worst(order, bar):
    """Return the price of the bar that is furthest beyond a trigger of an order."""
    return bar.high if order.buys else bar.low


def inside(order, bar, through):
    """Return how a bar reaches an order that did not fill at its open, or None; the order may be triggered by it."""
    if order.works_as_limit:
        return Reach(order.limit, "limit", not order.buys) if beats_limit(order, best(order, bar), through) else None
    if order.kind in STOPS:
        return Reach(order.stop, "stop", order.buys) if beyond_stop(order, worst(order, bar)) else None
    if order.kind == "marketIfTouched":
        return Reach(order.stop, "touch", not order.buys) if touched(order, best(order, bar)) else None
    if order.kind == "limitIfTouched" and touched(order, best(order, bar)):
        return touch_limit_inside(order, bar, through)
    if order.kind in STOP_LIMITS and beyond_stop(order, worst(order, bar)):
        return stop_limit_inside(order, bar, through)
    return None


def stop_limit_inside(order, bar, through):
    """Return how a stop-limit fills in the bar that triggers it: at the trigger, or later, which the close may prove."""
    within = beats_limit(order, order.stop, through)
    # The open meets a trailing trigger before the bar moves it.
    if beyond_stop(order, bar.open) and not order.moved:
        return Reach(order.limit, "limit", not order.buys) if beats_limit(order, best(order, bar), through) else None
    if within:
        return Reach(order.stop, "stopLimit", order.buys)
    if beats_limit(order, best(order, bar), through):
        proven = beats_limit(order, bar.close, through)
        return Reach(order.limit, "limit", order.buys, proven, at=order.stop)
    return None


def touch_limit_inside(order, bar, through):
    """Return how a limit-if-touched order fills in the bar that triggers it: at the trigger, or further on at its limit."""
    if not touched(order, bar.open) and beats_limit(order, order.stop, through):
        return Reach(order.stop, "touchLimit", not order.buys)
    return Reach(order.limit, "limit", not order.buys) if beats_limit(order, best(order, bar), through) else None


def triggers(order, bar):
    """Return whether a bar reaches the trigger of an order that works as a limit from then on."""
    if order.triggered:
        return False
    if order.kind == "limitIfTouched":
        return touched(order, best(order, bar))
    return order.kind in STOP_LIMITS and beyond_stop(order, worst(order, bar))


def after_entry(order, bar, entry, through):
    """Return how the rest of a bar reaches a child whose entry filled in it, or None."""
    if order.kind in STOPS:
        return stop_after_entry(order, bar, entry)
    if beats_limit(order, entry.entry_price, through):
        return Reach(entry.entry_price, "entryPrice", not order.buys)
    if entry.entry_way == "close" or not beats_limit(order, best(order, bar), through):
        return None
    onward = entry.entry_way == ("down" if order.buys else "up")
    certain = entry.entry_way == "open" or onward or beats_limit(order, bar.close, through)
    return Reach(order.limit, "limit", not order.buys, certain)


def stop_after_entry(order, bar, entry):
    """Return how the rest of a bar reaches the stop of an entry that filled in it, or None."""
    if beyond_stop(order, entry.entry_price) and not order.moved:
        return Reach(entry.entry_price, "entryPrice", order.buys)
    if entry.entry_way == "close" or not beyond_stop(order, worst(order, bar)):
        return None
    onward = entry.entry_way == ("up" if order.buys else "down")
    certain = entry.entry_way == "open" or onward or beyond_stop(order, bar.close)
    return Reach(order.stop, "stop", order.buys, certain)
