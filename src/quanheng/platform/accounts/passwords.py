"""Password hashing as `trust.md` 9 tunes it."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """argon2id, 46 MiB, two passes: about 70 ms on one core."""

    time_cost = 2
    memory_cost = 47_104
    parallelism = 1
