from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content_files import shipped_wording
from bot.core.content.wording_file import read_wording
from bot.core.person_request import asks_for_person

WANT_A_PERSON = {
    "da": [
        "Jeg vil gerne tale med et menneske",
        "kan jeg snakke med en rigtig person?",
        "Må jeg snakke med en medarbejder om min ordre fra i mandags, tak",
        "snake med en medarbejdr",
        "Er der nogen jeg kan tale med?",
        "stil mig om til en medarbejder",
        "menneske tak!!",
        "Jeg gider ikke skrive med en robot",
        "Jeg vil have et rigtigt menneske, ikke en maskine",
        "Kan I ringe til mig? Mit nummer er 12 34 56 78",
        "det er 3. gang jeg skriver, hvordan får man fat i en person hos jer",
        "Er du et menneske? Jeg vil tale med et menneske.",
        "kan jeg tale med jeres chef",
        "rigtig person",
        "Må jeg ringes op? Jeg vil gerne blive ringet op i dag",
    ],
    "sv": [
        "Jag vill prata med en människa",
        "kan jag få prata med nån",
        "Kan jag prata med en riktig person om min beställning, tack?",
        "prata med en manniska",
        "koppla mig till kundtjänst",
        "Jag vill inte chatta med en robot",
        "Kan någon ringa mig?",
        "riktig människa tack",
        "Hur får man tag i en person hos er egentligen",
        "Jag vill tala med någon ansvarig, finns det någon jag kan prata med?",
        "snacka med personal",
        "Jag vill ha en människa, inte en maskin",
    ],
    "nb": [
        "Jeg vil snakke med et menneske",
        "kan jeg få prate med noen",
        "Kan jeg snakke med en ekte person om bestillingen min?",
        "snakke med kundebehandler",
        "sett meg over til en medarbeider",
        "Jeg gidder ikke skrive med en robot",
        "Kan noen ringe meg?",
        "ekte menneske takk",
        "Hvordan får man tak i en person hos dere",
        "Er det noen jeg kan snakke med?",
        "snake med et mennske",
        "Jeg vil ha et menneske, ikke en bot",
    ],
    "cs": [
        "Chci mluvit s člověkem",
        "chci mluvit s clovekem",
        "Můžu s někým promluvit?",
        "Dá se u vás mluvit se živým člověkem ohledně mé objednávky?",
        "spojte mě s operátorem",
        "přepojte mě prosím",
        "Nechci psát s robotem",
        "Může mi někdo zavolat?",
        "živý člověk prosím",
        "operator",
        "Potřebuju mluvit s vaším vedoucím",
        "chtel bych s nekym mluvit",
        "Zavolejte mi prosím na 777 123 456",
    ],
    "nl": [
        "Ik wil met een mens praten",
        "kan ik iemand spreken?",
        "Kan ik met een echt persoon chatten over mijn bestelling van vorige week?",
        "graag een medewerker",
        "medewerker spreken aub",
        "verbind me door met een collega",
        "Ik wil niet met een robot praten",
        "Kan iemand mij bellen?",
        "kunnen jullie mij terugbellen",
        "contact met een medewerker",
        "ik wil iemand sprken",
        "ik wil een mens, geen machine",
        "met een medewerker pratne",
    ],
    "de": [
        "Ich möchte mit einem Menschen sprechen",
        "kann ich mit jemandem reden?",
        "Ich will mit einem echten Mitarbeiter über meine Bestellung sprechen",
        "moechte mit jemandem sprechen",
        "verbinden Sie mich bitte mit einem Mitarbeiter",
        "Ich will nicht mit einem Bot schreiben",
        "Können Sie mich zurückrufen?",
        "Mensch bitte",
        "Mitarbeiter",
        "kann ich bitte jemanden sprechen",
        "Könnt ihr mich mit einer Person verbinden",
        "mit einem mitarbeter reden",
        "Rückruf bitte",
    ],
    "en": [
        "I want to talk to a human",
        "Can I please speak to a real person about my order from last week?",
        "talk to a persn",
        "speak with somebody",
        "agent",
        "human please",
        "Is there someone I can talk to?",
        "connect me to an agent",
        "put me through to someone who can help",
        "I don't want to talk to a bot",
        "can someone call me back please",
        "I need a human",
        "get me a real person",
        "let me talk to your manager",
        "Are you a bot? I want to speak to a human",
    ],
}

WANT_NO_PERSON = {
    "da": [
        "Hvornår har I åbent?",
        "Skal jeg tale med en medarbejder for at bestille bord?",
        "Kan man bestille uden at tale med nogen?",
        "Bord til en person",
        "Er du et menneske?",
        "Er det en rigtig person, der svarer her?",
        "Hvad koster det per person?",
        "mens vi venter",
        "Kan vi have 40 mennesker til fest hos jer?",
        "Har I en medarbejder, der taler tysk, i butikken?",
        "Kan I skrive en besked til en ven på gavekortet?",
        "Hvor mange personer er der plads til?",
        "Kan jeg bestille på telefonen?",
        "Snakker I også engelsk?",
    ],
    "sv": [
        "När har ni öppet?",
        "Måste jag prata med personalen för att boka bord?",
        "Kan man boka utan att prata med någon?",
        "Bord för en person",
        "Är du en människa?",
        "Hur många människor får plats?",
        "Vad kostar det per person?",
        "Kan ni skriva en hälsning till någon på kortet?",
        "Har ni personal som talar tyska i butiken?",
        "Jag jobbar som medarbetare på en tidning, har ni rabatt?",
        "Pratar ni engelska?",
        "Kan jag ringa och beställa?",
    ],
    "nb": [
        "Når har dere åpent?",
        "Trenger jeg å snakke med noen for å bestille bord?",
        "Kan man bestille uten å snakke med noen?",
        "Bord til en person",
        "Er du et menneske?",
        "Hvor mange mennesker er det plass til?",
        "Hva koster det per person?",
        "Kan dere skrive en hilsen til noen på kortet?",
        "Har dere en ansatt som snakker tysk i butikken?",
        "Snakker dere engelsk?",
        "Kan jeg ringe og bestille?",
        "Er kaffen ekte?",
    ],
    "cs": [
        "Kdy máte otevřeno?",
        "Je nutné s někým mluvit, když chci rezervovat stůl?",
        "Jste člověk?",
        "Stůl pro jednu osobu",
        "Kolik lidí se k vám vejde?",
        "Kolik to stojí na osobu?",
        "Mluvíte česky?",
        "Můžu přijít se psem?",
        "Můžu objednat po telefonu?",
        "Máte v obchodě někoho, kdo mluví německy?",
        "Chci objednat dárek pro člověka, který má rád kávu",
        "Máte živou hudbu?",
    ],
    "nl": [
        "Wat zijn jullie openingstijden?",
        "Moet ik met iemand praten om een tafel te reserveren?",
        "Kan ik reserveren zonder iemand te spreken?",
        "Tafel voor één persoon",
        "Ben je een mens?",
        "Wat kost het per persoon?",
        "Hoeveel mensen passen er binnen?",
        "Spreken jullie Engels?",
        "Kan ik bellen om te bestellen?",
        "Is er een medewerker in de winkel die Duits spreekt?",
        "Ik ben medewerker van een krant, krijg ik korting?",
        "Is de koffie echt biologisch?",
    ],
    "de": [
        "Wann habt ihr geöffnet?",
        "Muss ich mit jemandem sprechen, um einen Tisch zu reservieren?",
        "Kann man reservieren, ohne mit jemandem zu sprechen?",
        "Tisch für eine Person",
        "Bist du ein Mensch?",
        "Mensch, super!",
        "Was kostet das pro Person?",
        "Wie viele Menschen passen rein?",
        "Sprecht ihr Englisch?",
        "Gibt es im Laden einen Mitarbeiter, der Dänisch kann?",
        "Gibt es Rabatt für Mitarbeiter der Post?",
        "Kann ich auch anrufen und bestellen?",
    ],
    "en": [
        "What are your opening hours?",
        "Do I have to talk to a person to book?",
        "Can I book without talking to anyone?",
        "Is there a person who speaks Danish in the shop?",
        "Are you a human?",
        "A table for one person please",
        "How much is it per person?",
        "I'm a travel agent, do you offer a discount?",
        "Am I talking to a real person?",
        "How many people fit inside?",
        "Do you speak English?",
        "Can I call you to order?",
        "What did the manager say about the parcel?",
        "I have a question about human rights posters, do you sell them?",
    ],
}


@pytest.fixture(scope="module")
def phrases() -> Sequence[str]:
    return _all("person_requests")


@pytest.fixture(scope="module")
def exceptions() -> Sequence[str]:
    return _all("person_not_requests")


def _all(key: str) -> Sequence[str]:
    wording, _ = read_wording(shipped_wording())
    return [phrase for language in sorted(wording.languages) for phrase in wording.texts(key, language)]


@pytest.mark.parametrize("text", [text for texts in WANT_A_PERSON.values() for text in texts])
def test_understands_who_wants_a_person(text: str, phrases: Sequence[str], exceptions: Sequence[str]) -> None:
    assert asks_for_person(text, phrases, unless=exceptions)


@pytest.mark.parametrize("text", [text for texts in WANT_NO_PERSON.values() for text in texts])
def test_leaves_alone_who_wants_something_else(text: str, phrases: Sequence[str], exceptions: Sequence[str]) -> None:
    assert not asks_for_person(text, phrases, unless=exceptions)


def test_without_exceptions_the_phrase_alone_decides() -> None:
    assert asks_for_person("Do I have to talk to a person to book?", ["talk to person"])
    assert not asks_for_person(
        "Do I have to talk to a person to book?", ["talk to person"], unless=["do i have to talk"]
    )


def test_the_words_of_a_phrase_stand_in_order_and_near_each_other() -> None:
    phrases = ["talk to person"]
    assert asks_for_person("talk to a real person", phrases)
    assert not asks_for_person("a person to talk", phrases)
    assert not asks_for_person("I talk fast to this very friendly person", phrases)


def test_a_short_phrase_counts_only_in_a_short_message() -> None:
    assert asks_for_person("hello, agent please", ["agent"])
    assert not asks_for_person("I am a travel agent", ["agent"])
    assert asks_for_person("a real person now", ["real person"])
    assert not asks_for_person("is there a cake that a real person baked", ["real person"])


def test_alternatives_stand_for_each_other() -> None:
    assert asks_for_person("chat with anyone", ["talk/chat to/with someone/anyone"])


def test_forgives_a_slip_but_not_in_the_first_letter_nor_in_short_words() -> None:
    assert asks_for_person("tlak to anyone", ["talk to anyone"])
    assert asks_for_person("talk to anoyne", ["talk to anyone"])
    assert not asks_for_person("walk to anyone", ["talk to anyone"])
    assert not asks_for_person("talk at anyone", ["talk to anyone"])
    assert not asks_for_person("tlk t anyone", ["talk to anyone"])
    assert asks_for_person("represntatve please now", ["representative please now"])


@settings(deadline=None)
@given(st.text(), st.lists(st.text(min_size=1), max_size=4), st.lists(st.text(min_size=1), max_size=4))
def test_takes_any_text_and_any_phrases(text: str, phrases: list[str], unless: list[str]) -> None:
    assert asks_for_person(text, phrases, unless=unless) in {True, False}


@settings(deadline=None)
@given(st.text(), st.lists(st.text(min_size=1), max_size=4))
def test_no_phrases_no_request(text: str, unless: list[str]) -> None:
    assert not asks_for_person(text, [], unless=unless)
