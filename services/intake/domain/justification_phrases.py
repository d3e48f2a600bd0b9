"""Words that turn an apology into a justification, per language, as patterns over folded text (IN-16).

Folded text has no accents, no punctuation and single spaces: "didn't" is `didn t`, "tačiau" is `taciau`, "όμως" is
`ομωσ`, "إلا أن" is `الا ان`. A further language is one more member.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Flaw(StrEnum):
    """What is wrong with an apology that justifies."""

    TAKEN_BACK = "apology_taken_back"
    EXCUSED = "apology_excused"
    BLAMES = "apology_blames"
    DOUBTS = "apology_doubts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The phrases of one flaw, why they should not be said, and what to say instead."""

    patterns: tuple[str, ...]
    why: str
    better: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """What one language apologises with, and its ways of spoiling that."""

    apologises: tuple[str, ...]
    ways: Mapping[Flaw, Way]


_EN = Phrases(
    apologises=(r"sorry", r"apolog\w+", r"regret\w*", r"forgive", r"pardon"),
    ways={
        Flaw.TAKEN_BACK: Way(
            patterns=(
                r"(?<!nothing )(?<!anything )(?<!all )(?<!not one )but(?! (?:also|two|three)\b)",
                r"however",
                r"(?:even |al)though",
                r"nevertheless",
                r"nonetheless",
                r"(?:having )?(?:that|this) (?:being )?said",
                r"having said that",
                r"on the other hand",
                r"in our defen[cs]e",
            ),
            why="What follows takes the apology back.",
            better="We are sorry that … . From today we will … .",
        ),
        Flaw.EXCUSED: Way(
            patterns=(
                r"because (?:of )?(?:our|the|my)(?! (?:mistake|error|fault))",
                r"because (?:we|i) (?:are|were|was|have|had)(?: \w+){0,2} (?:busy|understaffed|overloaded|short)",
                r"(?:due|owing) to(?! (?:our|my) (?:mistake|error|fault))",
                r"as a result of (?:high|heavy|the|our)",
                r"(?:caused|explained) by",
                r"(?:high|heavy|large) (?:volumes?|demand|workload|number of)",
                r"(?:very |so |extremely )busy",
                r"(?:under|short )staffed",
                r"staff shortages?",
                r"(?:beyond|outside|out of) (?:of )?our control",
                r"(?:was|were|is|are)(?: not|n t) (?:our|my) fault",
                r"these things happen",
                r"(?:we are |we re )?only human",
                r"our (?:policy|policies|rules)",
            ),
            why="A reason inside an apology sounds like an excuse.",
            better="We are sorry that … . What happened, and what we change so that it doesn't happen again: … .",
        ),
        Flaw.BLAMES: Way(
            patterns=(
                r"you should(?! not have had| have (?:had|heard|got|received|been))(?: have)?",
                r"you (?:could|ought to|might|must) have",
                r"you (?:failed|forgot) to",
                r"you (?:didn t|did not|never|haven t|have not) (?:tell|told|call|read|check|follow|mention"
                r"|say|ask|inform)\w*",
                r"(?:if|had) you (?:had|only|would have|read|called|told|checked|followed)",
                r"you misunderst\w+",
                r"your (?:own )?(?:fault|mistake|misunderstanding)",
            ),
            why="It lays the blame on the customer.",
            better="We are sorry that … . We will make this easier: … .",
        ),
        Flaw.DOUBTS: Way(
            patterns=(
                r"if (?:you|anyone|anybody|there|this|it|we|anything)(?: have| has| may| might)?(?: \w+)? (?:feel|felt"
                r"|was|were|caused|offended|upset|hurt|inconvenienced|seemed)",
                r"you (?:feel|think)",
                r"you (?:felt|thought) (?:that|this) way",
                r"for any (?:inconvenience|offen[cs]e|trouble|misunderstanding)",
                r"any inconvenience",
            ),
            why="It doubts that anything happened.",
            better="We are sorry that you waited … and that … .",
        ),
    },
)

_LT = Phrases(
    apologises=(r"atsipras\w+", r"apgailestau\w+", r"gailimes", r"atleisk\w*", r"(?:labai )?gaila"),
    ways={
        Flaw.TAKEN_BACK: Way(
            patterns=(
                r"bet(?! (?:kada|kur|kas|ka|kam|kuo|kaip|ir|kuri\w*|kok\w*)\b)",
                r"taciau",
                r"vis delto",
                r"visgi",
                r"(?<!kas )(?<!ka )(?<!kuo )(?<!kur )(?<!kiek )(?<!kada )(?<!kokius )nors",
                r"nepaisant to",
                r"kita vertus",
            ),
            why="Tai, kas po to, atsiprašymą atsiima.",
            better="Atsiprašome, kad … . Nuo šiandien mes … .",
        ),
        Flaw.EXCUSED: Way(
            patterns=(
                r"(?:nes|kadangi)(?: pas)? (?:musu|mus)",
                r"(?:nes|kadangi) (?:esame|buvome|turejome|turime|truksta|truko)",
                r"del (?:labai )?(?:dideli\w*|padidejus\w*|isaugus\w*)(?: \w+)? (?:kieki|sraut|kruvi|skaici|apkrov"
                r"|uzimtum|paklaus)\w*",
                r"del (?:darbuotoju trukumo|uzimtumo|apkrovos|sistemos|tvarkos|taisykliu|politikos|technini\w+)",
                r"(?:labai )?(?:uzsiem\w+|uzimti)",
                r"truksta (?:darbuotoju|zmoniu)",
                r"ne nuo musu priklaus\w+",
                r"ne musu kalte",
                r"(?:visiems )?(?:taip )?(?:pasitaiko|nutinka)",
                r"pagal (?:musu )?(?:taisykles|tvarka|politika)",
            ),
            why="Priežastis atsiprašyme skamba kaip pasiteisinimas.",
            better="Atsiprašome, kad … . Kas įvyko ir ką keičiame, kad tai nepasikartotų: … .",
        ),
        Flaw.BLAMES: Way(
            patterns=(
                r"(?:jus )?(?:turejote|privalejote|galejote|reikejo jums|jums reikejo) (?:mums )?(?:perskaity|pasaky"
                r"|pranes|paskambin|patikrin|informuo|kreip|nurody|zino|atkreip|paklaus)\w*",
                r"(?:jus )?(?:pamirsote|nepasakete|neperskaitete|nepatikrinote|nesilaikete|nenurodete)",
                r"(?:jei|jeigu) (?:jus )?(?:butumet\w*|anksciau|laiku)",
                r"(?:jus )?(?:neteisingai|ne taip) supratote",
                r"jusu (?:paciu )?(?:kalte|klaida)",
            ),
            why="Kaltė suverčiama klientui.",
            better="Atsiprašome, kad … . Padarysime, kad būtų paprasčiau: … .",
        ),
        Flaw.DOUBTS: Way(
            patterns=(
                r"(?:jei|jeigu) (?:jus |jums |kas nors |tai |kuo nors )?(?:jautetes|jauciates|pasijutote|pasirode"
                r"|izeid\w+|nuliud\w+|sukel\w+|kilo)",
                r"kad (?:jus )?(?:taip )?(?:jauciates|manote)",
                r"kad (?:jus )?taip pasijutote",
                r"(?:uz|del) (?:bet )?(?:kokius nors|galimus|bet kokius|kokius) nepatogum\w+",
            ),
            why="Abejojama, ar iš viso kas nors įvyko.",
            better="Atsiprašome, kad laukėte … ir kad … .",
        ),
    },
)

_EL = Phrases(
    apologises=(r"συγγνωμη\w*", r"συγνωμη\w*", r"λυπ(?:αμαι|ουμαστε|ομαστε|ουμαι)", r"απολογ\w+", r"συγχωρ\w+"),
    ways={
        Flaw.TAKEN_BACK: Way(
            patterns=(
                r"αλλα",
                r"ομωσ",
                r"ωστοσο",
                r"παρολ[οα] (?:που|αυτα)",
                r"παρ ολ[οα] (?:που|αυτα)",
                r"παροτι",
                r"αν και",
                r"μολονοτι",
                r"εντουτοισ",
                r"απο την αλλη",
            ),
            why="Αυτό που ακολουθεί παίρνει πίσω τη συγγνώμη.",
            better="Ζητούμε συγγνώμη που … . Από σήμερα θα … .",
        ),
        Flaw.EXCUSED: Way(
            patterns=(
                r"(?:επειδη|διοτι) (?:ο|η|το|οι|τα|ειχαμε|εχουμε|ειμαστε|ημασταν|υπηρχ\w+|υπαρχ\w+)",
                r"(?:λογω|εξαιτιασ)(?! (?:του )?(?:δικου μασ )?λαθουσ)",
                r"αυξημεν\w+ (?:ζητηση|κινηση|ογκο\w*|φορτο\w*)",
                r"μεγαλ\w+ (?:ζητηση|κινηση|ογκο\w*|φορτο\w*|αριθμο\w*)",
                r"(?:πολυ )?απασχολημεν\w+",
                r"ελλειψη προσωπικου",
                r"(?:περα απο|εκτοσ) (?:τον ελεγχο μασ|του ελεγχου μασ|τον ελεγχο|ελεγχου)",
                r"δεν φται\w+",
                r"δεν (?:ειναι|ηταν) (?:δικο μασ (?:λαθοσ|φταιξιμο)|ευθυνη μασ)",
                r"συμβαινουν (?:αυτα|σε ολουσ)",
                r"(?:την |η )?πολιτικη μασ",
            ),
            why="Μια αιτία μέσα στη συγγνώμη ακούγεται σαν δικαιολογία.",
            better="Ζητούμε συγγνώμη που … . Τι συνέβη και τι αλλάζουμε για να μην ξαναγίνει: … .",
        ),
        Flaw.BLAMES: Way(
            patterns=(
                r"(?:επρεπε|μπορουσατε|οφειλατε) να (?:μασ )?(?:ειχατε|διαβασετε|ελεγξετε|ενημερωσετε|πειτε"
                r"|τηλεφωνησετε|προσεξετε|ακολουθησετε|ρωτησετε)",
                r"(?:αν|εαν) (?:μασ )?(?:ειχατε|διαβαζατε|ελεγχατε|τηλεφωνουσατε)",
                r"δεν (?:μασ )?(?:ειπατε|διαβασατε|ελεγξατε|ακολουθησατε|ενημερωσατε)",
                r"ξεχασατε",
                r"παρεξηγησατε",
                r"δικο σασ (?:λαθοσ|φταιξιμο)",
            ),
            why="Ρίχνει το φταίξιμο στον πελάτη.",
            better="Ζητούμε συγγνώμη που … . Θα το κάνουμε πιο εύκολο: … .",
        ),
        Flaw.DOUBTS: Way(
            patterns=(
                r"(?:αν|εαν) (?:σασ |κατι σασ )?(?:νιωσατε|νιωθετε|αισθανθηκατε|αισθανεστε|προσβαλαμε|ενοχλησ\w+"
                r"|στενοχωρησ\w+|προκαλεσ\w+|φανηκε)",
                r"που (?:νιωθετε|αισθανεστε|νομιζετε)",
                r"που (?:νιωσατε|αισθανθηκατε) ετσι",
                r"για (?:τυχον|οποιαδηποτε) (?:\w+ )?(?:ταλαιπωρια|ενοχληση|αναστατωση|παρεξηγηση)",
            ),
            why="Αμφιβάλλει αν συνέβη κάτι.",
            better="Ζητούμε συγγνώμη που περιμένατε … και που … .",
        ),
    },
)

_AR = Phrases(
    apologises=(r"(?:و|ف)?(?:ن|ا|مت|نت)?اسف(?:ه|ون|ين)?", r"\w*(?:عتذر|عتذار|سامح)\w*", r"(?:و|ف)?(?:عذرا|معذره)"),
    ways={
        Flaw.TAKEN_BACK: Way(
            patterns=(
                r"(?:و|ف)?لكن\w*",
                r"(?:و|ف)?(?:غير|الا|بيد) ان\w*",
                r"(?:و|ف)?(?:علي )?(?:ال)?رغم (?:ان\w*|من|ذلك)",
                r"(?:و|ف)?بالرغم",
                r"(?:و|ف)?مع (?:ان\w*|ذلك)",
                r"(?:و|ف)?من ناحيه اخري",
            ),
            why="ما يأتي بعدها يسحب الاعتذار.",
            better="نعتذر عن … . وابتداءً من اليوم سوف … .",
        ),
        Flaw.EXCUSED: Way(
            patterns=(
                r"(?:و|ف)?لان (?:\w+نا|هناك|النظام|الموظف\w*|الشركه|السياسه)",
                r"(?:و|ف)?لاننا (?:كنا )?(?:مشغول\w+|مزدحم\w+|نعاني|نمر|نواجه)",
                r"(?:و|ف)?بسبب (?:ال)?(?:ضغط|كثره|ازدحام|ارتفاع|زياده|كثافه|نقص|نظام|انظمه|سياس\w+|خلل|عطل|اجراءات)\w*",
                r"(?:و|ف)?نظرا ل\w+",
                r"ضغط العمل",
                r"(?:كنا|نحن) مشغول\w+",
                r"نقص (?:في )?(?:الموظفين|العمال|العماله)",
                r"خارج\w* عن (?:ارادتنا|سيطرتنا)",
                r"(?:ليس|لم يكن|وليس) (?:ال)?خط\w+",
                r"(?:هذه )?الامور تحدث",
                r"سياستنا|سياسه الشركه|نظامنا",
            ),
            why="السبب داخل الاعتذار يبدو عذرًا.",
            better="نعتذر عن … . وما حدث وما سنغيّره كي لا يتكرر: … .",
        ),
        Flaw.BLAMES: Way(
            patterns=(
                r"كان (?:يجب|ينبغي|لا بد|من المفترض)? ?(?:عليك\w* )?ان "
                r"(?:تخبر|تقر|تتصل|تتبع|تلتزم|تذكر|تتحقق|تراجع|تنتبه|تسال)\w*",
                r"كان (?:بامكانك|بوسعك)\w*",
                r"(?:و|ف)?لو (?:انك\w*|كنت\w*|قرا\w+|اتصلت\w*|اخبرت\w*)",
                r"لم (?:تخبر\w*|تقرا\w*|تتصل\w*|تتبع\w*|تلتزم\w*|تذكر\w*)",
                r"(?:لقد )?(?:نسيت|نسيتم)",
                r"اس[ات]\w* (?:الفهم|فهم\w*)",
                r"خط[اوي]ك\w*",
            ),
            why="يلقي اللوم على العميل.",
            better="نعتذر عن … . وسنجعل الأمر أسهل: … .",
        ),
        Flaw.DOUBTS: Way(
            patterns=(
                r"(?:ان|اذا) (?:كنت\w* )?(?:قد )?(?:شعرت\w*|تشعر\w*|ازعج\w+|ضايق\w+|اسان\w*|تسبب\w+|بدا)",
                r"(?:ل)?انك\w* (?:تشعر\w*|شعرت\w*|تظن\w*)",
                r"عن اي (?:ازعاج|اساءه|ضرر|مضايقه|سوء)",
            ),
            why="يشكك في أن شيئًا قد حدث.",
            better="نعتذر لأنكم انتظرتم … ولأن … .",
        ),
    },
)

PHRASES: Mapping[str, Phrases] = {"en": _EN, "lt": _LT, "el": _EL, "ar": _AR}
