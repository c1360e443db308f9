"""From the prose of a Chinese work report to tidy data and figures.

The way of the data: `text` reads a report, `quantities` finds its numerals, `suggest` and `drafts` propose a coding,
`codebook` and `coding` read and check what people decided, `anchors` finds their words, `cleaning` joins all to the tidy
tables, `package` describes and writes them, `reports` does so for many. `bounds` reckons with lower and upper bounds,
`charts` draws. What travels between them are the `records`; `tables` makes DataFrames of them.
"""
