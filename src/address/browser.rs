//! URLs as the runtime's own `URL` reads them, which is what a browser does.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = URL)]
    type Native;

    #[wasm_bindgen(constructor, js_class = "URL", catch)]
    fn new(text: &str) -> Result<Native, JsValue>;

    #[wasm_bindgen(constructor, js_class = "URL", catch)]
    fn new_in(text: &str, base: &str) -> Result<Native, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn href(this: &Native) -> String;

    #[wasm_bindgen(method, getter)]
    fn hostname(this: &Native) -> String;
}

/// An absolute address.
#[derive(Clone, Debug)]
pub(crate) struct Url(String);

impl Url {
    /// The whole of it.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the first colon.
    pub(crate) fn scheme(&self) -> &str {
        self.0.split(':').next().unwrap_or("")
    }

    /// The host's name.
    pub(crate) fn host(&self) -> String {
        Native::new(&self.0).map(|url| url.hostname()).unwrap_or_default()
    }
}

impl From<Url> for String {
    fn from(url: Url) -> String {
        url.0
    }
}

/// An address that stands for itself.
pub(crate) fn parse(text: &str) -> Option<Url> {
    Native::new(text).ok().map(|url| Url(url.href()))
}

/// What a browser makes of `text` in a document with this base.
pub(crate) fn resolve(base: &Url, text: &str) -> Result<Url, JsValue> {
    Native::new_in(text, base.as_str()).map(|url| Url(url.href()))
}
