//! The module graph of `src/`: an edge leads from a file to each file that defines an item it uses. A path through a
//! re-export leads to the defining file, so a folder's `mod.rs` may re-export items of its files.

use std::collections::{BTreeMap, BTreeSet};

/// The path of a module from the crate's root, `gate::queue`. The root is the empty path.
type Module = Vec<String>;

/// For each module, the modules whose items it uses.
pub type Graph = BTreeMap<Module, BTreeSet<Module>>;

/// A parsed module: the names that it imports or re-exports, and all paths in its code.
#[derive(Default)]
struct Source {
    names: BTreeMap<String, Module>,
    paths: Vec<Module>,
}

/// Reads the graph from the files, given as path and text. A `mod tests` inside a file does not count.
pub fn module_graph(files: &[(String, String)]) -> Graph {
    let sources: BTreeMap<Module, Source> =
        files.iter().map(|(path, text)| (module_of(path), Source::read(text))).collect();
    let uses = |module: &Module, source: &Source| {
        let used = source.paths.iter().filter_map(|path| definition(&sources, module, path, 0));
        used.filter(|used| used != module).collect()
    };
    sources.iter().map(|(module, source)| (module.clone(), uses(module, source))).collect()
}

/// Returns a path from a module through its uses back to the module, if there is one.
pub fn cycle(graph: &Graph) -> Option<String> {
    let mut done = BTreeSet::new();
    let found = graph.keys().find_map(|module| walk(graph, module, &mut Vec::new(), &mut done))?;
    Some(found.iter().map(|module| module.join("::")).collect::<Vec<_>>().join(" -> "))
}

/// Depth-first search for a cycle from `module`. `way` is the path to it; from modules in `done` there is no cycle.
fn walk(
    graph: &Graph,
    module: &Module,
    way: &mut Vec<Module>,
    done: &mut BTreeSet<Module>,
) -> Option<Vec<Module>> {
    if let Some(begin) = way.iter().position(|step| step == module) {
        return Some(way[begin..].iter().chain([module]).cloned().collect());
    }
    if done.contains(module) {
        return None;
    }
    way.push(module.clone());
    let found = graph[module].iter().find_map(|used| walk(graph, used, way, done));
    way.pop();
    done.insert(module.clone());
    found
}

/// Returns the module of a file. `src/gate/mod.rs` and `src/gate.rs` are the module `gate`.
fn module_of(path: &str) -> Module {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    let path = path.trim_end_matches("/mod").trim_end_matches("lib");
    path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Returns the module that defines the item `path` in `module`: the last part that is a module. `None` for other
/// crates, for local names, and for a path of a module only, since its use is another path.
fn definition(
    sources: &BTreeMap<Module, Source>,
    module: &Module,
    path: &[String],
    depth: usize,
) -> Option<Module> {
    let (mut at, mut rest) = (module.clone(), path);
    match path.first()?.as_str() {
        "crate" => (at, rest) = (Module::new(), &path[1..]),
        "self" => rest = &path[1..],
        "super" => {
            while rest.first().is_some_and(|part| part == "super") {
                at.pop()?;
                rest = &rest[1..];
            }
        }
        // A bare name is a child of this module or something that it imports.
        first => {
            let child = sources.contains_key(&below(&at, first));
            if !child && !sources[module].names.contains_key(first) {
                return None;
            }
        }
    }
    while let Some(part) = rest.first() {
        let child = below(&at, part);
        if sources.contains_key(&child) {
            (at, rest) = (child, &rest[1..]);
        } else if let Some(name) = sources[&at].names.get(part).filter(|_| depth < 9) {
            let whole: Module = name.iter().chain(&rest[1..]).cloned().collect();
            return definition(sources, &at, &whole, depth + 1);
        } else {
            return Some(at);
        }
    }
    None
}

fn below(module: &Module, part: &str) -> Module {
    module.iter().map(String::as_str).chain([part]).map(str::to_owned).collect()
}

impl Source {
    fn read(text: &str) -> Source {
        let words = words(text);
        let (mut source, mut at) = (Source::default(), 0);
        while let Some(word) = words.get(at) {
            if word == "use" {
                let end = at + words[at..].iter().position(|word| word == ";").unwrap_or(0);
                let public = at > 0 && matches!(words[at - 1].as_str(), "pub" | ")");
                source.import(&words[at + 1..end], &[], public);
                at = end + 1;
            } else {
                let path = path(&words[at..]);
                let starts = at == 0 || words[at - 1] != "::";
                if path.len() > 1 && starts {
                    source.paths.push(path.clone());
                }
                at += (2 * path.len()).saturating_sub(1).max(1);
            }
        }
        source
    }

    /// Notes the names of a `use` tree. A private import is a use as well; a re-export is not.
    fn import(&mut self, tree: &[String], prefix: &[String], public: bool) {
        let path = path(tree);
        let mut whole: Module = prefix.iter().chain(&path).cloned().collect();
        let rest = &tree[(2 * path.len()).saturating_sub(1).min(tree.len())..];
        if let Some(open) = rest.iter().position(|word| word == "{") {
            for part in list(&rest[open + 1..]) {
                self.import(part, &whole, public);
            }
            return;
        }
        if path.last().is_some_and(|last| last == "self") && !prefix.is_empty() {
            whole.pop();
        }
        let name =
            rest.iter().position(|word| word == "as").map(|at| &rest[at + 1]).or(whole.last()).cloned();
        if rest.iter().any(|word| word == "*") {
            whole.push("*".to_owned());
        }
        if !public {
            self.paths.push(whole.clone());
        }
        self.names.extend(name.map(|name| (name, whole)));
    }
}

/// Returns the parts of a `use` list between its braces, split at its top-level commas.
fn list(words: &[String]) -> Vec<&[String]> {
    let (mut parts, mut depth, mut begin) = (Vec::new(), 0, 0);
    for (at, word) in words.iter().enumerate() {
        match word.as_str() {
            "{" => depth += 1,
            "}" if depth > 0 => depth -= 1,
            "}" | "," if depth == 0 => {
                parts.push(&words[begin..at]);
                begin = at + 1;
                if word == "}" {
                    break;
                }
            }
            _ => {}
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Returns the path at the beginning of these words: names with `::` between them.
fn path(words: &[String]) -> Module {
    let is_name = |word: &String| word.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let mut path = Module::new();
    for pair in words.chunks(2) {
        match pair.first().filter(|word| is_name(word)) {
            Some(name) => path.push(name.clone()),
            None => break,
        }
        if pair.get(1).is_none_or(|word| word != "::") {
            break;
        }
    }
    path
}

/// Returns the tokens of a file, without comments, string literals, and the module of its tests.
fn words(text: &str) -> Vec<String> {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or("");
    let mut words = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        // The odd pieces between quotes are string contents.
        for code in line.replace("\\\"", "").split('"').step_by(2) {
            split_words(code.split(" // ").next().unwrap_or(""), &mut words);
        }
    }
    words
}

fn split_words(code: &str, words: &mut Vec<String>) {
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = match rest.find(|c| !is_word(c)).unwrap_or(rest.len()) {
            0 if rest.starts_with("::") => 2,
            0 => first.len_utf8(),
            length => length,
        };
        words.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
}
