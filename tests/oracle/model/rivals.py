"""Which member of a group a bar comes by first, as far as the bar tells it."""

from order import STOPS

INSIDE = ("up", "down", "back")


class Rival:
    """A member of a group that a bar may fill, with its entry if that filled inside the bar."""

    def __init__(self, order, reach, entry, through):
        self.order, self.reach = order, reach
        # Under through a limit needs a price beyond it.
        self.past = through and reach.rule == "limit" and not reach.later
        self.rises, self.level, self.later = reach.rises, reach.at, reach.later
        self.at_entry = reach.rule == "entryPrice"
        if self.at_entry:
            self.level = order.stop if order.kind in STOPS else order.limit
        self.entry = entry if entry is not None and entry.entry_way in INSIDE else None

    @property
    def stops(self):
        """Whether it fills by its trigger, which hurts where a limit would not."""
        return not self.at_entry and (self.order.kind in STOPS or self.reach.rule == "stopLimit")

    @property
    def aside(self):
        """Whether the bar may have been at its price before its entry filled."""
        return self.entry is not None and not after_entry_on_its_way(self.entry, self.rises, self.level, False)


def up_to(rises, level, end):
    """Return whether a price lies on the way to another one, itself included."""
    return level <= end if rises else level >= end


def before_entry(entry, rises, level, past):
    """Return whether the bar came by a price before an entry filled inside it, or with ``past`` went beyond it."""
    if entry.entry_way != "back" and rises != (entry.entry_way == "up"):
        return False
    # It went to its trigger and came back to its limit.
    out = entry.entry_way == "back" and rises == entry.buys
    end = entry.stop if out else entry.entry_price
    return passes_before(rises, level, end) if past else up_to(rises, level, end)


def after_entry_on_its_way(entry, rises, level, past):
    """Return whether a price lies beyond an entry, on the way that led to it; with ``past``, at its price too."""
    onward = entry.entry_way != "back" and rises == (entry.entry_way == "up")
    return onward and not before_entry(entry, rises, level, past)


def passes_before(rises, level, other):
    """Return whether a way up or down comes by one price strictly before another one."""
    return level < other if rises else level > other


def comes_first(one, other):
    """Return whether a member fills before another one on every path that would fill the other."""
    if one.order.by_extreme != other.order.by_extreme:
        return not one.order.by_extreme and comes_before_late(one, other)
    if not one.later and one.entry is None and other.entry is not None:
        if before_entry(other.entry, one.rises, one.level, one.past):
            return True
    if other.at_entry:
        return False
    if one.at_entry:
        known = one.entry is None or other.entry is not None
        return known or after_entry_on_its_way(one.entry, other.rises, other.level, other.past)
    if one.later:
        return comes_back_first(one, other)
    if one.aside and not other.aside:
        if not other.later or not after_entry_on_its_way(one.entry, other.rises, other.level, True):
            return False
    if one.rises == other.rises:
        same = other.later and not one.past and one.level == other.level
        return same or passes_before(one.rises, one.level, other.level)
    return other.later and passes_before(one.rises, one.level, other.reach.price)


def comes_before_late(one, late):
    """Return the same beside a trigger that the good extreme of the bar made: all on the way to that extreme come first."""
    if one.at_entry:
        return one.entry is None
    if one.later or one.entry is not None:
        return False
    return one.rises != late.rises or passes_before(one.rises, one.level, late.level)


def comes_back_first(one, other):
    """Return the same of a member that fills at its limit some time after its trigger."""
    if one.rises == other.rises:
        sooner = up_to(one.rises, one.level, other.level)
        return other.later and sooner and passes_before(not one.rises, one.reach.price, other.reach.price)
    beyond = other.entry is not None and before_entry(other.entry, one.rises, one.level, False)
    return beyond and passes_before(not one.rises, one.reach.price, other.level)
