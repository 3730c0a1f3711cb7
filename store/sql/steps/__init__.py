"""The steps of the schema, a file each. One that has been released is never edited: add another."""
