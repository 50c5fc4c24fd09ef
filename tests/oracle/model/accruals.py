"""What an account pays and receives without an order: funding, dividends, the cost of borrowing, and interest."""

from datetime import date, datetime
from fractions import Fraction

from charges import RATE_UNIT, rate_of
from market import micros
from rounding import down, half_even

DAYS_OF_YEAR = 365
# Amounts end here.
EXACT_MAX = 2**53 - 1


def rate_of_days(annual, days):
    """Return the rate of some days of a year, as a whole count of 10^-9."""
    return down(annual / RATE_UNIT * days / DAYS_OF_YEAR + Fraction(1, 2)) * RATE_UNIT


class Dues:
    """What is due on one instrument, by the end of its bars."""

    def __init__(self, feed, instrument):
        self.rates, self.amounts = {}, {}
        terms, bars = feed["terms"], instrument.bars
        self.borrow = rate_of(terms.get("borrow", 0))
        for row in terms.get("funding", ()):
            due_us = micros(datetime.fromisoformat(row["time"].removesuffix("Z")))
            bar = next((bar for bar in bars if bar.end_us >= due_us), None)
            if bar is not None:
                self.rates[bar.end_us] = self.rates.get(bar.end_us, 0) + rate_of(row["rate"])
        per_lot = instrument.multiplier * instrument.lot / instrument.money
        rows = sorted(terms.get("dividends", ()), key=lambda row: row["date"])
        for row in rows:
            day = date.fromisoformat(row["date"]).toordinal()
            bar = next((bar for bar in bars if bar.day >= day), None)
            if bar is not None:
                self.amounts.setdefault(bar.end_us, []).append(row["amount"] * per_lot)


class Accruals:
    """What is due on all positions of a run."""

    def __init__(self, plan, instruments, account, journal):
        self.account, self.journal = account, journal
        said = plan.get("interest", {})
        self.interest, self.loan = rate_of(said.get("cash", 0)), rate_of(said.get("debt", 0))
        self.last_day = None
        self.dues = {instrument: Dues(feed, instrument) for feed, instrument in zip(plan["feeds"], instruments)}

    def pass_days(self, bars, step):
        """Pay what the days since the last session date cost and bring, at the last closes."""
        day = max(bar.day for bar in bars.values())
        if self.last_day is not None and day <= self.last_day:
            return
        days, self.last_day = 0 if self.last_day is None else day - self.last_day, day
        for instrument, dues in self.dues.items():
            position, rate = self.account.positions[instrument], rate_of_days(dues.borrow, days)
            if position.lots < 0 and rate:
                cost = half_even(instrument.notional(position.last_close, -position.lots) * rate)
                self._book("borrow", instrument, step, -cost)
        for rate, of_debt in ((self.interest, False), (self.loan, True)):
            if (self.account.cash <= 0) == of_debt:
                self._book("interest", None, step, half_even(self.account.cash * rate_of_days(rate, days)))

    def pay_dividends(self, bars, step, time_us):
        """Pay dividends ahead of the bars of a step, on what was held before."""
        for instrument in self.dues:
            if instrument not in bars:
                continue
            lots = self.account.positions[instrument].lots
            for amount in self.dues[instrument].amounts.get(time_us, ()):
                paid = half_even(amount * abs(lots))
                self._book("dividend", instrument, step, paid if lots > 0 else -paid)

    def settle_funding(self, bars, step, time_us):
        """Settle funding behind the fills of a step, at the closes of its bars."""
        for instrument, bar in sorted(bars.items(), key=lambda entry: list(self.dues).index(entry[0])):
            rate, lots = self.dues[instrument].rates.get(time_us, 0), self.account.positions[instrument].lots
            funding = half_even(instrument.notional(bar.close, abs(lots)) * abs(rate))
            self._book("funding", instrument, step, -funding if (lots > 0) == (rate > 0) else funding)

    def _book(self, kind, instrument, step, amount):
        account = self.account
        if amount == 0 or max(abs(account.cash + amount), abs(account.accrued + amount)) > EXACT_MAX:
            return
        account.cash += amount
        account.accrued += amount
        self.journal.payments.append((kind, instrument, step, amount))
