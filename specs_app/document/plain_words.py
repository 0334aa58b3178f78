"""Words of plain English that the search treats otherwise than those of the field. Pure data, in small letters.

A word stands once: `STOP_WORDS` are never sought; `QUESTION_WORDS` only where nothing else was typed; `PLAIN_WORDS` are sought as
they are, and never taken for a misspelt word of the standard.
"""

from __future__ import annotations

from typing import Final

STOP_WORDS: Final[frozenset[str]] = frozenset(
    "a an and are at by for from in is it of on or the to was were with".split()  # noqa: SIM905
)

QUESTION_WORDS: Final[frozenset[str]] = frozenset(
    """
    about all any anyone anything ask asked asking asks be been being can collect collected collecting collects come comes
    could describe did do does doing done everything explain fill filled filling fills find gather gathered get gets give
    given gives going had has have having held hold holding holds how i into keep keeps kept know like look looking looks made
    make makes me mean means meant must my our please puts said say says see sends shall should show shown shows someone
    something stand stands store stored stores tell tells that their them there these they this those told us want wanted
    wants we what whats when where whether which who whom whose why will would you your
    """.split()  # noqa: SIM905
)

PLAIN_WORDS: Final[frozenset[str]] = frozenset(
    """
    above across after again against also always am another anybody around away back bad because before began begin below best
    better between big both boy boys bring brother but buy call calls came car cat cats city clear close cold dad day days dog
    dogs door down each early easy eat else end enough even ever every eye face fall far fast father feel feet few final fine
    fire first five food foot form four free friend friends full game girl girls go gone good got great grow half hand hands
    happy hard head hear heart help here high him his hit home hope hot hour house idea if just kid kids kind known land large
    last late lead learn leave left less let letter life light line list little live lives long lost lot love low main man
    many map may men mind minute miss money month more most mother move much mum name near need needs never new next nice
    night nine no none not now off often old once one only open other out over own page part past pay people person pick place
    plan play point poor put quick read real rich right road room run safe same save school seem sent set seven she short side
    since sister sit six sleep slow small so sold some son soon start state stay still stop street such sure take talk teach
    team ten test than then thing things think three through time today together too took town tree true try turn two under
    until up upon use used uses very visit wait walk wall warm watch water way week well went while white whole wide wife win
    wish within without woman women word work world write wrong year years yes yet young
    """.split()  # noqa: SIM905
)
