"""The execution of an order at a price: what it closes, what it opens, and what follows for other orders."""

from account import EXACT_MAX, Turn
from journal import Fill, Refusal
from rounding import half_even
from sizing import Dealing, budget_of, target_lots


class Execution:
    """Where and how an order fills."""

    def __init__(self, price, rule, ambiguous, slipped, way, time_us):
        self.price, self.rule, self.ambiguous, self.slipped, self.way = price, rule, ambiguous, slipped, way
        self.time_us = time_us


class Executor:
    """Executes orders of a run on its account."""

    def __init__(self, book, account, journal):
        self.book, self.account, self.journal = book, account, journal
        self.step = self.time_us = None

    def held_against(self, order):
        """Return the lots of the position that an order would close."""
        lots = self.account.positions[order.instrument].lots
        return abs(lots) if lots * order.sign < 0 else 0

    def execute(self, order, execution, closing_only=False):
        """Fill an order. With ``closing_only`` its opening part waits."""
        if closing_only and order.lots is None and not order.reduces and self.held_against(order) == 0:
            order.waits_to_open = True
            return
        if not self._settle_size(order, execution):
            return
        held = self.held_against(order)
        left = order.lots - order.filled
        closing = min(left, held)
        if order.valid == "fok" and 0 < closing < left:
            return self.book.end(order, "cancelled", "notWhole")
        if closing:
            self._close(order, execution, closing)
            left -= closing
        if order.state == "filled" or not order.live:
            return
        if closing_only:
            order.waits_to_open = True
            return
        self._open(order, execution, left)

    def _settle_size(self, order, execution):
        """Work the size out where it is open until the fill; return whether there is something to fill."""
        held = self.held_against(order)
        if order.target is not None:
            return self._settle_target(order, execution)
        if order.reduces:
            size = min(order.lots if order.lots is not None else held, held)
            if size == 0:
                self.book.end(order, "cancelled", "nothingToClose")
                return False
            if order.valid == "fok" and order.lots is not None and size < order.lots:
                self.book.end(order, "cancelled", "notWhole")
                return False
            order.lots = size
        elif order.whole and order.lots is None and held:
            order.lots = held
        elif order.lots is None:
            return self._settle_budget(order, execution)
        return True

    def _settle_budget(self, order, execution):
        dealing = self._dealing(order, execution)
        budget = budget_of(order, self.account, execution.price)
        lots = dealing.affordable(budget)
        if lots == 0:
            free = self._free(order, execution)
            # A budget against a position, or on margin, is not cut here.
            cut = free < budget and not self.held_against(order) and not order.instrument.margin.here
            reason = "insufficientCash" if cut else "belowLot"
            self.refuse(order, reason, dealing.cost(1)[1], max(0, free if cut else budget))
            return False
        order.lots = lots
        order.cut = True
        return True

    def _settle_target(self, order, execution):
        if order.lots is not None:
            return True
        wanted = target_lots(order, self.account, execution.price)
        delta = wanted - self.account.positions[order.instrument].lots
        if delta * order.sign <= 0:
            order.buys = order.asked_to_buy
            self.book.end(order, "cancelled", "onTarget")
            return False
        if abs(delta) > EXACT_MAX:
            self.refuse(order, "amountLimit", EXACT_MAX + 1, self._free(order, execution))
            return False
        order.lots = abs(delta)
        order.cut = order.target[0] != "size"
        return True

    def _dealing(self, order, execution):
        return Dealing(self.account, order, execution.price, execution.rule)

    def _free(self, order, execution):
        return self.account.free_cash(order.instrument, execution.price)

    def _close(self, order, execution, lots):
        charge = self._dealing(order, execution).charge(lots)
        commission = order.instrument.scheme.booked(charge)
        amount = half_even(charge.notional) + abs(commission)
        if not self.account.holds(order.instrument, amount):
            return self.refuse(order, "amountLimit", min(amount, EXACT_MAX + 1), self._free(order, execution))
        order.instrument.scheme.charge(charge)
        notional, pnl = self.account.close(
            order.instrument, lots, execution.price, commission, self._turn(execution), execution.ambiguous)
        self._note(order, execution, lots, notional, commission, pnl, closing=True)
        self.book.closed(order)

    def _open(self, order, execution, lots):
        order.waits_to_open = False
        instrument, price, free = order.instrument, execution.price, self._free(order, execution)
        dealing = self._dealing(order, execution)
        if order.cut:
            most = dealing.affordable(free, True)
            if most < lots:
                if most == 0 and order.filled:
                    order.lots = order.filled
                    return self.book.end(order, "filled", "cutToCash")
                if most == 0:
                    order.lots = None
                    needed = dealing.cost(1, True)[1]
                    return self._refuse_opening(order, "insufficientCash", needed, max(0, free))
                order.lots -= lots - most
                lots = most
        needed = dealing.cost(lots, True)[1]
        amount = half_even(instrument.notional(price, lots)) + abs(dealing.commission(lots))
        if not self.account.holds(instrument, amount, lots):
            return self._refuse_opening(order, "amountLimit", min(needed, EXACT_MAX + 1), free)
        if half_even(instrument.notional(price, lots)) == 0:
            return self._refuse_opening(order, "dust", needed, free)
        if needed > free:
            return self._refuse_opening(order, "insufficientCash", needed, free)
        charge = dealing.charge(lots)
        commission = instrument.scheme.booked(charge)
        instrument.scheme.charge(charge)
        notional = self.account.open(
            instrument, order.buys, lots, price, commission, self._turn(execution), execution.ambiguous)
        order.opened += lots
        order.entry_price, order.entry_way, order.entry_us = price, execution.way, self.time_us
        self._note(order, execution, lots, notional, commission, 0, closing=False)

    def _turn(self, execution):
        return Turn(execution.time_us, self.step)

    def _note(self, order, execution, lots, notional, commission, pnl, closing):
        order.filled += lots
        order.filled_now = lots
        order.notional += notional
        order.paid += lots * execution.price
        order.charged += commission
        self.journal.fills.append(Fill(
            order=order.id, instrument=order.instrument, step=self.step, time_us=execution.time_us, buys=order.buys,
            lots=lots, price=execution.price, notional=notional, commission=commission, rule=execution.rule, closing=closing,
            pnl=pnl, ambiguous=execution.ambiguous, slipped=execution.slipped))
        self.account.positions[order.instrument].last_price = execution.price
        if order.filled == order.lots:
            order.end("filled", "filled", self.time_us)
        else:
            order.state, order.reason = "partiallyFilled", "filled"
        self.book.filled(order)

    def refuse(self, order, reason, needed, available):
        """Reject an order that did not fill."""
        self.journal.refusals.append(Refusal(
            order.id, order.instrument, self.step, self.time_us, reason, needed, available))
        self.book.end(order, "cancelled" if order.filled else "rejected", reason)

    def _refuse_opening(self, order, reason, needed, available):
        self.refuse(order, reason, needed, available)
