//! Canonical URLs. In wasm the runtime's `URL` parses them, on the command line the crate `url`. Both have the same
//! interface: [`Url`] and [`resolve`].

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(target_arch = "wasm32")]
pub(crate) use browser::{Url, parse, resolve};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::{Url, resolve};
