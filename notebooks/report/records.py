"""The typed records that travel from the reader to the tidy tables; a DataFrame is made of them once, where an analyst meets it."""

from typing import NamedTuple


class Code(NamedTuple):
    """A row of `codes.csv`: what a coder decided of one statement. All text, as in the sheet; see `data/codebook/`."""

    observation: str
    task: str
    area: str
    stage: str
    scope: str
    flow: str
    indicator: str
    subject: str
    period: str
    unit: str
    bound: str
    quote: str
    additive: str
    relation: str
    relation_to: str
    overrule: str
    note: str
    status: str


class Observation(NamedTuple):
    """A statement of the report as a row of the tidy data: its coding, its amount, its words and where they stand."""

    observation: str
    task: str
    area: str
    stage: str
    scope: str
    flow: str
    indicator: str
    subject: str
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    bound: str
    unit: str
    text_value: str
    text_unit: str
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    additive: str
    relation: str
    relation_to: str
    note: str
