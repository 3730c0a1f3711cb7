"""Tables: as text, in workbooks, in Parquet."""
