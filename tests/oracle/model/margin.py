"""Margin: what a position sets aside, and what it has to be worth."""

from fractions import Fraction

from charges import rate_of
from rounding import up

NANO = 10**9


class Margin:
    """Initial and maintenance margin of an instrument, as fractions of the notional or as amounts per lot."""

    def __init__(self, terms, money, lot):
        said = terms.get("margin") or {}
        self.per_lot = "initialPerUnit" in said
        self.here = self.per_lot or "initial" in said or "leverage" in terms
        self.at_close = terms.get("settlement") == "futures"
        self.fee = rate_of(terms.get("liquidationFee", Fraction(0)))
        self.initial = self.maintenance = Fraction(0)
        if self.per_lot:
            self.initial = said["initialPerUnit"] * lot / money
            kept = said.get("maintenancePerUnit")
            self.maintenance = self.initial / 2 if kept is None else kept * lot / money
        elif self.here:
            # A leverage goes down to 10^-9 of the notional, and so does the half of an initial margin.
            nanos = int(NANO / terms["leverage"]) if "leverage" in terms else rate_of(said["initial"]) * NANO
            kept = said.get("maintenance")
            self.initial = Fraction(nanos) / NANO
            self.maintenance = Fraction(int(nanos) // 2, NANO) if kept is None else rate_of(kept)

    def of(self, part, notional, lots):
        """Return the margin of lots that are worth a notional, up to the money unit."""
        return up(part * (lots if self.per_lot else notional))
