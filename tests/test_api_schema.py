"""The API keeps what its description promises: schemathesis asks it what it should take, and what it should not."""

from __future__ import annotations

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from starlette.datastructures import State

from reports.dashboard.api.surface import make_api
from reports.dashboard.roles import Role
from tests import house, ledger
from tests.house import NAMES

# `make api-deep` asks for more examples of each operation than every run of the tests.
EXAMPLES = int(os.environ.get("API_EXAMPLES", "3"))
CONFIG = {
    "seed": 20261101,
    "cache": {"enabled": False},
    "operations": [
        # Any text is a question by its form; whether it is SQL, the database tells.
        {
            "include-name": "POST /query",
            "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "422"]}},
        }
    ],
}


class Late:
    """The application: its description is needed before the tests begin, itself only then."""

    app = None

    async def __call__(self, *call):
        await self.app(*call)


described = schemathesis.openapi.from_dict(make_api(State()).openapi(), config=SchemathesisConfig.from_dict(CONFIG))
described.app = Late()


@described.hook
def map_path_parameters(_, path_parameters):
    """What is made up is never there: let some addresses be real."""
    real = {"cluster_id": "alive", "scan_id": ledger.SCANS[-1][0]}
    some = {name: real[name] for name, value in (path_parameters or {}).items() if len(str(value)) % 2}
    return {**path_parameters, **some} if path_parameters else path_parameters


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    """An analyst's token for the real application over a published database."""
    site = house.build(tmp_path_factory.mktemp("api"))
    described.app.app = site.app
    return site.users.tokens.make(NAMES[Role.ANALYST], "schemathesis", Role.ANALYST, site.clock().date())


@described.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_what_is_described_is_what_is_answered(case, token):
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"})
