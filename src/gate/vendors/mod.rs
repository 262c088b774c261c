//! Finds the vendor of a URL, a call or a stored name: the vendor table, its rules, and the overrides in the site's
//! config.

pub(crate) mod call;
pub(crate) mod host_rules;
pub(crate) mod known_ids;
pub(crate) mod location;
mod overrides;
pub(crate) mod pattern;
pub(crate) mod stored;
pub(crate) mod table;
