"""Reads a Delta table with the package deltalake as it comes: at each of its versions, or as of some times.

usage: read_table.py <folder of the table> [time ...]; prints one JSON array, an object per version or time.
"""

import json
import sys

from deltalake import DeltaTable

folder, *times = sys.argv[1:]


def sensors(table):
    rows = table.to_pyarrow_table().sort_by([("at", "ascending"), ("sensor", "ascending")])
    return rows["sensor"].to_pylist()


if times:
    answers = []
    for at in times:
        table = DeltaTable(folder)
        table.load_as_version(at)
        answers.append({"at": at, "version": table.version(), "sensors": sensors(table)})
    print(json.dumps(answers))
    sys.exit()

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
print(json.dumps(versions))
