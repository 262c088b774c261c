//! Code of the site's own that stands behind a held library and needs it: what the config should name, and which inline
//! scripts wait as a whole although they do other things, too.

use super::row::Row;
use super::source::Input;
use super::tag::Tag;
use crate::gate::{Decision, Gate, Kind, Library, Use, inline_uses};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A longer file is an application, and counts as none.
const LONGEST: u64 = 64 << 10;

/// How many folders above a page may be the root of the site.
const MOST_FOLDERS: usize = 16;

/// One line about a script of the site's own.
#[derive(Debug)]
pub(crate) struct Advice {
    /// The vendor of the library.
    pub(crate) vendor: &'static str,
    /// What happens, and what to do.
    pub(crate) text: String,
}

/// The held libraries of one document, so far.
#[derive(Debug, Default)]
pub(crate) struct Dependants {
    libraries: Vec<Library>,
    page: Option<PathBuf>,
}

impl Dependants {
    pub(crate) fn of(input: &Input) -> Dependants {
        let page = match input {
            Input::File(path) => Some(path.clone()),
            Input::Stdin => None,
        };
        Dependants { libraries: Vec::new(), page }
    }

    /// Takes in a third party's tag, after which code may depend on it.
    pub(crate) fn meet(&mut self, row: &Row<'_>, gate: &Gate) {
        if row.tag.kind != Kind::Script || row.verdict.decision != Decision::Hold {
            return;
        }
        let Some(library) = gate.library(row.url) else { return };
        if self.libraries.iter().all(|known| known.vendor != library.vendor) {
            self.libraries.push(library);
        }
    }

    /// What to say about a tag of the site's own.
    pub(crate) fn about(&self, tag: &Tag, gate: &Gate) -> Option<Advice> {
        if self.libraries.is_empty() || tag.inert.is_some() || tag.kind != Kind::Script {
            return None;
        }
        match (&tag.code, &tag.url) {
            (Some(code), _) => self.about_inline(code),
            (None, Some(url)) if !gate.names_file(url.as_str()) => self.about_file(url.path()),
            _ => None,
        }
    }

    fn about_inline(&self, code: &str) -> Option<Advice> {
        let (library, global, guarded) = self.libraries.iter().find_map(|library| {
            library.globals.split(',').find_map(|global| match inline_uses(code, global) {
                Use::Part { guarded } if guarded || !library.has_stub => Some((library, global, guarded)),
                _ => None,
            })
        })?;
        let vendor = library.vendor;
        let what = if guarded {
            "runs before consent, and the part that needs the library does not run afterwards"
        } else {
            "is held as a whole"
        };
        let text = format!(
            "the inline script uses {global} of {vendor} and also does other things: it {what}; \
             put the code that needs {global} into a separate script"
        );
        Some(Advice { vendor, text })
    }

    fn about_file(&self, path: &str) -> Option<Advice> {
        let code = self.read(path)?;
        let uses =
            |it: &&Library| it.globals.split(',').any(|global| inline_uses(&code, global) != Use::Nothing);
        let vendor = self.libraries.iter().find(uses)?.vendor;
        let entry = serde_json::json!({ "src": path, "vendor": vendor });
        let text =
            format!("{path} uses {vendor}, which is held; add to the config: \"dependents\": [{entry}]");
        Some(Advice { vendor, text })
    }

    /// The text of the site's own file, which stands in a folder above the page.
    fn read(&self, path: &str) -> Option<String> {
        let relative = Path::new(path.strip_prefix('/')?);
        let plain = relative.components().all(|it| matches!(it, std::path::Component::Normal(_)));
        let folders = self.page.as_deref().filter(|_| plain)?.ancestors().skip(1).take(MOST_FOLDERS);
        let mut file =
            folders.filter_map(|folder| File::open(folder.join(relative)).ok()).next()?.take(LONGEST);
        let mut code = Vec::new();
        file.read_to_end(&mut code).ok()?;
        String::from_utf8(code).ok()
    }
}
