//! What a receipt must be: each check is one function that gives a sentence where something is wrong.

use super::texts;
use crate::cli::site::config;
use crate::gate::{Category, EVERYDAY, FULL, Record, Time};
use serde_json::Value;
use std::path::PathBuf;

/// What receipts may name.
pub(super) struct Known {
    /// Date and checksum of vendor tables.
    tables: Vec<String>,
    /// Languages, where they are known, and what their texts hash to.
    texts: Vec<(Option<String>, String)>,
}

impl Known {
    /// The command's own, and those in these files.
    pub(super) fn read(tables: &[PathBuf], files: &[PathBuf]) -> Result<Known, String> {
        let mut known = Known { tables: Vec::new(), texts: texts::own() };
        known.tables.extend([EVERYDAY, FULL].into_iter().filter_map(version));
        for file in tables {
            let shown = file.display();
            let text = std::fs::read_to_string(file).map_err(|error| format!("{shown}: {error}"))?;
            known.tables.push(version(&text).ok_or(format!("{shown}: this is not a compiled vendor table"))?);
        }
        for file in files {
            let hash = texts::hash(&config::json(file)?);
            known.texts.push((None, hash.ok_or(format!("{}: this is not a language file", file.display()))?));
        }
        Ok(known)
    }
}

/// How a record names a table: the date in its first line and the checksum in its last.
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
/// The longest time that a config lets a record count.
const LONGEST_MS: f64 = 400.0 * 86_400_000.0;

/// Everything that is wrong.
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

/// What it says, in short.
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
    let mut own = members.keys().map(|name| (name, &MEMBERS[..]));
    let mut inner = record.into_iter().flat_map(|it| it.keys().map(|name| (name, &RECORD[..])));
    if let Some(name) = own.find_map(unknown).or_else(|| inner.find_map(unknown)) {
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

/// FNV-1a over the units of UTF-16, as `www/consent/receipt.ts` computes it of all other members: keys in order, no
/// blanks.
fn checksum(receipt: &Value) -> Option<String> {
    let mut rest = receipt.clone();
    let told = rest.as_object_mut()?.remove("checksum")?;
    let text = sorted(rest).to_string();
    let step = |sum: u32, unit: u16| (sum ^ u32::from(unit)).wrapping_mul(0x0100_0193);
    let sum = format!("{:08x}", text.encode_utf16().fold(0x811c_9dc5, step));
    (told != sum).then(|| format!("the content has been changed: its checksum is {sum}, not {told}"))
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

/// Only a question has texts; a hash is missing where the page was not served safely.
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
