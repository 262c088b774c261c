//! The failures of a command, and their exit codes.

use std::error::Error;

/// The reason why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// The command found something. Prints these lines; exit code 1.
    Findings(String),
    /// The input is wrong or cannot be read. Prints the error in one line; exit code 2.
    Input(Box<dyn Error>),
    /// The command has already printed everything. Exits with this code.
    Reported(u8),
}

/// Makes bad input of the error of any module, so that commands can use `?`.
impl<E: Error + 'static> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure::Input(Box::new(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::vendors::{folder, vendor_file};
    use std::path::Path;

    #[test]
    fn an_error_of_any_module_is_bad_input() {
        let read = || -> Result<(), Failure> {
            folder::read(Path::new("missing"))?;
            Ok(())
        };
        assert!(matches!(read(), Err(Failure::Input(error)) if error.to_string().starts_with("missing: ")));
    }

    #[test]
    fn an_error_keeps_its_source() {
        let failure = Failure::from(vendor_file::parse("a.toml", "id = 1").expect_err("not a vendor"));
        let Failure::Input(error) = failure else { panic!("{failure:?}") };
        assert!(error.source().is_some_and(|source| source.is::<toml::de::Error>()), "{error:?}");
    }
}
