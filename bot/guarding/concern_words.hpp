#pragma once
// Beginnings of words about unsafe or unlawful treatment, and of those that only look like them; first names
// that are also words. Small letters. Left out on purpose, because ordinary care talk needs them: "vald"
// (chosen, in Nynorsk), "stole" and "stolen" (to trust, the chair), "slått", "misbruk", "avvik".

#include <array>
#include <string_view>

namespace guarding {

inline constexpr std::array concern_beginnings = std::to_array<std::u16string_view>({
    // Bokmål and Nynorsk
    u"overgrep",
    u"overgrip",
    u"vold",
    u"valdeleg",
    u"valdsbruk",
    u"valdshending",
    u"mobb",
    u"trakasser",
    u"uforsvar",
    u"tvang",
    u"stjal",
    u"stjel",
    u"stjål",
    u"stole fra",
    u"tyveri",
    u"tjuveri",
    u"mishandl",
    u"vanskjøt",
    u"omsorgssvikt",
    u"ulovlig",
    u"ulovleg",
    u"lovbrudd",
    u"lovbrot",
    u"diskriminer",
    u"trugsmål",
    u"trussel",
    u"truslar",
    u"trusler",
    // English
    u"abuse",
    u"abusive",
    u"violence",
    u"violent",
    u"bully",
    u"bullied",
    u"harass",
    u"unsafe",
    u"illegal",
    u"unlawful",
    u"coerc",
    u"stealing",
    u"theft",
    u"malpractice",
    u"mistreat",
    u"assault",
    u"neglect",
    u"discriminat",
});
inline constexpr std::array harmless_beginnings = std::to_array<std::u16string_view>({
    u"voldsom",     // "voldsomme smerter"
    u"tvangstank",  // a diagnosis
    u"tvangslid",
    u"stjele oppmerksom",
});
inline constexpr std::array names_that_are_words = std::to_array<std::u16string_view>({
    u"andre", u"april", u"ask",   u"august", u"bjørn", u"bo",    u"dag",  u"even",  u"frode", u"grace",
    u"gro",   u"hope",  u"iris",  u"jo",     u"joy",   u"july",  u"june", u"lilje", u"line",  u"liv",
    u"ly",    u"lykke", u"mai",   u"mark",   u"may",   u"odd",   u"per",  u"rene",  u"rose",  u"siv",
    u"sol",   u"stein", u"storm", u"tone",   u"tor",   u"trygg", u"ty",   u"ulv",   u"vår",   u"will",
});

}  // namespace guarding
