"""Figures of speed, as ratios within one run; see bench/README.md. Nothing of the product imports this."""
