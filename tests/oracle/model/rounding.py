"""Rounding of exact numbers."""

from fractions import Fraction


def half_even(number):
    """Return the nearest whole number; of two that are equally near, the even one."""
    return round(Fraction(number))


def toward_zero(number):
    """Return the whole part of a number."""
    number = Fraction(number)
    return number.numerator // number.denominator if number >= 0 else -(-number.numerator // number.denominator)


def up(number):
    """Return the least whole number that is not below a number."""
    return -((-number).__floor__())


def down(number):
    """Return the greatest whole number that is not above a number."""
    return Fraction(number).__floor__()
