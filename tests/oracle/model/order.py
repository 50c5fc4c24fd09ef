"""An order and its life."""

LIVE_STATES = ("accepted", "triggered", "partiallyFilled")


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
        return self.kind == "limit" or (self.kind == "stopLimit" and self.triggered and not self.triggered_now)

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
