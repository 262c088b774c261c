//! Adversarial texts, which make a careless reader start over many times.

/// The lengths of the shorter and the longer text in bytes.
pub(super) const LENGTHS: [usize; 2] = [5_000, 50_000];

/// Texts that begin or end something for at least one reader.
#[rustfmt::skip]
pub(super) const PARTS: &[&str] = &[
    "(", "[", "{", ")", "]", "}", "\"", "'", "`", "\\", ",", " ", "\n", "\r\n", "\t", "%", "&", "<", ">", "/",
    "?", "#", ";", ":", "=", "!", "@", "*", "+", "|", "-", "_", ".", "$", "0", "a", "\0", "\u{feff}", "\u{e4}",
    "\u{1f600}", "a.", "//", "/*", "*/", "<!--", "-->", "--", "<!", "<?", "</", "<a>", "<p ", "a=", "a=\"",
    "a='", "url(", "URL(\"", "url('", "\\75rl(", "calc(", "image-set(", "@import ", "@import url(", "@media{",
    "@font-face{src:", "--x:", "\\\n", "\\u{", "\\x", "${", "`${", "/[", "&amp", "&#", "&#x", "&quot;", "%41",
    "a,", " 1x,", "a 1x,", ";;", "0;url=", "a;b(", "{\"a\":", "[[", "[1,", "\"a\",", "\"a\":{},", "{\"a\":1,",
    "1e", "/../", "a/", "/a?", "?a&", "@a", "a@", "::ffff:", "xn--", "\u{df}.", "*.", "a b\t", "import ",
    "import'a';", "import(", "export*from", "new Stripe", "Stripe(", "typeof ", "function(", "=>", "try{",
    "a?.", "if(", "/a", "<script>", "</script>", "<script src=//js.stripe.com/v3/></script>",
    "<script>Stripe()</script>", "<style>", "</style>", "<noscript>", "</noscript>", "<noscript><",
    "<template>", "</template>", "<svg>", "</svg>", "<svg><style>", "<svg><desc>", "<math>", "<title>",
    "<textarea>", "<iframe>", "<iframe srcdoc=\"", "<iframe srcdoc='<", "&lt;iframe srcdoc=&quot;",
    "<base href=a/>", "<base href=/a/><img src=a>", "<img src=a>", "<img src=//www.facebook.com/tr>",
    "<img srcset=\"a,", "<meta charset=utf-8>", "<p style='a:url(a)'>", "<p style=a:url(", "<!--<script>",
    "<![CDATA[", "]]>", "<plaintext>", "<table>", "<select>", "<b ", "<link rel='", "<p fill=url(a)>", "<x-a>",
    "<!doctype html>", "<html>", "<head>", "<body>",
];

/// Pairs of texts. The first is repeated many times, then the second.
#[rustfmt::skip]
pub(super) const PAIRS: &[(&str, &str)] = &[
    ("(", ")"), ("[", "]"), ("{", "}"), ("{", ")"), ("url(", ")"), ("calc(", ")"), ("\"", "'"), ("/*", "*/"),
    ("<!--", "-->"), ("<a>", "</a>"), ("<a>", "</b>"), ("<a>", "</a "),
    ("<img src=//www.facebook.com/tr>", "</p>"), ("<p style='a:url(//www.facebook.com/tr)'>", "</p>"),
    ("<svg>", "</svg>"), ("<svg>", "</a>"), ("<table>", "<tr>"), ("<template>", "</template>"),
    ("<noscript>", "</noscript>"), ("<script src=//js.stripe.com/v3/></script>", "<script>Stripe()</script>"),
    ("<script src=//js.stripe.com/v3/></script>", "Stripe(),"), ("<a href=", ">"), ("`${", "}`"), ("a=a ", ">"),
    ("a", "."), ("a", "/"), ("{\"a\":", "}"), ("[", ",1]"), ("&", ";"), (" ", "a"), (",", "a"), ("a", ","),
    ("\\", "\""), ("-", ">"),
];

/// The markup before and after a text.
pub(super) const PLACES: &[(&str, &str)] = &[
    ("", ""),
    ("<!doctype html><html><head></head><body>", ""),
    ("<p title=\"", "\">"),
    ("<p style=\"", "\">"),
    ("<base href=\"", "\"><img src=a>"),
    ("<script>", "</script>"),
    ("<script type=speculationrules>", "</script>"),
    ("<style>", "</style>"),
    ("<iframe srcdoc=\"", "\"></iframe>"),
    ("<noscript>", "</noscript>"),
    ("<svg>", "</svg>"),
    ("<template>", "</template>"),
    ("<!--", "-->"),
    ("<img srcset='", "'>"),
    ("<p ", ">"),
];

/// Repeats each part. The result has about `length` bytes.
fn repeated(parts: &[&str], length: usize) -> String {
    let share = length / parts.len();
    parts.iter().map(|part| part.repeat(share / part.len() + 1)).collect()
}

/// Returns every part alone, the pairs, and the sequences of three neighbours, each at both lengths.
pub(super) fn texts() -> Vec<(String, [String; 2])> {
    let pairs = PAIRS.iter().map(|pair| vec![pair.0, pair.1]);
    let alternating = PARTS.windows(3).map(|parts| parts.concat());
    let single = PARTS.iter().map(|part| vec![*part]).chain(pairs);
    let made = single.map(|parts| (parts.join(" … "), LENGTHS.map(|length| repeated(&parts, length))));
    let mixed = alternating.map(|part| (part.clone(), LENGTHS.map(|length| repeated(&[&part], length))));
    made.chain(mixed).collect()
}
