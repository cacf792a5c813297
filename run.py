#!/usr/bin/env python3
"""Every command of the program: `python run.py --help`. The commands are in cli/, one file a noun."""

from cli import main

if __name__ == "__main__":
    main()
