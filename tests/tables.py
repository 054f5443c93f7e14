"""A small table of a source of one's own, for the tests of reading."""

import mdi

CSV = """\
code,name,people,vapers,wealth,left
GM0001,Aa,1000,20.5,50,1
GM0002,Súdwest-Fryslân,2000,,-2.5,2
GM0003,Cee,3000,25,80.25,3
"""
TOML = """\
id = "mine"
name = { nl = "de mijne", en = "mine" }
publisher = "nobody"
code = "code"
area_name = "name"
population = "people"

[indicators.smoking]
column = "vapers"

[indicators.household_wealth]
column = "wealth"
"""


def read(path, source, **how):
    return mdi.read_table(path, source=source, level="municipality", year=2021, **how)


def figures(table, name):
    return table.values[[f.indicator.id for f in table.figures].index(name)]
