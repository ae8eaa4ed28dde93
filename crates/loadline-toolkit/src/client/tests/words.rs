//! What a header says, which outcomes are tried again, and who has a breaker: values in, values out.

use crate::{
    breaker::{Breaker, State},
    client::{Bytes, ClientError, Response, hosts::Hosts, judge::OnTries, retry_after::parse},
    retry::{Classify, Verdict},
};
use std::time::{Duration, SystemTime};

const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
const DATE_S: u64 = 784_111_777;

#[test]
fn a_wait_is_seconds_or_a_date() {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(DATE_S - 90);
    assert_eq!(parse("120", now), Some(Duration::from_secs(120)));
    assert_eq!(parse(DATE, now), Some(Duration::from_secs(90)));
    let later = now + Duration::from_secs(3_600);
    assert_eq!(parse(DATE, later), Some(Duration::ZERO));
}

#[test]
fn a_date_is_counted_over_leap_days_and_centuries() {
    let dates = [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799),
        ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 1_795_258_800),
        ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
    ];
    for (text, seconds) in dates {
        assert_eq!(
            parse(text, SystemTime::UNIX_EPOCH),
            Some(Duration::from_secs(seconds)),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_wait_is_none() {
    let texts = [
        "",
        "-1",
        "1.5",
        "soon",
        "Sun, 06 Nov 1994",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nov 1994 08:49:37 GMT more",
        "Sun, 06 Nov 1994 +8:49:37 GMT",
        "99999999999999999999999",
    ];
    for text in texts {
        assert_eq!(parse(text, SystemTime::UNIX_EPOCH), None, "{text:?}");
    }
}

fn verdict(status: u16, retry_after: Option<&str>, is_repeatable: bool) -> Verdict {
    let mut answer = Response::builder().status(status);
    if let Some(text) = retry_after {
        answer = answer.header("retry-after", text);
    }
    let answer = answer.body(Bytes::new()).expect("an answer that can be");
    OnTries { is_repeatable }.classify(Ok(&answer))
}

#[test]
fn the_statuses_that_pass_are_tried_again_after_the_wait_they_ask_for() {
    for status in [429, 500, 502, 503, 504] {
        assert_eq!(verdict(status, None, true), Verdict::Retry);
        let asked = Verdict::RetryAfter(Duration::from_secs(7));
        assert_eq!(verdict(status, Some("7"), true), asked);
        assert_eq!(verdict(status, Some("soon"), true), Verdict::Retry);
        assert_eq!(verdict(status, Some("7"), false), Verdict::Fatal);
    }
    for status in [200, 301, 404, 408, 501, 505] {
        assert_eq!(verdict(status, Some("7"), true), Verdict::Accept);
    }
}

#[test]
fn an_error_is_tried_again_where_that_does_no_harm() {
    let limit = Duration::from_secs(1);
    let on = |is_repeatable, error: &ClientError| {
        OnTries { is_repeatable }.classify(Err::<&Response<Bytes>, _>(error))
    };
    let stalled = ClientError::Stalled { limit };
    assert_eq!(on(true, &stalled), Verdict::Retry);
    assert_eq!(on(false, &stalled), Verdict::Fatal);
    assert_eq!(on(false, &ClientError::ConnectTimeout { limit }), Verdict::Retry);
    assert_eq!(on(true, &ClientError::BodyTooLarge { bytes_max: 1 }), Verdict::Fatal);
}

#[test]
fn the_host_used_longest_ago_makes_room_and_one_in_trouble_stays() {
    let hosts = Hosts::new(Breaker::builder(), 3);
    hosts.of("ill").force_open();
    for host in ["a", "b", "a", "c", "d"] {
        hosts.of(host);
    }
    let known = ["ill", "a", "b", "c", "d"].map(|host| hosts.find(host).is_some());
    assert_eq!(known, [true, false, false, true, true]);
    assert_eq!(hosts.of("ill").state(), State::ForcedOpen);
}
