"""Records what the simulated broker of backtrader tells a strategy in random scenarios.

    python3 -m venv venv
    venv/bin/pip install backtrader==1.9.78.123
    venv/bin/python tests/oracle/scenarios/record_backtrader.py any 0 110 fixtures/backtrader/scenarios_any.json.gz
    venv/bin/python tests/oracle/scenarios/record_backtrader.py said 0 70 fixtures/backtrader/scenarios_said.json.gz
    venv/bin/python tests/oracle/scenarios/record_backtrader.py check FILE ...

The first two write the scenarios of a range of seeds: of any kind, or those that the public API can say. A scenario that
is not the same without preloading, one with a number that is not finite and one that ends in an error of backtrader are
left out and counted. `check` records the scenarios of files again and names those that differ. Recorded with Python
3.11.
"""

import collections
import collections.abc
import datetime
import gzip
import json
import math
import sys

# backtrader names it by its place before Python 3.10.
collections.Iterable = collections.abc.Iterable

import backtrader  # noqa: E402
from random_scenario import random_scenario  # noqa: E402

# The time of a bar that has a date alone: the end of the session as a float day gives it back.
END_OF_DAY = datetime.time(23, 59, 59, 999990)


class Rows(backtrader.feed.DataBase):
    """A feed over the bars of a scenario."""

    params = (("rows", ()),)

    def start(self):
        super().start()
        self.row = 0

    def _load(self):
        if self.row == len(self.p.rows):
            return False
        time, *prices, volume = self.p.rows[self.row]
        self.row += 1
        at = datetime.datetime.fromisoformat(time)
        if len(time) == 10:
            at = datetime.datetime.combine(at, END_OF_DAY)
        self.lines.datetime[0] = backtrader.date2num(at)
        for line, price in zip((self.lines.open, self.lines.high, self.lines.low, self.lines.close), prices):
            line[0] = price
        self.lines.volume[0] = volume
        self.lines.openinterest[0] = 0.0
        return True


class Player(backtrader.Strategy):
    """A strategy that does the actions of a scenario and writes down all that it is told."""

    params = (("scenario", None), ("events", None), ("trades_before", 0))

    def __init__(self):
        self.calls = 0
        self.orders = {}
        self.names = {}

    def tell(self, ev, **fields):
        self.p.events.append({"ev": ev, **fields})

    def prenext(self):
        self.next()

    def next_open(self):
        self.act(self.calls + 1, "next_open")

    def next(self):
        self.calls += 1
        self.tell("next", call=self.calls, len=len(self), dlens=None)
        for at, data in enumerate(self.datas):
            if len(data):
                position = self.getposition(data)
                self.tell("pos", data=at, dlen=len(data), size=position.size, price=position.price)
        self.act(self.calls, "next")

    def act(self, call, when):
        for action in self.p.scenario["actions"]:
            if action["call"] == call and action.get("when", "next") == when:
                self.do(action)

    def do(self, action):
        op, name = action["op"], action.get("id")
        if op == "add_cash":
            self.broker.add_cash(action["amount"])
        elif op == "cancel":
            if name in self.orders:
                self.cancel(self.orders[name])
        elif op.endswith("_bracket"):
            for part, order in zip(("main", "stop", "limit"), getattr(self, op)(**self.arguments(action))):
                self.name(f"{name}.{part}", order)
        else:
            order = getattr(self, op)(**self.arguments(action))
            self.name(name, order)
            self.tell("issued", id=name, none=order is None, size=None if order is None else order.size)

    def name(self, name, order):
        if order is not None:
            self.orders[name] = order
            self.names[order.ref] = name

    def arguments(self, action):
        said = dict(action.get("args", {}))
        said["data"] = self.datas[said.get("data", 0)]
        for key in ("exectype", "stopexec", "limitexec"):
            if said.get(key) is not None:
                said[key] = getattr(backtrader.Order, said[key])
        for key in ("oco", "parent"):
            if key in said:
                said[key] = self.orders.get(said[key])
        valid = said.get("valid")
        if isinstance(valid, dict):
            if "DAY" in valid:
                said["valid"] = backtrader.Order.DAY
            elif "date" in valid:
                said["valid"] = datetime.date.fromisoformat(valid["date"])
            else:
                said["valid"] = datetime.timedelta(**valid)
        return said

    def notify_order(self, order):
        done, name = order.executed, self.names.get(order.ref)
        self.tell(
            "order",
            len=len(self),
            id=name,
            status=order.getstatusname(),
            size=order.size,
            created_price=order.created.price,
            created_pricelimit=order.created.pricelimit,
            ex_size=done.size,
            ex_price=done.price,
            ex_value=done.value,
            ex_comm=done.comm,
            ex_pnl=done.pnl,
            remsize=done.remsize,
            psize=done.psize,
            pprice=done.pprice,
            triggered=order.triggered,
            ex_dt=backtrader.num2date(done.dt).isoformat(timespec="seconds") if done.dt else None,
        )
        fields = "size price closed opened closedvalue openedvalue closedcomm openedcomm pnl psize pprice".split()
        for bit in done.iterpending():
            self.tell("bit", id=name, **{field: getattr(bit, field) for field in fields})

    def notify_trade(self, trade):
        fields = "size price value pnl pnlcomm commission justopened isopen isclosed baropen barclose barlen".split()
        self.tell(
            "trade",
            len=len(self),
            ref=trade.ref - self.p.trades_before,
            data=next(at for at, data in enumerate(self.datas) if data is trade.data),
            tradeid=trade.tradeid,
            status=trade.status_names[trade.status],
            **{field: getattr(trade, field) for field in fields},
        )

    def notify_fund(self, cash, value, fundvalue, shares):
        self.tell("cashvalue", len=len(self), cash=cash, value=value, fundvalue=fundvalue, fundshares=shares)


def set_broker(broker, settings):
    """Gives a broker the settings of a scenario."""
    for name, value in settings.items():
        if name == "commission":
            for scheme in value:
                if scheme.get("commtype"):
                    scheme = {**scheme, "commtype": getattr(backtrader.CommInfoBase, scheme["commtype"])}
                broker.setcommission(**scheme)
        elif name == "slippage_perc":
            broker.set_slippage_perc(**value)
        elif name == "slippage_fixed":
            broker.set_slippage_fixed(**value)
        elif name == "filler":
            terms = {key: term for key, term in value.items() if key != "type"}
            broker.set_filler(getattr(backtrader.fillers, value["type"])(**terms))
        elif name == "cash":
            broker.setcash(value)
        else:
            getattr(broker, f"set_{name}")(value)


def record(scenario, **mode):
    """Returns the events of a scenario and its account at the end."""
    cerebro = backtrader.Cerebro(stdstats=False, **scenario.get("cerebro", {}), **mode)
    for feed in scenario["datas"]:
        terms = {"rows": feed["bars"], "compression": feed.get("compression", 1)}
        terms["timeframe"] = getattr(backtrader.TimeFrame, feed.get("timeframe", "Days"))
        if "sessionend" in feed:
            terms["sessionend"] = datetime.time.fromisoformat(feed["sessionend"])
        cerebro.adddata(Rows(**terms), name=feed["name"])
    set_broker(cerebro.broker, scenario.get("broker", {}))
    if "sizer" in scenario:
        terms = dict(scenario["sizer"])
        cerebro.addsizer(getattr(backtrader.sizers, terms.pop("type")), **terms)
    events, broker = [], cerebro.broker
    # Trades are numbered over all runs of a process.
    before = next(backtrader.trade.Trade.refbasis)
    cerebro.addstrategy(Player, scenario=scenario, events=events, trades_before=before)
    (strategy,) = cerebro.run()
    positions = {}
    for feed, data in zip(scenario["datas"], strategy.datas):
        position = strategy.getposition(data)
        positions[feed["name"]] = [position.size, position.price]
    return events, {
        "cash": broker.getcash(),
        "value": broker.getvalue(),
        "fundvalue": broker.get_fundvalue(),
        "fundshares": broker.get_fundshares(),
        "positions": positions,
    }


def is_finite(events):
    numbers = (value for event in events for value in event.values() if isinstance(value, float))
    return all(math.isfinite(number) for number in numbers)


def write(kind, first, end, path):
    scenarios, left_out, events = [], 0, []
    for seed in range(first, end):
        scenario = random_scenario(kind, seed)
        try:
            events, final = record(scenario)
            again, _ = record(scenario, runonce=False, preload=False)
        except AttributeError:  # backtrader's own, of a bracket that its sizer gives no size
            again = None
        if json.dumps(again) != json.dumps(events) or not is_finite(events):
            left_out += 1
            continue
        scenarios.append({**scenario, "events": events, "final": final})
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as packed:
        packed.write(json.dumps(scenarios).encode())
    print(f"{len(scenarios)} scenarios written, {left_out} left out")


def check(paths):
    differing = []
    for path in paths:
        with gzip.open(path) as file:
            for scenario in json.load(file):
                events, final = record(scenario)
                same = json.dumps([events, final]) == json.dumps([scenario["events"], scenario["final"]])
                differing += [] if same else [scenario["name"]]
    print(f"{len(differing)} differ: {differing}")


if __name__ == "__main__":
    if sys.argv[1] == "check":
        check(sys.argv[2:])
    else:
        write(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
