"""Serves a user's inference script by SageMaker's container contract: GET /ping and POST /invocations.

model_fn, input_fn, predict_fn and output_fn are called as AWS's XGBoost container calls them, down to what each
receives: the body is `str` for application/json and text/csv and `bytes` for every other content type.
"""

import argparse
import importlib
import json
import os
import socketserver
import sys
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from parent import die_with_parent, report
from unpack import ArchiveRefused, unpack

TEXT_TYPES = ("application/json", "text/csv")
DEFAULT_TYPE = "application/json"


class UnsupportedFormatError(Exception):
    """No function of the script reads or writes this content type."""


def default_model_fn(model_dir):
    raise NotImplementedError("Please provide a model_fn implementation in the inference script")


def default_input_fn(input_data, content_type):
    if content_type.split(";")[0].strip() != "text/csv":
        raise UnsupportedFormatError(f"Content type {content_type} is not supported: provide an input_fn")
    import io

    import numpy
    import xgboost

    return xgboost.DMatrix(numpy.loadtxt(io.StringIO(input_data), delimiter=",", ndmin=2))


def default_predict_fn(input_data, model):
    return model.predict(input_data, validate_features=False)


def default_output_fn(prediction, accept):
    values = prediction.tolist() if hasattr(prediction, "tolist") else prediction
    if accept == "text/csv":
        rows = values if isinstance(values, list) else [values]
        return "\n".join(",".join(map(str, row)) if isinstance(row, list) else str(row) for row in rows), accept
    if accept == "application/json":
        return json.dumps(values), accept
    raise UnsupportedFormatError(f"Accept {accept} is not supported: provide an output_fn")


class Model:
    """The user's functions around the model that they loaded."""

    def __init__(self, program, model_dir):
        module = importlib.import_module(program.removesuffix(".py").replace("/", "."))
        self.input_fn = getattr(module, "input_fn", default_input_fn)
        self.predict_fn = getattr(module, "predict_fn", default_predict_fn)
        self.output_fn = getattr(module, "output_fn", default_output_fn)
        self.model = getattr(module, "model_fn", default_model_fn)(model_dir)

    def transform(self, body, content_type, accept):
        """Status, content type and body of the answer."""
        try:
            data = body.decode("utf-8") if content_type in TEXT_TYPES else body
            result = self.output_fn(self.predict_fn(self.input_fn(data, content_type), self.model), accept)
            answer, answer_type = result if isinstance(result, tuple) else (result, "text/html; charset=utf-8")
            return 200, answer_type, answer.encode("utf-8") if isinstance(answer, str) else bytes(answer)
        except Exception as error:
            traceback.print_exc()
            status = 415 if isinstance(error, UnsupportedFormatError) else 500
            text = {"error": type(error).__name__, "error-message": str(error), "stack-trace": traceback.format_exc()}
            return status, "application/json", json.dumps(text).encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    model: Model

    def do_GET(self):
        if self.path == "/ping":
            self.answer(200, "text/plain", b"")
        else:
            self.answer(404, "text/plain", b"")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path != "/invocations":
            self.answer(404, "text/plain", b"")
            return
        content_type = self.headers.get("Content-Type") or DEFAULT_TYPE
        accept = self.headers.get("Accept") or "*/*"
        if accept == "*/*":
            accept = os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", DEFAULT_TYPE)
        self.answer(*self.model.transform(body, content_type, accept))

    def answer(self, status, content_type, body):
        self.send_response_only(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def server_bind(self):
        # Without HTTPServer's look-up of the host's name, which may ask a name server.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model-archive", default="")
    parser.add_argument("--model-dir", required=True)
    parser.add_argument("--code-archive", default="")
    parser.add_argument("--code-dir", required=True)
    parser.add_argument("--program", required=True)
    options = parser.parse_args()
    die_with_parent()

    for archive, folder in ((options.model_archive, options.model_dir), (options.code_archive, options.code_dir)):
        if archive:
            try:
                unpack(archive, folder)
            except ArchiveRefused as refusal:
                print(f"Cannot unpack {os.path.basename(archive)}: {refusal}", file=sys.stderr, flush=True)
                sys.exit(1)
    sys.path.insert(0, options.code_dir)
    Handler.model = Model(options.program, options.model_dir)
    server = Server(("127.0.0.1", 0), Handler)
    report(event="listening", port=server.server_address[1])
    server.serve_forever()


if __name__ == "__main__":
    main()
