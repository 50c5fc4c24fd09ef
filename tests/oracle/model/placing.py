"""Placement, cancellation and replacement of orders."""

from fractions import Fraction

from journal import Refusal
from order import Order
from protecting import distance_of, offset_of, protection_of
from rounding import down, half_even, toward_zero

LIMIT = 2**53 - 1


class Refused(Exception):
    """An order that is refused, with its reason and the number that is at fault."""

    def __init__(self, reason, price=None, size=None):
        super().__init__(reason)
        self.reason, self.price, self.size = reason, price, size


class Desk:
    """Takes the calls of the strategy."""

    def __init__(self, plan, instruments, book, account, journal, clock):
        self.instruments, self.book, self.account, self.journal, self.clock = (
            instruments, book, account, journal, clock)
        self.placed = {}
        self.numbers = 0
        self.no_entries = False
        self.cash_unit = instruments[0].money

    def call(self, act):
        """Do one act of the plan."""
        call = act["call"]
        if call in ("cancel", "replace"):
            order = self._find(act["order"])
            if order is not None:
                self.cancel(order) if call == "cancel" else self.replace(order, act["options"])
        elif call == "close":
            self.placed[act["act"]] = self.close(act["options"])
        elif call == "target":
            self.placed[act["act"]] = self.target(act["options"])
        else:
            self.placed[act["act"]] = self.place(act)

    def _find(self, said):
        order = self.placed.get(said["act"])
        if order is None or said["part"] == "entry":
            return order
        return next((child for child in order.children if child.role == said["part"]), None)

    def _instrument(self, options):
        name = options.get("feed", self.instruments[0].name)
        return next(instrument for instrument in self.instruments if instrument.name == name)

    def _make(self, instrument, buys, kind, role):
        self.numbers += 1
        return Order(self.numbers, instrument, buys, kind, role, self.clock.step, self.clock.time_us)

    def place(self, act):
        """Place a buy or a sell with its protection."""
        options, buys = act["options"], act["call"] == "buy"
        instrument = self._instrument(options)
        order = self._make(instrument, buys, kind_of(options), "entry")
        order.valid = act.get("valid")
        order.post_only = options.get("postOnly", False)
        order.children = protection_of(self._make, order, options)
        leader = self._find(act["oco"]) if "oco" in act else None
        order.leader = leader.group if leader is not None else None
        self.journal.orders.append(order)
        held = self.account.positions[instrument].lots
        order.reduces = options.get("reduceOnly", False)
        order.whole = not any(name in options for name in ("size", "cash", "fraction"))
        if order.whole and held * order.sign < 0:
            order.reduces = True
        try:
            self._check(order, options)
        except Refused as refused:
            self._refuse(order, refused)
            return order
        return self._take_with_children(order, options)

    def _check(self, order, options):
        instrument = order.instrument
        if "limit" in options:
            order.told_limit = options["limit"]
        trigger = options.get("stop", options.get("touch"))
        if trigger is not None:
            order.told_stop = trigger
        if self.no_entries and not order.reduces:
            raise Refused("riskFlagged")
        if "limit" in options:
            order.limit = self._price(instrument, options["limit"], order.buys, True)
        if trigger is not None:
            order.stop = self._price(instrument, trigger, order.buys, False, "trail" in options)
        last_close = self.account.positions[instrument].last_close
        if "trail" in options and trigger is None and last_close is None:
            raise Refused("priceMissing", price=Fraction(0))
        self._check_size(order, options)
        order.open_after = self.account.positions[instrument].last_day
        if "trail" in options:
            order.distance = distance_of(options["trail"], instrument)
            order.offset = offset_of(options.get("limitOffset", 0), instrument)
            order.pull(order.stop) if trigger is not None else order.begin(last_close)
        if order.leader is not None and not any(other.group == order.leader for other in self.book.live()):
            raise Refused("unknownOco")

    def _check_size(self, order, options):
        if "size" in options:
            order.lots = self._lots(order.instrument, options["size"])
        elif "cash" in options:
            order.budget = down(options["cash"] / self.cash_unit)
        else:
            order.fraction = nano(options.get("fraction", 1))

    @staticmethod
    def _lots(instrument, size):
        lots = instrument.lots(size)
        if lots == 0:
            raise Refused("belowLot", size=size)
        if lots > LIMIT:
            raise Refused("outOfRange", size=size)
        return lots

    @staticmethod
    def _price(instrument, price, buys, is_limit, may_lack=False):
        """Return the steps of a written price, or refuse it."""
        fault = instrument.fault_of(price)
        if fault is not None and price >= 0:
            raise Refused(fault, price=instrument.told(price))
        if price < 0 and instrument.rejects and instrument.tick is not None:
            raise Refused("negative", price=price)
        steps = instrument.limit_steps(price, buys) if is_limit else instrument.trigger_steps(price)
        if steps < 0:
            raise Refused("negative", price=steps * instrument.resolution)
        if steps == 0 and may_lack:
            # Zero means none where a price may be left out.
            raise Refused("negative", price=-instrument.resolution)
        if steps == 0:
            raise Refused("priceMissing", price=Fraction(0))
        if steps > LIMIT:
            raise Refused("priceRange", price=(LIMIT + 1) * instrument.resolution)
        return steps

    def _take_with_children(self, order, options):
        reference = order.limit or order.stop or self.account.positions[order.instrument].last_close
        for child in order.children:
            wrong = None if child.distance else self._protect(order, child, child.asked, reference)
            if wrong is not None:
                order.end("rejected", "protectivePrice", self.clock.time_us)
                self.journal.refusals.append(Refusal(
                    order.id, order.instrument, self.clock.step, self.clock.time_us, "protectivePrice", price=wrong))
                for other in order.children:
                    if other in self.book.orders:
                        other.end("cancelled", "parentEnded", self.clock.time_us)
                return order
            self.book.add(child)
            self.journal.orders.append(child)
            child.accept()
        order.accept()
        self.book.add(order)
        self.book.orders.sort(key=lambda entry: entry.id)
        return order

    def _protect(self, order, child, price, reference):
        """Set the price of a child; return it if it is none or on the wrong side."""
        instrument = order.instrument
        if instrument.fault_of(price) is not None:
            return instrument.told(price)
        is_limit = child.kind == "limit"
        steps = instrument.limit_steps(price, child.buys) if is_limit else instrument.trigger_steps(price)
        if steps > LIMIT:
            return (LIMIT + 1) * instrument.resolution
        if steps <= 0:
            return steps * instrument.resolution
        held = self.account.positions[instrument].lots
        closes = order.reduces or (held * order.sign < 0 and order.lots is not None and order.lots <= abs(held))
        if reference is not None and not closes:
            gap = (steps - reference) * order.sign
            if (gap <= 0 if is_limit else gap >= 0):
                return steps * instrument.resolution
        if is_limit:
            child.limit = steps
        else:
            child.stop = steps
        return None

    def _refuse(self, order, refused):
        order.lots, order.known = None, False
        order.limit = order.stop = None
        order.end("rejected", refused.reason, self.clock.time_us)
        self._tell(order, refused)

    def _tell(self, order, refused):
        self.journal.refusals.append(Refusal(
            order.id, order.instrument, self.clock.step, self.clock.time_us, refused.reason,
            price=refused.price, size=refused.size))

    def close(self, options):
        """Close a position or a part of it."""
        instrument = self._instrument(options)
        held = self.account.positions[instrument].lots
        order = self._make(instrument, held <= 0, kind_of(options), "close")
        try:
            order.lots = self._lots(instrument, options["size"]) if "size" in options else abs(held)
        except Refused as refused:
            self.journal.orders.append(order)
            self._refuse(order, refused)
            return order if held else None
        if held == 0:
            return None
        if any(other.role == "close" and other.instrument is instrument for other in self.book.live()):
            order.end("rejected", "alreadyClosing", self.clock.time_us)
            return order
        order.reduces = True
        self.journal.orders.append(order)
        order.accept()
        self.book.add(order)
        return order

    def target(self, options):
        """Take a position to a target."""
        instrument = self._instrument(options)
        name = next(name for name in ("size", "value", "fraction") if name in options)
        amount = options[name]
        if name == "size":
            amount = instrument.lots(amount)
        elif name == "value":
            amount = toward_zero(amount / self.cash_unit)
        else:
            amount = nano(amount)
        order = self._make(instrument, options[name] >= 0, "market", "target")
        order.target = (name, amount)
        self.journal.orders.append(order)
        if self.no_entries and amount != 0:
            self._refuse(order, Refused("riskFlagged"))
            return order
        if abs(amount) > LIMIT:
            self._refuse(order, Refused("outOfRange", size=options[name]))
            return order
        order.accept()
        self.book.add(order)
        return order

    def _unknown(self, order):
        """Return whether an order was refused in this step, so that the strategy could not know it yet."""
        return not order.known and order.step == self.clock.step

    def cancel(self, order):
        """Cancel an order; one that has ended stays as it is."""
        if self._unknown(order):
            self._tell(order, Refused("unknownOrder"))
        elif order.live:
            self.book.end(order, "cancelled", "byRequest")

    def replace(self, order, options):
        """Change the terms of an order, each by itself."""
        if self._unknown(order):
            self._tell(order, Refused("unknownOrder"))
        if not order.live:
            return
        refusals, changed, stops = [], False, False
        for name in ("size", "limit", "stop", "trail"):
            if name not in options:
                continue
            try:
                self._replace_term(order, name, options[name])
                stops = stops or name == "stop"
                changed = True
            except Refused as refused:
                refusals.append(refused)
        if not options:
            refusals.append(Refused("replaceEmpty"))
        for refused in refusals:
            self._tell(order, refused)
        last_close = self.account.positions[order.instrument].last_close
        if order.begins_again and not stops and order.awake and last_close is not None:
            order.begin(last_close)
        order.begins_again = False
        if changed:
            order.reason, order.placed_us, order.met = "byRequest", self.clock.time_us, False

    def _replace_term(self, order, name, value):
        instrument = order.instrument
        if name == "size":
            lots = instrument.lots(value)
            if lots == 0:
                raise Refused("offGrid", size=instrument.lot / 2)
            if lots > LIMIT:
                raise Refused("outOfRange", size=(LIMIT + 1) * instrument.lot)
            if order.protects or order.target is not None:
                raise Refused("notSupported", size=lots * instrument.lot)
            if self._held(order) and (order.lots is None or lots > order.lots):
                raise Refused("riskFlagged", size=lots * instrument.lot)
            order.lots = lots
            return
        if name == "trail":
            return self._replace_trail(order, value)
        # A trailing order that sleeps takes its first trigger.
        lacks = not getattr(order, name) and not (name == "stop" and order.trails)
        if lacks or (name == "stop" and order.triggered):
            raise Refused("priceUnexpected", price=self._told_price(instrument, value, order.buys, name))
        steps = instrument.limit_steps(value, order.buys) if name == "limit" else instrument.trigger_steps(value)
        if steps == 0 and instrument.fault_of(value) is None:
            raise Refused("negative", price=-instrument.resolution)
        price = self._price(instrument, value, order.buys, name == "limit")
        if self._held(order):
            raise Refused("riskFlagged", price=self._told_price(instrument, value, order.buys, name))
        if name == "stop" and order.trails:
            order.pull(price)
        else:
            setattr(order, name, price)

    def _replace_trail(self, order, said):
        distance = distance_of(said, order.instrument)
        if not order.trails:
            # A distance is no price, so the row tells none.
            raise Refused("priceUnexpected", price=None)
        if self._held(order):
            raise Refused("riskFlagged", price=None)
        order.distance, order.begins_again = distance, True

    def _held(self, order):
        """Return whether the ruin of the account holds an order to its terms: it may only become smaller."""
        return self.no_entries and not order.reduces

    @staticmethod
    def _told_price(instrument, price, buys, name):
        """Return the price of a replacement as a refusal tells it: snapped, and within the grid."""
        if instrument.fault_of(price) is not None:
            return instrument.told(price)
        steps = instrument.limit_steps(price, buys) if name == "limit" else instrument.trigger_steps(price)
        return (min(steps, LIMIT + 1) or -1) * instrument.resolution


def kind_of(options):
    """Return the type of an order from its options."""
    for flag, kind in (("onClose", "marketOnClose"), ("onOpen", "marketOnOpen")):
        if options.get(flag):
            return kind
    if "trail" in options:
        return "stopTrailLimit" if "limitOffset" in options else "stopTrail"
    if "touch" in options:
        return "limitIfTouched" if "limit" in options else "marketIfTouched"
    if "stop" in options:
        return "stopLimit" if "limit" in options else "stop"
    return "limit" if "limit" in options else "market"


def nano(number):
    """Return a rate as a whole count of 10^-9."""
    return Fraction(half_even(number * 10**9), 10**9)
