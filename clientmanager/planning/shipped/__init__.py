"""The workflows that come with the product, by the key under which a practice keeps them.

They are a beginning: a practice changes them to its own way of working. Where they name a section of a law, that is
what the step is for; where periods differ from licence to licence or insurer to insurer, they say so in words.
"""

from clientmanager.planning.shipped.annual_review import ANNUAL_REVIEW
from clientmanager.planning.shipped.claim import CLAIM
from clientmanager.planning.shipped.death import DEATH
from clientmanager.planning.shipped.fica_refresh import FICA_REFRESH
from clientmanager.planning.shipped.leaver import LEAVER
from clientmanager.planning.shipped.new_client import NEW_CLIENT

SHIPPED = {
    "new client": NEW_CLIENT,
    "fica refresh": FICA_REFRESH,
    "annual review": ANNUAL_REVIEW,
    "claim": CLAIM,
    "death of a client": DEATH,
    "leaver": LEAVER,
}
