"""Trains the flight-delay model in SageMaker's script mode.

Channels: train and validation hold Parquet files with the features and `label`; schema holds features.json.
Writes model.ubj, features.json (the features in order, with the categories that training has seen) and
environment.json (the packages it was trained with).
"""

import argparse
import glob
import importlib.metadata
import json
import os
import platform

import numpy as np
import pyarrow.compute as compute
import pyarrow.parquet as parquet
import xgboost

import scoring

# One thread adds up in one order, so the same inputs give the same model; a second one gains little on this much data.
THREADS = 1


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--max_depth", type=int, default=6)
    parser.add_argument("--eta", type=float, default=0.1)
    parser.add_argument("--min_child_weight", type=float, default=1.0)
    parser.add_argument("--subsample", type=float, default=1.0)
    parser.add_argument("--colsample_bytree", type=float, default=1.0)
    parser.add_argument("--lambda", dest="reg_lambda", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--early_stopping_rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--train", default=os.environ.get("SM_CHANNEL_TRAIN"))
    parser.add_argument("--validation", default=os.environ.get("SM_CHANNEL_VALIDATION"))
    parser.add_argument("--schema", default=os.environ.get("SM_CHANNEL_SCHEMA"))
    parser.add_argument("--model_dir", default=os.environ.get("SM_MODEL_DIR"))
    return parser.parse_args()


def read(channel):
    files = sorted(glob.glob(os.path.join(channel, "*.parquet")))
    if not files:
        raise FileNotFoundError(f"Cannot train: no Parquet file in {channel}")
    return parquet.read_table(files)


def with_categories(schema, table):
    """The schema's features, each category with the values that the training rows have."""
    return [
        {**feature, "categories": sorted(compute.unique(table[feature["name"]].drop_null()).to_pylist())}
        if feature["type"] == "category"
        else feature
        for feature in schema["features"]
    ]


def matrix(table, encoder, label):
    columns = []
    for feature, codes in zip(encoder.features, encoder.codes):
        column = table[feature["name"]]
        if codes is None:
            columns.append(column.cast("float32").to_numpy())
        else:
            columns.append(np.array([codes.get(value, np.nan) for value in column.to_pylist()], dtype=np.float32))
    return xgboost.DMatrix(
        np.column_stack(columns).astype(np.float32),
        label=table[label].to_numpy(),
        feature_names=encoder.names,
        feature_types=encoder.types,
        enable_categorical=True,
        nthread=THREADS,
    )


def environment():
    """Python and its packages: beside the data, what the model depends on; for whoever makes it again."""
    packages = {each.metadata["Name"]: each.version for each in importlib.metadata.distributions()}
    return {"python": platform.python_version(), "packages": dict(sorted(packages.items()))}


def main():
    args = arguments()
    with open(os.path.join(args.schema, "features.json"), encoding="utf-8") as file:
        schema = json.load(file)
    train_rows, validation_rows = read(args.train), read(args.validation)
    encoder = scoring.Encoder(with_categories(schema, train_rows))
    train = matrix(train_rows, encoder, schema["label"])
    validation = matrix(validation_rows, encoder, schema["label"])
    print(f"rows: train={train.num_row()} validation={validation.num_row()} features={train.num_col()}", flush=True)

    booster = xgboost.train(
        {
            "objective": "binary:logistic",
            # Stops early by the last one.
            "eval_metric": ["auc", "logloss"],
            "tree_method": "hist",
            "max_depth": args.max_depth,
            "eta": args.eta,
            "min_child_weight": args.min_child_weight,
            "subsample": args.subsample,
            "colsample_bytree": args.colsample_bytree,
            "lambda": args.reg_lambda,
            "seed": args.seed,
            "nthread": THREADS,
        },
        train,
        num_boost_round=args.rounds,
        evals=[(train, "train"), (validation, "validation")],
        early_stopping_rounds=args.early_stopping_rounds,
        verbose_eval=25,
    )
    best = booster.best_iteration
    booster = booster[: best + 1]
    metrics = {
        name: float(value)
        for name, value in (part.split(":") for part in booster.eval(validation, "validation").split("\t")[1:])
    }
    print(f"best_iteration={best} " + " ".join(f"{name}={value:.5f}" for name, value in metrics.items()), flush=True)

    booster.save_model(os.path.join(args.model_dir, scoring.MODEL_FILE))
    with open(os.path.join(args.model_dir, scoring.FEATURES_FILE), "w", encoding="utf-8") as file:
        json.dump({"features": encoder.features, "label": schema["label"]}, file, indent=1)
    with open(os.path.join(args.model_dir, "environment.json"), "w", encoding="utf-8") as file:
        json.dump(environment(), file, indent=1)


if __name__ == "__main__":
    main()
