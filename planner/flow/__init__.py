"""Terms 1 to 5: the least cost over all pairs, by a flow whose prices are spread over the campus."""
