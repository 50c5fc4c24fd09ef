"""An order and its life."""

LIVE_STATES = ("accepted", "triggered", "partiallyFilled")
# Kinds by what their trigger does.
STOPS = ("stop", "stopTrail")
STOP_LIMITS = ("stopLimit", "stopTrailLimit")
TRAILING = ("stopTrail", "stopTrailLimit")
# Kinds that end as a limit order.
LIMITS = ("limit", "stopLimit", "stopTrailLimit", "limitIfTouched")


class Order:
    """An order as the broker has it: prices in steps, sizes in lots, amounts in money units."""

    def __init__(self, number, instrument, buys, kind, role, step, time_us):
        self.id, self.instrument, self.buys, self.kind, self.role = number, instrument, buys, kind, role
        self.asked_to_buy = buys
        self.step, self.placed_us, self.time_us = step, time_us, time_us
        self.state, self.reason, self.ended_us = "created", "none", None
        self.lots = self.limit = self.stop = None
        self.told_limit = self.told_stop = None
        self.budget = self.fraction = self.target = None
        self.whole = self.reduces = False
        self.valid = self.day = None
        self.parent = self.leader = None
        self.children = []
        self.awake = True
        self.triggered = self.triggered_now = False
        self.filled = self.opened = self.notional = self.charged = self.paid = 0
        # What a schedule of commission has charged it before the bounds.
        self.owed = 0
        self.entry_price = self.entry_way = self.entry_us = None
        self.waits_to_open = self.cut = False
        self.known = True
        # A distance of its trigger from the market, or of its price from the entry's: whether it is a rate, and its size.
        self.distance = None
        self.offset = 0
        # Of a trailing order in this step: whether it moved, by the good extreme, and whether the bar leaves its fill open.
        self.moved = self.by_extreme = self.in_doubt = False
        self.post_only = self.met = self.begins_again = False
        self.open_after = None
        self.share = None

    @property
    def live(self):
        """Whether the order can still fill."""
        return self.state in LIVE_STATES

    @property
    def sign(self):
        """+1 for a buy, -1 for a sell."""
        return 1 if self.buys else -1

    @property
    def group(self):
        """The number of the order that leads the group."""
        return self.leader if self.leader is not None else self.id

    @property
    def protects(self):
        """Whether it is a stop or a target of an entry."""
        return self.parent is not None

    @property
    def works_as_limit(self):
        """Whether it fills as a limit order now."""
        return self.kind == "limit" or (self.kind in LIMITS and self.triggered and not self.triggered_now)

    @property
    def trails(self):
        """Whether its trigger follows the market now."""
        return self.kind in TRAILING and not self.triggered

    def pull(self, trigger):
        """Set the trigger of a trailing order, and the limit beyond it."""
        self.stop = trigger
        if self.kind == "stopTrailLimit":
            self.limit = max(1, trigger + self.sign * self.offset)

    def begin(self, price):
        """Set a price that lies at a distance from another one: of protection, or of a trailing trigger without a first one."""
        if self.distance is None:
            return
        above = self.buys if self.stops_at_distance else not self.buys
        at = self.instrument.at_distance(price, self.distance, above)
        if self.kind in TRAILING:
            self.pull(at)
        elif self.kind == "limit":
            self.limit = at
        else:
            self.stop = at

    @property
    def stops_at_distance(self):
        """Whether its distance is that of a trigger, which lies on the losing side."""
        return self.kind != "limit"

    def end(self, state, reason, time_us):
        """End the order."""
        self.state, self.reason, self.ended_us = state, reason, time_us

    def accept(self):
        """Let the order work."""
        self.state, self.reason = "accepted", "placed"

    def trigger(self):
        """Say that the trigger was reached."""
        self.triggered = self.triggered_now = True
        self.state, self.reason = "triggered", "trigger"
