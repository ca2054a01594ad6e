"""Expected numbers for core/training/metrics, from scikit-learn (pip install scikit-learn==1.9.1).

python test/reference/training/make.py > test/reference/training/expected.json
"""

import json

import numpy as np
import sklearn
from sklearn import metrics

rng = np.random.default_rng(20130101)


def case(name, probabilities, labels):
    probabilities = np.asarray(probabilities, dtype=float)
    labels = np.asarray(labels, dtype=int)
    precision, recall, thresholds = metrics.precision_recall_curve(labels, probabilities)
    with np.errstate(invalid="ignore"):
        f1s = np.nan_to_num(2 * precision * recall / (precision + recall))[:-1]
    best = f1s.max()
    # The highest threshold of those that reach the best F1.
    threshold = thresholds[np.isclose(f1s, best, rtol=0, atol=1e-12)].max()
    predicted = (probabilities >= threshold).astype(int)
    tn, fp, fn, tp = metrics.confusion_matrix(labels, predicted, labels=[0, 1]).ravel()
    return {
        "name": name,
        "probabilities": probabilities.tolist(),
        "labels": labels.tolist(),
        "threshold": float(threshold),
        "confusion": {
            "truePositives": int(tp),
            "falsePositives": int(fp),
            "trueNegatives": int(tn),
            "falseNegatives": int(fn),
        },
        "metrics": {
            "auc": metrics.roc_auc_score(labels, probabilities),
            "f1": metrics.f1_score(labels, predicted),
            "logLoss": metrics.log_loss(labels, probabilities, labels=[0, 1]),
            "brier": metrics.brier_score_loss(labels, probabilities),
            "accuracy": metrics.accuracy_score(labels, predicted),
            "precision": metrics.precision_score(labels, predicted, zero_division=0),
            "recall": metrics.recall_score(labels, predicted, zero_division=0),
            "rows": len(labels),
        },
    }


signal = rng.normal(size=200)
informative = 1 / (1 + np.exp(-signal))
outcomes = (rng.random(200) < informative).astype(int)
cases = [
    case("informative", informative.round(6), outcomes),
    case("many ties", informative.round(1), outcomes),
    case("all tied", np.full(200, 0.25), outcomes),
    case("perfect", np.where(outcomes == 1, 0.9, 0.1), outcomes),
    case("reversed", np.where(outcomes == 1, 0.1, 0.9), outcomes),
    case("certain, and once wrong", [0.0, 0.0, 1.0, 1.0, 1.0], [0, 0, 1, 1, 0]),
    case("rare positives", (informative * 0.2).round(6), (rng.random(200) < informative * 0.1).astype(int)),
    case("late second positive", [0.9, 0.8, 0.7, 0.1], [1, 0, 1, 0]),
    case("two rows", [0.3, 0.7], [0, 1]),
]
print(json.dumps({"sklearn": sklearn.__version__, "cases": cases}, indent=1))
