//! The decision: whose a URL is and what follows from the row, the site's config, the visitor's choice and the
//! browser's signal. Overrides and choices are written into the items when they arrive, so that a verdict compares
//! numbers only and allocates nothing.

use super::Signals;
use super::category::{Category, Need};
use super::config::{Config, Regime, SiteFeature, SiteVendor};
use super::consent::{Choices, Record};
use super::location::{Host, Location};
use super::pattern::Pattern;
use super::table::{Item, Stored, Table};
use super::tier::Tier;
use super::verdict::{Answer, Decision, Owner, Scope, Source, Why};

/// Milliseconds of a day.
pub(crate) const DAY_MS: f64 = 86_400_000.0;

/// Everything that a verdict depends on.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) table: Table,
    /// The site's own rules, the first tier.
    site: Tier,
    own: Vec<Host>,
    pub(crate) regime: Regime,
    pub(crate) signals: Signals,
    unknown_held: bool,
    categories: [Option<bool>; 4],
    /// The day of the choice, counted from 1970.
    day: u32,
}

impl Policy {
    pub(crate) fn new(page_host: &str, config: &Config, signals: Signals) -> Policy {
        let mut policy = Policy {
            table: Table::bundled(),
            site: Tier::default(),
            own: config.first_party.clone(),
            regime: config.regime,
            signals,
            unknown_held: config.unknown_held,
            categories: [None; 4],
            day: 0,
        };
        policy.own.extend(Host::parse(page_host).map(Host::site));
        for vendor in &config.vendors {
            policy.take_in(vendor);
        }
        policy
    }

    /// The answer about a canonical URL.
    pub(crate) fn judge(&self, url: &str) -> Answer {
        let Some(location) = Location::split(url) else {
            return Answer { owner: Owner::Nowhere, ..self.decide(Owner::Nowhere) };
        };
        let first_party = self.own.iter().any(|own| own.covers(location.host()));
        let (owner, source) = match self.look_up(&location) {
            Some((item, source)) => (Owner::Item(item), source),
            None if first_party => (Owner::Site, Source::Table),
            None => (Owner::Unknown, Source::Table),
        };
        Answer { first_party, source, ..self.decide(owner) }
    }

    /// The tiers are walked whole, one after another.
    fn look_up(&self, location: &Location<'_>) -> Option<(u16, Source)> {
        if let Some(item) = self.site.find(location.host(), location) {
            return Some((item, Source::Site));
        }
        let host = self.table.canonical(location.host());
        let [reviewed, imported] = &self.table.tiers;
        let reviewed = reviewed.find(&host, location).map(|item| (item, Source::Table));
        reviewed.or_else(|| imported.find(&host, location).map(|item| (item, Source::Imported)))
    }

    /// What holds for this owner now.
    pub(crate) fn decide(&self, owner: Owner) -> Answer {
        let (allowed, why) = match owner {
            Owner::Nowhere | Owner::Site => (true, Why::NothingKnown),
            Owner::Unknown if !self.unknown_held => (true, Why::NothingKnown),
            // What nobody knows may be anything, so it waits for the widest consent.
            Owner::Unknown => self.decide_category(Category::Marketing),
            Owner::Category(category) => self.decide_category(category),
            Owner::Item(item) => match self.table.items.get(item as usize) {
                Some(item) => self.decide_item(item),
                None => (true, Why::NothingKnown),
            },
        };
        let decision = if allowed { Decision::Allow } else { Decision::Hold };
        let first_party = matches!(owner, Owner::Nowhere | Owner::Site);
        Answer { owner, decision, why, source: Source::Table, first_party }
    }

    /// Feature, else vendor, else category, else regime. What is exempt waits only if the visitor refused just that.
    fn decide_item(&self, item: &Item) -> (bool, Why) {
        let vendor = self.table.items.get(item.vendor as usize).and_then(|vendor| vendor.choice);
        match (item.choice, vendor) {
            _ if item.category == Category::Necessary => (true, Why::Exempt),
            (Some(yes), _) => (yes, Why::Chosen(Scope::Item, self.day)),
            (None, Some(yes)) => (yes, Why::Chosen(Scope::Vendor, self.day)),
            _ if item.need == Need::Exempt => (true, Why::Exempt),
            _ if item.loader => {
                let any = self.grants(Category::Analytics) || self.grants(Category::Marketing);
                (any, Why::Loader)
            }
            _ => self.decide_category(item.category),
        }
    }

    fn decide_category(&self, category: Category) -> (bool, Why) {
        let sold = matches!(category, Category::Analytics | Category::Marketing);
        match (self.categories[category as usize], self.regime) {
            _ if category == Category::Necessary => (true, Why::Exempt),
            (Some(yes), _) => (yes, Why::Chosen(Scope::Category(category), self.day)),
            (None, Regime::OptIn) => (false, Why::NoChoice),
            (None, Regime::OptOut) if self.signals.gpc && sold => (false, Why::Signal),
            (None, Regime::OptOut) => (true, Why::NoObjection),
        }
    }

    /// What `state()` says about a category.
    pub(crate) fn grants(&self, category: Category) -> bool {
        self.decide_category(category).0
    }

    /// The owner that an id names.
    pub(crate) fn owner(&self, id: &str) -> Option<Owner> {
        let category = Category::parse(id).map(Owner::Category);
        category.or_else(|| self.table.find(id).map(Owner::Item))
    }

    /// Takes in what the visitor chose.
    pub(crate) fn apply(&mut self, record: Option<&Record>) {
        let nothing = Choices::default();
        let choices = record.map_or(&nothing, |record| &record.choices);
        self.day = record.map_or(0, |record| (record.time / DAY_MS) as u32);
        self.categories = choices.categories;
        for item in &mut self.table.items {
            item.choice = None;
        }
        for (id, yes) in &choices.narrow {
            if let Some(item) = self.table.find(id) {
                self.table.items[item as usize].choice = Some(*yes);
            }
        }
    }

    /// What a withdrawal removes: everything stored by who may not run now, but nothing that somebody who may run
    /// stores under the same name.
    pub(crate) fn clearable(&self) -> Vec<Stored> {
        let held = |item: u16| self.decide(Owner::Item(item)).decision == Decision::Hold;
        let rows = &self.table.stored;
        let kept = |stored: &Stored| rows.iter().any(|(item, other)| other == stored && !held(*item));
        rows.iter().filter(|(item, stored)| held(*item) && !kept(stored)).map(|row| row.1).collect()
    }

    /// Takes in what the site says about one vendor.
    fn take_in(&mut self, site: &SiteVendor) {
        let vendor = self.table.find(&site.id).unwrap_or_else(|| self.add(&site.id, None));
        self.override_vendor(vendor, site);
        for feature in &site.features {
            self.override_feature(vendor, &site.id, feature);
        }
        for line in &site.domains {
            self.site.add(Pattern::owned(line), vendor);
        }
    }

    /// A new vendor (the strictest until the site says otherwise), or a new feature, as its vendor is.
    fn add(&mut self, id: &str, vendor: Option<u16>) -> u16 {
        let number = self.table.items.len() as u16;
        let (category, need) = match vendor.and_then(|vendor| self.table.items.get(vendor as usize)) {
            Some(vendor) => (vendor.category, vendor.need),
            None => (Category::Marketing, Need::Required),
        };
        let vendor = vendor.unwrap_or(number);
        let id = id.to_owned().into();
        let item =
            Item { id, vendor, category, need, loader: false, globals: "", by_site: true, choice: None };
        self.table.items.push(item);
        number
    }

    /// What is said of a vendor holds for its features as far as the table does not tell them apart; `required`
    /// holds for all of them, since an owner who asks for more consent never means less.
    fn override_vendor(&mut self, vendor: u16, site: &SiteVendor) {
        let Some(own) = self.table.items.get(vendor as usize) else { return };
        let (category, need) = (own.category, own.need);
        let same_vendor = |item: &&mut Item| item.vendor == vendor;
        for item in self.table.items.iter_mut().filter(same_vendor) {
            let alike = item.category == category && item.need == need;
            if alike {
                item.set(site.category, site.need);
            } else if site.need == Some(Need::Required) {
                item.set(None, site.need);
            }
        }
    }

    fn override_feature(&mut self, vendor: u16, vendor_id: &str, site: &SiteFeature) {
        let known = self.table.find(&[vendor_id, "/", &site.id].concat());
        let feature = known.unwrap_or_else(|| self.add(&site.id, Some(vendor)));
        if let Some(item) = self.table.items.get_mut(feature as usize) {
            item.set(site.category, site.need);
        }
    }
}

impl Item {
    /// The site's word about this item. What it calls necessary needs no consent unless it says so, and what it wants
    /// a consent for is not necessary: `necessary` cannot be refused, so it could never be held.
    fn set(&mut self, category: Option<Category>, need: Option<Need>) {
        let necessary = (category == Some(Category::Necessary)).then_some(Need::Exempt);
        self.category = category.unwrap_or(self.category);
        self.need = need.or(necessary).unwrap_or(self.need);
        if self.need == Need::Required && self.category == Category::Necessary {
            self.category = Category::Functional;
        }
        self.by_site |= category.is_some() || need.is_some();
    }
}
