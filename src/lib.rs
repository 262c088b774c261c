//! Consent Gate blocks third-party scripts, iframes and requests until the visitor consents, then releases them in
//! document order.
//!
//! ```text
//!  page, tag manager, markup        www/hooks  (JavaScript)          src/page  (Rust, wasm32)         src/gate  (Rust, pure)
//!  ┌──────────────────────┐        ┌──────────────────────┐        ┌──────────────────────┐  Event  ┌──────────────────────┐
//!  │ <script src> <iframe>│──────▶ │ one file per family  │──────▶ │ element ↔ ticket     │ ──────▶ │ location: URL → host │
//!  │ appendChild, src =,  │        │ of entry points;     │url,kind│ table, config, record│         │ table: vendor lookup │
//!  │ innerHTML,           │        │ filters cheaply,     │        │   arrive as texts    │ ◀────── │ consent: the record  │
//!  │ document.write, …    │ ◀───── │ asks, decides nothing│ ◀───── │ replay: order, events│ Effects │ policy: the verdict  │
//!  └──────────────────────┘ allow/ └──────────────────────┘verdict └──────────────────────┘         │ queue: tickets, order│
//!                            hold                                                                   └──────────────────────┘
//!                                             the same crate, natively: src/bin, the command line             ▲
//! ```
//!
//! [`gate`] takes values and returns values: it uses no browser, clock, storage or network. `page` performs the effects
//! that the gate returns, and never compares a host, a category or a date. `edge` is a separate wasm module that rewrites
//! markup on a server or in a service worker. Start reading at [`gate::Gate`].

#[cfg(any(all(feature = "cli", not(target_arch = "wasm32")), all(feature = "edge", target_arch = "wasm32")))]
mod address;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub mod cli;
#[cfg(all(feature = "edge", target_arch = "wasm32"))]
pub mod edge;
pub mod gate;
#[cfg(any(all(feature = "cli", not(target_arch = "wasm32")), all(feature = "edge", target_arch = "wasm32")))]
mod html;
#[cfg(all(any(feature = "edge", feature = "page"), target_arch = "wasm32"))]
mod json_value;
#[cfg(any(all(feature = "cli", not(target_arch = "wasm32")), all(feature = "edge", target_arch = "wasm32")))]
mod markup;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub mod page;
#[cfg(any(all(feature = "cli", not(target_arch = "wasm32")), all(feature = "edge", target_arch = "wasm32")))]
mod rewrite;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
