//! URL parsing by the runtime's `URL` constructor, which follows the URL Standard as a browser does.

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

/// An absolute URL.
#[derive(Clone, Debug)]
pub(crate) struct Url(String);

impl Url {
    /// Returns the whole URL.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the scheme: the text before the first colon.
    pub(crate) fn scheme(&self) -> &str {
        self.0.split(':').next().unwrap_or("")
    }

    /// Returns the host name, or an empty text if the URL has none.
    pub(crate) fn host(&self) -> String {
        Native::new(&self.0).map(|url| url.hostname()).unwrap_or_default()
    }
}

impl From<Url> for String {
    fn from(url: Url) -> String {
        url.0
    }
}

/// Parses an absolute URL. Returns `None` if the text needs a base.
pub(crate) fn parse(text: &str) -> Option<Url> {
    Native::new(text).ok().map(|url| Url(url.href()))
}

/// Resolves `text` against the base URL of a document, as a browser does.
pub(crate) fn resolve(base: &Url, text: &str) -> Result<Url, JsValue> {
    Native::new_in(text, base.as_str()).map(|url| Url(url.href()))
}
