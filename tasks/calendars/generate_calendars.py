"""Writes the sessions of exchanges as modules, and what the tests compare them with.

    python3 -m venv VENV
    VENV/bin/pip install exchange-calendars==4.13.2 tzdata==2026.6
    VENV/bin/python tasks/calendars/generate_calendars.py

It writes src/feeds/calendars/*.gen.ts: the regular hours, and dates that differ from them. The same sessions, one by one
and in UTC, go into fixtures/calendars/sessions.json as a number and a SHA-256 for each exchange, so that the tests compare
every moment of every session with the source. The package is read once; nothing of the project asks for it at run time.
"""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import exchange_calendars
import pandas

VERSION = "4.13.2"
SOURCE = f"exchange-calendars {VERSION}, Apache-2.0"
FIRST, LAST = pandas.Timestamp("1990-01-01"), pandas.Timestamp("2027-12-31")
# Sessions in a row with other hours, from which on these are the regular ones.
REGULAR = 15
EXCHANGES = {
    "XNYS": "New York Stock Exchange",
    "XNAS": "Nasdaq Stock Market",
    "XLON": "London Stock Exchange",
    "XETR": "Xetra",
    "XPAR": "Euronext Paris",
    "XTKS": "Tokyo Stock Exchange",
    "XHKG": "Hong Kong Stock Exchange",
    "XSHG": "Shanghai Stock Exchange",
    "XBOM": "Bombay Stock Exchange",
    "CMES": "Chicago Mercantile Exchange",
}
ROOT = Path(__file__).resolve().parents[2]


def calendar_of(name):
    """Returns the calendar of the source over the dates that it knows, with the first and the last of them."""
    dispatcher = exchange_calendars.calendar_utils.global_calendar_dispatcher
    kind = dispatcher._calendar_factories[dispatcher.resolve_alias(name)]
    first = max(FIRST, kind.bound_min() or FIRST)
    last = min(LAST, kind.bound_max() or LAST)
    return kind(start=first, end=last), first, last


def hours_of(label, row, zone):
    """Returns the hours of a session on its clock: begin, end and pauses."""

    def clock(moment):
        local = moment.tz_convert(zone).tz_localize(None)
        assert local.second == 0 and local.microsecond == 0, (label, local)
        return local, local.strftime("%H:%M")

    opens, open_text = clock(row["open"])
    closes, close_text = clock(row["close"])
    assert closes.normalize() == label, (label, closes)
    # A session whose end is not after its begin goes over midnight; the modules say nothing else of the evening before.
    evening = opens.normalize() == label - timedelta(days=1)
    assert evening == (close_text <= open_text) and (evening or opens.normalize() == label), (label, opens)
    breaks = []
    if not pandas.isna(row["break_start"]):
        breaks.append((clock(row["break_start"])[1], clock(row["break_end"])[1]))
    return open_text, close_text, tuple(breaks)


def regular_hours(sessions):
    """Returns the regular hours with their first dates, and for each session the ones that hold on its date."""
    periods, held, current = [], [], None
    for at, (label, hours) in enumerate(sessions):
        ahead = [other for _, other in sessions[at : at + REGULAR]]
        lasts = len(ahead) == REGULAR and all(other == hours for other in ahead)
        if current is None or (hours != current and lasts):
            current = hours
            periods.append((label, hours))
        held.append(current)
    return periods, held


def by_year(labels):
    """Writes dates by year: a line for each, with month and day of each date."""
    years = {}
    for label in labels:
        years.setdefault(label.year, []).append(label.strftime("%m%d"))
    return "\n".join(f"{year} {' '.join(dates)}" for year, dates in sorted(years.items()))


def breaks_text(breaks):
    return "[" + ", ".join(f'["{start}", "{end}"]' for start, end in breaks) + "]"


def module_of(name, calendar, first, last):
    """Returns the module of an exchange, and the number and the hash of its sessions."""
    zone = calendar.tz.key
    schedule = calendar.schedule
    sessions = [(label, hours_of(label, row, zone)) for label, row in schedule.iterrows()]
    periods, held = regular_hours(sessions)
    dates = {label for label, _ in sessions}
    closed = [day for day in pandas.date_range(first, last) if day.weekday() < 5 and day not in dates]
    odd = {}
    for (label, hours), regular in zip(sessions, held):
        if hours != regular or label.weekday() >= 5:
            odd.setdefault(hours, []).append(label)
    valid_from, valid_to = first.date().isoformat(), last.date().isoformat()
    lines = [
        "/**",
        f" * Sessions of the exchange {name}, {EXCHANGES[name]}, from {valid_from} to {valid_to}.",
        " *",
        f" * Source: exchange-calendars {VERSION} by its authors, https://github.com/gerrymanoim/exchange_calendars, under the",
        " * Apache License 2.0 (LICENSE.txt beside this file). Its sessions were turned into rules and exceptions by",
        " * tasks/calendars/generate_calendars.py, which writes this file.",
        " *",
        " * @module",
        " */",
        "",
        'import type { ExchangeData } from "../calendar/exchange_data.ts";',
        "",
        "/** The sessions as rules and exceptions. */",
        "export const EXCHANGE: ExchangeData = {",
        f'  name: "{name}",',
        f'  exchange: "{EXCHANGES[name]}",',
        f'  source: "{SOURCE}",',
        f'  timeZone: "{zone}",',
        f'  validFrom: "{valid_from}",',
        f'  validTo: "{valid_to}",',
        "  hours: [",
    ]
    for at, (label, (open_text, close_text, breaks)) in enumerate(periods):
        since = valid_from if at == 0 else label.date().isoformat()
        lines.append(
            f'    {{ from: "{since}", open: "{open_text}", close: "{close_text}", breaks: {breaks_text(breaks)} }},'
        )
    lines += ["  ],", "  holidays: `", by_year(closed), "`,"]
    if odd:
        lines.append("  odd: [")
        for (open_text, close_text, breaks), labels in sorted(odd.items(), key=lambda entry: entry[1][0]):
            lines += [
                "    {",
                f'      open: "{open_text}",',
                f'      close: "{close_text}",',
                f"      breaks: {breaks_text(breaks)},",
                "      dates: `",
                by_year(labels),
                "`,",
                "    },",
            ]
        lines.append("  ],")
    else:
        lines.append("  odd: [],")
    lines += ["};", ""]
    return "\n".join(lines), facts_of(schedule)


def microseconds(moment):
    return int(moment.timestamp()) * 1_000_000


def facts_of(schedule):
    """Returns the number of sessions and the SHA-256 of them: date, open, close and pauses in microseconds, a line each."""
    digest = hashlib.sha256()
    for label, row in schedule.iterrows():
        parts = [label.date().isoformat(), microseconds(row["open"]), microseconds(row["close"])]
        if not pandas.isna(row["break_start"]):
            parts += [microseconds(row["break_start"]), microseconds(row["break_end"])]
        digest.update((" ".join(map(str, parts)) + "\n").encode())
    return {
        "sessions": len(schedule),
        "first": schedule.index[0].date().isoformat(),
        "last": schedule.index[-1].date().isoformat(),
        "sha256": digest.hexdigest(),
    }


def main():
    assert exchange_calendars.__version__ == VERSION, f"pip install exchange-calendars=={VERSION}"
    facts = {}
    for name in EXCHANGES:
        calendar, first, last = calendar_of(name)
        text, facts[name] = module_of(name, calendar, first, last)
        facts[name] |= {"validFrom": first.date().isoformat(), "validTo": last.date().isoformat()}
        path = ROOT / "src/feeds/calendars" / f"{name.lower()}.gen.ts"
        path.write_text(text)
        print(f"wrote {path.relative_to(ROOT)}: {len(text)} bytes, {facts[name]['sessions']} sessions")
    page = {
        "about": "Sessions of exchanges as the source has them: number, first, last, and the SHA-256 of all of them. "
        "Written by tasks/calendars/generate_calendars.py.",
        "source": SOURCE,
        "exchanges": facts,
    }
    path = ROOT / "fixtures/calendars/sessions.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(page, indent=2) + "\n")


main()
