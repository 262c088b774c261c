//! Who can be told what the visitor allows. How, and which field of whose call says what about which purpose, is the
//! table beside this file, `signals.toml`; the page makes the calls.

use crate::gate::Gate;
use crate::gate::verdict::answer::Owner;

impl Gate {
    /// The first letter of the signal that is due once the script of this URL may run.
    pub fn signal_of(&self, url: &str) -> Option<u8> {
        let Owner::Item(number) = self.policy.judge(url).owner else { return None };
        let vendor = self.policy.item(number)?.vendor;
        let mut rows = self.policy.table.signals.iter();
        rows.find(|row| row.0 == number || row.0 == vendor).map(|row| row.1)
    }
}
