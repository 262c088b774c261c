//! Reading a config: the message for each mistake, and a config without mistakes.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use consent_gate::gate::{Config, Value};

#[test]
fn a_config_is_read_key_by_key() {
    for (json, wanted) in [
        ("[]", "the config must be a JSON object; the defaults are used"),
        (r#"{"regmie":"opt-in"}"#, r#"config "regmie": unknown key; it is ignored; did you mean "regime"?"#),
        (
            r#"{"dependants":[]}"#,
            r#"config "dependants": unknown key; it is ignored; did you mean "dependents"?"#,
        ),
        (
            r#"{"dependents":["js/init.js"]}"#,
            r#"config "dependents": "js/init.js" is not a path that begins with "/" or an absolute URL; it is ignored; did you mean "/js/init.js"?"#,
        ),
        (
            r#"{"dependents":["//cdn.example/a.js"]}"#,
            r#"config "dependents": "//cdn.example/a.js" is not a path that begins with "/" or an absolute URL; it is ignored"#,
        ),
        (
            r#"{"dependents":[{"src":"/a.js","vendors":"stripe"}]}"#,
            r#"config "dependents.vendors": unknown key; it is ignored; did you mean "vendor"?"#,
        ),
        (
            r#"{"dependents":"/js/init.js"}"#,
            r#"config "dependents" must be a list of paths or URLs; the default is used"#,
        ),
        (
            r#"{"signals":{"goggle":false}}"#,
            r#"config "signals.goggle": unknown key; it is ignored; did you mean "google"?"#,
        ),
        (
            r#"{"signals":{"google":"no"}}"#,
            r#"config "signals.google" must be true or false; the default is used"#,
        ),
        (r#"{"regime":"optin"}"#, r#"config "regime" must be "opt-in" or "opt-out"; the default is used"#),
        (r#"{"unknown":true}"#, r#"config "unknown" must be "allow" or "hold"; "hold" is used"#),
        (
            r#"{"expires_days":0}"#,
            r#"config "expires_days" must be a number from 1 to 400; the default is used"#,
        ),
        (
            r#"{"policy_version":1.5}"#,
            r#"config "policy_version" must be a string or a whole number; the default is used"#,
        ),
        (
            r#"{"first_party":"a.example"}"#,
            r#"config "first_party" must be a list of strings; the default is used"#,
        ),
        (
            r#"{"first_party":["https://a.example"]}"#,
            r#"config "first_party": "https://a.example" is not a host name (ASCII, without scheme and port); it is ignored"#,
        ),
        (
            r#"{"vendors":{"x":{"consent":"yes"}}}"#,
            r#"config "vendors.x.consent" must be "exempt" or "required"; "required" is used"#,
        ),
        (
            r#"{"vendors":{"x":{"category":"ads"}}}"#,
            r#"config "vendors.x.category" must be "necessary", "functional", "analytics" or "marketing"; the default is used"#,
        ),
        (
            r#"{"vendors":{"x":{"domain":[]}}}"#,
            r#"config "vendors.x.domain": unknown key; it is ignored; did you mean "domains"?"#,
        ),
        (
            r#"{"vendors":{"marketing":{}}}"#,
            r#"config "vendors.marketing" is not an id (lower-case letters, digits, "-"; not a category); it is ignored"#,
        ),
        (
            r#"{"vendors":{"x":{"features":{"y":{"consnet":"required"}}}}}"#,
            r#"config "vendors.x.features.y.consnet": unknown key; it is ignored; did you mean "consent"?"#,
        ),
        (r#"{"vendors":{"x":3}}"#, r#"config "vendors.x" must be an object; the default is used"#),
    ] {
        let (_, problems) = Config::read(&support::json(json));
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(lines, [wanted], "{json}");
    }
    let all = r#"{"regime":"opt-out","unknown":"hold","first_party":["a.example"],"vendors":{},"policy_version":3,
        "expires_days":90,"cookie_domain":"a.example","signals":{},"banner":false,"language":"de","api":"locked",
        "csp":"hosts","fetch_timeout":500,"element_timeout":20,"base":"/x/","files":{}}"#;
    let (config, problems) = Config::read(&support::json(all));
    assert!(problems.is_empty(), "{problems:?}");
    assert!(config.api_locked && config.csp_hosts && config.unknown_held);
    assert_eq!(config.element_timeout, 20);
    assert_eq!((config.fetch_timeout, config.policy_version.as_deref()), (500, Some("3")));
    assert_eq!(Config::read(&Value::Map(Vec::new())).0, Config::default());
}
