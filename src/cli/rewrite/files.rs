//! Finds the files to read and the files to write, from the inputs and the output of the command line.

use super::error::RewriteError;
use super::input;
use crate::cli::files::tree::{self, Entry};
use crate::cli::files::{FileError, atomic};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A file to rewrite.
#[derive(Debug)]
pub(crate) struct Job {
    /// The file to read; `-` is the standard input.
    pub(crate) from: PathBuf,
    /// The file to write, if any; `-` is the standard output.
    pub(crate) to: Option<PathBuf>,
}

impl Job {
    /// Returns the name that the report prints.
    pub(crate) fn name(&self) -> String {
        self.from.display().to_string()
    }
}

/// The output of a run.
#[derive(Debug)]
pub(crate) enum Target {
    /// No output, for `--check`.
    None,
    /// The standard output.
    Stdout,
    /// A file for a file, or a folder for a folder.
    Path(PathBuf),
    /// A folder, in which each output has the name of its input.
    Into(PathBuf),
}

/// Whether a path means the standard input or output.
fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

impl Target {
    /// Chooses the target for these inputs and the value of `-o`.
    ///
    /// # Errors
    ///
    /// [`RewriteError`] if the inputs and the output do not fit each other.
    pub(crate) fn new(inputs: &[PathBuf], output: Option<&Path>) -> Result<Target, RewriteError> {
        let Some(output) = output else { return Ok(Target::None) };
        let folders = inputs.iter().any(|path| path.is_dir());
        let several = inputs.len() > 1 || folders;
        if is_standard(output) {
            return if several { Err(RewriteError::StdoutForSeveral) } else { Ok(Target::Stdout) };
        }
        if several && output.is_file() {
            return Err(RewriteError::FileForSeveral { output: output.to_owned() });
        }
        if inputs.len() > 1 || (!folders && output.is_dir()) {
            return Target::into_folder(inputs, output.to_owned());
        }
        Ok(Target::Path(output.to_owned()))
    }

    /// Chooses a folder as the target. Each output has the name of its input.
    fn into_folder(inputs: &[PathBuf], output: PathBuf) -> Result<Target, RewriteError> {
        if inputs.iter().any(|path| is_standard(path)) {
            let alone = inputs.len() == 1;
            return Err(if alone {
                RewriteError::FolderForStdin { output }
            } else {
                RewriteError::StdinAmongSeveral
            });
        }
        let mut names = HashSet::new();
        match inputs.iter().find(|path| !names.insert(path.file_name())) {
            Some(input) => Err(RewriteError::SameName { input: input.clone(), output }),
            None => Ok(Target::Into(output)),
        }
    }

    /// Whether the document is written to the standard output, where the report would be.
    pub(crate) fn is_stdout(&self) -> bool {
        matches!(self, Target::Stdout)
    }

    /// Returns the output for an input.
    fn of(&self, input: &Path) -> Option<PathBuf> {
        match self {
            Target::None => None,
            Target::Stdout => Some(PathBuf::from("-")),
            Target::Path(path) => Some(path.clone()),
            Target::Into(folder) => Some(folder.join(input.file_name().unwrap_or_default())),
        }
    }
}

/// Calls `found` for the file at `path`, or for every HTML file below it, and for every error. Copies other regular files
/// of a folder.
pub(crate) fn each(path: &Path, target: &Target, found: &mut dyn FnMut(Result<Job, RewriteError>)) {
    let to = target.of(path);
    if !path.is_dir() {
        return found(Ok(Job { from: path.to_owned(), to }));
    }
    if let Some(folder) = &to
        && let Err(error) = fs::create_dir_all(folder)
    {
        return found(Err(FileError::at(folder)(error).into()));
    }
    // The output folder may be inside the input folder. It is not entered, so no output is read again.
    let output = to.as_deref().and_then(|to| fs::canonicalize(to).ok());
    let same = output.is_some() && output == fs::canonicalize(path).ok();
    let enter = |folder: &Path| same || output.is_none() || fs::canonicalize(folder).ok() != output;
    let walked = tree::walk(path, &enter, &mut |entry| {
        if let Some(next) = visit(path, to.as_deref(), entry) {
            found(next);
        }
        Ok(())
    });
    debug_assert!(walked.is_ok(), "nothing in the closure fails");
}

/// Returns the job for an HTML file. Copies any other file, and returns an error if that fails.
fn visit(root: &Path, to: Option<&Path>, entry: Entry) -> Option<Result<Job, RewriteError>> {
    let target = |from: &Path| to.map(|to| to.join(from.strip_prefix(root).unwrap_or(from)));
    let (from, done) = match entry {
        Entry::Skipped(error) => return Some(Err(error.into())),
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
    done.err().map(|error| Err(FileError::at(from)(error).into()))
}

/// Copies a file with its permissions. Does nothing if both paths are the same file.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if fs::canonicalize(to).is_ok_and(|to| fs::canonicalize(from).is_ok_and(|from| from == to)) {
        return Ok(());
    }
    let mut file = File::open(from)?;
    let permissions = file.metadata()?.permissions();
    atomic::fill(to, Some(permissions), |out| io::copy(&mut file, out).map(drop))
}
