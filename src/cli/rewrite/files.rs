//! From the inputs of the command line to the files that are read and written.

use super::input;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// One file to be read.
#[derive(Debug)]
pub(crate) struct Job {
    /// Where from; `-` is the standard input.
    pub(crate) from: PathBuf,
    /// Where to, if anything is to be written; `-` is the standard output.
    pub(crate) to: Option<PathBuf>,
}

impl Job {
    /// The name that lines and errors print.
    pub(crate) fn name(&self) -> String {
        self.from.display().to_string()
    }
}

/// Where the output goes.
#[derive(Debug)]
pub(crate) enum Target {
    /// Nowhere.
    None,
    /// The standard output.
    Stdout,
    /// This file, or this folder for a folder.
    Path(PathBuf),
    /// Into this folder, under the input's own name.
    Into(PathBuf),
}

impl Target {
    /// What `-o` says for these inputs.
    ///
    /// # Errors
    ///
    /// One line if it does not fit them.
    pub(crate) fn new(inputs: &[PathBuf], output: Option<&Path>) -> Result<Target, String> {
        let Some(output) = output else { return Ok(Target::None) };
        let folders = inputs.iter().any(|path| path.is_dir());
        let named = inputs.iter().all(|path| path.as_os_str() != "-");
        if output.as_os_str() == "-" {
            return match (inputs.len(), folders) {
                (1, false) => Ok(Target::Stdout),
                _ => Err("-o -: the standard output takes one file; say a folder with -o".to_owned()),
            };
        }
        let shown = output.display();
        if (inputs.len() > 1 || folders) && output.is_file() {
            return Err(format!(
                "-o {shown}: is a file; a folder is needed for a folder or for several files"
            ));
        }
        if inputs.len() > 1 && !named {
            return Err("-: the standard input cannot go into a folder; give it a -o of its own".to_owned());
        }
        let into = inputs.len() > 1 || (!folders && output.is_dir());
        if into && !named {
            return Err(format!("-o {shown}: is a folder; say the file's name, too"));
        }
        Ok(if into { Target::Into(output.to_owned()) } else { Target::Path(output.to_owned()) })
    }

    /// Whether the document goes where a report would go.
    pub(crate) fn is_stdout(&self) -> bool {
        matches!(self, Target::Stdout)
    }

    fn of(&self, input: &Path) -> Option<PathBuf> {
        match self {
            Target::None => None,
            Target::Stdout => Some(PathBuf::from("-")),
            Target::Path(path) => Some(path.clone()),
            Target::Into(folder) => Some(folder.join(input.file_name().unwrap_or_default())),
        }
    }
}

/// Calls `found` for the file at `path` or for every HTML file below it, and with one line for what cannot be walked.
/// What else is in a folder is copied.
pub(crate) fn each(path: &Path, target: &Target, found: &mut dyn FnMut(Result<Job, String>)) {
    let to = target.of(path);
    if !path.is_dir() {
        return found(Ok(Job { from: path.to_owned(), to }));
    }
    if let Some(Err(error)) = to.as_deref().map(fs::create_dir_all) {
        return found(Err(format!("{}: {error}", to.unwrap_or_default().display())));
    }
    // A folder may be written into itself: what has been written is not read again.
    let own = to.as_deref().and_then(|to| fs::canonicalize(to).ok());
    let same = own.is_some() && own == fs::canonicalize(path).ok();
    let inside = |entry: &DirEntry| {
        same || !entry.file_type().is_dir() || own.is_none() || fs::canonicalize(entry.path()).ok() != own
    };
    for entry in WalkDir::new(path).follow_links(true).into_iter().filter_entry(inside) {
        let next = match entry {
            Ok(entry) => visit(path, to.as_deref(), &entry),
            Err(error) => Some(Err(problem(&error))),
        };
        if let Some(next) = next {
            found(next);
        }
    }
}

fn visit(root: &Path, to: Option<&Path>, entry: &DirEntry) -> Option<Result<Job, String>> {
    let from = entry.path();
    let to = to.map(|to| to.join(from.strip_prefix(root).unwrap_or(from)));
    if entry.file_type().is_file() && input::is_html(from) {
        return Some(Ok(Job { from: from.to_owned(), to }));
    }
    let to = to?;
    let copied = if entry.file_type().is_dir() { fs::create_dir_all(&to) } else { copy(from, &to) };
    copied.err().map(|error| Err(format!("{}: {error}", from.display())))
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if fs::canonicalize(to).is_ok_and(|to| fs::canonicalize(from).is_ok_and(|from| from == to)) {
        return Ok(());
    }
    let beside = beside(to);
    let copied = fs::copy(from, &beside).and_then(|_| fs::rename(&beside, to));
    if copied.is_err() {
        let _ = fs::remove_file(&beside);
    }
    copied
}

/// A name in the same folder that nobody else uses.
pub(crate) fn beside(to: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(to.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    to.with_file_name(name)
}

fn problem(error: &walkdir::Error) -> String {
    let path = error.path().unwrap_or(Path::new("")).display();
    if let Some(ancestor) = error.loop_ancestor() {
        return format!("{path}: a link back to {}, which contains it; not followed", ancestor.display());
    }
    let cause = error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
    format!("{path}: {cause}")
}
