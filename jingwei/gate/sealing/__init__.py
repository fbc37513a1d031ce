"""The chain of the trail: each entry sealed, each head signed and kept outside, each break named."""
