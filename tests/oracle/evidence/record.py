"""Writes fixtures/evidence/recorded.json: what other programs say about returns and trials that are written there too.

    python3 -m venv venv
    venv/bin/pip install numpy==2.4.6 scipy==1.17.1 arch==8.0.0
    venv/bin/python tests/oracle/evidence/record.py

The versions are checked. Normal quantiles and moments are those of scipy; the lengths of blocks those of arch; the
probability of overfitting is worked out by numpy on the returns themselves, split by split. The worked example is that of
D. Bailey and M. Lopez de Prado, "The Deflated Sharpe Ratio" (2014): its inputs, and the figures that are printed there.
"""

import importlib.metadata
import itertools
import json
import math
import pathlib

import numpy as np
from arch.bootstrap import optimal_block_length
from scipy import stats

VERSIONS = {"numpy": "2.4.6", "scipy": "1.17.1", "arch": "8.0.0"}
FILE = pathlib.Path(__file__).parents[3] / "fixtures" / "evidence" / "recorded.json"


def probability(sharpe, count, skewness, kurtosis, than):
    """The probabilistic Sharpe ratio from its definition, by scipy's distribution."""
    deviation = math.sqrt((1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe**2) / (count - 1))
    return stats.norm.cdf((sharpe - than) / deviation)


def best_by_luck(variance, trials):
    euler = np.euler_gamma
    return math.sqrt(variance) * (
        (1 - euler) * stats.norm.ppf(1 - 1 / trials) + euler * stats.norm.ppf(1 - 1 / (trials * math.e))
    )


def sharpe(values):
    deviation = values.std(ddof=1, axis=0)
    return np.where(deviation > 1e-12, values.mean(axis=0) / np.where(deviation > 1e-12, deviation, 1), 0)


def overfitting(matrix, blocks):
    """Combinatorially symmetric cross-validation on the rows themselves."""
    count = len(matrix)
    edges = [block * count // blocks for block in range(blocks + 1)]
    parts = [matrix[edges[at] : edges[at + 1]] for at in range(blocks)]
    ranks, losses = [], 0
    for inside in itertools.combinations(range(blocks), blocks // 2):
        outside = [at for at in range(blocks) if at not in inside]
        chosen = int(np.argmax(sharpe(np.concatenate([parts[at] for at in inside]))))
        other = sharpe(np.concatenate([parts[at] for at in outside]))
        ranks.append(stats.rankdata(other)[chosen] / (matrix.shape[1] + 1))
        losses += bool(other[chosen] < 0)
    ranks = np.array(ranks)
    logits = np.log(ranks / (1 - ranks))
    return {
        "blocks": blocks,
        "splits": len(ranks),
        "probability": float(np.mean(logits <= 0)),
        "medianRank": float(np.median(ranks)),
        "lossProbability": losses / len(ranks),
    }


def walk(random, count, dependence):
    noise = random.normal(0.0003, 0.01, count)
    values = np.zeros(count)
    for at in range(count):
        values[at] = noise[at] + (dependence * values[at - 1] if at > 0 else 0)
    return np.round(values, 8)


def main():
    for name, version in VERSIONS.items():
        assert importlib.metadata.version(name) == version, f"{name} has to be {version}"
    random = np.random.default_rng(20140731)
    series = [walk(random, count, dependence) for count, dependence in [(40, 0.0), (251, 0.0), (251, 0.6), (1000, -0.3), (1000, 0.9)]]
    skill = random.normal(0, 0.0006, 24)
    common = random.normal(0, 0.008, 300)
    trials = np.round(0.4 * common[:, None] + random.normal(0, 0.008, (300, 24)) + skill, 8)
    quantiles = [1e-300, 1e-20, 1e-10, 1e-4, 0.01, 0.0749, 0.075, 0.3, 0.5, 0.62, 0.925, 0.95, 0.99, 0.9999, 1 - 1e-10]
    recorded = {
        "origin": "tests/oracle/evidence/record.py",
        "versions": VERSIONS,
        "quantiles": [[part, float(stats.norm.ppf(part))] for part in quantiles],
        "paper": {
            "about": "An annual Sharpe ratio of 2.5 over 1,250 daily returns, 250 a year; skewness -3, kurtosis 10; 100 trials whose annual ratios have the variance 0.5. Printed: 0.1132 as ratio by luck, 0.9004; with 46 trials 0.9505.",
            "sharpe": 2.5 / math.sqrt(250),
            "count": 1250,
            "skewness": -3,
            "kurtosis": 10,
            "variance": 0.5 / 250,
            "printed": {"trials": 100, "lucky": 0.1132, "deflated": 0.9004, "fewer": 46, "deflatedOfFewer": 0.9505},
            "lucky": best_by_luck(0.5 / 250, 100),
            "deflated": float(probability(2.5 / math.sqrt(250), 1250, -3, 10, best_by_luck(0.5 / 250, 100))),
        },
        "series": [
            {
                "returns": values.tolist(),
                "mean": float(values.mean()),
                "deviation": float(values.std(ddof=1)),
                "skewness": float(stats.skew(values)),
                "kurtosis": float(stats.kurtosis(values, fisher=False)),
                "probabilistic": float(
                    probability(
                        values.mean() / values.std(ddof=1), len(values), stats.skew(values), stats.kurtosis(values, fisher=False), 0
                    )
                ),
                "blockLength": float(optimal_block_length(values)["stationary"].iloc[0]),
            }
            for values in series
        ],
        "trials": trials.T.tolist(),
        "overfitting": [overfitting(trials, blocks) for blocks in (4, 8, 16)],
    }
    FILE.write_text(json.dumps(recorded) + "\n")


main()
