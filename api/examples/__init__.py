"""An example of every answer, for the OpenAPI document; a test holds them to their models.

No example holds a null: the document leaves nulls out.
"""

from api.examples.areas import AREAS, AT
from api.examples.basic import PROBLEM, answers
from api.examples.declared import CATALOGUE, DOMAINS, EDITION, HEALTH, METHODS, WEIGHTS
from api.examples.explained import COMPARE, TREND, WHY
from api.examples.index import INDEX, PROFILE, RANKING, REWEIGHT
from api.examples.jobs import JOB, JOB_EVENTS, JOB_LOG, JOBS
from api.examples.maps import LEGEND, MAP, VALUES

__all__ = [
    "AREAS",
    "AT",
    "CATALOGUE",
    "COMPARE",
    "DOMAINS",
    "EDITION",
    "HEALTH",
    "INDEX",
    "JOB",
    "JOBS",
    "JOB_EVENTS",
    "JOB_LOG",
    "LEGEND",
    "MAP",
    "METHODS",
    "PROBLEM",
    "PROFILE",
    "RANKING",
    "REWEIGHT",
    "TREND",
    "VALUES",
    "WEIGHTS",
    "WHY",
    "answers",
]
