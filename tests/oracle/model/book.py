"""The orders of a run, and what the end or a fill of one means for others."""

from fractions import Fraction

from rounding import half_even

NANO = 10**9


class Book:
    """All orders in the order of their numbers, which is that of their acceptance."""

    def __init__(self, account, clock):
        self.account, self.clock = account, clock
        self.orders = []

    def add(self, order):
        """Take an order in."""
        self.orders.append(order)

    def live(self):
        """Return the live orders by acceptance."""
        return [order for order in self.orders if order.live]

    def end(self, order, state, reason):
        """End an order, and with an entry the protection that still sleeps."""
        order.end(state, reason, self.clock.time_us)
        self._end_sleepers(order, "nothingOpened" if order.filled else "parentEnded")

    def filled(self, order):
        """After a fill: wake the protection of what it opened, and cancel the others of its group."""
        if order.opened:
            self._wake_children(order)
        if order.state == "filled" and order.opened == 0:
            self._end_sleepers(order, "nothingOpened")
        for other in self.live():
            if other is not order and other.live and other.group == order.group:
                self._after_group_fill(order, other)

    def _wake_children(self, order):
        left, gone = order.opened, Fraction(0)
        for child in order.children:
            if not child.live:
                # The shares of targets that ended before are nobody's; those of several are one, rounded once.
                if child.share is not None:
                    gone += Fraction(half_even((1 - gone) * child.share * NANO), NANO)
                continue
            if child.awake:
                continue
            lots = order.opened
            if child.share is not None:
                left, gone = left - half_even(left * gone), Fraction(0)
                lots = half_even(left * child.share)
                left -= lots
                if lots == 0:
                    self.end(child, "cancelled", "belowShare")
                    continue
            child.awake, child.lots = True, lots
            if not (child.trails and child.stop):
                child.begin(order.entry_price)

    def _after_group_fill(self, order, other):
        """After a fill of a member: targets for shares leave each other alone, and the stop what they did not take."""
        if order.share is not None and other.share is not None:
            return
        if order.share is not None and other.lots > order.filled_now:
            other.lots -= order.filled_now
            other.reason = "shareTaken"
            return
        self.end(other, "cancelled", "oco")

    def closed(self, order):
        """After a closing part: end the protection of a position that is no more."""
        if self.account.positions[order.instrument].lots:
            return
        for other in self.live():
            if other is not order and other.protects and other.awake and other.instrument is order.instrument:
                self.end(other, "cancelled", "positionClosed")

    def _end_sleepers(self, order, reason):
        for child in order.children:
            if child.live and not child.awake:
                child.end("cancelled", reason, self.clock.time_us)

    def group_of(self, order):
        """Return the live members of an order's group that may fill."""
        return [other for other in self.live() if other.group == order.group and other.awake]
