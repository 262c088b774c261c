//! Compares this table with those of the page. `www/requests/resource-attributes.ts` must name the same elements and
//! attributes. So must `tests/pages/enumeration/loads.txt`, which a page test compares with the browser.

use super::link;
use super::loads::PARKED;
use super::table::{ANY, Loads, TABLE};
use std::collections::{BTreeMap, BTreeSet};

const PREFIX: &str = "data-consent-gate-";

type Pairs = BTreeSet<(String, String)>;

/// Rows of this table that `resource-attributes.ts` does not have. Other files of `www/` handle them, or it reads them
/// under another name.
const ELSEWHERE: &[(&str, &str)] = &[
    ("script", "src"),
    ("script", "href"),
    ("script", "xlink:href"),
    ("iframe", "src"),
    ("iframe", "srcdoc"),
    ("frame", "src"),
    // The parser creates an `img` element for this tag.
    ("image", "src"),
    ("image", "xlink:href"),
    ("feimage", "xlink:href"),
    ("use", "xlink:href"),
    ("meta", "content"),
];

/// Rows of `resource-attributes.ts` that load only on a click.
const CLICKED: &[(&str, &str)] = &[("a", "ping"), ("area", "ping")];

fn pairs(rows: &[(&str, &str)]) -> Pairs {
    rows.iter().map(|row| (row.0.to_owned(), row.1.to_owned())).collect()
}

fn ours() -> Pairs {
    TABLE.iter().filter(|row| row.0 != ANY).map(|row| (row.0.to_owned(), row.1.to_owned())).collect()
}

/// Returns the attributes in `{ __proto__: null, src: IMG, srcset: IMG }`. `rel` is left out: it is hidden together
/// with a URL but is not a URL.
fn attributes(shape: &str) -> Vec<String> {
    let inner = shape.trim_start_matches('{').split('}').next().unwrap_or("");
    let members = inner.split(',').filter_map(|member| member.split_once(':'));
    members
        .map(|member| member.0.trim().to_owned())
        .filter(|name| name != "__proto__" && name != "rel")
        .collect()
}

/// Returns the elements and attributes of `resource-attributes.ts`, in lower case.
fn theirs(text: &'static str) -> Pairs {
    let shape = |line: &'static str| {
        let constant = line.trim_start_matches("export ").strip_prefix("const ")?.strip_suffix("};")?;
        constant.split_once(": Attributes = ")
    };
    let shapes: BTreeMap<&str, &str> = text.lines().filter_map(shape).collect();
    let start = text.find("const ALONE").expect("the first table");
    let end = text.find("export const TAGS").expect("the end of the tables");
    let mut found = Pairs::new();
    for line in text[start..end].lines() {
        let row = line.strip_prefix("  ").and_then(|line| line.trim_end_matches(',').split_once(": "));
        let Some((element, shape)) = row.map_or_else(|| shorthand(line), Some) else { continue };
        let shape = if shape.starts_with('{') { shape } else { shapes.get(shape).copied().unwrap_or("") };
        found.extend(attributes(shape).into_iter().map(|name| (element.to_lowercase(), name)));
    }
    found
}

/// Reads `image,` as `image: image`.
fn shorthand(line: &str) -> Option<(&str, &str)> {
    let name = line.strip_prefix("  ")?.strip_suffix(',')?;
    name.bytes().all(|byte| byte.is_ascii_alphabetic()).then_some((name, name))
}

#[test]
fn page_has_the_same_attributes() {
    let theirs = theirs(include_str!("../../www/requests/resource-attributes.ts"));
    assert!(theirs.len() > 30, "{theirs:?}");
    let (elsewhere, clicked) = (pairs(ELSEWHERE), pairs(CLICKED));
    let missing: Vec<_> =
        ours().difference(&theirs).filter(|row| !elsewhere.contains(row)).cloned().collect();
    assert!(missing.is_empty(), "www/requests/resource-attributes.ts lacks {missing:?}");
    let missing: Vec<_> = theirs.difference(&ours()).filter(|row| !clicked.contains(row)).cloned().collect();
    assert!(missing.is_empty(), "html/loads.tsv lacks {missing:?}");
    assert!(elsewhere.is_subset(&ours()) && elsewhere.is_disjoint(&theirs));
    assert!(clicked.is_subset(&theirs) && clicked.is_disjoint(&ours()));
}

#[test]
fn table_has_every_attribute_that_loads_in_a_browser() {
    let text = include_str!("../../tests/pages/enumeration/loads.txt");
    let rows: Vec<Vec<&str>> =
        text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(' ').collect()).collect();
    assert!(rows.len() > 30);
    for row in rows {
        let (element, attribute) = (row[1].to_lowercase(), row[2]);
        assert!(TABLE.iter().any(|it| it.0 == element && it.1 == attribute), "{element} {attribute}");
    }
}

#[test]
fn page_has_the_same_link_types() {
    let text = include_str!("../../www/requests/resource-attributes.ts");
    let pattern =
        text.split("const RELATIONS = /").nth(1).and_then(|rest| rest.split('/').next()).expect("a pattern");
    // The last alternative is a link whose link type is set later. The others are parts of words.
    let parts: Vec<&str> = pattern.split('|').filter(|part| !part.starts_with('^')).collect();
    let parts: Vec<&str> = parts.iter().map(|part| part.split('(').next().unwrap_or("")).collect();
    assert!(parts.len() >= 5, "{pattern}");
    // iOS requests it when the visitor adds the page to the home screen.
    let words = link::LOADING.iter().filter(|word| **word != "apple-touch-startup-image");
    for word in words.chain(&["stylesheet"]) {
        assert!(
            parts.iter().any(|part| word.contains(part)),
            "www/requests/resource-attributes.ts lacks {word}"
        );
    }
    for part in parts {
        assert!(link::kind(part).is_some() || link::LOADING.iter().any(|word| word.contains(part)), "{part}");
    }
}

/// Returns the attributes that load something through their value, on any element.
fn attribute_names() -> BTreeSet<&'static str> {
    let rows = TABLE.iter().filter(|row| row.0 != ANY && row.2 != Loads::Refresh);
    rows.map(|row| row.1).collect()
}

#[test]
fn page_has_the_same_presentation_attributes() {
    let text = include_str!("../../www/requests/css-requests.ts");
    let list = text.lines().find_map(|line| line.trim().strip_suffix("'.split(',');")).expect("the list");
    let theirs: BTreeSet<&str> = list.trim_start_matches('\'').split(',').collect();
    let ours = TABLE.iter().filter(|row| row.0 == ANY && row.1 != "style").map(|row| row.1);
    assert_eq!(theirs, ours.collect());
}

#[test]
fn rewrite_has_a_data_attribute_for_every_attribute() {
    let parked = PARKED.iter().filter_map(|(name, parked)| Some((*name, parked.strip_prefix(PREFIX)?)));
    let kept: BTreeSet<&str> =
        parked.inspect(|(name, kept)| assert_eq!(name, kept)).map(|row| row.0).collect();
    assert_eq!(kept, attribute_names());
}

#[test]
fn page_restores_every_data_attribute_of_a_rewrite() {
    let text = include_str!("../../www/hold/rewritten-markup.ts");
    let pattern = text.split("/^data-consent-gate-(?:").nth(1).and_then(|rest| rest.split(")$/").next());
    let pattern = pattern.expect("a pattern").replace("(?:xlink:)?href", "href|xlink:href");
    let theirs: BTreeSet<&str> = pattern.split('|').collect();
    // A preload loses its `rel` together with its URL. `srcdoc` is in another list, with the attributes that run code.
    let starts = text.split("const STARTS = ").nth(1).and_then(|rest| rest.split(';').next());
    assert!(starts.is_some_and(|starts| starts.contains("|srcdoc|")), "{starts:?}");
    assert_eq!(theirs, attribute_names().into_iter().chain(["rel"]).filter(|it| *it != "srcdoc").collect());
}
