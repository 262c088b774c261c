//! `consent-gate snippet`: the lines of each protection level, and the requests that a sealed head allows.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use support::command::{folder, run, run_with};

#[track_caller]
fn lines(args: &[&str]) -> Vec<String> {
    let done = run(&[&["snippet"], args].concat());
    assert_eq!(done.code, 0, "{}", done.err);
    let (comment, rest) = done.out.split_once("-->\n").expect("a comment");
    assert!(comment.starts_with("<!-- Consent Gate, ") && !comment.contains("--!"), "{comment}");
    rest.lines().map(str::to_owned).collect()
}

#[test]
fn each_protection_level_has_its_lines_in_order() {
    let gate = "<script src=\"/consent-gate.js\" data-cfasync=\"false\"";
    let one = lines(&[]);
    assert!(one.len() == 1 && one[0].starts_with(gate) && !one[0].contains("data-consent-gate"), "{one:?}");
    let quiet = lines(&["--strength", "quiet"]);
    assert_eq!(quiet[0], "<meta http-equiv=\"Content-Security-Policy\" content=\"\">");
    assert!(
        quiet.len() == 2 && quiet[1].starts_with(gate) && quiet[1].contains(" data-consent-gate=\"quiet\"")
    );
    let sealed = lines(&["--strength", "sealed"]);
    assert!(
        sealed.len() == 2
            && sealed[0].starts_with(gate)
            && sealed[0].contains(" data-consent-gate=\"sealed\"")
    );
    assert!(sealed[1].ends_with("><!-- -->"), "the comment that hides the policy ends behind it");
}

#[test]
fn a_config_may_be_read_from_a_pipe() {
    let done = run_with(&["snippet", "--config", "-"], b"{\"regime\":\"opt-out\",}");
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(done.out.contains("{\"regime\":\"opt-out\"}"), "{}", done.out);
}

#[test]
fn a_sealed_head_may_trust_a_nonce() {
    let args = ["--strength", "sealed", "--vendors", "infobip,microsoft-clarity", "--nonce", "{{ a\"b }}"];
    let lines = lines(&args);
    let nonce = "{{ a&quot;b }}";
    assert_eq!(lines.len(), 2);
    assert!(lines[0].contains(&format!(" nonce=\"{nonce}\" data-consent-gate=\"sealed-nonce\" ")));
    assert!(lines[0].contains(" https://www.clarity.ms/tag/"));
    let (empty, seal) = lines[1].split_once('>').expect("two policies");
    assert_eq!(empty, "<meta http-equiv=\"Content-Security-Policy\" content=\"\"");
    let policy = format!(" content=\"script-src-elem 'nonce-{nonce}' 'strict-dynamic';style-src 'self' ");
    assert!(seal.contains(&policy) && !seal.contains("clarity"), "{seal}");
    assert!(!seal.contains("default-src"), "what the gate holds needs no reload");
    assert!(seal.ends_with("><!-- -->"), "the comment that hides the policies ends behind them");
}

#[test]
fn a_sealed_head_lists_the_sources_that_a_consent_allows() {
    let vendors = ["--vendors", "infobip,microsoft-clarity,vimeo"];
    let sealed = lines(&[&["--strength", "sealed"], &vendors[..]].concat());
    let list = |name: &str| {
        let rest = sealed[0].split_once(&format!("data-consent-gate-{name}=\"")).expect(name).1;
        rest.split('"').next().unwrap_or("").to_owned()
    };
    assert!(list("necessary").contains("https://livechat.infobip.com"));
    assert!(
        !list("necessary").contains("player.vimeo.com"),
        "only its query makes it free, and a policy reads none"
    );
    assert!(list("analytics").contains("https://www.clarity.ms/tag/"));
    assert!(
        list("marketing")
            .contains("https://s3.eu-central-1.amazonaws.com/portal-cdn-production/people-events-sdk/")
    );
    assert!(!sealed[0].contains("https://*.amazonaws.com") && !sealed[0].contains("youtube"));
    assert!(sealed[1].contains(&format!("default-src {}\"", list("necessary"))));
    assert!(!sealed[1].contains("clarity"));
}

#[test]
fn the_config_names_first_party_hosts() {
    let place = folder("snippet");
    let config = place.file("config.json", r#"{"first_party": ["cdn-of-ours.example"]}"#);
    let sealed = lines(&["--strength", "sealed", "--vendors", "infobip", "--config", &config]);
    assert!(sealed[0].starts_with("<script type=\"application/json\" id=\"consent-gate-config\">"));
    assert!(sealed[2].contains("https://cdn-of-ours.example https://*.cdn-of-ours.example"));
    let tag = lines(&["--gate-src", "/a\"b.js?c&d", "--nonce", "{{ nonce }}"]);
    assert!(tag[0].starts_with("<script src=\"/a&quot;b.js?c&amp;d\" "), "{}", tag[0]);
    assert!(tag[0].contains(" nonce=\"{{ nonce }}\""));
}

#[test]
fn bad_input_is_one_line() {
    for (args, wanted) in [
        (&["snippet", "--strength", "strong"][..], "strong"),
        (&["snippet", "--strength", "sealed", "--vendors", "nobody"], "\"nobody\" is not a vendor"),
        (&["snippet", "--config", "/nowhere.json"], "/nowhere.json: "),
        (&["snippet", "--site", "x"], "--site x"),
    ] {
        let done = run(args);
        assert_eq!((done.code, done.err.lines().count()), (2, 1), "{args:?}: {}", done.err);
        assert!(done.err.contains(wanted), "{args:?}: {}", done.err);
    }
}
