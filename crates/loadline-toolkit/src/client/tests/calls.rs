//! Calls that come to an answer, and how often they are made.

use super::{
    builder, client,
    peer::{Course, OK, Peer, UNAVAILABLE},
    three_tries,
};
use crate::{
    breaker::{Breaker, State, Window},
    client::{Bytes, ClientError, HttpClient, Request},
    deadline::{Deadline, parse_timeout},
    hedge::{Hedge, HedgeDelay},
    retry::RetryPolicy,
};
use http::{HeaderName, Method};
use std::{
    future::Future,
    task::{Context, Waker},
    time::Duration,
};
use tower::ServiceExt as _;

const MS: Duration = Duration::from_millis(1);

fn request(method: Method, peer: &Peer) -> Request<Bytes> {
    let request = Request::builder().method(method).uri(peer.url());
    request.body(Bytes::new()).expect("a request that can be")
}

#[tokio::test]
async fn an_answer_comes_back_whole_and_its_connection_is_used_again() {
    let peer = Peer::new(&[Course::Answer(OK)]).await;
    let client = client();
    for _ in 0..3 {
        let answer = client.get(&peer.url()).await.expect("an answer");
        assert_eq!((answer.status().as_u16(), answer.body().as_ref()), (200, b"ok".as_ref()));
    }
    assert_eq!((peer.requests(), peer.connections()), (3, 1));
    assert_eq!(client.stats().succeeded, 3);
    assert_eq!(client.stats().duration.count(), 3);
}

#[tokio::test]
async fn a_body_of_many_pieces_comes_back_whole() {
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\
        3\r\nabc\r\n2\r\nde\r\n1\r\nf\r\n0\r\n\r\n";
    let peer = Peer::new(&[Course::Answer(chunked)]).await;
    let answer = client().get(&peer.url()).await.expect("an answer");
    assert_eq!(answer.body().as_ref(), b"abcdef");
}

#[tokio::test]
async fn an_answer_of_any_status_is_an_answer() {
    let gone = "HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n";
    let peer = Peer::new(&[Course::Answer(gone), Course::Answer(UNAVAILABLE)]).await;
    let client = client();
    for status in [410, 503] {
        let answer = client.get(&peer.url()).await.expect("an answer");
        assert_eq!(answer.status().as_u16(), status);
    }
    assert_eq!((client.stats().client_faults, client.stats().server_faults), (1, 1));
}

/// How many requests a call comes to whose first two are turned away, and the status at its end.
async fn requests_of(method: Method, client: &HttpClient) -> (usize, u16) {
    const COURSES: [Course; 3] =
        [Course::Answer(UNAVAILABLE), Course::Answer(UNAVAILABLE), Course::Answer(OK)];
    let peer = Peer::new(&COURSES).await;
    let answer = client.send(request(method, &peer)).await.expect("an answer");
    (peer.requests(), answer.status().as_u16())
}

#[tokio::test]
async fn a_passing_status_is_tried_again_for_methods_that_may_be_done_twice() {
    let policy = three_tries().build().expect("a policy that can be");
    let client = builder().retry(policy.clone()).build().expect("settings that can be");
    for method in [Method::GET, Method::PUT, Method::DELETE, Method::OPTIONS] {
        assert_eq!(requests_of(method, &client).await, (3, 200));
    }
    for method in [Method::POST, Method::PATCH] {
        assert_eq!(requests_of(method, &client).await, (1, 503));
    }
    let every = builder().retry(policy).retry_every_method().build();
    assert_eq!(requests_of(Method::POST, &every.expect("settings that can be")).await, (3, 200));
}

#[tokio::test]
async fn what_was_never_sent_is_tried_again_whatever_the_method() {
    let peer = Peer::new(&[]).await;
    let nobody = peer.address;
    drop(peer);
    let policy = three_tries().build().expect("a policy that can be");
    let client = builder().retry(policy).build().expect("settings that can be");
    let post = Request::post(format!("http://{nobody}/")).body(Bytes::new());
    let ended = client.send(post.expect("a request that can be")).await;
    assert!(matches!(ended, Err(ClientError::Connect(_))), "{ended:?}");
    assert_eq!(client.stats().retry.retries, 2);
}

#[tokio::test]
async fn a_broken_try_is_made_good_by_the_next() {
    let broken = [Course::Close("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhal"), Course::Reset];
    let peer = Peer::new(&[broken[0], broken[1], Course::Answer(OK)]).await;
    let policy = three_tries().build().expect("a policy that can be");
    let client = builder().retry(policy).build().expect("settings that can be");
    assert_eq!(client.get(&peer.url()).await.expect("an answer").body().as_ref(), b"ok");
    assert_eq!(client.stats().retry.saved, 1);
}

#[tokio::test]
async fn each_host_has_a_breaker_of_its_own() {
    let (ill, well) =
        (Peer::new(&[Course::Answer(UNAVAILABLE)]).await, Peer::new(&[Course::Answer(OK)]).await);
    let breaker = Breaker::builder().window(Window::Count(10)).calls_min(4);
    let client = builder().breaker(breaker).build().expect("settings that can be");
    for _ in 0..4 {
        client.get(&ill.url()).await.expect("an answer");
    }
    let refused = client.get(&ill.url()).await;
    assert!(matches!(refused, Err(ClientError::CircuitOpen { .. })), "{refused:?}");
    client.get(&well.url()).await.expect("an answer");
    let breaker = client.breaker(&ill.address.to_string()).expect("it was called");
    assert_eq!((breaker.state(), ill.requests()), (State::Open, 4));
}

#[tokio::test]
async fn a_host_that_hangs_beyond_the_deadline_counts_as_ill() {
    let hangs = Peer::new(&[Course::Stall("")]).await;
    let breaker = Breaker::builder().window(Window::Count(10)).calls_min(4);
    let client = builder().breaker(breaker).build().expect("settings that can be");
    for _ in 0..4 {
        let ended = Deadline::after(MS * 30).scope(client.get(&hangs.url())).await;
        assert!(matches!(ended, Err(ClientError::Deadline(_))), "{ended:?}");
    }
    let refused = client.get(&hangs.url()).await;
    assert!(matches!(refused, Err(ClientError::CircuitOpen { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_slow_call_is_made_a_second_time() {
    let peer = Peer::new(&[Course::Stall(""), Course::Answer(OK)]).await;
    let hedge = Hedge::builder().delay(HedgeDelay::Fixed(MS * 10)).build();
    let hedge = hedge.expect("settings that can be");
    let client = builder().hedge(hedge).build().expect("settings that can be");
    assert_eq!(client.get(&peer.url()).await.expect("an answer").body().as_ref(), b"ok");
    assert_eq!(client.stats().hedge.expect("it hedges").won, 1);
}

#[tokio::test]
async fn the_time_that_is_left_is_sent_along() {
    let peer = Peer::new(&[Course::Echo]).await;
    let header = HeaderName::from_static("x-request-timeout");
    let client = builder().deadline_header(header).build().expect("settings that can be");
    let limit = Duration::from_secs(20);
    let answer = Deadline::after(limit).scope(client.get(&peer.url())).await.expect("an answer");
    let head = String::from_utf8_lossy(answer.body()).into_owned();
    let said = head.lines().find_map(|line| line.strip_prefix("x-request-timeout: "));
    let said = said.and_then(parse_timeout).expect("the header says it");
    assert!(said <= limit && said > limit / 2, "{said:?}");
}

#[tokio::test]
async fn a_batch_has_ten_under_way_at_once_and_says_what_became_of_each() {
    const COURSES: [Course; 4] = [
        Course::AnswerAfter(20, OK),
        Course::AnswerAfter(20, OK),
        Course::Reset,
        Course::AnswerAfter(20, OK),
    ];
    let peer = Peer::new(&COURSES).await;
    let client = client();
    let requests = (0..40).map(|_| request(Method::GET, &peer));
    let answers = client.send_all(requests, Duration::from_secs(30)).await;
    assert_eq!((answers.ok.len(), answers.failed.len(), answers.timed_out.len()), (39, 1, 0));
    assert!(peer.under_way_max() <= 10, "{} at once", peer.under_way_max());
}

#[tokio::test]
async fn a_call_that_is_dropped_at_any_moment_gives_its_turn_back() {
    let peer = Peer::new(&[Course::AnswerAfter(1, OK)]).await;
    let policy = three_tries().build().expect("a policy that can be");
    let client = builder().calls_max(1).retry(policy).build().expect("settings that can be");
    for seed in 0..200 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let mut polls_left = rng.u8(..6);
        let mut call = Box::pin(client.send(request(Method::GET, &peer)));
        std::future::poll_fn(|cx| {
            let ended = call.as_mut().poll(cx).is_ready() || polls_left == 0;
            polls_left = polls_left.saturating_sub(1);
            if ended { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
    }
    let all = client.send_all((0..20).map(|_| request(Method::GET, &peer)), MS * 20_000).await;
    assert!(all.is_complete());
}

#[tokio::test]
async fn it_is_a_tower_service() {
    let peer = Peer::new(&[Course::Answer(OK)]).await;
    let answer = client().oneshot(request(Method::GET, &peer)).await.expect("an answer");
    assert_eq!(answer.status().as_u16(), 200);
}

#[tokio::test]
async fn tries_end_with_the_deadline() {
    let bad = "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n";
    let peer = Peer::new(&[Course::Answer(bad)]).await;
    let client = builder().retry(RetryPolicy::http()).build().expect("settings that can be");
    let answer = Deadline::after(MS * 500).scope(client.get(&peer.url())).await;
    assert_eq!(answer.expect("the first answer stands").status().as_u16(), 502);
    assert_eq!((peer.requests(), client.stats().retry.given_up_deadline), (1, 1));
}

#[tokio::test]
async fn a_client_that_shuts_down_ends_what_is_under_way_and_takes_no_more() {
    let peer = Peer::new(&[Course::AnswerAfter(50, OK)]).await;
    let client = client();
    let mut call = Box::pin(client.send(request(Method::GET, &peer)));
    let begun = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(begun.is_pending() && !client.shutdown(MS).await);
    let (ended, answer) = tokio::join!(client.shutdown(Duration::from_secs(30)), call);
    assert!(ended && answer.is_ok(), "{answer:?}");
    let refused = client.get(&peer.url()).await;
    assert!(matches!(refused, Err(ClientError::Closed)), "{refused:?}");
}
