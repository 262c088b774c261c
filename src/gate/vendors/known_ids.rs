//! Checks the ids in a config or a choice, and suggests a known id for a misspelt one. A misspelt id that requires a
//! consent gets the strict reading.

use crate::gate::category::{Category, Need};
use crate::gate::config::Config;
use crate::gate::config::problem::Problem;
use crate::gate::text::bytes::join;
use crate::gate::text::misspelt::{Nearest, hint};
use crate::gate::vendors::table::Table;

/// Minimum length in bytes at which the id of a new vendor is compared with known ids. Shorter words resemble too many
/// others.
const SHORTEST_NEW: usize = 5;

/// Returns the problem for an id that does not exist.
pub(crate) fn unknown_id(id: &str, meant: Option<&str>) -> Problem {
    let what = "\" is not a category, vendor or vendor/feature (see `consent-gate vendors list`)";
    Problem(join(&["\"", id, what, &hint(meant)]))
}

impl Table {
    /// Returns the category, vendor or `vendor/feature` whose id differs least from `id`.
    pub(crate) fn nearest(&self, id: &str) -> Option<String> {
        let mut nearest = Nearest::new(id);
        for category in Category::ALL {
            nearest.consider(category.name());
        }
        for (number, item) in self.items.iter().enumerate() {
            match self.items.get(item.vendor as usize) {
                Some(vendor) if item.vendor as usize != number => {
                    nearest.consider(&join(&[vendor.id, "/", item.id]));
                }
                _ => nearest.consider(item.id),
            }
        }
        nearest.found
    }

    /// Returns a problem for each id in a config that matches no vendor and no feature. If a misspelt id requires a
    /// consent, the id that was probably meant gets this need. Call it before the config's vendors are added.
    pub(crate) fn check(&mut self, config: &Config) -> Vec<Problem> {
        let mut problems = Vec::new();
        for vendor in &config.vendors {
            // A vendor that the site defines has domains. One without domains is named by `data-consent`, or declared.
            let own = !vendor.domains.is_empty();
            let new = vendor.category.is_some() || vendor.need != Some(Need::Required);
            if own || !self.check_id(vendor.id, vendor.need, new, &mut problems) {
                continue;
            }
            for feature in &vendor.features {
                self.check_id(&join(&[vendor.id, "/", feature.id]), feature.need, true, &mut problems);
            }
        }
        for dependent in config.dependents.iter().filter(|it| !it.vendor.is_empty()) {
            if !config.vendors.iter().any(|vendor| vendor.id == dependent.vendor) {
                self.check_id(&dependent.vendor, None, false, &mut problems);
            }
        }
        for id in &config.declared {
            if !config.vendors.iter().any(|vendor| vendor.id == id) {
                self.check_id(id, None, false, &mut problems);
            }
        }
        problems
    }

    /// Returns whether the id exists. An unknown id is a problem, unless it may be new and resembles no known id.
    fn check_id(&mut self, id: &str, need: Option<Need>, new: bool, problems: &mut Vec<Problem>) -> bool {
        if self.find(id).is_some() {
            return true;
        }
        let meant = if new && id.len() < SHORTEST_NEW { None } else { self.nearest(id) };
        if meant.is_some() || !new {
            problems.push(unknown_id(id, meant.as_deref()));
        }
        if need == Some(Need::Required)
            && let Some(number) = meant.and_then(|meant| self.find(&meant))
        {
            self.require(Some(number));
        }
        false
    }

    /// Makes a vendor with its features, one feature, or everything need a consent.
    pub(crate) fn require(&mut self, only: Option<u16>) {
        for (at, item) in self.items.iter_mut().enumerate() {
            if only.is_none_or(|only| at == only as usize || item.vendor == only) {
                item.set(None, Some(Need::Required));
            }
        }
    }
}
