"""The terminal pictures of the documentation, made by running aiws on a pseudo-terminal (`make pictures`)."""
