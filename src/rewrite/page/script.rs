//! Decides which scripts are held: by their URL, by the id in their tag, or because they need a held library.

use crate::gate::{Category, Decision, Kind, Lane, Ticket};
use crate::markup::{self, Attributes};
use crate::rewrite::document::{Page, Raw};
use crate::rewrite::mark::{MARK, MARKED_SCRIPT, PREFIX};
use lol_html::html_content::Element;

const SVG: &str = "http://www.w3.org/2000/svg";

/// Handles a script's tag. Returns its lane if its text must be read before anything is decided.
pub(crate) fn meet(page: &mut Page, element: &Element<'_, '_>, read: Attributes<'_>) -> Option<Lane> {
    if element.has_attribute(MARK) || !markup::runs(read("type"), read("language")) {
        return None;
    }
    let svg = element.namespace_uri() == SVG;
    let source = if svg { read("href").or_else(|| read("xlink:href")) } else { read("src") };
    let (id, module) = (read("data-consent"), is_module(read));
    if source.is_none() && id.is_none() {
        return page.held.is_some().then(|| lane(read, svg, module, false));
    }
    let url = source.as_deref().filter(|it| !it.trim().is_empty()).and_then(|it| page.resolve(it));
    let url = url.map(String::from).unwrap_or_default();
    let lane = lane(read, svg, module, source.is_some());
    if let Some(ticket) = ask(page, id.as_deref(), &url, lane) {
        let at = element.source_location().bytes().start;
        note(page, ticket, at, if source.is_some() { "script src" } else { "script" });
        page.rename(element, "type");
        page.splice.insert(at + 1 + "script".len(), MARKED_SCRIPT);
    }
    None
}

/// Handles the text of an inline script that follows held scripts.
pub(super) fn read(page: &mut Page, text: &[u8], Raw { tag, kind, .. }: Raw, lane: Lane) {
    let Some(gate) = page.held.as_mut().filter(|_| page.common.may_need(text)) else { return };
    let Some(ticket) = gate.request_inline(&String::from_utf8_lossy(text), lane) else { return };
    note(page, ticket, tag, "script");
    page.splice.insert(tag + 1 + "script".len(), MARKED_SCRIPT);
    if let Some(kind) = kind {
        page.splice.insert(kind, PREFIX);
    }
}

/// Returns the ticket of a script that is held. From the first one on, the page has a separate gate, which keeps the
/// tickets.
fn ask(page: &mut Page, id: Option<&str>, url: &str, lane: Lane) -> Option<Ticket> {
    let shared = &page.common.gate;
    if id.is_none() && (url.is_empty() || shared.judge(url, Kind::Script).decision == Decision::Allow) {
        return None;
    }
    let mut gate = page.held.take().unwrap_or_else(|| shared.clone());
    let ticket = match id {
        Some(id) => gate
            .request_with_id(id, url, Kind::Script, lane)
            // An unknown id takes the strictest category. The gate in the page looks for the id that was meant.
            .or_else(|_| gate.request_with_id(Category::Marketing.name(), url, Kind::Script, lane))
            .unwrap_or(None),
        None => gate.request(url, Kind::Script, lane),
    };
    page.held = Some(gate);
    ticket
}

/// Returns the lane in which HTML would run it (`laneOf` in `www/requests/element-request.ts`).
fn lane(read: Attributes<'_>, svg: bool, module: bool, external: bool) -> Lane {
    let has = |name: &str| !svg && read(name).is_some();
    if has("async") && (external || module) {
        return Lane::Free;
    }
    if !svg && (module || (external && has("defer"))) { Lane::Deferred } else { Lane::Blocking }
}

fn is_module(read: Attributes<'_>) -> bool {
    read("type").is_some_and(|it| it.trim_ascii().eq_ignore_ascii_case("module"))
}

fn note(page: &mut Page, ticket: Ticket, at: usize, what: &str) {
    let Some(gate) = page.held.take() else { return };
    if let Some(row) = gate.row(ticket) {
        let whose = (row.vendor, row.feature, row.category);
        page.note(what, at, Kind::Script, row.url.to_owned(), whose, row.reason);
    }
    page.held = Some(gate);
}
