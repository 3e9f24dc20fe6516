"""The sample business is asked several things at once, in its five languages, with the real encoder."""

import pytest

from bot.core.conversation import Conversation, Priority
from bot.core.deciding import decide
from bot.core.decision import Decision
from bot.core.incoming import Channel
from bot.core.understanding import understand
from bot.publishing import FaqShelf
from tests.casts.happenings import said
from tests.journeys.conftest import MONDAY_NOON

ANSWERED: list[tuple[str, str]] = [  # what is asked, and all that answers it
    ("hej! hvornår har I åbent og kan man få glutenfri?", "opening-hours allergens"),
    ("Hej! Hvornår har I åbent?", "opening-hours"),
    ("åbningstider og adresse?", "opening-hours find-us"),
    ("Må hunden komme med, og har I wifi", "dogs wifi-laptops"),
    ("tak! og har i wifi?", "wifi-laptops"),
    ("hvornår har I åbent? mange tak!", "opening-hours"),
    ("Hvornår lukker køkkenet, og kan jeg bestille bord til 4 kl. 19.30?", "kitchen-hours booking"),
    ("Hej! Har ni öppet på söndag och kan man boka bord?", "opening-hours booking"),
    ("Finns det veganska kakor, och säljer ni presentkort?", "vegan gift-cards"),
    ("Hej, jag undrar om ni har glutenfritt och om man kan ta med hund", "allergens dogs"),
    ("Hej! Jag har en fråga. Skickar ni till Finland?", "delivery-countries"),
    ("Hur länge har ni öppet idag och går det att betala kontant?", "opening-hours payment"),
    ("Kde vás najdu a do kolika máte otevřeno?", "find-us opening-hours"),
    ("Máte veganské dorty a prodáváte dárkové poukazy?", "vegan gift-cards"),
    ("Hallo! Hoe laat gaan jullie open en mag mijn hond mee naar binnen?", "opening-hours dogs"),
    ("Hoi! Kan ik een tafel reserveren en hebben jullie glutenvrije taart?", "booking allergens"),
    ("Dank je! Nog een vraagje: zoeken jullie personeel?", "jobs"),
    ("Waar zitten jullie en is er wifi?", "find-us wifi-laptops"),
    ("are you open on saturday and can I bring my dog", "opening-hours dogs"),
    ("hi\nquick question\ndo you ship to norway?", "delivery-countries"),
    ("What's the wifi password and can I pay by card", "wifi-laptops payment"),
    ("Do you have vegan and gluten-free cakes?", "vegan allergens"),
    ("open today? table for 2?", "opening-hours booking"),
    ("Thanks! Also what time do you close?", "opening-hours"),
    ("Hi there! Two questions: are you hiring, and do you allow dogs?", "jobs dogs"),
    ("Jeg har glemt min paraply hos jer i går. Hvornår har I åbent?", "lost-and-found opening-hours"),
    ("Vi vil gerne leje hele lokalet en aften. Må man have hund med?", "private-events dogs"),
    ("Jag tappade min vante hos er. När öppnar ni?", "lost-and-found opening-hours"),
    ("Är det öppet i mellandagarna och får man ta med hund?", "christmas-hours dogs"),
    ("Kdy máte otevřeno? Máte dětský koutek?", "opening-hours children"),
    ("Kolik stojí brunch a máte dětské židličky?", "menu-prices children"),
    ("Ik ben gisteren mijn sjaal bij jullie vergeten. Hoe laat gaan jullie open?", "lost-and-found opening-hours"),
    ("I left my scarf at your place yesterday. When do you open?", "lost-and-found opening-hours"),
    ("Can we sit outside and do you have high chairs?", "outdoor-seating children"),
]

ONE_QUESTION: list[tuple[str, str]] = [
    ("are you open on Saturday and Sunday?", "opening-hours"),
    ("do you ship to sweden and norway?", "delivery-countries"),
    ("can I book a table for two adults and two kids?", "booking"),
    ("I'm coeliac. What can I eat?", "allergens"),
    ("It's my mother's birthday next week. Do you sell gift cards?", "gift-cards"),
    ("I bought a bag of beans last week. Can I return it?", "returns"),
    ("er der åbent lørdag og søndag?", "opening-hours"),
    ("kan man betale med kort og mobilepay", "payment"),
    ("Vi er fem voksne og to børn, kan vi få et bord på fredag?", "booking"),
    ("Hej, jeg står på Nørrebro – hvor er jeres café?", "find-us"),
    ("Jeg bor i Aarhus. Hvad koster fragten?", "delivery-countries"),
    ("Har I åbent f.eks. kl. 10 på lørdag?", "opening-hours"),
    ("hej hej! har ni wifi och får man sitta och jobba?", "wifi-laptops"),
    ("Vi är på väg till er nu. Har ni öppet?", "opening-hours"),
    ("Jsme čtyři dospělí a dvě děti, máte volný stůl v pátek?", "booking"),
    ("Ahoj, mate wifi a muzu tam pracovat?", "wifi-laptops"),
    ("Wij komen zaterdag met zijn vieren. Moeten we reserveren?", "booking"),
]

PARTLY: list[tuple[str, str]] = [  # the rest is for a person
    ("laver I bryllupskager og hvornår har I åbent?", "opening-hours"),
    ("Kan I skifte et hjul på min cykel? Hvornår har I åbent?", "opening-hours"),
    ("Spiller I live jazz om fredagen? Må man have hund med?", "dogs"),
    ("Bakar ni bröllopstårtor? Och när öppnar ni?", "opening-hours"),
    ("Jag undrar vem som vann matchen. När öppnar ni?", "opening-hours"),
    ("děláte svatební dorty a kdy máte otevřeno?", "opening-hours"),
    ("Kdy máte otevřeno? A kdo včera vyhrál hokej?", "opening-hours"),
    ("Kunnen jullie mijn fiets repareren? Hoe laat gaan jullie open?", "opening-hours"),
    ("What are your opening hours? And what is the meaning of life?", "opening-hours"),
    ("Can you fix my bike? When do you open?", "opening-hours"),
    ("Where are you? Are you open now? Is there wifi? Do you sell guitars?", "find-us opening-hours wifi-laptops"),
]

PEOPLE = [
    "min pakke er gået i stykker. hvornår har i åbent?",
    "Přišel mi rozbitý balík a chci vrátit peníze.",
    "My grinder arrived broken and I want my money back",
    "We had dinner at yours and my husband got a rash and can't breathe. When do you open?",
]


def decided(sample: FaqShelf, text: str) -> Decision:
    knowledge = sample.knowledge()
    talk = Conversation(Channel.MESSENGER, "12345", thread="anna", customer="anna", last_customer_at=MONDAY_NOON)
    item = said(text)
    return decide(item, talk, understand(item, talk, knowledge), knowledge, MONDAY_NOON)


@pytest.mark.parametrize(("text", "entries"), ANSWERED)
def test_answers_all_that_is_asked(sample: FaqShelf, text: str, entries: str) -> None:
    decision = decided(sample, text)

    assert (decision.reason, " ".join(decision.entries)) == ("sure", entries)
    assert len(decision.replies) == len(decision.entries)


@pytest.mark.parametrize(("text", "entry"), ONE_QUESTION)
def test_does_not_cut_up_one_question(sample: FaqShelf, text: str, entry: str) -> None:
    decision = decided(sample, text)

    assert (decision.reason, decision.entries) == ("sure", (entry,))


@pytest.mark.parametrize(("text", "entries"), PARTLY)
def test_answers_what_it_knows_and_hands_over_the_rest(sample: FaqShelf, text: str, entries: str) -> None:
    decision = decided(sample, text)

    assert (decision.reason, " ".join(decision.entries)) == ("partly_sure", entries)
    assert len(decision.replies) == len(decision.entries) + 1
    assert decision.after.waiting_since == MONDAY_NOON


@pytest.mark.parametrize("text", PEOPLE)
def test_what_is_serious_goes_to_people_first(sample: FaqShelf, text: str) -> None:
    decision = decided(sample, text)

    assert decision.reason in {"complaint", "urgent", "unsure"}
    assert decision.after.priority >= Priority.HIGH
    assert len(decision.replies) == 1
