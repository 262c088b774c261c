//! Applies the config's vendor overrides to the table when the gate starts. A verdict then needs only one lookup.

use crate::gate::category::{Category, Need};
use crate::gate::config::vendors::{SiteFeature, SiteVendor};
use crate::gate::text::bytes::join;
use crate::gate::vendors::host_rules::HostRules;
use crate::gate::vendors::pattern::Pattern;
use crate::gate::vendors::table::{Item, Table};

impl Table {
    /// Applies the config of one vendor. Its domains become rules of the site's rule set.
    pub(crate) fn take_in(&mut self, vendor: &SiteVendor, site: &mut HostRules) {
        let number = self.find(vendor.id).unwrap_or_else(|| self.add(vendor.id, None));
        self.override_vendor(number, vendor);
        for feature in &vendor.features {
            self.override_feature(number, vendor.id, feature);
        }
        for line in &vendor.domains {
            site.add(Pattern::read(line), number);
        }
    }

    /// Adds a new vendor or a new feature. A vendor starts with the strictest category and need, a feature with those
    /// of its vendor.
    fn add(&mut self, id: &'static str, vendor: Option<u16>) -> u16 {
        let number = self.items.len() as u16;
        let (category, need) = match vendor.and_then(|vendor| self.items.get(vendor as usize)) {
            Some(vendor) => (vendor.category, vendor.need),
            None => (Category::Marketing, Need::Required),
        };
        let vendor = vendor.unwrap_or(number);
        self.items.push(Item {
            id,
            vendor,
            category,
            need,
            loader: false,
            globals: "",
            by_site: true,
            choice: None,
        });
        number
    }

    /// Applies an override to a vendor, and to each feature that has the same category and need as the vendor in the
    /// table. `required` applies to every feature, because a site that requires more consents must never get fewer.
    fn override_vendor(&mut self, vendor: u16, site: &SiteVendor) {
        let Some(own) = self.items.get(vendor as usize).copied() else { return };
        for item in &mut self.items {
            if item.vendor != vendor {
                continue;
            }
            if item.category == own.category && item.need == own.need {
                item.set(site.category, site.need);
            } else if site.need == Some(Need::Required) {
                item.set(None, site.need);
            }
        }
    }

    fn override_feature(&mut self, vendor: u16, vendor_id: &str, site: &SiteFeature) {
        let known = self.find(&join(&[vendor_id, "/", site.id]));
        let feature = known.unwrap_or_else(|| self.add(site.id, Some(vendor)));
        if let Some(item) = self.items.get_mut(feature as usize) {
            item.set(site.category, site.need);
        }
    }
}

impl Item {
    /// Sets category and need as the site's config says. A necessary item is exempt unless the config says otherwise.
    /// An item that needs a consent becomes `functional` if it is `necessary`, because `necessary` cannot be refused.
    pub(crate) fn set(&mut self, category: Option<Category>, need: Option<Need>) {
        let necessary = (category == Some(Category::Necessary)).then_some(Need::Exempt);
        self.category = category.unwrap_or(self.category);
        self.need = need.or(necessary).unwrap_or(self.need);
        if self.need == Need::Required && self.category == Category::Necessary {
            self.category = Category::Functional;
        }
        self.by_site |= category.is_some() || need.is_some();
    }
}
