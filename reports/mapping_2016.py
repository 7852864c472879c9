"""What the helpdesk's hand mapping of 2016 counted; a mapping report prints it beside today's figures.

Only what was published: of places, programmes and activity there are no figures.
"""

from __future__ import annotations

SOURCE = (
    "EU-Japan Centre for Industrial Cooperation, Helpdesk for Clusters: mapping of Japanese cluster organisations, 2016"
)
SOURCE_URL = "http://eu-japan.eu/high-tech-cluster-support"
ORGANISATIONS = 52

# By the class of upkeep of the view mapping_as_of.
EDITIONS = {"active English": 9, "static English": 18, "Japanese only": 25}

# By main sector.  2016 had "environment, energy" (3) beside "energy" (1): one row here, so that it can be compared.
ENVIRONMENT_AND_ENERGY = ("ENV", "ENER")
SECTORS = {
    ("LIFE",): 28, ENVIRONMENT_AND_ENERGY: 4, ("IT",): 2, ("AUTO",): 2, ("ELEC",): 6, ("PREC",): 2, ("AERO",): 2,
    ("FOOD",): 2, ("MAT",): 1, ("NANO",): 1, ("ROBO",): 1, ("MAR",): 1,
}  # fmt: skip

# By the codes of crawler.vocabulary.RELATIONS.
RELATIONS = {
    "eu-ongoing": 14, "eu-past": 8, "asia-america": 10, "open": 7, "no-information": 9, "not-interested": 4,
}  # fmt: skip
