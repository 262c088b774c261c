//! Whose a URL, a call or a stored name is: the vendor table, its rules, and what the site's config changes in them.

pub(crate) mod call;
pub(crate) mod host_rules;
pub(crate) mod known_ids;
pub(crate) mod location;
mod overrides;
pub(crate) mod pattern;
pub(crate) mod stored;
pub(crate) mod table;
