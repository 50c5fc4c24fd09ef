"""Protection of an entry: its stop-loss and its targets, at prices or at distances from the entry's."""

from fractions import Fraction

from rounding import half_even, up

NANO = 10**9
LIMIT = 2**53 - 1


def distance_of(said, instrument):
    """Return a written distance: whether it is a rate, and the rate or the steps."""
    if "percent" in said:
        return True, Fraction(half_even(said["percent"] * (NANO // 100)), NANO)
    return False, instrument.distance_steps(said["amount"])


def offset_of(said, instrument):
    """Return the steps of a limit's distance from its trigger, up to the tick."""
    steps = instrument.distance_steps(said)
    return steps if instrument.tick is None else up(Fraction(steps, instrument.tick)) * instrument.tick


def protection_of(make, order, options):
    """Make the orders that protect an entry, the stop-loss first. A stop that has a price leads the group."""
    children, leader = [], None
    if "stopLoss" in options:
        said = options["stopLoss"]
        trails = isinstance(said, dict) and "trail" in said
        stop = _child(make, order, "stopTrail" if trails else "stop", "stopLoss", said["trail"] if trails else said)
        children.append(stop)
        if stop.distance or on_grid(order.instrument, said):
            leader = stop.id
    for said, share in shares_of(options.get("takeProfit")):
        target = _child(make, order, "limit", "takeProfit", said)
        target.share, target.leader = share, leader
        children.append(target)
    return children


def _child(make, order, kind, role, said):
    child = make(order.instrument, not order.buys, kind, role)
    child.parent, child.awake, child.reduces, child.asked = order, False, True, said
    if isinstance(said, dict):
        child.distance = distance_of(said, order.instrument)
    return child


def shares_of(said):
    """Return the targets with the share of what those before them left, or None for all."""
    if said is None:
        return []
    if not isinstance(said, list):
        return [(said, None)]
    left, targets = Fraction(1), []
    for target in said:
        fraction = target.get("fraction", left)
        at = target["price"] if "price" in target else {key: target[key] for key in target if key != "fraction"}
        targets.append((at, Fraction(half_even(fraction / left * NANO), NANO)))
        left -= fraction
    return targets


def on_grid(instrument, trigger):
    """Return whether a written trigger is a price of the instrument; a stop without one leads no group."""
    return instrument.fault_of(trigger) is None and 0 < instrument.trigger_steps(trigger) <= LIMIT
