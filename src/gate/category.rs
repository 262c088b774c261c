//! What a request is for, and whether it needs a consent: two separate questions (the Infobip chat is functional and
//! exempt, a map is functional and not).

/// The purpose that a visitor decides about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Category {
    /// The page does not work without it. Cannot be denied.
    Necessary,
    /// Something that the visitor uses: a chat, a map, a player.
    Functional,
    /// Measurement of visits and behaviour.
    Analytics,
    /// Advertising, profiles, recognition across sites.
    Marketing,
}

impl Category {
    /// Every category, in the order of its number.
    pub const ALL: [Category; 4] =
        [Category::Necessary, Category::Functional, Category::Analytics, Category::Marketing];

    /// The category of this name; `analytical` and `advertising` are accepted for `analytics` and `marketing`.
    pub fn parse(name: &str) -> Option<Category> {
        Some(match name {
            "necessary" => Category::Necessary,
            "functional" => Category::Functional,
            "analytics" | "analytical" => Category::Analytics,
            "marketing" | "advertising" => Category::Marketing,
            _ => return None,
        })
    }

    /// The name that verdicts, `state()` and the record use.
    pub fn name(self) -> &'static str {
        match self {
            Category::Necessary => "necessary",
            Category::Functional => "functional",
            Category::Analytics => "analytics",
            Category::Marketing => "marketing",
        }
    }
}

/// Whether a request may be made without a consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Loads without a consent; the vendor's file says on what ground.
    Exempt,
    /// Waits for a consent where the regime asks for one.
    Required,
}

impl Need {
    /// The need of this name.
    pub fn parse(name: &str) -> Option<Need> {
        match name {
            "exempt" => Some(Need::Exempt),
            "required" => Some(Need::Required),
            _ => None,
        }
    }

    /// The name that the command line and the config use.
    pub fn name(self) -> &'static str {
        match self {
            Need::Exempt => "exempt",
            Need::Required => "required",
        }
    }
}
