"""What the workbooks say, row by row, and what in them is not clear."""
