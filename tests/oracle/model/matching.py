"""A step of the broker: expiry, the open, the inside of the bar, the close."""

from executing import Execution
from order import LIMITS, STOPS
from reach import after_entry, at_open, beyond_stop, inside, triggers
from rivals import Rival, comes_first
from sizing import target_lots

# Rules whose fills happen when their bar begins.
AT_THE_OPEN = ("open", "stopGap", "limitOpen", "touchOpen", "sessionOpen")


class Matcher:
    """Matches orders with the bars of a step."""

    def __init__(self, book, account, executor, through):
        self.book, self.account, self.executor, self.through = book, account, executor, through

    def match(self, bars, time_us):
        """Let the bars of a step meet the orders."""
        self.expire(bars, time_us)
        self.bars = {instrument: bar for instrument, bar in bars.items()
                     if bar.volume > 0 or instrument.without_volume == "fill"}
        self.time_us = time_us
        self._open_pass()
        for order in self.book.live():
            if order.trails and self._meets(order) and not self._passed_at_open(order):
                move_inside(order, self.bars[order.instrument])
        self._inside_pass()
        for order in self.book.live():
            if order.live and order.kind == "marketOnClose" and self._meets(order):
                self._fill(order, self.bars[order.instrument].close, "close", way="close")
        self._inside_pass()
        self._end_step()

    def _passed_at_open(self, order):
        """Return whether a trigger is passed before the bar moves it: by the open, or by the price of its entry there."""
        entry = self._entry_now(order)
        return beyond_stop(order, self.bars[order.instrument].open if entry is None else entry.entry_price)

    def _end_step(self):
        """Let trails whose entry filled inside the bar follow its close, and end what has only its first bar."""
        for order in self.book.live():
            if not order.live or not self._meets(order):
                continue
            bar = self.bars[order.instrument]
            if order.trails and not order.moved:
                order.pull(nearer(order, at(order, bar.close)))
            order.met = True
            if order.valid in ("ioc", "fok"):
                self.book.end(order, "cancelled", "notAtOnce")

    def expire(self, bars, time_us):
        """End orders whose time is over, and note the day of those that meet their first bar."""
        for order in self.book.live():
            if not order.live:
                continue
            order.triggered_now = False
            order.moved = order.by_extreme = order.in_doubt = False
            bar = bars.get(order.instrument)
            met = bar is not None and bar.begin_us >= order.placed_us
            if order.valid == "day":
                if order.day is not None and met and bar.day > order.day:
                    self.book.end(order, "expired", "validityOver")
                elif order.day is None and met:
                    order.day = bar.day
            elif order.valid not in (None, "ioc", "fok") and time_us > order.valid:
                self.book.end(order, "expired", "validityOver")

    def _meets(self, order):
        bar = self.bars.get(order.instrument)
        return order.awake and bar is not None and bar.begin_us >= order.placed_us

    def _entry_now(self, order):
        """Return the entry of a child if it filled in this step."""
        entry = order.parent
        return entry if entry is not None and order.awake and entry.entry_us == self.time_us else None

    def _open_pass(self):
        sides = {instrument: position.lots for instrument, position in self.account.positions.items()}
        first, rest = [], []
        for order in self.book.live():
            if order.kind == "marketOnClose" or not self._meets(order) or self._entry_now(order) is not None:
                continue
            rule = at_open(order, self.bars[order.instrument], self.through)
            if rule is None:
                continue
            (first if self._reduces(order, sides[order.instrument]) else rest).append((order, rule))
        waiting = []
        for order, rule in first:
            if order.live:
                self._fill_open(order, rule, closing_only=True)
                if order.live and order.waits_to_open:
                    waiting.append((order, rule))
        for order, rule in sorted(waiting + rest, key=lambda entry: entry[0].id):
            if order.live:
                self._fill_open(order, rule)

    def _reduces(self, order, lots):
        if order.target is not None:
            price = self.bars[order.instrument].open
            return lots * (target_lots(order, self.account, price) - lots) < 0
        return lots * order.sign < 0

    def _fill_open(self, order, rule, closing_only=False):
        self._fill(order, self.bars[order.instrument].open, rule, closing_only=closing_only)

    def _price(self, order, price, rule):
        """Return the price of a fill after slippage, which moves limits only where the instrument says so."""
        instrument, is_limit = order.instrument, order.kind in LIMITS
        if (rule in AT_THE_OPEN and not instrument.slips_at_open) or (is_limit and not instrument.slips_limits):
            return price
        most = order.limit if is_limit else None
        return instrument.slipped(price, order.buys, self.bars[instrument], most)

    def _fill(self, order, price, rule, ambiguous=False, way="open", closing_only=False):
        if way == "open" and order.post_only and not order.met:
            return self.book.end(order, "rejected", "wouldTake")
        if order.target is not None and order.lots is None:
            delta = target_lots(order, self.account, price) - self.account.positions[order.instrument].lots
            if closing_only and delta * self.account.positions[order.instrument].lots >= 0:
                order.waits_to_open = True
                return
            if delta == 0:
                self.book.end(order, "cancelled", "onTarget")
                return
            order.buys = delta > 0
        moved = self._price(order, price, rule)
        bar = self.bars[order.instrument]
        time_us = bar.begin_us if rule in AT_THE_OPEN else bar.end_us
        self.executor.execute(order, Execution(moved, rule, ambiguous, moved != price, way, time_us), closing_only)

    def _reach(self, order):
        """Return how the bar reaches an order inside, or None."""
        if not self._meets_inside(order):
            return None
        bar, entry = self.bars[order.instrument], self._entry_now(order)
        if entry is not None:
            return after_entry(order, bar, entry, self.through)
        return inside(order, bar, self.through)

    def _meets_inside(self, order):
        if order.kind == "marketOnClose":
            return False
        return self._meets(order)

    def _inside_pass(self):
        """Try the orders until none of them fills: a member of a group waits for the one that comes before it."""
        while any([self._try_inside(order) for order in self.book.live() if order.live]):
            pass

    def _try_inside(self, order):
        reach = self._reach(order)
        if reach is None or not (reach.certain or order.kind in STOPS):
            self._note_trigger(order)
            return False
        first, ambiguous = self._comes_first(order, reach)
        if not first:
            return False
        self._fill(order, reach.price, reach.rule, ambiguous or not reach.certain or order.in_doubt, reach.way)
        return True

    def _note_trigger(self, order):
        if self._meets_inside(order) and triggers(order, self.bars[order.instrument]):
            order.trigger()

    def _comes_first(self, order, reach):
        """Return whether an order fills before the rest of its group, and whether the bar leaves that open.

        Only members on the same instrument count: the documents leave out groups over several, and the product lets
        these go by acceptance, without a mark.
        """
        own = Rival(order, reach, self._entry_now(order), self.through)
        others = []
        for other in self.book.group_of(order):
            shared = other.share is not None and order.share is not None
            if other is not order and other.instrument is order.instrument and not shared:
                at = self._reach(other)
                if at is not None:
                    others.append(Rival(other, at, self._entry_now(other), self.through))
        if any(comes_first(other, own) for other in others):
            return False, False
        rivals = [other for other in others
                  if not comes_first(own, other) and not any(comes_first(first, other) for first in others)]
        # What is uncertain happens where it hurts: a stop goes before a limit. Equals go by their turn.
        if not own.stops and not own.at_entry and any(rival.stops for rival in rivals):
            return False, False
        return True, len(rivals) > 0


def at(order, price):
    """Return the trigger of a trailing order at its distance from a price."""
    return order.instrument.at_distance(price, order.distance, order.buys)


def nearer(order, trigger):
    """Return the one of two triggers that is nearer to the market."""
    return min(order.stop, trigger) if order.buys else max(order.stop, trigger)


def move_inside(order, bar):
    """Move a trailing trigger by the open of a bar, and further by its good extreme unless the bar reaches that trigger."""
    opened = nearer(order, at(order, bar.open))
    moved = nearer(order, at(order, bar.low if order.buys else bar.high))
    order.moved = True
    if (bar.high >= opened if order.buys else bar.low <= opened):
        order.in_doubt = moved != opened
        order.pull(opened)
        return
    order.by_extreme = moved != opened
    order.pull(moved)
    order.in_doubt = order.by_extreme and not beyond_stop(order, bar.close)
