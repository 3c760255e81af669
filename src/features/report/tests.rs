//! Summaries, correlations and warnings against SciPy, pandas and numbers worked out by hand.
