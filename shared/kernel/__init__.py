"""Words that everything else is built from: errors, clock, ids, money. No I/O but the clock's."""
