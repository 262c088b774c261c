//! Inline scripts that are held, in a table: the global of the held library, the text, the verdict.
#![cfg(not(target_arch = "wasm32"))]

use consent_gate::gate::{Use, inline_uses};

#[track_caller]
fn check(global: &str, held: bool, scripts: &[&str]) {
    let wanted = if held { Use::Whole } else { Use::Nothing };
    is(global, wanted, scripts);
}

#[track_caller]
fn is(global: &str, wanted: Use, scripts: &[&str]) {
    for script in scripts {
        assert_eq!(inline_uses(script, global), wanted, "{global} in: {script}");
    }
}

#[test]
fn a_plain_use_is_held() {
    check(
        "Stripe",
        true,
        &[
            "Stripe('pk')",
            "var s = Stripe('pk');",
            "const s = new Stripe ( 'pk' )",
            "window.s = Stripe('pk')",
            "let s; s = Stripe('pk').elements()",
            "init(Stripe)",
            "init(a, Stripe, b)",
            "x = [1, Stripe]",
            "x = y ? Stripe : z",
            "`${Stripe('pk')}`",
            "if (Stripe) { go() }",
            "switch (x) { case Stripe: go() }",
            "(function () { Stripe('pk') })()",
            "(() => { Stripe('pk') })()",
            "window.onload = () => Stripe('pk')",
            "a = b / Stripe / c",
            "x = { pay: Stripe('pk') }",
            "if (Stripe == null) {}",
        ],
    );
    check("google.maps", true, &["new google.maps.Map(e)", "x = google . maps . Map"]);
    check("grecaptcha", true, &["grecaptcha.ready(function () {})", "grecaptcha\n.execute()"]);
}

#[test]
fn text_that_only_looks_like_a_use_runs() {
    check(
        "Stripe",
        false,
        &[
            "",
            "'Stripe'",
            "\"Stripe('pk')\"",
            "`Stripe('pk')`",
            "// Stripe('pk')\nfoo()",
            "/* Stripe('pk') */ foo()",
            "<!-- Stripe('pk')\nfoo()",
            "x = /Stripe('pk')/.test(y)",
            "x = /[/]Stripe/",
            "pay.Stripe('pk')",
            "pay?.Stripe('pk')",
            "this.Stripe = 1",
            "x = { Stripe: 1 }",
            "x = { a: 1, Stripe: 2 }",
            "class A { #Stripe = 1 }",
            "StripeElements()",
            "myStripe()",
            "$Stripe()",
            "_Stripe()",
            "Stripe_()",
            "\u{e9}Stripe()",
            "stripe('pk')",
            "el.id = 'x' + \"\\\"Stripe\\\"\"",
        ],
    );
    check(
        "google.maps",
        false,
        &["google.charts.load()", "google", "google.mapsy", "maps.google", "a.google.maps"],
    );
}

#[test]
fn a_guarded_use_is_a_use() {
    check(
        "Stripe",
        true,
        &[
            "if (window.Stripe) { Stripe('pk') }",
            "if (typeof Stripe !== 'undefined') Stripe('pk')",
            "if ('Stripe' in window) Stripe('pk')",
            "if (window['Stripe']) Stripe('pk')",
            "if (self.Stripe) Stripe('pk')",
            "globalThis.Stripe && Stripe('pk')",
            "Stripe?.('pk')",
            "Stripe?.elements()",
            "try { Stripe('pk') } catch (e) {}",
            "try { if (x) { Stripe('pk') } } finally {}",
            "if (!window.Stripe) { load() }",
            "if (window.Stripe)\n  Stripe('pk')",
            "if (typeof Stripe === 'undefined') { complain() } else { Stripe('pk') }",
            "window.Stripe && Stripe('pk')",
        ],
    );
    check(
        "google.maps",
        true,
        &[
            "if (typeof google !== 'undefined') { new google.maps.Map(e) }",
            "if (window.google && window.google.maps) new google.maps.Map(e)",
            "if (typeof google === 'object' && typeof google.maps === 'object') init()",
            "window.google?.maps?.importLibrary('maps')",
            "if (!window.google?.maps) { load() }",
        ],
    );
}

#[test]
fn aliases_functions_and_readiness_callbacks_depend() {
    check(
        "Stripe",
        true,
        &[
            "'use strict'; Stripe('pk')",
            "function pay() { Stripe('pk') }",
            "pay(); function pay() { Stripe('pk') }",
            "const s = Stripe; s('pk')",
            "const s = Stripe('pk')\nconst e = s.elements()\ne.create('card')",
            "var form = document.forms[0]; Stripe('pk').on(form)",
            "function pay() { Stripe('pk') }\ndocument.addEventListener('DOMContentLoaded', pay)",
            "window.pay = function () { Stripe('pk') }; pay()",
            "jQuery(function ($) { Stripe('pk') })",
            "$(document).ready(function () { var f = $('form'); if (!f.length) return; Stripe('pk') })",
            "document.addEventListener('DOMContentLoaded', () => { Stripe('pk') })",
            "window.addEventListener('load', function () { if (typeof Stripe === 'undefined') return; Stripe('pk') })",
            "(function () { 'use strict'; var s = Stripe('pk'); s.elements() })()",
            "import { form } from './form.js'; Stripe('pk').on(form)",
            "const { a, b } = Stripe('pk'); a(); b()",
        ],
    );
}

#[test]
fn a_script_that_does_other_things_uses_it_in_part() {
    is(
        "Stripe",
        Use::Part { guarded: false },
        &[
            "document.title = 'x'; Stripe('pk')",
            "document.title = 'x'\nStripe('pk')",
            "try { other() } catch (e) {} Stripe('pk')",
            "Stripe('pk'); menu.onclick = function () { open() }",
            "function menu() {} menu(); Stripe('pk')",
            "$(function () { $('#menu').click(open); Stripe('pk') })",
            "document.addEventListener('DOMContentLoaded', () => { menu(); Stripe('pk') })",
            "(function () { function a() {} a(); Stripe('pk') })()",
            "menu.onclick = function () { open(); Stripe('pk') }",
            "function go() { Stripe('pk') } function menu() { open() } menu(); go()",
            "a = /re'/; Stripe('pk')",
        ],
    );
    is(
        "Stripe",
        Use::Part { guarded: true },
        &[
            "menu(); if (window.Stripe) { Stripe('pk') }",
            "$(function () { menu(); if (typeof Stripe !== 'undefined') { Stripe('pk') } })",
            "menu(); try { Stripe('pk') } catch (e) {}",
            "menu(); Stripe?.('pk')",
        ],
    );
}

#[test]
fn a_script_that_declares_the_global_runs() {
    check(
        "Stripe",
        false,
        &[
            "Stripe = function () {}; Stripe('pk')",
            "window.Stripe = window.Stripe || function () {}; Stripe('pk')",
            "window.Stripe = function () {}; Stripe('pk')",
            "var Stripe; Stripe('pk')",
            "let Stripe = 1; Stripe('pk')",
            "const Stripe = 1; Stripe('pk')",
            "var a = 1, Stripe = 2; Stripe('pk')",
            "var a, Stripe, b; Stripe('pk')",
            "var { Stripe } = x; Stripe('pk')",
            "function Stripe() {} Stripe('pk')",
            "class Stripe {} new Stripe()",
            "import Stripe from 'x'; Stripe('pk')",
            "import { x as Stripe } from 'x'; Stripe('pk')",
            "import { Stripe } from 'x'; Stripe('pk')",
            "(function (Stripe) { Stripe('pk') })(x)",
            "(function f(a, Stripe) { Stripe('pk') })(x)",
            "(Stripe => Stripe('pk'))(x)",
            "((a, Stripe) => Stripe('pk'))(x)",
            "class A { pay(Stripe) { Stripe('pk') } }",
            "try { x() } catch (Stripe) { }",
        ],
    );
}

#[test]
fn short_names_never_count() {
    check("pe", false, &["pe('init')", "pe.track()", "var open = type.pe", "pe"]);
    check("ga", false, &["ga('create', 'UA-1')", "gallery()", "ga"]);
    check("YT", false, &["new YT.Player('x')"]);
}

#[test]
fn stub_snippets_run() {
    check(
        "liveChat",
        false,
        &[
            "(function(I,n,f,o,b,i,p){I[b]=I[b]||function(){(I[b].q=I[b].q||[]).push(arguments)};I[b].t=1*new Date();\
           i=n.createElement(f);i.async=1;i.src=o;p=n.getElementsByTagName(f)[0];p.parentNode.insertBefore(i,p)})\
           (window,document,'script','https://livechat.infobip.com/widget.js','liveChat');",
        ],
    );
    check(
        "clarity",
        false,
        &[
            "(function(c,l,a,r,i,t,y){c[a]=c[a]||function(){(c[a].q=c[a].q||[]).push(arguments)};t=l.createElement(r);\
           t.async=1;t.src='https://www.clarity.ms/tag/'+i;})(window,document,'clarity','script','abc');",
        ],
    );
    check(
        "fbq",
        false,
        &[
            "!function(f,b,e,v,n,t,s){if(f.fbq)return;n=f.fbq=function(){n.callMethod?n.callMethod.apply(n,arguments):\
           n.queue.push(arguments)};if(!f._fbq)f._fbq=n;}(window,document,'script','x');window.fbq('init','1');",
        ],
    );
    check(
        "gtag",
        false,
        &[
            "window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);} gtag('js', new Date());",
        ],
    );
}

#[test]
fn an_application_that_mentions_three_vendors_runs() {
    let line =
        "export function pay(){const a=Stripe('pk');new google.maps.Map(b);grecaptcha.execute();return a}\n";
    let bundle = line.repeat(200 * 1024 / line.len() + 1);
    for global in ["Stripe", "google.maps", "grecaptcha"] {
        assert_eq!(inline_uses(&bundle, global), Use::Nothing);
    }
}
