//! The queue: order, overload, bounds, closing, and consumers that give up.

use super::{Queue, Shed, ShedBuilder};
use crate::Transient;
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::time::{advance, timeout};

const INTERVAL: Duration = Duration::from_millis(100);

/// What was shed, in order.
type Shelf = Arc<Mutex<Vec<(u32, Shed)>>>;

fn queue(len_max: usize) -> (Arc<Queue<u32>>, Shelf) {
    let shed = Shelf::default();
    let sink = Arc::clone(&shed);
    let on_shed = move |item, why| sink.lock().expect("not poisoned").push((item, why));
    let queue = ShedBuilder::new().len_max(len_max).build_queue(on_shed).expect("sound");
    (Arc::new(queue), shed)
}

#[tokio::test(start_paused = true)]
async fn a_burst_is_served_in_order_and_nothing_of_it_is_shed() {
    let (queue, shed) = queue(10);
    (0..10).for_each(|item| queue.push(item).expect("room"));
    let full = queue.push(10).expect_err("full");
    assert_eq!((full.item, full.error), (10, Shed::Full { waiting: 10, retry_after: INTERVAL }));
    for item in 0..10 {
        advance(Duration::from_millis(9)).await;
        assert_eq!(queue.pop().await, Some(item));
    }
    assert!(shed.lock().expect("not poisoned").is_empty());
    assert_eq!((queue.stats().served, queue.stats().full), (10, 1));
}

#[tokio::test(start_paused = true)]
async fn a_standing_queue_is_overload_the_newest_go_first_and_the_late_are_shed() {
    let (queue, shed) = queue(1_000);
    let mut popped = Vec::new();
    for item in 0..1_000 {
        queue.push(item).expect("room");
        advance(Duration::from_millis(1)).await;
        if item % 3 == 0 {
            popped.extend(queue.try_pop());
        }
    }
    assert!(queue.stats().overloaded);
    assert_eq!(popped.last(), Some(&999));
    let shed = shed.lock().expect("not poisoned");
    assert!(shed.len() > 500, "{} were shed", shed.len());
    let (_, why) = shed.last().expect("some");
    assert!(matches!(why, Shed::Late { waited, .. } if *waited <= Duration::from_millis(13)));
    assert_eq!((why.is_transient(), why.retry_after()), (true, Some(INTERVAL)));
}

#[tokio::test(start_paused = true)]
async fn overload_ends_when_the_load_does() {
    let (queue, _shed) = queue(1_000);
    for item in 0..300 {
        queue.push(item).expect("room");
        advance(Duration::from_millis(1)).await;
    }
    assert!(queue.stats().overloaded);
    for item in 0..300 {
        queue.push(item).expect("room");
        assert_eq!(queue.pop().await, Some(item));
        advance(Duration::from_millis(1)).await;
    }
    assert!(!queue.stats().overloaded);
}

#[tokio::test(start_paused = true)]
async fn a_closed_queue_is_emptied_and_every_consumer_learns_it() {
    let (queue, _shed) = queue(10);
    let consumers: Vec<_> = (0..3)
        .map(|_| {
            let queue = Arc::clone(&queue);
            tokio::spawn(async move {
                let mut taken = 0;
                while queue.pop().await.is_some() {
                    taken += 1;
                }
                taken
            })
        })
        .collect();
    tokio::task::yield_now().await;
    (0..7).for_each(|item| queue.push(item).expect("room"));
    queue.close();
    let refused = queue.push(7).expect_err("closed");
    assert_eq!((refused.item, refused.is_transient()), (7, false));
    let mut taken = 0;
    for consumer in consumers {
        taken += consumer.await.expect("no panic");
    }
    assert_eq!(taken, 7);
}

#[tokio::test(start_paused = true)]
async fn a_consumer_that_gives_up_takes_nothing() {
    let (queue, _shed) = queue(10);
    timeout(Duration::from_millis(1), queue.pop()).await.expect_err("nothing there");
    queue.push(1).expect("room");
    assert_eq!(queue.pop().await, Some(1));
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_panics_takes_nobody_along() {
    let queue = ShedBuilder::new().build_queue(|_: u32, _| panic!("on purpose")).expect("sound");
    queue.push(1).expect("room");
    advance(INTERVAL * 2).await;
    queue.push(2).expect("room");
    assert_eq!((queue.pop().await, queue.stats().late), (Some(2), 1));
}
