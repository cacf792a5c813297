"""Everything, one table after the other: `make bench`."""

from benchmarks.steps import main

if __name__ == "__main__":
    main()
