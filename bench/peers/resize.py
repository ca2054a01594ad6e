"""Makes flights1m.parquet and flights30m.parquet beside flights10m.parquet: three of its thirty copies, and each of its
rows three times. Rows stay in order of time, keys (with `replica`) and flight ids stay unique.

    python resize.py --data DATA"""
import argparse
import os
import pathlib

import duckdb

ap = argparse.ArgumentParser(description=__doc__)
ap.add_argument("--data", required=True, type=pathlib.Path)
a = ap.parse_args()
source = a.data / "flights10m.parquet"
queries = {
    "flights1m": f"FROM read_parquet('{source}') WHERE replica < 3",
    "flights30m": f"SELECT * REPLACE (replica + 30 * k AS replica, flight_id + 100000000 * k AS flight_id) FROM "
                  f"read_parquet('{source}'), (SELECT unnest([0, 1, 2]) AS k)",
}
for name, query in queries.items():
    target = a.data / f"{name}.parquet"
    if target.exists():
        continue
    part = target.with_suffix(".part")
    con = duckdb.connect()
    con.execute("SET preserve_insertion_order = true")
    order = " ORDER BY sched_dep_utc, flight_id" if name == "flights30m" else ""
    con.execute(f"COPY ({query}{order}) TO '{part}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)")
    os.replace(part, target)
    print(target.name, con.execute(f"SELECT count(*) FROM read_parquet('{target}')").fetchone()[0])
