//! The vendor files are valid, and the generated table agrees with them.
#![cfg(not(target_arch = "wasm32"))]

use consent_gate::cli::folder;
use consent_gate::cli::{compile, vendor_file};
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_table_is_up_to_date() {
    let generated = compile::generate(root()).unwrap_or_else(|findings| panic!("{findings:#?}"));
    for (path, content) in generated {
        let committed = std::fs::read_to_string(root().join(&path)).expect("a committed file");
        assert!(
            committed == content,
            "{} is not up to date: run `consent-gate vendors compile`",
            path.display()
        );
    }
}

#[test]
fn every_vendor_in_the_sources_has_a_file() {
    let vendors = folder::read(&root().join("vendors")).expect("readable files").vendors;
    for id in [
        "infobip",
        "google-analytics",
        "google-tag-manager",
        "google-ads",
        "doubleclick",
        "google-recaptcha",
        "google-maps",
        "google-programmable-search",
        "google-fonts",
        "microsoft-clarity",
        "microsoft-teams",
        "apple-maps-js",
        "apple-business-chat",
        "stripe",
        "vimeo",
        "youtube",
        "meta-pixel",
    ] {
        assert!(vendors.iter().any(|vendor| vendor.id == id), "{id} has no file");
    }
}

#[test]
fn a_broken_file_is_one_line() {
    let broken =
        vendor_file::parse("vendors/x.toml", "id = \"x\"\nnam = 1\n").expect_err("broken").to_string();
    assert!(broken.starts_with("vendors/x.toml:2:") && !broken.contains('\n'), "{broken}");
}
