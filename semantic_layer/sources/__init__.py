"""Where a shop's data comes from: files and servers, read, typed and kept as data versions.

source.py     what `sources:` in a shop folder says
readers/      one file per format: the cells of a file, in a staged table
convert.py    cells to typed columns, and which rows could not be
store.py      the data versions of a shop, and which one is current
sync.py       a new version from what has changed since the last one
"""
