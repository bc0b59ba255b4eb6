"""Pages on a cluster, by Ray Data. Needs `pip install 'chinese-newspaper-cleaner[ray]'`.

Ray reads and writes the files, spreads batches over the nodes, holds them back where memory runs short and
does anew what a lost node had in hand; `ArticleCleaner` is what it calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from cleaner.engines.arrow import NAMES, ColumnNames, clean_batch
from cleaner.models import shipped_models
from cleaner.settings import DEFAULT, Settings

if TYPE_CHECKING:
    from ray.data import Dataset


BATCH = 64
"""Pages in a batch."""


class ArticleCleaner:
    """For `Dataset.map_batches`: a warm worker that makes tables of articles of tables of pages.

    pages.map_batches(ArticleCleaner, batch_format="pyarrow", batch_size=64, compute=ActorPoolStrategy(8))
    """

    def __init__(self, columns: ColumnNames = NAMES, settings: Settings = DEFAULT) -> None:
        shipped_models().warm_up()
        self._columns, self._settings = columns, settings

    def __call__(self, pages: pa.Table) -> pa.Table:
        return clean_batch(pages, self._columns, self._settings)


def clean_dataset(
    pages: Dataset,
    columns: ColumnNames = NAMES,
    settings: Settings = DEFAULT,
    workers: int | None = None,
    batch: int = BATCH,
) -> Dataset:
    """The articles of a dataset of pages; `workers` processes, one a core of the cluster by default."""
    import ray
    import ray.data

    most = workers or max(1, int(ray.cluster_resources().get("CPU", 1)) - 1)  # one core is left for reading
    return pages.select_columns(columns.present(pages.schema().names)).map_batches(
        ArticleCleaner,
        fn_constructor_args=(columns, settings),
        batch_format="pyarrow",
        batch_size=batch,
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=most),
    )


def clean_files(
    sources: Sequence[str], target: str, columns: ColumnNames = NAMES, settings: Settings = DEFAULT
) -> None:
    """Parquet files of pages, in any place that Ray reads from, to a folder of Parquet files of articles."""
    import ray.data

    clean_dataset(ray.data.read_parquet(list(sources)), columns, settings).write_parquet(target)
