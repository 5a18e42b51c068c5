"""Files: judged by parsing, stored by their hash, handed out only after the guard of their owner."""
