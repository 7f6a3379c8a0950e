// The way into refleks_mail.so.

#include <gmime/gmime.h>

#include <memory>
#include <mutex>

#include "adapters/mail/gmime/functions.hpp"

namespace mail {
namespace {

// An object of the library's that goes with its holder.
template <class T>
using Held = std::unique_ptr<T, decltype(&g_object_unref)>;
template <class T>
Held<T> held(T* object) {
  return {object, &g_object_unref};
}

// Before anything of the library's is used; twice is once.
void prepare_gmime() {
  static std::once_flag once;
  std::call_once(once, [] { g_mime_init(); });
}

// `type`: "plain". The encoding is ours, so that no relay must change a byte.
Held<GMimePart> text_part(const char* subtype, const std::string& text, GMimeContentEncoding encoding) {
  auto part = held(g_mime_part_new_with_type("text", subtype));
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", "utf-8");
  const auto bytes = held(g_mime_stream_mem_new_with_buffer(text.data(), text.size()));
  const auto content = held(g_mime_data_wrapper_new_with_stream(bytes.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(part.get(), content.get());
  g_mime_part_set_content_encoding(part.get(), encoding);
  return part;
}

void add_address(GMimeMessage* message, GMimeAddressType type, const core::Mailbox& box) {
  g_mime_message_add_mailbox(message, type, box.name.c_str(), box.address.c_str());
}

std::string mime_by_gmime(const Letter& letter) {
  prepare_gmime();
  const auto message = held(g_mime_message_new(TRUE));
  add_address(message.get(), GMIME_ADDRESS_TYPE_FROM, letter.from);
  add_address(message.get(), GMIME_ADDRESS_TYPE_TO, letter.to);
  g_mime_message_set_subject(message.get(), letter.subject.c_str(), "utf-8");
  const std::unique_ptr<GDateTime, decltype(&g_date_time_unref)> date(
      g_date_time_new_from_unix_utc(letter.date.time_since_epoch().count()), &g_date_time_unref);
  g_mime_message_set_date(message.get(), date.get());
  g_mime_message_set_message_id(message.get(), letter.id.c_str());
  auto* const object = GMIME_OBJECT(message.get());
  // No absence notes and no receipts come back to a machine (RFC 3834; the second is what Exchange knows).
  g_mime_object_append_header(object, "Auto-Submitted", "auto-generated", "utf-8");
  g_mime_object_append_header(object, "X-Auto-Response-Suppress", "All", "utf-8");
  g_mime_object_append_header(object, "Content-Language", letter.language.c_str(), "utf-8");

  const auto body = held(g_mime_multipart_new_with_subtype("alternative"));
  const auto add = [&](const Held<GMimePart>& part) {
    g_mime_multipart_add(body.get(), GMIME_OBJECT(part.get()));
  };
  add(text_part("plain", letter.plain, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE));
  add(text_part("html", letter.html, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE));
  if (letter.calendar) {
    // In base64: its own line ends and folds must come through untouched.
    const auto part = text_part("calendar", letter.calendar->text, GMIME_CONTENT_ENCODING_BASE64);
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "method",
                                             letter.calendar->method.c_str());
    add(part);
  }
  g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(body.get()));

  GMimeFormatOptions* const format = g_mime_format_options_new();
  g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
  char* const bytes = g_mime_object_to_string(object, format);
  g_mime_format_options_free(format);
  std::string text(bytes);
  g_free(bytes);
  return text;
}

std::string text_of(GMimePart* part) {
  GMimeDataWrapper* content = g_mime_part_get_content(part);
  if (!content) return {};
  const auto bytes = held(g_mime_stream_mem_new());
  g_mime_data_wrapper_write_to_stream(content, bytes.get());
  const GByteArray* all = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(bytes.get()));
  return {reinterpret_cast<const char*>(all->data), all->len};
}

void find_status(GMimeObject*, GMimeObject* part, gpointer found) {
  auto& text = *static_cast<std::string*>(found);
  GMimeContentType* type = g_mime_object_get_content_type(part);
  const bool status = g_mime_content_type_is_type(type, "message", "delivery-status") ||
                      g_mime_content_type_is_type(type, "message", "global-delivery-status");  // RFC 6533
  if (text.empty() && GMIME_IS_PART(part) && status) text = text_of(GMIME_PART(part));
}

std::string delivery_status(const std::string& message) {
  prepare_gmime();
  const auto bytes = held(g_mime_stream_mem_new_with_buffer(message.data(), message.size()));
  const auto parser = held(g_mime_parser_new_with_stream(bytes.get()));
  GMimeMessage* whole = g_mime_parser_construct_message(parser.get(), nullptr);
  if (!whole) return {};
  const auto kept = held(whole);
  std::string status;
  g_mime_message_foreach(whole, &find_status, &status);
  return status;
}

constexpr GmimeFunctions all_functions{&mime_by_gmime, &delivery_status};

}  // namespace
}  // namespace mail

extern "C" {
__attribute__((visibility("default"))) const mail::GmimeFunctions* refleks_mail() {
  return &mail::all_functions;
}
}
