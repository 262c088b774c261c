//! The checks of a receipt. Each is a function that returns a sentence if it fails.

use super::texts;
use crate::cli::files::{self, FileError};
use crate::cli::site::config::{self, ConfigError};
use crate::gate::{Category, EVERYDAY, FULL, Record, Time};
use serde_json::Value;
use std::path::PathBuf;
use thiserror::Error;

/// A file of `--table` or `--texts` that cannot be used.
#[derive(Debug, Error)]
pub(super) enum KnownError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Json(#[from] ConfigError),
    #[error("{}: this is not a compiled vendor table", path.display())]
    Table { path: PathBuf },
    #[error("{}: this is not a language file", path.display())]
    Texts { path: PathBuf },
}

/// The tables and texts that a receipt may name.
pub(super) struct Known {
    /// The versions of vendor tables: date and checksum.
    tables: Vec<String>,
    /// The language, if known, and the hash of text files.
    texts: Vec<(Option<String>, String)>,
}

impl Known {
    /// Collects the compiled-in tables and texts, and those in these files.
    pub(super) fn read(tables: &[PathBuf], texts: &[PathBuf]) -> Result<Known, KnownError> {
        let mut known = Known { tables: Vec::new(), texts: texts::compiled_in() };
        known.tables.extend([EVERYDAY, FULL].into_iter().filter_map(version));
        for path in tables {
            let version = version(&files::read_text(path)?);
            known.tables.push(version.ok_or_else(|| KnownError::Table { path: path.clone() })?);
        }
        for path in texts {
            let hash = texts::hash(&config::json(path)?);
            known.texts.push((None, hash.ok_or_else(|| KnownError::Texts { path: path.clone() })?));
        }
        Ok(known)
    }
}

/// Returns the version of a table as records name it: the date in the first line and the checksum in the last.
fn version(table: &str) -> Option<String> {
    let date = table.lines().next()?.strip_prefix("#consent-gate-table 1 ")?;
    Some(format!("{date}/{}", table.lines().last()?.strip_prefix("#end ")?))
}

const MEMBERS: [&str; 7] = ["v", "product", "site", "regime", "signals", "record", "checksum"];
const RECORD: [&str; 11] = [
    "v",
    "id",
    "time",
    "method",
    "policy_version",
    "expires",
    "choices",
    "table",
    "language",
    "texts",
    "vendors",
];
/// The longest validity of a record that a config can set.
const LONGEST_MS: f64 = 400.0 * 86_400_000.0;

/// Runs all checks. Returns a sentence for each that fails.
pub(super) fn findings(receipt: &Value, known: &Known, now: f64) -> Vec<String> {
    let record = &receipt["record"];
    let mut findings = Vec::new();
    findings.extend(form(receipt));
    findings.extend(checksum(receipt));
    findings.extend(identity(record));
    findings.extend(times(record, now));
    findings.extend(table(record, known));
    findings.extend(texts_shown(record, known));
    findings.extend(vendors(record));
    findings
}

/// Returns the id, method, site and choices of a receipt in one line.
pub(super) fn summary(receipt: &Value) -> String {
    let record = &receipt["record"];
    let word = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    format!(
        "{} by {} on {}, choices {}",
        word(&record["id"]),
        word(&record["method"]),
        word(&receipt["site"]),
        record["choices"]
    )
}

fn form(receipt: &Value) -> Option<String> {
    let Some(members) = receipt.as_object() else {
        return Some("this is not a receipt, which is a JSON object".into());
    };
    if let Some(name) = MEMBERS.iter().find(|name| !members.contains_key(**name)) {
        return Some(format!("\"{name}\" is missing"));
    }
    let record = receipt["record"].as_object();
    let unknown = |(name, list): (&String, &[&str])| (!list.contains(&name.as_str())).then(|| name.clone());
    let mut outer = members.keys().map(|name| (name, &MEMBERS[..]));
    let mut inner = record.into_iter().flat_map(|it| it.keys().map(|name| (name, &RECORD[..])));
    if let Some(name) = outer.find_map(unknown).or_else(|| inner.find_map(unknown)) {
        return Some(format!("\"{name}\" is not a field of a receipt"));
    }
    let text = |name: &str, good: fn(&str) -> bool| receipt[name].as_str().is_some_and(good);
    let wrong = [
        ("v", receipt["v"].as_u64() == Some(1)),
        ("product", text("product", |it| it.starts_with("consent-gate "))),
        (
            "site",
            text("site", |it| url::Url::parse(it).is_ok_and(|url| url.origin().ascii_serialization() == it)),
        ),
        ("regime", text("regime", |it| matches!(it, "opt-in" | "opt-out"))),
        ("signals", receipt["signals"]["gpc"].is_boolean()),
        ("record", Record::read(&config::value(receipt["record"].clone())).is_some()),
    ];
    wrong.into_iter().find(|row| !row.1).map(|row| format!("\"{}\" is not what it is in a receipt", row.0))
}

/// Compares the checksum: FNV-1a over the UTF-16 code units of all other members as JSON, with sorted keys and no
/// blanks. `www/consent/receipt.ts` computes the same.
fn checksum(receipt: &Value) -> Option<String> {
    let mut rest = receipt.clone();
    let stated = rest.as_object_mut()?.remove("checksum")?;
    let text = sorted(rest).to_string();
    let step = |sum: u32, unit: u16| (sum ^ u32::from(unit)).wrapping_mul(0x0100_0193);
    let sum = format!("{:08x}", text.encode_utf16().fold(0x811c_9dc5, step));
    (stated != sum).then(|| format!("the content has been changed: its checksum is {sum}, not {stated}"))
}

fn sorted(value: Value) -> Value {
    let Value::Object(map) = value else { return value };
    let mut members: Vec<_> = map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
    members.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
    Value::Object(members.into_iter().collect())
}

fn identity(record: &Value) -> Option<String> {
    let id = record["id"].as_str()?;
    let random = id.len() == 32 && id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    (!random).then(|| format!("the record's id \"{id}\" is not 128 bits in hexadecimal"))
}

fn times(record: &Value, now: f64) -> Option<String> {
    let (time, expires) = (record["time"].as_f64()?, record["expires"].as_f64()?);
    let read = Record::read(&config::value(record.clone()))?;
    if read.is_from_the_future(Time(now)) {
        return Some(format!("the choice lies in the future ({time} ms since 1970)"));
    }
    (expires <= time || expires - time > LONGEST_MS)
        .then(|| format!("it counts until {expires}, which no config allows for a choice of {time}"))
}

fn table(record: &Value, known: &Known) -> Option<String> {
    let Some(table) = record["table"].as_str() else {
        return Some("the record does not say which vendor table it was made with".into());
    };
    (!known.tables.iter().any(|it| it == table))
        .then(|| format!("the vendor table {table} is not known here: give it with --table"))
}

/// Checks the hash of the texts. Only a choice in the banner has one, and only on a page in a secure context.
fn texts_shown(record: &Value, known: &Known) -> Option<String> {
    let hash = record.get("texts")?;
    let language = record["language"].as_str();
    let same =
        |it: &(Option<String>, String)| *hash == it.1 && (it.0.is_none() || it.0.as_deref() == language);
    let (language, none) = (language.unwrap_or("?"), !known.texts.iter().any(same));
    none.then(|| {
        format!("the texts in \"{language}\" that hash to {hash} are not known here: give them with --texts")
    })
}

fn vendors(record: &Value) -> Option<String> {
    let Some(vendors) = record.get("vendors")?.as_object() else {
        return Some("\"vendors\" is not a map from vendor ids to categories".into());
    };
    let good = |category: &Value| category.as_str().is_some_and(|it| Category::parse(it).is_some());
    let (id, category) = vendors.iter().find(|row| !good(row.1))?;
    Some(format!("\"{id}\" is asked about for {category}, which is not a category"))
}
