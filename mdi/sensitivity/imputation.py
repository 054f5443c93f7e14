"""What was filled in is drawn instead of expected."""

from __future__ import annotations

from typing import Literal

from mdi.errors import Problem
from mdi.missing import Copula
from mdi.result import IndexResult
from mdi.sensitivity.varying import Varying


class Imputation(Varying):
    """Missing points are drawn from N(μ, C) of the Gaussian copula, in every draw anew.

    It is for methods that fill in by `copula`; other policies say nothing of how far they are
    from the truth.

    Source: formula F24.
    """

    by: Literal["imputation"] = "imputation"

    def refusals(self, result: IndexResult) -> list[Problem]:
        """See `Varying.refusals`."""
        policies = [rules.missing for rules in result.scoring.plan.parents.values()]
        if any(isinstance(policy, Copula) for policy in policies):
            return []
        hint = 'declare missing = { by = "copula" }, or leave out the imputation'
        return [Problem("imputation: the method fills in nothing by 'copula'", hint=hint)]
