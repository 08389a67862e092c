"""The words by which header rows of lists name their columns, as spreadsheets and other programs write them."""

import re
import unicodedata
from collections.abc import Sequence

# Words that say whose column it is. Customers come first, since exports have columns of the host as well.
CUSTOMERS = ("customer", "client", "invitee", "attendee", "recipient", "participant", "buyer", "kunden", "teilnehmer")
OTHERS = ("contact", "primary", "main", "work", "business", "personal", "home", "private", "user", "lead", "your")
EMAIL, FULL, BARE, FIRST, LAST = "email", "full", "bare", "first", "last"
HEADINGS = {
    EMAIL: "email emails mail mails emailaddress mailaddress emailaddresses emailid emailadresse mailadresse correo "
    "correoelectronico direcciondecorreo courriel mel adresseemail adressemail adresseelectronique adressecourriel "
    "indirizzoemail postaelettronica endereçodeemail enderecodeemail correioeletronico correioeletrônico emailadres "
    "mailadres adresemail adrespocztyelektronicznej epost epostadress epostadresse eposta sahkoposti "
    "почта элпочта электроннаяпочта электронныйадрес "
    "електроннапошта メール メールアドレス eメール 邮箱 电子邮件 电子邮箱 電子郵件 信箱 이메일 전자우편 "
    "البريدالإلكتروني البريد بريدإلكتروني الإيميل ایمیل אימייל דואל דואראלקטרוני emailcím "
    "ηλεκτρονικόταχυδρομείο ηλεκτρονικήδιεύθυνση ελταχυδρομείο елпошта адресапошти имейл ईमेल ईमेलपता อีเมล อีเมล์ "
    "surel diachiemail thưđiệntử",
    FULL: "fullname displayname completename nameandsurname firstandlastname namesurname vollständigername "
    "vollstandigername vorundnachname vornameundnachname vornamenachname nombrecompleto nombreyapellidos "
    "nombreyapellido nomcomplet nometprenom nomprenom prenomnom nomecompleto nomeecognome nomecognome "
    "nomeesobrenome volledigenaam imieinazwisko fulltnamn adsoyad adısoyadı фио піб 姓名 氏名 お名前 名前 성명 성함 "
    "الاسمالكامل الاسمبالكامل שםמלא celéjméno jménoapříjmení celémeno menoapriezvisko imeiprezime teljesnév "
    "ονοματεπώνυμο numecomplet पूरानाम ชื่อนามสกุล namalengkap họvàtên họtên نامونامخانوادگی",
    BARE: "name names nom nombre nome naam nazwa namn navn nimi isim имя ім'я име 称呼 이름 الاسم اسم שם nume név "
    "नाम ชื่อ nama نام",
    FIRST: "firstname givenname first given forename christianname vorname rufname prenom prenoms primernombre "
    "nombrepila nombredepila nomeproprio primeironome voornaam imie fornamn fornavn etunimi ad adı 名 "
    "الاسمالأول שםפרטי jméno křestníjméno meno krstnémeno ime keresztnév utónév όνομα μικρόόνομα prenume पहलानाम "
    "ชื่อจริง namadepan tên",
    LAST: "lastname familyname surname last family secondname nachname familienname zuname nomdefamille apellido "
    "apellidos primerapellido cognome sobrenome apelido apelidos ultimonome achternaam familienaam nazwisko efternamn "
    "etternavn efternavn sukunimi soyad soyadı фамилия прізвище 姓 氏 성 اسمالعائلة اللقب نامخانوادگی שםמשפחה příjmení "
    "priezvisko prezime priimek vezetéknév családnév επώνυμο επίθετο numedefamilie उपनाम कुलनाम นามสกุล namabelakang họ",
}


# A remark beside a heading, such as “Name (as on the badge)”.
REMARK = re.compile(r"[(\[][^()\[\]]*[)\]]")


def normalize_heading(text: str) -> str:
    """Return the letters of a heading, without accents, case, signs, remarks in brackets and the digits by which
    exports count columns.
    """
    without_remarks = REMARK.sub("", text)
    decomposed = unicodedata.normalize("NFKD", without_remarks if without_remarks.strip() else text)
    # Turkish has an i without a dot, which its capital letters do not tell.
    letters = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold().replace("ı", "i")
    return re.sub(r"(?<=email)\d+(?:value)?$|(?<=address)\d+$", "", re.sub(r"[\W_]+", "", letters))


# The family name comes first in these languages.
FAMILY_FIRST = {normalize_heading(word) for word in ("姓", "氏", "성", "vezetéknév", "családnév", "họ")}
MEANINGS = {normalize_heading(word): meaning for meaning, words in HEADINGS.items() for word in words.split()}
# Somebody's column without a further word is their name.
NAME_OF_OWNER = {*CUSTOMERS, *(f"{word}s" for word in CUSTOMERS), "contact", "contacts"}


def find_columns(cells: Sequence[str]) -> tuple[int, tuple[int, ...]] | None:
    """Return the column of the email and those that make the name; None if the cells are no header row."""
    meanings = [(*_meaning(cell), number) for number, cell in enumerate(cells)]
    emails = [(_rank(owner), number, owner) for owner, meaning, number in meanings if meaning == EMAIL]
    if not emails:
        return None
    _best, email, owner_of_email = min(emails)
    for wanted in (owner_of_email, "", *CUSTOMERS, *OTHERS):
        names = {}
        for owner, meaning, number in reversed(meanings):
            if owner == wanted and meaning not in {EMAIL, ""}:
                names[meaning] = number
        if names:
            return email, _name(names, cells)
    return email, ()


def _meaning(cell: str) -> tuple[str, str]:
    """Return whose column the heading names, and what is in it; empty if it is neither email nor name."""
    word = normalize_heading(cell)
    if word in MEANINGS:
        return "", MEANINGS[word]
    if word in NAME_OF_OWNER:
        return word.removesuffix("s"), BARE
    owner = next((prefix for prefix in (*CUSTOMERS, *OTHERS) if word.startswith(prefix)), "")
    rest = word.removeprefix(owner).removeprefix("s")
    return owner, MEANINGS.get(rest, "")


def _rank(owner: str) -> int:
    """Return the order of preference among columns of emails: a customer's, one without an owner, anybody else's."""
    if owner in CUSTOMERS:
        return 0
    return 2 if owner else 1


def _name(names: dict[str, int], cells: Sequence[str]) -> tuple[int, ...]:
    """Return the columns of the name. A bare “name” beside one half of a name is the other half."""
    if FULL in names:
        return (names[FULL],)
    if FIRST not in names and LAST not in names:
        return (names[BARE],)
    first, last = names.get(FIRST, names.get(BARE)), names.get(LAST, names.get(BARE))
    both = [first, last]
    if last is not None and normalize_heading(cells[last]) in FAMILY_FIRST:
        both = [last, first]
    return tuple(column for column in both if column is not None)
