"""Reads runs as JSON lines and prints a verdict for each: plan and results in, the first difference out."""

import json
import sys
from fractions import Fraction

from broker import Run
from comparison import first_difference
from rows import rows_of


def main():
    """Judge every line of the standard input."""
    for line in sys.stdin:
        case = json.loads(line, parse_int=float)
        # Numbers of a plan are what they say as decimals; results are compared as the doubles that they are.
        plan = json.loads(case["plan"], parse_float=Fraction, parse_int=Fraction)
        expected = rows_of(Run(plan).play())
        differences = {}
        for engine, found in case["results"].items():
            difference = first_difference(expected, found)
            if difference is not None:
                differences[engine] = difference
        print(json.dumps(differences), flush=True)


if __name__ == "__main__":
    main()
