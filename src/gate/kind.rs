//! The kind of a request, by number and by name, as the command line, `report()` and the hooks use it.

/// The kind of content that a request loads. The hooks pass these numbers to the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// A script, classic or module, HTML or SVG.
    Script,
    /// An `<iframe>` or `<frame>`.
    Iframe,
    /// An image, also from `srcset` and `<picture>`.
    Img,
    /// A style sheet.
    Style,
    /// A font.
    Font,
    /// Audio, video or a text track.
    Media,
    /// An `<object>` or `<embed>`.
    Object,
    /// Any other `<link>`: preload, prefetch, manifest and others.
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

/// Every kind, ordered by number.
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
    /// Returns the kind with this number, and [`Kind::Other`] for an unknown number.
    pub fn from_code(code: u8) -> Kind {
        ALL.get(code as usize).map_or(Kind::Other, |row| row.0)
    }

    /// Returns the kind with this name, including `image` and `stylesheet`, and [`Kind::Other`] for an unknown name.
    pub fn from_name(name: &str) -> Kind {
        match name {
            "image" => Kind::Img,
            "stylesheet" => Kind::Style,
            _ => ALL.iter().find(|row| row.1 == name).map_or(Kind::Other, |row| row.0),
        }
    }

    /// Returns the name that `report()` and the command line print.
    pub fn name(self) -> &'static str {
        ALL[self as usize].1
    }

    /// Returns whether code makes such a request by a call, so that no element fires events for it.
    pub(crate) fn is_call(self) -> bool {
        self.owes_answer() || matches!(self, Kind::Worker | Kind::Form | Kind::Ping | Kind::Other)
    }

    /// Returns whether the caller waits for an answer, so that a refusal has to end the request.
    pub fn owes_answer(self) -> bool {
        matches!(self, Kind::Fetch | Kind::Xhr | Kind::Beacon | Kind::Websocket | Kind::Eventsource)
    }
}
