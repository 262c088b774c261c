//! A gate that is driven by a text of commands, and its effects as one line.

use super::{NOW, choice, gate_with, ids};
use consent_gate::gate::{Choice, Effect, Event, Gate, Kind, Lane, Outcome, Ticket};

/// The output of a scene: `R1` runs ticket 1, `F2` fetches it, `D3` discards it, `E4` reports its failure to the page.
pub fn steps(effects: &[Effect]) -> String {
    let step = |effect: &Effect| match effect {
        Effect::Run(ticket) => Some(format!("R{}", ticket.number())),
        Effect::Fetch(ticket) => Some(format!("F{}", ticket.number())),
        Effect::Discard(ticket, _) => Some(format!("D{}", ticket.number())),
        Effect::Fail(ticket) => Some(format!("E{}", ticket.number())),
        _ => None,
    };
    effects.iter().filter_map(step).collect::<Vec<_>>().join(" ")
}

/// A gate, driven by commands.
pub struct Scene(pub Gate);

impl Scene {
    pub fn new() -> Scene {
        Scene(gate_with("{}", false))
    }

    pub fn hold(&mut self, url: &str, lane: Lane) -> Ticket {
        self.0.request(url, Kind::Script, lane).expect("held")
    }

    pub fn does(&mut self, event: Event) -> String {
        steps(&self.0.handle(event, NOW))
    }

    pub fn grant(&mut self, words: &str) -> String {
        self.does(choice(Choice::Grant(ids(words))))
    }

    /// Returns the states of the report's rows.
    pub fn states(&self) -> String {
        self.0.report().iter().map(|row| row.state).collect::<Vec<_>>().join(" ")
    }

    pub fn ran(&mut self, number: u32) -> String {
        let ticket = self.0.ticket(number).expect("a ticket");
        self.does(Event::Settled(ticket, Outcome::Ran))
    }
}
