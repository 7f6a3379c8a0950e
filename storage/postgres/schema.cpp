#include "storage/postgres/schema.hpp"

#include <fmt/format.h>

#include <array>
#include <regex>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/error.hpp"
#include "storage/postgres/failure.hpp"

namespace storage::postgres {
namespace {

using std::regex;
using std::string;

// One past the end of the quoted text or comment that begins at `at`; `at` where none does.
std::size_t past_words(const string& text, std::size_t at) {
  if (text[at] == '\'') {
    const auto end = text.find('\'', at + 1);
    return end == string::npos ? text.size() : end + 1;
  }
  if (text.compare(at, 2, "--") == 0) {
    const auto end = text.find('\n', at);
    return end == string::npos ? text.size() : end;
  }
  return at;
}

// A script by its semicolons, without comments. A trigger holds one of its own and ends with END.
std::vector<string> statements_of(const string& script) {
  std::vector<string> found;
  string one;
  for (std::size_t at = 0; at < script.size();) {
    if (const auto end = past_words(script, at); end != at) {
      if (script[at] == '\'') one += script.substr(at, end - at);
      at = end;
      continue;
    }
    const char c = script[at++];
    static const regex trigger("^\\s*CREATE\\s+TRIGGER\\b"), ended("\\bEND\\s*$");
    if (c != ';' || (std::regex_search(one, trigger) && !std::regex_search(one, ended))) {
      one += c;
      continue;
    }
    found.push_back(std::exchange(one, {}));
  }
  if (one.find_first_not_of(" \n\t") != string::npos) found.push_back(one);
  return found;
}

// What is not between quotation marks, by `pattern`.
string replaced_outside_words(const string& text, const regex& pattern, const string& by) {
  string result, plain;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = past_words(text, at);
    if (end == at) {
      plain += text[at++];
      continue;
    }
    result += std::regex_replace(std::exchange(plain, {}), pattern, by) + text.substr(at, end - at);
    at = end;
  }
  return result + std::regex_replace(plain, pattern, by);
}

struct Word {
  std::string_view ours, its;
};
// A comparison that an index keeps as 0 or 1 is a number here too, or the index is not used for it.
constexpr std::array word_list{
    Word{"json_object(", "json_build_object("},
    Word{"group_concat(", "string_agg("},
    Word{"(respect_quiet > edit)", "((respect_quiet > edit)::int)"},
};

string trigger_from(const string& text) {
  static const regex shape(
      "^\\s*CREATE\\s+TRIGGER\\s+(\\w+)\\s+BEFORE\\s+(INSERT|DELETE|UPDATE(?:\\s+OF\\s+[\\w\\s,]+?)?)\\s+"
      "ON\\s+"
      "(\\w+)\\s+(?:WHEN\\s+([\\s\\S]+?)\\s+)?BEGIN\\s+SELECT\\s+RAISE\\(ABORT,\\s*('[^']*')\\);\\s*END\\s*"
      "$");
  std::smatch part;
  if (!std::regex_match(text, part, shape)) throw Error("a trigger that PostgreSQL cannot be told: " + text);
  const string when = part[4].matched ? part[4].str() : "true";
  return fmt::format(
      "CREATE OR REPLACE FUNCTION {0}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ "
      "BEGIN IF {3} THEN RAISE EXCEPTION USING MESSAGE = {4}, ERRCODE = '{6}'; END IF; RETURN {5}; END $$;\n"
      "CREATE TRIGGER {0} BEFORE {1} ON {2} FOR EACH ROW EXECUTE FUNCTION {0}()",
      part[1].str(), part[2].str(), part[3].str(), when, part[5].str(),
      part[2].str() == "DELETE" ? "OLD" : "NEW", rule_broken);
}

string statement_from(const string& text) {
  static const regex trigger("^\\s*CREATE\\s+TRIGGER\\b"), drop("^\\s*DROP\\s+TRIGGER\\s+(\\w+)\\s*$"),
      table("^\\s*(CREATE|ALTER)\\s+TABLE\\b"), strict("\\)\\s*STRICT(\\s*,\\s*WITHOUT\\s+ROWID)?\\s*$"),
      integer("\\bINTEGER\\b"), words("\\bTEXT\\b");
  std::smatch part;
  if (std::regex_search(text, trigger)) return trigger_from(text);
  if (std::regex_match(text, part, drop)) return "DROP FUNCTION " + part[1].str() + "() CASCADE";
  string result = replaced_outside_words(text, integer, "BIGINT");
  if (!std::regex_search(text, table)) return result;
  result = std::regex_replace(result, strict, ")");
  return replaced_outside_words(result, words, "TEXT COLLATE \"C\"");
}

}  // namespace

string in_its_words(string statement) {
  for (const auto& [ours, its] : word_list)
    for (auto at = statement.find(ours); at != string::npos; at = statement.find(ours, at + its.size()))
      statement.replace(at, ours.size(), its);
  return statement;
}

string translated(const string& migration) {
  string result;
  for (const string& statement : statements_of(migration))
    result += in_its_words(statement_from(statement)) + ";\n";
  return result;
}

const char* const functions = R"sql(
CREATE OR REPLACE FUNCTION instr(text, text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT strpos($1, $2)::bigint';
CREATE OR REPLACE FUNCTION json_quote(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT to_json($1)::text';
CREATE OR REPLACE FUNCTION json_valid(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $$
  BEGIN PERFORM $1::json; RETURN true; EXCEPTION WHEN others THEN RETURN false; END $$;
CREATE OR REPLACE FUNCTION json_each(text) RETURNS TABLE(value text) LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT json_array_elements_text($1::json)';
CREATE OR REPLACE FUNCTION json_group_add(text, anyelement) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$SELECT coalesce($1 || ',', '') || coalesce(to_json($2)::text, 'null')$$;
CREATE OR REPLACE FUNCTION json_group_end(text) RETURNS json LANGUAGE sql IMMUTABLE AS
  $$SELECT ('[' || coalesce($1, '') || ']')::json$$;
CREATE OR REPLACE AGGREGATE json_group_array(anyelement)(
  sfunc = json_group_add, stype = text, finalfunc = json_group_end);
)sql";

const char* const without_statistics = R"sql(
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT c.oid::regclass AS place, a.attname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relkind = 'r' AND a.attnum > 0
      AND NOT a.attisdropped AND a.atttypid = 'text'::regtype AND a.attstattarget <> 0
  LOOP EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 0', one.place, one.name); END LOOP;
END $$;
)sql";

}  // namespace storage::postgres
