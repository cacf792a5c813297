"""What things cost, measured against a hand-written state machine in the same run.

    steps            one step of a case, bytes and log of a finished case      python -m benchmarks.steps
    models/          the diagram of eight steps; families/: the same as a family with lanes, forms, statuses, deadline
    workload         what is said in a case and in which order
    peers/           who handles it: handwritten, driver, naive, and Insaf through its own bus
    interleave       the peers take turns in small blocks, each step checked
    place, storage   databases in a temporary folder with durable commits; their size and write-ahead log
    report           tables of text

Figures are no tests: they depend on the machine. Ratios taken in one run are what the bars are about.
"""
