//! Checks the fields of a vendor, its sources, stubs and rules.

use super::finding::Findings;
use crate::cli::vendors::vendor_file::{Rule, Runtime, Source, Stub, Vendor};
use crate::gate::{Category, SIGNALS};

/// Licences of data that an MIT or Apache-2.0 product may contain.
const LICENCES: &[&str] = &["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CC-BY-4.0"];

const SOURCE_KINDS: &[&str] =
    &["vendor-docs", "vendor-page", "snippet", "guide", "data", "capture", "pointer"];

pub(super) fn check(findings: &mut Findings, vendor: &Vendor, all: &[Vendor]) {
    id(findings, &vendor.id);
    category(findings, &vendor.category);
    findings.require(!vendor.reason.is_empty(), || "`reason` is empty".into());
    findings.require(!vendor.sources.is_empty(), || "it has no source; add one to `sources`".into());
    findings.require(vendor.checked.date.is_some(), || "`checked` must be a date such as 2026-11-21".into());
    exemption(findings, vendor.consent_required, vendor.exempt_reason.as_deref(), "the vendor");
    for related in &vendor.related {
        let known = all.iter().any(|other| other.id == *related);
        findings.require(known, || format!("`related` names \"{related}\", which no file has as its id"));
    }
    let usable = |global: &String| global.split('.').next().is_some_and(|root| root.len() >= 3);
    findings.require(!vendor.needs_library || vendor.globals.iter().any(usable), || {
        "`needs_library` wants a global whose name has three letters or more".into()
    });
    let signals = vendor.rule.iter().map(|rule| &rule.signal).chain([&vendor.signal]).flatten();
    signals.for_each(|name| signal(findings, name));
    vendor.sources.iter().for_each(|it| source(findings, it));
    vendor.stub.iter().for_each(|it| stub(findings, vendor, it));
    vendor.rule.iter().for_each(|it| rule(findings, vendor, it));
    vendor.features().into_iter().for_each(|it| feature(findings, vendor, it));
}

fn id(findings: &mut Findings, id: &str) {
    let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let good = !id.is_empty() && id.bytes().all(word) && Category::parse(id).is_none();
    findings.require(good, || {
        format!("\"{id}\" is not an id: lower-case letters, digits and \"-\", and not a category")
    });
}

pub(super) fn category(findings: &mut Findings, name: &str) {
    let good = Category::parse(name).is_some_and(|category| category.name() == name);
    findings.require(good, || {
        format!("\"{name}\" is not a category (necessary, functional, analytics, marketing)")
    });
}

fn signal(findings: &mut Findings, name: &str) {
    let known = || format!("\"{name}\" is not a `signal`: {}", SIGNALS.join(", "));
    findings.require(SIGNALS.contains(&name), known);
}

/// Requires a reason for everything that loads without a consent.
fn exemption(findings: &mut Findings, required: bool, reason: Option<&str>, what: &str) {
    findings.require(required || reason.is_some_and(|reason| !reason.is_empty()), || {
        format!("{what} needs no consent and does not say why; add `exempt_reason`")
    });
}

/// Checks that a stub replaces one of the vendor's globals, and that its members are names.
fn stub(findings: &mut Findings, vendor: &Vendor, stub: &Stub) {
    let Stub { global, queue, promise, rejects, ready, source } = stub;
    findings.require(vendor.globals.contains(global), || {
        format!("the stub's `global` \"{global}\" is not one of `globals`")
    });
    let plain =
        |name: &String| name == "*" || name.split('.').all(|it| !it.is_empty() && it.bytes().all(is_name));
    let names = [queue, promise, rejects, ready].into_iter().flatten();
    names.filter(|name| !plain(name)).for_each(|name| {
        findings.require(false, || format!("the stub's member \"{name}\" is not a name or a path of names"));
    });
    https(findings, source);
}

/// Requires an `https` URL as the source.
fn https(findings: &mut Findings, source: &str) {
    let secure = source.starts_with("https://");
    findings.require(secure, || format!("source \"{source}\" is not an https address"));
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

fn source(findings: &mut Findings, source: &Source) {
    let Source { kind, url, .. } = source;
    findings.require(SOURCE_KINDS.contains(&kind.as_str()), || {
        format!("source kind \"{kind}\" is none of {}", SOURCE_KINDS.join(", "))
    });
    https(findings, url);
    findings.require(kind == "pointer" || source.checked.is_some(), || {
        format!("source {url} has no `checked` date (or is a \"pointer\")")
    });
    let licence = source.licence.as_deref().unwrap_or("none");
    findings.require(kind != "data" || LICENCES.contains(&licence), || {
        format!("data source {url} has the licence \"{licence}\"; only {}", LICENCES.join(", "))
    });
}

fn rule(findings: &mut Findings, vendor: &Vendor, rule: &Rule) {
    let name = rule.feature.as_deref().unwrap_or("a rule");
    if let Some(name) = &rule.category {
        category(findings, name);
    }
    findings.require(!rule.patterns.is_empty() || rule.runtime.is_some(), || {
        format!("{name} has neither `match` nor `runtime`")
    });
    if let Some(calls) = &rule.runtime {
        runtime(findings, name, calls);
    }
    let required = rule.consent_required.unwrap_or(vendor.consent_required);
    let reason = rule.exempt_reason.as_deref().or(vendor.exempt_reason.as_deref());
    exemption(findings, required, reason, name);
}

/// Checks the names of the global and its queue, and the form of the commands.
fn runtime(findings: &mut Findings, name: &str, calls: &Runtime) {
    let word = |text: &str| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'$';
        !text.is_empty() && text.bytes().all(plain)
    };
    let queue = calls.queue.strip_prefix('.').unwrap_or(&calls.queue);
    findings.require(word(&calls.global) && word(queue), || {
        format!("{name}: `runtime` wants the names of a global and of its queue (.q, or a global array)")
    });
    let plain = |command: &String| {
        command.bytes().all(|b| b == b' ' || b.is_ascii_graphic() && b != b',') && !command.is_empty()
    };
    findings.require(!calls.commands.is_empty() && calls.commands.iter().all(plain), || {
        format!("{name}: `runtime` wants commands such as \"auth\" or \"config AW-\", without commas")
    });
}

/// Checks that the rules of one feature have the same category, consent need and tag manager flag.
fn feature(findings: &mut Findings, vendor: &Vendor, feature: &str) {
    id(findings, feature);
    let kind = |rule: &Rule| (rule.category.clone(), rule.consent_required, rule.loader);
    let mut kinds = vendor.rules_of(feature).map(kind);
    let first = kinds.next();
    let alike = kinds.all(|other| Some(other) == first);
    findings.require(alike, || format!("the rules of {feature} differ in category, consent or loader"));
}
