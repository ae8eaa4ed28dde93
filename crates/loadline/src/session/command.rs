//! The command line as one can type it again, but for credentials: it is stored and shown.

use std::borrow::Cow;

/// What stands for something that must not be repeated.
const MASK: &str = "***";
/// Arguments whose value is a secret, unless it names a variable.
const SECRETS: [&str; 2] = ["--basic", "--bearer"];
/// The argument whose value may be an address without a scheme, with credentials before it.
const PROXY: &str = "--proxy";
/// What passwords stand behind in connection strings of databases.
const PASSWORD: &str = "password=";
/// Headers whose value is a secret, wherever they stand.
const HEADERS: [&str; 5] =
    ["authorization:", "cookie:", "x-api-key:", "x-auth-token:", "x-csrf-token:"];

/// The arguments of this process, quoted where a shell needs it.
pub(crate) fn command_line() -> String {
    written(std::env::args().skip(1))
}

fn written(arguments: impl Iterator<Item = String>) -> String {
    let mut words = vec!["loadline".to_owned()];
    let mut before = String::new();
    for argument in arguments {
        words.push(quoted(&repeatable(&before, &argument)));
        before = argument;
    }
    words.join(" ")
}

fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !argument.is_empty() && argument.chars().all(is_plain) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', "'\\''"))
}

/// An argument without its secrets; `before` is the one it may be the value of.
fn repeatable(before: &str, argument: &str) -> String {
    match argument.split_once('=') {
        Some((name, value)) if name == PROXY || SECRETS.contains(&name) => {
            format!("{name}={}", value_of(name, value))
        }
        _ => value_of(before, argument),
    }
}

/// The value of the argument `name`, or a word that only looks like one.
fn value_of(name: &str, value: &str) -> String {
    if SECRETS.contains(&name) && !value.starts_with("env:") {
        return MASK.to_owned();
    }
    if name == PROXY && !value.contains("://") {
        return without_credentials("", value).unwrap_or_else(|| value.to_owned());
    }
    let value = &*without_passwords(value);
    let small = value.to_ascii_lowercase();
    let ends = HEADERS.iter().filter_map(|header| small.find(header).map(|at| at + header.len()));
    if let Some(end) = ends.min() {
        return format!("{} {MASK}", &value[..end]);
    }
    let in_url = value.find("://").map(|at| value.split_at(at + 3));
    in_url
        .and_then(|(scheme, rest)| without_credentials(scheme, rest))
        .unwrap_or_else(|| value.to_owned())
}

/// Connection strings without their passwords: `host=db password='a b' dbname=app`, `…?password=secret&sslmode=require`.
fn without_passwords(value: &str) -> Cow<'_, str> {
    let Some(at) = value.find(PASSWORD).map(|at| at + PASSWORD.len()) else {
        return Cow::Borrowed(value);
    };
    let (before, rest) = value.split_at(at);
    let end = match rest.strip_prefix('\'') {
        Some(quoted) => quoted.find('\'').map(|end| end + 2),
        None => rest.find([' ', '&']),
    };
    let rest = without_passwords(&rest[end.unwrap_or(rest.len())..]);
    Cow::Owned(format!("{before}{MASK}{rest}"))
}

/// `user:secret@host/path` behind `scheme` without what stands before the host; none where nothing does.
fn without_credentials(scheme: &str, rest: &str) -> Option<String> {
    let authority = rest.split(['/', '?', '#']).next()?;
    let (_, host) = authority.rsplit_once('@')?;
    Some(format!("{scheme}{MASK}@{host}{}", &rest[authority.len()..]))
}

#[cfg(test)]
mod tests {
    use super::{quoted, written};

    #[test]
    fn only_what_a_shell_would_change_is_quoted() {
        assert_eq!(quoted("--rate"), "--rate");
        assert_eq!(quoted("http p95 < 200ms"), "'http p95 < 200ms'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
    }

    #[track_caller]
    fn check(arguments: &[&str], expected: &str) {
        let line = written(arguments.iter().map(ToString::to_string));
        assert_eq!(line, format!("loadline {expected}"));
    }

    #[test]
    fn credentials_in_a_url_are_not_repeated() {
        check(&["http://ann:pass@host:80/a@b"], "'http://***@host:80/a@b'");
        check(&["--scrape=https://ann@host"], "'--scrape=https://***@host'");
        check(&["http://host/a@b"], "http://host/a@b");
        check(&["ann@host"], "ann@host");
    }

    #[test]
    fn passwords_in_connection_strings_are_not_repeated() {
        check(
            &["--postgres", "host=db password=secret dbname=app"],
            "--postgres 'host=db password=*** dbname=app'",
        );
        check(&["--postgres=host=db password='a b'"], "'--postgres=host=db password=***'");
        check(
            &["--postgres", "postgres://ann:pass@db/app?password=secret&sslmode=require"],
            "--postgres 'postgres://***@db/app?password=***&sslmode=require'",
        );
    }

    #[test]
    fn a_proxy_s_credentials_are_not_repeated() {
        check(&["--proxy", "http://ann:pass@host:3128"], "--proxy 'http://***@host:3128'");
        check(&["--proxy", "ann:pass@host:3128"], "--proxy '***@host:3128'");
        check(&["--proxy=ann:pass@host:3128"], "'--proxy=***@host:3128'");
        check(&["--proxy", "env"], "--proxy env");
    }

    #[test]
    fn secrets_are_not_repeated_but_the_names_of_their_variables_are() {
        check(&["--basic", "ann:pass", "-q"], "--basic '***' -q");
        check(&["--basic=ann:pass"], "'--basic=***'");
        check(&["--bearer", "abc=="], "--bearer '***'");
        check(&["--bearer=abc=="], "'--bearer=***'");
        check(&["--bearer", "env:TOKEN"], "--bearer env:TOKEN");
        check(&["--basic=env:PAIR"], "--basic=env:PAIR");
    }

    #[test]
    fn headers_that_hold_secrets_are_not_repeated_however_they_are_given() {
        check(&["-H", "Authorization: Bearer abc"], "-H 'Authorization: ***'");
        check(&["-HAuthorization: Bearer abc"], "'-HAuthorization: ***'");
        check(&["-qHproxy-authorization:abc"], "'-qHproxy-authorization: ***'");
        check(&["--header=COOKIE: a=b"], "'--header=COOKIE: ***'");
        check(&["--header", "x-api-key:abc"], "--header 'x-api-key: ***'");
        check(&["-H", "accept: text/html"], "-H 'accept: text/html'");
    }
}
