"""A run of a plan: steps, and after each the acts of the strategy."""

from accruals import Accruals
from account import EXACT_MAX, Account, Turn
from book import Book
from charges import Charge
from executing import Executor
from grids import money_unit
from instrument import Instrument
from journal import Fill, Journal, Refusal
from market import share_day_ends, steps_of
from matching import Matcher
from placing import Desk
from rounding import half_even


class Clock:
    """The current step."""

    step = -1
    time_us = None


class Run:
    """A run and all that came of it."""

    def __init__(self, plan):
        self.plan = plan
        self.money = money_unit(plan.get("moneyUnit"), plan["cash"])
        self.instruments = [Instrument(feed, plan["cash"], self.money) for feed in plan["feeds"]]
        share_day_ends(self.instruments)
        self.account = Account(half_even(plan["cash"] / self.money), self.instruments)
        for position in self.account.positions.values():
            position.last_close, position.last_day = None, 0
        self.clock, self.journal = Clock(), Journal()
        self.book = Book(self.account, self.clock)
        self.executor = Executor(self.book, self.account, self.journal)
        self.matcher = Matcher(self.book, self.account, self.executor, plan["limitFill"] == "through")
        self.accruals = Accruals(plan, self.instruments, self.account, self.journal)
        self.desk = Desk(plan, self.instruments, self.book, self.account, self.journal, self.clock)

    def play(self):
        """Play all steps."""
        acts = {}
        for act in self.plan["acts"]:
            acts.setdefault(int(act["step"]), []).append(act)
        for step, (time_us, bars) in enumerate(steps_of(self.instruments)):
            self.clock.step, self.clock.time_us = step, time_us
            self.executor.step, self.executor.time_us = step, time_us
            for instrument in bars:
                self.account.positions[instrument].bars_seen += 1
            self.accruals.pass_days(bars, step)
            self.accruals.pay_dividends(bars, step, time_us)
            self.matcher.match(bars, time_us)
            self._mark(bars)
            for act in acts.get(step, []):
                self.desk.call(act)
        if self.plan["closeAtEnd"]:
            self._close_all()
        return self

    def _mark(self, bars):
        for instrument, bar in bars.items():
            position = self.account.positions[instrument]
            position.last_price = position.last_close = bar.close
            position.last_day = bar.day
        self.accruals.settle_funding(bars, self.clock.step, self.clock.time_us)
        self._liquidate(bars)
        value = self.account.value()
        self.journal.equity.append(value)
        self.journal.cash.append(self.account.cash)
        if value <= 0 and self.plan["onRuin"] == "stop-entries":
            self.desk.no_entries = True

    def _liquidate(self, bars):
        """Close positions while the account is worth less than their maintenance margins: the largest margin first."""
        traded = [instrument for instrument, bar in bars.items()
                  if bar.volume > 0 or instrument.without_volume == "fill"]
        while self.account.value() < sum(map(self.account.maintenance, self.instruments)):
            held = [(-self.account.maintenance(instrument), self.account.positions[instrument].trip.id, instrument)
                    for instrument in traded if self.account.maintenance(instrument) > 0]
            if not held:
                return
            instrument = min(held, key=lambda entry: entry[:2])[2]
            if not self._close_whole(instrument, "liquidation"):
                return
            for order in self.book.live():
                if order.live and order.instrument is instrument:
                    self.book.end(order, "cancelled", "liquidated")

    def _close_whole(self, instrument, rule):
        """Close a position at its last close, by no order."""
        position = self.account.positions[instrument]
        lots, buys, price = abs(position.lots), position.lots < 0, position.last_close
        exact = instrument.notional(price, lots)
        commission = instrument.scheme.booked(Charge(exact, lots, 0, 0, False, self.account.traded))
        if rule == "liquidation":
            commission += half_even(exact * instrument.margin.fee)
        if not self.account.holds(instrument, half_even(exact) + abs(commission)):
            self.journal.refusals.append(Refusal(
                0, instrument, self.clock.step, self.clock.time_us, "amountLimit", EXACT_MAX, 0))
            return False
        turn = Turn(self.clock.time_us, self.clock.step)
        notional, pnl = self.account.close(instrument, lots, price, commission, turn, False)
        self.journal.fills.append(Fill(
            order=0, instrument=instrument, step=self.clock.step, time_us=self.clock.time_us, buys=buys, lots=lots,
            price=price, notional=notional, commission=commission, rule=rule, closing=True, pnl=pnl,
            ambiguous=False, slipped=False))
        for other in self.book.live():
            if other.protects and other.awake and other.instrument is instrument:
                self.book.end(other, "cancelled", "positionClosed")
        return True

    def _close_all(self):
        """Close what is open at the last close."""
        for instrument, position in self.account.positions.items():
            if position.lots == 0:
                continue
            self._close_whole(instrument, "closeAtEnd")
        if self.journal.equity:
            self.journal.equity[-1], self.journal.cash[-1] = self.account.value(), self.account.cash
