"""The first difference between what the model and the product say of a run."""

# Averages are divided more than once on their way to a row; everything else is compared bit for bit.
AVERAGES = ("averagePrice", "entryPrice", "exitPrice", "entryValue")
AVERAGE_TOLERANCE = 1e-12

PARTS = ("moneyUnit", "grids", "fills", "refusals", "orders", "trades", "payments", "equity", "cash")


def first_difference(expected, found):
    """Return a line about the first difference, or None."""
    for part in PARTS:
        difference = part_difference(part, expected[part], found[part])
        if difference is not None:
            return difference
    return None


def part_difference(part, expected, found):
    """Return a line about the first difference in one part."""
    if not isinstance(expected, list):
        return None if expected == found else f"{part}: model {expected}, product {found}"
    for at, (ours, theirs) in enumerate(zip(expected, found)):
        if isinstance(ours, dict):
            wrong = [name for name in ours if differs(name, ours[name], theirs[name], ours)]
            if wrong:
                named = ", ".join(f"{name}: model {ours[name]!r}, product {theirs[name]!r}" for name in wrong)
                return f"{part}[{at}] {named} in {theirs}"
        elif ours != theirs:
            return f"{part}[{at}]: model {ours!r}, product {theirs!r}"
    if len(expected) != len(found):
        at = min(len(expected), len(found))
        extra = expected[at] if len(expected) > at else found[at]
        return f"{part}: model {len(expected)} rows, product {len(found)}; the first one more is {extra}"
    return None


def differs(name, ours, theirs, row):
    """Return whether two values of a row differ."""
    if name == "needed" and row["reason"] == "amountLimit":
        # An amount that cannot be held is told as the end of the range, give or take its last unit.
        return theirs is None or abs(ours - theirs) > AVERAGE_TOLERANCE * ours
    if name in AVERAGES and ours is not None and theirs is not None:
        return abs(ours - theirs) > AVERAGE_TOLERANCE * max(abs(ours), abs(theirs))
    return ours != theirs
