//! Parses a recording as a stream. Bodies and headers are skipped, and the entries before an error are kept.

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::io::Read;
use thiserror::Error;

/// A recording that cannot be read to its end.
#[derive(Debug, Error)]
pub(crate) enum HarError {
    /// The text is not JSON, or not the JSON of a recording.
    #[error("{}", line(.0))]
    Json(#[from] serde_json::Error),
    /// The JSON has no list of entries.
    #[error(" JSON, but not a HAR: log.entries is missing")]
    NoEntries,
}

/// Returns the place and the cause of an error as `LINE:COLUMN: cause`.
fn line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let cause = text.split(" at line ").next().unwrap_or("");
    let cut = if error.is_eof() { "the file is cut short: " } else { "" };
    format!("{}:{}: {cut}{cause}", error.line(), error.column())
}

/// The part of a recording that has been read.
#[derive(Debug, Default)]
pub(super) struct Recording {
    pub(super) pages: Vec<Page>,
    pub(super) entries: Vec<Entry>,
    /// Whether the list of entries has been found, so that the file is a recording.
    listed: bool,
}

/// A page.
#[derive(Debug, Deserialize)]
pub(super) struct Page {
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
}

/// A request with its response.
#[derive(Debug, Deserialize)]
pub(super) struct Entry {
    pub(super) pageref: Option<String>,
    pub(super) request: Request,
    response: Option<Response>,
    #[serde(rename = "_resourceType")]
    pub(super) resource_type: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Request {
    pub(super) url: String,
}

#[derive(Debug, Deserialize)]
struct Response {
    status: Option<f64>,
    content: Option<Body>,
}

#[derive(Debug, Deserialize)]
struct Body {
    #[serde(rename = "mimeType")]
    mime: Option<String>,
}

impl Entry {
    /// Whether the response is a redirect.
    pub(super) fn is_redirect(&self) -> bool {
        self.response
            .as_ref()
            .is_some_and(|response| (300.0..400.0).contains(&response.status.unwrap_or(0.0)))
    }

    /// Returns the media type of the response.
    pub(super) fn mime(&self) -> &str {
        let body = self.response.as_ref().and_then(|response| response.content.as_ref());
        body.and_then(|body| body.mime.as_deref()).unwrap_or("")
    }
}

/// Reads to the end or to the first error. Returns the entries and the error.
pub(super) fn read(input: impl Read) -> (Recording, Result<(), HarError>) {
    let mut recording = Recording::default();
    let mut json = serde_json::Deserializer::from_reader(input);
    let outcome = Level::Top(&mut recording).deserialize(&mut json).and_then(|()| json.end());
    let outcome = match outcome {
        Ok(()) if !recording.listed => Err(HarError::NoEntries),
        outcome => outcome.map_err(HarError::Json),
    };
    (recording, outcome)
}

/// The depth of the reader in `{"log": {"entries": [`.
enum Level<'a> {
    Top(&'a mut Recording),
    Log(&'a mut Recording),
    Entries(&'a mut Recording),
}

impl<'de> DeserializeSeed<'de> for Level<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        match self {
            Level::Entries(_) => input.deserialize_seq(self),
            _ => input.deserialize_map(self),
        }
    }
}

impl<'de> Visitor<'de> for Level<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Top(_) => "a HAR, which is an object with \"log\"",
            Level::Log(_) => "an object with \"entries\"",
            Level::Entries(_) => "a list of entries",
        })
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let (top, into) = match self {
            Level::Top(into) => (true, into),
            Level::Log(into) | Level::Entries(into) => (false, into),
        };
        while let Some(key) = map.next_key::<String>()? {
            match (top, key.as_str()) {
                (true, "log") => map.next_value_seed(Level::Log(into))?,
                (false, "pages") => into.pages = map.next_value::<Option<_>>()?.unwrap_or_default(),
                (false, "entries") => map.next_value_seed(Level::Entries(into))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<(), S::Error> {
        let (Level::Top(into) | Level::Log(into) | Level::Entries(into)) = self;
        into.listed = true;
        while let Some(entry) = list.next_element()? {
            into.entries.push(entry);
        }
        Ok(())
    }
}
