"""What the law asks of every family, read from legal.toml and looked for in the diagrams, tables, letters and forms.

    rules          the rule of the linter: every obligation, every requirement of it
    requirements   which function looks after which kind of requirement
    detours        ways through the diagrams on which something that must be passed is not passed
    steps, ends, watches, questions, second_person, terms, letters, facts   a file for each kind of requirement
    carriers       which parts of a family carry an obligation: for the pages and the reference
"""
