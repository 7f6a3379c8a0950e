#include "bot/guarding/identifiers.hpp"

#include <unicode/uchar.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>

#include "bot/guarding/identifier_looks.hpp"
#include "bot/guarding/identifier_numbers.hpp"
#include "bot/guarding/identifier_text.hpp"
#include "bot/guarding/identifier_words.hpp"
#include "bot/guarding/pattern.hpp"

namespace guarding {
namespace {

using Kind = IdentifierKind;

constexpr std::array<std::string_view, 18> keys{
    "national_id",    "d_number",    "h_number",  "synthetic_id",   "duf_number",   "eleven_digits",
    "long_number",    "phone",       "email",     "account_number", "birth_date",   "address",
    "spelled_number", "room_number", "car_plate", "titled_name",    "sex_with_age", "initials"};

IdentifierVerdict verdict_on(Kind kind) {
  return kind <= Kind::spelled_number ? IdentifierVerdict::stop : IdentifierVerdict::warn;
}

using Text = const std::u16string;

// A name, or what stands for one, begins behind one of these.
bool has_capital_after(std::u16string_view text, std::u16string_view signs) {
  for (std::size_t i = 1; i < text.size(); ++i)
    if ((U16_IS_SURROGATE(text[i]) || u_isupper(text[i])) && signs.find(text[i - 1]) != signs.npos)
      return true;
  return false;
}
bool may_have_titled_name(std::u16string_view text) {
  return has_capital_after(text, u" ,:");
}
bool may_have_initials(std::u16string_view text) {
  return text.find(u'.') != text.npos || has_capital_after(text, u" ");
}
bool has_one_of(std::u16string_view lower, std::initializer_list<std::u16string_view> words) {
  return std::ranges::any_of(words, [&](auto word) { return lower.find(word) != lower.npos; });
}
// A word for the sign of an address, or for its dot: between signs, or one that is used for nothing else.
bool may_have_at_word(std::u16string_view lower) {
  // «(at», «- a -»: a sign, perhaps a blank, and then one of these.
  constexpr std::u16string_view begins = u"aæ@";
  for (auto at = lower.find_first_of(u"([{<-/|"); at != lower.npos;
       at = lower.find_first_of(u"([{<-/|", at + 1))
    if (lower.substr(at + 1, 2).find_first_of(begins) != lower.npos) return true;
  return has_one_of(lower, {u"alfa", u"snabel"});
}
bool may_have_spoken_dot(std::u16string_view lower) {
  return has_one_of(lower, {u"dot", u"punktum", u"prikk"});
}

// Pieces of the patterns.
Text day = u"(?:0?[1-9]|[12]\\d|3[01])";
Text month = u"(?:0?[1-9]|1[0-2])";
Text month_name = u"(?:jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[sc])\\p{L}{0,7}\\.?";
Text year = u"(?:(?:19|20)\\d\\d|\\d\\d)(?!\\d)";
Text spoken_date =
    day + u"[./ -]{1,2}(?:of |i |av )?(?:" + month + u"[./ -]{1,2}|" + month_name + u" ?(?:i )?)" + year;
Text iso_date = u"(?:19|20)\\d\\d[./-]" + month + u"[./-]" + day + u"(?!\\d)";
Text written_date = u"(?:" + spoken_date + u"|" + iso_date + u")";
// «sytten null fem trettiåtte», spelled out
Text dictated_date = u"(?:0 )?\\d{1,2} (?:i )?(?:0 )?\\d{1,2}\\.? (?:(?:19|20) ?)?\\d\\d(?!\\d)";
Text date = u"(?:" + written_date + u"|" + dictated_date + u"|(?:\\d{6}|\\d{8})(?!\\d))";
Text no_more_digits = u"(?!\\d|[.,:/-]\\d)";

// What a number counts when it is no house number and no age.
Text counted =
    u"(?!\\.? "
    u"?(?:%|prosent|gong|gang|dag|døgn|døger|uke|veke|måned|månad|år|time|tima|minutt|min\\b|sek|kl\\b|"
    u"meter|mil\\b|km|kilo|kg|mg|ml|cm|m\\b|stk|kr\\b|person(?:er|ar)?\\b|menneske|beboer|bebuar|pasient|"
    u"bruker|"
    u"brukar|ansatt|tilsett|vakt|days|weeks|hours|years|" +
    month_name + u"))";

const Pattern& birth_date() {
  static Text birth = u"(?:f[øo]dd?e?|f[øo]dt|f[øo]ds?els?(?:dato|dag)\\p{L}*|born)";
  static Text word =
      u"\\b(?:" + birth + u"|f\\.? ?dato|f\\. ?d|fdt|dob|d\\. ?o\\. ?b|date of birth)\\b[^\\d]{0,15}";
  static Text letter = u"(?<![\\p{L}\\d.])f[.:]? ?";
  static Text somewhere =
      u"\\b(?:f[øo]dd|f[øo]dt|born)(?: (?:på|i|ved|at|in) \\p{L}{2,20}){1,3},? (?:den |on )?";
  static Text nth = day + u"(?:st|nd|rd|th)?";
  static Text english = u"\\bborn (?:on )?(?:the )?(?:" + month_name + u" " + nth + u",? " + year + u"|" +
                        nth + u" (?:of )?" + month_name + u",? " + year + u")";
  // «12.03.1940 ble hun født», «12.3.1940 (fødselsdato)»
  static Text who = u"(?:(?:han|hun|ho|hen|pasienten|beboeren|bebuaren|brukeren|brukaren|he|she) )?";
  static Text behind = written_date + u"[ ,(-]{1,3}(?:(?:er|var|is|was) )?(?:(?:ble|blei|vart) )?" + who +
                       u"(?:(?:ble|blei|vart|er|was) )?(?:" + birth + u")\\b";
  static const Pattern pattern(u"(?:" + word + u"|" + letter + u"|" + somewhere + u")(?<!\\d)" + date +
                                   u"|(?<!\\d)" + behind + u"|" + english,
                               has_digit);
  return pattern;
}

// «journalnr. 84512», «pasientnummer 84 51 20», «HPR 9876543», «passnr. CCC123456»: what a register calls
// somebody, patient or colleague, however short it is. Whose number one has as a health worker anybody may
// look up.
const Pattern& registered_number() {
  static Text called =
      u"(?:(?:journal|pasient|klient|bruker|brukar|npr|person|fødsels|hpr|ansatt|tilsett|tjeneste|teneste|"
      u"medlems|pass|førerkort)[ -]?(?:nr|nummer|id)(?:et)?|pnr|hpr|employee number|(?:employee|staff) "
      u"(?:no|number(?=:)|id)|(?:passport|driving licen[cs]e) (?:no|number))";
  // «ansattnr 2024-2025» is a span of years, «10 000 kr» a sum.
  static Text years = u"(?!(?:19|20)\\d\\d[ -](?:19|20)\\d\\d(?!\\d))", money = u"(?! ?(?:kr\\b|kroner|,-))";
  // Digit by digit, or in groups: «pasient nr 4 12-14 personer» is no number of five.
  static Text five = u"(?=\\d(?:[ -]?\\d){4})(?:\\d(?:[ -]\\d){4,}|\\d{2,}(?:[ -]\\d{2,})*)";
  static const Pattern pattern(
      u"\\b" + called + u"\\b[^\\d\\n]{0,12}" + years + five + u"(?![ -]?\\d|/)" + money, has_digit);
  return pattern;
}

// «17.05.1938, pnr 54321», «19380517 54321»: the two halves of an identity number; in Sweden «19380517-5432»,
// which is no time of day because of its year.
const Pattern& date_and_last_digits() {
  static Text between = u"(?:[^\\d]{1,12}|[^\\d]{0,6}person(?:nr|nummer)[^\\d]{0,6})";
  static Text two_digit_day = u"(?:0[1-9]|[12]\\d|3[01])", two_digit_month = u"(?:0[1-9]|1[0-2])";
  static Text run_together = u"(?:(?:19|20)\\d\\d" + two_digit_month + two_digit_day + u"|" + two_digit_day +
                             two_digit_month + u"(?:19|20)\\d\\d)";
  static Text swedish = u"(?:19\\d|20[01])\\d" + two_digit_month + two_digit_day + u"[-+]\\d{4}(?!\\d)";
  static const Pattern pattern(u"(?=\\d)(?<!\\d)(?:(?:" + written_date + u"|" + run_together + u")" +
                                   between + u"\\d{5}(?!\\d)" + counted + u"|" + swedish + u")",
                               has_digit);
  return pattern;
}

bool has_email(std::u16string_view lower) {
  static Text at = u"(?:krøll-? ?alfa|alfakrøll|snabel-?a)", dot = u"(?:dot|punktum|prikk)",
              space = u"\\s{0,3}";
  static Text label = u"[\\p{L}\\d-]{1,63}";
  static const Pattern at_word(space + u"(?:[(\\[{<]\\s?(?:at|a|æt|ætt|alfa|@|" + at + u")\\s?[)\\]}>]|\\b" +
                                   at + u"\\b|(?<=[\\p{L}\\d])\\s?[-/|]{1,2}\\s?(?:at|a|æt|" + at +
                                   u")\\s?[-/|]{1,2}(?=\\s?[\\p{L}\\d]))" + space,
                               may_have_at_word);
  static const Pattern dot_word(space + u"(?:[(\\[{<]\\s?(?:punkt|\\.|" + dot + u")\\s?[)\\]}>]|\\b" + dot +
                                u"\\b|[-/|]{1,2}(?:punkt|" + dot + u")[-/|]{1,2})" + space);
  // The word «at» is a sign only when a dot is spoken as well.
  static const Pattern spoken_at(
      u"\\s{1,3}at\\s{1,3}(?=" + label + u"(?:\\." + label + u"){0,3}\\s{0,3}[(\\[{<-]?\\s?" + dot + u"\\b)",
      may_have_spoken_dot);
  static const Pattern tight(u"@(?<=[\\p{L}\\d.+-]@)" + label + u"(?:\\." + label + u"){0,8}\\.\\p{L}{2,24}");
  // A mention («takk @kari. Se her») has a space before the sign and none after.
  static const Pattern spaced(u"@(?:(?<=[\\p{L}\\d]@)\\s{0,3}|(?<=[\\p{L}\\d]\\s{1,3}@)\\s{1,3})" + label +
                              u"(?:(?:\\.|\\s\\.\\s?)" + label + u"){0,4}(?:\\.|\\s\\.\\s?)" +
                              u"(?:no|com|org|net|se|dk|eu|info|io|uk|de)(?![\\p{L}\\d])");
  const auto signed_text = spoken_at.replaced_in(at_word.replaced_in(lower, u"@"), u"@");
  if (signed_text.find(u'@') == signed_text.npos) return false;  // as nearly all
  const auto text = dot_word.replaced_in(signed_text, u".");
  return tight.found_in(text) || spaced.found_in(text);
}

// Street and house number. A capital makes any such name a street; in lower case only the plainest endings
// are, and not the everyday words that end alike, unless somebody lives there.
const Pattern& address() {
  static Text road = u"(?:gat[ae]n?|vei(?:en)?|veg(?:en)?|all[eéè](?:en)?)";
  static Text ending =
      u"(?:" + road +
      u"|gt\\.?|vn\\.?|plass(?:en)?|bakken|stien|svingen|kroken|tunet|haugen|åsen|torget|terrasse|"
      u"ringen|jordet|toppen|løkka|lia|bryggen|brygga|vollen|kleiva|kaien|kaia|stredet|smauet|grenda|"
      u"allmenningen|hagen|parken|torv)";
  // As a word of its own, behind the name: «Karl Johans gate», «Ole Bulls plass».
  static Text apart = u"(?:" + road +
                      u"|gt\\.?|plass|terrasse|torg|torv|brygge|bakken?|sti(?:en)?|sving(?:en)?|krok(?:en)?|"
                      u"tun|ring|kai|strede|"
                      u"smau|allmenning|hage|park)";
  static Text capitalised = u"\\p{Lu}[\\p{L}-]{1,30}", small = u"[\\p{L}-]{2,30}";
  static Text everyday_way =
      u"(?:luft|urin|galle|hjem|heim|om|ut|av|skole|arbeids|gang|snar|halv|midt|blind|motor|fram|frem|sykkel|"
      u"livs|"
      u"inn|riks|fylkes|hoved|lei|rette)v";
  static Text no_name =
      u"(?:En|Ei|Ein|Én|Et|Eit|Den|Det|Denne|På|Min|Din|Ny|Fast|Ledig|Hvilken|Kva|Lang|Kort|God|Hver|Kvar|"
      u"Annen|"
      u"Ingen|Same|Samme|Hans|Hennes|Hennar|Deres|Deira|Vår|Alles|Dagens|Neste|Første|Andre)\\b";
  // In small letters only behind a genitive, which names somebody.
  static Text genitive =
      u"(?!(?:hans|hennes|deres|dagens|alles|kveldens|jobbens|arbeids|livets?)\\b)[\\p{L}-]{2,30}s\\s" + road;
  static Text lives = u"(?:[Bb]or|[Bb]ur|[Bb]odde|[Bb]udde|[Aa]dress[ea]n?:?)\\s(?:i\\s|på\\s)?";
  static const Pattern pattern(
      u"(?<![\\p{L}-])(?:" + capitalised + ending + u"|(?!" + everyday_way + u")" + small + road + u"|" +
          lives + small + ending + u"|(?!" + no_name + u")" + capitalised + u"\\s" + apart + u"|" + genitive +
          u")\\s{1,2}(?:nr\\.?\\s?)?\\d{1,3}" + no_more_digits + u"\\s?(?:[A-Za-z]\\b)?" + counted,
      has_digit);
  return pattern;
}

const Pattern& room_number() {
  static Text place =
      u"(?:rom|room|leilighet|leilegheit|leil\\.?|omsorgsbolig|omsorgsbustad|hybel|værelse|flat|apartment)";
  static const Pattern pattern(
      u"\\b" + place +
          u"(?:met|en|a|et)?\\s?(?:nr\\.?|nummer|no\\.?)?\\s?:?\\s?\\d{1,4}(?:\\s?[a-z])?\\b|"
          u"\\b[huk]0[1-9]\\d\\d\\b",  // the register's code of a flat
      has_digit);
  return pattern;
}

// «AB 12345»: anybody may ask whose car it is. In small letters behind a word that says so. Letters that no
// Norwegian plate has are left out, and what stands before five digits of another kind.
bool has_car_plate(std::u16string_view text, std::u16string_view lower) {
  static Text no_plate = u"(?!KR|NR|NS|EN|HR|HF|AS|SE|TV|PC|PR|EU|US|UK|DE|RF|BT|CT)";
  static Text digits = u"[ -]?\\d{5}" + no_more_digits;
  static Text word =
      u"(?:bil(?:en)?|bil(?:nr|nummer)\\p{L}{0,3}|skilt\\p{L}{0,8}|kjennemerke\\p{L}{0,2}|"
      u"reg(?:istrerings)?[. ]{0,2}(?:nr|nummer)\\p{L}{0,3}|(?:number|licen[cs]e) plate)";
  // «bilen er 12000 mil», «bilen ca 15000 km»
  static Text small_word = u"(?:er|ca|av|om|og|en|ei|et|to|is|at|of|km) ";
  static const Pattern plate(u"(?<![\\p{L}\\d-])" + no_plate + u"[A-FHJ-LNPR-VX-Z]{2}" + digits, has_digit);
  static const Pattern called(
      u"\\b" + word + u"[.:]{0,2} (?:er |med |is )?(?!nr|no|kr|" + small_word + u")[a-z]{2}" + digits,
      has_digit);
  return plate.found_in(text) || called.found_in(lower);
}

// «vi bruker Teams» is about nobody.
Text who_uses =
    u"(?:[Vv]i|[Jj]eg|[Ee]g|[Mm]e|[Dd]u|[Dd]ere|[Dd]ei?|[Hh]an|[Hh]un|[Hh]o|[Aa]lle|[Mm]an|som|"
    u"ikk?j?e|også|alltid|ofte|nå|no)";
Text role = u"(?:[Pp]asient|[Bb]eboer|[Bb]ebuar|(?<!\\b" + who_uses + u" )[Bb]ruk[ea]r)(?:e?n)?";
Text title = u"(?:(?i:frue|fru\\.?|herr\\.?|frk\\.?|frøken)|[Hh]r\\.?|[Ff]r\\.|Mrs?\\.?|Ms\\.?|Miss)";
// Whose name follows at once, without a comma: «dr. Olsen», «datteren Kari», «jeg heter Kari». A profession
// alone is a shift's or a position's too: «Sykepleier Natt», «Overlege Psykiatri».
Text known_as =
    u"(?:[Dd]r\\.?|[Dd]oktor|(?:[Ff]ast|[Oo]ver|[Tt]ann)?[Ll]egen|"
    u"(?:[Ss]viger|[Ss]te)?(?:[Ss]ønn(?:en)?|[Ss]on(?:en)?|[Dd]att?er(?:en|a)?|[Dd]otter[ai]?)|[Kk]on[ea]|"
    u"[Ee]ktemann(?:en)?|[Mm]annen|[Ss]amb(?:oer|uar)(?:en)?|[Bb]ror(?:en)?|[Ss](?:ø|y)ster(?:en|a)?|"
    u"(?:(?:[Bb]este|[Ff]ar|[Mm]or)(?:mor|far)|[Mm]or)(?:en|a)?|[Ff]aren|[Bb]arnebarn(?:et)?|[Tt]ant[ea]n?|"
    u"[Oo]nkel(?:en)?|(?:[Jj]eg|[Ee]g|[Hh]an|[Hh]un|[Hh]o|[Hh]en) (?:heter|heiter)|"
    u"[Nn]a[vm]net? (?:mitt|hennes|hennar|hans) er|[Mm]itt na[vm]n er|[Mm]y name is)";

// A capitalised word that does not merely begin a sentence.
const Pattern& titled_name() {
  static Text sentence =
      u"(?!(?i:Jeg|Eg|Vi|Me|Du|Han|Hun|Ho|Den|Det|Dei|De|Og|Men|Når|Hva|Kva|Hvordan|Korleis|Hvem|Kven|"
      u"Ble|Blei|Vart|Var|Er|Har|Hadde|Kan|Må|Skal|Vil|Bør|Ikke|Ikkje|Som|Med|Ved|For|Fra|Frå|Til|På|Om|"
      u"Av|Etter|Alle|Dette|Denne|Pårørende|Pårørande|Tiltak|Mål|Plan)\\b)";
  // Capitals alone stand behind a role for an illness («pasient MRSA»), behind a doctor for a loud «MÅ».
  static Text name = sentence + u"\\p{Lu}\\p{Ll}+", after = u"[ ,:]{1,2}(?:heter |heiter )?";
  static const Pattern pattern(u"\\b(?:(?:(?:" + role + u"|" + title + u")" + after + u"|" + known_as +
                                   u" )" + name + u"|" + title + after + sentence + u"\\p{Lu}{3,})",
                               may_have_titled_name);
  return pattern;
}

const Pattern& sex_with_age() {
  static Text sex =
      u"(?:mann(?:en)?|kvinn(?:e|a|en)|dam(?:e|a|en)|gutt(?:en)?|gut(?:en)?|jent(?:e|a)|enke|enkja|enkemann|"
      u"kon[ea]|man|woman|lady)";
  static Text years = u"[- ]?(?:åring|åringen|årig|årige|års|år|years?)", age = u"\\d{1,3}";
  static Text bracketed = u"\\(\\s?\\d{2,3}\\s?(?:år)?\\s?\\)";
  static Text with_years = u"(?:,|på|om|i alderen|aged|of)?\\s?" + age + years + u"\\b";
  static Text without_years = u",?\\s?(?:på|aged)\\s\\d{2,3}" + no_more_digits + counted;
  static Text between =
      u",\\s?\\d{2,3}(?=\\s?(?:,(?! ?\\d)|$|[.;)](?!\\d| ?" + month_name + u")|\\n|(?:med|som|with|who)\\b))";
  static Text age_first =
      u"(?<!\\d)" + age + years + u"(?:\\s(?:gammel|gamal|gammal|gamle|old)|[- ]old)?\\s" + sex;
  static const Pattern pattern(u"\\b" + sex + u"\\s?(?:" + bracketed + u"|" + with_years + u"|" +
                                   without_years + u"|" + between + u")|" + age_first + u"\\b",
                               has_digit);
  return pattern;
}

// «mann på åttitre», «kvinne, nittito år»: behind a word that says so, because «to år etter» says something
// else.
bool has_sex_with_spelled_age(std::u16string_view lower, std::u16string_view spelled) {
  static const Pattern pattern(
      u"\\b(?:mann|kvinne|dame|gutt|gut|jente|enke|man|woman|lady)(?:a|en)?(?:,\\s?| på | i alderen "
      u"| aged )[2-9]\\d(?!\\d|[.,:/-]\\d)(?: ?år\\b|" +
          counted + u")",
      has_digit);
  return spelled != lower && pattern.found_in(spelled);
}

// «K.N.», «pasient KN», «fru H.»; not the abbreviations that follow a role in everyday notes.
const Pattern& initials() {
  static Text known =
      u"(?:BPA|HLR|KOLS?|AMK|NEWS|ADL|CNE|HMS|AFP|TT|IV|PC|EPJ|KI|IKT|NAV|UVI|PEG|PVK|CVK|"
      u"DVT|TIA|KAD|EKG|VRE|ALS)\\b";
  static const Pattern pattern(u"(?<![\\p{L}.])\\p{Lu}\\.\\s?\\p{Lu}\\.(?!\\p{L})|\\b(?:" + role + u"|" +
                                   title + u") (?!" + known + u")\\p{Lu}\\.?\\p{Lu}{1,2}\\b|\\b" + title +
                                   u" \\p{Lu}(?![\\p{L}\\d-])",
                               may_have_initials);
  return pattern;
}

// The kinds that may also be split over two fields.
void add_stops(std::u16string_view text, std::u16string_view lower, std::set<Kind>& kinds) {
  for (const auto kind : identifying_numbers(lower)) kinds.insert(kind);
  if (date_and_last_digits().found_in(lower)) kinds.insert(Kind::national_id);
  if (has_email(lower)) kinds.insert(Kind::email);
  if (const auto kind = number_with_letters(text)) kinds.insert(*kind);
  const auto spelled = with_digits(lower);
  if (birth_date().found_in(lower) || (spelled != lower && birth_date().found_in(spelled)))
    kinds.insert(Kind::birth_date);
  if (address().found_in(text)) kinds.insert(Kind::address);
  if (kinds.empty() && registered_number().found_in(lower)) kinds.insert(Kind::long_number);
}

void add_warnings(std::u16string_view text, std::u16string_view lower, std::set<Kind>& kinds) {
  if (room_number().found_in(lower)) kinds.insert(Kind::room_number);
  if (has_car_plate(text, lower)) kinds.insert(Kind::car_plate);
  if (titled_name().found_in(text)) kinds.insert(Kind::titled_name);
  if (sex_with_age().found_in(lower) || has_sex_with_spelled_age(lower, with_digits(lower)))
    kinds.insert(Kind::sex_with_age);
  if (initials().found_in(text)) kinds.insert(Kind::initials);
}

std::vector<IdentifierFinding> findings_of(const std::set<Kind>& kinds) {
  std::vector<IdentifierFinding> findings;
  for (const auto kind : kinds) findings.push_back({verdict_on(kind), kind});
  return findings;
}

bool is_number_alone(std::u16string_view text) {
  return std::ranges::none_of(text, [](char16_t c) { return u_isalpha(c); });
}

// «seks», but not «seks fire»: several are what numbers are read out by.
bool is_number_word(std::u16string_view lower) {
  return lower.find_first_of(u" \n") == std::u16string_view::npos && is_number_alone(with_digits(lower));
}

std::u16string_view trimmed(std::u16string_view text) {
  const auto begin = text.find_first_not_of(u" \n");
  if (begin == std::u16string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(u" \n") - begin + 1);
}

}  // namespace

std::vector<IdentifierFinding> find_identifiers(std::span<const std::string> fields, Fields how) {
  std::set<Kind> kinds;
  std::u16string joined;
  bool numbers_alone = true;  // the field before
  for (const auto& field : fields) {
    const auto text = plain_for_search(field);
    const auto lower = lowered(text);
    add_stops(text, lower, kinds);
    add_warnings(text, lower, kinds);
    const bool alone = is_number_alone(text) || is_number_word(trimmed(lower));
    // A word between keeps two numbers apart, not the halves of an identity number.
    const bool apart = how == Fields::separate && alone && numbers_alone;
    joined.append(joined.empty() ? u"" : apart ? u"\nx\n" : u"\n").append(trimmed(text));
    numbers_alone = alone;
  }
  // What one field holds alone needs no second, coarser name from being joined with the next.
  if (fields.size() > 1 && worst(findings_of(kinds)) != IdentifierVerdict::stop)
    add_stops(joined, lowered(joined), kinds);
  return findings_of(kinds);
}

IdentifierVerdict worst(std::span<const IdentifierFinding> findings) {
  auto verdict = IdentifierVerdict::ok;
  for (const auto& finding : findings) verdict = std::max(verdict, finding.verdict);
  return verdict;
}

std::string_view kind_key(IdentifierKind kind) {
  return keys.at(static_cast<std::size_t>(kind));
}

}  // namespace guarding
