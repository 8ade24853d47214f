"""The worker's own question: which stock locations may be sold from. Only the POST of stock tells (contract 5.4)."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from apps.catalogue.services import places_learn


@db_periodic_task(crontab(minute="*/5"), priority=10)  # type: ignore[untyped-decorator]
def learn_places() -> None:
    places_learn()
