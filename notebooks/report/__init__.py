"""From the prose of a Chinese work report to tidy data and figures.

The way of the data: `text` reads a report (`received` and `wrapping` its file), `quantities` finds its numerals, `suggest`
and `drafts` propose a coding, `codebook` and `coding` read and check the sheets, `anchors` finds their words, `cleaning`
joins all to the tidy tables, `package` describes and writes them, `reports` does so for many. `bounds` reckons with lower
and upper bounds, `agreement` sets two codings side by side, `readings` shows what hangs on each reading, `figures` draws,
`prose` holds the notebooks' sentences to the numbers. What travels between them are the `records`; `tables` makes
DataFrames of them, `sheets` and `files` read and write, `amounts` puts numbers into words.
"""
