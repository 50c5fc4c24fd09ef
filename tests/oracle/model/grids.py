"""Grids that follow from the data and the cash where the plan declares none."""

from fractions import Fraction

LIMIT = 2**53
ONE = Fraction(1)
DIVISOR_LIMIT = 2**50


def decimals(number):
    """Return how many decimals a finite decimal fraction has."""
    count = 0
    while (number * 10**count).denominator != 1:
        count += 1
    return count


def money_unit(declared, cash):
    """Return the least amount of money."""
    if declared is not None:
        return declared
    exponent = -6
    while 100 * cash / power(exponent) >= LIMIT:
        exponent += 1
    return power(exponent)


def power(exponent):
    """Return a power of ten as an exact number."""
    return Fraction(10) ** exponent


def infer(terms, prices, cash, money):
    """Return resolution, tick (or None), lot and multiplier of a feed."""
    multiplier = terms.get("multiplier", ONE)
    tick = terms.get("tick")
    lowest, highest = min(prices), max(prices)
    data = max(decimals(price) for price in prices)
    digits = data if "resolution" in terms else fine_digits(data, lowest, highest)
    lot_digits = 0 if "multiplier" in terms else fine_lot(cash, lowest)
    least = max(data, decimals(tick) if tick is not None else 0)

    def grids():
        resolution = terms.get("resolution", power(-digits))
        return resolution, terms.get("lot", power(-lot_digits))

    def divides():
        resolution, lot = grids()
        return (resolution * lot * multiplier / money).denominator < DIVISOR_LIMIT

    if tick is not None and "resolution" not in terms:
        digits = max(digits, decimals(tick))
    while not divides() and "resolution" not in terms and digits > least:
        digits -= 1
    while not divides() and "lot" not in terms and lot_digits > 0:
        lot_digits -= 1
    resolution, lot = grids()
    return resolution, tick, lot, multiplier


def fine_digits(data, lowest, highest):
    """Return the decimals of the default resolution."""
    fine = 0
    while power(-fine) * 10**6 > lowest:
        fine += 1
    most = 12
    while most > 0 and 1024 * highest * 10**most >= LIMIT:
        most -= 1
    return max(data, min(max(data, fine), most))


def fine_lot(cash, lowest):
    """Return the decimals of the default lot, below zero for coins of many units."""
    digits = 8
    while 100 * cash / lowest >= LIMIT * power(-digits):
        digits -= 1
    return digits


def bar_without_volume(declared, volumes):
    """Return how bars without volume are treated: ``fill`` or ``no-fill``."""
    if declared is not None:
        return declared
    first = next((at for at, volume in enumerate(volumes) if volume > 0), None)
    if first is None:
        return "fill"
    rest = volumes[first:]
    lacking = sum(1 for volume in rest if volume == 0)
    return "no-fill" if lacking * 20 <= len(rest) else "fill"
