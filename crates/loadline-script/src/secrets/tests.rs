//! Secrets: where they come from, and that logs hide them.

use super::Secrets;

fn read(sources: &[&str]) -> Result<Secrets, String> {
    let texts: Vec<String> = sources.iter().map(|source| (*source).to_owned()).collect();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/k6/secrets");
    Secrets::read(&texts, folder.as_ref()).map_err(|error| error.to_string())
}

#[track_caller]
fn check(sources: &[&str], source: Option<&str>, key: &str, expected: Result<&str, &str>) {
    let found = read(sources).and_then(|secrets| secrets.value(source, key));
    assert_eq!(found.as_deref().map_err(String::as_str), expected, "{sources:?}");
}

#[track_caller]
fn refused(sources: &[&str], expected: &str) {
    let error = read(sources).map(|_| ()).expect_err("the sources are not accepted");
    assert!(error.contains(expected), "{sources:?}: {error}");
}

#[test]
fn a_value_comes_from_the_source_that_is_named_or_the_default_one() {
    check(&["file=values.secret"], None, "first", Ok("alpha-secret"));
    check(&["file=filename=values.secret"], None, "second", Ok("beta-secret"));
    check(&["mock=name=one,a=b=c"], Some("one"), "a", Ok("b=c"));
    check(&["mock=name=one,a=b"], None, "a", Ok("b"));
    let two = ["mock=name=one,a=1", "file=values.secret,default,name=two"];
    check(&two, Some("one"), "a", Ok("1"));
    check(&two, None, "first", Ok("alpha-secret"));
    check(&two, Some("default"), "first", Ok("alpha-secret"));
    check(&two, None, "a", Err("no value"));
    check(&two, Some("three"), "a", Err("no secret source with name \"three\" is configured"));
    let neither = ["mock=name=one,a=1", "mock=name=two,a=2"];
    check(&neither, None, "a", Err("no secret source with name \"default\" is configured"));
    check(&[], None, "a", Err("no secret sources are configured"));
}

#[test]
fn a_source_that_is_not_written_as_it_must_be_is_named() {
    refused(&[""], "``: a kind");
    refused(&["mock"], "`mock`: a kind");
    refused(&["vault=x"], "`vault` is no kind of secret source");
    refused(&["file="], "cannot read the secrets in ``");
    refused(&["file=none.secret"], "cannot read the secrets in `none.secret`");
    refused(&["file=name=x"], "the path of the file is missing");
    refused(&["file=values.secret,more=1"], "`more=1` is nothing that files know");
    refused(&["file=mock.js"], "mock.js:1: the line has no `=`");
    refused(&["mock=default,a"], "`a` is no KEY=VALUE");
    refused(&["mock=a=1", "mock=a=2"], "a secret source named `mock` already");
    refused(&["mock=default,a=1", "mock=default,name=q,a=2"], "named `default` already");
}

#[test]
fn a_value_is_hidden_from_when_it_was_told() {
    let secrets = read(&["mock=short=abc,long=abcdef,empty="]).expect("a source");
    assert_eq!(secrets.hidden("abc"), "abc");
    for key in ["short", "long", "empty"] {
        secrets.value(None, key).expect(key);
    }
    let expected = "***SECRET_REDACTED*** and ***SECRET_REDACTED***, ab";
    assert_eq!(secrets.hidden("abcdef and abc, ab"), expected);
}
