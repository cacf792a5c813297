"""Suggested repairs: what diagrams of other tools lack here, and how it would be put right. See docs/how-to.

    importing       from the files of a folder to suggestions and repaired files; the originals stay as they are
    order           all kinds of repair, one after the other; kinds/ holds them
    draft, wiring   a diagram under repair; new nodes and flows       shapes   its drawing
    askers          who can be asked before a gateway                 forms_beside, wording, foreign_expressions
"""
