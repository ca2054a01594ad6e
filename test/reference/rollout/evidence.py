"""Reference values for the evidence of core/rollout, from exact arithmetic (Python 3.10+, no package needed).

The mixture over Beta(1/2, 1/2) is a product of fractions (no gamma function); the constrained maximum is found by
golden-section search in 50-digit decimals (no derivative). Both ways differ from the code under test.
`expectation` is E[e] under a null, summed over every outcome: an e-value's is at most 1.

    python3 test/reference/rollout/evidence.py > test/reference/rollout/evidence.json
"""
import json
from decimal import Decimal, getcontext
from fractions import Fraction
from math import comb, exp, factorial, prod

getcontext().prec = 50


def mixture(requests, events):
    numerator = prod(2 * i + 1 for i in range(events)) * prod(2 * i + 1 for i in range(requests - events))
    return Fraction(numerator, 2**requests * factorial(requests))


def log(fraction):
    return (Decimal(fraction.numerator) / Decimal(fraction.denominator)).ln()


def log_likelihood(requests, events, rate):
    total = Decimal(0)
    if events:
        total += events * rate.ln() if rate > 0 else Decimal("-Infinity")
    if requests - events:
        total += (requests - events) * (1 - rate).ln() if rate < 1 else Decimal("-Infinity")
    return total


def golden_section(f, low, high):
    ratio = (Decimal(5).sqrt() - 1) / 2
    for _ in range(120):
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        if f(a) < f(b):
            low = a
        else:
            high = b
    return f((low + high) / 2)


def rate(requests, events):
    return Decimal(events) / Decimal(requests) if requests else Decimal(0)


def excess(candidate, baseline, margin):
    margin = Decimal(str(margin))
    if rate(*candidate) <= rate(*baseline) + margin:
        fit = log_likelihood(*candidate, rate(*candidate)) + log_likelihood(*baseline, rate(*baseline))
    else:
        fit = golden_section(
            lambda p: log_likelihood(*candidate, p + margin) + log_likelihood(*baseline, p), Decimal(0), 1 - margin
        )
    return log(mixture(*candidate)) + log(mixture(*baseline)) - fit


def above(counts, limit):
    best = min(rate(*counts), Decimal(str(limit)))
    return log(mixture(*counts)) - log_likelihood(*counts, best)


def expectation(n_candidate, n_baseline, p_candidate, p_baseline, margin):
    def probability(n, k, p):
        return comb(n, k) * p**k * (1 - p) ** (n - k)

    return sum(
        probability(n_candidate, a, p_candidate)
        * probability(n_baseline, b, p_baseline)
        * exp(float(excess((n_candidate, a), (n_baseline, b), margin)))
        for a in range(n_candidate + 1)
        for b in range(n_baseline + 1)
    )


excess_cases = [
    ((0, 0), (0, 0), 0.05), ((60, 0), (540, 0), 0.05), ((60, 30), (540, 2), 0.05), ((60, 9), (540, 1), 0.05),
    ((60, 60), (540, 0), 0.0), ((100, 10), (900, 9), 0.01), ((300, 3), (300, 3), 0.0), ((1500, 40), (1500, 10), 0.005),
    ((60, 2), (540, 2), 0.05), ((20, 20), (20, 20), 0.05), ((10, 10), (0, 0), 0.05),
]
rate_cases = [((0, 0), 0.1), ((10, 9), 0.1), ((60, 6), 0.1), ((60, 20), 0.1), ((400, 400), 0.1), ((1000, 130), 0.1)]

print(json.dumps({
    "made_by": "test/reference/rollout/evidence.py",
    "mixture": [
        {"requests": n, "events": k, "log": float(log(mixture(n, k)))}
        for n, k in [(0, 0), (1, 1), (10, 3), (60, 0), (1000, 17)]
    ],
    "excess": [
        {"candidate": dict(zip(("requests", "events"), c)), "baseline": dict(zip(("requests", "events"), b)),
         "margin": m, "log": float(excess(c, b, m))}
        for c, b, m in excess_cases
    ],
    "above": [
        {"requests": c[0], "events": c[1], "rate": r, "log": float(above(c, r))} for c, r in rate_cases
    ],
    "expectation": [
        {"candidate": nc, "baseline": nb, "rates": [pc, pb], "margin": m, "value": expectation(nc, nb, pc, pb, m)}
        for nc, nb, pc, pb, m in [
            (8, 12, 0.02, 0.02, 0.0), (8, 12, 0.5, 0.5, 0.0), (10, 10, 0.15, 0.1, 0.05), (6, 14, 1.0, 1.0, 0.0),
        ]
    ],
}, indent=1))
