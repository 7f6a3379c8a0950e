// The handbook: for everybody, without a link or a name.

#include <algorithm>

#include "adapters/web/site.hpp"
#include "bot/core/handbook.hpp"
#include "bot/core/texts.hpp"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"  // see site.cpp
#endif

namespace web {
namespace {

constexpr std::string_view handbook_root = "/hjelp", pictures_path = "bilder/", paper_ending = ".pdf",
                           picture_ending = ".png";

constexpr net::Ticks between_failed_papers{60'000};

std::string beside(const std::string& name, core::Language language) {
  return "./" + name + "?l=" + std::string(code(language));
}

// Kept by browsers for a day: it changes with the program alone.
net::Response file(std::string bytes, const char* type) {
  net::Response response(200, std::move(bytes), type);
  response.headers.add("Cache-Control", "public, max-age=86400");
  return response;
}

// "utsjekk-nb.png"
net::Response picture_named(std::string_view name) {
  constexpr std::size_t tail = 3;  // "-nb"
  if (name.ends_with(picture_ending)) name.remove_suffix(picture_ending.size());
  for (const core::Language language : core::all_languages)
    if (name.size() > tail && name.ends_with("-" + std::string(code(language))))
      if (const auto png = core::handbook_picture(name.substr(0, name.size() - tail), language))
        return file(std::string(*png), "image/png");
  return net::Response(404, "There is no such picture.\n");
}

core::Paragraph links_to(const core::Guide& guide, core::Language language) {
  using Style = core::Span::Style;
  return {{core::Span(guide.title, Style::strong, beside(guide.name, language)), core::Span(" · "),
           core::Span(core::text(language, "web.handbook.paper"), Style::plain,
                      beside(guide.name + std::string(paper_ending), language))}};
}

core::Message contents(core::Language language) {
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{core::rich(language, "web.handbook.intro")});
  for (const core::Guide& guide : core::handbook(language))
    message.blocks.emplace_back(links_to(guide, language));
  return message;
}

core::Message page_of(const core::Guide& guide, core::Language language) {
  core::Message message;
  message.blocks = guide.blocks;
  for (core::Block& block : message.blocks)
    if (auto* image = std::get_if<core::Image>(&block))
      image->url = "./" + std::string(pictures_path) + image->url + "-" + std::string(code(language)) +
                   std::string(picture_ending);
  using Style = core::Span::Style;
  message.blocks.emplace_back(core::ContextLine{
      {core::Span(core::text(language, "web.handbook.paper"), Style::plain,
                  beside(guide.name + std::string(paper_ending), language)),
       core::Span(" · "),
       core::Span(core::text(language, "web.handbook.all"), Style::plain, beside("", language))}});
  return message;
}

}  // namespace

Site::Answer Site::handbook(const net::Request& request, core::Language language) {
  std::string_view path = std::string_view(request.path).substr(handbook_root.size());
  if (path.empty()) {
    net::Response response(303);
    response.headers.add("Location", "hjelp/");
    co_return response;
  }
  path.remove_prefix(1);
  if (request.path[handbook_root.size()] != '/' || request.method == "POST")
    co_return pages_.refusal(language, 404, "unknown");
  if (path.empty())
    co_return pages_.reading(language, core::text(language, "web.handbook.title"), contents(language));
  if (path.starts_with(pictures_path)) co_return picture_named(path.substr(pictures_path.size()));
  const bool paper = path.ends_with(paper_ending);
  if (paper) path.remove_suffix(paper_ending.size());
  const auto& all = core::handbook(language);
  const auto guide = std::ranges::find(all, path, &core::Guide::name);
  if (guide == all.end()) co_return pages_.refusal(language, 404, "unknown");
  if (!paper) co_return pages_.reading(language, guide->title, page_of(*guide, language));
  std::string& drawn = guides_on_paper_[guide->name + "-" + std::string(code(language))];
  const auto drawing = drawing_guide_;  // may outlive us at the end of the program
  while (drawn.empty() && drawing->under_way()) co_await drawing->wait();
  if (drawn.empty() && options_.guide_on_paper && options_.ticks() >= no_paper_until_) {
    const net::SingleFlight::Turn turn(*drawing);
    std::string name = guide->name;
    drawn = co_await options_.guide_on_paper(std::move(name), language);
    if (drawn.empty()) no_paper_until_ = options_.ticks() + between_failed_papers;
  }
  if (!drawn.empty()) co_return file(drawn, "application/pdf");
  core::Message none;
  none.blocks.emplace_back(core::Paragraph{core::rich(language, "web.handbook.no_paper")});
  co_return pages_.notice(language, std::move(none));
}

}  // namespace web
