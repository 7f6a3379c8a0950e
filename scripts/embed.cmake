# Puts files into the binary. FILES: a list of name=path. Writes ASM (the bytes) and CPP (the table that names them).
set(asm ".section .rodata\n")
set(decl "")
set(rows "")
set(i 0)
foreach(entry IN LISTS FILES)
  string(REGEX MATCH "^([^=]+)=(.*)$" _ "${entry}")
  string(APPEND asm ".global refleks_embedded_${i}\n.global refleks_embedded_${i}_end\nrefleks_embedded_${i}:\n"
                    ".incbin \"${CMAKE_MATCH_2}\"\nrefleks_embedded_${i}_end:\n.byte 0\n")
  string(APPEND decl "extern const char refleks_embedded_${i}[];\nextern const char refleks_embedded_${i}_end[];\n")
  string(APPEND rows "    {\"${CMAKE_MATCH_1}\", refleks_embedded_${i}, refleks_embedded_${i}_end},\n")
  math(EXPR i "${i} + 1")
endforeach()
string(APPEND asm ".section .note.GNU-stack,\"\",@progbits\n")
file(WRITE ${ASM} "${asm}")
file(WRITE ${CPP} "#include \"bot/core/embedded.hpp\"\n\nextern \"C\" {\n${decl}}\n\nnamespace core {\n"
"namespace {\nstruct Row {\n  const char* name;\n  const char* begin;\n  const char* end;\n};\nconst Row rows[] = {\n${rows}    {nullptr, nullptr, nullptr}};\n}  // namespace\n"
"std::optional<std::string_view> embedded(std::string_view name) {\n  for (const Row* r = rows; r->name; ++r)\n    if (name == r->name) return std::string_view(r->begin, static_cast<std::size_t>(r->end - r->begin));\n  return std::nullopt;\n}\n"
"std::vector<std::string> embedded_under(std::string_view prefix) {\n  std::vector<std::string> names;\n  for (const Row* r = rows; r->name; ++r)\n    if (std::string_view(r->name).starts_with(prefix)) names.emplace_back(r->name);\n  return names;\n}\n}  // namespace core\n")
