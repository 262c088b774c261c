//! The policy of a sealed head, as a browser applies it: the requests that it allows before a consent, for every
//! address of `vendors/`.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use consent_gate::cli::Site;
use consent_gate::cli::folder::{self, Folder};
use consent_gate::gate::{Config, Decision, FULL, Gate, Kind, Signals, Verdict};
use std::collections::HashMap;
use support::command::{folder as place, run};
use support::{NOW, json};

/// Runs `snippet --strength sealed` and returns the sources of one list.
#[track_caller]
fn sources(list: &str, args: &[&str]) -> Vec<String> {
    let done = run(&[&["snippet", "--strength", "sealed"], args].concat());
    assert_eq!(done.code, 0, "{}", done.err);
    let rest = done.out.split_once(&format!("data-consent-gate-{list}=\"")).expect(list).1;
    let sources = rest.split('"').next().unwrap_or("").split(' ');
    sources.filter(|source| source.starts_with("https:")).map(str::to_owned).collect()
}

/// The sources of a policy, by host.
struct Policy(HashMap<String, Vec<String>>);

impl Policy {
    fn new(sources: &[String]) -> Policy {
        let mut by_host: HashMap<String, Vec<String>> = HashMap::new();
        for source in sources {
            let (host, path) = parts(source);
            by_host.entry(host.to_owned()).or_default().push(path.to_owned());
        }
        Policy(by_host)
    }

    /// CSP's "match a URL to a source expression", for the expressions that a snippet has: scheme, host and path.
    fn lets(&self, url: &str) -> bool {
        let (host, path) = parts(url);
        let above = host.match_indices('.').map(|(at, _)| format!("*{}", &host[at..]));
        let mut paths =
            std::iter::once(host.to_owned()).chain(above).filter_map(|host| self.0.get(&host)).flatten();
        paths.any(|it| it.is_empty() || it == path || (it.ends_with('/') && path.starts_with(it.as_str())))
    }
}

/// Host and path.
fn parts(url: &str) -> (&str, &str) {
    let rest = url.trim_start_matches("https://").split(['?', '#']).next().unwrap_or("");
    rest.split_at(rest.find('/').unwrap_or(rest.len()))
}

fn all() -> Folder {
    folder::bundled().expect("vendors/ is read")
}

/// Returns addresses that match the patterns of all vendors, reviewed and imported: the pattern's address, and some
/// below it.
fn addresses(folder: &Folder) -> Vec<String> {
    let site = Site::new(None).expect("a site");
    let reviewed = folder.vendors.iter().flat_map(|vendor| {
        vendor.domains.iter().chain(vendor.rule.iter().flat_map(|rule| &rule.patterns)).cloned()
    });
    let patterns = reviewed.chain(folder.imported.iter().map(consent_gate::cli::imported::Row::pattern));
    let mut urls = Vec::new();
    for pattern in patterns.filter(|pattern| !pattern.starts_with('*')) {
        let (exact, rest) = (pattern.starts_with('='), pattern.trim_start_matches('='));
        let rest = rest.replace(".*", ".co.uk").replace('*', "x");
        let (place, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
        for host in ["", "a.", "www.", "a.b."].iter().take(if exact { 1 } else { 4 }) {
            for path in ["", "/", "/x.js", ".js"].iter().filter(|end| place.contains('/') || **end != ".js") {
                urls.push(format!("https://{host}{place}{path}{query}"));
                urls.push(format!("https://{host}{place}{path}"));
            }
        }
    }
    urls.iter().filter_map(|url| site.canonical(url).ok()).collect()
}

fn is_free(verdict: &Verdict<'_>) -> bool {
    verdict.vendor.is_some() && verdict.decision == Decision::Allow
}

/// Asserts that these sources allow only addresses that are free in the full table. Returns the number of allowed ones.
fn check(urls: &[String], sources: &[String], config: Config) -> usize {
    let gate = Gate::with_table(FULL, "www.example.com", config, Signals::default(), None, NOW);
    let policy = Policy::new(sources);
    let covered = urls.iter().filter(|url| policy.lets(url));
    covered
        .inspect(|url| assert!(is_free(&gate.judge(url, Kind::Script)), "the policy lets {url} load"))
        .count()
}

#[test]
fn a_policy_before_consent_lists_only_free_addresses_of_the_full_table() {
    let covered = check(&addresses(&all()), &sources("necessary", &[]), Config::default());
    assert!(covered > 300, "{covered}");
}

#[test]
fn each_vendor_alone_is_listed_only_if_it_is_exempt() {
    let folder = all();
    let urls = addresses(&folder);
    let ids: Vec<&str> = folder.vendors.iter().map(|vendor| vendor.id.as_str()).collect();
    for some in ids.chunks(120) {
        check(&urls, &sources("necessary", &["--vendors", &some.join(",")]), Config::default());
    }
}

#[test]
fn ad_exchanges_that_the_everyday_table_lacks_are_not_listed() {
    let rare: Vec<_> = all().vendors.into_iter().filter(|vendor| vendor.rare).collect();
    assert!(rare.len() > 100);
    let policy = Policy::new(&sources("necessary", &[]));
    for vendor in rare.iter().filter(|vendor| vendor.consent_required) {
        for domain in &vendor.domains {
            let url = format!("https://{}/", domain.trim_start_matches('='));
            assert!(!policy.lets(&url), "{}: {domain}", vendor.id);
        }
    }
}

#[test]
fn a_source_shared_with_a_tracker_needs_consent_to_the_tracker() {
    let args = ["--vendors", "firebase"];
    let source = "https://www.gstatic.com/firebasejs/".to_owned();
    assert!(!sources("necessary", &args).contains(&source));
    assert!(sources("analytics", &args).contains(&source));
}

#[test]
fn the_config_changes_the_list() {
    let text = r#"{"first_party": ["cdn.example.net"], "vendors": {
        "own": {"domains": ["own.example", "=one.example", "two.example/lib/"], "consent": "exempt"},
        "other": {"domains": ["other.example"]},
        "infobip": {"consent": "required", "features": {"livechat": {"consent": "required"}}}}}"#;
    let folder = place("snippet-policy");
    let file = folder.file("config.json", text);
    let free = sources("necessary", &["--config", &file, "--vendors", "infobip"]);
    for wanted in [
        "https://cdn.example.net",
        "https://*.cdn.example.net",
        "https://own.example",
        "https://*.own.example",
        "https://one.example",
        "https://two.example/lib/",
    ] {
        assert!(free.iter().any(|source| source == wanted), "{wanted}: {free:?}");
    }
    for other in ["https://*.one.example", "https://other.example", "https://livechat.infobip.com"] {
        assert!(!free.iter().any(|source| source == other), "{other}: {free:?}");
    }
    let (config, problems) = Config::read(&json(text));
    assert!(problems.is_empty());
    let own = |source: &String| !source.contains(".example");
    check(&addresses(&all()), &free.into_iter().filter(own).collect::<Vec<_>>(), config);
}
