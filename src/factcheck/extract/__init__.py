"""Reading a folded Chinese text: numerals, periods, indicators, entities, and the claims they make."""
