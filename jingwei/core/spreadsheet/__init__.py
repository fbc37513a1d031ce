"""Workbooks from people and for people: `table` reads them safely, `workbook` writes them."""
