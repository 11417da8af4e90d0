"""Learn what the cutter of dumps knows: called by `benchmarks/train_cutter.py`."""
