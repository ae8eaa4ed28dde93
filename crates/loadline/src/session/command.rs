//! The command line as one can type it again, but for credentials in URLs: it is stored and shown.

/// The arguments of this process, quoted where a shell needs it.
pub(crate) fn command_line() -> String {
    let arguments = std::env::args().skip(1).map(|argument| quoted(&masked(&argument)));
    std::iter::once("loadline".to_owned()).chain(arguments).collect::<Vec<_>>().join(" ")
}

fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !argument.is_empty() && argument.chars().all(is_plain) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', "'\\''"))
}

/// `http://user:secret@host` as `http://***@host`.
fn masked(argument: &str) -> String {
    let masked = || {
        let (scheme, rest) = argument.split_once("://")?;
        let authority = rest.split(['/', '?', '#']).next()?;
        let (_, host) = authority.rsplit_once('@')?;
        Some(format!("{scheme}://***@{host}{}", &rest[authority.len()..]))
    };
    masked().unwrap_or_else(|| argument.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{masked, quoted};

    #[test]
    fn only_what_a_shell_would_change_is_quoted() {
        assert_eq!(quoted("--rate"), "--rate");
        assert_eq!(quoted("http p95 < 200ms"), "'http p95 < 200ms'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn credentials_in_a_url_are_not_repeated() {
        assert_eq!(masked("http://ann:pass@host:80/a@b"), "http://***@host:80/a@b");
        assert_eq!(masked("--scrape=https://ann@host"), "--scrape=https://***@host");
        assert_eq!(masked("http://host/a@b"), "http://host/a@b");
        assert_eq!(masked("ann@host"), "ann@host");
    }
}
