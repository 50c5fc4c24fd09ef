"""The rows of a run in display units, as the public API gives them."""

from fractions import Fraction


def display(number):
    """Return the double nearest to an exact number; whole results stay exact."""
    return None if number is None else float(number)


def counted(count, unit):
    """Return a whole count of a unit as the product shows it: multiplied and divided once as doubles."""
    return None if count is None else float(count) * unit.numerator / unit.denominator


def rows_of(run):
    """Return everything that is compared, under the names of the public API."""
    return {
        "moneyUnit": text(run.money),
        "grids": [grid_row(instrument) for instrument in run.instruments],
        "fills": [fill_row(fill, run.money) for fill in run.journal.fills],
        "refusals": [refusal_row(refusal, run.money) for refusal in run.journal.refusals],
        "orders": [order_row(order, run.money) for order in sorted(run.journal.orders, key=lambda entry: entry.id)],
        "trades": [trip_row(trip, run.money) for trip in run.account.trips],
        "payments": [payment_row(*payment, run.money) for payment in run.journal.payments],
        "equity": [display(value * run.money) for value in run.journal.equity],
        "cash": [display(value * run.money) for value in run.journal.cash],
    }


def text(number):
    """Return a fraction as the configuration writes it."""
    return None if number is None else str(Fraction(number))


def grid_row(instrument):
    """Return the terms of an instrument."""
    return {
        "name": instrument.name,
        "resolution": text(instrument.resolution),
        "tick": text(instrument.declared_tick),
        "lot": text(instrument.lot),
        "multiplier": text(instrument.multiplier),
        "barWithoutVolume": instrument.without_volume,
    }


def side(buys):
    """Return the word for a side."""
    return "buy" if buys else "sell"


def fill_row(fill, money):
    """Return a fill."""
    instrument = fill.instrument
    return {
        "orderId": fill.order,
        "feed": instrument.name,
        "timeUs": fill.time_us,
        "bar": fill.step,
        "side": side(fill.buys),
        "size": counted(fill.lots, instrument.lot),
        "price": display(fill.price * instrument.resolution),
        "notional": display(fill.notional * money),
        "commission": display(fill.commission * money),
        "rule": fill.rule,
        "closing": fill.closing,
        "pnl": display(fill.pnl * money),
        "late": False,
        "ambiguous": fill.ambiguous,
        "slipped": fill.slipped,
    }


def refusal_row(refusal, money):
    """Return a refusal."""
    return {
        "orderId": refusal.order,
        "feed": refusal.instrument.name,
        "timeUs": refusal.time_us,
        "bar": refusal.step,
        "reason": refusal.reason,
        "needed": None if refusal.needed is None else display(refusal.needed * money),
        "available": None if refusal.available is None else display(refusal.available * money),
        "price": display(refusal.price),
        "size": display(refusal.size),
    }


def order_row(order, money):
    """Return an order."""
    instrument = order.instrument
    return {
        "id": order.id,
        "feed": instrument.name,
        "side": side(order.buys),
        "type": order.kind,
        "size": counted(order.lots, instrument.lot),
        "limit": price_of(order.limit, order.told_limit, instrument),
        "stop": price_of(order.stop, order.told_stop, instrument),
        "placedUs": order.time_us,
        "bar": order.step,
        "endedUs": order.ended_us,
        "state": order.state,
        "reason": order.reason,
        "filled": counted(order.filled, instrument.lot),
        "opened": counted(order.opened, instrument.lot),
        "averagePrice": average(order.paid, order.filled, instrument),
        "commission": display(order.charged * money),
        "parent": None if order.parent is None else order.parent.id,
        "oco": order.leader,
        "role": order.role,
    }


def payment_row(kind, instrument, step, amount, money):
    """Return a payment."""
    name = None if instrument is None else instrument.name
    return {"kind": kind, "feed": name, "bar": step, "amount": display(amount * money)}


def price_of(steps, told, instrument):
    """Return a price in use; of a refused order the price that was asked for."""
    if steps == 0:
        # A distance took the whole price, and no bar reaches what is left.
        return None
    if steps is not None:
        return display(steps * instrument.resolution)
    return display(told)


def average(paid, lots, instrument):
    """Return the average price of lots."""
    if lots == 0:
        return None
    return display(Fraction(paid, lots) * instrument.resolution)


def trip_row(trip, money):
    """Return a round trip."""
    instrument = trip.instrument
    entry = Fraction(trip.entry_paid, trip.entry_lots)
    open_ = trip.closed is None
    return {
        "id": trip.id,
        "feed": instrument.name,
        "long": trip.long,
        "openedUs": trip.opened.time_us,
        "openedBar": trip.opened.step,
        "closedUs": None if open_ else trip.closed.time_us,
        "closedBar": None if open_ else trip.closed.step,
        "size": counted(trip.most, instrument.lot),
        "entryPrice": average(trip.entry_paid, trip.entry_lots, instrument),
        "entryValue": display(instrument.notional(entry, trip.most) * money),
        "exitPrice": None if open_ else average(trip.exit_paid, trip.exit_lots, instrument),
        "pnl": None if open_ else display((trip.pnl - trip.commission) * money),
        "commission": display(trip.commission * money),
        "ambiguous": trip.ambiguous,
        "bars": None if open_ else trip.bars_closed - trip.bars_opened,
    }
