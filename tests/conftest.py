"""No property fails because the machine is busy: deadlines are for benchmarks."""

from hypothesis import HealthCheck, settings

settings.register_profile("quiet", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quiet")
