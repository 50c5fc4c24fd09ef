"""What a run says: fills and refusals in the order in which they came."""


class Fill:
    """One execution, in steps, lots and money units."""

    def __init__(self, **facts):
        self.__dict__.update(facts)


class Refusal:
    """One refusal, with its amounts in money units, its price in steps and its size in lots where there is one."""

    def __init__(self, order, instrument, step, time_us, reason, needed=None, available=None, price=None, size=None):
        self.order, self.instrument, self.step, self.time_us, self.reason = order, instrument, step, time_us, reason
        self.needed, self.available, self.price, self.size = needed, available, price, size


class Journal:
    """All that a run said."""

    def __init__(self):
        self.orders, self.fills, self.refusals, self.equity, self.cash = [], [], [], [], []
        self.payments = []
