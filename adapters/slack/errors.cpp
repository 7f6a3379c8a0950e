#include "adapters/slack/errors.hpp"

#include <algorithm>
#include <iterator>

namespace slack {
namespace {

constexpr std::string_view credential[] = {"invalid_auth",
                                           "not_authed",
                                           "account_inactive",
                                           "token_revoked",
                                           "token_expired",
                                           "not_allowed_token_type",
                                           "missing_scope",
                                           "accesslimited",
                                           "two_factor_setup_required",
                                           "enterprise_is_restricted",
                                           "team_access_not_granted",
                                           "method_deprecated",
                                           "deprecated_endpoint"};
// Slack's pages say of them: be a member of that conversation; this resource.
constexpr std::string_view place[] = {"no_permission", "access_denied"};
// Administrators have suspended posting, by channel or in all of the workspace.
constexpr std::string_view locked = "ekm_access_denied";
constexpr std::string_view target[] = {"channel_not_found",
                                       "not_in_channel",
                                       "is_archived",
                                       "is_inactive",
                                       "user_not_found",
                                       "user_not_visible",
                                       "user_disabled",
                                       "user_not_in_channel",
                                       "cannot_dm_bot",
                                       "messages_tab_disabled",
                                       "cannot_reply_to_message",
                                       "message_not_found",
                                       "cant_update_message",
                                       "edit_window_closed",
                                       "cant_delete_message",
                                       "invalid_user_combination"};
constexpr std::string_view payload[] = {"invalid_blocks",
                                        "invalid_blocks_format",
                                        "msg_blocks_too_long",
                                        "msg_too_long",
                                        "no_text",
                                        "too_many_attachments",
                                        "metadata_too_large",
                                        "invalid_metadata_format",
                                        "markdown_text_conflict",
                                        "invalid_json",
                                        "json_not_object",
                                        "invalid_charset",
                                        "missing_post_type",
                                        "invalid_post_type",
                                        "missing_charset",
                                        "invalid_form_data",
                                        "invalid_arg_name",
                                        "invalid_array_arg",
                                        "invalid_arguments",
                                        "view_too_large"};
constexpr std::string_view passing[] = {
    "ratelimited",         "rate_limited",    "message_limit_exceeded",
    "service_unavailable", "request_timeout", "team_added_to_org",
    "org_login_required",  "update_failed",   "external_channel_migrating",
    "fetch_members_failed"};
// Of both Slack's pages say that some aspect of the operation may have succeeded.
constexpr std::string_view half_done[] = {"fatal_error", "internal_error"};
constexpr std::string_view view[] = {"hash_conflict",         "expired_trigger_id", "exchanged_trigger_id",
                                     "invalid_trigger_id",    "trigger_expired",    "trigger_exchanged",
                                     "duplicate_external_id", "not_found",          "push_limit_reached"};
constexpr std::string_view no_socket[] = {
    "not_authed",    "invalid_auth",  "account_inactive", "user_removed_from_team",
    "team_disabled", "token_revoked", "missing_scope",    "not_allowed_token_type"};

template <std::size_t N>
bool among(const std::string_view (&codes)[N], std::string_view code) {
  return std::find(std::begin(codes), std::end(codes), code) != std::end(codes);
}

}  // namespace

Trouble trouble_of(std::string_view code) {
  if (among(credential, code)) return Trouble::credential;
  if (among(place, code)) return Trouble::place;
  if (code == locked) return Trouble::locked;
  if (among(target, code) || code.starts_with("restricted_action")) return Trouble::target;
  if (among(payload, code)) return Trouble::payload;
  if (among(passing, code)) return Trouble::passing;
  if (among(view, code)) return Trouble::view;
  return among(half_done, code) ? Trouble::half_done : Trouble::unknown;
}

bool ends_socket(std::string_view code) {
  return among(no_socket, code);
}

}  // namespace slack
