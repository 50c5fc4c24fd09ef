"""Bars in whole steps, and the steps of a run."""

from datetime import date, datetime, timedelta

from rounding import half_even

DAY_US = 86_400_000_000
EPOCH = datetime(1970, 1, 1)


class Bar:
    """One bar of one instrument, with prices in steps of its resolution."""

    def __init__(self, row, timeframe, before, resolution):
        self.begin_us, self.end_us, self.day = period(row[0], timeframe, before)
        self.open, self.high, self.low, self.close = (half_even(price / resolution) for price in row[1:5])
        self.volume = row[5]


def period(stamp, timeframe, before):
    """Return begin and end of a bar in microseconds, and the date of its session."""
    if timeframe == "1d":
        day = date.fromisoformat(stamp)
        end_us = micros(datetime(day.year, day.month, day.day) + timedelta(days=1)) - 1
        length = DAY_US
    else:
        moment = datetime.fromisoformat(stamp.removesuffix("Z"))
        day, end_us, length = moment.date(), micros(moment), DAY_US // 24
    begin_us = end_us - length
    return max(begin_us, before) if before is not None else begin_us, end_us, day.toordinal()


def micros(moment):
    """Return microseconds since the epoch."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def bars_of(feed, resolution):
    """Return the bars of a planned feed."""
    bars, before = [], None
    for row in feed["bars"]:
        bars.append(Bar(row, feed["timeframe"], before, resolution))
        before = bars[-1].end_us
    return bars


def share_day_ends(instruments):
    """Let days begin and end at midnight in a run that has bars of hours, too."""
    days = [instrument for instrument in instruments if instrument.timeframe == "1d"]
    if 0 < len(days) < len(instruments):
        for bar in (bar for instrument in days for bar in instrument.bars):
            bar.begin_us, bar.end_us = bar.begin_us + 1, bar.end_us + 1


def steps_of(instruments):
    """Return the steps of a run in order: the time, and the bar of each instrument that has one."""
    steps = {}
    for instrument in instruments:
        for bar in instrument.bars:
            steps.setdefault(bar.end_us, {})[instrument] = bar
    return sorted(steps.items())
