"""Phrases that admit or deny that we are to blame, per language, as patterns over folded text (IN-8).

Folded text has no accents, no punctuation and single spaces: "it's" is `it s`, "mūsų" is `musu`, "δική" is `δικη`,
"مسؤولية" is `مسووليه`. A further language is one more member.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """What one language says when it admits or denies, why it should wait, and what to say instead."""

    denies: tuple[str, ...]
    admits: tuple[str, ...]
    why: str
    better: str


_EN_NOT = r"(?:not|\w+n t|never)"
_EN_WE_ARE = r"(?:we (?:are|re|were)|i (?:am|m|was)|the (?:company|shop|store) (?:is|was))"
_EN_BLAMED = r"(?:responsible|liable|to blame|at fault|guilty|negligent)"
# "Responsible for getting this solved" promises work, it admits nothing.
_EN_WORK = r"(?! for (?:\w+ing|your (?:case|complaint)|this (?:case|complaint)))"

_AR_OUR_FAULT = r"(?:خطونا|خطانا|خطينا|ذنبنا|تقصيرنا)"
_AR_YOUR_FAULT = r"(?:خطوك|خطاك|خطيك|ذنبك|خطوكم|خطاكم|خطيكم|ذنبكم|تقصيركم|تقصيرك)"

_LT_WORK = r"(?! uz (?:jusu|si|sio) (?:byl|atvej|kreipim|skund|klausim))"

PHRASES: Mapping[str, Phrases] = {
    "en": Phrases(
        denies=(
            rf"{_EN_NOT} (?:\w+ )?(?:our|my) (?:own )?(?:fault|mistake|error|responsibility|doing|problem)",
            rf"{_EN_WE_ARE} (?:not|never)(?: \w+)? {_EN_BLAMED}",
            rf"we (?:weren|aren) t(?: \w+)? {_EN_BLAMED}",
            r"(?:we|i) (?:\w+ )?(?:accept|take|bear|have) no (?:responsibility|liability|blame)",
            rf"(?:{_EN_NOT}|cannot) (?:accept|take|bear|admit) (?:any )?(?:responsibility|liability|blame)",
            r"(?:we|i) (?:deny|reject|dispute) (?:any |all )?(?:responsibility|liability|blame|fault)",
            r"we (?:did|have done) nothing wrong",
            r"we (?:didn t|did not|haven t|have not) (?:do|done|make|made) (?:anything wrong|any mistakes?|a mistake)",
            r"nothing to do with us",
            r"your (?:own )?(?:fault|mistake|error)",
            r"you (?:are|re|were) (?:\w+ )?(?:to blame|at fault)",
        ),
        admits=(
            r"(?:our|my) (?:own )?(?:fault|mistake|error|negligence|failure)",
            r"(?:fault|mistake|error|blame) (?:is|was|lies|lay) (?:\w+ )?(?:ours|mine|with us|on our side)",
            rf"{_EN_WE_ARE} (?:\w+ )?{_EN_BLAMED}{_EN_WORK}",
            rf"(?:we|i|we ll|will|company) (?:\w+ )?(?:accept|accepts|take|takes|admit|admits|bear|assume)"
            rf"(?: \w+)? (?:responsibility|liability|blame|fault){_EN_WORK}",
            r"we (?:\w+ )?(?:made|have made) (?:a |an |some )?(?:\w+ )?(?:mistakes?|errors?)",
            r"we (?:\w+ )?(?:messed|screwed) (?:\w+ )?up",
            r"we (?:are|re|were) in the wrong",
        ),
        why="An acknowledgement says that we heard the feeling; who is to blame is decided from the facts.",
        better="I can hear how much this upset you, and thank you for telling me. I am now finding out what happened.",
    ),
    "lt": Phrases(
        denies=(
            r"(?:ne|nebuvo|nera|ne del) musu (?:paciu )?(?:kalte|kaltes|klaida|klaidos|atsakomybe|problema)",
            r"(?:kalte|klaida|atsakomybe) (?:\w+ )?ne musu",
            r"(?:nesame|nebuvome|mes ne|mes cia ne)(?: \w+)? (?:kalti|atsakingi)",
            r"mes (?:\w+ )?(?:nekalti|neatsakingi)",
            r"(?:neprisiimame|neprisiimsime|nepripazistame)(?: \w+)? (?:atsakomybes|kaltes|klaidos)",
            r"uz tai (?:mes )?neatsakome",
            r"nieko (?:blogo|netinkamo) nepadareme",
            r"(?:niekuo|nieko) deti",
            r"jusu (?:paciu |paties |pacios )?(?:kalte|klaida)",
            r"(?:pats|pati|patys|jus) (?:esate |buvote )?(?:kaltas|kalta|kalti)",
        ),
        admits=(
            r"(?:musu|mano) (?:paciu |paties |pacios )?(?:kalte|kaltes|klaida|klaidos|aplaidumas|aplaidumo)",
            rf"(?:esame|buvome) (?:\w+ )?(?:kalti|atsakingi){_LT_WORK}",
            r"(?:mes|as) (?:\w+ )?(?:kalti|kaltas|kalta)",
            r"(?:prisiimame|prisiimu|pripazistame|pripazistu)(?: \w+)? (?:atsakomybe|kalte|klaida)",
            r"(?:suklydome|apsirikome|padareme klaida|padareme klaidu)",
        ),
        why="Pripažinimas sako, kad išgirdome jausmą; kas kaltas, sprendžiama iš faktų.",
        better="Suprantu, kaip tai jus nuliūdino, ir ačiū, kad papasakojote. Dabar aiškinuosi, kas nutiko.",
    ),
    "el": Phrases(
        denies=(
            r"δεν (?:\w+ )?(?:φταιμε|φταιξαμε|φταιω|ευθυνομαστε|ευθυνομαι)",
            r"δεν (?:ειμαστε|ημασταν)(?: \w+)? (?:υπευθυνοι|υπαιτιοι|ενοχοι)",
            r"δεν (?:εχουμε|φερουμε|αναλαμβανουμε|αποδεχομαστε|αναγνωριζουμε)(?: \w+)? (?:ευθυνη|υπαιτιοτητα)",
            r"δεν (?:ειναι|ηταν) (?:\w+ )?(?:δικο|δικη) (?:μασ|μου)",
            r"δεν καναμε (?:\w+ )?λαθοσ",
            r"δεν (?:εχει|ειχε) (?:καμια )?σχεση με (?:εμασ|μασ)",
            r"(?:δικο|δικη) σασ (?:\w+ )?(?:λαθοσ|σφαλμα|φταιξιμο|ευθυνη|υπαιτιοτητα)",
            r"(?:λαθοσ|σφαλμα|φταιξιμο|ευθυνη) (?:\w+ )?(?:ειναι|ηταν) (?:δικο|δικη) σασ",
            r"(?:εσεισ )?(?:φταιτε|φταιξατε)",
        ),
        admits=(
            r"(?:δικο|δικη) (?:μασ|μου) (?:\w+ )?(?:λαθοσ|σφαλμα|φταιξιμο|ευθυνη|υπαιτιοτητα|αμελεια)",
            r"(?:λαθοσ|σφαλμα|φταιξιμο|ευθυνη|υπαιτιοτητα|αμελεια) (?:\w+ )?(?:δικο |δικη )?μασ",
            r"(?:φταιμε|φταιξαμε|εγω φταιω)",
            r"(?:ειμαστε|ημασταν) (?:\w+ )?(?:υπευθυνοι|υπαιτιοι|ενοχοι)",
            r"(?:αναλαμβανουμε|αναλαμβανω|αναγνωριζουμε|αποδεχομαστε|παραδεχομαστε) (?:\w+ ){0,3}"
            r"(?:ευθυνη|υπαιτιοτητα|λαθοσ|σφαλμα)",
            r"καναμε (?:\w+ )?λαθοσ",
        ),
        why="Η αναγνώριση λέει ότι ακούσαμε το συναίσθημα· ποιος φταίει κρίνεται από τα γεγονότα.",
        better="Καταλαβαίνω πόσο σας στενοχώρησε αυτό και σας ευχαριστώ που μας το είπατε. Βρίσκω τώρα τι συνέβη.",
    ),
    "ar": Phrases(
        denies=(
            rf"(?:ليس|ليست|لم يكن|لم تكن) (?:\w+ ){{0,2}}(?:{_AR_OUR_FAULT}|مسووليتنا|خطا منا)",
            r"(?:لسنا|نحن غير|نحن لسنا)(?: \w+)? (?:مسوولين|مسوولون|المسوولين|مخطيين|مذنبين|السبب)",
            r"لا نتحمل (?:\w+ )?(?:مسووليه|المسووليه)",
            r"(?:ننفي|نرفض) (?:\w+ )?(?:مسووليه|المسووليه|مسووليتنا)",
            r"(?:لم نخطي|لم نرتكب (?:\w+ )?خطا)",
            r"لا (?:علاقه|دخل|شان) لنا",
            rf"(?:و|ف)?{_AR_YOUR_FAULT}",
            r"(?:انت|انتم) (?:\w+ )?(?:المسوول|المسوولون|مسوول|مسوولون|السبب|المخطي|المخطيون)",
        ),
        admits=(
            rf"(?:و|ف|ب)?{_AR_OUR_FAULT}",
            r"(?:ال)?خطا (?:كان )?(?:منا|من جانبنا|من طرفنا|من جهتنا)",
            r"نحن (?:\w+ )?(?:المسوولون|مسوولون|المخطيون|مخطيون|المذنبون|السبب)",
            r"نتحمل (?:\w+ )?(?:مسووليه|المسووليه)",
            r"(?:نعترف|نقر) (?:\w+ )?(?:بالخطا|بالمسووليه|بمسووليتنا|بتقصيرنا)",
            r"(?:لقد )?(?:اخطانا|ارتكبنا (?:\w+ )?خطا)",
        ),
        why="الإقرار بالمشاعر يقول إننا سمعناكم؛ أما من المسؤول فتحدده الوقائع.",
        better="أتفهم كم أزعجكم هذا الأمر، وأشكركم على إخبارنا. أنا الآن أتحقق مما حدث.",
    ),
}
