"""Records set-ups of backtrader's indicators that backtrader.json.gz has not.

    python3 -m venv venv
    venv/bin/pip install backtrader==1.9.78.123 numpy==2.4.6 pandas==3.1.1 statsmodels==0.15.0
    venv/bin/python tests/oracle/indicators/record_backtrader.py

It writes fixtures/indicators/backtrader_more.json.gz: the classes that are missing there with their defaults, and other
parameters, averages and inputs; and fixtures/indicators/backtrader_styles.json.gz: the ways in which set-ups are written.
`record_backtrader.py styles` writes the second file alone. A set-up is an expression over backtrader's classes, of which the text is its name.
Recorded with Python 3.11.
"""

import collections
import collections.abc
import gzip
import json
import math
import pathlib
import sys

# backtrader names it by its place before Python 3.10.
collections.Iterable = collections.abc.Iterable

import backtrader  # noqa: E402

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures" / "indicators"
BASES = "Indicator PeriodN OperationN BaseApplyN MovingAverageBase OscillatorMixIn FindFirstIndex FindLastIndex".split()
# These need arguments, which the set-ups below give, or a function, or do not run any more. KAMA stands on prices alone
# below: of another indicator it counts that one's minimum period twice.
LEFT_OUT = "ApplyN CointN ExponentialSmoothingDynamic OLS_BetaN OLS_Slope_InterceptN OLS_TransformationN ReduceN".split()

SETUPS = """
SMA(data.high, period=7)
SMA(SMA(data, period=5), period=10)
EMA(data.low, period=3)
SMMA(SMA(data, period=3), period=9)
WMA(data.high, period=2)
WMA(EMA(data, period=4), period=6)
DEMA(data, period=7)
DEMA(SMA(data, period=5), period=9)
TEMA(data, period=6)
TEMA(data.low, period=11)
KAMA(data, period=5, fast=3, slow=20)
ZLEMA(data, period=12)
ZLEMA(data.high, period=7)
HMA(data, period=9)
HMA(data, period=2)
ZLInd(data, period=10)
ZLInd(data, period=14, gainlimit=20)
DMA(data, period=10, gainlimit=30, hperiod=4)
DMA(data, period=5, hperiod=16)
SMAEnvelope(data, period=10, perc=5.0)
EMAEnvelope(data.high, period=20, perc=0.7)
SMAOsc(data.high, period=10)
KAMAEnvelope(data, period=8, fast=4, perc=1.25)
Envelope(EMA(data.low, period=9), perc=3.0)
Oscillator(EMA(data.low, period=9))
Oscillator(data.high, SMA(data.low, period=4))
Envelope(data.high)
Highest(SMA(data.low, period=3), period=9)
Lowest(data.high - data.low, period=6)
SumN(data.high - data.low, period=6)
AnyN(data.close > data.open, period=5)
AllN(data.close < data.open, period=2)
FindFirstIndexHighest(data.close, period=40)
FindLastIndexHighest(data.open > 3700, period=9)
FindFirstIndexHighest(data.open > 3700, period=9)
FindLastIndexLowest(data.open > 3700, period=9)
FindFirstIndexLowest(data.open > 3700, period=9)
Accum(data.close - data.open, seed=100.5)
Average(data.open, period=9)
ExponentialSmoothing(data.close, period=10, alpha=0.3)
ExponentialSmoothing(data.high, period=3)
ExponentialSmoothingDynamic(data.close, period=14, alpha=(data.close - data.low) / (data.high - data.low + 1))
ExponentialSmoothingDynamic(data.close, period=5, alpha=SMA((data.close - data.low) / (data.high - data.low + 1), period=9))
WeightedAverage(data.high, period=4, coef=0.25, weights=(4, 1, 2.5, 3))
StdDev(data, period=10)
StdDev(data, period=30, movav=EMA)
StdDev(data.high, period=12, movav=WMA, safepow=False)
MeanDev(data, period=10)
MeanDev(data, period=12, movav=EMA)
PercentRank(data.open > 3700, period=8)
PercentRank(data.high, period=2)
HurstExponent(data, period=20)
HurstExponent(data.high, period=60, lag_start=5, lag_end=25)
NonZeroDifference(data.close, data.open)
NonZeroDifference(data.close > data.open, data.open > 3700)
OLS_Slope_InterceptN(data.close, data.open, period=10)
OLS_Slope_InterceptN(data.high, data.low, period=25)
OLS_TransformationN(data.close, data.open, period=10)
CrossOver(EMA(data, period=5), EMA(data, period=10))
CrossUp(SMA(data, period=5), SMA(data, period=20))
CrossDown(data.close, data.open)
Momentum(data.high, period=5)
MomentumOsc(data, period=3)
ROC(data, period=1)
ROC100(data.low, period=4)
PctChange(data, period=5)
UpDay(data, period=3)
DownDay(data, period=3)
UpDayBool(data, period=2)
DownDayBool(data, period=2)
RSI(data.high, period=9, movav=EMA)
RSI(data, period=10, lookback=3)
RSI_SMA(data, period=5, safediv=True)
RMI(data, period=8, lookback=2)
LRSI(data, gamma=0.7)
LRSI(data, period=10, gamma=0.2)
LAGF(data, gamma=0.8)
MACD(data, period_me1=5, period_me2=20, period_signal=4)
MACDHisto(data, period_me1=8, period_me2=17, movav=SMA)
PriceOsc(data, period1=5, period2=9, _movav=SMA)
PPO(data, period1=7, period2=19, period_signal=5)
PPOShort(data, period1=4, period2=9, _movav=WMA)
CCI(data, period=10)
CCI(data, period=14, factor=0.02, movav=EMA)
StochasticFast(data, period=5, period_dfast=2)
Stochastic(data, period=9, period_dfast=5, period_dslow=4, movav=EMA)
StochasticFull(data, period=21, safediv=True)
WilliamsR(data, period=5)
UltimateOscillator(data, p1=3, p2=6, p3=12)
TSI(data, period1=10, period2=5, pchange=2)
AO(data, fast=3, slow=10)
AO(data, fast=4, slow=12, movav=EMA)
AccDeOsc(data, period=9, movav=EMA)
KST(data, rp1=5, rp2=7, rp3=9, rp4=11, rma1=4, rma2=5, rma3=6, rma4=7, rsignal=3, rfactors=[2, 1, 0.5, 3])
KST(data, _rmovav=EMA, _smovav=WMA)
PGO(data, period=9)
PGO(data, period=20, _movav=EMA)
DV2(data, period=50, maperiod=4)
PlusDI(data, period=9)
MinusDI(data, period=9, movav=EMA)
DI(data, period=20)
ADX(data, period=7)
ADXR(data, period=10)
DMI(data, period=5, movav=SMA)
DM(data, period=8)
AroonUpDown(data, period=25)
AroonUpDownOsc(data, period=5)
Vortex(data, period=21)
PSAR(data, af=0.05, afmax=0.5)
Ichimoku(data, tenkan=5, kijun=13, senkou=26, senkou_lead=10, chikou=7)
DPO(data, period=21)
DPO(data, period=10, movav=EMA)
Trix(data, period=5)
Trix(data, period=9, _rocperiod=3, _movav=SMA)
TrixSignal(data, period=6, sigperiod=4)
ATR(data, period=5, movav=EMA)
ATR(data, period=20, movav=WMA)
BBands(data, period=10, devfactor=1.5)
BBands(data.high, period=15, movav=EMA)
BollingerBandsPct(data, period=8, devfactor=2.5)
PivotPoint(data, open=True)
PivotPoint(data, close=True)
FibonacciPivotPoint(data, close=True, level1=0.25, level2=0.5, level3=0.75)
Fractal(data, bardist=0.01)
haDelta(data, period=5, movav=EMA)
RSI(data, period=10, movav=HMA)
ATR(data, period=10, movav=DEMA)
ATR(data, period=10, movav=ZLEMA)
ATR(data, period=6, movav=TEMA)
MACD(data, movav=DEMA)
""".strip().split("\n")

STYLES = """
CrossOver(RSI(data, period=14), 30)
CrossUp(data.close, 3700)
CrossDown(data.close, 3700.5)
CrossOver(MACD(data), 0)
CrossOver(MACD(data).macd, MACD(data).signal)
NZD(RSI(data, period=14), 50)
Fractal(data, period=5)
Fractal(data, period=9, shift_to_potential_fractal=4)
DEMA(data, period=10, _movav=EMA)
RSI(data, period=14, movav=SMMA, lookback=1)
MACD(data, period_me1=12, period_me2=26, period_signal=9, movav=EMA)
AnyN(data.close >= data.open, period=3)
AllN(data.close <= data.high, period=3)
AnyN(data.close != data.open, period=2)
AllN(data.close == data.high, period=2)
AllN(RSI(data, period=14) > 50, period=2)
AnyN(70 < RSI(data, period=14), period=4)
SMA(100 - RSI(data, period=14), period=5)
SMA(100 * data.close / data.open, period=5)
SMA(1 / data.close, period=5)
Momentum(1 + data.close, period=5)
StdDev(data, period=2)
StdDev(data.high, period=2)
StdDev(data, period=5, movav=EMA)
BBands(data, period=2)
BollingerBandsPct(data, period=2)
BollingerBandsPct(data, period=3)
BollingerBandsPct(data, period=5)
BollingerBandsPct(data.high, period=7)
StdDev(data, SMA(data, period=20), period=20)
StdDev(data.close, EMA(data, period=10), period=10)
MeanDev(data, SMA(data, period=20), period=20)
MeanDev(data.close, data.open)
ZLInd(SMA(data, period=4), period=6)
ZLInd(KAMA(data, period=4), period=6)
DMA(EMA(data, period=4), period=6)
LRSI(SMA(data, period=5), period=6)
LAGF(SMA(data, period=5))
ZLIndEnvelope(SMA(data, period=3), period=5)
DMAOscillator(SMA(data, period=3), period=5)
SMA(data.close(-1), period=5)
SMA(data(-2), period=5)
RSI(data.close(-3), period=5)
SMA(BBands(data).top, period=5)
EMAEnvelope(data, period=12, perc=-3)
Envelope(SMA(data, period=4), perc=-1.5)
TrixSignal(data, period=5, _movav=SMA)
haDelta(data, period=4, autoheikin=False)
ApplyN(data.close, period=5, func=max)
ApplyN(data.close, period=5, func=min)
""".strip().split("\n")


def class_names():
    """The classes that are no aliases, by name."""
    kinds = {name: value for name, value in vars(backtrader.indicators).items() if isinstance(value, type)}
    kinds["Fractal"] = backtrader.studies.Fractal
    found = {}
    for name, kind in kinds.items():
        own = issubclass(kind, backtrader.Indicator) and name == kind.__name__
        if own and name not in aliases_of(kind.__mro__[1]) and name not in BASES + LEFT_OUT:
            found[name] = kind
    return found, kinds


def aliases_of(kind):
    return [alias if isinstance(alias, str) else alias[0] for alias in kind.__dict__.get("alias", ())]


class Prices(backtrader.feed.DataBase):
    """The bars of 2006_day_001.json."""

    def start(self):
        super().start()
        text = json.loads((FIXTURES / "2006_day_001.json").read_text())
        columns = [text[name].split() for name in ("date", "open", "high", "low", "close")]
        self.rows = iter(list(zip(*columns)))

    def _load(self):
        row = next(self.rows, None)
        if row is None:
            return False
        moment = backtrader.datetime.datetime.strptime(row[0] + " 23:59:59", "%Y-%m-%d %H:%M:%S")
        self.lines.datetime[0] = backtrader.date2num(moment)
        for line, value in zip((self.lines.open, self.lines.high, self.lines.low, self.lines.close), row[1:]):
            line[0] = float(value)
        self.lines.volume[0] = self.lines.openinterest[0] = 0.0
        return True


def run(make, runonce):
    """Runs one set-up and returns its lines, minimum periods and length."""
    result = {}

    class Recorder(backtrader.Strategy):
        def __init__(self):
            self.indicator = make(self.data)

        def nextstart(self):
            result["first_next_len"] = len(self)

        def stop(self):
            made = self.indicator
            names = made.lines.getlinealiases()
            result["minperiod"] = made._minperiod
            result["line_minperiods"] = {name: made.lines[at]._minperiod for at, name in enumerate(names)}
            result["len"] = len(self.data)
            result["lines"] = {name: list(made.lines[at].array)[: len(self.data)] for at, name in enumerate(names)}

    cerebro = backtrader.Cerebro(runonce=runonce, stdstats=False)
    cerebro.adddata(Prices())
    cerebro.addstrategy(Recorder)
    cerebro.run()
    return result


def plain(value):
    """A value as JSON, NaN as null."""
    if isinstance(value, type):
        return value.__name__
    if callable(value):
        return "<callable>"
    if isinstance(value, float):
        return None if math.isnan(value) else value if math.isfinite(value) else str(value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value


def record(args, make, kind=None):
    once, step = run(make, True), run(make, False)
    recording = {"args": args}
    if kind is not None:
        recording["params"] = plain(dict(kind.params._getitems()))
        recording["aliases"] = aliases_of(kind)
    recording.update(plain(once))
    lines, steps = recording["lines"], plain(step["lines"])
    other = {name: values for name, values in steps.items() if values != lines[name]}
    if other:
        recording["lines_next_mode"] = other
    return recording


def write(name, recordings):
    text = json.dumps(recordings, separators=(",", ":"), allow_nan=False)
    (FIXTURES / name).write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"Recorded {len(recordings)} set-ups in {name}")


def main():
    classes, names = class_names()
    write("backtrader_styles.json.gz", {text: record(text, eval("lambda data: " + text, names)) for text in STYLES})
    if sys.argv[1:] == ["styles"]:
        return
    with gzip.open(FIXTURES / "backtrader.json.gz") as file:
        known = json.load(file)
    recordings = {}
    for name, kind in sorted(classes.items()):
        if name not in known:
            recordings[name] = record("data, default params", lambda data, kind=kind: kind(data), kind)
    for text in SETUPS:
        make = eval("lambda data: " + text, names)
        recordings[text] = record(text, make)
    write("backtrader_more.json.gz", recordings)


if __name__ == "__main__":
    main()
