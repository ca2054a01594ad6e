"""Reads a Delta table with the package deltalake as it comes: at each of its versions, as of some times, or by filters.

usage: read_table.py <folder of the table> [time ...]; prints one JSON array, an object per version or time.
       read_table.py <folder of the table> --filters <JSON: [{column, operator, value, isTime}, ...]>; prints one JSON array, the
       sensors (or `shown`) that each filter finds in the newest version: in a table and, by an expression, in a dataset.

A folder in S3 is read with the credentials and the endpoint of the environment; a twin's certificate is its own.
"""

import datetime
import json
import os
import sys

import pyarrow.dataset
from deltalake import DeltaTable

folder, *times = sys.argv[1:]


def end_with(answers):
    """Prints, and ends at once: threads of Arrow that still read ahead would abort an interpreter that ends in good order."""
    print(json.dumps(answers), flush=True)
    os._exit(0)


def sensors(table):
    rows = table.to_pyarrow_table().sort_by([("at", "ascending"), ("sensor", "ascending")])
    return rows["sensor"].to_pylist()


if times and times[0] == "--filters":
    options = {"allow_invalid_certificates": "true"} if folder.startswith("s3://") else None
    table = DeltaTable(folder, storage_options=options)
    answers = []
    for asked in json.loads(times[1]):
        column, operator, value = asked["column"], asked["operator"], asked["value"]
        shown = asked.get("shown", "sensor")
        if asked.get("isTime"):
            value = datetime.datetime.fromisoformat(value)
        field = pyarrow.dataset.field(column)
        expression = {">": field > value, ">=": field >= value, "<": field < value, "=": field == value}[operator]
        found = table.to_pyarrow_table(filters=[(column, operator, value)])[shown].to_pylist()
        scanned = table.to_pyarrow_dataset().to_table(filter=expression)[shown].to_pylist()
        answers.append({"table": sorted(found), "dataset": sorted(scanned)})
    end_with(answers)

if times:
    answers = []
    for at in times:
        table = DeltaTable(folder)
        table.load_as_version(at)
        answers.append({"at": at, "version": table.version(), "sensors": sensors(table)})
    end_with(answers)

versions = []
for version in range(DeltaTable(folder).version() + 1):
    table = DeltaTable(folder, version=version)
    rows = table.to_pyarrow_table().sort_by([("at", "ascending"), ("sensor", "ascending")])
    versions.append(
        {
            "version": table.version(),
            "operation": DeltaTable(folder).history()[-1 - version]["operation"],
            "schema": {field.name: field.type.type for field in table.schema().fields},
            "files": sorted(uri.rsplit("/", 1)[-1] for uri in table.file_uris()),
            "sensors": rows["sensor"].to_pylist(),
            "at": [at.isoformat() for at in rows["at"].to_pylist()],
            "values": rows["value"].to_pylist(),
        }
    )
end_with(versions)
