//! Files read, rows drawn, what is wrong named with its line.

use std::collections::BTreeMap;

use loadline_core::file::{Feed, FeedEnd, FeedOrder};
use loadline_core::yaml::{Located, Place};

use super::{Feeds, Rows};
use crate::FlowError;

/// The feeds of a folder with one file of that name and content.
fn feeds(
    name: &str,
    content: &[u8],
    order: FeedOrder,
    at_end: FeedEnd,
) -> Result<Feeds, FlowError> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(name), content).expect("a file");
    let place = Place { offset: 0, length: 1, line: 3, column: 9 };
    let feed = Feed { file: Located { value: name.to_owned(), place }, order, at_end };
    Feeds::read(&BTreeMap::from([("people".to_owned(), feed)]), folder.path())
}

fn in_order(name: &str, content: &str) -> Result<Feeds, FlowError> {
    feeds(name, content.as_bytes(), FeedOrder::InOrder, FeedEnd::Again)
}

/// The column's values of the first rows.
fn column(feeds: &Feeds, name: &str, rows: usize) -> Vec<String> {
    let (feed, column) = feeds.find("people", name).unwrap();
    let mut user = Rows::new(feeds.clone());
    let mut random = fastrand::Rng::with_seed(1);
    let mut value = || {
        assert!(user.draw(&[feed], 1, &mut random));
        user.value(feed, column).unwrap().to_owned()
    };
    (0..rows).map(|_| value()).collect()
}

/// The line that is wrong, and why.
fn wrong(name: &str, content: &[u8]) -> (Option<u64>, String) {
    match feeds(name, content, FeedOrder::InOrder, FeedEnd::Again) {
        Err(FlowError::Feed { line, why, place, .. }) => {
            assert_eq!(place.line, 3);
            (line, why)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn rows_of_csv_come_in_order_and_again() {
    let text = "\u{feff}email, name \r\na@x.test,Ann\r\n\"b@x.test\",\"Bo \"\"B\"\"\nC,c\"\r\n";
    let feeds = in_order("people.csv", text).unwrap();
    assert_eq!(column(&feeds, "name", 3), ["Ann", "Bo \"B\"\nC,c", "Ann"]);
    assert_eq!(column(&feeds, "email", 1), ["b@x.test"], "the order is everybody's");
}

#[test]
fn rows_of_json_lines_have_the_keys_of_the_first() {
    let text = "{\"id\": 7, \"tags\": [\"a\"], \"name\": \"Ann\"}\n\n{\"name\": \"Bo\", \"id\": null, \"tags\": {}, \"more\": 1}\n";
    let feeds = in_order("people.jsonl", text).unwrap();
    assert_eq!(column(&feeds, "id", 2), ["7", "null"]);
    assert_eq!(column(&feeds, "tags", 2), ["[\"a\"]", "{}"]);
}

#[test]
fn a_broken_row_is_told_with_its_line() {
    let unequal = "the row has 1 value, and the first line names 2".to_owned();
    assert_eq!(wrong("p.csv", b"a,b\n1,2\n3\n"), (Some(3), unequal));
    assert_eq!(
        wrong("p.csv", b"a\n\"1\n2\"\n\xff\n"),
        (Some(4), "the row is not UTF-8".to_owned())
    );
    assert_eq!(wrong("p.csv", b"a,a\n1,2\n"), (Some(1), "there are two columns `a`".to_owned()));
    let (line, why) = wrong("p.jsonl", b"{\"a\":1}\n[1]\n");
    assert_eq!(line, Some(2));
    assert!(why.starts_with("the line is not a JSON object: "), "{why}");
    assert_eq!(
        wrong("p.ndjson", b"{\"a\":1}\n\n{\"b\":1}\n"),
        (Some(3), "the object has no `a`".to_owned())
    );
}

#[test]
fn a_feed_without_rows_is_none() {
    assert_eq!(wrong("p.csv", b""), (None, "the file is empty".to_owned()));
    assert_eq!(wrong("p.csv", b"a,b\n"), (None, "there is no row behind the names".to_owned()));
    assert_eq!(wrong("p.jsonl", b"\n"), (None, "the file is empty".to_owned()));
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    let feeds = in_order("people.csv", "email,name\na,b\n").unwrap();
    let error = feeds.find("people", "mail").unwrap_err();
    assert_eq!(error.to_string(), "the feed `people` has no column `mail`");
    assert_eq!(error.hint().unwrap(), "it has: email, name");
    let error = feeds.find("persons", "email").unwrap_err();
    assert_eq!(error.to_string(), "there is no feed `persons`");
    assert_eq!(error.hint().unwrap(), "there are: people");
}

#[test]
fn a_feed_that_runs_out_makes_users_leave_and_is_told() {
    let feeds = feeds("p.csv", b"a\n1\n2\n", FeedOrder::InOrder, FeedEnd::Stop).unwrap();
    let mut random = fastrand::Rng::with_seed(1);
    let mut users = [Rows::new(feeds.clone()), Rows::new(feeds.clone())];
    assert!(feeds.notes().is_empty());
    assert!(users[0].draw(&[0], 1, &mut random) && users[1].draw(&[0], 2, &mut random));
    assert!(!users[0].draw(&[0], 1, &mut random));
    assert_eq!(users[0].value(0, 0), Some("1"), "it keeps what it had");
    assert_eq!(
        feeds.notes(),
        ["the feed `p` ran out after its 2 rows, so users left before the end"
            .replace("`p`", "`people`")]
    );
}

#[test]
fn one_row_a_user_stays_the_same() {
    let feeds = feeds("p.csv", b"a\n1\n2\n", FeedOrder::OnePerUser, FeedEnd::Stop).unwrap();
    let mut random = fastrand::Rng::with_seed(1);
    let mut second = Rows::new(feeds.clone());
    for _ in 0..3 {
        assert!(second.draw(&[0], 2, &mut random));
        assert_eq!(second.value(0, 0), Some("2"));
    }
    assert!(!Rows::new(feeds).draw(&[0], 3, &mut random));
}

#[test]
fn random_rows_all_come_and_never_end() {
    let feeds = feeds("p.csv", b"a\n1\n2\n3\n", FeedOrder::Random, FeedEnd::Stop).unwrap();
    let mut user = Rows::new(feeds);
    let mut random = fastrand::Rng::with_seed(1);
    let mut seen = BTreeMap::<String, u32>::new();
    for _ in 0..300 {
        assert!(user.draw(&[0], 1, &mut random));
        *seen.entry(user.value(0, 0).unwrap().to_owned()).or_default() += 1;
    }
    assert!(seen.len() == 3 && seen.values().all(|count| *count > 50), "{seen:?}");
}

#[test]
fn a_file_beyond_the_limit_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = std::fs::File::create(folder.path().join("p.csv")).unwrap();
    file.set_len(super::FEED_BYTES_MAX as u64 + 1).unwrap();
    let place = Place { offset: 0, length: 1, line: 3, column: 9 };
    let named = Located { value: "p.csv".to_owned(), place };
    let feed = Feed { file: named, order: FeedOrder::InOrder, at_end: FeedEnd::Again };
    let error = Feeds::read(&BTreeMap::from([("p".to_owned(), feed)]), folder.path()).unwrap_err();
    let message = "p.csv: the file is larger than the limit of 256 MiB; split it";
    assert!(error.to_string().ends_with(message), "{error}");
}
