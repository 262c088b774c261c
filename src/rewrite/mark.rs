//! The attribute scheme of inert tags, from which `www/hold/rewritten-markup.ts` restores them.
//!
//! * An attribute that would load something gets a prefix before its name. So does the `type` of a script.
//! * The tag gets a mark after its name.
//! * A URL in styles gets a prefix that makes it invalid.
//!
//! Without these insertions the tag is unchanged.

/// The attribute of a changed tag.
pub(crate) const MARK: &str = "data-consent-gate";

/// The text inserted after the name of a changed tag.
pub(crate) const MARKED: &str = " data-consent-gate";

/// The text inserted after the name of a changed script. A browser neither prepares a script of this type nor preloads
/// it.
///
/// The script keeps its `src`, which Firefox reads together with the tag. A `src` restored later would have no effect
/// when the parser prepares the script.
pub(crate) const MARKED_SCRIPT: &str = " data-consent-gate type=\"text/plain\"";

/// The text inserted after the name of the gate's script, in a page that is rewritten on its way to the visitor.
pub(crate) const MARKED_GATE: &str = " data-consent-gate=\"rewritten\"";

/// The text inserted before the name of an attribute.
pub(crate) const PREFIX: &str = "data-consent-gate-";

/// The text inserted before a URL in styles: CSS's `about:invalid`, for which no request is made.
pub(crate) const INVALID: &str = "about:invalid#consent-gate:";
