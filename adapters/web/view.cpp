#include "adapters/web/view.hpp"

#include <sodium.h>

#include <array>
#include <kainjow/mustache.hpp>
#include <stdexcept>

#include "adapters/net/hmac.hpp"
#include "adapters/web/form_view.hpp"
#include "adapters/web/message_view.hpp"
#include "bot/core/embedded.hpp"
#include "bot/core/texts.hpp"

namespace web {
namespace {

namespace mustache = kainjow::mustache;
using mustache::data;

std::string file(const std::string& name) {
  auto bytes = core::embedded_copy("web/" + name);
  if (!bytes) throw std::logic_error("no such file in the binary: web/" + name);
  return *std::move(bytes);
}

mustache::mustache parsed(const std::string& name) {
  mustache::mustache parsed(file(name));
  if (!parsed.is_valid()) throw std::logic_error("a template is broken: " + name);
  return parsed;
}

data languages(core::Language chosen) {
  data list(data::type::list);
  for (core::Language language : core::all_languages) {
    data row;
    row.set("code", std::string(code(language)));
    row.set("name", std::string(row_of(language).name));
    row.set("chosen", language == chosen);
    list.push_back(row);
  }
  return list;
}

}  // namespace

struct View::Templates {
  std::string style = file("style.css");
  mustache::mustache page = parsed("page.mustache"), message = parsed("message.mustache"),
                     form = parsed("form.mustache"), section = parsed("section.mustache"),
                     letters = parsed("letters.mustache"), command = parsed("command.mustache"),
                     confirm = parsed("confirm.mustache"), code = parsed("code.mustache"),
                     link = parsed("link.mustache"), mistake = parsed("mistake.mustache");
};

std::string escaped(std::string_view text) {
  return mustache::html_escape(std::string(text));
}
std::string before_words(const std::string& label) {
  return label.ends_with('?') ? label : label + ":";
}

View::View(std::string organisation)
    : templates_(std::make_unique<Templates>()), organisation_(std::move(organisation)) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(templates_->style.data()),
                     templates_->style.size());
  policy_ =
      "default-src 'none'; style-src 'sha256-" + net::to_base64(hash) +
      "'; font-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}
View::~View() = default;

std::string View::message(const core::Message& message, const Seal& seal, int level,
                          const Labels& page) const {
  return templates_->message.render(message_data(message, seal, level, page));
}

std::string View::form(const FormView& form) const {
  return templates_->form.render(form_data(form));
}

std::string View::confirm(const std::string& label, const std::string& ticket, bool primary) const {
  data all;
  all.set("primary", primary);
  all.set("label", label);
  all.set("ticket", ticket);
  return templates_->confirm.render(all);
}

std::string View::link(const std::string& label, const std::string& address, bool primary) const {
  data all;
  all.set("primary", primary);
  all.set("label", label);
  all.set("address", address);
  return templates_->link.render(all);
}

std::string View::section(const std::string& id, const std::string& heading, const std::string& html) const {
  data all;
  all.set("id", id);
  all.set("heading", heading);
  all.set("html", html);
  return templates_->section.render(all);
}

std::string View::letters(core::Language language, const std::vector<LetterView>& letters,
                          const std::string& older_words, int older_from) const {
  data list(data::type::list);
  for (const LetterView& letter : letters) {
    data row;
    row.set("when", letter.when);
    row.set("html", letter.html);
    list.push_back(row);
  }
  data all;
  all.set("letters", list);
  all.set("older", !older_words.empty());
  all.set("older_words", older_words);
  all.set("older_from", std::to_string(older_from));
  all.set("language", std::string(core::code(language)));
  return templates_->letters.render(all);
}

std::string View::command(core::Language language, const std::string& ticket, const std::string& written,
                          const std::string& error) const {
  data all;
  all.set("ticket", ticket);
  all.set("written", written);
  all.set("wrong", !error.empty());
  all.set("error", error);
  all.set("label", core::text(language, "web.command.label"));
  all.set("hint", core::text(language, "web.command.hint"));
  all.set("send", core::text(language, "web.command.send"));
  return templates_->command.render(all);
}

std::string View::mistake(const std::string& target, const std::string& what,
                          const std::string& error) const {
  data all;
  all.set("target", target);
  all.set("what", before_words(what));
  all.set("error", error);
  return templates_->mistake.render(all);
}

std::string View::code(core::Language language, const std::string& typed, const std::string& error) const {
  data all;
  all.set("typed", typed);
  all.set("wrong", !error.empty());
  all.set("error", error);
  all.set("label", core::text(language, "web.code.label"));
  all.set("hint", core::text(language, "web.code.hint"));
  all.set("send", core::text(language, "web.code.send"));
  return templates_->code.render(all);
}

std::string View::page(const Page& page) const {
  data all;
  all.set("language", std::string(core::code(page.language)));
  all.set("style", templates_->style);
  all.set("title", page.title);
  // texts: web.wrong web.unfinished
  const char* stops = page.wrong ? "web.wrong" : page.warning.empty() ? nullptr : "web.unfinished";
  all.set("stops", stops ? core::text(page.language, stops) + " " : std::string());
  all.set("has_organisation", !organisation_.empty());
  all.set("organisation", organisation_);
  all.set("has_note", !page.note.empty());
  all.set("note", page.note);
  all.set("has_last", !page.last.empty());
  all.set("last", page.last);
  all.set("has_warning", !page.warning.empty());
  all.set("warning", page.warning);
  all.set("warns_alone", !page.wrong);  // else what is wrong has the focus
  all.set("body", page.body);
  all.set("has_back", !page.back.empty());
  all.set("back", page.back);
  all.set("wide", page.wide);
  all.set("choose_language", page.choose_language);
  all.set("languages", languages(page.language));
  all.set("language_words", core::text(page.language, "web.language"));
  return templates_->page.render(all);
}

}  // namespace web
