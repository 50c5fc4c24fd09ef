"""Writes the files of fixtures/parquet with the programs that people use, and the numbers that are in them.

    python3 -m venv venv
    venv/bin/pip install pyarrow==26.0.1 pandas==3.1.1 polars==2.1.0 duckdb==2.0.1 numpy==2.4.6
    venv/bin/python tests/oracle/parquet/make_files.py

The versions are checked. Prices are made, not observed: a walk with all 53 bits of its doubles in use.
"""

import base64
import datetime
import decimal
import importlib.metadata
import json
import pathlib

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe

VERSIONS = {"pyarrow": "26.0.1", "pandas": "3.1.1", "polars": "2.1.0", "duckdb": "2.0.1", "numpy": "2.4.6"}
FOLDER = pathlib.Path(__file__).parents[3] / "fixtures" / "parquet"
ZONE = "America/New_York"
PRICES = ["open", "high", "low", "close"]


def path(name: str) -> str:
    return str(FOLDER / f"{name}.parquet")


def walk(rows: int, seed: int) -> pd.DataFrame:
    """Bars whose prices have no short decimal text."""
    random = np.random.default_rng(seed)
    close = 100 * np.exp(np.cumsum(random.normal(0, 0.01, rows)))
    open_ = close * np.exp(random.normal(0, 0.003, rows))
    high = np.maximum(open_, close) * np.exp(np.abs(random.normal(0, 0.003, rows)))
    low = np.minimum(open_, close) * np.exp(-np.abs(random.normal(0, 0.003, rows)))
    volume = random.integers(0, 1_000_000, rows)
    return pd.DataFrame({"open": open_, "high": high, "low": low, "close": close, "volume": volume})


def minutes() -> pd.DataFrame:
    """Minutes over the change of the clocks on 2024-03-10: the last hour of Friday, and the first of Monday."""
    index = pd.date_range("2024-03-08 15:00", periods=60, freq="min", tz=ZONE).append(
        pd.date_range("2024-03-11 09:30", periods=60, freq="min", tz=ZONE)
    )
    frame = walk(len(index), 1)
    frame.index = index.as_unit("ns").rename("timestamp")
    return frame


def days() -> pd.DataFrame:
    frame = walk(40, 2)
    frame.index = pd.bdate_range("2024-01-02", periods=40).as_unit("us")
    return frame


def expected(frame: pd.DataFrame) -> dict:
    zoned = frame.index if frame.index.tz is not None else frame.index.tz_localize("UTC")
    columns = {name: [float(value) for value in frame[name]] for name in frame.columns}
    return {"stampUs": [int(moment) for moment in zoned.as_unit("us").asi8], **columns}


def write_pandas(bars: pd.DataFrame, dated: pd.DataFrame) -> None:
    bars.to_parquet(path("pandas_minutes"))
    dated.to_parquet(path("pandas_days"), compression="zstd")
    milliseconds = bars.tz_convert("UTC")
    milliseconds.index = milliseconds.index.as_unit("ms")
    milliseconds.to_parquet(path("pandas_milliseconds"), compression="gzip", row_group_size=50)
    naive = bars.tz_localize(None).reset_index().rename(columns={"timestamp": "Date"})
    naive.to_parquet(path("pandas_naive"), index=False, compression=None)
    yahoo = dated.rename(columns=str.capitalize)
    yahoo.columns = pd.MultiIndex.from_product([yahoo.columns, ["AAPL"]], names=["Price", "Ticker"])
    yahoo.index.name = "Date"
    yahoo.to_parquet(path("pandas_two_levels"))
    texts = dated.reset_index(names="date")
    texts["date"] = texts["date"].dt.strftime("%m/%d/%Y")
    texts.to_parquet(path("pandas_text_dates"), index=False)
    long = pd.concat([dated.assign(symbol="AAA"), (dated * 2).astype({"volume": "int64"}).assign(symbol="BBB")])
    long.reset_index(names="date").sort_values(["date", "symbol"]).to_parquet(path("pandas_long"), index=False)


def write_aapl() -> None:
    """The first rows of the file of text beside it, whose bars are to be equal."""
    frame = pd.read_csv(FOLDER.parent / "prices" / "aapl.csv", parse_dates=["Date"], nrows=60)
    frame["Date"] = frame["Date"].dt.date
    frame.to_parquet(path("pandas_aapl"), index=False)


def write_polars(bars: pd.DataFrame) -> None:
    frame = pl.from_pandas(bars.reset_index())
    frame.with_columns(pl.col("timestamp").cast(pl.Datetime("us", ZONE))).write_parquet(path("polars_minutes"))
    frame.with_columns(pl.col("timestamp").dt.epoch("s").alias("unix")).drop("timestamp").write_parquet(
        path("polars_seconds"), compression="lz4"
    )


def write_duckdb(bars: pd.DataFrame, dated: pd.DataFrame) -> None:
    # Loaded as a table in plain SQL, so that nothing of pandas is in the file.
    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'")
    database.execute("CREATE TABLE m (t TIMESTAMPTZ, open DOUBLE, high DOUBLE, low DOUBLE, close DOUBLE, volume BIGINT)")
    for moment, row in zip(bars.index, bars.itertuples(index=False)):
        database.execute("INSERT INTO m VALUES (?, ?, ?, ?, ?, ?)", [moment.to_pydatetime(), *map(lambda x: x.item() if hasattr(x, "item") else x, row)])
    database.execute(f"COPY m TO '{path('duckdb_minutes')}' (FORMAT parquet, COMPRESSION snappy)")
    database.execute("CREATE TABLE d (day DATE, open DECIMAL(9,4), high DECIMAL(18,6), low DECIMAL(38,8), close DECIMAL(18,2), volume UBIGINT)")
    for moment, row in zip(dated.index, dated.itertuples(index=False)):
        low, high = round(row.low - 1, 8), round(row.high + 1, 6)
        database.execute("INSERT INTO d VALUES (?, ?, ?, ?, ?, ?)", [moment.date(), round(row.open, 4), high, low, round(row.close, 2), int(row.volume)])
    database.execute(f"COPY d TO '{path('duckdb_decimals')}' (FORMAT parquet, COMPRESSION zstd)")
    decimals = database.execute("SELECT open::VARCHAR, high::VARCHAR, low::VARCHAR, close::VARCHAR FROM d").fetchall()
    return {name: [row[index] for row in decimals] for index, name in enumerate(PRICES)}


def write_arrow(bars: pd.DataFrame, dated: pd.DataFrame) -> None:
    table = pa.Table.from_pandas(bars.reset_index(), preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, path("arrow_int96"), use_deprecated_int96_timestamps=True, compression="brotli", version="1.0")
    split = {"column_encoding": {name: "BYTE_STREAM_SPLIT" for name in PRICES} | {"volume": "DELTA_BINARY_PACKED"}}
    pq.write_table(table, path("arrow_version_2"), use_dictionary=False, data_page_version="2.0", row_group_size=50, compression="lz4", **split)
    rows = len(dated)
    types = pa.table({
        "day": pa.array([moment.date() for moment in dated.index], pa.date32()),
        **{name: pa.array(dated[name], pa.float32()) for name in PRICES},
        "volume": pa.array([None if row == 3 else int(value) for row, value in enumerate(dated["volume"])], pa.int32()),
        "flag": pa.array([row % 2 == 0 for row in range(rows)]),
        "small": pa.array([row - 20 for row in range(rows)], pa.int8()),
        "large": pa.array([2**32 - 1 - row for row in range(rows)], pa.uint32()),
        "half": pa.array(np.arange(rows, dtype=np.float16) / 8, pa.float16()),
        "gaps": pa.array([None if row % 5 == 0 else row / 7 for row in range(rows)]),
        "nothing": pa.nulls(rows),
        "words": pa.array(["a", "b"] * (rows // 2)).dictionary_encode(),
        "legs": pa.array([[row, row + 1] for row in range(rows)]),
        "group": pa.array([{"close": row, "open": 1} for row in range(rows)]),
        "saved": pa.array([datetime.datetime(2024, 5, 1)] * rows, pa.timestamp("ns")),
    })
    pq.write_table(types, path("arrow_types"))
    india = pa.array(pd.date_range("2024-01-01", periods=rows, tz="+05:30").as_unit("s").asi8, pa.timestamp("s", "+05:30"))
    pq.write_table(pa.table({"time": india, **{name: dated[name].to_numpy() for name in PRICES}}), path("arrow_offset"))


def write_bad(dated: pd.DataFrame) -> None:
    table = pa.Table.from_pandas(dated.reset_index(names="date"), preserve_index=False).replace_schema_metadata(None)
    close = table.column_names.index("close")

    def with_close(name: str, values: pa.Array, **options) -> None:
        pq.write_table(table.set_column(close, "close", values), path(name), **options)

    prices = dated["close"].to_list()
    with_close("bad_null", pa.array([None if row == 25 else price for row, price in enumerate(prices)]), row_group_size=20)
    with_close("bad_text", pa.array([str(price) for price in prices]))
    with_close("bad_nested", pa.array([[price] for price in prices]))
    pq.write_table(table.drop_columns(["high"]), path("bad_no_high"))

    class Keys(pe.KmsClient):
        """Keeps keys as they are, which is no protection and none is needed."""

        def wrap_key(self, key_bytes: bytes, master_key_identifier: str) -> str:
            return base64.b64encode(key_bytes).decode()

        def unwrap_key(self, wrapped_key: str, master_key_identifier: str) -> bytes:
            return base64.b64decode(wrapped_key)

    factory, connection = pe.CryptoFactory(lambda _: Keys()), pe.KmsConnectionConfig()
    for name, plain in [("bad_encrypted", False), ("bad_encrypted_column", True)]:
        settings = pe.EncryptionConfiguration(footer_key="f", column_keys={"c": ["close"]}, plaintext_footer=plain)
        properties = factory.file_encryption_properties(connection, settings)
        with pq.ParquetWriter(path(name), table.schema, encryption_properties=properties) as writer:
            writer.write_table(table)


def main() -> None:
    for name, version in VERSIONS.items():
        found = importlib.metadata.version(name)
        assert found == version, f"{name} is {found}, and the files are those of {version}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    bars, dated = minutes(), days()
    write_pandas(bars, dated)
    write_aapl()
    write_polars(bars)
    decimals = write_duckdb(bars, dated)
    write_arrow(bars, dated)
    write_bad(dated)
    numbers = {"minutes": expected(bars), "days": expected(dated), "decimals": decimals}
    (FOLDER / "expected.json").write_text(json.dumps(numbers) + "\n")


main()
