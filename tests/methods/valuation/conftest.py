from decimal import Context, Decimal

import pytest

EXACT = Context(prec=50)


@pytest.fixture(scope="session")
def adds_up():
    """Say whether the direct children of a step sum to its value, to 1e-12 of the largest of them."""

    def check(step):
        parts = [child.contribution for child in step.children]
        total = Decimal(0)
        for part in parts:
            total = EXACT.add(total, part)
        largest = max(abs(part) for part in [*parts, step.value])
        return abs(EXACT.subtract(total, step.value)) <= EXACT.multiply(largest, Decimal("1e-12"))

    return check
