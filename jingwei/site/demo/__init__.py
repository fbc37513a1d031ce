"""The demonstration college: five invented workbooks, and a few weeks of life played through the project's own actions."""
