//! Finds dependents: first-party scripts after a held library that use it. Advises which files to name in the config, and
//! which inline scripts to split because they are held as a whole.

use super::input::Input;
use super::row::Row;
use super::tag::Tag;
use crate::gate::{Decision, Gate, Kind, Library, Use, inline_uses};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The length in bytes from which a first-party file counts as an application, not as a dependent.
const LONGEST: u64 = 64 << 10;

/// The number of folders above a page that can be the root of the site.
const MOST_FOLDERS: usize = 16;

/// Advice about a first-party script.
#[derive(Debug)]
pub(crate) struct Advice {
    /// The vendor of the library.
    pub(crate) vendor: &'static str,
    /// The effect of the gate on the script, and the remedy.
    pub(crate) text: String,
}

/// The held libraries of one document, so far.
#[derive(Debug, Default)]
pub(crate) struct Dependents {
    libraries: Vec<Library>,
    /// The file of the document.
    page: Option<PathBuf>,
}

impl Dependents {
    /// Starts a document.
    pub(crate) fn of(input: &Input) -> Dependents {
        let page = match input {
            Input::File(path) => Some(path.clone()),
            Input::Stdin => None,
        };
        Dependents { libraries: Vec::new(), page }
    }

    /// Adds the tag of a third party if it is a held library.
    pub(crate) fn add_library(&mut self, row: &Row<'_>, gate: &Gate) {
        if row.tag.kind != Kind::Script || row.verdict.decision != Decision::Hold {
            return;
        }
        let Some(library) = gate.library(row.url) else { return };
        if self.libraries.iter().all(|known| known.vendor != library.vendor) {
            self.libraries.push(library);
        }
    }

    /// Returns advice about a first-party tag, if any.
    pub(crate) fn advice(&self, tag: &Tag, gate: &Gate) -> Option<Advice> {
        if self.libraries.is_empty() || tag.inert.is_some() || tag.kind != Kind::Script {
            return None;
        }
        match (&tag.code, &tag.url) {
            (Some(code), _) => self.advice_on_inline(code),
            (None, Some(url)) if !gate.names_file(url.as_str()) => self.advice_on_file(url.path()),
            _ => None,
        }
    }

    fn advice_on_inline(&self, code: &str) -> Option<Advice> {
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

    fn advice_on_file(&self, path: &str) -> Option<Advice> {
        let code = self.read(path)?;
        let uses =
            |it: &&Library| it.globals.split(',').any(|global| inline_uses(&code, global) != Use::Nothing);
        let vendor = self.libraries.iter().find(uses)?.vendor;
        let entry = serde_json::json!({ "src": path, "vendor": vendor });
        let text =
            format!("{path} uses {vendor}, which is held; add to the config: \"dependents\": [{entry}]");
        Some(Advice { vendor, text })
    }

    /// Reads a first-party file. The root of the site is the first folder above the page that contains the file.
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
