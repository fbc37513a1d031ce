"""Which workbooks can be brought, and which of them one is: told by its headings, never by its name."""

from jingwei.core.spreadsheet.table import Sheet
from jingwei.housing.sheets import HOUSING
from jingwei.party.sheets import ACTIVISTS, APPLICANTS, BRANCHES, MEMBERS

# In the order in which they are read and shown.
SHEETS: dict[str, Sheet] = {sheet.code: sheet for sheet in (HOUSING, BRANCHES, MEMBERS, ACTIVISTS, APPLICANTS)}
PARTY_SHEETS = frozenset(SHEETS) - {HOUSING.code}

# Every column of every workbook: what a file is opened with before it is known which one it is.
ANY = Sheet(
    "any",
    tuple({column.name: column for sheet in SHEETS.values() for column in sheet.columns}.values()),
    left_out=HOUSING.left_out,
)
FEWEST_COLUMNS = 3  # with fewer a workbook is not taken for one of ours
