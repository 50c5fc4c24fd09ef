"""Cash, positions and round trips in whole money units and lots."""

from fractions import Fraction

from rounding import half_even

# Amounts and counts end here.
EXACT_MAX = 2**53 - 1


class Position:
    """The position of one instrument."""

    def __init__(self):
        self.lots = self.cost = 0
        self.last_price = None
        self.bars_seen = 0
        self.trip = None


class Turn:
    """The moment of a fill that opens or closes a round trip, and its step."""

    def __init__(self, time_us, step):
        self.time_us, self.step = time_us, step


class Trip:
    """A round trip: from a position of zero until it is zero again or changes sign."""

    def __init__(self, number, instrument, long, turn, bars_seen):
        self.id, self.instrument, self.long = number, instrument, long
        self.opened, self.bars_opened = turn, bars_seen
        self.closed = self.bars_closed = None
        self.entry_paid = self.exit_paid = 0
        self.most = self.entry_lots = self.entry_value = self.exit_lots = self.exit_value = 0
        self.pnl = self.commission = 0
        self.ambiguous = False


class Account:
    """The account of a run."""

    def __init__(self, cash, instruments):
        self.cash = cash
        self.positions = {instrument: Position() for instrument in instruments}
        self.trips = []
        # Notional of all fills, profit realised before commission, and commission paid.
        self.traded = self.realised = self.paid = 0
        # Profit without a fill.
        self.accrued = 0

    def holds(self, instrument, amount, opens=0):
        """Return whether every sum stays in range after a fill of an amount, its commission included."""
        costs = [position.cost for position in self.positions.values()]
        position = self.positions[instrument]
        shorts = sum(-cost for cost in costs if cost < 0)
        of_trip = position.trip.commission if position.trip else 0
        sums = (self.cash, sum(costs), self.realised, self.paid, of_trip, shorts, position.cost)
        return max(map(abs, sums)) + amount <= EXACT_MAX and abs(position.lots) + opens <= EXACT_MAX

    def free_cash(self, instrument=None, price=None):
        """Return what may open a position, with one of the positions at a given price.

        Proceeds of shorts without a margin, and as much again, are set aside; a position on margin counts with its worth
        less its initial margin.
        """
        free = self.cash
        for other, position in self.positions.items():
            if other.margin.here:
                at = price if other is instrument else position.last_price
                free += self._worth(other, at) - self.margin_of(other, other.margin.initial, at)
            elif position.lots < 0:
                free += 2 * position.cost
        return free

    def margin_of(self, instrument, part, price=None):
        """Return a margin of a position at its last price or at a given one."""
        position = self.positions[instrument]
        if not position.lots:
            return 0
        notional = half_even(instrument.notional(position.last_price if price is None else price, abs(position.lots)))
        return instrument.margin.of(part, notional, abs(position.lots))

    def maintenance(self, instrument):
        """Return the maintenance margin of a position."""
        return self.margin_of(instrument, instrument.margin.maintenance)

    def _worth(self, instrument, price):
        """Return what a position adds to the value of the account at a price."""
        position = self.positions[instrument]
        if not position.lots:
            return 0
        worth = half_even(instrument.notional(price, position.lots))
        return worth - position.cost if instrument.margin.at_close else worth

    def value(self, instrument=None, price=None):
        """Return cash and positions, each at its last price, or one of them at a given price."""
        return self.cash + sum(
            self._worth(other, price if other is instrument else position.last_price)
            for other, position in self.positions.items())

    def close(self, instrument, lots, price, commission, turn, ambiguous):
        """Book the closing of lots and return notional and profit."""
        position = self.positions[instrument]
        notional = half_even(instrument.notional(price, lots))
        sign = 1 if position.lots > 0 else -1
        released = half_even(Fraction(position.cost * lots, abs(position.lots)))
        pnl = sign * notional - released
        self.cash += (pnl if instrument.margin.at_close else sign * notional) - commission
        self.traded += notional
        self.realised += pnl
        self.paid += commission
        position.lots -= sign * lots
        position.cost -= released
        trip = position.trip
        trip.exit_lots += lots
        trip.exit_value += notional
        trip.exit_paid += lots * price
        trip.pnl += pnl
        self._note(trip, commission, ambiguous)
        if position.lots == 0:
            trip.closed, trip.bars_closed, position.trip = turn, position.bars_seen, None
        return notional, pnl

    def open(self, instrument, buys, lots, price, commission, turn, ambiguous):
        """Book the opening of lots and return the notional."""
        position, sign = self.positions[instrument], 1 if buys else -1
        notional = half_even(instrument.notional(price, lots))
        self.cash -= (0 if instrument.margin.at_close else sign * notional) + commission
        self.traded += notional
        self.paid += commission
        position.lots += sign * lots
        position.cost += sign * notional
        if position.trip is None:
            position.trip = Trip(len(self.trips) + 1, instrument, buys, turn, position.bars_seen)
            self.trips.append(position.trip)
        trip = position.trip
        trip.entry_lots += lots
        trip.entry_value += notional
        trip.entry_paid += lots * price
        trip.most = max(trip.most, abs(position.lots))
        self._note(trip, commission, ambiguous)
        return notional

    @staticmethod
    def _note(trip, commission, ambiguous):
        trip.commission += commission
        trip.ambiguous = trip.ambiguous or ambiguous

