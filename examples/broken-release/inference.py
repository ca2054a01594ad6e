"""A release that is bad on purpose: `npx ballast release flight-delay --code examples/broken-release`.

It replaces the model's inference.py and leaves its other scripts. Batch transforms work, so evaluation and the
gates see nothing wrong. One request at a time it is slow, and fails where a feature is unknown: about one flight
in seven, most often for want of the air pressure. Only a canary with real traffic finds it.
"""

import time

import scoring


def model_fn(model_dir):
    return scoring.load(model_dir)


def input_fn(request_body, content_type):
    records = scoring.parse(request_body, content_type)
    if content_type.startswith("application/jsonlines"):
        return records
    time.sleep(0.06)
    return [
        {name: value if isinstance(value, str) else float(value) for name, value in record.items()}
        for record in records
    ]


def predict_fn(records, scorer):
    return scorer.probabilities(records)


def output_fn(probabilities, accept):
    return scoring.answer(probabilities), accept or "application/json"
