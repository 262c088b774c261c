//! Holding and releasing under random events: every ticket is counted exactly once, nothing runs twice or out of order,
//! and nothing is lost.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use consent_gate::gate::{Choice, Effect, Event, Gate, Kind, Lane, Outcome, Ticket};
use proptest::prelude::*;
use std::collections::VecDeque;
use support::{NOW, choice, gate_with, ids};

const GA4: &str = "https://www.googletagmanager.com/gtag/js?id=G-1";
const ADS: &str = "https://www.googleadservices.com/pagead/conversion.js";
const MAPS: &str = "https://maps.googleapis.com/maps/api/js";
const UNKNOWN: &str = "https://cdn.unknown.example/x.js";

/// Events of a page, in any order.
#[derive(Clone, Debug)]
enum Act {
    Ask(usize, u8),
    Inline,
    Choose(usize, bool),
    All(bool),
    Parsed,
    Settle(usize, u8),
    Gone(usize),
    Refused(usize),
    Once(usize),
    Reread,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (0..4usize, 0..5u8).prop_map(|(url, lane)| Act::Ask(url, lane)),
        1 => Just(Act::Inline),
        3 => (0..5usize, any::<bool>()).prop_map(|(id, yes)| Act::Choose(id, yes)),
        1 => any::<bool>().prop_map(Act::All),
        1 => Just(Act::Parsed),
        8 => (0..20usize, 0..3u8).prop_map(|(ticket, outcome)| Act::Settle(ticket, outcome)),
        1 => (0..20usize).prop_map(Act::Gone),
        1 => (0..20usize).prop_map(Act::Refused),
        1 => (0..20usize).prop_map(Act::Once),
        1 => Just(Act::Reread),
    ]
}

/// The page: it records the effects that it got.
struct Page {
    gate: Gate,
    lanes: Vec<Lane>,
    ran: Vec<Ticket>,
    fetched: Vec<Ticket>,
    dropped: Vec<Ticket>,
    settled: Vec<Ticket>,
}

impl Page {
    fn play(&mut self, act: &Act) {
        const IDS: [&str; 5] =
            ["analytics", "marketing", "functional", "google-maps", "google-analytics/gtag-ga4"];
        let ticket = |gate: &Gate, index: usize| gate.ticket(index as u32 + 1);
        let event = match *act {
            Act::Ask(url, lane) => {
                let lane = Lane::from_code(lane);
                if self.gate.request([GA4, ADS, MAPS, UNKNOWN][url], Kind::Script, lane).is_some() {
                    self.lanes.push(lane);
                }
                return;
            }
            Act::Inline => {
                if self.gate.request_inline("new google.maps.Map(e)", Lane::Blocking).is_some() {
                    self.lanes.push(Lane::Blocking);
                }
                return;
            }
            Act::Choose(id, true) => choice(Choice::Grant(ids(IDS[id]))),
            Act::Choose(id, false) => choice(Choice::Deny(ids(IDS[id]))),
            Act::All(true) => choice(Choice::GrantAll),
            Act::All(false) => choice(Choice::Withdraw),
            Act::Parsed => Event::Parsed,
            Act::Settle(index, outcome) => {
                let Some(ticket) = ticket(&self.gate, index).filter(|it| self.ran.contains(it)) else {
                    return;
                };
                self.settled.push(ticket);
                Event::Settled(ticket, Outcome::from_code(outcome))
            }
            Act::Gone(index) => ticket(&self.gate, index).map_or(Event::Parsed, Event::Gone),
            Act::Refused(index) => ticket(&self.gate, index).map_or(Event::Parsed, Event::Refused),
            Act::Once(index) => ticket(&self.gate, index).map_or(Event::Parsed, Event::Once),
            Act::Reread => Event::Record(None),
        };
        self.perform(event);
    }

    fn perform(&mut self, event: Event) {
        for effect in self.gate.handle(event, NOW) {
            match effect {
                Effect::Run(ticket) => {
                    assert!(!self.ran.contains(&ticket), "ticket {ticket:?} runs twice");
                    assert!(!self.dropped.contains(&ticket), "ticket {ticket:?} runs after it was dropped");
                    self.check_turn(ticket);
                    self.ran.push(ticket);
                }
                Effect::Fetch(ticket) => {
                    assert!(!self.ran.contains(&ticket) && !self.fetched.contains(&ticket));
                    self.fetched.push(ticket);
                }
                Effect::Discard(ticket, _) => {
                    assert!(!self.dropped.contains(&ticket), "ticket {ticket:?} is dropped twice");
                    self.dropped.push(ticket);
                }
                _ => {}
            }
        }
    }

    /// In a lane with an order, nothing runs while another one of it is running.
    fn check_turn(&self, ticket: Ticket) {
        let lane = self.lanes[ticket.number() as usize - 1];
        let running = |other: &&Ticket| !self.settled.contains(other) && !self.dropped.contains(other);
        let same = |other: &&Ticket| self.lanes[other.number() as usize - 1] == lane;
        let busy = self.ran.iter().filter(running).any(|other| same(&other));
        assert!(
            !busy || matches!(lane, Lane::Free | Lane::Frame),
            "{lane:?} is taken when {ticket:?} starts"
        );
    }

    /// Each ticket is in exactly one state, and the page was notified of this state.
    fn check(&self) {
        let rows = self.gate.report();
        let held: Vec<_> = rows.iter().filter(|row| row.ticket.is_some()).collect();
        assert_eq!(held.len(), self.lanes.len());
        for (index, row) in held.iter().enumerate() {
            let ticket = self.gate.ticket(index as u32 + 1).expect("a ticket");
            assert_eq!(row.ticket, Some(ticket.number()));
            let (ran, dropped) = (self.ran.contains(&ticket), self.dropped.contains(&ticket));
            let right = match row.state {
                "waiting" => !ran && !dropped,
                "released" | "failed" => ran && !dropped,
                "discarded" => dropped,
                other => panic!("{other}"),
            };
            assert!(right, "{row:?}");
        }
        let waiting = held.iter().filter(|row| row.state == "waiting").count();
        assert_eq!(self.gate.state(support::PAGE).waiting as usize, waiting);
    }

    /// After a consent to everything and all responses, no request is held any more: nothing is lost.
    fn drain(&mut self) {
        self.perform(choice(Choice::GrantAll));
        self.perform(Event::Parsed);
        while let Some(ticket) = self.ran.iter().find(|it| !self.settled.contains(it)).copied() {
            self.settled.push(ticket);
            self.perform(Event::Settled(ticket, Outcome::Overdue));
        }
        assert_eq!(self.gate.state(support::PAGE).waiting, 0);
        assert_eq!(
            self.ran.len() + self.dropped.iter().filter(|it| !self.ran.contains(it)).count(),
            self.lanes.len()
        );
    }
}

proptest! {
    #[test]
    fn every_ticket_is_counted_once(acts in prop::collection::vec(act(), 0..80)) {
        let gate = gate_with("{}", false);
        let mut page =
            Page { gate, lanes: vec![], ran: vec![], fetched: vec![], dropped: vec![], settled: vec![] };
        for act in &acts {
            page.play(act);
            page.check();
        }
        page.drain();
        page.check();
    }

    /// Whatever the order of the answers, a lane runs in ticket order when everything is granted at once.
    #[test]
    fn a_lane_keeps_its_order(lanes in prop::collection::vec(0..3u8, 1..30), outcomes in prop::collection::vec(0..3u8, 30)) {
        let mut gate = gate_with("{}", false);
        for lane in &lanes {
            gate.request(GA4, Kind::Script, Lane::from_code(*lane)).expect("held");
        }
        let mut todo: VecDeque<Ticket> = Default::default();
        let mut ran = Vec::new();
        let take = |effects: Vec<Effect>, todo: &mut VecDeque<Ticket>, ran: &mut Vec<Ticket>| {
            for effect in effects {
                if let Effect::Run(ticket) = effect {
                    todo.push_back(ticket);
                    ran.push(ticket);
                }
            }
        };
        take(gate.handle(choice(Choice::GrantAll), NOW), &mut todo, &mut ran);
        take(gate.handle(Event::Parsed, NOW), &mut todo, &mut ran);
        while let Some(ticket) = todo.pop_front() {
            let outcome = Outcome::from_code(outcomes[ticket.number() as usize - 1]);
            take(gate.handle(Event::Settled(ticket, outcome), NOW), &mut todo, &mut ran);
        }
        prop_assert_eq!(ran.len(), lanes.len());
        for lane in 0..3u8 {
            let order: Vec<u32> = ran.iter().map(|it| it.number()).filter(|it| lanes[*it as usize - 1] == lane).collect();
            prop_assert!(order.is_sorted());
        }
    }
}
