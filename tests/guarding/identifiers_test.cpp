#include "bot/guarding/identifiers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <random>
#include <set>
#include <sstream>

#include "bot/guarding/national_id.hpp"

namespace guarding {

using Verdict = IdentifierVerdict;
using Kind = IdentifierKind;

void PrintTo(const IdentifierFinding& finding, std::ostream* out) {
  *out << kind_key(finding.kind);
}

namespace {

std::vector<IdentifierFinding> found_in(const std::string& text) {
  return find_identifiers(std::span(&text, 1));
}

std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(std::string(REFLEKS_SOURCE_DIR "/tests/guarding/") + file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && line.front() != '#') lines.push_back(line);
  return lines;
}

// The vectors write a line break as \n and an invisible character as \uXXXX, so that they show in a diff.
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
    } else if (text[i + 1] == 'n') {
      out += '\n';
      i += 1;
    } else {
      const auto c = static_cast<unsigned>(std::stoul(std::string(text.substr(i + 2, 4)), nullptr, 16));
      if (c >= 0x800) out += static_cast<char>(0xE0 | (c >> 12));
      out += static_cast<char>(c >= 0x800 ? 0x80 | ((c >> 6) & 0x3F) : 0xC0 | (c >> 6));
      out += static_cast<char>(0x80 | (c & 0x3F));
      i += 5;
    }
  }
  return out;
}

std::vector<std::string> columns_of(const std::string& line) {
  std::vector<std::string> columns;
  std::istringstream in(line);
  for (std::string column; std::getline(in, column, '\t');) columns.push_back(column);
  return columns;
}

TEST(Identifiers, AllReferenceVectorsComeOutAsTheySay) {
  auto lines = lines_of("national_id_vectors.tsv");
  ASSERT_EQ(lines.size(), 73U);
  lines.erase(lines.begin());
  for (const auto& line : lines) {
    const auto columns = columns_of(line);
    ASSERT_EQ(columns.size(), 4U) << line;
    const auto expected = columns[2] == "miss"              ? Verdict::ok
                          : columns[1].starts_with("warn_") ? Verdict::warn
                                                            : Verdict::stop;
    const auto findings = found_in(decoded(columns[0]));
    EXPECT_EQ(worst(findings), expected) << line << testing::PrintToString(findings);
  }
}

TEST(Identifiers, LetsOrdinaryCareProseThrough) {
  const auto sentences = lines_of("care_prose.txt");
  ASSERT_GE(sentences.size(), 150U);
  std::size_t stopped = 0;
  for (const auto& sentence : sentences) {
    const auto findings = found_in(sentence);
    if (findings.empty()) continue;
    std::cout << (worst(findings) == Verdict::stop ? "stopped " : "asked about ")
              << testing::PrintToString(findings) << ": " << sentence << '\n';
    stopped += worst(findings) == Verdict::stop ? 1 : 0;
  }
  EXPECT_LT(stopped * 100, sentences.size());
}

TEST(Identifiers, LetsAWholePageOfItThroughAtOnce) {
  std::string page;
  for (const auto& sentence : lines_of("care_prose.txt")) page += sentence + ' ';
  EXPECT_TRUE(found_in(page).empty()) << testing::PrintToString(found_in(page));
}

// --- one sentence a case ---

struct Case {
  std::string name;
  std::string text;
  std::vector<Kind> kinds;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.text;
}

class IdentifierCase : public testing::TestWithParam<Case> {};

TEST_P(IdentifierCase, FindsExactlyTheseKinds) {
  std::set<Kind> kinds;
  for (const auto& finding : found_in(GetParam().text)) kinds.insert(finding.kind);
  EXPECT_EQ(kinds, std::set<Kind>(GetParam().kinds.begin(), GetParam().kinds.end()))
      << testing::PrintToString(found_in(GetParam().text));
}

std::string name_of(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(
    Numbers, IdentifierCase,
    testing::Values(
        Case{"FindsANumberBehindEntities", "nr &#49;7853&#x38;97892", {Kind::synthetic_id}},
        Case{"FindsANumberBehindEscapedEntities", "nr &amp;#49;785389789&amp;#50;", {Kind::synthetic_id}},
        Case{"FindsANumberCutByTags", "178<b>538</b> 978<br/>92", {Kind::synthetic_id}},
        Case{"FindsANumberCutByStarsAndTicks", "178**538**_97_`8`92", {Kind::synthetic_id}},
        Case{"FindsANumberInsideATag", "se <a 17853897892> her", {Kind::synthetic_id}},
        Case{"FindsANumberPosingAsAMention", "<@17853897892> og <!17853897892>", {Kind::synthetic_id}},
        Case{"FindsANumberWithBidiMarks", "\u202e17853\u202c8\u200f97892", {Kind::synthetic_id}},
        Case{"FindsANumberInCircles", "①⑦⑧⑤③⑧⑨⑦⑧⑨②", {Kind::synthetic_id}},
        Case{"FindsANumberInDevanagari", "१७८५३८९७८९२", {Kind::synthetic_id}},
        Case{"FindsANumberStruckThrough",
             "1\u03367\u03368\u03365\u03363\u03368\u03369\u03367\u03368\u03369\u03362",
             {Kind::synthetic_id}},
        Case{"FindsANumberInKeycaps", "1\ufe0f\u20e37853897892", {Kind::synthetic_id}},
        Case{"FindsANumberWithEmojiBetween", "178538😀97892", {Kind::synthetic_id}},
        Case{"FindsANumberWithCommasWhenItsControlDigitsAreRight",
             "1, 7, 8, 5, 3, 8, 9, 7, 8, 9, 2",
             {Kind::synthetic_id}},
        Case{"FindsANumberWithSmallLForOne", "l7853897892", {Kind::synthetic_id}},
        Case{"FindsANumberWithCyrillicO", "О3917138485", {Kind::synthetic_id}},
        Case{"FindsANumberWithLetterOInAShortPart", "O3 91 71 38 485", {Kind::synthetic_id}},
        Case{"FindsANumberBehindAWordThatEndsInL", "tel17853897892", {Kind::synthetic_id}},
        Case{"RefusesATypingErrorInAnIdentityNumber", "178538 97891", {Kind::eleven_digits}},
        Case{"FindsAnIdentityNumberThatLooksLikeADateAndANumber", "02.01.32 99997", {Kind::national_id}},
        Case{"FindsADateFollowedByFiveDigits", "17. mai 1938, pnr 54321", {Kind::national_id}},
        Case{"FindsTwoHalvesWithALongWordBetween", "17.05.1938, personnummer: 54321", {Kind::national_id}},
        Case{"FindsTwoHalvesOfAValidNumberWithWordsBetween",
             "178538, de siste sifrene er 97892",
             {Kind::synthetic_id}},
        Case{"LetsTwoUnrelatedNumbersThrough", "178538, de siste sifrene er 97891", {}},
        Case{"LetsADateFollowedByASumThrough", "17.05.2026: 12500 kr", {}},
        Case{"FindsADufNumberInParts", "2020 1234 5678", {Kind::duf_number}},
        Case{"RefusesALongNumber", "saksnummer 123456789", {Kind::long_number}},
        Case{"LetsAShortCaseNumberThrough", "sak 24/12345", {}},
        Case{"LetsADayAndAnHourThrough", "Sist oppdatert 20190601 0900", {}},
        Case{"LetsACaseOfAYearThrough",
             "Sak 2026/1423 er ikke svart på, avvik nr. 2026/1807 heller ikke.",
             {}},
        Case{"LetsAnArchivesNumberThrough", "Arkivsak 2025/10233-4, ref. 2024/8871", {}},
        Case{"LetsMeasuresOfADayThrough", "Diurese 200 250 300 150 ml", {}},
        Case{"FindsAPhoneBesideAYear", "ring 2226/1423", {Kind::phone}},
        Case{"RefusesWhatARegisterCallsSomebody", "journalnr. 84512", {Kind::long_number}},
        Case{"RefusesThePersonalHalfAlone", "personnummer: 72945", {Kind::long_number}},
        Case{"RefusesThePersonalHalfInParts", "personnummer: 72 945", {Kind::long_number}},
        Case{"RefusesThePersonalHalfByItsShortName", "pnr 72945", {Kind::long_number}},
        Case{"RefusesWhatARegisterCallsSomebodyInPairs", "pasientnr. 84 51 20", {Kind::long_number}},
        Case{"RefusesWhatARegisterCallsSomebodyWithDashes", "Journalnummer 84-512", {Kind::long_number}},
        Case{"RefusesTheNumberOfAHealthWorker", "HPR-nummer 9876543", {Kind::long_number}},
        Case{"RefusesTheNumberOfAHealthWorkerByItsShortName", "slå opp hpr 9876543", {Kind::long_number}},
        Case{"RefusesWhatAnEmployerCallsSomebody", "ansattnummeret mitt er 48213", {Kind::long_number}},
        Case{"RefusesWhatAnEmployerCallsSomebodyInNynorsk", "tilsettnr. 48213", {Kind::long_number}},
        Case{"LetsHowManyWorkThrough", "Vi er 48 ansatte, hver ansatt 12345 kr. HPR-nummer har alle.", {}},
        Case{"RefusesWhatAnEmployerCallsSomebodyInEnglish", "Staff number: 48213", {Kind::long_number}},
        Case{"RefusesANumberBeforeAName", "journalnr 84512 Kristin", {Kind::long_number}},
        Case{"LetsHowManyAndWhichYearsThrough",
             "The staff number is 12000. Staff number 2025 2026. Vi er 12 med ansattnr 2024-2025. "
             "HPR 2025-2026. Tjenesteid 10 000 kr",
             {}},
        Case{"LetsShortNumbersAndTimesThrough",
             "pasientnummer 3, 14.30 og 15.45, pasient nr 4 12-14 personer",
             {}},
        Case{"LetsAJournalOfTheArchiveThrough", "journalnr. 24/18872, pasientnummer 3 i køen", {}},
        Case{"FindsAnAccountNumberByItsForm", "9999.05.01235", {Kind::account_number}},
        Case{"FindsAnAccountNumberByItsControlDigit", "konto 86011117947", {Kind::account_number}},
        Case{"FindsSpelledDigitsInEnglish",
             "nine nine nine, nine nine nine nine nine",
             {Kind::spelled_number}},
        Case{"FindsSpelledPairs", "nittini nittiåtte syttisju ni og nitti femtifem", {Kind::spelled_number}},
        Case{"FindsSpelledDigitsInNynorsk", "ein sju åtte fem tre åtte ni sju", {Kind::spelled_number}},
        Case{"FindsARoundPhone", "ring 900 12 000 i dag", {Kind::phone}},
        Case{"FindsARoundPhoneInThreesAndTwo", "ring 400 000 00 i dag", {Kind::phone}},
        Case{"FindsAPhoneThatCounts", "9 1 2 3 4 5 0 0", {Kind::phone}},
        Case{"FindsADictatedPhone", "telefonen er 9, 0, 0, 1, 2, 3, 4, 5", {Kind::phone}},
        Case{"LetsDictatedScoresThrough", "svarene var 9, 0, 0, 1, 2, 3, 4, 5", {}},
        Case{"FindsARoundPhoneInTwoAndThrees", "hun har 62 471 000 nå", {Kind::phone}},
        Case{"FindsARoundPhoneBetweenStrokes", "93 / 10 / 00 / 00", {Kind::phone}},
        Case{"FindsAPhoneWithOneAnd", "93 10 og 00 00", {Kind::phone}},
        Case{"FindsAPhoneInHalvesWithAnd", "hun har 9489 og 3741 i dag", {Kind::phone}},
        Case{"LetsTwoSumsThrough",
             "vi brukte 9489 og 3741 kr, rommene 2101 og 2202, postnummer 5003 og 5134",
             {}},
        Case{"LetsYearsAndRoomsInAListThrough", "i 2020, 2016 og 2027, og i 2256, 2198 og 2175", {}},
        Case{"LetsPagesThrough", "side 22 og 24 og 30 og 41", {}},
        Case{"LetsNumbersThatCountOnThrough", "vi har 48-49-50-51, eller så 20 30 40 50", {}},
        Case{"LetsAStandardThrough", "ISO 9001:2015, NS-EN ISO 13485:2016 og ISO/IEC 27001:2022", {}},
        Case{"LetsACircularAndACaseThrough", "IS-2716/2022 og I-21/2016, sak 22/85813-4", {}},
        Case{"LetsAListOfBloodPressuresThrough", "Vi målte 117/100, 115/79 og 111/84", {}},
        Case{"LetsASumOfTenMillionsThrough", "Kommunen fikk 62 471 000 i tilskudd", {}},
        Case{"LetsASumOfMillionsThrough", "25 000 000 i tilskudd", {}},
        Case{"FindsWordsRunTogether", "det er ensjuåttefemtreåttenisju", {Kind::spelled_number}},
        Case{"FindsPairsOfWordsRunTogether", "nittisekstensyttitofjorten", {Kind::spelled_number}},
        Case{"FindsFiveAndEightAsLetters", "17BS3B 97B92", {Kind::eleven_digits}},
        Case{"FindsAPhoneWithLetters", "9OO 1S 34B", {Kind::phone}},
        Case{"LetsACircularThrough", "IS-8/2012 og B12 400", {}},
        Case{"FindsHalvesInTheWrongOrder", "de siste fem er 97892, datoen 178538", {Kind::synthetic_id}},
        Case{"FindsHalvesInTwoSentences",
             "Dato 17.85.38. Vi var der i går. De siste fem er 97892.",
             {Kind::synthetic_id}},
        Case{"LetsADateAndASumInTwoSentencesThrough", "Det var 17.11.2026. Vi brukte 12500 kr.", {}},
        Case{"LetsCountedThingsThrough", "tre av fire sa ja, fem eller seks sa nei", {}}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Contacts, IdentifierCase,
    testing::Values(
        Case{"FindsAPhoneLink", "Ring <tel:+4799999999|her>", {Kind::phone}},
        Case{"FindsAPhoneLinkOnce", "Ring <tel:99999999|999 99 999>", {Kind::phone}},
        Case{"FindsAPhoneInAMarkdownLink", "[ring](tel:99999999)", {Kind::phone}},
        Case{"FindsAPhoneWithDots", "22.22.22.22", {Kind::phone}},
        Case{"FindsAPhoneThatBeginsLikeADate", "22.10 20 30", {Kind::phone}},
        Case{"FindsAPhoneInTwoHalvesThatIsNoTimeRange", "2222-2222", {Kind::phone}},
        Case{"FindsAPhoneWithLetterO", "9O O9 99 99", {Kind::phone}},
        Case{"FindsAPhoneAcrossLines", "9999\n9999", {Kind::phone}},
        Case{"FindsAPhoneStuckToAWord", "tlf99999999", {Kind::phone}},
        Case{"RefusesAForeignPhone", "+46 70 999 99 99", {Kind::eleven_digits}},
        Case{"LetsEightDigitsFromOneThrough", "ordre 12345678", {}},
        Case{"LetsAUserMentionThrough", "Takk <@U0999999999> og <#C0999999999|palliasjon>", {}},
        Case{"FindsAnEmailWithTheNorwegianWord", "kari krøllalfa example punktum org", {Kind::email}},
        Case{"FindsAnEmailWithSpaces", "kari @ example . org", {Kind::email}},
        Case{"FindsAnEmailInBrackets", "kari[at]example[dot]org", {Kind::email}},
        Case{"FindsAnEmailSpelledInEnglish", "kari at example dot org", {Kind::email}},
        Case{"FindsAnEmailWithABracketedLetter", "kari(a)example.org", {Kind::email}},
        Case{"FindsAnEmailWithDashes", "kari-at-example-punktum-org", {Kind::email}},
        Case{"FindsAnEmailWithATagForASign", "kari<at>example<dot>org", {Kind::email}},
        Case{"LetsALetteredPointThrough", "Les (a) og (b). Det er fint.", {}},
        Case{"FindsAnEmailWithEntity", "kari&#64;example.org", {Kind::email}},
        Case{"FindsAnEmailInFullWidth", "ｋａｒｉ＠ｅｘａｍｐｌｅ．ｏｒｇ", {Kind::email}},
        Case{"LetsAMentionAtTheEndOfASentenceThrough", "Takk @kari. Se neste side", {}},
        Case{"LetsTheWordAtThrough", "Hun sa at huset. Det var fint at punktum finnes", {}}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Words, IdentifierCase,
    testing::Values(
        Case{"FindsFiveDigitsBehindADayThatBeginsWithItsYear", "19500101 12345", {Kind::national_id}},
        Case{"FindsFiveDigitsBehindADayRunTogether", "17052005-54321", {Kind::national_id}},
        Case{"FindsASwedishIdentityNumber", "19850101-2384", {Kind::national_id}},
        Case{"LetsADayWithATimeThrough", "20261201-1430, 20261201 0800-1600", {}},
        Case{"FindsAPassport", "passnr. CCC123456", {Kind::long_number}},
        Case{"FindsAPassportInEnglish", "passport no 12345678", {Kind::long_number}},
        Case{"LetsWhatFitsThrough", "Det passer 12 av oss, pass på 12000 steg", {}},
        Case{"FindsABirthDateInNynorsk", "fødd 17. mai 1938", {Kind::birth_date}},
        Case{"FindsABirthDateInAFullSentence", "født den 3. mai i 1938", {Kind::birth_date}},
        Case{"FindsABirthDateWithSlash", "Født den 17/5-38", {Kind::birth_date}},
        Case{"FindsABirthDateByItsLabel", "Fødselsdato: 1938-05-17", {Kind::birth_date}},
        Case{"FindsABirthDateInEnglish", "born 17.05.1938", {Kind::birth_date}},
        Case{"FindsABirthDateOnTheNextLine", "født\n17.05.1938", {Kind::birth_date}},
        Case{"FindsABirthDayInWords", "født syttende mai nittentrettiåtte", {Kind::birth_date}},
        Case{"FindsABirthDayInNynorskWords",
             "fødd den ein-og-tjuande mars nitten førtifire",
             {Kind::birth_date}},
        Case{"FindsADictatedBirthDay", "født sytten null fem trettiåtte", {Kind::birth_date}},
        Case{"FindsABirthDateBeforeItsWord", "12.03.1940 ble hun født", {Kind::birth_date}},
        Case{"FindsABirthDateInBracketsBehind", "12.3.1940 (fødselsdato)", {Kind::birth_date}},
        Case{
            "FindsABirthDateBehindAPlace", "født på sykehuset i Hamar den 12. mars 1940", {Kind::birth_date}},
        Case{"FindsABirthDateAsAmericansWriteIt", "born on March 12, 1940", {Kind::birth_date}},
        Case{"FindsABirthDateByALetterAndAColon", "f: 120340", {Kind::birth_date}},
        Case{"FindsABirthDateByALongerAbbreviation", "fdt. 12.03.1940", {Kind::birth_date}},
        Case{"FindsABirthDateByTwoLetters", "F.d. 12.03.1940", {Kind::birth_date}},
        Case{"FindsABirthDateByEnglishLetters", "D.O.B. 12/03/1940", {Kind::birth_date}},
        Case{"FindsABirthDateAsTheBritishSayIt", "born 12th of March 1940", {Kind::birth_date}},
        Case{"FindsABirthDateWithoutOn", "born March 12th, 1940", {Kind::birth_date}},
        Case{"LetsADateOfAnythingElseThrough",
             "12.03.2026 ble møtet flyttet. Den som er født i Norge, kan komme 12.03.2026",
             {}},
        Case{"LetsTheSeventeenthOfMayThrough", "Vi har fri syttende mai og første mai", {}},
        Case{"LetsABirthYearThrough", "Mange som er født før 1940 har det slik", {}},
        Case{"LetsForExampleWithADateThrough", "Ta det f.eks. 12.05.2026", {}},
        Case{"FindsALowerCaseStreet", "bor i storgata 12", {Kind::address}},
        Case{"FindsAStreetBeforeAFloor", "Kirkeveien 3, 5. etasje", {Kind::address}},
        Case{"FindsALowerCaseSlopeWhereSomebodyLives", "hun bur i solbakken 4", {Kind::address}},
        Case{"LetsADateAfterAStreetThrough", "Dugnad i Solveien 24. juni", {}},
        Case{"LetsAWardWhereSomebodyLivesThrough", "bor på avdeling 2", {}},
        Case{"FindsAStreetOfTwoWords", "Karl Johans gate 99B, 3. etg.", {Kind::address}},
        Case{"FindsAStreetOfTwoWordsInSmallLetters", "han bor i karl johans gate 12", {Kind::address}},
        Case{"FindsASlopeOfTwoWords", "Fru Ingers bakke nr. 4", {Kind::address, Kind::titled_name}},
        Case{"LetsHisWayThrough", "på hans vei 3 ganger", {}},
        Case{"FindsAnAbbreviatedStreet", "Kyrkjegt. 7", {Kind::address}},
        Case{"FindsANynorskRoad", "Fjellvegen 102", {Kind::address}},
        Case{"FindsASlope", "Solbakken 4", {Kind::address}},
        Case{"LetsOnTheWayThrough", "Vi er på vei 3 av 5", {}},
        Case{"LetsAWayTwiceThrough", "Hun gikk en vei 2 ganger", {}},
        Case{"LetsAPlaceForDaysThrough", "Korttidsplass 14 dager, Arbeidsplassen 2 dager", {}},
        Case{"LetsTheAirwaysThrough", "Frie luftveier 2 og luftveien 3", {}},
        Case{"AsksAboutAFlat", "leilighet 4B", {Kind::room_number}},
        Case{"AsksAboutAFlatCode", "dør H0201", {Kind::room_number}},
        Case{"LetsRoomForPeopleThrough", "Det er rom for 12 personer", {}},
        Case{"AsksAboutACar", "Bilen hans, en rød Volvo EK 54321, sto der", {Kind::car_plate}},
        Case{"AsksAboutACarWithoutABlank", "SU12345 sto utenfor", {Kind::car_plate}},
        Case{"AsksAboutACarInSmallLetters", "bil med skilt ab 12345", {Kind::car_plate}},
        Case{"AsksAboutACarBehindASmallWord", "bilen er ek 54321", {Kind::car_plate}},
        Case{"LetsHowFarACarHasGoneThrough",
             "bilen er 12000 mil, bilen ca 15000 km, bilen er ca 15000 km, bil og 12345, bil av 12345",
             {}},
        Case{"LetsOtherFiveDigitsThrough",
             "KR 12500 i måneden, NS-EN 12464, bil 12345, vi har 12345 timer, NR 12345, EL 1234",
             {}},
        Case{"AsksAboutAResident", "Beboer Nordmann sov dårlig", {Kind::titled_name}},
        Case{"AsksAboutAPatientWhoIsCalled", "Pasienten heter Nordmann", {Kind::titled_name}},
        Case{"AsksAboutANynorskUser", "brukaren Nordmann ville heim", {Kind::titled_name}},
        Case{"AsksAboutAVietnameseName", "Fru Nguyễn kom", {Kind::titled_name}},
        Case{"LetsWhatPeopleUseThrough",
             "Vi bruker Teams, de som bruker Gerica, og me brukar Helseplattforma. Jeg bruker PVK.",
             {}},
        Case{"AsksAboutAUserBehindThat", "Vi hjalp bruker Hansen", {Kind::titled_name}},
        Case{"LetsARoleBeforeASentenceThrough", "Tema: pasient. Hva gjør vi? Pasient Og pårørende", {}},
        Case{"AsksAboutANameInCapitals", "FRU HANSEN RINGTE", {Kind::titled_name}},
        Case{"AsksAboutACapitalBehindATitleInCapitals", "FRU H ringte", {Kind::initials}},
        Case{"LetsCapitalsThatAreNoNameThrough", "pasient MRSA, legen SKAL komme, datteren IKKE", {}},
        Case{"LetsALoudWordBehindHrThrough",
             "Spør hr, IKKE leder. Vi jobber 8 hr, ALLE vakter. hr SKAL svare",
             {}},
        Case{"AsksAboutATitleWithAPoint", "fru. Hansen ringte", {Kind::titled_name}},
        Case{"LetsASentenceBehindAShortPatientThrough",
             "Ta temp på alle pas. Kveldsvakta skriver. Bruk pas. Ringeklokke er der. Hun er frue. Jobben er "
             "stor",
             {}},
        Case{"LetsShiftsAndPositionsThrough",
             "Sykepleier Natt, Sykepleier Dag eller Sykepleier Kveld, Lege Vakt, Overlege Psykiatri. Lege "
             "Sykepleier Vernepleier. Kontakt lege Mandag til fredag. Fastlege Hver mandag",
             {}},
        Case{"AsksAboutADoctorByName", "dr. Olsen svarer aldri", {Kind::titled_name}},
        Case{"AsksAboutADoctorInNynorsk", "fastlegen Hansen kjem sjeldan", {Kind::titled_name}},
        Case{"AsksAboutARelativeByName", "datteren Kari ringer hver kveld", {Kind::titled_name}},
        Case{"AsksAboutARelativeInNynorsk", "systera Gunn og sonen Ola", {Kind::titled_name}},
        Case{"AsksAboutAMotherByName", "mora Gerd ringer hver kveld", {Kind::titled_name}},
        Case{"AsksAboutAGrandmotherByName", "bestemor Astrid", {Kind::titled_name}},
        Case{"AsksAboutAHusbandByName", "mannen Odd og svigerdatteren Anne", {Kind::titled_name}},
        Case{"LetsRelativesWithoutANameThrough",
             "Mor og far kom. Faren for fall er stor. Mannen har falt, Mannen Er borte, tante og onkel. Mann "
             "Kvinne. So far Monday suits us",
             {}},
        Case{"AsksAboutWhoSaysTheirName", "Eg heiter Ola og går natt", {Kind::titled_name}},
        Case{"AsksAboutWhoWritesTheirName", "mitt navn er Ola", {Kind::titled_name}},
        Case{"LetsRelativesAndDoctorsThrough",
             "Legen kom. Fastlegen Har ikke svart, lege, Palliativt team og sykepleier. Datteren og sønnen, "
             "Gruppa heter Sol",
             {}},
        Case{"AsksAboutAManOfAge", "mann på 83 som falt", {Kind::sex_with_age}},
        Case{"AsksAboutAnAgedWoman", "83 år gammel kvinne", {Kind::sex_with_age}},
        Case{"AsksAboutAnAgeInBrackets", "kvinne (83)", {Kind::sex_with_age}},
        Case{"AsksAboutAYearOldMan", "an 83-year-old man", {Kind::sex_with_age}},
        Case{"AsksAboutAnAgeBetweenCommas", "kvinne, 83, med als", {Kind::sex_with_age}},
        Case{"AsksAboutAnAgeInWords", "mann på åttitre som falt", {Kind::sex_with_age}},
        Case{"LetsThingsBesideAWomanThrough",
             "En kvinne, 14. mai og 10 andre. Mannen på førti vakter, en dame på tjue beboere.",
             {}},
        Case{"LetsYearsAfterwardsThrough", "Hun mistet mannen to år etter", {}},
        Case{"AsksAboutATitleWithALetter", "Fru H. ville hjem", {Kind::initials}},
        Case{"LetsALetterThatIsNoNameThrough", "pasient A og pasient B, fr. D-vakt", {}},
        Case{"LetsAWomanOnAShiftThrough", "en kvinne på 12 timers vakt", {}},
        Case{"AsksAboutInitialsAfterARole", "pasient KN", {Kind::initials}},
        Case{"LetsAKnownAbbreviationAfterARoleThrough",
             "bruker BPA og pasient HLR minus, pasient UVI, pasient PEG-sonde",
             {}},
        Case{"LetsTheHoursOfMedicineThrough", "Medisindosett kl 08 12 16 20 22. Tilsyn kl. 23 01 03 05", {}},
        Case{"FindsAPhoneBehindAnHour", "Ring kl 12 på 22 33 44 55", {Kind::phone}},
        Case{"LetsWhatWasMeasuredThrough",
             "Urin 200 300 250 150. Drikke 200-150-300-250 ml. Kreatinin 120 135 150 160 µmol. Gikk fra 100 "
             "75 50 20 "
             "prosent.",
             {}},
        Case{"LetsAStandardWithBlanksThrough", "NS-EN ISO 9001 2015", {}}),
    name_of);

// --- several fields ---

TEST(Identifiers, FindsANumberSplitOverTwoFields) {
  const std::vector<std::string> fields{"Tema 178538 ", " 97892 i dag"};
  EXPECT_EQ(find_identifiers(fields), (std::vector<IdentifierFinding>{{Verdict::stop, Kind::synthetic_id}}));
}

TEST(Identifiers, FindsANumberSplitOverThreeFields) {
  const std::vector<std::string> fields{"178", "538", "97892"};
  EXPECT_EQ(worst(find_identifiers(fields)), Verdict::stop);
}

TEST(Identifiers, LeaveOptionsThatAreNumbersAlone) {
  std::vector<std::string> scale{"Hvor godt går det, 1-10?"}, halves{"Når på døgnet?"},
      tens{"Hvor mange minutter?"}, words{"Hvor mange?"};
  for (int i = 1; i <= 10; ++i) scale.push_back(std::to_string(i));
  for (const char* time : {"0800", "0830", "0900", "0930"}) halves.emplace_back(time);
  for (int i = 10; i <= 90; i += 10) tens.push_back(std::to_string(i));
  for (const char* word : {"Én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti"})
    words.emplace_back(word);
  const std::vector<std::string> weeks{"Hvilken uke?", "48", "49", "50", "51"},
      hours{"Når?", "8", "9", "10", "11", "12"}, years{"Hvilket år?", "2024", "2025", "2026"},
      shifts{"Hvilken vakt?", "07-15", "15-22", "22-07"};
  for (const auto& fields : {scale, halves, tens, words, weeks, hours, years, shifts})
    EXPECT_EQ(worst(find_identifiers(fields, Fields::separate)), Verdict::ok) << fields[0];
}

TEST(Identifiers, FindWhatIsSplitOverAQuestionAndItsOptions) {
  for (const auto& fields : std::vector<std::vector<std::string>>{
           {"Ring 900", "12 345", "Nei"},
           {"Ring?", "Ja, til 22 22", "22 22 i dag"},
           {"Ring?", "Ja", "900 12 345"},
           {"Hvem gjelder det?", "178538", "97892"},
           {"Hvem gjelder det?", "sytten åttifem trettiåtte", "nittisju åtte nittito"},
           {"Ring 900", "tolv", "tre fire fem"},
           {"Hvem er født", "17.05.1938", "Ingen"}})
    EXPECT_EQ(worst(find_identifiers(fields, Fields::separate)), Verdict::stop) << fields[1];
}

TEST(Identifiers, FindsABirthDateSplitOverTwoFields) {
  const std::vector<std::string> fields{"Pasienten er født", "17.05.1938"};
  EXPECT_EQ(worst(find_identifiers(fields)), Verdict::stop);
}

TEST(Identifiers, GivesNothingForNoFieldsOrEmptyOnes) {
  EXPECT_TRUE(find_identifiers({}).empty());
  EXPECT_TRUE(find_identifiers(std::vector<std::string>{"", "", " "}).empty());
}

TEST(Identifiers, NamesEachKindOnceTheHeaviestFirst) {
  const auto findings = found_in("Fru Hansen, rom 3, tlf. 99999999 eller 99999998, 17853897892");
  EXPECT_EQ(findings, (std::vector<IdentifierFinding>{{Verdict::stop, Kind::synthetic_id},
                                                      {Verdict::stop, Kind::phone},
                                                      {Verdict::warn, Kind::room_number},
                                                      {Verdict::warn, Kind::titled_name}}));
  EXPECT_EQ(worst(findings), Verdict::stop);
  EXPECT_EQ(worst({}), Verdict::ok);
}

TEST(Identifiers, EveryKindHasItsOwnKey) {
  std::set<std::string_view> keys;
  for (auto kind = 0; kind <= static_cast<int>(Kind::initials); ++kind)
    keys.insert(kind_key(static_cast<Kind>(kind)));
  EXPECT_EQ(keys.size(), 18U);
  EXPECT_EQ(kind_key(Kind::national_id), "national_id");
  EXPECT_EQ(kind_key(Kind::spelled_number), "spelled_number");
  EXPECT_EQ(kind_key(Kind::initials), "initials");
}

// --- hostile input ---

std::string repeated(std::string_view part, std::size_t characters) {
  const auto continuation = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  const auto length = part.size() - static_cast<std::size_t>(std::ranges::count_if(part, continuation));
  std::string text;
  for (std::size_t i = 0; i < characters; i += length) text += part;
  return text;
}

// How fast, and that twice the text takes twice the time, is shown by bench_identifiers.
TEST(Identifiers, EndlessRepetitionIsReadToItsEnd) {
  for (const std::string_view part :
       {"1",        "22 ",   "a",        "A",     "@",        "a@",      "a.",           "<",
        "<tel:",    "<a>",   "&amp;",    "&#48;", "17.05.",   "1705",    "født ",        "12:",
        "12.",      "12,",   "1 250 ",   "K.",    "Fru ",     "f. ",     "Storgata ",    "A-.",
        "H0",       "ni ",   "nittini ", "a @ ",  "kl 0800 ", "esas 1 ", "2025 ",        "uke 1-1-",
        "mann på ", "rom 1", "l",        "|",     "\n",       "  ",      "\u030a\u0323", "\ufdfa",
        "⑴",        "㏠",    "ễ",        "𝟎",     "😀",        "\xff",    "\xed\xa0\x80"})
    EXPECT_NO_THROW(found_in(repeated(part, 10'000))) << part;
}

TEST(Identifiers, RandomBytesDoNotThrow) {
  std::mt19937 random(2032);
  std::uniform_int_distribution<int> byte(0, 255);
  for (int round = 0; round < 20; ++round) {
    std::string text(10'000, '\0');
    std::ranges::generate(text, [&] { return static_cast<char>(byte(random)); });
    EXPECT_NO_THROW(found_in(text));
  }
}

TEST(Identifiers, RandomPiecesOfMarkupAndNumbersDoNotThrow) {
  constexpr std::array<std::string_view, 22> pieces{
      "<",  ">",    "|",   "&#", ";",  "17",  ".05.",   "@",      " ",  "\n", "født",
      "f.", "Gata", " 12", "K.", "ni", "kl ", "\u0301", "\u202e", "kr", "-",  "l"};
  std::mt19937 random(1900);
  std::uniform_int_distribution<std::size_t> piece(0, pieces.size() - 1);
  for (int round = 0; round < 20; ++round) {
    std::string text;
    while (text.size() < 10'000) text += pieces.at(piece(random));
    EXPECT_NO_THROW(found_in(text));
  }
}

// --- the numbers alone ---

TEST(NationalId, TellsTheKindsApart) {
  EXPECT_EQ(identity_number("02013299997"), IdNumber::birth_number);
  EXPECT_EQ(identity_number("54103574180"), IdNumber::d_number);
  EXPECT_EQ(identity_number("09463484551"), IdNumber::h_number);
  EXPECT_EQ(identity_number("88888888831"), IdNumber::h_number);
  EXPECT_EQ(identity_number("17853897892"), IdNumber::synthetic);
  EXPECT_EQ(identity_number("24685818759"), IdNumber::synthetic);
}

TEST(NationalId, TheOldRuleRefusesWhatTheRuleFrom2032Accepts) {
  for (const std::string_view number :
       {"08873382814", "19923969384", "26813575476", "02013299903", "11063670954"}) {
    EXPECT_FALSE(identity_number(number, ControlRule::before_2032)) << number;
    EXPECT_TRUE(identity_number(number, ControlRule::from_2032)) << number;
  }
  EXPECT_TRUE(identity_number("17853897892", ControlRule::before_2032));
}

TEST(NationalId, EveryOtherLastDigitIsWrong) {
  for (char last = '0'; last <= '9'; ++last)
    EXPECT_EQ(identity_number(std::string("1785389789") + last).has_value(), last == '2') << last;
}

TEST(NationalId, TheTwentyNinthOfFebruaryNeedsALeapYear) {
  EXPECT_TRUE(identity_number("29823666029"));
  // The same digits with year 37; both control digits put right.
  int valid = 0;
  for (int rest = 0; rest < 100'000; ++rest) {
    auto number = std::to_string(rest);
    number = "298237" + std::string(5 - number.size(), '0') + number;
    valid += identity_number(number) ? 1 : 0;
  }
  EXPECT_EQ(valid, 0);
}

TEST(NationalId, OneInEightHundredRandomNumbersPassesWithARealMonth) {
  std::mt19937_64 random(11);
  std::uniform_int_distribution<std::uint64_t> number(0, 99'999'999'999);
  int passed = 0;
  for (int i = 0; i < 200'000; ++i) {
    const auto digits = std::to_string(number(random));
    passed +=
        identity_number(std::string(11 - digits.size(), '0') + digits) == IdNumber::birth_number ? 1 : 0;
  }
  EXPECT_NEAR(passed, 200'000 / 828, 50);  // 0.121 %, and three times the spread of chance
}

TEST(NationalId, OnlyElevenDigitsAreANumber) {
  EXPECT_FALSE(identity_number(""));
  EXPECT_FALSE(identity_number("1785389789"));
  EXPECT_FALSE(identity_number("178538978920"));
  EXPECT_FALSE(identity_number("1785389789a"));
}

TEST(NationalId, AnIdentityNumberIsAlsoAnAccountNumber) {
  EXPECT_TRUE(is_account_number("17853897892"));
  EXPECT_TRUE(is_account_number("99990501234"));
  EXPECT_FALSE(is_account_number("99990501235"));
  EXPECT_FALSE(identity_number("99990501234"));
}

TEST(NationalId, ADufNumberIsTwelveDigitsFromAYear) {
  EXPECT_TRUE(is_duf_number("202012345678"));
  EXPECT_FALSE(is_duf_number("302012345678"));
  EXPECT_FALSE(is_duf_number("20201234567"));
}

}  // namespace
}  // namespace guarding
