//! Hashes of the banner's texts. A receipt has the hash of the texts that the visitor saw.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

macro_rules! texts {
    ($($language:literal)+) => {
        [$(($language, include_str!(concat!("../../../www/banner/texts/", $language, ".json")))),+]
    };
}

/// The language and content of each text file of this version.
const TEXTS: [(&str, &str); 16] =
    texts!["ar" "cs" "da" "de" "el" "en" "es" "fi" "fr" "hr" "it" "ja" "nl" "pl" "pt" "sv"];

/// Returns the language and hash of each text file of this version.
pub(super) fn compiled_in() -> Vec<(Option<String>, String)> {
    let hash = |text| serde_json::from_str(text).ok().as_ref().and_then(hash);
    TEXTS.iter().filter_map(|(language, text)| Some((Some((*language).to_owned()), hash(text)?))).collect()
}

/// Returns the SHA-256 of a text file, as `www/banner/texts.ts` computes it: of the JSON of all pairs of name and text,
/// sorted by name. `None` if a value is not a text.
pub(super) fn hash(texts: &Value) -> Option<String> {
    let mut pairs: Vec<(&String, &str)> = Vec::new();
    for (name, text) in texts.as_object()? {
        pairs.push((name, text.as_str()?));
    }
    pairs.sort();
    let text = serde_json::to_string(&pairs).ok()?;
    Some(Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect())
}
