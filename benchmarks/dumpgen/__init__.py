"""Draw page dumps with a label for every line: what the dump cutter is trained on.

Unlike `benchmarks/pagegen`, which sets real pages, this only breaks texts into lines and puts them
into some stream order, thousands of pages a minute. Every page draws its own measures, kinsoku
habit, datelines, byline places, headline order and extractor artefacts.
"""

from dumpgen.lines import KICKED, SUBTITLED, Item, crosshead, head, style, title_lines
from dumpgen.pages import pages
from dumpgen.words import headlines, kicker_of, name

__all__ = [
    "KICKED",
    "SUBTITLED",
    "Item",
    "crosshead",
    "head",
    "headlines",
    "kicker_of",
    "name",
    "pages",
    "style",
    "title_lines",
]
