"""Settings of all tests: no example of Hypothesis fails for being slow on a busy machine."""

from hypothesis import HealthCheck, settings

from cleaner.threads import use_one_thread

use_one_thread()  # before numpy is loaded
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")
