"""The words every text is read with: both languages, so that "jeudi 7pm" needs no setting.

No phrase means two things in one table. Across tables the place decides: French "sept" is seven or September, "a" is
"at" before an hour and one before an English unit, "an" is a French year after a number.
"""

from bot.domain.when.english import ENGLISH
from bot.domain.when.french import FRENCH

WORDS = FRENCH | ENGLISH
