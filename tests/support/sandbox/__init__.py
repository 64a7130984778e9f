"""Ways out of a sandbox, the world they lead to, and who judges them."""
