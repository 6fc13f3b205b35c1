"""The shared data lies beside the project where it is developed; whoever clones the project does not have it, nor these tests."""

from tests.real_inventory import home

collect_ignore = [] if home.is_present() else ["test_real_inventory.py"]
