"""What training and serving share: how a feature record becomes a row of numbers, and a model a probability."""

import json
import os

import numpy as np
import xgboost

MODEL_FILE = "model.ubj"
FEATURES_FILE = "features.json"


class Encoder:
    """Turns feature records into rows of float32. Unknown categories and nulls become missing (NaN)."""

    def __init__(self, features):
        """`features`: name, type ("number" or "category") and, for a category, its known values in order."""
        self.features = features
        self.codes = [
            {value: float(code) for code, value in enumerate(feature["categories"])}
            if feature["type"] == "category"
            else None
            for feature in features
        ]

    @property
    def names(self):
        return [feature["name"] for feature in self.features]

    @property
    def types(self):
        """XGBoost's names: c is a category, q a quantity."""
        return ["c" if codes is not None else "q" for codes in self.codes]

    def rows(self, records):
        matrix = np.full((len(records), len(self.features)), np.nan, dtype=np.float32)
        for row, record in enumerate(records):
            for column, feature in enumerate(self.features):
                value = record.get(feature["name"])
                if value is None:
                    continue
                codes = self.codes[column]
                matrix[row, column] = value if codes is None else codes.get(value, np.nan)
        return matrix


class Scorer:
    """A trained model with the encoder that it was trained with."""

    def __init__(self, booster, encoder):
        self.booster = booster
        self.encoder = encoder

    def probabilities(self, records):
        """Probability of the positive class for each record."""
        return self.booster.inplace_predict(self.encoder.rows(records), missing=np.nan, validate_features=False)


def load(model_dir):
    with open(os.path.join(model_dir, FEATURES_FILE), encoding="utf-8") as file:
        encoder = Encoder(json.load(file)["features"])
    booster = xgboost.Booster({"nthread": 1})
    booster.load_model(os.path.join(model_dir, MODEL_FILE))
    booster.set_param({"nthread": 1})
    return Scorer(booster, encoder)


def parse(body, content_type):
    """The records of a request: one for application/json, one a line for application/jsonlines."""
    text = body.decode("utf-8") if isinstance(body, (bytes, bytearray)) else body
    kind = content_type.split(";")[0].strip()
    if kind == "application/json":
        records = [json.loads(text)]
    elif kind == "application/jsonlines":
        records = [json.loads(line) for line in text.splitlines() if line.strip()]
    else:
        raise ValueError(f"Cannot read '{content_type}': send application/json or application/jsonlines")
    for record in records:
        if not isinstance(record, dict):
            raise ValueError(f"Cannot read a feature record: expected a JSON object, received {type(record).__name__}")
    return records


def answer(probabilities):
    """One JSON object a line, in the order of the records."""
    return "\n".join(json.dumps({"probability": float(probability)}) for probability in probabilities)
