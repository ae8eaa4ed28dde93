//! The static table (RFC 7541, appendix A): the fields that every connection begins with.

/// Index one comes first.
#[rustfmt::skip]
pub(super) const STATIC: [(&str, &str); 61] = [
    (":authority", ""), (":method", "GET"), (":method", "POST"), (":path", "/"),
    (":path", "/index.html"), (":scheme", "http"), (":scheme", "https"), (":status", "200"),
    (":status", "204"), (":status", "206"), (":status", "304"), (":status", "400"),
    (":status", "404"), (":status", "500"), ("accept-charset", ""),
    ("accept-encoding", "gzip, deflate"), ("accept-language", ""), ("accept-ranges", ""),
    ("accept", ""), ("access-control-allow-origin", ""), ("age", ""), ("allow", ""),
    ("authorization", ""), ("cache-control", ""), ("content-disposition", ""),
    ("content-encoding", ""), ("content-language", ""), ("content-length", ""),
    ("content-location", ""), ("content-range", ""), ("content-type", ""), ("cookie", ""),
    ("date", ""), ("etag", ""), ("expect", ""), ("expires", ""), ("from", ""), ("host", ""),
    ("if-match", ""), ("if-modified-since", ""), ("if-none-match", ""), ("if-range", ""),
    ("if-unmodified-since", ""), ("last-modified", ""), ("link", ""), ("location", ""),
    ("max-forwards", ""), ("proxy-authenticate", ""), ("proxy-authorization", ""), ("range", ""),
    ("referer", ""), ("refresh", ""), ("retry-after", ""), ("server", ""), ("set-cookie", ""),
    ("strict-transport-security", ""), ("transfer-encoding", ""), ("user-agent", ""),
    ("vary", ""), ("via", ""), ("www-authenticate", ""),
];

/// The longest name in the table.
const NAME_BYTES_MAX: usize = 27;

static CHAINS: Chains = Chains::new();

/// Entries chained by the length of their names, so that a look-up compares two or three and not all.
struct Chains {
    /// The first index of each length; zero for none.
    first: [u8; NAME_BYTES_MAX + 1],
    /// The next index of the same length.
    next: [u8; STATIC.len() + 1],
}

impl Chains {
    const fn new() -> Self {
        let mut chains = Self { first: [0; NAME_BYTES_MAX + 1], next: [0; STATIC.len() + 1] };
        let mut index = STATIC.len();
        while index > 0 {
            let length = STATIC[index - 1].0.len();
            chains.next[index] = chains.first[length];
            chains.first[length] = index as u8;
            index -= 1;
        }
        chains
    }
}

/// What the table has of a field.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    /// The index of the field itself.
    pub(super) exact: Option<usize>,
    /// The first index with its name.
    pub(super) name: Option<usize>,
}

/// Looks a field up.
pub(super) fn find(name: &[u8], value: &[u8]) -> Known {
    let mut known = Known::default();
    let mut index = CHAINS.first.get(name.len()).map_or(0, |first| usize::from(*first));
    while index > 0 {
        let (own_name, own_value) = STATIC[index - 1];
        if own_name.as_bytes() == name {
            known.name = known.name.or(Some(index));
            if own_value.as_bytes() == value {
                known.exact = Some(index);
                return known;
            }
        }
        index = usize::from(CHAINS.next[index]);
    }
    known
}
