//! The purpose of a request, and whether it needs a consent. These are separate questions: a chat and a map are both
//! functional, but the chat may be exempt and the map not.

/// The purpose that a visitor decides about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Category {
    /// The page does not work without it. Cannot be denied.
    Necessary,
    /// A service that the visitor uses: a chat, a map, a player.
    Functional,
    /// Measurement of visits and behaviour.
    Analytics,
    /// Advertising, profiling, recognition across sites.
    Marketing,
}

impl Category {
    /// Every category, ordered by number.
    pub const ALL: [Category; 4] =
        [Category::Necessary, Category::Functional, Category::Analytics, Category::Marketing];

    /// Returns the category with this name. `analytical` and `advertising` are accepted for `analytics` and
    /// `marketing`.
    pub fn parse(name: &str) -> Option<Category> {
        Some(match name {
            "necessary" => Category::Necessary,
            "functional" => Category::Functional,
            "analytics" | "analytical" => Category::Analytics,
            "marketing" | "advertising" => Category::Marketing,
            _ => return None,
        })
    }

    /// Returns the name that verdicts, `state()` and the record use.
    pub fn name(self) -> &'static str {
        match self {
            Category::Necessary => "necessary",
            Category::Functional => "functional",
            Category::Analytics => "analytics",
            Category::Marketing => "marketing",
        }
    }
}

/// Whether a request needs a consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Loads without a consent. The vendor's file states the legal ground.
    Exempt,
    /// Held until the visitor consents, where the regime requires a consent.
    Required,
}

impl Need {
    /// Returns the need with this name.
    pub fn parse(name: &str) -> Option<Need> {
        match name {
            "exempt" => Some(Need::Exempt),
            "required" => Some(Need::Required),
            _ => None,
        }
    }

    /// Returns the name that the command line and the config use.
    pub fn name(self) -> &'static str {
        match self {
            Need::Exempt => "exempt",
            Need::Required => "required",
        }
    }
}
