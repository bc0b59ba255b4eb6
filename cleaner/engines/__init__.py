"""Pages by the million: tables, processes, clusters. All call one function, `arrow.clean_batch`."""
