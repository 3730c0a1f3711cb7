"""The search for copies in a form that runs beyond one machine: Parquet in, Parquet out.

One function makes sketches of some postings, two SQL statements find the pairs, one function looks at some pairs;
an engine runs these four over all, and is the only thing that differs: SQLite here, Daft here or on a Ray cluster.
"""
