//! What a request wants to load: the kinds of the command line, of `report()` and of the hooks, by number and by name.

/// What kind of thing a request brings in. The numbers are those that the hooks pass over the boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// A script, classic or module, HTML or SVG.
    Script,
    /// An `<iframe>` or `<frame>`.
    Iframe,
    /// An image, also from `srcset` and `<picture>`.
    Img,
    /// A stylesheet.
    Style,
    /// A font.
    Font,
    /// Audio, video or a text track.
    Media,
    /// An `<object>` or `<embed>`.
    Object,
    /// Any other `<link>`: preload, prefetch, manifest and so on.
    Link,
    /// A call of `fetch`.
    Fetch,
    /// An `XMLHttpRequest`.
    Xhr,
    /// A call of `navigator.sendBeacon`.
    Beacon,
    /// A `WebSocket`.
    Websocket,
    /// An `EventSource`.
    Eventsource,
    /// A dedicated, shared or service worker.
    Worker,
    /// The target of a form.
    Form,
    /// An `<a ping>`.
    Ping,
    /// A dynamic `import()`.
    Import,
    /// Anything else.
    Other,
}

/// Every kind in the order of its number.
const ALL: [(Kind, &str); 18] = [
    (Kind::Script, "script"),
    (Kind::Iframe, "iframe"),
    (Kind::Img, "img"),
    (Kind::Style, "style"),
    (Kind::Font, "font"),
    (Kind::Media, "media"),
    (Kind::Object, "object"),
    (Kind::Link, "link"),
    (Kind::Fetch, "fetch"),
    (Kind::Xhr, "xhr"),
    (Kind::Beacon, "beacon"),
    (Kind::Websocket, "websocket"),
    (Kind::Eventsource, "eventsource"),
    (Kind::Worker, "worker"),
    (Kind::Form, "form"),
    (Kind::Ping, "ping"),
    (Kind::Import, "import"),
    (Kind::Other, "other"),
];

impl Kind {
    /// The kind with this number; any number that is none gives [`Kind::Other`].
    pub fn from_code(code: u8) -> Kind {
        ALL.get(code as usize).map_or(Kind::Other, |row| row.0)
    }

    /// The kind with this name, `image` and `stylesheet` included; any other word gives [`Kind::Other`].
    pub fn from_name(name: &str) -> Kind {
        match name {
            "image" => Kind::Img,
            "stylesheet" => Kind::Style,
            _ => ALL.iter().find(|row| row.1 == name).map_or(Kind::Other, |row| row.0),
        }
    }

    /// The name that `report()` and the command line print.
    pub fn name(self) -> &'static str {
        ALL[self as usize].1
    }

    /// Whether code makes such a request by a call, and no element fires events for it.
    pub(crate) fn is_call(self) -> bool {
        self.owes_answer() || matches!(self, Kind::Worker | Kind::Form | Kind::Ping | Kind::Other)
    }

    /// Whether the page waits for an answer to such a request, which a refusal therefore has to end.
    pub fn owes_answer(self) -> bool {
        matches!(self, Kind::Fetch | Kind::Xhr | Kind::Beacon | Kind::Websocket | Kind::Eventsource)
    }
}
