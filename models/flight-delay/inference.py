"""Serves the model in SageMaker's script-mode container contract, real-time and batch alike."""

import scoring


def model_fn(model_dir):
    return scoring.load(model_dir)


def input_fn(request_body, content_type):
    return scoring.parse(request_body, content_type)


def predict_fn(records, scorer):
    return scorer.probabilities(records)


def output_fn(probabilities, accept):
    return scoring.answer(probabilities), accept or "application/json"
