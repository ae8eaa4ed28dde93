//! Parameters of calls and connections, as `client.js` hands them over: checked already.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use loadline_load::transport::Certificates;
use rquickjs::{Array, Ctx, FromJs, Object, Result, TypedArray, Value};

use super::channel::Metadata;

/// The longest answer taken where nothing is said.
const RECEIVE_BYTES_MAX: usize = 4 << 20;
/// The longest message sent where nothing is said.
const SEND_BYTES_MAX: usize = i32::MAX as usize;

/// Parameters of a call.
#[derive(Debug, Clone)]
pub(super) struct CallParams {
    pub(super) metadata: Metadata,
    pub(super) tags: Vec<(String, String)>,
    pub(super) timeout: Duration,
    /// Whether nobody wants the answer's message.
    pub(super) discards: bool,
}

impl Default for CallParams {
    fn default() -> Self {
        let timeout = Duration::from_secs(120);
        Self { metadata: Vec::new(), tags: Vec::new(), timeout, discards: false }
    }
}

/// Parameters of a connection.
pub(super) struct ConnectParams {
    pub(super) plaintext: bool,
    pub(super) reflect: bool,
    pub(super) reflect_metadata: Metadata,
    pub(super) timeout: Duration,
    pub(super) receive_bytes_max: usize,
    pub(super) send_bytes_max: usize,
    pub(super) authority: Option<String>,
    pub(super) tls: Option<Certificates>,
}

impl<'js> FromJs<'js> for CallParams {
    fn from_js(_ctx: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        let read: Object<'js> = value.get()?;
        Ok(Self {
            metadata: metadata_of(&read.get("metadata")?)?,
            tags: read
                .get::<_, Vec<Vec<String>>>("tags")?
                .into_iter()
                .filter_map(|pair| <[String; 2]>::try_from(pair).ok())
                .map(|[name, value]| (name, value))
                .collect(),
            timeout: duration(read.get("timeout")?),
            discards: read.get("discard")?,
        })
    }
}

impl<'js> FromJs<'js> for ConnectParams {
    fn from_js(_ctx: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        let read: Object<'js> = value.get()?;
        let size = |name: &str, most: usize| -> Result<usize> {
            let given: Option<f64> = read.get(name)?;
            // Zero is no limit of one's own, as in k6.
            Ok(given.map(|given| given as usize).filter(|given| *given > 0).unwrap_or(most))
        };
        let tls: Option<Object<'js>> = read.get("tls")?;
        Ok(Self {
            plaintext: read.get("plaintext")?,
            reflect: read.get("reflect")?,
            reflect_metadata: metadata_of(&read.get("reflectMetadata")?)?,
            timeout: duration(read.get("timeout")?),
            receive_bytes_max: size("maxReceiveSize", RECEIVE_BYTES_MAX)?,
            send_bytes_max: size("maxSendSize", SEND_BYTES_MAX)?,
            authority: read.get("authority")?,
            tls: tls.map(|tls| certificates(&tls)).transpose()?,
        })
    }
}

fn certificates(tls: &Object<'_>) -> Result<Certificates> {
    Ok(Certificates {
        authorities: tls.get("cacerts")?,
        certificate: tls.get("cert")?,
        key: tls.get("key")?,
    })
}

fn duration(ms: f64) -> Duration {
    Duration::try_from_secs_f64(ms / 1_000.0).unwrap_or(Duration::from_secs(u64::from(u32::MAX)))
}

/// Pairs of a name and a text, or bytes that travel as base64.
fn metadata_of(pairs: &Array<'_>) -> Result<Metadata> {
    let pairs = pairs.iter::<Array<'_>>().map(|pair| {
        let pair = pair?;
        let value: Value<'_> = pair.get(1)?;
        let value = match TypedArray::<u8>::from_value(value.clone()) {
            Ok(array) => STANDARD_NO_PAD
                .encode(crate::modules::input::buffer(array.as_value()).unwrap_or_default())
                .into_bytes(),
            Err(_) => value.get::<String>()?.into_bytes(),
        };
        Ok((pair.get(0)?, value))
    });
    pairs.collect()
}
