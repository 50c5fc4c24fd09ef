"""Makes random scenarios: bars, settings of the broker and actions of a strategy. A kind and a seed give one scenario."""

import datetime
import random

BARS = 25
START = datetime.datetime(2020, 1, 5)
MORNING = datetime.datetime(2020, 1, 6, 9, 30)
SIZERS = (
    {"type": "FixedReverser", "stake": 3},
    {"type": "PercentSizer"},
    {"type": "PercentSizer", "percents": 35},
    {"type": "PercentSizer", "percents": 10, "retint": True},
    {"type": "AllInSizer"},
    {"type": "AllInSizerInt"},
    {"type": "PercentSizerInt", "percents": 15},
    {"type": "FixedSizeTarget", "stake": 9, "tranches": 3},
    {"type": "FixedSize", "stake": 7, "tranches": 2},
    {"type": "FixedSize", "stake": 4},
)


def later(time, step, minutes):
    """Returns the time of the next bar: a weekday, a week later, or a bar of a session."""
    if step == "week":
        return time + datetime.timedelta(days=7)
    if step == "day":
        time += datetime.timedelta(days=1)
        return time if time.weekday() < 5 else later(time, step, minutes)
    time += datetime.timedelta(minutes=minutes)
    return time if time.hour < 16 else MORNING.replace(day=time.day) + datetime.timedelta(days=1)


def random_bars(rng, count, time, step="day", holes=0.0, minutes=15):
    """Returns bars of a random walk, a few of them flat or without volume."""
    bars, price, volume = [], rng.uniform(8, 70), rng.choice([20, 50, 100, 1000])
    while len(bars) < count:
        time = later(time, step, minutes)
        if rng.random() < holes:
            continue
        opening = price * (1 + rng.gauss(0, 0.02))
        price = opening * (1 + rng.gauss(0, 0.03))
        high = max(opening, price) * (1 + abs(rng.gauss(0, 0.015)))
        low = min(opening, price) * (1 - abs(rng.gauss(0, 0.015)))
        if rng.random() < 0.04:
            opening = high = low = price
        traded = float(rng.choice([0, 1, 3, volume, 2 * volume, rng.randrange(1, 3 * volume)]))
        text = time.isoformat() if step == "minute" else time.date().isoformat()
        bars.append([text, *(round(each, 2) for each in (opening, high, low, price)), traded])
    return bars


def random_feeds(rng):
    """Returns one to three feeds: all of minutes, or of days and weeks, some of which begin or end elsewhere."""
    feeds, intraday = [], rng.random() < 0.2
    for at in range(rng.choice([1, 1, 2, 2, 3])):
        feed, holes = {"name": f"d{at}"}, rng.choice([0, 0, 0.2])
        if intraday:
            minutes = rng.choice([5, 15, 30])
            feed.update(timeframe="Minutes", compression=minutes)
            if rng.random() < 0.5:
                feed["sessionend"] = rng.choice(["16:00:00", "11:15:00", "12:00:00", "10:30:00"])
            feed["bars"] = random_bars(rng, BARS, MORNING, "minute", holes, minutes)
        elif at > 0 and rng.random() < 0.15:
            feed.update(timeframe="Weeks", bars=random_bars(rng, 5, datetime.datetime(2020, 1, 3), "week"))
        else:
            begins = START + datetime.timedelta(days=rng.choice([0, 0, 0, 0, 4, 9]) if at > 0 else 0)
            feed["bars"] = random_bars(rng, BARS - rng.choice([0, 0, 6]) if at > 0 else BARS, begins, "day", holes)
        feeds.append(feed)
    return feeds


def random_scheme(rng):
    """Returns the arguments of a commission scheme."""
    stock = {"commtype": "COMM_PERC", "percabs": False, "stocklike": True}
    scheme = rng.choice([
        {"commission": rng.choice([0.001, 0.01, 0.0005])},
        {"commission": rng.choice([0.1, 0.5]), **stock},
        {"commission": rng.choice([1.5, 0.02]), "commtype": "COMM_FIXED", "stocklike": rng.choice([True, False])},
        {"commission": rng.choice([2.0, 0.0]), "margin": rng.choice([100.0, 30.0]), "mult": rng.choice([10.0, 2.0, 1.0])},
        {"commission": 2.0, "margin": 100.0, "mult": rng.choice([10.0, 5.0]), "automargin": rng.choice([2.5, 0.5, -1, False])},
        {"commission": 0.5, **stock, "margin": rng.choice([100.0, None, 0.0]), "mult": 5.0, "stocklike": rng.choice([True, False])},
        {"commission": 0.001, "interest": rng.choice([0.1, 0.365]), "interest_long": rng.choice([True, False])},
    ])
    if rng.random() < 0.3:
        scheme["leverage"] = rng.choice([2.0, 4.0, 1.5])
    return scheme


def random_broker(rng, names):
    """Returns settings of the broker."""
    broker = {}
    if rng.random() < 0.8:
        broker["cash"] = rng.choice([1000.0, 2000.0, 5000.0, 10000.0, 100000.0])
    if rng.random() < 0.85:
        broker["commission"] = [random_scheme(rng)]
        if rng.random() < 0.3:
            broker["commission"].append({**random_scheme(rng), "name": rng.choice(names)})
    for name, value, share in (("checksubmit", False, 0.15), ("shortcash", False, 0.15), ("int2pnl", False, 0.1), ("coc", True, 0.15)):
        if rng.random() < share:
            broker[name] = value
    if rng.random() < 0.35:
        switches = {name: rng.random() < 0.5 for name in ("slip_match", "slip_limit", "slip_out", "slip_open")}
        way, amounts = rng.choice([("perc", [0.01, 0.003, 0.05]), ("fixed", [0.15, 0.01, 1.0])])
        broker[f"slippage_{way}"] = {way: rng.choice(amounts), **(switches if rng.random() < 0.7 else {})}
    if rng.random() < 0.3:
        broker["filler"] = rng.choice([
            {"type": "FixedSize", "size": rng.choice([10, 3, 25])},
            {"type": "FixedSize"},
            {"type": "FixedBarPerc", "perc": rng.choice([25.0, 5.0])},
            {"type": "BarPointPerc", "minmov": rng.choice([0.1, 0.01, None]), "perc": rng.choice([50.0, 100.0])},
        ])
    return broker


class RandomActions:
    """The actions of a strategy, call by call. With `said` they are those that the public API can say."""

    def __init__(self, rng, feeds, said, on_open, sized):
        self.rng, self.feeds, self.said, self.on_open, self.sized = rng, feeds, said, on_open, sized
        self.actions, self.names = [], []

    def make(self):
        ways = [(self.order, 60), (self.cancel, 12), (self.close, 9), (self.bracket, 9), (self.target, 8)]
        if not self.said:
            ways += [(self.bracket_by_hand, 4), (self.cash, 1)]
        for call in range(1, BARS + 1):
            while self.rng.random() < 0.45:
                self.call, self.at = call, self.rng.randrange(len(self.feeds))
                self.close_price = self.feeds[self.at]["bars"][:call][-1][4]
                (way,) = self.rng.choices([way for way, _ in ways], [weight for _, weight in ways])
                way()
        return self.actions

    def chance(self, share):
        return self.rng.random() < share

    def near(self, price, share=0.04):
        return round(price * (1 + self.rng.uniform(-share, share)), 2)

    def data(self):
        return {"data": self.at} if len(self.feeds) > 1 else {}

    def add(self, op, letter, args, parts=("",)):
        name = f"{letter}{len(self.actions)}"
        action = {"call": self.call, "op": op, "id": name, "args": args}
        if self.on_open and self.chance(0.5):
            action["when"] = "next_open"
        self.actions.append(action)
        self.names += [name + part for part in parts]
        return name

    def valid(self):
        days, last = self.rng.randrange(1, 6), len(self.feeds[0]["bars"]) - 1
        date = self.feeds[0]["bars"][min(last, self.call + days - 2)][0][:10]
        hours = self.rng.randrange(1, 30)
        float_day = 737430.5 + self.rng.randrange(0, 20)
        return self.rng.choice([{"days": days}, {"days": days}, {"DAY": 1}, {"date": date}, {"hours": hours}, 5.0, 0, float_day])

    def trail(self):
        if self.chance(0.5):
            return {"trailamount": round(self.rng.uniform(0.3, 2.5), 2)}
        return {"trailpercent": round(self.rng.uniform(0.01, 0.06), 3)}

    def order(self):
        rng, args = self.rng, self.data()
        kind = rng.choice("Market Market Limit Stop StopLimit StopTrail StopTrailLimit Close".split())
        args["exectype"] = kind
        if not self.sized or self.chance(0.5):
            args["size"] = rng.choice([rng.randrange(1, 62), rng.randrange(1, 10), round(rng.uniform(0.1, 9), 3)])
        if kind in ("Limit", "Stop", "StopLimit"):
            args["price"] = self.near(self.close_price)
        if kind == "StopLimit" and (self.said or self.chance(0.9)):
            args["plimit"] = self.near(args["price"], 0.02)
        if kind.startswith("StopTrail"):
            args.update(self.trail())
            if self.chance(0.4):
                args["price"] = self.near(self.close_price)
        if kind == "StopTrailLimit":
            args["plimit"] = self.near(args.get("price", self.close_price), 0.01)
        if self.chance(0.25):
            args["valid"] = self.valid()
        if self.names and self.chance(0.2):
            args["oco"] = rng.choice(self.names)
        if self.chance(0.15):
            args["tradeid"] = rng.choice([1, 2])
        self.add(rng.choice(["buy", "sell"]), "o", args)

    def cancel(self):
        if self.names:
            action = {"call": self.call, "op": "cancel", "id": self.rng.choice(self.names[-8:])}
            self.actions.append({**action, "when": "next_open"} if self.on_open and self.chance(0.5) else action)

    def close(self):
        args = self.data() if self.chance(0.8) else {}
        if self.chance(0.15):
            args["size"] = self.rng.randrange(1, 20)
        if not self.said and self.chance(0.15):
            args.update(exectype="Limit", price=self.near(self.close_price))
        if self.chance(0.1):
            args["tradeid"] = 1
        self.add("close", "c", args)

    def bracket(self):
        rng, side = self.rng, self.rng.choice([1, -1])
        price = self.near(self.close_price, 0.02)
        args = {**self.data(), "price": price, "size": rng.randrange(1, 40)}
        args["stopprice"] = round(price * (1 - side * rng.uniform(0.005, 0.04)), 2)
        args["limitprice"] = round(price * (1 + side * rng.uniform(0.005, 0.04)), 2)
        if self.sized and self.chance(0.3):
            del args["size"]
        entry = rng.choice([None, None, None, "Market", "Stop", "StopLimit"])
        if entry:
            args["exectype"] = entry
        if entry == "StopLimit":
            args["plimit"] = round(price * 1.005, 2)
        if entry == "Market" and self.said:
            del args["price"]
        parts, child = [".main", ".stop", ".limit"], rng.random()
        if child < 0.08:
            args["limitexec"] = None
            parts.remove(".limit")
        elif child < 0.16:
            args["stopexec"] = None
            parts.remove(".stop")
        elif child < 0.3 and not self.said:
            args.update(stopexec="StopTrail", stopargs=self.trail())
        elif child < 0.36 and not self.said:
            args.update(stopexec="StopLimit", stopargs={"plimit": args["stopprice"]})
        if self.chance(0.2):
            args["valid"] = {"days": rng.randrange(1, 6)}
        if self.chance(0.1):
            args["tradeid"] = 1
        self.add("buy_bracket" if side > 0 else "sell_bracket", "b", args, parts)

    def target(self):
        way, targets = self.rng.choice([
            ("size", [self.rng.randrange(-20, 40)]),
            ("value", [1000.0, 500.0, -700.0, 0.0]),
            ("percent", [0.5, 0.2, -0.3, 0.0, 0.9, 0.05]),
        ])
        args = {**self.data(), "target": self.rng.choice(targets)}
        if not self.said and self.chance(0.15):
            args.update(exectype="Limit", price=self.near(self.close_price))
        self.add(f"order_target_{way}", "t", args)

    def bracket_by_hand(self):
        side = self.rng.choice([1, -1])
        names = ("buy", "sell") if side > 0 else ("sell", "buy")
        args = {**self.data(), "size": self.rng.randrange(1, 20)}
        price = self.near(self.close_price, 0.02)
        parent = self.add(names[0], "m", {**args, "exectype": "Limit", "price": price, "transmit": False})
        when = self.actions[-1].get("when")
        stop = {"exectype": "Stop", "price": round(price * (1 - 0.03 * side), 2)}
        if self.chance(0.5):
            stop.update(exectype="StopTrail", **self.trail())
        self.add(names[1], "m", {**args, **stop, "parent": parent, "transmit": False})
        limit = {"exectype": "Limit", "price": round(price * (1 + 0.03 * side), 2)}
        self.add(names[1], "m", {**args, **limit, "parent": parent, "transmit": True})
        # The three are of one moment: otherwise the children would name a parent that is not there yet.
        for action in self.actions[-3:]:
            action.pop("when", None)
            if when:
                action["when"] = when

    def cash(self):
        amount = self.rng.choice([5000.0, -300.0, 250.5])
        self.actions.append({"call": self.call, "op": "add_cash", "amount": amount})


def random_scenario(kind, seed):
    """Returns a scenario without its events; its kind is `any`, or `said` for what the public API can say."""
    rng, said = random.Random(f"{kind} {seed}"), kind == "said"
    scenario = {"name": f"{kind} {seed}", "datas": random_feeds(rng)}
    broker = random_broker(rng, [feed["name"] for feed in scenario["datas"]])
    on_open, sized = not said and rng.random() < 0.15, not said and rng.random() < 0.2
    if on_open:
        scenario["cerebro"] = {"cheat_on_open": True}
        broker["coo"] = rng.random() < 0.5
    if not said and rng.random() < 0.1:
        scenario.setdefault("cerebro", {})["quicknotify"] = True
    if broker:
        scenario["broker"] = broker
    if sized:
        scenario["sizer"] = rng.choice(SIZERS)
    scenario["actions"] = RandomActions(rng, scenario["datas"], said, on_open, sized).make()
    return scenario
