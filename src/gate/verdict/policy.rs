//! Judges URLs: finds the vendor, and decides by the rule, the site's config, the visitor's choice and the browser's
//! signal. Overrides and choices are stored in the items when they arrive. So a decision about an item only compares
//! numbers.

use crate::gate::category::{Category, Need};
use crate::gate::config::problem::Problem;
use crate::gate::config::{Config, Regime};
use crate::gate::consent::Record;
use crate::gate::text::bytes::join;
use crate::gate::vendors::host_rules::HostRules;
use crate::gate::vendors::location::{Host, Location};
use crate::gate::vendors::table::{Item, Table};
use crate::gate::verdict::answer::{Answer, Decision, Owner, Scope, Source, Why};

const NOT_OWN: &str = "\" is not a file of this site (see \"first_party\"); it is ignored";

/// Milliseconds per day.
pub(crate) const DAY_MS: f64 = 86_400_000.0;

/// The signals of the browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// Global Privacy Control: `navigator.globalPrivacyControl`.
    pub gpc: bool,
}

/// Everything that a verdict depends on.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) config: Config,
    pub(crate) signals: Signals,
    /// Ids in the config that do not exist.
    pub(crate) problems: Vec<Problem>,
    pub(crate) table: Table,
    /// The site's rule set, which is searched first.
    site: HostRules,
    /// The site of the page: its host without `www.`.
    page: Option<Host>,
    categories: [Option<bool>; 4],
    /// The day of the choice, counted from 1970-01-01.
    day: u32,
}

impl Policy {
    pub(crate) fn new(table: &'static str, page_host: &str, config: Config, signals: Signals) -> Policy {
        let mut table = Table::read(table);
        let mut site = HostRules::default();
        let mut problems = table.check(&config);
        if config.all_required {
            table.require(None);
        }
        for vendor in &config.vendors {
            table.take_in(vendor, &mut site);
        }
        let page = Host::parse(page_host).map(Host::site);
        for file in &config.dependents {
            let Some(location) = Location::split(&file.src) else { continue };
            let covers = |own: &Host| own.covers(location.host());
            if !page.as_ref().is_none_or(covers) && !config.first_party.iter().any(covers) {
                problems.push(Problem(join(&["config \"dependents\": \"", &file.src, NOT_OWN])));
            }
        }
        Policy { config, signals, problems, table, site, page, categories: [None; 4], day: 0 }
    }

    /// Returns the answer about a call of a vendor's global, or `None` if the call does not need a separate consent.
    pub(crate) fn judge_call(&self, global: &str, words: &str) -> Option<Answer> {
        let call = self.table.calls.iter().find(|call| call.matches(global, words))?;
        Some(self.decide(Owner::Item(call.item)))
    }

    /// Returns the answer about a canonical URL.
    pub(crate) fn judge(&self, url: &str) -> Answer {
        let Some(location) = Location::split(url) else { return self.decide(Owner::Nowhere) };
        let covers = |own: &Host| own.covers(location.host());
        let first_party =
            self.page.as_ref().is_some_and(covers) || self.config.first_party.iter().any(covers);
        let (owner, source) = match self.look_up(&location) {
            Some((item, source)) => (Owner::Item(item), source),
            None if first_party => (Owner::Site, Source::Table),
            None => (Owner::Unknown, Source::Table),
        };
        Answer { first_party, source, ..self.decide(owner) }
    }

    /// Finds the rule for a URL. A rule set is searched only if the one before has no match.
    fn look_up(&self, location: &Location<'_>) -> Option<(u16, Source)> {
        let google = self.table.google(location.host());
        let host = google.as_deref().unwrap_or(location.host());
        let [reviewed, imported] = &self.table.tiers;
        let tiers = [
            (&self.site, location.host(), Source::Site),
            (reviewed, host, Source::Table),
            (imported, host, Source::Imported),
        ];
        for (tier, host, source) in tiers {
            if let Some(item) = tier.find(host, location) {
                return Some((item, source));
            }
        }
        None
    }

    /// Returns the path prefixes of the rules for any host, if only these can match a URL on this host. Returns `None`
    /// if other rules can match it.
    #[cfg(any(feature = "cli", feature = "edge"))]
    pub(crate) fn anywhere(&self, url: &str) -> Option<Vec<&'static str>> {
        let location = Location::split(url).filter(|it| self.table.google(it.host()).is_none())?;
        let [reviewed, imported] = &self.table.tiers;
        let mut paths = Vec::new();
        for tier in [&self.site, reviewed, imported] {
            paths.extend(tier.anywhere(location.host())?);
        }
        Some(paths)
    }

    /// Returns the current answer for this owner.
    pub(crate) fn decide(&self, owner: Owner) -> Answer {
        let (allowed, why) = match owner {
            // An unknown third party can be anything, so it needs the widest consent.
            Owner::Unknown if self.config.unknown_held => self.decide_category(Category::Marketing),
            Owner::Nowhere | Owner::Site | Owner::Unknown => (true, Why::NothingKnown),
            Owner::Category(category) => self.decide_category(category),
            Owner::Item(number) => {
                self.item(number).map_or((true, Why::NothingKnown), |item| self.decide_item(item))
            }
        };
        let decision = if allowed { Decision::Allow } else { Decision::Hold };
        let first_party = matches!(owner, Owner::Nowhere | Owner::Site);
        Answer { owner, decision, why, source: Source::Table, first_party }
    }

    /// Returns the vendor or feature with this number.
    pub(crate) fn item(&self, number: u16) -> Option<&Item> {
        self.table.items.get(number as usize)
    }

    /// Returns the vendor or feature of an answer.
    pub(crate) fn item_of(&self, answer: Answer) -> Option<&Item> {
        match answer.owner {
            Owner::Item(number) => self.item(number),
            _ => None,
        }
    }

    /// Returns the ids of the vendor and the feature of an answer.
    pub(crate) fn names_of(&self, answer: Answer) -> (Option<&'static str>, Option<&'static str>) {
        let (Owner::Item(number), Some(item)) = (answer.owner, self.item_of(answer)) else {
            return (None, None);
        };
        if item.vendor == number {
            return (Some(item.id), None);
        }
        (self.item(item.vendor).map(|vendor| vendor.id), Some(item.id))
    }

    /// Decides by the choice for the feature, else the vendor, else the category, else by the regime. An exempt item is
    /// held only if the visitor refused exactly this item.
    fn decide_item(&self, item: &Item) -> (bool, Why) {
        let vendor = self.item(item.vendor).and_then(|vendor| vendor.choice);
        match (item.choice, vendor) {
            _ if item.category == Category::Necessary => (true, Why::Exempt),
            (Some(yes), _) => (yes, Why::Chosen(Scope::Item, self.day)),
            (None, Some(yes)) => (yes, Why::Chosen(Scope::Vendor, self.day)),
            _ if item.need == Need::Exempt => (true, Why::Exempt),
            _ if item.loader => {
                (self.grants(Category::Analytics) || self.grants(Category::Marketing), Why::Loader)
            }
            _ => self.decide_category(item.category),
        }
    }

    fn decide_category(&self, category: Category) -> (bool, Why) {
        let sold = matches!(category, Category::Analytics | Category::Marketing);
        match (self.categories[category as usize], self.config.regime) {
            _ if category == Category::Necessary => (true, Why::Exempt),
            (Some(yes), _) => (yes, Why::Chosen(Scope::Category(category), self.day)),
            (None, Regime::OptIn) => (false, Why::NoChoice),
            (None, Regime::OptOut) if self.signals.gpc && sold => (false, Why::Signal),
            (None, Regime::OptOut) => (true, Why::NoObjection),
        }
    }

    /// Returns whether a category is granted, as in `state()`.
    pub(crate) fn grants(&self, category: Category) -> bool {
        self.decide_category(category).0
    }

    /// Returns whether this owner's requests may be made now.
    pub(crate) fn allows(&self, owner: Owner) -> bool {
        self.decide(owner).decision == Decision::Allow
    }

    /// Returns the owner with this id.
    pub(crate) fn owner(&self, id: &str) -> Option<Owner> {
        match Category::parse(id) {
            Some(category) => Some(Owner::Category(category)),
            None => self.table.find(id).map(Owner::Item),
        }
    }

    /// See [`crate::gate::Gate::needs`].
    pub(crate) fn needs(&self) -> String {
        let mut needs = String::new();
        for (number, item) in self.table.items.iter().enumerate() {
            let Some(vendor) = self.item(item.vendor) else { continue };
            let is_vendor = item.vendor as usize == number;
            let same = item.need == vendor.need && item.category == vendor.category;
            if item.need == Need::Exempt || (same && !is_vendor) || !self.declares(vendor.id) {
                continue;
            }
            let feature = if is_vendor { ["", ""] } else { ["/", item.id] };
            needs.push_str(&join(&[vendor.id, feature[0], feature[1], " ", item.category.name(), "\n"]));
        }
        needs
    }

    fn declares(&self, id: &str) -> bool {
        self.config.vendors.iter().any(|vendor| vendor.id == id)
            || self.config.declared.iter().any(|it| it == id)
    }

    /// Applies the visitor's choices.
    pub(crate) fn apply(&mut self, record: Option<&Record>) {
        self.categories = [None; 4];
        for item in &mut self.table.items {
            item.choice = None;
        }
        let Some(record) = record else { return };
        self.day = (record.time / DAY_MS) as u32;
        self.categories = record.choices.categories;
        for (id, yes) in &record.choices.narrow {
            let number = self.table.find(id);
            if let Some(item) = number.and_then(|number| self.table.items.get_mut(number as usize)) {
                item.choice = Some(*yes);
            }
        }
    }
}
