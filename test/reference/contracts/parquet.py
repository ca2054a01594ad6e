"""Small Parquet files of types that DuckDB itself does not write, as pyarrow writes them: `.venv/bin/python parquet.py`."""
import datetime
import pathlib

import pyarrow
import pyarrow.parquet

here = pathlib.Path(__file__).parent
hours = [datetime.datetime(2013, 1, 1, hour) for hour in range(3)]


def write(name, at=None, kind=None, **options):
    columns = {
        "sensor": ["a", "b", "c"],
        "at": pyarrow.array(hours, pyarrow.timestamp("us")) if at is None else at,
        "value": [1.0, 2.0, 3.0],
        "kind": ["air", "air", "water"] if kind is None else kind,
    }
    pyarrow.parquet.write_table(pyarrow.table(columns), here / name, **options)


write("null-type.parquet", kind=pyarrow.nulls(3))
write("nanoseconds-utc.parquet", at=pyarrow.array([1, 0, 1_000], pyarrow.timestamp("ns", "UTC")))
write("int96.parquet", use_deprecated_int96_timestamps=True)
write("pages-v2.parquet", data_page_version="2.0", compression="snappy")
