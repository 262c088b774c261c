//! How a tag that was made inert says what it was: the attribute scheme, which `www/hold/rewritten-markup.ts` reads. An
//! attribute that would load something gets a prefix in front of its name, in its place, and of a script the `type`; the
//! tag gets a mark behind its name; a URL in styles gets a prefix that makes it invalid. Without these insertions the
//! tag is as it was.

/// The attribute that a changed tag carries.
pub(crate) const MARK: &str = "data-consent-gate";

/// What comes in behind the name of a changed tag.
pub(crate) const MARKED: &str = " data-consent-gate";

/// The same for a script: a browser neither prepares one of this type nor fetches it ahead. Its `src` stays: Firefox reads
/// it with the tag, and one that is given back later counts for nothing when its parser prepares the script.
pub(crate) const MARKED_SCRIPT: &str = " data-consent-gate type=\"text/plain\"";

/// The same for the gate's own tag in a page that is rewritten on its way.
pub(crate) const MARKED_GATE: &str = " data-consent-gate=\"rewritten\"";

/// What comes in before the name of an attribute.
pub(crate) const PREFIX: &str = "data-consent-gate-";

/// What comes in before a URL in styles: CSS's own invalid address, which asks for nothing.
pub(crate) const INVALID: &str = "about:invalid#consent-gate:";
