//! The signals by which vendors are notified of the choice. `signals.toml` in this folder lists each vendor's calls and
//! their fields. The page makes the calls.

use crate::gate::Gate;
use crate::gate::verdict::answer::Owner;

impl Gate {
    /// Returns the first letter of the signal to send once the script with this URL may run.
    pub fn signal_of(&self, url: &str) -> Option<u8> {
        let Owner::Item(number) = self.policy.judge(url).owner else { return None };
        let vendor = self.policy.item(number)?.vendor;
        let mut rows = self.policy.table.signals.iter();
        rows.find(|row| row.0 == number || row.0 == vendor).map(|row| row.1)
    }
}
