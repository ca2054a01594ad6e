"""Run with `python -m unittest` in this folder; needs what train.py needs."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

import inference
import scoring

SCHEMA = {"features": [{"name": "carrier", "type": "category"}, {"name": "hour", "type": "number"}], "label": "label"}


class EncoderTest(unittest.TestCase):
    encoder = scoring.Encoder(
        [{"name": "carrier", "type": "category", "categories": ["AA", "UA"]}, {"name": "hour", "type": "number"}]
    )

    def test_values_nulls_and_unknown_categories(self):
        rows = self.encoder.rows([{"carrier": "UA", "hour": 5}, {"carrier": "ZZ", "hour": None}, {}])
        np.testing.assert_array_equal(rows, np.array([[1, 5], [np.nan, np.nan], [np.nan, np.nan]], dtype=np.float32))

    def test_types(self):
        self.assertEqual(self.encoder.types, ["c", "q"])


class ParseTest(unittest.TestCase):
    def test_one_record_and_many(self):
        self.assertEqual(scoring.parse('{"hour": 5}', "application/json"), [{"hour": 5}])
        self.assertEqual(scoring.parse(b'{"hour": 5}\n{"hour": 6}\n', "application/jsonlines"), [{"hour": 5}, {"hour": 6}])

    def test_refuses_what_is_no_record(self):
        for body, kind in (("[1]", "application/json"), ("a,b", "text/csv"), ("{", "application/json")):
            with self.assertRaises(ValueError):
                scoring.parse(body, kind)


class TrainTest(unittest.TestCase):
    """Trains twice on made-up rows in which UA is late in the evening, and serves the result."""

    def train(self, root, model):
        env = {
            **os.environ,
            **{f"SM_CHANNEL_{channel.upper()}": os.path.join(root, channel) for channel in ("train", "validation", "schema")},
            "SM_MODEL_DIR": model,
        }
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "train.py")
        subprocess.run([sys.executable, script, "--seed", "7", "--rounds", "20"], env=env, check=True, capture_output=True)

    def test_trains_reproducibly_and_serves(self):
        with tempfile.TemporaryDirectory() as root:
            generator = np.random.default_rng(2013)
            for channel, rows in (("train", 4000), ("validation", 1000)):
                os.mkdir(os.path.join(root, channel))
                carrier, hour = generator.choice(["AA", "UA"], rows), generator.integers(5, 24, rows)
                late = generator.random(rows) < np.where((carrier == "UA") & (hour > 15), 0.8, 0.1)
                table = pa.table({"carrier": carrier, "hour": hour.astype(float), "label": late.astype("int32")})
                parquet.write_table(table, os.path.join(root, channel, "data.parquet"))
            os.mkdir(os.path.join(root, "schema"))
            with open(os.path.join(root, "schema", "features.json"), "w", encoding="utf-8") as file:
                json.dump(SCHEMA, file)
            models = []
            for name in ("first", "second"):
                models.append(os.path.join(root, name))
                os.mkdir(models[-1])
                self.train(root, models[-1])
            contents = []
            for model in models:
                with open(os.path.join(model, scoring.MODEL_FILE), "rb") as file:
                    contents.append(file.read())
            self.assertEqual(contents[0], contents[1], "the same inputs must give the same model")

            model = inference.model_fn(models[0])
            records = [{"carrier": "UA", "hour": 20}, {"carrier": "AA", "hour": 8}, {"carrier": None, "hour": None}]
            lines = "\n".join(json.dumps(record) for record in records)
            body, _ = inference.output_fn(
                inference.predict_fn(inference.input_fn(lines.encode(), "application/jsonlines"), model),
                "application/jsonlines",
            )
            batch = [json.loads(line)["probability"] for line in body.split("\n")]
            self.assertGreater(batch[0], 0.6)
            self.assertLess(batch[1], 0.25)
            for record, expected in zip(records, batch):
                answer, kind = inference.output_fn(
                    inference.predict_fn(inference.input_fn(json.dumps(record), "application/json"), model), "application/json"
                )
                self.assertEqual(json.loads(answer), {"probability": expected})
                self.assertEqual(kind, "application/json")


if __name__ == "__main__":
    unittest.main()
