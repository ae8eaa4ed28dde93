//! What `crypto.subtle`'s JavaScript computes with: functions over bytes, one object of them.
//!
//! Arguments were checked before, by `js/webcrypto`; what is left to go wrong is thrown by name. Elliptic curves and
//! RSA want more stack than a user has: they are computed on the thread's own. What takes long goes to a thread of its
//! own and comes back as a promise.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rquickjs::{ArrayBuffer, Ctx, FromJs, Object, Result, Value};

use super::aes::{self, Direction};
use super::elliptic::{self, curve};
use super::failure::Failure;
use super::hash::Hash;
use super::rsa::{self, Key, Padding};
use crate::engine::{function, throw};
use crate::modules::input::buffer;
use crate::vu::{Phase, Vu};

/// PBKDF2 with more rounds than that, about a millisecond's work, keeps nobody else waiting.
const ROUNDS_AT_ONCE_MAX: u32 = 1_000;
/// The most bytes that are derived or made up at once.
const LENGTH_BYTES_MAX: usize = 1 << 24;

/// Bytes that JavaScript passes.
struct Bytes(Vec<u8>);

impl<'js> FromJs<'js> for Bytes {
    fn from_js(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        buffer(&value).map(Self).ok_or_else(|| throw(ctx, "the buffer is detached"))
    }
}

type Outcome = std::result::Result<Vec<u8>, Failure>;

/// All of them.
pub(super) fn native<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    add_bytes(ctx, &object)?;
    add_symmetric(ctx, &object)?;
    add_derivation(ctx, &object)?;
    add_elliptic(ctx, &object)?;
    add_rsa_keys(ctx, &object)?;
    add_rsa(ctx, &object)?;
    Ok(object)
}

/// Adds a function of that name.
macro_rules! add {
    ($ctx:expr, $object:expr, $name:literal, $function:expr) => {
        $object.set($name, function($ctx, $name, $function)?)?
    };
}

fn add_bytes<'js>(ctx: &Ctx<'js>, object: &Object<'js>) -> Result<()> {
    add!(ctx, object, "random", |ctx: Ctx<'js>, length: usize| given(&ctx, random(length)));
    add!(ctx, object, "copy", |ctx: Ctx<'js>, data: Bytes| given(&ctx, Ok(data.0)));
    add!(ctx, object, "join", |ctx: Ctx<'js>, one: Bytes, two: Bytes, three: Bytes| {
        given(&ctx, Ok([one.0, two.0, three.0].concat()))
    });
    add!(ctx, object, "same", |one: Bytes, other: Bytes| one.0 == other.0);
    add!(ctx, object, "utf8", |ctx: Ctx<'js>, text: String| given(&ctx, Ok(text.into_bytes())));
    add!(ctx, object, "text", |data: Bytes| String::from_utf8_lossy(&data.0).into_owned());
    add!(ctx, object, "toBase64url", |data: Bytes| URL_SAFE_NO_PAD.encode(data.0));
    add!(ctx, object, "fromBase64url", |ctx: Ctx<'js>, text: String| {
        let decoded = URL_SAFE_NO_PAD.decode(text);
        given(
            &ctx,
            decoded.map_err(|error| Failure::data(format!("failed to decode key: {error}"))),
        )
    });
    Ok(())
}

fn add_symmetric<'js>(ctx: &Ctx<'js>, object: &Object<'js>) -> Result<()> {
    add!(ctx, object, "digest", |ctx: Ctx<'js>, hash: String, data: Bytes| {
        given(&ctx, Hash::named(&hash).map(|hash| hash.digest(&data.0)))
    });
    add!(ctx, object, "hmac", |ctx: Ctx<'js>, hash: String, key: Bytes, data: Bytes| {
        given(&ctx, Hash::named(&hash).map(|hash| hash.hmac(&key.0, &data.0)))
    });
    add!(ctx, object, "cbc", |ctx: Ctx<'js>, forth: bool, key: Bytes, iv: Bytes, data: Bytes| {
        given(&ctx, aes::cbc(direction(forth), &key.0, &iv.0, &data.0))
    });
    add!(ctx, object, "ctr", |ctx: Ctx<'js>,
                              key: Bytes,
                              counter: Bytes,
                              length: f64,
                              data: Bytes| {
        given(&ctx, aes::ctr(&key.0, &counter.0, length as u32, &data.0))
    });
    let gcm = |ctx: Ctx<'js>, forth, key: Bytes, iv: Bytes, more: Bytes, tag: f64, data: Bytes| {
        given(&ctx, aes::gcm(direction(forth), &key.0, &iv.0, &more.0, tag as usize, &data.0))
    };
    add!(ctx, object, "gcm", gcm);
    add!(ctx, object, "wrap", |ctx: Ctx<'js>, forth: bool, key: Bytes, data: Bytes| {
        given(&ctx, aes::wrap(direction(forth), &key.0, &data.0))
    });
    Ok(())
}

fn add_derivation<'js>(ctx: &Ctx<'js>, object: &Object<'js>) -> Result<()> {
    let hkdf =
        |ctx: Ctx<'js>, hash: String, key: Bytes, salt: Bytes, info: Bytes, length: usize| {
            let derived = bounded(length)
                .and_then(|length| Hash::named(&hash)?.hkdf(&key.0, &salt.0, &info.0, length));
            given(&ctx, derived)
        };
    add!(ctx, object, "hkdf", hkdf);
    let pbkdf2 =
        |ctx: Ctx<'js>, hash: String, key: Bytes, salt: Bytes, rounds: u32, length: usize| {
            let derive = move || {
                let length = bounded(length)?;
                Ok(Hash::named(&hash)?.pbkdf2(&key.0, &salt.0, rounds, length))
            };
            if rounds > ROUNDS_AT_ONCE_MAX {
                later(&ctx, derive)
            } else {
                Ok(given(&ctx, derive())?.into_value())
            }
        };
    add!(ctx, object, "pbkdf2", pbkdf2);
    Ok(())
}

fn add_elliptic<'js>(ctx: &Ctx<'js>, object: &Object<'js>) -> Result<()> {
    add!(ctx, object, "ecGenerate", |ctx: Ctx<'js>, name: String| {
        aside(&ctx, || Ok(curve(&name)?.generate()))
    });
    add!(ctx, object, "ecPoint", |ctx: Ctx<'js>, name: String, private: Bytes| {
        aside(&ctx, || imported(curve(&name)?.point(&private.0), "private"))
    });
    add!(ctx, object, "ecChecked", |ctx: Ctx<'js>, name: String, point: Bytes| {
        aside(&ctx, || imported(curve(&name)?.checked(&point.0), "public"))
    });
    add!(ctx, object, "ecFromPkcs8", |ctx: Ctx<'js>, name: String, der: Bytes| {
        aside(&ctx, || imported(curve(&name)?.read_pkcs8(&der.0), "private"))
    });
    add!(ctx, object, "ecFromSpki", |ctx: Ctx<'js>, name: String, der: Bytes| {
        aside(&ctx, || imported(curve(&name)?.read_spki(&der.0), "public"))
    });
    add!(ctx, object, "ecTo", |ctx: Ctx<'js>, is_private: bool, name: String, key: Bytes| {
        aside(&ctx, || {
            let curve = curve(&name)?;
            let der = if is_private { curve.write_pkcs8(&key.0) } else { curve.write_spki(&key.0) };
            der.ok_or_else(|| Failure::operation("could not encode the key"))
        })
    });
    add!(ctx, object, "ecSign", |ctx: Ctx<'js>,
                                 name: String,
                                 key: Bytes,
                                 hash: String,
                                 data: Bytes| {
        aside(&ctx, || elliptic::sign(curve(&name)?, &key.0, Hash::named(&hash)?, &data.0))
    });
    let verify =
        |ctx: Ctx<'js>, name: String, key: Bytes, hash: String, proof: Bytes, data: Bytes| {
            computed(&ctx, || {
                let hash = Hash::named(&hash)?;
                Ok(elliptic::verify(curve(&name)?, &key.0, hash, &proof.0, &data.0))
            })
        };
    add!(ctx, object, "ecVerify", verify);
    add!(ctx, object, "ecAgree", |ctx: Ctx<'js>, name: String, private: Bytes, point: Bytes| {
        aside(&ctx, || {
            let shared = curve(&name)?.agree(&private.0, &point.0);
            shared.ok_or_else(|| Failure::operation("could not derive bits"))
        })
    });
    Ok(())
}

fn add_rsa_keys<'js>(ctx: &Ctx<'js>, object: &Object<'js>) -> Result<()> {
    add!(ctx, object, "rsaGenerate", |ctx: Ctx<'js>, modulus_bits: f64, exponent: Bytes| {
        later(&ctx, move || rsa::generate(modulus_bits as usize, &exponent.0))
    });
    add!(ctx, object, "rsaFrom", |ctx: Ctx<'js>, is_private: bool, der: Bytes| {
        aside(&ctx, || read(is_private, &der)?.to_der())
    });
    add!(ctx, object, "rsaFromParts", |ctx: Ctx<'js>, parts: Vec<Bytes>| {
        let parts: Vec<Vec<u8>> = parts.into_iter().map(|part| part.0).collect();
        aside(&ctx, || Key::from_parts(&parts)?.to_der())
    });
    add!(ctx, object, "rsaParts", |ctx: Ctx<'js>, is_private: bool, der: Bytes| {
        let parts = computed(&ctx, || Ok(read(is_private, &der)?.parts()))?;
        parts.into_iter().map(|part| given(&ctx, Ok(part))).collect::<Result<Vec<_>>>()
    });
    add!(ctx, object, "rsaPublic", |ctx: Ctx<'js>, der: Bytes| {
        aside(&ctx, || Key::Public(read(true, &der)?.public()).to_der())
    });
    Ok(())
}

fn add_rsa<'js>(ctx: &Ctx<'js>, object: &Object<'js>) -> Result<()> {
    add!(ctx, object, "rsaSign", |ctx: Ctx<'js>,
                                  der: Bytes,
                                  salt: f64,
                                  hash: String,
                                  data: Bytes| {
        aside(&ctx, || read(true, &der)?.sign(padding(salt), Hash::named(&hash)?, &data.0))
    });
    let verify = |ctx: Ctx<'js>, der: Bytes, salt: f64, hash: String, proof: Bytes, data: Bytes| {
        computed(&ctx, || {
            let hash = Hash::named(&hash)?;
            Ok(read(false, &der)?.verify(padding(salt), hash, &proof.0, &data.0))
        })
    };
    add!(ctx, object, "rsaVerify", verify);
    let cipher =
        |ctx: Ctx<'js>, forth: bool, der: Bytes, hash: String, label: Bytes, data: Bytes| {
            aside(&ctx, || {
                let (key, hash) = (read(!forth, &der)?, Hash::named(&hash)?);
                if forth {
                    key.encrypt(hash, &label.0, &data.0)
                } else {
                    key.decrypt(hash, &label.0, &data.0)
                }
            })
        };
    add!(ctx, object, "rsaCipher", cipher);
    Ok(())
}

fn direction(forth: bool) -> Direction {
    if forth { Direction::Encrypt } else { Direction::Decrypt }
}

/// PSS with a salt of that length, PKCS #1 where it is negative.
fn padding(salt_bytes: f64) -> Padding {
    if salt_bytes < 0.0 { Padding::Pkcs1 } else { Padding::Pss(salt_bytes as usize) }
}

fn read(is_private: bool, der: &Bytes) -> std::result::Result<Key, Failure> {
    if is_private { Key::from_pkcs8(&der.0) } else { Key::from_spki(&der.0) }
}

fn bounded(length_bytes: usize) -> std::result::Result<usize, Failure> {
    let is_in = length_bytes <= LENGTH_BYTES_MAX;
    is_in.then_some(length_bytes).ok_or_else(|| Failure::operation("length is too large"))
}

fn random(length_bytes: usize) -> Outcome {
    let mut bytes = vec![0; bounded(length_bytes)?];
    getrandom::fill(&mut bytes).map_err(|error| Failure::operation(error.to_string()))?;
    Ok(bytes)
}

/// An elliptic key that could be read.
fn imported(key: Option<Vec<u8>>, side: &str) -> Outcome {
    key.ok_or_else(|| Failure::data(format!("unable to import EC {side} key data")))
}

/// A result as JavaScript sees it.
fn given<'js>(ctx: &Ctx<'js>, outcome: Outcome) -> Result<ArrayBuffer<'js>> {
    match outcome {
        Ok(bytes) => ArrayBuffer::new_copy(ctx.clone(), bytes),
        Err(failure) => Err(failure.throw(ctx)),
    }
}

/// The bytes that `work` gives on the thread's own stack.
fn aside<'js>(ctx: &Ctx<'js>, work: impl FnOnce() -> Outcome) -> Result<ArrayBuffer<'js>> {
    let bytes = computed(ctx, work)?;
    given(ctx, Ok(bytes))
}

/// What `work` gives on the thread's own stack.
fn computed<T>(ctx: &Ctx<'_>, work: impl FnOnce() -> std::result::Result<T, Failure>) -> Result<T> {
    let outcome = Vu::current().wait(ctx, async { work() })?;
    outcome.map_err(|failure| failure.throw(ctx))
}

/// A promise of what `work` gives, which is done on a thread that no user waits for; at a script's top level, where
/// nobody else waits, what it gives.
fn later<'js>(
    ctx: &Ctx<'js>,
    work: impl FnOnce() -> Outcome + Send + 'static,
) -> Result<Value<'js>> {
    let vu = Vu::current();
    if vu.phase() == Phase::Init {
        return Ok(given(ctx, work())?.into_value());
    }
    let done = async { tokio::task::spawn_blocking(work).await };
    let promise = vu.promise(ctx, done, |ctx, outcome| {
        let outcome = outcome.unwrap_or_else(|error| Err(Failure::operation(error.to_string())));
        Ok(given(ctx, outcome)?.into_value())
    });
    Ok(promise?.into_value())
}
