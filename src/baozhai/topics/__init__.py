"""Topics of articles: probabilities, decisions and their evidence."""
