"""From the prose of a Chinese work report to tidy data and figures.

The modules stand in the order the data flows: `text` reads a report, `quantities` finds its numerals, `coding` joins
them with what people decided and writes the tidy tables, `bounds` reckons with lower and upper bounds, `charts` draws.
"""
