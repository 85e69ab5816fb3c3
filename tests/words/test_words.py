"""Searching in the field's own words: synonyms, phrases, exclusions, spelling, marked passages."""

import datetime

import pytest
from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from interact_portal.core.rich_text import as_plain_text, clean_html
from interact_portal.words.asking import MARK_OFF, MARK_ON, indexed, understand
from interact_portal.words.highlighting import as_html, marked, passage
from interact_portal.words.misses import count_miss
from interact_portal.words.models import Miss, Synonyms, Word
from interact_portal.words.spelling import distance, learn, mended

pytestmark = pytest.mark.django_db


def answers(text: str, question: str) -> bool:
    """Say whether `text` answers `question`."""
    vector = SearchVector(Value(indexed(text)), config="english")
    rows = Synonyms.objects.annotate(v=vector).filter(v=understand(question).query)
    return rows.exists()


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("controllers", "The controller checks."),
        ("JTS", "The joint secretariat moved."),
        ("joint secretariat", "Ask the JTS first."),
        ("certifying authority", "The accounting body pays."),
        ("FLC", "First level control takes time."),
        ("FLC", "Management verifications are risk-based."),
        ("n+2", "Money is lost by n + 2 after two years."),
        ("n+2", "Decommitment hits small programmes."),
        ("pyrenees", "Comunidad de los Pirineos – Pyrénées"),
        ("Pyrénées", "In the Pyrenees"),
        ('"lump sum"', "A lump sum is paid."),
        ("lump -maritime", "A lump sum on land."),
        ("-maritime", "A lump sum on land."),
    ],
)
def test_a_question_is_answered_by_synonym_inflection_accent_and_phrase(question, text):
    assert answers(text, question)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ('"lump sum"', "A sum without a lump."),
        ("lump -maritime", "A lump sum in a maritime programme."),
        ('"first level control"', "Control of the first partner on every level"),
        ("lump audit", "A lump sum is paid."),
    ],
)
def test_phrases_and_exclusions_are_kept_to(question, text):
    assert not answers(text, question)


@pytest.mark.parametrize("question", ["", "  ", '"', "-", "++ &|!", '""', "\x00"])
def test_signs_alone_ask_nothing(question):
    assert not understand(question)


@pytest.mark.parametrize(
    "question", ["a' | b", "x & !y :*", "<script>", "(((", "\\", "a:b:c", "q" * 5000, "-- ;"]
)
def test_no_question_breaks_the_search(question):
    answers("anything", f"{question} word")


def test_a_misspelt_word_is_mended_from_the_words_of_the_portal():
    learn(["First level control of irregularities by the authorities"])
    assert mended(understand("first level controll")).text == "first level control"
    assert mended(understand("irregularitis")).text == "irregularities"
    assert mended(understand('"frist level" -contrl')).text == '"first level" -contrl'
    assert mended(understand("first level controls")) is None
    assert mended(understand("quite unknown zeppelin")) is None


def test_learning_counts_words_and_keeps_those_known():
    learn(["control control", "audit"])
    learn(["control of risk"])
    assert dict(Word.objects.values_list("text", "uses")) == {"control": 2, "audit": 1, "risk": 1}


@pytest.mark.parametrize(
    ("left", "right", "letters"),
    [("control", "control", 0), ("contorl", "control", 1), ("contrl", "control", 1),
     ("audit", "edits", 3), ("a", "abcdef", 3)],
)  # fmt: skip
def test_letters_added_taken_changed_or_swapped_are_counted_up_to_the_limit(left, right, letters):
    assert distance(left, right, 2) == letters


def test_words_found_are_marked_in_the_writers_own_spelling():
    texts = ["Économie des Pyrénées", "Nothing here", "Straße und Contrôle"]
    first, second, third = marked(texts, understand("economie control").query)
    assert first == f"{MARK_ON}Économie{MARK_OFF} des Pyrénées"
    assert second == "Nothing here"
    assert "Straße und" in third


def test_marked_text_comes_out_as_harmless_html():
    text = f"<b>{MARK_ON}x{MARK_OFF}</b>"
    assert as_html(text) == "&lt;b&gt;<mark>x</mark>&lt;/b&gt;"


def test_a_passage_is_cut_around_the_first_word_found():
    text = "word " * 100 + f"{MARK_ON}found{MARK_OFF} " + "tail " * 100
    cut = passage(text)
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert f"{MARK_ON}found{MARK_OFF}" in cut
    assert len(cut) < 240


def test_a_miss_is_counted_by_day_and_words_without_a_person():
    for _time in range(3):
        count_miss("practices", understand("Zeppelin"))
    miss = Miss.objects.get()
    assert (miss.text, miss.times, miss.day) == ("zeppelin", 3, datetime.date.today())  # noqa: DTZ011
    assert {field.name for field in Miss._meta.fields} == {"id", "day", "room", "text", "times"}


HOSTILE = [
    "<script>alert(1)</script>",
    "<p onclick=alert(1)>x</p>",
    '<img src=x onerror="alert(1)">',
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="  JaVaScRiPt:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=evil.swf></object><embed src=evil>",
    "<style>body{display:none}</style>",
    '<p style="background:url(javascript:alert(1))">x</p>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form action=//evil><input name=x><button>go</button></form>",
    "<base href=//evil>",
    "<meta http-equiv=refresh content='0;url=//evil'>",
    "<link rel=stylesheet href=//evil>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<p><!--<img src=x onerror=alert(1)>--></p>",
    "<template><script>alert(1)</script></template>",
    "<p id=main class=button data-x=1>x</p>",
    "<a href=https://example.eu target=_blank ping=//evil>x</a>",
    "<table><td background=javascript:alert(1)>x</td></table>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "\x00<script\x00>alert(1)</script>",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_html_comes_out_harmless(text):
    clean = clean_html(text).lower()
    for bad in ("<script", "onerror", "onclick", "onload", "ontoggle", "javascript:", "vbscript:",
                "data:text", "<iframe", "<object", "<embed", "<style", "style=", "<form", "<input",
                "<button", "<base", "<meta", "<link", "<svg", "<math", "<img", "<video", " id=",
                "class=", "ping=", "<template", "background=", "<details"):  # fmt: skip
        assert bad not in clean, f"{bad} in {clean}"
    assert clean_html(clean_html(text)) == clean_html(text)


def test_what_an_author_may_write_stays_as_it_is():
    text = (
        '<h3>A</h3><p>Bold <strong>x</strong>, <em>y</em> and <a href="https://example.eu" '
        'rel="noopener noreferrer">link</a></p><ul><li><p>one</p></li></ul>'
    )
    kept = clean_html(text)
    for piece in ("<h3>A</h3>", "<strong>x</strong>", "<em>y</em>", "https://example.eu", "<li>"):
        assert piece in kept


def test_a_text_written_without_the_editor_becomes_paragraphs():
    assert clean_html("One & two\n\nThree < four") == (
        "<p>One &amp; two</p>\n\n<p>Three &lt; four</p>"
    )
    assert as_plain_text("<p>a</p><ul><li>b &amp; c</li></ul>") == "a b & c"
