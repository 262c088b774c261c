//! Targets for input from the page and its site: URLs, configs, records, inline scripts, stored names.

use super::first_line;
use crate::cli::site::Site;
use crate::cli::site::config::value;
use crate::gate::{
    Config, EVERYDAY, FULL, Gate, Kind, Lane, Location, Record, Signals, Store, Storing, Time, Verdict,
    inline_uses,
};
use std::str::from_utf8;
use std::sync::LazyLock;

static GATES: LazyLock<[Gate; 2]> = LazyLock::new(|| {
    [EVERYDAY, FULL].map(|table| {
        let (config, signals) = (Config::default(), Signals::default());
        Gate::with_table(table, "www.example.com", config, signals, None, Time(0.0))
    })
});

/// Any URL has a verdict with a reason, in canonical form, too. A canonical URL is its canonical form.
pub(super) fn url(data: &[u8]) {
    let Ok(url) = from_utf8(data) else { return };
    if let Some(location) = Location::split(url) {
        assert!(!location.host().is_empty() && !location.host().contains(['/', '?', '#', '@']));
        assert!(location.path().is_empty() || location.path().starts_with('/'));
    }
    judge(url);
    let site = Site::new(Some("https://www.example.com/a/b")).expect("an origin");
    if let Ok(canonical) = site.canonical(url) {
        judge(&canonical);
        assert_eq!(site.canonical(&canonical).as_deref(), Ok(&*canonical));
    }
}

fn judge(url: &str) {
    for gate in GATES.iter() {
        check(&gate.judge(url, Kind::Script));
        gate.watched(url);
    }
}

fn check(verdict: &Verdict<'_>) {
    assert!(!verdict.reason.text().is_empty());
    assert!(verdict.feature.is_none() || verdict.vendor.is_some());
}

/// Any JSON is accepted as a config. Every problem has a text, and the gate judges requests.
pub(super) fn config(data: &[u8]) {
    let Ok(json) = serde_json::from_slice(data) else { return };
    let (config, problems) = Config::read(&value(json));
    assert!(problems.iter().all(|problem| !problem.text().is_empty()));
    let mut gate = Gate::new("www.example.com", config, Signals { gpc: true }, None, Time(0.0));
    for url in
        ["https://livechat.infobip.com/widget.js", "https://www.clarity.ms/tag/a", "https://a.example/x?y"]
    {
        gate.request(url, Kind::Script, Lane::Free);
        check(&gate.judge(url, Kind::Img));
    }
    assert!(gate.report().len() <= 3);
    gate.needs();
}

/// A record that is written as JSON and read again is the same. Any JSON can be verified as a receipt.
pub(super) fn record(data: &[u8]) {
    let Ok(json) = serde_json::from_slice::<serde_json::Value>(data) else { return };
    crate::cli::receipt::fuzz(&json);
    if let Some(record) = Record::read(&value(json)) {
        let written = serde_json::from_str(&record.write()).expect("a record is JSON");
        assert_eq!(Record::read(&value(written)).as_ref(), Some(&record));
        let gate = Gate::new("", Config::default(), Signals::default(), Some(record), Time(0.0));
        check(&gate.judge("https://www.clarity.ms/tag/a", Kind::Script));
    }
}

/// Any inline script is read to its end.
pub(super) fn inline(data: &[u8]) {
    let Ok(text) = from_utf8(data) else { return };
    for global in ["Stripe", "google.maps", "fbq", "dataLayer"] {
        inline_uses(text, global);
    }
    let mut gate = GATES[0].clone();
    for url in ["https://maps.googleapis.com/maps/api/js", "https://www.clarity.ms/tag/a"] {
        gate.request(url, Kind::Script, Lane::Blocking);
    }
    gate.request_inline(text, Lane::Blocking);
}

/// Any stored name belongs to a vendor or to the site, and only a vendor's name is dropped. The first line is the
/// writer: the URL of a script, or a global.
pub(super) fn storage(data: &[u8]) {
    let Some((writer, name)) = first_line(data) else { return };
    for gate in GATES.iter() {
        for store in Store::ALL {
            let verdict = gate.judge_stored(store, name);
            if let Some(verdict) = &verdict {
                check(verdict);
                assert!(verdict.vendor.is_some());
            }
            let outcome = gate.may_store(store, name, writer);
            assert!(verdict.is_some() || outcome != Storing::Drop);
            assert!(store == Store::Cookie || outcome != Storing::SessionOnly);
        }
    }
}
