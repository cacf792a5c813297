"""All peers, in the order of the table; a quick measurement does with fewer."""

from benchmarks.peers.driver import Driver
from benchmarks.peers.handwritten import Handwritten
from benchmarks.peers.insaf import InsafCases, InsafLetters, InsafRuns
from benchmarks.peers.naive import Naive

MEASURE = Handwritten.name
HEADLINE = InsafCases.name
QUICK = (Handwritten, Driver, InsafCases, InsafRuns, Naive)
EVERYBODY = (*QUICK, InsafLetters)
