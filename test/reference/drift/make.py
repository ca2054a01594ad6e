"""Expected numbers for core/drift, from scipy, scikit-learn and statsmodels: python make.py > expected.json

    python3 -m venv V && V/bin/pip install scipy==1.17.1 scikit-learn==1.9.1 statsmodels==0.15.0

What no library has (PSI, DeLong, Hanley-McNeil) is computed from its definition here, in another way than in core/drift:
DeLong's placements by comparing all pairs."""
import json

import numpy as np
from scipy import special, stats
from scipy.spatial.distance import jensenshannon
from sklearn.metrics import brier_score_loss, f1_score, roc_auc_score
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

rng = np.random.default_rng(2013)
out = {}

out["regularizedGammaQ"] = [
    {"a": a, "x": x, "expected": float(special.gammaincc(a, x))}
    for a in [0.5, 1, 2.5, 10, 60, 1000, 500_000]
    for x in [0.001, 0.5, 1.92072941, 10, 60, 300, 1010, 501_000]
]
out["normalTail"] = [{"z": z, "expected": float(stats.norm.sf(z))} for z in [-3, -0.5, 0, 1e-6, 1.6448536269514722, 4, 8, 30]]
out["normalQuantile"] = [{"p": p, "expected": float(stats.norm.ppf(p))} for p in [1e-6, 0.025, 0.5, 0.9, 0.975, 0.995]]
out["wilson"] = [
    {"successes": k, "trials": n, "confidence": c, "expected": list(map(float, proportion_confint(k, n, 1 - c, "wilson")))}
    for k, n in [(0, 10), (10, 10), (3, 50), (500, 1000)]
    for c in [0.9, 0.95, 0.99]
]
out["holm"] = [
    {"p": p, "expected": list(map(float, multipletests(p, method="holm")[1]))}
    for p in [[0.01, 0.04, 0.03], [0.5], [0.2, 0.2, 0.2, 0.9], list(map(float, rng.random(12) ** 4))]
]


def psi(a, b):
    p, q = (np.maximum(np.array(x) / np.sum(x), 1e-4) for x in (a, b))
    return float(np.sum((p - q) * np.log(p / q)))


bins = [
    ([50, 50], [60, 40]),
    ([30, 20], [15, 35]),
    ([100, 0, 50], [10, 20, 30]),
    ([10, 0], [0, 10]),
    (list(map(int, rng.multinomial(20_000, [0.1] * 10))), list(map(int, rng.multinomial(700, [0.1] * 10)))),
    (list(map(int, rng.multinomial(20_000, [0.1] * 10))), list(map(int, rng.multinomial(700, [0.19] + [0.09] * 9)))),
]
out["bins"] = []
for a, b in bins:
    chi2, p, df, _ = stats.chi2_contingency([a, b], correction=False)
    out["bins"].append({"baseline": a, "current": b, "psi": psi(a, b), "jensenShannon": float(jensenshannon(a, b, base=2)),
                        "chiSquare": float(chi2), "degreesOfFreedom": int(df), "pValue": float(p)})

out["auc"] = []
for n, shift, digits in [(4, None, None), (60, 0.5, 1), (400, 1.0, 3)]:
    if shift is None:
        y, s = np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8])
    else:
        y = (rng.random(n) < 0.3).astype(int)
        s = np.round(1 / (1 + np.exp(-(rng.normal(size=n) + shift * y - 1))), digits)
    x, z = s[y == 1], s[y == 0]
    pairs = (x[:, None] > z[None, :]) + 0.5 * (x[:, None] == z[None, :])
    auc = float(roc_auc_score(y, s))
    assert abs(auc - pairs.mean()) < 1e-12
    delong = float(np.sqrt(pairs.mean(1).var(ddof=1) / len(x) + pairs.mean(0).var(ddof=1) / len(z)))
    q1, q2 = auc / (2 - auc), 2 * auc * auc / (1 + auc)
    hanley = float(np.sqrt((auc * (1 - auc) + (len(x) - 1) * (q1 - auc**2) + (len(z) - 1) * (q2 - auc**2)) / (len(x) * len(z))))
    out["auc"].append({"probabilities": s.tolist(), "labels": y.tolist(), "auc": auc, "deLong": delong, "hanleyMcNeil": hanley,
                       "threshold": 0.35, "f1": float(f1_score(y, s >= 0.35)), "brier": float(brier_score_loss(y, s)),
                       "residual": float((y - s).mean()), "residualError": float(stats.sem(y - s))})

print(json.dumps(out))
