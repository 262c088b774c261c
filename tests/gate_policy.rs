//! Verdicts by config, choices and signals, one table for each subject. The verdicts without any of them are in
//! `cases/verdicts.tsv`.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use consent_gate::gate::{Category, Choice, Gate, Kind, Need, Signals, Time};
use support::{NOW, choose, config, gate_with, ids};

const CHAT: &str = "https://livechat.infobip.com/widget.js";
const PEOPLE: &str =
    "https://s3.eu-central-1.amazonaws.com/portal-cdn-production/people-events-sdk/pe.latest-2.js";
const GA4: &str = "https://www.googletagmanager.com/gtag/js?id=G-1";
const GTM: &str = "https://www.googletagmanager.com/gtm.js?id=GTM-1";
const MAPS: &str = "https://maps.googleapis.com/maps/api/js";
const STRIPE: &str = "https://js.stripe.com/v3/";
const ADS: &str = "https://www.googleadservices.com/pagead/conversion.js";
const UNKNOWN: &str = "https://cdn.unknown.example/x.js";

/// The verdicts as letters: `a` for allow, `h` for hold.
fn verdicts(gate: &Gate, urls: &[&str]) -> String {
    urls.iter().map(|url| gate.judge(url, Kind::Script).decision.name().chars().next().unwrap()).collect()
}

#[track_caller]
fn check_choices(json: &str, gpc: bool, choices: &[(Choice, &str)]) {
    let mut gate = gate_with(json, gpc);
    for (choice, wanted) in choices {
        choose(&mut gate, choice.clone());
        let now = verdicts(&gate, &[CHAT, PEOPLE, GA4, GTM, MAPS, STRIPE, ADS, UNKNOWN]);
        assert_eq!(now, *wanted, "{json} {choice:?}");
    }
}

#[test]
fn choices_decide() {
    check_choices(
        "{}",
        false,
        &[
            (Choice::Deny(ids("functional")), "ahhhhaha"),
            (Choice::Grant(ids("functional")), "ahhhaaha"),
            (Choice::Grant(ids("analytics")), "ahaaaaha"),
            (Choice::Deny(ids("google-analytics")), "ahhaaaha"),
            (Choice::Grant(ids("google-analytics/gtag-ga4")), "ahaaaaha"),
            (Choice::Deny(ids("analytics")), "ahahaaha"),
            (Choice::Grant(ids("google-tag-manager")), "ahaaaaha"),
            (Choice::Grant(ids("infobip")), "aaaaaaha"),
            (Choice::Deny(ids("infobip/people-cdp-sdk")), "ahaaaaha"),
            (Choice::Deny(ids("infobip")), "hhaaaaha"),
            (Choice::DenyAll, "ahhhhaha"),
            (Choice::GrantAll, "aaaaaaaa"),
            (Choice::Grant(ids("advertising analytical")), "aaaaaaaa"),
            (Choice::Withdraw, "ahhhhaha"),
            (Choice::Deny(ids("necessary stripe")), "ahhhhaha"),
        ],
    );
}

#[test]
fn the_regime_decides_without_a_choice() {
    for (json, gpc, wanted) in [
        ("{}", false, "ahhhhaha"),
        ("{}", true, "ahhhhaha"),
        (r#"{"regime":"opt-out"}"#, false, "aaaaaaaa"),
        (r#"{"regime":"opt-out"}"#, true, "ahhhaaha"),
        (r#"{"unknown":"hold"}"#, false, "ahhhhahh"),
        (r#"{"unknown":"hold","regime":"opt-out"}"#, false, "aaaaaaaa"),
        (r#"{"unknown":"hold","regime":"opt-out"}"#, true, "ahhhaahh"),
        (r#"{"unknown":"hold","first_party":["unknown.example"]}"#, false, "ahhhhaha"),
    ] {
        let gate = gate_with(json, gpc);
        let now = verdicts(&gate, &[CHAT, PEOPLE, GA4, GTM, MAPS, STRIPE, ADS, UNKNOWN]);
        assert_eq!(now, wanted, "{json} gpc={gpc}");
    }
}

#[test]
fn a_choice_overrides_the_signal_in_opt_out() {
    check_choices(
        r#"{"regime":"opt-out","unknown":"hold"}"#,
        true,
        &[(Choice::Deny(ids("functional")), "ahhhhahh"), (Choice::Grant(ids("marketing")), "aahahaaa")],
    );
}

#[test]
fn the_site_overrides_the_table() {
    for (json, url, wanted) in [
        (
            r#"{"infobip":{"features":{"chat-widget":{"consent":"required"}}}}"#,
            CHAT,
            "infobip/chat-widget functional required hold",
        ),
        (
            r#"{"infobip":{"features":{"people-cdp-sdk":{"category":"analytics"}}}}"#,
            PEOPLE,
            "infobip/people-cdp-sdk analytics required hold",
        ),
        (r#"{"infobip":{"consent":"required"}}"#, CHAT, "infobip/chat-widget functional required hold"),
        (r#"{"infobip":{"consent":"exempt"}}"#, PEOPLE, "infobip/people-cdp-sdk marketing required hold"),
        (
            r#"{"google-recaptcha":{"category":"necessary"}}"#,
            "https://www.google.com/recaptcha/api.js",
            "google-recaptcha/api necessary exempt allow",
        ),
        (
            r#"{"google-analytics":{"consent":"exempt"}}"#,
            GA4,
            "google-analytics/gtag-ga4 analytics exempt allow",
        ),
        (
            r#"{"google-analytics":{"consent":"exempt"}}"#,
            "https://stats.g.doubleclick.net/x",
            "google-analytics/ga-doubleclick marketing required hold",
        ),
        (
            r#"{"google-fonts":{"consent":"required"}}"#,
            "https://fonts.googleapis.com/css",
            "google-fonts functional required hold",
        ),
        (r#"{"stripe":{"consent":"required"}}"#, STRIPE, "stripe functional required hold"),
        (
            r#"{"vimeo":{"consent":"required"}}"#,
            "https://player.vimeo.com/video/1?dnt=1",
            "vimeo/player-dnt functional required hold",
        ),
        (
            r#"{"matomo":{"domains":["=stats.example.com"],"consent":"exempt"}}"#,
            "https://stats.example.com/matomo.js",
            "matomo analytics exempt allow",
        ),
        (
            r#"{"acme":{"domains":["acme.example/t/"],"category":"analytics"}}"#,
            "https://cdn.acme.example/t/x.js",
            "acme analytics required hold",
        ),
        (
            r#"{"acme":{"domains":["acme.example/t/"],"category":"analytics"}}"#,
            "https://cdn.acme.example/x.js",
            "   allow",
        ),
        (
            r#"{"acme":{"domains":["ACME.example"],"category":"necessary"}}"#,
            "https://acme.example/",
            "acme necessary exempt allow",
        ),
        (r#"{"acme":{"domains":["acme.example"]}}"#, "https://acme.example/", "acme marketing required hold"),
        (r#"{"acme":{"domains":["=acme.example"]}}"#, "https://x.acme.example/", "   allow"),
        (
            r#"{"own":{"domains":["=livechat.infobip.com"],"category":"marketing"}}"#,
            CHAT,
            "own marketing required hold",
        ),
        (
            r#"{"own":{"domains":["google.de"],"category":"marketing"}}"#,
            "https://www.google.de/maps",
            "own marketing required hold",
        ),
    ] {
        let gate = gate_with(&format!(r#"{{"vendors":{json}}}"#), false);
        let verdict = gate.judge(url, Kind::Script);
        let feature = verdict.feature.map_or(String::new(), |feature| format!("/{feature}"));
        let now = [
            format!("{}{feature}", verdict.vendor.unwrap_or("")),
            verdict.category.map_or("", Category::name).to_owned(),
            verdict.need.map_or("", Need::name).to_owned(),
            verdict.decision.name().to_owned(),
        ];
        assert_eq!(now.join(" "), wanted, "{json}");
    }
}

#[test]
fn the_visitor_can_choose_about_a_new_feature() {
    let json = r#"{"vendors":{"infobip":{"features":{"co-browsing":{"category":"analytics","consent":"required"}}}}}"#;
    let mut gate = gate_with(json, false);
    assert!(choose(&mut gate, Choice::Grant(ids("infobip/co-browsing"))).is_empty());
}

#[test]
fn hosts_of_the_site_are_first_party() {
    let gate = Gate::new(
        "www.shop.example",
        config(r#"{"first_party":["shop-cdn.example"]}"#),
        Signals::default(),
        None,
        NOW,
    );
    for (url, own) in [
        ("https://www.shop.example/", true),
        ("https://shop.example/", true),
        ("https://api.shop.example/", true),
        ("https://a.shop-cdn.example/", true),
        ("https://notshop.example/", false),
        ("https://shop.example.evil.example/", false),
        ("data:,", true),
    ] {
        assert_eq!(gate.judge(url, Kind::Fetch).first_party, own, "{url}");
    }
    let matomo = gate.judge("https://www.shop.example/matomo.js", Kind::Script);
    assert_eq!((matomo.vendor, matomo.decision.name(), matomo.first_party), (Some("matomo"), "hold", true));
}

#[test]
fn every_reason_is_one_sentence_about_the_deciding_rule() {
    let granted = |id| Some(Choice::Grant(ids(id)));
    let denied = |id| Some(Choice::Deny(ids(id)));
    for (json, gpc, choice, url, wanted) in [
        (
            "{}",
            false,
            None,
            CHAT,
            "infobip/chat-widget is functional and needs no consent (vendors/infobip.toml)",
        ),
        (
            "{}",
            false,
            None,
            PEOPLE,
            "infobip/people-cdp-sdk is marketing and held: the visitor has not chosen yet (vendors/infobip.toml)",
        ),
        (
            "{}",
            false,
            granted("infobip"),
            PEOPLE,
            "infobip/people-cdp-sdk is marketing and allowed: the visitor granted infobip on 2026-11-21 (vendors/infobip.toml)",
        ),
        (
            "{}",
            false,
            denied("infobip/people-cdp-sdk"),
            PEOPLE,
            "infobip/people-cdp-sdk is marketing and held: the visitor refused infobip/people-cdp-sdk on 2026-11-21 (vendors/infobip.toml)",
        ),
        (
            "{}",
            false,
            denied("analytics"),
            GA4,
            "google-analytics/gtag-ga4 is analytics and held: the visitor refused analytics on 2026-11-21 (vendors/google-analytics.toml)",
        ),
        (
            "{}",
            false,
            granted("functional"),
            GTM,
            "google-tag-manager/container is functional and held: its tags need analytics or marketing (vendors/google-tag-manager.toml)",
        ),
        (
            "{}",
            false,
            granted("marketing"),
            GTM,
            "google-tag-manager/container is functional and allowed: analytics or marketing is allowed; its tags are judged separately (vendors/google-tag-manager.toml)",
        ),
        (
            r#"{"regime":"opt-out"}"#,
            false,
            None,
            GA4,
            "google-analytics/gtag-ga4 is analytics and allowed: the visitor has not objected (vendors/google-analytics.toml)",
        ),
        (
            r#"{"regime":"opt-out"}"#,
            true,
            None,
            GA4,
            "google-analytics/gtag-ga4 is analytics and held: the browser sends Global Privacy Control (vendors/google-analytics.toml)",
        ),
        ("{}", false, None, UNKNOWN, "unknown third party; allowed by \"unknown\": \"allow\""),
        (
            r#"{"unknown":"hold"}"#,
            false,
            None,
            UNKNOWN,
            "unknown third party, treated as marketing and held: the visitor has not chosen yet (\"unknown\": \"hold\")",
        ),
        (
            r#"{"vendors":{"stripe":{"category":"marketing","consent":"required"}}}"#,
            false,
            None,
            STRIPE,
            "stripe is marketing and held: the visitor has not chosen yet (the site's config)",
        ),
        (
            r#"{"vendors":{"stripe":{"domains":["pay.example"]}}}"#,
            false,
            None,
            "https://pay.example/",
            "stripe is necessary and needs no consent (the site's config)",
        ),
        ("{}", false, None, "https://www.example.com/x.js", "first-party URL; no vendor rule applies"),
        ("{}", false, None, "data:,", "not a network URL; no vendor rule applies"),
    ] {
        let mut gate = gate_with(json, gpc);
        if let Some(choice) = choice {
            choose(&mut gate, choice);
        }
        assert_eq!(gate.judge(url, Kind::Script).reason.to_string(), wanted, "{json} {url}");
    }
}

#[test]
fn time_and_policy_version_decide_whether_a_record_counts() {
    let day = 86_400_000.0;
    let mut gate = gate_with(r#"{"policy_version":"2","expires_days":10}"#, false);
    let saved = support::saved(&mut gate, Choice::GrantAll);
    let decided = |json: &str, now: f64| {
        let record = support::record(&saved);
        let gate = Gate::new("www.example.com", config(json), Signals::default(), record, Time(now));
        gate.state(support::PAGE).decided
    };
    for (json, now, counts) in [
        (r#"{"policy_version":"2"}"#, NOW.0, true),
        (r#"{"policy_version":2}"#, NOW.0 + 9.9 * day, true),
        (r#"{"policy_version":"2"}"#, NOW.0 + 10.0 * day, false),
        (r#"{"policy_version":"2"}"#, NOW.0 - 60_000.0, true),
        (r#"{"policy_version":"2"}"#, NOW.0 - 3_600_000.0, false),
        (r#"{"policy_version":"3"}"#, NOW.0, false),
        ("{}", NOW.0, false),
    ] {
        assert_eq!(decided(json, now), counts, "{json} {now}");
    }
}
