//! `consent-gate receipt verify`: a complete receipt, a table of damaged ones, and the exit codes.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use serde_json::{Value, json};
use support::command::{folder, run, run_with};

/// A receipt of a page, with its checksum.
const RECEIPT: &str = r#"{"v":1,"product":"consent-gate 0.1.0","site":"https://www.example.com","regime":"opt-in",
"signals":{"gpc":false},"record":{"v":1,"id":"0f6c1d9b7a3e4c58b2d1e0f9a8b7c6d5","time":1795219200000,"method":"banner",
"policy_version":"3","expires":1810771200000,"choices":{"necessary":true,"functional":false,"analytics":true,
"marketing":false,"infobip/people-cdp-sdk":true},"table":"2026-01-01/abcd1234","language":"xx",
"texts":"df9d28a9cd50d19a3a1724ff2c2c2c78c7687cadca1ebc984d0456ce688c35ba","vendors":{"infobip/people-cdp-sdk":"marketing"}},"checksum":"b07bffc6"}"#;

/// A language file of the site.
const TEXTS: &str = r#"{"title":"Privätsphäre","accept":"\"Ja\""}"#;
const TABLE: &str = "#consent-gate-table 1 2026-01-01\n@x\nx.example\n#end abcd1234\n";

fn whole() -> Value {
    serde_json::from_str(RECEIPT).expect("a receipt")
}

/// Returns the receipt with another value at a path such as `record.time`, and the matching checksum.
fn changed(place: &str, value: Value) -> Value {
    let mut receipt = whole();
    let mut at = &mut receipt;
    for name in place.split('.') {
        at = &mut at[name];
    }
    *at = value;
    seal(receipt)
}

fn seal(mut receipt: Value) -> Value {
    receipt.as_object_mut().expect("an object").remove("checksum");
    let mut text = String::new();
    push(&mut text, &receipt);
    let sum = text
        .encode_utf16()
        .fold(0x811c_9dc5_u32, |sum, unit| (sum ^ u32::from(unit)).wrapping_mul(0x0100_0193));
    receipt["checksum"] = json!(format!("{sum:08x}"));
    receipt
}

/// Returns JSON without white space, keys in order.
fn push(out: &mut String, value: &Value) {
    let Value::Object(map) = value else { return out.push_str(&value.to_string()) };
    let mut keys: Vec<_> = map.keys().collect();
    keys.sort();
    out.push('{');
    for (at, key) in keys.into_iter().enumerate() {
        out.push_str(if at == 0 { "" } else { "," });
        out.push_str(&format!("{}:", json!(key)));
        push(out, &map[key]);
    }
    out.push('}');
}

/// Returns exit code and output for one receipt.
fn verify(name: &str, receipt: &str) -> (i32, String, String) {
    let place = folder(name);
    let [table, texts] = [place.file("table.txt", TABLE), place.file("xx.json", TEXTS)];
    let args = ["receipt", "verify", "-", "--table", &table, "--texts", &texts];
    let done = run_with(&args, receipt.as_bytes());
    (done.code, done.out, done.err)
}

#[test]
fn a_complete_receipt() {
    let (code, out, err) = verify("receipt-whole", RECEIPT);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(
        out.contains("whole: 0f6c1d9b7a3e4c58b2d1e0f9a8b7c6d5 by banner on https://www.example.com"),
        "{out}"
    );
    let pretty = serde_json::to_string_pretty(&seal(whole())).expect("text");
    assert_eq!(verify("receipt-pretty", &pretty).0, 0, "blanks and the order of keys are nobody's content");
}

#[test]
fn changed_receipts_are_reported() {
    let year = 31_536_000_000_u64;
    let rows: Vec<(&str, Value, &str)> = vec![
        ("v", json!(2), "\"v\" is not"),
        ("product", json!("another 1.0"), "\"product\" is not"),
        ("site", json!("www.example.com"), "\"site\" is not"),
        ("site", json!("https://www.example.com/page"), "\"site\" is not"),
        ("regime", json!("opt-maybe"), "\"regime\" is not"),
        ("signals", json!({}), "\"signals\" is not"),
        ("record", json!(null), "\"record\" is not"),
        ("record.v", json!(2), "\"record\" is not"),
        ("record.method", json!("telepathy"), "\"record\" is not"),
        ("record.choices", json!({ "marketing": "yes" }), "\"record\" is not"),
        ("extra", json!(1), "\"extra\" is not a field"),
        ("record.ip", json!("192.0.2.1"), "\"ip\" is not a field"),
        ("record.id", json!("1"), "not 128 bits"),
        ("record.id", json!("0F6C1D9B7A3E4C58B2D1E0F9A8B7C6D5"), "not 128 bits"),
        ("record.time", json!(1_795_219_200_000_u64 + 100 * year), "in the future"),
        ("record.expires", json!(1_795_219_200_000_u64), "no config allows"),
        ("record.expires", json!(1_795_219_200_000_u64 + 2 * year), "no config allows"),
        ("record.table", json!("2025-01-01/abcd1234"), "is not known here: give it with --table"),
        ("record.table", json!(null), "which vendor table"),
        ("record.texts", json!("00"), "give them with --texts"),
        ("record.vendors", json!(["a"]), "not a map from vendor ids"),
        ("record.vendors", json!({ "a": "ads" }), "which is not a category"),
    ];
    for (at, (place, value, wanted)) in rows.into_iter().enumerate() {
        let (code, out, _) = verify(&format!("receipt-{at}"), &changed(place, value.clone()).to_string());
        assert_eq!(code, 1, "{place} {value}: {out}");
        assert!(
            out.lines().any(|line| line.starts_with("-: ") && line.contains(wanted)),
            "{place} {value}: {out}"
        );
    }
}

#[test]
fn one_changed_character() {
    for (from, to) in [("\"analytics\":true", "\"analytics\":false"), ("opt-in", "opt-out"), (".com", ".org")]
    {
        let (code, out, _) = verify("receipt-letter", &RECEIPT.replacen(from, to, 1));
        assert!(code == 1 && out.contains("the content has been changed"), "{from}: {out}");
    }
    let missing = RECEIPT.replace(",\"checksum\":\"b07bffc6\"", "}");
    let missing = missing.strip_suffix('}').expect("its end");
    let (code, out, _) = verify("receipt-sum", missing);
    assert!(code == 1 && out.contains("\"checksum\" is missing"), "{out}");
}

#[test]
fn unreadable_receipts_are_one_line() {
    for (input, wanted) in [("", "-: EOF"), (&RECEIPT[..200], "-: EOF"), ("{'v':1}", "-: key must be")] {
        let (code, _, err) = verify("receipt-bad", input);
        assert!(code == 2 && err.contains(wanted), "{input}: {err}");
    }
    for (args, wanted) in [
        (&["verify"][..], "<FILE>"),
        (&["verify", "/no/such/file"], "/no/such/file"),
        (&["verify", "-", "--table", "/no/such/table"], "/no/such/table"),
        (&["verify", "-", "--texts", "Cargo.toml"], "Cargo.toml"),
        (&["verify", "-", "--table", "Cargo.toml"], "Cargo.toml: this is not a compiled vendor table"),
    ] {
        let done = run(&[&["receipt"], args].concat());
        assert!(done.code == 2 && done.err.contains(wanted) && done.err.lines().count() == 1, "{}", done.err);
    }
}

#[test]
fn each_of_several_is_reported_by_name() {
    let place = folder("receipt-several");
    let table = place.file("table.txt", TABLE);
    let texts = place.file("xx.json", TEXTS);
    let good = place.file("good.json", RECEIPT);
    let bad = place.file("bad.json", &changed("v", json!(2)).to_string());
    let done = run(&["receipt", "verify", &good, &bad, "--table", &table, "--texts", &texts]);
    assert_eq!(done.code, 1);
    let lines: Vec<&str> = done.out.lines().collect();
    assert!(
        lines[0].starts_with(&format!("{good}: whole")) && lines[1].starts_with(&format!("{bad}: \"v\"")),
        "{lines:?}"
    );
}
