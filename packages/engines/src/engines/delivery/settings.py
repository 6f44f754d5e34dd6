"""What an operator sets about delivery."""

from contracts.delivery import DeliveryWeights
from runtime.settings import Settings


class DeliverySettings(Settings):
    # How much each measure counts in the total, as JSON; together 1. Those of the day are kept with the scores.
    delivery_weights: DeliveryWeights = DeliveryWeights()
