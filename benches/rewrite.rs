//! Compares the speed of `rewrite` with a pass of lol_html without handlers, on generated pages of 100 KB: `cargo
//! bench`.
//!
//! Prints medians. With `--test`, which `cargo test --benches` passes, it only checks that the benchmark works. `--
//! rewrite 20` runs that pass alone over 20 pages, ten times. This is for tools that count instructions, because times
//! depend on the load of the machine.

use consent_gate::cli::Rewriter;
use lol_html::{HtmlRewriter, Settings, element};
use std::fmt::Write as _;
use std::time::Instant;

const PAGE: usize = 100_000;

/// Parts of typical pages: mostly first-party text and markup, with third parties now and then. `17` is replaced by a
/// number that is almost unique on the page.
const OWN: &[&str] = &[
    "<div class=\"card card--wide\" id=\"card\"><h2><a href=\"/shop/product-17\">A product</a></h2>\n",
    "<p class=text>Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do <em>eiusmod</em> tempor.</p>\n",
    "<img class=\"lazy\" src=\"/images/product-17.webp\" srcset=\"/images/17-a.webp 1x, /images/17-b.webp 2x\" alt=\"\">\n",
    "<ul><li><span data-x='1'>one</span></li><li style=\"color: red\">two</li></ul></div>\n",
    "<script>window.app = window.app || []; app.push({ id: 17, list: [1, 2, 3] });</script>\n",
];

const TRACKED: &[&str] = &[
    "<script async src=\"https://www.clarity.ms/tag/abc\"></script>\n",
    "<noscript><img height=1 src=\"https://www.facebook.com/tr?id=1&amp;noscript=1\"></noscript>\n",
    "<iframe src=\"https://player.vimeo.com/video/1\" width=640></iframe>\n",
    "<script src=\"https://maps.googleapis.com/maps/api/js\"></script><script>new google.maps.Map(a)</script>\n",
];

fn page(number: usize) -> String {
    let mut page = String::from(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>A page</title></head>\n<body>\n",
    );
    let mut line = number;
    while page.len() < PAGE {
        line += 1;
        let parts = if line % 50 == 49 { TRACKED } else { OWN };
        let unlike = (number * 1000 + line).to_string();
        page += &parts[(line + line / 50) % parts.len()].replace("17", &unlike);
        let _ = write!(page, "<!-- {line} -->");
    }
    page
}

/// Returns the seconds that a pass takes for all pages.
fn seconds(pages: &[String], pass: Pass<'_>) -> f64 {
    let begun = Instant::now();
    pages.iter().for_each(|page| assert!(pass(page) >= page.len()));
    begun.elapsed().as_secs_f64()
}

/// Returns the seconds of every pass in every round. The passes alternate, so that other load on the machine affects
/// all of them equally.
fn measured(rounds: usize, pages: &[String], passes: &[(&str, Pass<'_>)]) -> Vec<Vec<f64>> {
    (0..rounds).map(|_| passes.iter().map(|pass| seconds(pages, pass.1)).collect()).collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn lol(page: &str, settings: Settings<'_, '_>) -> usize {
    let mut length = 0;
    let mut rewriter = HtmlRewriter::new(settings, |bytes: &[u8]| length += bytes.len());
    for chunk in page.as_bytes().chunks(64 << 10) {
        rewriter.write(chunk).expect("markup");
    }
    rewriter.end().expect("markup");
    length
}

/// Reads a page and returns the length of the output.
type Pass<'a> = &'a dyn Fn(&str) -> usize;

/// A pass of lol_html with a handler for every element.
fn shown(page: &str) -> usize {
    lol(page, Settings::new().append_element_content_handler(element!("*", |_| Ok(()))))
}

fn rewritten(rewriter: &Rewriter, page: &str) -> usize {
    let mut out = Vec::with_capacity(page.len() * 2);
    let differs = rewriter.rewrite(&mut page.as_bytes(), &mut out).expect("reading from memory cannot fail");
    assert!(differs && out.len() > page.len());
    out.len()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    let rewriter =
        Rewriter::new(Some("https://www.example.com"), "/consent-gate.js").expect("the origin is a URL");
    let passes: [(&str, Pass<'_>); 3] = [
        ("nothing", &|page| lol(page, Settings::new())),
        ("every", &shown),
        ("rewrite", &|page| rewritten(&rewriter, page)),
    ];
    if let [name, number] = &arguments[..] {
        let pass = passes.iter().find(|it| it.0 == name).expect("nothing, every or rewrite").1;
        let pages: Vec<String> = (0..number.parse().expect("a number of pages")).map(page).collect();
        (0..10).for_each(|_| pages.iter().for_each(|page| assert!(pass(page) > 0)));
        return;
    }
    let (number, rounds) = if arguments.iter().any(|it| it == "--test") { (2, 1) } else { (1000, 11) };
    let pages: Vec<String> = (0..number).map(page).collect();
    let bytes: usize = pages.iter().map(String::len).sum();
    let rounds = measured(rounds, &pages, &passes);
    for (at, (name, _)) in passes.iter().enumerate() {
        let speed = bytes as f64 / median(rounds.iter().map(|round| round[at]).collect()) / 1e6;
        let ratio = median(rounds.iter().map(|round| round[at] / round[0]).collect());
        println!("{name:8} {speed:7.1} MB/s  {ratio:5.2} x");
    }
}
