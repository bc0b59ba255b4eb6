"""A cluster of two nodes gives what one process gives, also when a node dies in the middle."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("RAY_raylet_start_wait_time_s", "180")  # a busy machine takes its time
os.environ.setdefault("RAY_worker_niceness", "0")
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
pa = pytest.importorskip("pyarrow", reason="Ray needs pyarrow: pip install '.[ray]'")
ray = pytest.importorskip("ray", reason="the tests of Ray need it: pip install '.[ray]'")
data = pytest.importorskip("ray.data", reason="the tests of Ray need Ray Data: pip install '.[ray]'")

import pyarrow.parquet as pq  # noqa: E402
from ray.cluster_utils import Cluster  # noqa: E402

from cleaner.engines.arrow import clean_batch  # noqa: E402
from cleaner.engines.ray import clean_dataset, clean_files  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")  # Ray and what it needs warn of themselves

PAGES = pa.table(
    {
        "id": list(range(40)),
        "text": [f"第{i}号文件 印发\n\n本报7月3日讯 近日,会议在海州召开。" for i in range(39)] + [None],
    }
)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    found = Cluster(initialize_head=True, head_node_args={"num_cpus": 2, "include_dashboard": False})
    found.add_node(num_cpus=2)
    ray.init(address=found.address, logging_level="ERROR", log_to_driver=False)
    data.DataContext.get_current().enable_progress_bars = False
    yield found
    ray.shutdown()
    found.shutdown()


def in_order(table: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pylist()
    return sorted(rows, key=lambda row: (row["id"], row["article"] or 0))


@pytest.mark.usefixtures("cluster")
def test_files_on_a_cluster_give_what_one_process_gives(tmp_path: Path) -> None:
    assert len(ray.nodes()) == 2
    pq.write_table(PAGES, tmp_path / "pages.parquet", row_group_size=10)
    clean_files([str(tmp_path / "pages.parquet")], str(tmp_path / "articles"))
    assert in_order(pq.read_table(tmp_path / "articles")) == in_order(clean_batch(PAGES))


def test_nothing_is_lost_or_doubled_when_a_node_dies(cluster: Any) -> None:
    def slow(pages: Any) -> Any:  # leaves time to lose a node
        time.sleep(0.3)
        return pages

    doomed = cluster.add_node(num_cpus=2)
    cluster.wait_for_nodes()
    pages = data.from_arrow(PAGES).repartition(20).map_batches(slow, batch_format="pyarrow")
    articles = clean_dataset(pages, workers=3, batch=2)
    rows = []
    for number, batch in enumerate(articles.iter_batches(batch_size=None, batch_format="pyarrow")):
        rows += batch.to_pylist()
        if number == 2:
            cluster.remove_node(doomed, allow_graceful=False)
    assert in_order(pa.Table.from_pylist(rows)) == in_order(clean_batch(PAGES))
