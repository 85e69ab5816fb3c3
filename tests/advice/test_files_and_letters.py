"""What people send: files known by their content, and letters without what they quote."""

import io
import zipfile
from email.message import EmailMessage

import pytest

from advice.differences import GONE, NEW, SAME, compare, in_plain_text
from advice.incoming import REPLY_ABOVE, own_words, read_letter
from interact_portal.core.files import LARGEST, FileRefusedError, clean_name, look_at

PDF, PNG, JPEG = b"%PDF-1.7\n%%EOF", b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xff\xe0...."
TOKEN = "abcdefghijkmnpqrstuvwxyz"


def zipped(*names: str, first: tuple[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if first:
            archive.writestr(*first)
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kept_as", "kind"),
    [
        ("Contract.PDF", PDF, "Contract.pdf", "application/pdf"),
        ("picture.exe", PNG, "picture.png", "image/png"),
        ("photo", JPEG, "photo.jpg", "image/jpeg"),
        ("a.docx", zipped("[Content_Types].xml", "word/document.xml"), "a.docx", "wordprocessing"),
        ("a.zip", zipped("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx", "spreadsheet"),
        (
            "b.odt",
            zipped("content.xml", first=("mimetype", "application/vnd.oasis.opendocument.text")),
            "b.odt",
            "opendocument.text",
        ),
        ("notes.md", "Prüfung\n".encode(), "notes.txt", "text/plain"),
    ],
)
def test_a_file_gets_the_type_of_its_content_and_the_ending_that_fits(name, content, kept_as, kind):
    file = look_at(name, content)
    assert file.name == kept_as
    assert kind in file.kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00\x03program",
        b"<html><script>alert(1)</script></html>",
        b"\xef\xbb\xbf  <svg onload=alert(1)>",
        b"PK\x03\x04broken",
        zipped("some.txt"),
        zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        zipped("x", first=("mimetype", "application/vnd.oasis.opendocument.formula")),
        b"\xff\xfetext in another encoding\x00",
        b"%PDF-" + b"0" * LARGEST,
    ],
)
def test_programs_pages_macros_archives_and_too_large_files_are_refused(content):
    with pytest.raises(FileRefusedError):
        look_at("innocent.pdf", content)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\anna\\Desktop\\grant.pdf", "grant.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ('x"; filename="evil.exe', "x filename evil.pdf"),
        ("Förderung 2007–2013 (final).pdf", "Förderung 2007 2013 (final).pdf"),
        ("…", "file.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("a" * 300 + ".pdf", "a" * 100 + ".pdf"),
        ("line\r\nbreak.pdf", "line break.pdf"),
    ],
)
def test_the_name_of_a_file_cannot_do_harm(name, kept):
    assert clean_name(name, "application/pdf") == kept


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Thank you.\n", "Thank you."),
        ("Yes.\n\n> Good day,\n>\n> " + REPLY_ABOVE + "\n> More", "Yes."),
        ("Yes.\n\nOn 3 May 2026 the desk wrote:\n> What?\n> And?", "Yes."),
        ("Ja.\n\nAm 3. Mai 2026 schrieb das Sekretariat:\n> Was?", "Ja."),
        ("Yes.\n\n-----Original Message-----\nFrom: desk\n\n" + REPLY_ABOVE, "Yes."),
        ("They wrote:\nnothing that helps.", "They wrote:\nnothing that helps."),
        ("> quoted first\n\nThen my answer.", "> quoted first\n\nThen my answer."),
        ("One\r\nTwo\r\n--\r\n", "One\nTwo"),
        (REPLY_ABOVE, ""),
    ],
)
def test_of_a_reply_only_the_own_words_stay(text, own):
    assert own_words(text) == own


def letter(**headers: str) -> EmailMessage:
    message = EmailMessage()
    defaults = {"From": "Jonas <Jonas@Example.eu>", "To": f"desk+{TOKEN}@example.eu"}
    for name, value in (defaults | headers).items():
        message[name] = value
    message.set_content("Here it is.\n")
    return message


def test_a_letter_says_who_sent_it_to_which_conversation_with_which_files():
    message = letter(**{"Message-ID": "<one@example.eu>"})
    message.add_attachment(PDF, maintype="application", subtype="msword", filename="a.doc")
    message.add_attachment(b"MZ..\x00", maintype="application", subtype="pdf", filename="b.pdf")
    read = read_letter(message.as_bytes())
    assert (read.sender, read.tokens, read.text) == ("jonas@example.eu", [TOKEN], "Here it is.")
    assert read.letter_id == "<one@example.eu>"
    assert [file.name for file in read.files] == ["a.pdf"]
    assert read.refused == ["b.pdf"]
    assert not read.is_automatic


@pytest.mark.parametrize(
    "header",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return-Path": "<>"},
    ],
)
def test_notes_of_absence_are_known_as_such(header):
    assert read_letter(letter(**header).as_bytes()).is_automatic


def test_the_conversation_is_found_however_the_mail_server_passes_the_address_on():
    message = letter(To="desk@example.eu", **{"Delivered-To": f"DESK+{TOKEN.upper()}@example.eu"})
    assert read_letter(message.as_bytes()).tokens == [TOKEN]


def test_a_letter_in_html_alone_is_read_as_text():
    message = letter()
    message.set_content("<p>First<br>second</p><p>third</p>", subtype="html")
    assert read_letter(message.as_bytes()).text == "First\nsecond\nthird"


def test_a_letter_without_a_sender_is_none():
    with pytest.raises(ValueError, match="no sender"):
        read_letter(b"Subject: hello\n\nHello")


def test_two_texts_are_compared_word_by_word():
    passages = compare("The rate is 15 % of staff costs.", "The rate is 20 % of staff costs. Ask.")
    assert [(passage.how, passage.text.strip()) for passage in passages] == [
        (SAME, "The rate is"),
        (GONE, "15"),
        (NEW, "20"),
        (SAME, "% of staff costs."),
        (NEW, "Ask."),
    ]
    assert (
        in_plain_text(passages) == "The rate is [gone: 15] [new: 20] % of staff costs. [new: Ask.]"
    )


def test_equal_texts_and_empty_ones_have_no_changes():
    assert [passage.how for passage in compare("a b\n\nc", "a  b c")] == [SAME]
    assert compare("", "") == []
    assert [passage.how for passage in compare("", "new")] == [NEW]
    assert [passage.how for passage in compare("old", "")] == [GONE]
