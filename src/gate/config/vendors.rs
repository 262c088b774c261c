//! The config's `vendors`: the site's overrides of vendors and features.

use crate::gate::category::{Category, Need};
use crate::gate::config::reader::{Reader, keep};
use crate::gate::text::value::Value;

const NO_ID: &str = "\" is not an id (lower-case letters, digits, \"-\"; not a category); it is ignored";
const CATEGORIES: &str = "\"necessary\", \"functional\", \"analytics\" or \"marketing\"";

/// The site's override of a vendor. A new id defines a new vendor.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SiteVendor {
    pub(crate) id: &'static str,
    pub(crate) domains: Vec<&'static str>,
    pub(crate) category: Option<Category>,
    pub(crate) need: Option<Need>,
    pub(crate) features: Vec<SiteFeature>,
}

/// The site's override of a feature of a vendor.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SiteFeature {
    pub(crate) id: &'static str,
    pub(crate) category: Option<Category>,
    pub(crate) need: Option<Need>,
}

impl Reader {
    pub(crate) fn vendors(&mut self, value: &Value) -> Vec<SiteVendor> {
        let mut vendors = Vec::new();
        self.each(value, &mut |reader, id, value| {
            if reader.good_id(id) {
                vendors.push(reader.vendor(keep(id), value));
            }
        });
        vendors
    }

    fn vendor(&mut self, id: &'static str, value: &Value) -> SiteVendor {
        let mut vendor =
            SiteVendor { id, domains: Vec::new(), category: None, need: None, features: Vec::new() };
        self.each(value, &mut |reader, name, value| match name {
            "domains" => vendor.domains = reader.domains(value),
            "features" => vendor.features = reader.features(value),
            "category" => vendor.category = reader.category(value),
            "consent" => vendor.need = reader.need(value),
            _ => {
                let meant = reader.unknown(name, &["consent", "category", "domains", "features"]);
                vendor.need = vendor.need.or_else(|| strict_need(&meant, value));
            }
        });
        vendor
    }

    fn features(&mut self, value: &Value) -> Vec<SiteFeature> {
        let mut features = Vec::new();
        self.each(value, &mut |reader, id, value| {
            if reader.good_id(id) {
                features.push(reader.feature(keep(id), value));
            }
        });
        features
    }

    fn feature(&mut self, id: &'static str, value: &Value) -> SiteFeature {
        let mut feature = SiteFeature { id, category: None, need: None };
        self.each(value, &mut |reader, name, value| match name {
            "category" => feature.category = reader.category(value),
            "consent" => feature.need = reader.need(value),
            _ => {
                let meant = reader.unknown(name, &["consent", "category"]);
                feature.need = feature.need.or_else(|| strict_need(&meant, value));
            }
        });
        feature
    }

    fn category(&mut self, value: &Value) -> Option<Category> {
        let category = Category::parse(value.text().unwrap_or(""));
        if category.is_none() {
            self.wrong(CATEGORIES);
        }
        category
    }

    /// Reads `exempt` or `required`. Any other value counts as `required`, the stricter one.
    fn need(&mut self, value: &Value) -> Option<Need> {
        let required = self.strictly(value, "exempt", "required");
        Some(if required { Need::Required } else { Need::Exempt })
    }

    /// Checks an id, which must not be confused with a category or with another vendor's feature.
    fn good_id(&mut self, id: &str) -> bool {
        let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.');
        let good = !id.is_empty() && id.bytes().all(word) && Category::parse(id).is_none();
        if !good {
            self.problem(&[NO_ID]);
        }
        good
    }
}

/// Returns the need in a misspelt key that was meant to be `consent`. Only the stricter value counts.
fn strict_need(meant: &str, value: &Value) -> Option<Need> {
    (meant == "consent" && value.text() != Some("exempt")).then_some(Need::Required)
}
