//! What flows do not show: siblings, and exchanges that are dropped on the way.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Instant;

use loadline_testkit::{Http2Act, Http2Peer};

use super::{Connection, Http};
use crate::message::{Keep, Payload, Rest};
use crate::transport::network::Prepared;
use crate::transport::stream::Stream;
use crate::transport::{
    Endpoint, Exchange, HttpVersion, Network, NetworkOptions, Request, Transport as _,
};

/// Runs a test on a thread like those of a run, against a peer that does so.
fn on_thread<F: Future<Output = ()>>(
    act: Http2Act,
    connections: Option<u32>,
    test: impl FnOnce(Rc<Network>, Endpoint) -> F,
) -> Http2Peer {
    let peer = Http2Peer::start(act).unwrap();
    let options = NetworkOptions { version: HttpVersion::Http2, ..NetworkOptions::default() };
    let network = Network::new(&Prepared::new(options).unwrap(), connections);
    let (endpoint, _) = Endpoint::of(&peer.url("/")).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, test(network, endpoint));
    peer
}

async fn get(http: &mut Http, endpoint: &Endpoint) -> Exchange {
    let request = Request {
        started: Instant::now(),
        endpoint,
        payload: Payload { written: b"GET / HTTP/1.1\r\nhost: a\r\n\r\n", rest: Rest::Nothing },
        head_only: false,
        repeatable: true,
        keep: Keep::default(),
        timeout: None,
    };
    http.exchange(request).await
}

fn status(exchange: &Exchange) -> u16 {
    exchange.result.as_ref().unwrap().status
}

#[test]
fn siblings_share_one_connection_even_when_all_of_them_need_it_first() {
    let peer = on_thread(Http2Act::Answer, None, |network, endpoint| async move {
        let mut own = Http::new(network);
        let (mut second, mut third) = (own.sibling(), own.sibling());
        for _ in 0..3 {
            let (one, two, three) = tokio::join!(
                get(&mut own, &endpoint),
                get(&mut second, &endpoint),
                get(&mut third, &endpoint),
            );
            assert_eq!([&one, &two, &three].map(status), [200; 3]);
        }
    });
    assert_eq!((peer.connections(), peer.requests()), (1, 9));
    assert!(peer.together_max() > 1);
}

#[test]
fn only_one_of_those_who_share_a_connection_pays_for_it() {
    on_thread(Http2Act::Answer, None, |network, endpoint| async move {
        let mut own = Http::new(network);
        let mut second = own.sibling();
        let both = tokio::join!(get(&mut own, &endpoint), get(&mut second, &endpoint));
        assert!(both.0.phases.opened.is_some() && both.1.phases.opened.is_none());
    });
}

#[test]
fn a_dropped_exchange_resets_its_stream_and_leaves_the_connection_to_others() {
    let act = Http2Act::AnswerFew { streams: 1 };
    let peer = on_thread(act, None, |network, endpoint| async move {
        let mut http = Http::new(network.clone());
        assert_eq!(status(&get(&mut http, &endpoint).await), 200);
        let mut waiting = http.sibling();
        {
            // One is under way, one waits for its turn; both are given up.
            let mut under_way = pin!(get(&mut http, &endpoint));
            let mut queued = pin!(get(&mut waiting, &endpoint));
            poll_fn(|cx| {
                assert!(under_way.as_mut().poll(cx).is_pending());
                assert!(queued.as_mut().poll(cx).is_pending());
                Poll::Ready(())
            })
            .await;
        }
        assert_eq!(status(&get(&mut http, &endpoint).await), 200);
        assert_eq!(status(&get(&mut waiting, &endpoint).await), 200);
    });
    assert_eq!((peer.connections(), peer.resets()), (1, 1));
}

#[test]
fn users_are_spread_over_the_connections_they_share() {
    let peer = on_thread(Http2Act::Answer, Some(3), |network, endpoint| async move {
        let mut users: Vec<Http> = (0..7).map(|_| Http::new(network.clone())).collect();
        for _ in 0..2 {
            for user in &mut users {
                assert_eq!(status(&get(user, &endpoint).await), 200);
            }
        }
    });
    assert_eq!((peer.connections(), peer.requests()), (3, 14));
}

#[test]
fn the_connection_of_a_user_who_is_gone_is_closed() {
    on_thread(Http2Act::Answer, None, |network, endpoint| async move {
        let mut http = Http::new(network);
        get(&mut http, &endpoint).await;
        let link = Rc::downgrade(&http.place.as_ref().unwrap().link().unwrap());
        drop(http);
        while link.strong_count() > 0 {
            tokio::task::yield_now().await;
        }
    });
}

#[test]
fn a_kept_connection_is_left_when_the_server_has_closed_it() {
    on_thread(Http2Act::Answer, None, |network, endpoint| async move {
        let (own, servers) = tokio::net::UnixStream::pair().unwrap();
        let mut kept = Connection::new(Stream::Unix(own), endpoint, &network);
        assert!(!kept.is_left(&network).await);
        drop(servers);
        while !kept.is_left(&network).await {
            tokio::task::yield_now().await;
        }
    });
}
