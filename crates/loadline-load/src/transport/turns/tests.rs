//! Turns are taken in order, follow a limit that changes, and are not lost with those who leave.

use std::rc::Rc;
use std::task::{Context, Waker};

use super::{Ticket, Turns};

fn take(turns: &Turns, ticket: &mut Option<Rc<Ticket>>) -> bool {
    turns.poll_take(ticket, &Context::from_waker(Waker::noop())).is_ready()
}

#[test]
fn turns_are_taken_in_the_order_of_asking() {
    let turns = Turns::new(1);
    let (mut first, mut second, mut third) = (None, None, None);
    assert!(take(&turns, &mut first));
    assert!(!take(&turns, &mut second) && !take(&turns, &mut third));
    turns.give_back();
    assert!(!take(&turns, &mut third));
    assert!(take(&turns, &mut second));
    turns.give_back();
    assert!(take(&turns, &mut third));
}

#[test]
fn a_turn_of_one_who_left_goes_to_the_next() {
    let turns = Turns::new(1);
    let (mut second, mut third, mut fourth) = (None, None, None);
    assert!(take(&turns, &mut None));
    assert!(!take(&turns, &mut second) && !take(&turns, &mut third));
    assert!(!take(&turns, &mut fourth));
    turns.leave(second.take());
    turns.give_back();
    turns.leave(third.take());
    assert!(take(&turns, &mut fourth));
    assert!(!turns.has_room());
}

#[test]
fn a_limit_that_grows_lets_more_in_and_one_that_shrinks_fewer() {
    let turns = Turns::new(0);
    let (mut first, mut second) = (None, None);
    assert!(!take(&turns, &mut first) && !take(&turns, &mut second));
    turns.set_limit(2);
    assert!(take(&turns, &mut first) && take(&turns, &mut second));
    turns.set_limit(1);
    turns.give_back();
    assert!(!turns.has_room());
    turns.give_back();
    assert!(turns.has_room());
}
