//! The flags of curl that mean something to a flow, and those that do not.

/// What a flag means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flag {
    Method,
    Header,
    Data,
    DataRaw,
    DataBinary,
    DataUrlencode,
    Json,
    Form,
    FormString,
    User,
    Bearer,
    Digest,
    Cookie,
    Agent,
    Referer,
    Url,
    Get,
    Head,
    Upload,
    Location,
    Insecure,
    Compressed,
    MaxTime,
    MaxRedirects,
    /// Begins another request of the same command.
    Next,
    /// How it looks on the screen: nothing to a flow. With a value or without one.
    Silent,
    SilentValue,
    /// Known and without a counterpart in the file; with a value or without one. A note says what does it.
    Elsewhere(&'static str),
    ElsewhereValue(&'static str),
}

use Flag::{Elsewhere, ElsewhereValue, Silent, SilentValue};

const CONNECTIONS: &str = "flags about connections: `loadline run --help` lists its own";
const PROXY: &str = "a proxy: `loadline run --proxy` goes through one";
const TLS: &str = "flags about TLS: `loadline run` takes `--cacert`, `--cert` and `--key`";
const VERSION: &str = "the version of HTTP: `loadline run` chooses it";

/// Short name (or a blank), long name, meaning.
const FLAGS: [(char, &str, Flag); 72] = [
    ('X', "request", Flag::Method),
    ('H', "header", Flag::Header),
    ('d', "data", Flag::Data),
    (' ', "data-ascii", Flag::Data),
    (' ', "data-raw", Flag::DataRaw),
    (' ', "data-binary", Flag::DataBinary),
    (' ', "data-urlencode", Flag::DataUrlencode),
    (' ', "json", Flag::Json),
    ('F', "form", Flag::Form),
    (' ', "form-string", Flag::FormString),
    ('u', "user", Flag::User),
    (' ', "oauth2-bearer", Flag::Bearer),
    (' ', "digest", Flag::Digest),
    (' ', "basic", Silent),
    ('b', "cookie", Flag::Cookie),
    ('c', "cookie-jar", SilentValue),
    ('A', "user-agent", Flag::Agent),
    ('e', "referer", Flag::Referer),
    (' ', "url", Flag::Url),
    ('G', "get", Flag::Get),
    ('I', "head", Flag::Head),
    ('T', "upload-file", Flag::Upload),
    ('L', "location", Flag::Location),
    (' ', "location-trusted", Flag::Location),
    ('k', "insecure", Flag::Insecure),
    (' ', "compressed", Flag::Compressed),
    ('m', "max-time", Flag::MaxTime),
    (' ', "max-redirs", Flag::MaxRedirects),
    (':', "next", Flag::Next),
    ('s', "silent", Silent),
    ('S', "show-error", Silent),
    ('v', "verbose", Silent),
    ('i', "include", Silent),
    (' ', "show-headers", Silent),
    ('f', "fail", Silent),
    (' ', "fail-with-body", Silent),
    (' ', "fail-early", Silent),
    ('#', "progress-bar", Silent),
    (' ', "no-progress-meter", Silent),
    ('N', "no-buffer", Silent),
    ('O', "remote-name", Silent),
    ('J', "remote-header-name", Silent),
    ('R', "remote-time", Silent),
    ('g', "globoff", Silent),
    (' ', "path-as-is", Silent),
    ('o', "output", SilentValue),
    ('w', "write-out", SilentValue),
    ('D', "dump-header", SilentValue),
    (' ', "output-dir", SilentValue),
    (' ', "create-dirs", Silent),
    (' ', "trace", SilentValue),
    (' ', "trace-ascii", SilentValue),
    (' ', "stderr", SilentValue),
    (' ', "retry", SilentValue),
    (' ', "retry-delay", SilentValue),
    (' ', "retry-max-time", SilentValue),
    ('0', "http1.0", Elsewhere(VERSION)),
    (' ', "http1.1", Elsewhere(VERSION)),
    (' ', "http2", Elsewhere(VERSION)),
    (' ', "http3", Elsewhere(VERSION)),
    ('4', "ipv4", Elsewhere(CONNECTIONS)),
    ('6', "ipv6", Elsewhere(CONNECTIONS)),
    (' ', "connect-timeout", ElsewhereValue(CONNECTIONS)),
    (' ', "resolve", ElsewhereValue(CONNECTIONS)),
    (' ', "interface", ElsewhereValue(CONNECTIONS)),
    (' ', "unix-socket", ElsewhereValue(CONNECTIONS)),
    ('x', "proxy", ElsewhereValue(PROXY)),
    ('U', "proxy-user", ElsewhereValue(PROXY)),
    ('E', "cert", ElsewhereValue(TLS)),
    (' ', "key", ElsewhereValue(TLS)),
    (' ', "cacert", ElsewhereValue(TLS)),
    (' ', "ciphers", ElsewhereValue(TLS)),
];

impl Flag {
    /// The flag of a letter.
    pub(super) fn short(letter: char) -> Option<Self> {
        let known = FLAGS.iter().find(|(short, _, _)| *short == letter && letter != ' ');
        known.map(|(_, _, flag)| *flag)
    }

    /// The flag of a word.
    pub(super) fn long(name: &str) -> Option<Self> {
        FLAGS.iter().find(|(_, long, _)| *long == name).map(|(_, _, flag)| *flag)
    }

    /// Whether a value stands behind it.
    pub(super) const fn takes_value(self) -> bool {
        !matches!(
            self,
            Self::Digest
                | Self::Get
                | Self::Head
                | Self::Location
                | Self::Insecure
                | Self::Compressed
                | Self::Next
                | Self::Silent
                | Self::Elsewhere(_)
        )
    }
}
