"""`python -m baozhai`: the `baozhai` command."""

from baozhai.cli import main

if __name__ == "__main__":
    main()
