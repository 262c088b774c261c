//! The command line in a separate process, and folders that are gone after the test.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The result of a run.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs the command line without input.
pub fn run(args: &[&str]) -> Run {
    run_with(args, b"")
}

/// Runs it with this standard input.
pub fn run_with(args: &[&str], input: &[u8]) -> Run {
    run_in(&[], args, input)
}

/// Runs it with these additional environment variables.
pub fn run_in(environment: &[(&str, &str)], args: &[&str], input: &[u8]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_consent-gate"));
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR"] {
        command.env_remove(name);
    }
    command.envs(environment.iter().copied());
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary runs");
    // The program may close its input early.
    let _ = child.stdin.take().expect("its input").write_all(input);
    let output = child.wait_with_output().expect("its output");
    Run {
        code: output.status.code().expect("an exit code"),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

/// A folder for one test.
pub struct Folder(PathBuf);

/// A new, empty folder; `name` is for this test only.
pub fn folder(name: &str) -> Folder {
    let path = std::env::temp_dir().join(format!("consent-gate-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a folder");
    Folder(path)
}

impl Folder {
    /// Returns a path in it.
    pub fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("text").to_owned()
    }

    /// Makes a folder in it.
    pub fn folder(&self, name: &str) -> String {
        fs::create_dir_all(self.0.join(name)).expect("a folder");
        self.path(name)
    }

    /// Writes a text into it.
    pub fn file(&self, name: &str, text: &str) -> String {
        self.bytes(name, text.as_bytes())
    }

    /// Writes bytes into it.
    pub fn bytes(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, bytes).expect("written");
        self.path(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
