"""All peers, in the order of the table."""

from benchmarks.peers.driver import Driver
from benchmarks.peers.handwritten import Handwritten
from benchmarks.peers.insaf import InsafCases, InsafRuns
from benchmarks.peers.naive import Naive

MEASURE = Handwritten.name
HEADLINE = InsafCases.name
EVERYBODY = (Handwritten, Driver, InsafCases, InsafRuns, Naive)
