"""What tames outliers: a treatment bends the figures of an indicator before they are scaled.

A treatment is declared by its `by`, fitted on the reference, and applied to any areas.
It never changes the order of two areas. A scale by ranks (normal score, exponential rank)
needs no treatment: ranks know no outliers. A linear scale (z-score, min–max) often does:

=============  ==============================================================================
`winsorise`    a few wild figures in otherwise well-behaved data; ties in the tails are fine
`log1p`        rates and counts from 0 up with a long upper tail
`asinh`        the same where figures may be negative, such as a change or a balance
`box_cox`      skewed figures above 0 of which the shape is to be learnt from the reference
=============  ==============================================================================

Winsorising by share is chosen over winsorising a fixed number of areas: five areas are a
tenth of fifty and nothing among 14,000.
"""

from typing import Annotated

from pydantic import Field

from mdi.treatment.asinh import Asinh, AsinhCurve
from mdi.treatment.box_cox import BoxCox, PowerCurve
from mdi.treatment.log1p import Log1p, Log1pCurve
from mdi.treatment.winsorise import Limits, Winsorise

Treatment = Annotated[Winsorise | Log1p | Asinh | BoxCox, Field(discriminator="by")]
Treated = Annotated[Limits | Log1pCurve | AsinhCurve | PowerCurve, Field(discriminator="kind")]

__all__ = [
    "Asinh",
    "AsinhCurve",
    "BoxCox",
    "Limits",
    "Log1p",
    "Log1pCurve",
    "PowerCurve",
    "Treated",
    "Treatment",
    "Winsorise",
]
