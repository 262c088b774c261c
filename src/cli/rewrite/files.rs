//! From the inputs of the command line to the files that are read and written.

use super::input;
use crate::cli::files::atomic;
use crate::cli::files::tree::{self, Entry};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

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
            return Err(
                "-: the standard input cannot go into a folder; run it separately with another -o".to_owned()
            );
        }
        let into = inputs.len() > 1 || (!folders && output.is_dir());
        if into && !named {
            return Err(format!("-o {shown}: is a folder; say the file's name, too"));
        }
        let mut names = HashSet::new();
        if let Some(twice) = inputs.iter().find(|path| into && !names.insert(path.file_name())) {
            let (name, shown) = (twice.display(), output.display());
            return Err(format!(
                "{name}: an input before it has the same name in {shown}; run it separately with another -o"
            ));
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
/// Other regular files in a folder are copied.
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
    let enter = |folder: &Path| same || own.is_none() || fs::canonicalize(folder).ok() != own;
    let walked = tree::walk(path, &enter, &mut |entry| {
        if let Some(next) = visit(path, to.as_deref(), entry) {
            found(next);
        }
        Ok(())
    });
    debug_assert!(walked.is_ok(), "nothing in the closure fails");
}

fn visit(root: &Path, to: Option<&Path>, entry: Entry) -> Option<Result<Job, String>> {
    let target = |from: &Path| to.map(|to| to.join(from.strip_prefix(root).unwrap_or(from)));
    let (from, done) = match entry {
        Entry::Skipped(_, line) => return Some(Err(line)),
        Entry::File(from) if input::is_html(&from) => {
            let to = target(&from);
            return Some(Ok(Job { from, to }));
        }
        Entry::File(from) => {
            let done = copy(&from, &target(&from)?);
            (from, done)
        }
        Entry::Folder(from) => {
            let done = fs::create_dir_all(target(&from)?);
            (from, done)
        }
    };
    done.err().map(|error| Err(format!("{}: {error}", from.display())))
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if fs::canonicalize(to).is_ok_and(|to| fs::canonicalize(from).is_ok_and(|from| from == to)) {
        return Ok(());
    }
    let mut file = File::open(from)?;
    let permissions = file.metadata()?.permissions();
    atomic::fill(to, Some(permissions), |out| io::copy(&mut file, out).map(drop))
}
